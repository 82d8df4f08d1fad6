-- A store of schema 4, made by commit 7467b88 and written out as text.
PRAGMA application_id = 1279607108;
PRAGMA user_version = 4;
BEGIN TRANSACTION;
CREATE TABLE aftercare (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    delivery   INTEGER REFERENCES orders,
    car        INTEGER REFERENCES owned_cars,
    occasion   TEXT NOT NULL,
    due_on     TEXT NOT NULL CHECK (due_on IS date(due_on)),
    at         TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by         INTEGER REFERENCES staff,
    result     TEXT NOT NULL
        CHECK (result = 'fine' OR result = 'complaint' OR result = 'replace' OR result = 'add' OR
            result = 'recommend' OR result = 'no-answer'),
    score      INTEGER CHECK (score BETWEEN 1 AND 10),
    note       TEXT,
    new_lead   INTEGER REFERENCES leads,
    named_only INTEGER NOT NULL DEFAULT 0 CHECK (named_only IN (0, 1)),
    CHECK ((delivery IS NULL) <> (car IS NULL))
) STRICT;
CREATE TABLE appointments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead       INTEGER NOT NULL REFERENCES leads,
    at         TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    for_at     TEXT NOT NULL CHECK (for_at IS strftime('%Y-%m-%dT%H:%M', for_at)),
    by         INTEGER REFERENCES staff,
    note       TEXT,
    -- derived
    result     TEXT CHECK (result = 'kept' OR result = 'missed' OR result = 'moved' OR result = 'dropped'),
    consultant INTEGER REFERENCES staff,
    CHECK (for_at >= at)
) STRICT;
INSERT INTO "appointments" VALUES(2,27,6,'2026-11-18T12:10','2026-11-18T15:00',2,NULL,'missed',NULL);
CREATE TABLE assessments (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    operation   INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead        INTEGER NOT NULL REFERENCES leads,
    at          TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by          INTEGER REFERENCES staff,
    grade       TEXT CHECK (grade = 'H' OR grade = 'A' OR grade = 'B' OR grade = 'C' OR grade = 'N'),
    need_by     TEXT,                                    -- a day, or 'unknown'
    decision    TEXT,
    money       TEXT,
    deciders    TEXT,
    interest    TEXT,
    behaviour   TEXT,
    budget_low  REAL,
    budget_high REAL,
    model       INTEGER REFERENCES models,
    man         TEXT,
    confidence  TEXT
) STRICT;
INSERT INTO "assessments" VALUES(1,22,1,'2026-11-18T11:30',1,'H','2026-11-24',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE assignments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead       INTEGER NOT NULL REFERENCES leads,
    at         TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by         INTEGER REFERENCES staff,
    consultant INTEGER REFERENCES staff,
    note       TEXT,
    released_from INTEGER REFERENCES staff                -- who neglected it: may not take it back for some days
) STRICT;
CREATE TABLE campaign_costs (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    campaign  INTEGER NOT NULL REFERENCES campaigns,
    spent_on  TEXT NOT NULL CHECK (spent_on IS date(spent_on)),
    item      TEXT NOT NULL CHECK (item = 'venue' OR item = 'materials' OR item = 'other'),
    amount    REAL NOT NULL CHECK (amount >= 0),
    note      TEXT
) STRICT;
CREATE TABLE campaign_tasks (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    campaign  INTEGER NOT NULL REFERENCES campaigns,
    due_on    TEXT NOT NULL CHECK (due_on IS date(due_on)),
    what      TEXT NOT NULL CHECK (what <> ''),
    staff     INTEGER REFERENCES staff,
    done_on   TEXT CHECK (done_on IS date(done_on))
) STRICT;
CREATE TABLE campaigns (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    kind      TEXT,
    source    INTEGER REFERENCES sources,
    starts_on TEXT CHECK (starts_on IS date(starts_on)),
    ends_on   TEXT CHECK (ends_on IS date(ends_on)),
    budget    REAL CHECK (budget >= 0),
    approved_by INTEGER REFERENCES staff,
    approved_on TEXT CHECK (approved_on IS date(approved_on)),
    summary   TEXT,
    CHECK (ends_on >= starts_on)
) STRICT;
INSERT INTO "campaigns" VALUES(1,24,'Autumn drive',NULL,NULL,'2026-11-28','2026-11-28',NULL,NULL,NULL,NULL);
CREATE TABLE changes (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations,
    tbl       TEXT NOT NULL,
    action    TEXT NOT NULL CHECK (action = 'insert' OR action = 'update' OR action = 'delete'),
    first_row INTEGER NOT NULL,
    last_row  INTEGER NOT NULL CHECK (last_row >= first_row),
    before    TEXT
) STRICT;
INSERT INTO "changes" VALUES(1,1,'settings','insert',1,4,NULL);
INSERT INTO "changes" VALUES(2,1,'sources','insert',1,12,NULL);
INSERT INTO "changes" VALUES(3,1,'reasons','insert',1,14,NULL);
INSERT INTO "changes" VALUES(4,2,'staff','insert',1,1,NULL);
INSERT INTO "changes" VALUES(5,3,'staff','insert',2,2,NULL);
INSERT INTO "changes" VALUES(6,4,'staff','insert',3,3,NULL);
INSERT INTO "changes" VALUES(7,5,'staff','insert',4,4,NULL);
INSERT INTO "changes" VALUES(8,6,'models','insert',1,1,NULL);
INSERT INTO "changes" VALUES(9,6,'customers','insert',1,1,NULL);
INSERT INTO "changes" VALUES(10,6,'phones','insert',1,1,NULL);
INSERT INTO "changes" VALUES(11,6,'leads','insert',1,1,NULL);
INSERT INTO "changes" VALUES(12,6,'visits','insert',1,1,NULL);
INSERT INTO "changes" VALUES(13,7,'customers','insert',2,2,NULL);
INSERT INTO "changes" VALUES(14,7,'phones','insert',2,2,NULL);
INSERT INTO "changes" VALUES(15,7,'leads','insert',2,2,NULL);
INSERT INTO "changes" VALUES(16,7,'visits','insert',2,2,NULL);
INSERT INTO "changes" VALUES(17,8,'customers','insert',3,3,NULL);
INSERT INTO "changes" VALUES(18,8,'phones','insert',3,3,NULL);
INSERT INTO "changes" VALUES(19,8,'leads','insert',3,3,NULL);
INSERT INTO "changes" VALUES(20,8,'visits','insert',3,3,NULL);
INSERT INTO "changes" VALUES(21,9,'customers','insert',4,4,NULL);
INSERT INTO "changes" VALUES(22,9,'phones','insert',4,4,NULL);
INSERT INTO "changes" VALUES(23,9,'leads','insert',4,4,NULL);
INSERT INTO "changes" VALUES(24,9,'visits','insert',4,4,NULL);
INSERT INTO "changes" VALUES(25,10,'customers','insert',5,5,NULL);
INSERT INTO "changes" VALUES(26,10,'phones','insert',5,5,NULL);
INSERT INTO "changes" VALUES(27,10,'leads','insert',5,5,NULL);
INSERT INTO "changes" VALUES(28,10,'visits','insert',5,5,NULL);
INSERT INTO "changes" VALUES(29,11,'followups','insert',1,1,NULL);
INSERT INTO "changes" VALUES(30,12,'orders','insert',1,1,NULL);
INSERT INTO "changes" VALUES(31,13,'orders','update',1,1,'{"operation":12,"lead":2,"ordered_at":"2026-11-12T11:00","by":1,"model":1,"price":128800.0,"deposit":null,"vin":null,"count":1,"reported_on":null,"delivered_at":null,"delivered_operation":null,"cancelled_at":null,"cancelled_operation":null}');
INSERT INTO "changes" VALUES(32,14,'churns','insert',1,1,NULL);
INSERT INTO "changes" VALUES(33,15,'churns','insert',2,2,NULL);
INSERT INTO "changes" VALUES(34,16,'verifications','insert',1,1,NULL);
INSERT INTO "changes" VALUES(35,17,'dormancies','insert',1,1,NULL);
INSERT INTO "changes" VALUES(36,18,'visits','insert',6,6,NULL);
INSERT INTO "changes" VALUES(37,19,'followups','insert',2,2,NULL);
INSERT INTO "changes" VALUES(38,20,'appointments','insert',1,1,NULL);
INSERT INTO "changes" VALUES(39,21,'appointments','delete',1,1,'{"operation":20,"lead":1,"at":"2026-11-18T11:00","for_at":"2026-11-20T10:00","by":1,"note":null}');
INSERT INTO "changes" VALUES(40,22,'assessments','insert',1,1,NULL);
INSERT INTO "changes" VALUES(41,23,'tags','insert',1,1,NULL);
INSERT INTO "changes" VALUES(42,24,'campaigns','insert',1,1,NULL);
INSERT INTO "changes" VALUES(43,25,'targets','insert',1,1,NULL);
INSERT INTO "changes" VALUES(44,26,'customers','insert',6,6,NULL);
INSERT INTO "changes" VALUES(45,26,'phones','insert',6,6,NULL);
INSERT INTO "changes" VALUES(46,26,'leads','insert',6,6,NULL);
INSERT INTO "changes" VALUES(47,26,'visits','insert',7,8,NULL);
INSERT INTO "changes" VALUES(48,27,'appointments','insert',2,2,NULL);
INSERT INTO "changes" VALUES(49,28,'followups','insert',3,3,NULL);
CREATE TABLE churns (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    operation   INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead        INTEGER NOT NULL REFERENCES leads,
    at          TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    kind        TEXT NOT NULL CHECK (kind IN ('defeat', 'lost-contact')),
    reason      INTEGER REFERENCES reasons,
    rival       TEXT,
    by          INTEGER REFERENCES staff,
    note        TEXT,
    historic    INTEGER NOT NULL DEFAULT 0 CHECK (historic IN (0, 1)),
    -- derived
    result      TEXT
        CHECK (result = 'pending' OR result = 'confirmed' OR result = 'overturned' OR
            result = 'unreachable'),
    decided_at  TEXT,
    consultant  INTEGER REFERENCES staff,                -- the lead's owner, source, model and grade when it churned
    lead_source INTEGER REFERENCES sources,
    lead_model  INTEGER REFERENCES models,
    lead_grade  TEXT,
    CHECK ((kind = 'defeat') = (reason IS NOT NULL))
) STRICT;
INSERT INTO "churns" VALUES(1,14,3,'2026-11-13T10:00','defeat',2,'Heron 3',1,NULL,0,'pending',NULL,1,1,1,'B');
INSERT INTO "churns" VALUES(2,15,4,'2026-11-13T11:00','defeat',12,NULL,2,NULL,0,'confirmed','2026-11-14T10:00',2,1,1,'C');
CREATE TABLE closings (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month     TEXT NOT NULL UNIQUE CHECK (month || '-01' IS date(month || '-01')),
    figures   TEXT NOT NULL CHECK (json_valid(figures))
) STRICT;
CREATE TABLE complaints (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    aftercare INTEGER NOT NULL REFERENCES aftercare,
    what      TEXT NOT NULL,
    staff     INTEGER REFERENCES staff,
    until     TEXT CHECK (until IS date(until)),
    solved_on TEXT CHECK (solved_on IS date(solved_on)),
    solution  TEXT
) STRICT;
CREATE TABLE contact_windows (
    lead        INTEGER NOT NULL,
    nth         INTEGER NOT NULL,
    task        TEXT NOT NULL,
    grade       TEXT,
    since       TEXT NOT NULL,
    due_from    TEXT NOT NULL,
    due_by      TEXT NOT NULL,
    owner       INTEGER,
    answered_at TEXT,
    counted_on  TEXT NOT NULL,
    PRIMARY KEY (lead, nth)
) STRICT, WITHOUT ROWID;
INSERT INTO "contact_windows" VALUES(1,1,'first-follow-up','H','2026-11-10T10:00','2026-11-11','2026-11-11',1,'2026-11-12T10:00','2026-11-11');
INSERT INTO "contact_windows" VALUES(2,1,'first-follow-up','A','2026-11-10T10:30','2026-11-11','2026-11-11',1,NULL,'2026-11-11');
INSERT INTO "contact_windows" VALUES(3,1,'first-follow-up','B','2026-11-10T11:00','2026-11-11','2026-11-11',1,NULL,'2026-11-11');
INSERT INTO "contact_windows" VALUES(4,1,'first-follow-up','C','2026-11-10T12:00','2026-11-11','2026-11-11',2,NULL,'2026-11-11');
INSERT INTO "contact_windows" VALUES(5,1,'first-follow-up','N','2026-11-10T12:30','2026-11-11','2026-11-11',2,NULL,'2026-11-11');
INSERT INTO "contact_windows" VALUES(6,1,'first-follow-up','A','2026-11-17T09:00','2026-11-18','2026-11-18',NULL,'2026-11-18T09:00','2026-11-18');
INSERT INTO "contact_windows" VALUES(6,2,'follow-up','H','2026-11-18T09:00','2026-11-19','2026-11-20',NULL,'2026-11-20T09:00','2026-11-20');
CREATE TABLE customers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name       TEXT,
    gender     TEXT CHECK (gender IN ('male', 'female')),
    importance TEXT NOT NULL DEFAULT 'ordinary'
        CHECK (importance = 'key' OR importance = 'secondary' OR importance = 'ordinary'),
    birthday   TEXT CHECK (birthday IS date(birthday)),
    district   TEXT,
    occupation TEXT,
    pinyin     TEXT,
    forgotten_on TEXT CHECK (forgotten_on IS date(forgotten_on))
) STRICT;
INSERT INTO "customers" VALUES(1,6,'Customer 0',NULL,'ordinary',NULL,NULL,NULL,'customer0 c0',NULL);
INSERT INTO "customers" VALUES(2,7,'Customer 1',NULL,'ordinary',NULL,NULL,NULL,'customer1 c1',NULL);
INSERT INTO "customers" VALUES(3,8,'Customer 2',NULL,'ordinary',NULL,NULL,NULL,'customer2 c2',NULL);
INSERT INTO "customers" VALUES(4,9,'Customer 3',NULL,'ordinary',NULL,NULL,NULL,'customer3 c3',NULL);
INSERT INTO "customers" VALUES(5,10,'Customer 4',NULL,'ordinary',NULL,NULL,NULL,'customer4 c4',NULL);
INSERT INTO "customers" VALUES(6,26,'Sun Li',NULL,'ordinary',NULL,NULL,NULL,'sunli sl',NULL);
CREATE TABLE dormancies (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead      INTEGER NOT NULL REFERENCES leads,
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by        INTEGER REFERENCES staff,
    until     TEXT NOT NULL CHECK (until IS date(until)),
    note      TEXT
) STRICT;
INSERT INTO "dormancies" VALUES(1,17,5,'2026-11-16T10:00',2,'2027-02-01',NULL);
CREATE TABLE followups (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead      INTEGER NOT NULL REFERENCES leads,
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    nth       INTEGER,                                   -- identity of an imported row; null when typed
    by        INTEGER REFERENCES staff,
    via       TEXT NOT NULL
        CHECK (via = 'phone' OR via = 'wechat' OR via = 'qq' OR via = 'sms' OR via = 'email' OR
            via = 'letter' OR via = 'visit' OR via = 'home-visit'),
    outcome   TEXT NOT NULL
        CHECK (outcome = 'advance' OR outcome = 'continued' OR outcome = 'refused' OR
            outcome = 'no-answer'),
    grade     TEXT CHECK (grade = 'H' OR grade = 'A' OR grade = 'B' OR grade = 'C' OR grade = 'N'),
    next_on   TEXT CHECK (next_on IS date(next_on)),
    note      TEXT,
    -- derived
    consultant INTEGER REFERENCES staff                  -- whose lead it was
) STRICT;
INSERT INTO "followups" VALUES(1,11,1,'2026-11-12T10:00',NULL,1,'phone','continued',NULL,NULL,'asked about colours',1);
INSERT INTO "followups" VALUES(2,19,1,'2026-11-18T10:00',NULL,2,'phone','no-answer',NULL,NULL,NULL,1);
INSERT INTO "followups" VALUES(3,28,6,'2026-11-20T09:00',NULL,2,'phone','continued',NULL,'2026-11-22','will come on Saturday',NULL);
CREATE TABLE invitations (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    operation    INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    campaign     INTEGER NOT NULL REFERENCES campaigns,
    lead         INTEGER NOT NULL REFERENCES leads,
    consultant   INTEGER REFERENCES staff,
    invited_on   TEXT CHECK (invited_on IS date(invited_on)),
    confirmed_on TEXT CHECK (confirmed_on IS date(confirmed_on)),
    UNIQUE (campaign, lead)
) STRICT;
CREATE TABLE lead_states (
    lead         INTEGER NOT NULL,
    from_at      TEXT NOT NULL,
    until_at     TEXT NOT NULL,
    status       TEXT NOT NULL,
    grade        TEXT,
    graded_at    TEXT,
    consultant   INTEGER,
    model        INTEGER,
    budget_low   REAL,
    budget_high  REAL,
    need_by      TEXT,
    man          TEXT,
    confidence   TEXT,
    contacts     INTEGER NOT NULL DEFAULT 0,
    last_contact TEXT,
    attempts     INTEGER NOT NULL DEFAULT 0,
    task         TEXT,
    due_from     TEXT,
    due_by       TEXT,
    invite_on    TEXT,
    meets_at     TEXT,
    wake_on      TEXT,
    PRIMARY KEY (lead, from_at)
) STRICT, WITHOUT ROWID;
INSERT INTO "lead_states" VALUES(1,'2026-11-10T10:00','2026-11-12T10:00','open','H','2026-11-10T10:00',1,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T10:00',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(1,'2026-11-12T10:00','2026-11-18T10:00','open','H','2026-11-10T10:00',1,1,NULL,NULL,NULL,NULL,NULL,1,'2026-11-12T10:00',0,'follow-up','2026-11-13','2026-11-14',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(1,'2026-11-18T10:00','2026-11-18T11:30','open','H','2026-11-10T10:00',1,1,NULL,NULL,NULL,NULL,NULL,1,'2026-11-12T10:00',1,'follow-up','2026-11-13','2026-11-14',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(2,'2026-11-10T10:30','2026-11-12T11:00','open','A','2026-11-10T10:30',1,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T10:30',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(2,'2026-11-12T11:00','2026-11-16T11:00','ordered','O','2026-11-12T11:00',1,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T10:30',0,'follow-up','2026-11-19','2026-11-19',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(3,'2026-11-10T11:00','2026-11-13T10:00','open','B','2026-11-10T11:00',1,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T11:00',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(4,'2026-11-10T12:00','2026-11-13T11:00','open','C','2026-11-10T12:00',2,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T12:00',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(4,'2026-11-13T11:00','2026-11-14T10:00','defeated','C','2026-11-10T12:00',2,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T12:00',0,'verification','2026-11-13','2026-11-14',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(5,'2026-11-10T12:30','2026-11-16T10:00','open','N','2026-11-10T12:30',2,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T12:30',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-17T09:00','2026-11-18T09:00','open','A','2026-11-17T09:00',NULL,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-17T09:00',0,'first-follow-up','2026-11-18','2026-11-18',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-18T09:00','2026-11-18T12:10','open','H','2026-11-18T09:00',NULL,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:00',0,'follow-up','2026-11-19','2026-11-20',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-18T12:10','2026-11-19T00:00','open','H','2026-11-18T09:00',NULL,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:00',0,'appointment','2026-11-18','2026-11-18','2026-11-19','2026-11-18T15:00',NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-19T00:00','2026-11-20T09:00','open','H','2026-11-18T09:00',NULL,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:00',0,'follow-up','2026-11-19','2026-11-19',NULL,NULL,NULL);
CREATE TABLE leads (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    operation    INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer     INTEGER NOT NULL REFERENCES customers,
    start_at     TEXT CHECK (start_at IS strftime('%Y-%m-%dT%H:%M', start_at)),
    origin       TEXT NOT NULL DEFAULT 'visit' CHECK (origin IN ('visit', 'win-back')),
    -- derived
    opened_at    TEXT,
    opened_grade TEXT,
    source       INTEGER REFERENCES sources,
    channel      TEXT,
    campaign     TEXT,
    model        INTEGER REFERENCES models,
    consultant   INTEGER REFERENCES staff,
    grade        TEXT CHECK (grade = 'H' OR grade = 'A' OR grade = 'B' OR grade = 'C' OR grade = 'N' OR grade = 'O'),
    budget_low   REAL,
    budget_high  REAL,
    need_by      TEXT,
    man          TEXT,
    confidence   TEXT,
    status       TEXT
        CHECK (status = 'open' OR status = 'dormant' OR status = 'ordered' OR
            status = 'delivered' OR status = 'defeated' OR status = 'lost'),
    verification TEXT
        CHECK (verification = 'pending' OR verification = 'confirmed' OR
            verification = 'overturned' OR verification = 'unreachable'),
    last_contact TEXT,
    attempts     INTEGER NOT NULL DEFAULT 0,
    contacts     INTEGER NOT NULL DEFAULT 0,
    task         TEXT
        CHECK (task = 'first-follow-up' OR task = 'follow-up' OR task = 'appointment' OR
            task = 'screening' OR task = 'verification'),
    due_from     TEXT CHECK (due_from IS date(due_from)),
    due_by       TEXT CHECK (due_by IS date(due_by)),
    wake_on      TEXT CHECK (wake_on IS date(wake_on)),
    met_at       TEXT,
    drove_at     TEXT,
    ordered_at   TEXT,
    delivered_at TEXT,
    churned_at   TEXT,
    closed_at    TEXT,
    meets_at     TEXT,                  -- the appointment that stands
    screened     TEXT CHECK (screened = 'A' OR screened = 'B' OR screened = 'C' OR screened = 'D'),
    since        TEXT,                  -- the moment since which the state has been as it is (see lead_states)
    graded_at    TEXT,                  -- since when it has its grade
    opened_consultant INTEGER REFERENCES staff,          -- known when its opening day ended, else known first
    opened_source INTEGER REFERENCES sources,
    opened_model INTEGER REFERENCES models,
    retry_on     TEXT CHECK (retry_on IS date(retry_on)),     -- an unanswered try is repeated
    list_on      TEXT CHECK (list_on IS date(list_on)),       -- the due list shows it from this day on
    invite_on    TEXT CHECK (invite_on IS date(invite_on)),   -- task appointment: what is owed if nobody comes
    call_on      TEXT CHECK (call_on IS date(call_on)),       -- a call that is owed beside the window,
    call_why     TEXT CHECK (call_why IN ('no-show', 'enquiry')),   -- and why
    window_task  TEXT CHECK (window_task IN ('first-follow-up', 'follow-up')),   -- the window that runs
    window_since TEXT,
    window_from  TEXT,
    window_by    TEXT,
    window_owner INTEGER REFERENCES staff,               -- the owner; once its last day is over, who it was then
    -- A lead that is not closed has a next contact, and a closed one has none.
    CHECK (status IS NULL OR (closed_at IS NULL) = (due_by IS NOT NULL AND due_from IS NOT NULL AND task IS NOT NULL))
) STRICT;
INSERT INTO "leads" VALUES(1,6,1,NULL,'visit','2026-11-10T10:00','H',1,NULL,NULL,1,1,'H',NULL,NULL,'2026-11-24',NULL,NULL,'open',NULL,'2026-11-12T10:00',1,1,'follow-up','2026-11-13','2026-11-14',NULL,'2026-11-10T10:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-18T11:30','2026-11-10T10:00',1,1,1,'2026-11-19','2026-11-19',NULL,NULL,NULL,'follow-up','2026-11-12T10:00','2026-11-13','2026-11-14',1);
INSERT INTO "leads" VALUES(2,7,2,NULL,'visit','2026-11-10T10:30','A',1,NULL,NULL,1,1,'O',NULL,NULL,NULL,NULL,NULL,'delivered',NULL,'2026-11-10T10:30',0,0,NULL,NULL,NULL,NULL,'2026-11-10T10:30',NULL,'2026-11-12T11:00','2026-11-16T11:00',NULL,'2026-11-16T11:00',NULL,NULL,'2026-11-16T11:00','2026-11-12T11:00',1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "leads" VALUES(3,8,3,NULL,'visit','2026-11-10T11:00','B',1,NULL,NULL,1,1,'B',NULL,NULL,NULL,NULL,NULL,'defeated','pending','2026-11-10T11:00',0,0,'verification','2026-11-13','2026-11-14',NULL,'2026-11-10T11:00',NULL,NULL,NULL,'2026-11-13T10:00',NULL,NULL,NULL,'2026-11-13T10:00','2026-11-10T11:00',1,1,1,NULL,'2026-11-13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "leads" VALUES(4,9,4,NULL,'visit','2026-11-10T12:00','C',1,NULL,NULL,1,2,'C',NULL,NULL,NULL,NULL,NULL,'defeated','confirmed','2026-11-10T12:00',0,0,NULL,NULL,NULL,NULL,'2026-11-10T12:00',NULL,NULL,NULL,'2026-11-13T11:00','2026-11-14T10:00',NULL,NULL,'2026-11-14T10:00','2026-11-10T12:00',2,1,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "leads" VALUES(5,10,5,NULL,'visit','2026-11-10T12:30','N',1,NULL,NULL,1,2,'N',NULL,NULL,NULL,NULL,NULL,'dormant',NULL,'2026-11-10T12:30',0,0,'follow-up','2027-02-01','2027-02-01','2027-02-01','2026-11-10T12:30',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-16T10:00','2026-11-10T12:30',2,1,1,NULL,'2027-02-01',NULL,NULL,NULL,'follow-up','2026-11-16T10:00','2027-02-01','2027-02-01',2);
INSERT INTO "leads" VALUES(6,26,6,NULL,'visit','2026-11-17T09:00','A',1,NULL,NULL,1,NULL,'H',NULL,NULL,NULL,NULL,NULL,'open',NULL,'2026-11-20T09:00',0,1,'follow-up','2026-11-22','2026-11-22',NULL,'2026-11-17T09:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-20T09:00','2026-11-18T09:00',NULL,1,1,NULL,'2026-11-22',NULL,NULL,NULL,'follow-up','2026-11-20T09:00','2026-11-22','2026-11-22',NULL);
CREATE TABLE models (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    same_as   INTEGER REFERENCES models
) STRICT;
INSERT INTO "models" VALUES(1,6,'Kestrel',NULL);
CREATE TABLE operations (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%S', at)),
    command TEXT NOT NULL,
    summary TEXT NOT NULL DEFAULT '',
    staff   INTEGER REFERENCES staff DEFERRABLE INITIALLY DEFERRED,
    actor   TEXT NOT NULL,               -- the name declared, or the login
    login   TEXT NOT NULL,               -- the login of the operating system
    host    TEXT NOT NULL,
    undoes  INTEGER REFERENCES operations,
    file    TEXT,                        -- of an import: the file's name,
    sha256  TEXT                         -- and its content
) STRICT;
INSERT INTO "operations" VALUES(1,'2026-10-01T08:00:00','init','store created',NULL,'lina','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(2,'2026-10-01T08:05:00','staff add','Li Na added as consultant',NULL,'lina','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(3,'2026-10-01T08:05:00','staff add','Wang Qiang added as consultant',NULL,'lina','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(4,'2026-10-01T08:05:00','staff add','Zhao Min added as service',NULL,'lina','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(5,'2026-10-01T08:05:00','staff add','Chen Jie added as manager',NULL,'lina','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(6,'2026-11-10T10:00:00','log-visit','visit 1, lead 1',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(7,'2026-11-10T10:30:00','log-visit','visit 2, lead 2',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(8,'2026-11-10T11:00:00','log-visit','visit 3, lead 3',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(9,'2026-11-10T12:00:00','log-visit','visit 4, lead 4',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(10,'2026-11-10T12:30:00','log-visit','visit 5, lead 5',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(11,'2026-11-12T10:00:00','followup','lead 1: continued by phone',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(12,'2026-11-12T11:00:00','order','lead 2: ordered',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(13,'2026-11-16T11:00:00','deliver','lead 2: delivered',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(14,'2026-11-13T10:00:00','defeat','lead 3: defeat (price)',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(15,'2026-11-13T11:00:00','defeat','lead 4: defeat (late)',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(16,'2026-11-14T10:00:00','verify','lead 4: churn confirmed',3,'Zhao Min','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(17,'2026-11-16T10:00:00','dormant','lead 5: dormant until 2027-02-01',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(18,'2026-11-17T10:00:00','log-visit','visit 6',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(19,'2026-11-18T10:00:00','followup','lead 1: no-answer by phone',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(20,'2026-11-18T11:00:00','appoint','lead 1: comes 2026-11-20 10:00',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(21,'2026-11-18T11:00:00','undo','took back 20 (appoint): lead 1: comes 2026-11-20 10:00',1,'Li Na','lina','desk',20,NULL,NULL);
INSERT INTO "operations" VALUES(22,'2026-11-18T11:30:00','grade','lead 1: grade H',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(23,'2026-11-18T11:40:00','tag','c1 with golf',1,'Li Na','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(24,'2026-11-18T11:50:00','campaign add','campaign Autumn drive added',4,'Chen Jie','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(25,'2026-11-18T11:55:00','target set','plan of 2026-12',4,'Chen Jie','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(26,'2026-11-18T12:00:00','import visits','2 new, 0 updated of 2 rows',2,'Wang Qiang','lina','desk',NULL,'v.csv','51274cb162f0b4294b0b57c99a19207b42a699e1cd60839ceab6f0142fe324db');
INSERT INTO "operations" VALUES(27,'2026-11-18T12:10:00','appoint','lead 6: comes 2026-11-18 15:00',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
INSERT INTO "operations" VALUES(28,'2026-11-20T09:00:00','followup','lead 6: continued by phone',2,'Wang Qiang','lina','desk',NULL,NULL,NULL);
CREATE TABLE orders (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    operation           INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead                INTEGER NOT NULL REFERENCES leads,
    ordered_at          TEXT NOT NULL CHECK (ordered_at IS strftime('%Y-%m-%dT%H:%M', ordered_at)),
    by                  INTEGER REFERENCES staff,
    model               INTEGER REFERENCES models,
    price               REAL CHECK (price >= 0),
    deposit             REAL CHECK (deposit >= 0),
    vin                 TEXT,
    count               INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
    reported_on         TEXT CHECK (reported_on IS date(reported_on)),
    delivered_at        TEXT CHECK (delivered_at IS strftime('%Y-%m-%dT%H:%M', delivered_at)),
    delivered_operation INTEGER REFERENCES operations,
    cancelled_at        TEXT CHECK (cancelled_at IS strftime('%Y-%m-%dT%H:%M', cancelled_at)),
    cancelled_operation INTEGER REFERENCES operations,
    -- derived
    consultant          INTEGER REFERENCES staff,        -- the lead's owner, source, model, grade, and answered
    lead_source         INTEGER REFERENCES sources,      -- follow-ups just before the order
    lead_model          INTEGER REFERENCES models,
    lead_grade          TEXT,
    follow_ups          INTEGER,
    delivered_by        INTEGER REFERENCES staff,        -- the lead's owner at the delivery
    care_on             TEXT CHECK (care_on IS date(care_on)),
    CHECK (delivered_at IS NULL OR cancelled_at IS NULL),
    CHECK (delivered_at >= ordered_at AND cancelled_at >= ordered_at)
) STRICT;
INSERT INTO "orders" VALUES(1,12,2,'2026-11-12T11:00',1,1,128800.0,NULL,NULL,1,NULL,'2026-11-16T11:00',13,NULL,NULL,1,1,1,'A',0,1,'2026-11-19');
CREATE TABLE owned_cars (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    operation      INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer       INTEGER NOT NULL REFERENCES customers,
    model          INTEGER REFERENCES models,
    delivered_on   TEXT NOT NULL CHECK (delivered_on IS date(delivered_on)),
    vin            TEXT,
    consultant     INTEGER REFERENCES staff,
    insurance_on   TEXT CHECK (insurance_on IS date(insurance_on)),
    inspection_on  TEXT CHECK (inspection_on IS date(inspection_on)),
    warranty_until TEXT CHECK (warranty_until IS date(warranty_until)),
    origin         TEXT NOT NULL DEFAULT 'here' CHECK (origin = 'here' OR origin = 'elsewhere' OR origin = 'other-brand'),
    -- derived
    delivery       INTEGER REFERENCES orders,
    care_on        TEXT CHECK (care_on IS date(care_on))
) STRICT;
CREATE TABLE phones (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    phone     TEXT NOT NULL UNIQUE CHECK (phone <> '')
) STRICT;
INSERT INTO "phones" VALUES(1,6,1,'13900000100');
INSERT INTO "phones" VALUES(2,7,2,'13900000101');
INSERT INTO "phones" VALUES(3,8,3,'13900000102');
INSERT INTO "phones" VALUES(4,9,4,'13900000103');
INSERT INTO "phones" VALUES(5,10,5,'13900000104');
INSERT INTO "phones" VALUES(6,26,6,'13900000201');
CREATE TABLE policies (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    from_on   TEXT NOT NULL UNIQUE CHECK (from_on IS date(from_on)),
    toml      TEXT NOT NULL
) STRICT;
CREATE TABLE reasons (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    code      TEXT NOT NULL UNIQUE CHECK (code <> ''),
    label     TEXT NOT NULL,
    grp       TEXT NOT NULL
) STRICT;
INSERT INTO "reasons" VALUES(1,1,'brand','品牌','product');
INSERT INTO "reasons" VALUES(2,1,'price','价格','price');
INSERT INTO "reasons" VALUES(3,1,'exterior','外观','product');
INSERT INTO "reasons" VALUES(4,1,'interior','内饰','product');
INSERT INTO "reasons" VALUES(5,1,'equipment','配置','product');
INSERT INTO "reasons" VALUES(6,1,'power','动力及操控','product');
INSERT INTO "reasons" VALUES(7,1,'quality','质量','product');
INSERT INTO "reasons" VALUES(8,1,'unfriendly','态度不热情','staff');
INSERT INTO "reasons" VALUES(9,1,'service','服务不到位','management');
INSERT INTO "reasons" VALUES(10,1,'quote','报价不合理','management');
INSERT INTO "reasons" VALUES(11,1,'unprofessional','介绍不专业','staff');
INSERT INTO "reasons" VALUES(12,1,'late','跟进不及时','staff');
INSERT INTO "reasons" VALUES(13,1,'promise','承诺不兑现','staff');
INSERT INTO "reasons" VALUES(14,1,'gave-up','放弃购买','customer');
CREATE TABLE retired_rows (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    tbl       TEXT NOT NULL CHECK (tbl IN ('visits', 'followups')),
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    code      TEXT NOT NULL,
    who       TEXT NOT NULL,
    nth       INTEGER NOT NULL
) STRICT;
CREATE TABLE reward_payments (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    paid_on   TEXT NOT NULL CHECK (paid_on IS date(paid_on)),
    customer  INTEGER REFERENCES customers,
    referrer  TEXT,
    campaign  TEXT,
    amount    REAL NOT NULL CHECK (amount > 0),
    by        INTEGER REFERENCES staff,
    note      TEXT,
    CHECK (customer IS NOT NULL OR referrer IS NOT NULL)
) STRICT;
CREATE TABLE sales (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    channel   TEXT NOT NULL CHECK (channel IN ('sub-dealer', 'wholesale')),
    sold_on   TEXT NOT NULL CHECK (sold_on IS date(sold_on)),
    model     INTEGER REFERENCES models,
    count     INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
    nth       INTEGER                                    -- identity of an imported row; null when typed
) STRICT;
CREATE TABLE screenings (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    operation   INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead        INTEGER NOT NULL REFERENCES leads,
    at          TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by          INTEGER REFERENCES staff,
    result      TEXT NOT NULL
        CHECK (result = 'A' OR result = 'B' OR result = 'C' OR result = 'D' OR result = 'unreached'),
    promised_on TEXT CHECK (promised_on IS date(promised_on)),
    note        TEXT
) STRICT;
CREATE TABLE settings (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    key       TEXT NOT NULL UNIQUE,
    value     TEXT NOT NULL
) STRICT;
INSERT INTO "settings" VALUES(1,1,'policy','# The default policy: five grades, N for those who cannot say when.
name = "five-grade"
unknown = "N"               # the grade of an unknown purchase date
first_follow_up_days = 1    # after the lead was opened
retry_days = 1              # after a try without an answer
letter_days = 3             # from a letter to the call that follows it
closed = []                 # dates on which the store is closed: a due date moves to the next open day
hours = ["08:30", "18:00"]  # opening hours of every other day

[grades.H]
within = "7 days"
contact = [1, 2]            # due from, overdue after: days since the last contact
aim = "fix the exact purchase date; invite to the store and close"

[grades.A]
within = "1 month"
contact = [3, 5]
aim = "exact purchase date; how we compare with the rival cars; how they will pay; invite and close"

[grades.B]
within = "3 months"
contact = [7, 7]
aim = "planned date; how their shopping goes; payment; model; invite to an in-depth test drive"

[grades.C]
contact = [10, 10]
aim = "keep in touch by phone; how their shopping goes; model and budget; rough date and payment"

[grades.N]
contact = [15, 15]
aim = "a message or a call now and then; budget; rough date"

[grades.O]                  # ordered, until the car is delivered
contact = [7, 7]
aim = "delivery date; payment and papers; what they still want to know"
');
INSERT INTO "settings" VALUES(2,1,'timezone','Asia/Shanghai');
INSERT INTO "settings" VALUES(3,1,'store','');
INSERT INTO "settings" VALUES(4,1,'code','');
CREATE TABLE sign_offs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    day        TEXT NOT NULL CHECK (day IS date(day)),
    consultant INTEGER REFERENCES staff,                 -- null: the whole team's
    by         INTEGER REFERENCES staff,
    note       TEXT NOT NULL
) STRICT;
CREATE TABLE sources (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    code      TEXT NOT NULL UNIQUE CHECK (code <> ''),
    label     TEXT NOT NULL
) STRICT;
INSERT INTO "sources" VALUES(1,1,'showroom','展厅');
INSERT INTO "sources" VALUES(2,1,'phone','来电');
INSERT INTO "sources" VALUES(3,1,'online','网络');
INSERT INTO "sources" VALUES(4,1,'outreach','外拓');
INSERT INTO "sources" VALUES(5,1,'event','展示/活动');
INSERT INTO "sources" VALUES(6,1,'referral','转介绍');
INSERT INTO "sources" VALUES(7,1,'dispatch','总部派发');
INSERT INTO "sources" VALUES(8,1,'service','售后');
INSERT INTO "sources" VALUES(9,1,'owner','保有客户');
INSERT INTO "sources" VALUES(10,1,'win-back','战败激活');
INSERT INTO "sources" VALUES(11,1,'staff','全员销售/内部人员');
INSERT INTO "sources" VALUES(12,1,'other','其他');
CREATE TABLE spot_checks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month      TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    lead       INTEGER NOT NULL REFERENCES leads,
    drawn_at   TEXT NOT NULL CHECK (drawn_at IS strftime('%Y-%m-%dT%H:%M', drawn_at)),
    checked_at TEXT CHECK (checked_at IS strftime('%Y-%m-%dT%H:%M', checked_at)),
    by         INTEGER REFERENCES staff,
    result     TEXT
        CHECK (result = 'true' OR result = 'wrong' OR result = 'no-visit' OR result = 'wrong-number' OR
            result = 'unreachable'),
    note       TEXT,
    UNIQUE (month, lead),
    CHECK ((result IS NULL) = (checked_at IS NULL))
) STRICT;
CREATE TABLE staff (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    role      TEXT NOT NULL
        CHECK (role = 'consultant' OR role = 'reception' OR role = 'service' OR
            role = 'manager' OR role = 'clerk'),
    login     TEXT UNIQUE,
    left_on   TEXT CHECK (left_on IS date(left_on))
) STRICT;
INSERT INTO "staff" VALUES(1,2,'Li Na','consultant',NULL,NULL);
INSERT INTO "staff" VALUES(2,3,'Wang Qiang','consultant',NULL,NULL);
INSERT INTO "staff" VALUES(3,4,'Zhao Min','service',NULL,NULL);
INSERT INTO "staff" VALUES(4,5,'Chen Jie','manager',NULL,NULL);
CREATE TABLE tags (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    tag       TEXT NOT NULL CHECK (tag <> ''),
    UNIQUE (customer, tag)
) STRICT;
INSERT INTO "tags" VALUES(1,23,1,'golf');
CREATE TABLE target_actions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month      TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    week       INTEGER NOT NULL CHECK (week BETWEEN 1 AND 6),
    consultant INTEGER REFERENCES staff,
    what       TEXT NOT NULL CHECK (what <> ''),
    count      INTEGER CHECK (count > 0),
    due_on     TEXT CHECK (due_on IS date(due_on)),
    done_on    TEXT CHECK (done_on IS date(done_on))
) STRICT;
CREATE TABLE target_sources (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    operation   INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month       TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    source      INTEGER NOT NULL REFERENCES sources,
    share       REAL CHECK (share >= 0 AND share <= 1),
    deal_rate   REAL CHECK (deal_rate > 0 AND deal_rate <= 1),
    raised_rate REAL CHECK (raised_rate > 0 AND raised_rate <= 1),
    UNIQUE (month, source)
) STRICT;
CREATE TABLE target_weeks (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month      TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    week       INTEGER NOT NULL CHECK (week BETWEEN 1 AND 6),
    consultant INTEGER REFERENCES staff,
    leads      INTEGER CHECK (leads >= 0),
    orders     INTEGER CHECK (orders >= 0),
    deliveries INTEGER CHECK (deliveries >= 0),
    note       TEXT
) STRICT;
CREATE TABLE targets (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month     TEXT NOT NULL UNIQUE CHECK (month || '-01' IS date(month || '-01')),
    sales     INTEGER NOT NULL CHECK (sales >= 0)
) STRICT;
INSERT INTO "targets" VALUES(1,25,'2026-12',10);
CREATE TABLE verifications (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead      INTEGER NOT NULL REFERENCES leads,
    churn     INTEGER NOT NULL REFERENCES churns,
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by        INTEGER REFERENCES staff,
    result    TEXT NOT NULL CHECK (result = 'confirmed' OR result = 'overturned' OR result = 'unreachable'),
    note      TEXT
) STRICT;
INSERT INTO "verifications" VALUES(1,16,4,2,'2026-11-14T10:00',3,'confirmed',NULL);
CREATE TABLE visits (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    operation   INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    at          TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    left_at     TEXT CHECK (left_at IS strftime('%Y-%m-%dT%H:%M', left_at)),
    kind        TEXT NOT NULL CHECK (kind = 'walk-in' OR kind = 'call' OR kind = 'event' OR kind = 'online'),
    who         TEXT NOT NULL DEFAULT '',
    nth         INTEGER,
    customer    INTEGER REFERENCES customers,
    lead        INTEGER REFERENCES leads,
    name        TEXT,
    gender      TEXT,
    first_visit INTEGER CHECK (first_visit IN (0, 1)),   -- as the register says; null: worked out
    source      INTEGER REFERENCES sources,
    channel     TEXT,
    party       INTEGER CHECK (party > 0),
    model       INTEGER REFERENCES models,
    budget_low  REAL,
    budget_high REAL,
    need_by     TEXT CHECK (need_by IS date(need_by)),
    grade       TEXT CHECK (grade = 'H' OR grade = 'A' OR grade = 'B' OR grade = 'C' OR grade = 'N'),
    test_drive  INTEGER CHECK (test_drive IN (0, 1)),
    quoted      INTEGER CHECK (quoted IN (0, 1)),
    consultant  INTEGER REFERENCES staff,                -- who served
    campaign    TEXT,
    referrer    TEXT,
    note        TEXT,
    -- derived
    nature      TEXT CHECK (nature IN ('first', 'return')),
    is_new      INTEGER NOT NULL DEFAULT 0 CHECK (is_new IN (0, 1)),
    -- What the visit itself does not say, as its lead had it then.
    lead_consultant INTEGER REFERENCES staff,
    lead_source INTEGER REFERENCES sources,
    lead_model  INTEGER REFERENCES models,
    CHECK (left_at >= at)
) STRICT;
INSERT INTO "visits" VALUES(1,6,'2026-11-10T10:00',NULL,'walk-in','13900000100',NULL,1,1,'Customer 0',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'H',NULL,NULL,1,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(2,7,'2026-11-10T10:30',NULL,'walk-in','13900000101',NULL,2,2,'Customer 1',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'A',NULL,NULL,1,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(3,8,'2026-11-10T11:00',NULL,'walk-in','13900000102',NULL,3,3,'Customer 2',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'B',NULL,NULL,1,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(4,9,'2026-11-10T12:00',NULL,'walk-in','13900000103',NULL,4,4,'Customer 3',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'C',NULL,NULL,2,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(5,10,'2026-11-10T12:30',NULL,'walk-in','13900000104',NULL,5,5,'Customer 4',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'N',NULL,NULL,2,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(6,18,'2026-11-17T10:00',NULL,'walk-in','',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(7,26,'2026-11-17T09:00',NULL,'walk-in','13900000201',1,6,6,'Sun Li',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'A',NULL,NULL,NULL,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(8,26,'2026-11-18T09:00',NULL,'walk-in','13900000201',1,6,6,'Sun Li',NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL,'H',NULL,NULL,NULL,NULL,NULL,NULL,'return',0,NULL,NULL,NULL);
CREATE INDEX operations_undoes ON operations (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX changes_operation ON changes (operation);
CREATE INDEX changes_row ON changes (tbl, first_row);
CREATE INDEX staff_left ON staff (left_on) WHERE left_on IS NOT NULL;
CREATE INDEX phones_customer ON phones (customer);
CREATE UNIQUE INDEX leads_one_open ON leads (customer) WHERE closed_at IS NULL;
CREATE INDEX leads_customer ON leads (customer);
CREATE INDEX leads_listed ON leads (list_on) WHERE task IS NOT NULL;
CREATE INDEX leads_listed_of ON leads (consultant, list_on) WHERE task IS NOT NULL;
CREATE INDEX leads_due ON leads (due_by) WHERE task IS NOT NULL;
CREATE INDEX leads_window ON leads (window_by) WHERE window_by IS NOT NULL;
CREATE INDEX leads_opened ON leads (opened_at);
CREATE INDEX leads_meets ON leads (meets_at) WHERE meets_at IS NOT NULL;
CREATE INDEX leads_screening ON leads (list_on) WHERE task = 'screening';
CREATE INDEX leads_closed ON leads (closed_at) WHERE closed_at IS NOT NULL;
CREATE UNIQUE INDEX visits_row ON visits (at, kind, who, nth);
CREATE INDEX visits_lead ON visits (lead, at) WHERE lead IS NOT NULL;
CREATE INDEX visits_customer ON visits (customer) WHERE customer IS NOT NULL;
CREATE INDEX visits_open ON visits (at) WHERE left_at IS NULL AND kind = 'walk-in';
CREATE UNIQUE INDEX followups_row ON followups (lead, at, via, nth);
CREATE INDEX followups_at ON followups (at);
CREATE INDEX retired_rows_key ON retired_rows (tbl, at, code, who, nth);
CREATE INDEX assessments_lead ON assessments (lead, at);
CREATE INDEX assignments_lead ON assignments (lead, at);
CREATE INDEX assignments_released ON assignments (at) WHERE released_from IS NOT NULL;
CREATE INDEX dormancies_lead ON dormancies (lead, at);
CREATE UNIQUE INDEX churns_row ON churns (lead, at, operation);
CREATE INDEX churns_at ON churns (at);
CREATE INDEX verifications_lead ON verifications (lead, at);
CREATE INDEX verifications_churn ON verifications (churn);
CREATE INDEX orders_lead ON orders (lead);
CREATE INDEX orders_at ON orders (ordered_at);
CREATE INDEX orders_delivered ON orders (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX orders_care ON orders (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX orders_care_of ON orders (consultant, care_on) WHERE care_on IS NOT NULL;
CREATE UNIQUE INDEX sales_row ON sales (sold_on, channel, model, nth);
CREATE INDEX target_weeks_month ON target_weeks (month, week);
CREATE INDEX target_actions_month ON target_actions (month, week);
CREATE INDEX sign_offs_day ON sign_offs (day);
CREATE INDEX campaign_costs_campaign ON campaign_costs (campaign);
CREATE INDEX campaign_tasks_due ON campaign_tasks (due_on) WHERE done_on IS NULL;
CREATE INDEX invitations_lead ON invitations (lead);
CREATE INDEX tags_tag ON tags (tag);
CREATE INDEX owned_cars_customer ON owned_cars (customer);
CREATE INDEX owned_cars_delivery ON owned_cars (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX owned_cars_care ON owned_cars (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX owned_cars_care_of ON owned_cars (consultant, care_on) WHERE care_on IS NOT NULL;
CREATE INDEX aftercare_delivery ON aftercare (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX aftercare_car ON aftercare (car) WHERE car IS NOT NULL;
CREATE INDEX aftercare_lead ON aftercare (new_lead) WHERE new_lead IS NOT NULL;
CREATE INDEX aftercare_at ON aftercare (at);
CREATE INDEX complaints_open ON complaints (until) WHERE solved_on IS NULL;
CREATE INDEX appointments_lead ON appointments (lead, at);
CREATE INDEX appointments_at ON appointments (at);
CREATE INDEX appointments_for ON appointments (for_at);
CREATE INDEX screenings_lead ON screenings (lead, at);
CREATE INDEX screenings_at ON screenings (at);
CREATE INDEX lead_states_until ON lead_states (until_at);
CREATE INDEX contact_windows_counted ON contact_windows (counted_on);
CREATE INDEX spot_checks_lead ON spot_checks (lead);
CREATE INDEX reward_payments_customer ON reward_payments (customer) WHERE customer IS NOT NULL;
CREATE INDEX reward_payments_on ON reward_payments (paid_on);
CREATE TRIGGER aftercare_updated AFTER UPDATE OF operation, delivery, car, occasion, due_on, at, by, result, score, note, new_lead, named_only ON aftercare BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'aftercare', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'delivery', OLD.delivery, 'car', OLD.car, 'occasion', OLD.occasion, 'due_on', OLD.due_on, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'score', OLD.score, 'note', OLD.note, 'new_lead', OLD.new_lead, 'named_only', OLD.named_only) FROM operations; END;
CREATE TRIGGER aftercare_deleted AFTER DELETE ON aftercare BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'aftercare', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'delivery', OLD.delivery, 'car', OLD.car, 'occasion', OLD.occasion, 'due_on', OLD.due_on, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'score', OLD.score, 'note', OLD.note, 'new_lead', OLD.new_lead, 'named_only', OLD.named_only) FROM operations; END;
CREATE TRIGGER appointments_updated AFTER UPDATE OF operation, lead, at, for_at, by, note ON appointments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'appointments', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'for_at', OLD.for_at, 'by', OLD.by, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER appointments_deleted AFTER DELETE ON appointments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'appointments', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'for_at', OLD.for_at, 'by', OLD.by, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER assessments_updated AFTER UPDATE OF operation, lead, at, by, grade, need_by, decision, money, deciders, interest, behaviour, budget_low, budget_high, model, man, confidence ON assessments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assessments', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'grade', OLD.grade, 'need_by', OLD.need_by, 'decision', OLD.decision, 'money', OLD.money, 'deciders', OLD.deciders, 'interest', OLD.interest, 'behaviour', OLD.behaviour, 'budget_low', OLD.budget_low, 'budget_high', OLD.budget_high, 'model', OLD.model, 'man', OLD.man, 'confidence', OLD.confidence) FROM operations; END;
CREATE TRIGGER assessments_deleted AFTER DELETE ON assessments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assessments', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'grade', OLD.grade, 'need_by', OLD.need_by, 'decision', OLD.decision, 'money', OLD.money, 'deciders', OLD.deciders, 'interest', OLD.interest, 'behaviour', OLD.behaviour, 'budget_low', OLD.budget_low, 'budget_high', OLD.budget_high, 'model', OLD.model, 'man', OLD.man, 'confidence', OLD.confidence) FROM operations; END;
CREATE TRIGGER assignments_updated AFTER UPDATE OF operation, lead, at, by, consultant, note, released_from ON assignments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assignments', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'consultant', OLD.consultant, 'note', OLD.note, 'released_from', OLD.released_from) FROM operations; END;
CREATE TRIGGER assignments_deleted AFTER DELETE ON assignments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assignments', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'consultant', OLD.consultant, 'note', OLD.note, 'released_from', OLD.released_from) FROM operations; END;
CREATE TRIGGER campaign_costs_updated AFTER UPDATE OF operation, campaign, spent_on, item, amount, note ON campaign_costs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_costs', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'campaign', OLD.campaign, 'spent_on', OLD.spent_on, 'item', OLD.item, 'amount', OLD.amount, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER campaign_costs_deleted AFTER DELETE ON campaign_costs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_costs', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'campaign', OLD.campaign, 'spent_on', OLD.spent_on, 'item', OLD.item, 'amount', OLD.amount, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER campaign_tasks_updated AFTER UPDATE OF operation, campaign, due_on, what, staff, done_on ON campaign_tasks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_tasks', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'campaign', OLD.campaign, 'due_on', OLD.due_on, 'what', OLD.what, 'staff', OLD.staff, 'done_on', OLD.done_on) FROM operations; END;
CREATE TRIGGER campaign_tasks_deleted AFTER DELETE ON campaign_tasks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_tasks', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'campaign', OLD.campaign, 'due_on', OLD.due_on, 'what', OLD.what, 'staff', OLD.staff, 'done_on', OLD.done_on) FROM operations; END;
CREATE TRIGGER campaigns_updated AFTER UPDATE OF operation, name, kind, source, starts_on, ends_on, budget, approved_by, approved_on, summary ON campaigns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaigns', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'kind', OLD.kind, 'source', OLD.source, 'starts_on', OLD.starts_on, 'ends_on', OLD.ends_on, 'budget', OLD.budget, 'approved_by', OLD.approved_by, 'approved_on', OLD.approved_on, 'summary', OLD.summary) FROM operations; END;
CREATE TRIGGER campaigns_deleted AFTER DELETE ON campaigns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaigns', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'kind', OLD.kind, 'source', OLD.source, 'starts_on', OLD.starts_on, 'ends_on', OLD.ends_on, 'budget', OLD.budget, 'approved_by', OLD.approved_by, 'approved_on', OLD.approved_on, 'summary', OLD.summary) FROM operations; END;
CREATE TRIGGER churns_updated AFTER UPDATE OF operation, lead, at, kind, reason, rival, by, note, historic ON churns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'churns', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'kind', OLD.kind, 'reason', OLD.reason, 'rival', OLD.rival, 'by', OLD.by, 'note', OLD.note, 'historic', OLD.historic) FROM operations; END;
CREATE TRIGGER churns_deleted AFTER DELETE ON churns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'churns', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'kind', OLD.kind, 'reason', OLD.reason, 'rival', OLD.rival, 'by', OLD.by, 'note', OLD.note, 'historic', OLD.historic) FROM operations; END;
CREATE TRIGGER closings_updated AFTER UPDATE OF operation, month, figures ON closings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'closings', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'figures', OLD.figures) FROM operations; END;
CREATE TRIGGER closings_deleted AFTER DELETE ON closings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'closings', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'figures', OLD.figures) FROM operations; END;
CREATE TRIGGER complaints_updated AFTER UPDATE OF operation, aftercare, what, staff, until, solved_on, solution ON complaints BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'complaints', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'aftercare', OLD.aftercare, 'what', OLD.what, 'staff', OLD.staff, 'until', OLD.until, 'solved_on', OLD.solved_on, 'solution', OLD.solution) FROM operations; END;
CREATE TRIGGER complaints_deleted AFTER DELETE ON complaints BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'complaints', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'aftercare', OLD.aftercare, 'what', OLD.what, 'staff', OLD.staff, 'until', OLD.until, 'solved_on', OLD.solved_on, 'solution', OLD.solution) FROM operations; END;
CREATE TRIGGER customers_updated AFTER UPDATE OF operation, name, gender, importance, birthday, district, occupation, pinyin, forgotten_on ON customers BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'customers', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'gender', OLD.gender, 'importance', OLD.importance, 'birthday', OLD.birthday, 'district', OLD.district, 'occupation', OLD.occupation, 'pinyin', OLD.pinyin, 'forgotten_on', OLD.forgotten_on) FROM operations; END;
CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'customers', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'gender', OLD.gender, 'importance', OLD.importance, 'birthday', OLD.birthday, 'district', OLD.district, 'occupation', OLD.occupation, 'pinyin', OLD.pinyin, 'forgotten_on', OLD.forgotten_on) FROM operations; END;
CREATE TRIGGER dormancies_updated AFTER UPDATE OF operation, lead, at, by, until, note ON dormancies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'dormancies', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'until', OLD.until, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER dormancies_deleted AFTER DELETE ON dormancies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'dormancies', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'until', OLD.until, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER followups_updated AFTER UPDATE OF operation, lead, at, nth, by, via, outcome, grade, next_on, note ON followups BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'followups', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'nth', OLD.nth, 'by', OLD.by, 'via', OLD.via, 'outcome', OLD.outcome, 'grade', OLD.grade, 'next_on', OLD.next_on, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER followups_deleted AFTER DELETE ON followups BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'followups', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'nth', OLD.nth, 'by', OLD.by, 'via', OLD.via, 'outcome', OLD.outcome, 'grade', OLD.grade, 'next_on', OLD.next_on, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER invitations_updated AFTER UPDATE OF operation, campaign, lead, consultant, invited_on, confirmed_on ON invitations BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'invitations', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'campaign', OLD.campaign, 'lead', OLD.lead, 'consultant', OLD.consultant, 'invited_on', OLD.invited_on, 'confirmed_on', OLD.confirmed_on) FROM operations; END;
CREATE TRIGGER invitations_deleted AFTER DELETE ON invitations BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'invitations', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'campaign', OLD.campaign, 'lead', OLD.lead, 'consultant', OLD.consultant, 'invited_on', OLD.invited_on, 'confirmed_on', OLD.confirmed_on) FROM operations; END;
CREATE TRIGGER leads_updated AFTER UPDATE OF operation, customer, start_at, origin ON leads BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'leads', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'start_at', OLD.start_at, 'origin', OLD.origin) FROM operations; END;
CREATE TRIGGER leads_deleted AFTER DELETE ON leads BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'leads', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'start_at', OLD.start_at, 'origin', OLD.origin) FROM operations; END;
CREATE TRIGGER models_updated AFTER UPDATE OF operation, name, same_as ON models BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'models', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'same_as', OLD.same_as) FROM operations; END;
CREATE TRIGGER models_deleted AFTER DELETE ON models BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'models', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'same_as', OLD.same_as) FROM operations; END;
CREATE TRIGGER orders_updated AFTER UPDATE OF operation, lead, ordered_at, by, model, price, deposit, vin, count, reported_on, delivered_at, delivered_operation, cancelled_at, cancelled_operation ON orders BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'orders', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'ordered_at', OLD.ordered_at, 'by', OLD.by, 'model', OLD.model, 'price', OLD.price, 'deposit', OLD.deposit, 'vin', OLD.vin, 'count', OLD.count, 'reported_on', OLD.reported_on, 'delivered_at', OLD.delivered_at, 'delivered_operation', OLD.delivered_operation, 'cancelled_at', OLD.cancelled_at, 'cancelled_operation', OLD.cancelled_operation) FROM operations; END;
CREATE TRIGGER orders_deleted AFTER DELETE ON orders BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'orders', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'ordered_at', OLD.ordered_at, 'by', OLD.by, 'model', OLD.model, 'price', OLD.price, 'deposit', OLD.deposit, 'vin', OLD.vin, 'count', OLD.count, 'reported_on', OLD.reported_on, 'delivered_at', OLD.delivered_at, 'delivered_operation', OLD.delivered_operation, 'cancelled_at', OLD.cancelled_at, 'cancelled_operation', OLD.cancelled_operation) FROM operations; END;
CREATE TRIGGER owned_cars_updated AFTER UPDATE OF operation, customer, model, delivered_on, vin, consultant, insurance_on, inspection_on, warranty_until, origin ON owned_cars BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'owned_cars', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'model', OLD.model, 'delivered_on', OLD.delivered_on, 'vin', OLD.vin, 'consultant', OLD.consultant, 'insurance_on', OLD.insurance_on, 'inspection_on', OLD.inspection_on, 'warranty_until', OLD.warranty_until, 'origin', OLD.origin) FROM operations; END;
CREATE TRIGGER owned_cars_deleted AFTER DELETE ON owned_cars BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'owned_cars', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'model', OLD.model, 'delivered_on', OLD.delivered_on, 'vin', OLD.vin, 'consultant', OLD.consultant, 'insurance_on', OLD.insurance_on, 'inspection_on', OLD.inspection_on, 'warranty_until', OLD.warranty_until, 'origin', OLD.origin) FROM operations; END;
CREATE TRIGGER phones_updated AFTER UPDATE OF operation, customer, phone ON phones BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'phones', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'phone', OLD.phone) FROM operations; END;
CREATE TRIGGER phones_deleted AFTER DELETE ON phones BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'phones', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'phone', OLD.phone) FROM operations; END;
CREATE TRIGGER policies_updated AFTER UPDATE OF operation, from_on, toml ON policies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'policies', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'from_on', OLD.from_on, 'toml', OLD.toml) FROM operations; END;
CREATE TRIGGER policies_deleted AFTER DELETE ON policies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'policies', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'from_on', OLD.from_on, 'toml', OLD.toml) FROM operations; END;
CREATE TRIGGER reasons_updated AFTER UPDATE OF operation, code, label, grp ON reasons BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reasons', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'code', OLD.code, 'label', OLD.label, 'grp', OLD.grp) FROM operations; END;
CREATE TRIGGER reasons_deleted AFTER DELETE ON reasons BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reasons', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'code', OLD.code, 'label', OLD.label, 'grp', OLD.grp) FROM operations; END;
CREATE TRIGGER retired_rows_updated AFTER UPDATE OF operation, tbl, at, code, who, nth ON retired_rows BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'retired_rows', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'tbl', OLD.tbl, 'at', OLD.at, 'code', OLD.code, 'who', OLD.who, 'nth', OLD.nth) FROM operations; END;
CREATE TRIGGER retired_rows_deleted AFTER DELETE ON retired_rows BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'retired_rows', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'tbl', OLD.tbl, 'at', OLD.at, 'code', OLD.code, 'who', OLD.who, 'nth', OLD.nth) FROM operations; END;
CREATE TRIGGER reward_payments_updated AFTER UPDATE OF operation, paid_on, customer, referrer, campaign, amount, by, note ON reward_payments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reward_payments', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'paid_on', OLD.paid_on, 'customer', OLD.customer, 'referrer', OLD.referrer, 'campaign', OLD.campaign, 'amount', OLD.amount, 'by', OLD.by, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER reward_payments_deleted AFTER DELETE ON reward_payments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reward_payments', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'paid_on', OLD.paid_on, 'customer', OLD.customer, 'referrer', OLD.referrer, 'campaign', OLD.campaign, 'amount', OLD.amount, 'by', OLD.by, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER sales_updated AFTER UPDATE OF operation, channel, sold_on, model, count, nth ON sales BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sales', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'channel', OLD.channel, 'sold_on', OLD.sold_on, 'model', OLD.model, 'count', OLD.count, 'nth', OLD.nth) FROM operations; END;
CREATE TRIGGER sales_deleted AFTER DELETE ON sales BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sales', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'channel', OLD.channel, 'sold_on', OLD.sold_on, 'model', OLD.model, 'count', OLD.count, 'nth', OLD.nth) FROM operations; END;
CREATE TRIGGER screenings_updated AFTER UPDATE OF operation, lead, at, by, result, promised_on, note ON screenings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'screenings', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'promised_on', OLD.promised_on, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER screenings_deleted AFTER DELETE ON screenings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'screenings', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'promised_on', OLD.promised_on, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER settings_updated AFTER UPDATE OF operation, key, value ON settings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'settings', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'key', OLD.key, 'value', OLD.value) FROM operations; END;
CREATE TRIGGER settings_deleted AFTER DELETE ON settings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'settings', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'key', OLD.key, 'value', OLD.value) FROM operations; END;
CREATE TRIGGER sign_offs_updated AFTER UPDATE OF operation, day, consultant, by, note ON sign_offs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sign_offs', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'day', OLD.day, 'consultant', OLD.consultant, 'by', OLD.by, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER sign_offs_deleted AFTER DELETE ON sign_offs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sign_offs', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'day', OLD.day, 'consultant', OLD.consultant, 'by', OLD.by, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER sources_updated AFTER UPDATE OF operation, code, label ON sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sources', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'code', OLD.code, 'label', OLD.label) FROM operations; END;
CREATE TRIGGER sources_deleted AFTER DELETE ON sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sources', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'code', OLD.code, 'label', OLD.label) FROM operations; END;
CREATE TRIGGER spot_checks_updated AFTER UPDATE OF operation, month, lead, drawn_at, checked_at, by, result, note ON spot_checks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'spot_checks', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'lead', OLD.lead, 'drawn_at', OLD.drawn_at, 'checked_at', OLD.checked_at, 'by', OLD.by, 'result', OLD.result, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER spot_checks_deleted AFTER DELETE ON spot_checks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'spot_checks', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'lead', OLD.lead, 'drawn_at', OLD.drawn_at, 'checked_at', OLD.checked_at, 'by', OLD.by, 'result', OLD.result, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER staff_updated AFTER UPDATE OF operation, name, role, login, left_on ON staff BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'staff', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'role', OLD.role, 'login', OLD.login, 'left_on', OLD.left_on) FROM operations; END;
CREATE TRIGGER staff_deleted AFTER DELETE ON staff BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'staff', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'name', OLD.name, 'role', OLD.role, 'login', OLD.login, 'left_on', OLD.left_on) FROM operations; END;
CREATE TRIGGER tags_updated AFTER UPDATE OF operation, customer, tag ON tags BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'tags', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'tag', OLD.tag) FROM operations; END;
CREATE TRIGGER tags_deleted AFTER DELETE ON tags BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'tags', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'customer', OLD.customer, 'tag', OLD.tag) FROM operations; END;
CREATE TRIGGER target_actions_updated AFTER UPDATE OF operation, month, week, consultant, what, count, due_on, done_on ON target_actions BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_actions', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant, 'what', OLD.what, 'count', OLD.count, 'due_on', OLD.due_on, 'done_on', OLD.done_on) FROM operations; END;
CREATE TRIGGER target_actions_deleted AFTER DELETE ON target_actions BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_actions', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant, 'what', OLD.what, 'count', OLD.count, 'due_on', OLD.due_on, 'done_on', OLD.done_on) FROM operations; END;
CREATE TRIGGER target_sources_updated AFTER UPDATE OF operation, month, source, share, deal_rate, raised_rate ON target_sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_sources', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'source', OLD.source, 'share', OLD.share, 'deal_rate', OLD.deal_rate, 'raised_rate', OLD.raised_rate) FROM operations; END;
CREATE TRIGGER target_sources_deleted AFTER DELETE ON target_sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_sources', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'source', OLD.source, 'share', OLD.share, 'deal_rate', OLD.deal_rate, 'raised_rate', OLD.raised_rate) FROM operations; END;
CREATE TRIGGER target_weeks_updated AFTER UPDATE OF operation, month, week, consultant, leads, orders, deliveries, note ON target_weeks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_weeks', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant, 'leads', OLD.leads, 'orders', OLD.orders, 'deliveries', OLD.deliveries, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER target_weeks_deleted AFTER DELETE ON target_weeks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_weeks', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant, 'leads', OLD.leads, 'orders', OLD.orders, 'deliveries', OLD.deliveries, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER targets_updated AFTER UPDATE OF operation, month, sales ON targets BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'targets', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'sales', OLD.sales) FROM operations; END;
CREATE TRIGGER targets_deleted AFTER DELETE ON targets BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'targets', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'month', OLD.month, 'sales', OLD.sales) FROM operations; END;
CREATE TRIGGER verifications_updated AFTER UPDATE OF operation, lead, churn, at, by, result, note ON verifications BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'verifications', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'churn', OLD.churn, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER verifications_deleted AFTER DELETE ON verifications BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'verifications', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'lead', OLD.lead, 'churn', OLD.churn, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER visits_updated AFTER UPDATE OF operation, at, left_at, kind, who, nth, customer, lead, name, gender, first_visit, source, channel, party, model, budget_low, budget_high, need_by, grade, test_drive, quoted, consultant, campaign, referrer, note ON visits BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'visits', 'update', OLD.id, OLD.id, json_object('operation', OLD.operation, 'at', OLD.at, 'left_at', OLD.left_at, 'kind', OLD.kind, 'who', OLD.who, 'nth', OLD.nth, 'customer', OLD.customer, 'lead', OLD.lead, 'name', OLD.name, 'gender', OLD.gender, 'first_visit', OLD.first_visit, 'source', OLD.source, 'channel', OLD.channel, 'party', OLD.party, 'model', OLD.model, 'budget_low', OLD.budget_low, 'budget_high', OLD.budget_high, 'need_by', OLD.need_by, 'grade', OLD.grade, 'test_drive', OLD.test_drive, 'quoted', OLD.quoted, 'consultant', OLD.consultant, 'campaign', OLD.campaign, 'referrer', OLD.referrer, 'note', OLD.note) FROM operations; END;
CREATE TRIGGER visits_deleted AFTER DELETE ON visits BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'visits', 'delete', OLD.id, OLD.id, json_object('operation', OLD.operation, 'at', OLD.at, 'left_at', OLD.left_at, 'kind', OLD.kind, 'who', OLD.who, 'nth', OLD.nth, 'customer', OLD.customer, 'lead', OLD.lead, 'name', OLD.name, 'gender', OLD.gender, 'first_visit', OLD.first_visit, 'source', OLD.source, 'channel', OLD.channel, 'party', OLD.party, 'model', OLD.model, 'budget_low', OLD.budget_low, 'budget_high', OLD.budget_high, 'need_by', OLD.need_by, 'grade', OLD.grade, 'test_drive', OLD.test_drive, 'quoted', OLD.quoted, 'consultant', OLD.consultant, 'campaign', OLD.campaign, 'referrer', OLD.referrer, 'note', OLD.note) FROM operations; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('operations',28);
INSERT INTO "sqlite_sequence" VALUES('settings',4);
INSERT INTO "sqlite_sequence" VALUES('sources',12);
INSERT INTO "sqlite_sequence" VALUES('reasons',14);
INSERT INTO "sqlite_sequence" VALUES('changes',49);
INSERT INTO "sqlite_sequence" VALUES('staff',4);
INSERT INTO "sqlite_sequence" VALUES('models',1);
INSERT INTO "sqlite_sequence" VALUES('customers',6);
INSERT INTO "sqlite_sequence" VALUES('phones',6);
INSERT INTO "sqlite_sequence" VALUES('leads',6);
INSERT INTO "sqlite_sequence" VALUES('visits',8);
INSERT INTO "sqlite_sequence" VALUES('followups',3);
INSERT INTO "sqlite_sequence" VALUES('orders',1);
INSERT INTO "sqlite_sequence" VALUES('churns',2);
INSERT INTO "sqlite_sequence" VALUES('verifications',1);
INSERT INTO "sqlite_sequence" VALUES('dormancies',1);
INSERT INTO "sqlite_sequence" VALUES('appointments',2);
INSERT INTO "sqlite_sequence" VALUES('assessments',1);
INSERT INTO "sqlite_sequence" VALUES('tags',1);
INSERT INTO "sqlite_sequence" VALUES('campaigns',1);
INSERT INTO "sqlite_sequence" VALUES('targets',1);
COMMIT;
