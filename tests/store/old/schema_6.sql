-- A store of schema 6, made by commit 5ed7ae1 and written out as text.
PRAGMA application_id = 1279607108;
PRAGMA user_version = 6;
BEGIN TRANSACTION;
CREATE TABLE accesses (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%S', at)),
    command  TEXT NOT NULL,
    actor    TEXT NOT NULL,               -- the name declared, or the login
    login    TEXT NOT NULL,               -- the login of the operating system
    host     TEXT NOT NULL,
    people   INTEGER NOT NULL CHECK (people >= 0),
    revealed INTEGER NOT NULL CHECK (revealed IN (0, 1)),     -- their phones were shown in full
    imagined INTEGER NOT NULL CHECK (imagined IN (0, 1))      -- LEADCTL_NOW was its clock
) STRICT;
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
    ssi        INTEGER CHECK (ssi BETWEEN 1 AND 10),         -- how satisfied with the sale,
    csi        INTEGER CHECK (csi BETWEEN 1 AND 10),         -- and with the service
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
    CHECK (substr(for_at, 1, 10) >= substr(at, 1, 10))
) STRICT;
INSERT INTO "appointments" VALUES(2,29,6,'2026-11-18T12:10','2026-11-18T15:00',2,NULL,'missed',2);
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
    confidence  TEXT,
    payment     TEXT,                                    -- how they mean to pay
    rival       TEXT,                                    -- what they compare us with
    motive      TEXT,                                    -- what the car is for
    trade_in    TEXT,                                    -- the car they would give in part payment, its model year,
    trade_in_year INTEGER CHECK (trade_in_year BETWEEN 1950 AND 2200),
    trade_in_estimate REAL CHECK (trade_in_estimate >= 0)     -- and what it is worth
) STRICT;
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
CREATE TABLE callbacks (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead      INTEGER NOT NULL REFERENCES leads,
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    for_at    TEXT NOT NULL CHECK (for_at IS strftime('%Y-%m-%dT%H:%M', for_at)),
    by        INTEGER REFERENCES staff,
    note      TEXT
) STRICT;
INSERT INTO "callbacks" VALUES(1,20,1,'2026-11-18T10:30','2026-11-18T15:00',1,NULL);
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
INSERT INTO "campaigns" VALUES(1,25,'Autumn drive',NULL,NULL,'2026-11-28','2026-11-28',NULL,NULL,NULL,NULL);
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
INSERT INTO "changes" VALUES(31,13,'orders','update',1,1,'{"operation":12,"lead":2,"ordered_at":"2026-11-12T11:00","by":1,"model":1,"price":128000.0,"deposit":null,"vin":null,"count":1,"reported_on":null,"delivered_at":null,"delivered_operation":null,"cancelled_at":null,"cancelled_operation":null,"register":null,"missing_since":null}');
INSERT INTO "changes" VALUES(32,14,'churns','insert',1,1,NULL);
INSERT INTO "changes" VALUES(33,15,'churns','insert',2,2,NULL);
INSERT INTO "changes" VALUES(34,16,'verifications','insert',1,1,NULL);
INSERT INTO "changes" VALUES(35,17,'dormancies','insert',1,1,NULL);
INSERT INTO "changes" VALUES(36,18,'visits','insert',6,6,NULL);
INSERT INTO "changes" VALUES(37,19,'followups','insert',2,2,NULL);
INSERT INTO "changes" VALUES(38,20,'callbacks','insert',1,1,NULL);
INSERT INTO "changes" VALUES(39,21,'appointments','insert',1,1,NULL);
INSERT INTO "changes" VALUES(40,22,'appointments','delete',1,1,'{"operation":21,"lead":1,"at":"2026-11-18T11:00","for_at":"2026-11-20T10:00","by":1,"note":null}');
INSERT INTO "changes" VALUES(41,23,'fields','insert',1,1,NULL);
INSERT INTO "changes" VALUES(42,24,'customers','update',1,1,'{"operation":6,"name":"Wang Wei","gender":null,"importance":"ordinary","birthday":null,"district":null,"occupation":null,"wechat":null,"present_car":null,"pinyin":"wangwei ww","forgotten_on":null,"do_not_contact":null,"do_not_contact_on":null,"consent":null,"consent_on":null}');
INSERT INTO "changes" VALUES(43,25,'campaigns','insert',1,1,NULL);
INSERT INTO "changes" VALUES(44,26,'targets','insert',1,1,NULL);
INSERT INTO "changes" VALUES(45,26,'target_sources','insert',1,1,NULL);
INSERT INTO "changes" VALUES(46,26,'target_bases','insert',1,1,NULL);
INSERT INTO "changes" VALUES(47,27,'customers','insert',6,7,NULL);
INSERT INTO "changes" VALUES(48,27,'phones','insert',6,7,NULL);
INSERT INTO "changes" VALUES(49,27,'leads','insert',6,7,NULL);
INSERT INTO "changes" VALUES(50,27,'visits','insert',7,8,NULL);
INSERT INTO "changes" VALUES(51,27,'registers','insert',1,1,NULL);
INSERT INTO "changes" VALUES(52,28,'customers','insert',8,8,NULL);
INSERT INTO "changes" VALUES(53,28,'phones','insert',8,8,NULL);
INSERT INTO "changes" VALUES(54,28,'leads','insert',8,8,NULL);
INSERT INTO "changes" VALUES(55,28,'visits','insert',9,9,NULL);
INSERT INTO "changes" VALUES(56,28,'churns','insert',3,3,NULL);
INSERT INTO "changes" VALUES(57,28,'registers','insert',2,2,NULL);
INSERT INTO "changes" VALUES(58,29,'appointments','insert',2,2,NULL);
INSERT INTO "changes" VALUES(59,30,'orders','insert',2,2,NULL);
INSERT INTO "changes" VALUES(60,31,'customers','update',5,5,'{"operation":10,"name":"Zhou Tao","gender":null,"importance":"ordinary","birthday":null,"district":null,"occupation":null,"wechat":null,"present_car":null,"pinyin":"zhoutao zt","forgotten_on":null,"do_not_contact":null,"do_not_contact_on":null,"consent":null,"consent_on":null}');
INSERT INTO "changes" VALUES(61,32,'followups','insert',3,3,NULL);
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
    register  INTEGER REFERENCES registers,              -- the one that wrote it last, and since when its row is gone there
    missing_since TEXT CHECK (missing_since IS date(missing_since)),
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
INSERT INTO "churns" VALUES(1,14,3,'2026-11-13T10:00','defeat',2,'Other S1',1,NULL,0,NULL,NULL,'pending',NULL,1,NULL,NULL,'B');
INSERT INTO "churns" VALUES(2,15,4,'2026-11-13T11:00','defeat',12,NULL,2,NULL,0,NULL,NULL,'confirmed','2026-11-14T10:00',2,NULL,NULL,NULL);
INSERT INTO "churns" VALUES(3,28,8,'2026-08-03T23:59','lost-contact',NULL,NULL,4,NULL,1,NULL,NULL,NULL,NULL,1,NULL,NULL,'A');
CREATE TABLE closings (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month     TEXT NOT NULL UNIQUE CHECK (month || '-01' IS date(month || '-01')),
    figures   TEXT NOT NULL
) STRICT;
CREATE TABLE companions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    name      TEXT NOT NULL CHECK (name <> ''),
    part      TEXT CHECK (part = 'buyer' OR part = 'user' OR part = 'decider' OR part = 'gatekeeper'),
    UNIQUE (customer, name)
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
INSERT INTO "contact_windows" VALUES(5,1,'first-follow-up','C','2026-11-10T12:30','2026-11-11','2026-11-11',2,NULL,'2026-11-11');
INSERT INTO "contact_windows" VALUES(6,1,'first-follow-up','H','2026-11-18T09:00','2026-11-19','2026-11-19',2,'2026-11-20T09:00','2026-11-19');
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
    wechat     TEXT,
    present_car TEXT,
    pinyin     TEXT,
    forgotten_on TEXT CHECK (forgotten_on IS date(forgotten_on)),
    do_not_contact TEXT CHECK (do_not_contact = 'calls' OR do_not_contact = 'all'),
    do_not_contact_on TEXT CHECK (do_not_contact_on IS date(do_not_contact_on)),
    consent    TEXT,
    consent_on TEXT CHECK (consent_on IS date(consent_on)),
    CHECK ((do_not_contact IS NULL) = (do_not_contact_on IS NULL))
) STRICT;
INSERT INTO "customers" VALUES(1,6,'Wang Wei',NULL,'key',NULL,NULL,NULL,NULL,NULL,'wangwei ww',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(2,7,'Zhang Min',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'zhangmin zm',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(3,8,'Liu Yang',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'liuyang ly',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(4,9,'Chen Hong',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'chenhong ch',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(5,10,'Zhou Tao',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'zhoutao zt',NULL,'calls','2026-11-18',NULL,NULL);
INSERT INTO "customers" VALUES(6,27,'Sun Li',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'sunli sl',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(7,27,'Wu Gang',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'wugang wg',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "customers" VALUES(8,28,'Zheng Fang',NULL,'ordinary',NULL,NULL,NULL,NULL,NULL,'zhengfang zf',NULL,NULL,NULL,NULL,NULL);
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
CREATE TABLE field_values (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    field     INTEGER NOT NULL REFERENCES fields,
    value     TEXT NOT NULL CHECK (value <> ''),
    UNIQUE (customer, field)
) STRICT;
CREATE TABLE fields (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    kind      TEXT NOT NULL CHECK (kind = 'text' OR kind = 'number' OR kind = 'date' OR kind = 'choice'),
    choices   TEXT,
    CHECK ((kind = 'choice') = (choices IS NOT NULL))
) STRICT;
INSERT INTO "fields" VALUES(1,23,'Club','text',NULL);
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
    agreed    TEXT,                                      -- what was agreed for the next contact
    note      TEXT,
    register  INTEGER REFERENCES registers,              -- the one that wrote it last, and since when its row is gone there
    missing_since TEXT CHECK (missing_since IS date(missing_since)),
    -- derived
    consultant INTEGER REFERENCES staff                  -- whose lead it was
) STRICT;
INSERT INTO "followups" VALUES(1,11,1,'2026-11-12T10:00',NULL,1,'phone','continued',NULL,NULL,NULL,'likes the car',NULL,NULL,1);
INSERT INTO "followups" VALUES(2,19,1,'2026-11-18T10:00',NULL,1,'phone','no-answer',NULL,NULL,NULL,NULL,NULL,NULL,1);
INSERT INTO "followups" VALUES(3,32,6,'2026-11-20T09:00',NULL,2,'phone','continued',NULL,NULL,NULL,'asks for a price',NULL,NULL,2);
CREATE TABLE forgotten_phones (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL,
    print     TEXT NOT NULL UNIQUE CHECK (print <> '')
) STRICT;
CREATE TABLE handouts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    handed_on TEXT NOT NULL CHECK (handed_on IS date(handed_on)),
    staff     INTEGER NOT NULL REFERENCES staff,
    count     INTEGER NOT NULL CHECK (count > 0),
    place     TEXT,
    campaign  TEXT,
    note      TEXT
) STRICT;
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
INSERT INTO "lead_states" VALUES(1,'2026-11-10T10:00','2026-11-12T10:00','open','H','2026-11-10T10:00',1,1,100000.0,120000.0,'2026-12-01',NULL,NULL,0,'2026-11-10T10:00',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(1,'2026-11-12T10:00','2026-11-18T10:00','open','H','2026-11-10T10:00',1,1,100000.0,120000.0,'2026-12-01',NULL,NULL,1,'2026-11-12T10:00',0,'follow-up','2026-11-13','2026-11-14',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(2,'2026-11-10T10:30','2026-11-12T11:00','open','A','2026-11-10T10:30',1,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T10:30',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(2,'2026-11-12T11:00','2026-11-16T11:00','ordered','O','2026-11-12T11:00',1,1,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T10:30',0,'follow-up','2026-11-19','2026-11-19',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(3,'2026-11-10T11:00','2026-11-13T10:00','open','B','2026-11-10T11:00',1,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T11:00',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(4,'2026-11-10T12:00','2026-11-13T11:00','open',NULL,'2026-11-10T12:00',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T12:00',0,'screening','2026-11-10','2026-11-10',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(4,'2026-11-13T11:00','2026-11-14T10:00','defeated',NULL,'2026-11-10T12:00',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T12:00',0,'verification','2026-11-13','2026-11-14',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(5,'2026-11-10T12:30','2026-11-16T10:00','open','C','2026-11-10T12:30',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-10T12:30',0,'first-follow-up','2026-11-11','2026-11-11',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-18T09:00','2026-11-18T12:10','open','H','2026-11-18T09:00',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:00',0,'first-follow-up','2026-11-19','2026-11-19',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-18T12:10','2026-11-19T00:00','open','H','2026-11-18T09:00',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:00',0,'appointment','2026-11-18','2026-11-18','2026-11-19','2026-11-18T15:00',NULL);
INSERT INTO "lead_states" VALUES(6,'2026-11-19T00:00','2026-11-20T09:00','open','H','2026-11-18T09:00',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:00',0,'follow-up','2026-11-19','2026-11-19',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(7,'2026-11-18T09:30','2026-11-18T12:20','open','B','2026-11-18T09:30',2,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-18T09:30',0,'first-follow-up','2026-11-19','2026-11-19',NULL,NULL,NULL);
INSERT INTO "lead_states" VALUES(8,'2026-08-03T09:00','2026-08-03T23:59','open','A','2026-08-03T09:00',1,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-03T09:00',0,'first-follow-up','2026-08-04','2026-08-04',NULL,NULL,NULL);
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
    callback_at  TEXT,                                   -- when they want to be called back: see callbacks
    window_task  TEXT CHECK (window_task IN ('first-follow-up', 'follow-up')),   -- the window that runs
    window_since TEXT,
    window_from  TEXT,
    window_by    TEXT,
    window_owner INTEGER REFERENCES staff,               -- the owner; once its last day is over, who it was then
    -- A lead that is not closed has a next contact, and a closed one has none.
    CHECK (status IS NULL OR (closed_at IS NULL) = (due_by IS NOT NULL AND due_from IS NOT NULL AND task IS NOT NULL))
) STRICT;
INSERT INTO "leads" VALUES(1,6,1,NULL,'visit','2026-11-10T10:00','H',NULL,NULL,NULL,1,1,'H',100000.0,120000.0,'2026-12-01',NULL,NULL,'open',NULL,'2026-11-12T10:00',1,1,'follow-up','2026-11-13','2026-11-14',NULL,'2026-11-10T10:00','2026-11-10T10:00',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-18T10:00','2026-11-10T10:00',1,NULL,1,'2026-11-19','2026-11-19',NULL,NULL,NULL,'2026-11-18T15:00','follow-up','2026-11-12T10:00','2026-11-13','2026-11-14',1);
INSERT INTO "leads" VALUES(2,7,2,NULL,'visit','2026-11-10T10:30','A',NULL,NULL,NULL,1,1,'O',NULL,NULL,NULL,NULL,NULL,'delivered',NULL,'2026-11-10T10:30',0,0,NULL,NULL,NULL,NULL,'2026-11-10T10:30',NULL,'2026-11-12T11:00','2026-11-16T11:00',NULL,'2026-11-16T11:00',NULL,NULL,'2026-11-16T11:00','2026-11-12T11:00',1,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "leads" VALUES(3,8,3,NULL,'visit','2026-11-10T11:00','B',NULL,NULL,NULL,NULL,1,'B',NULL,NULL,NULL,NULL,NULL,'defeated','pending','2026-11-10T11:00',0,0,'verification','2026-11-13','2026-11-14',NULL,'2026-11-10T11:00',NULL,NULL,NULL,'2026-11-13T10:00',NULL,NULL,NULL,'2026-11-13T10:00','2026-11-10T11:00',1,NULL,NULL,NULL,'2026-11-13',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "leads" VALUES(4,9,4,NULL,'visit','2026-11-10T12:00',NULL,NULL,'wechat',NULL,NULL,2,NULL,NULL,NULL,NULL,NULL,NULL,'defeated','confirmed','2026-11-10T12:00',0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-13T11:00','2026-11-14T10:00',NULL,NULL,'2026-11-14T10:00','2026-11-10T12:00',2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "leads" VALUES(5,10,5,NULL,'visit','2026-11-10T12:30','C',NULL,NULL,NULL,NULL,2,'C',NULL,NULL,NULL,NULL,NULL,'dormant',NULL,'2026-11-10T12:30',0,0,'follow-up','2027-02-01','2027-02-01','2027-02-01','2026-11-10T12:30',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-16T10:00','2026-11-10T12:30',2,NULL,NULL,NULL,'2027-02-01',NULL,NULL,NULL,NULL,'follow-up','2026-11-16T10:00','2027-02-01','2027-02-01',2);
INSERT INTO "leads" VALUES(6,27,6,NULL,'visit','2026-11-18T09:00','H',NULL,NULL,NULL,NULL,2,'H',NULL,NULL,NULL,NULL,NULL,'open',NULL,'2026-11-20T09:00',0,1,'follow-up','2026-11-21','2026-11-22',NULL,'2026-11-18T09:00',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-20T09:00','2026-11-18T09:00',2,NULL,NULL,NULL,'2026-11-21',NULL,NULL,NULL,NULL,'follow-up','2026-11-20T09:00','2026-11-21','2026-11-22',2);
INSERT INTO "leads" VALUES(7,27,7,NULL,'visit','2026-11-18T09:30','B',NULL,NULL,NULL,NULL,2,'O',NULL,NULL,NULL,NULL,NULL,'ordered',NULL,'2026-11-18T09:30',0,0,'follow-up','2026-11-25','2026-11-25',NULL,NULL,NULL,'2026-11-18T12:20',NULL,NULL,NULL,NULL,NULL,'2026-11-18T12:20','2026-11-18T12:20',2,NULL,NULL,NULL,'2026-11-25',NULL,NULL,NULL,NULL,'follow-up','2026-11-18T12:20','2026-11-25','2026-11-25',2);
INSERT INTO "leads" VALUES(8,28,8,NULL,'visit','2026-08-03T09:00','A',NULL,NULL,NULL,NULL,1,'A',NULL,NULL,NULL,NULL,NULL,'lost',NULL,'2026-08-03T09:00',0,0,NULL,NULL,NULL,NULL,'2026-08-03T09:00',NULL,NULL,NULL,'2026-08-03T23:59','2026-08-03T23:59',NULL,NULL,'2026-08-03T23:59','2026-08-03T09:00',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE models (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    same_as   INTEGER REFERENCES models
) STRICT;
INSERT INTO "models" VALUES(1,6,'X5',NULL);
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
    sha256  TEXT,                        -- and its content
    imagined INTEGER NOT NULL DEFAULT 0 CHECK (imagined IN (0, 1))   -- LEADCTL_NOW was its clock
) STRICT;
INSERT INTO "operations" VALUES(1,'2026-10-01T08:00:00','init','store created',NULL,'lina','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(2,'2026-10-01T08:05:00','staff add','Li Na added as consultant',NULL,'lina','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(3,'2026-10-01T08:05:00','staff add','Wang Qiang added as consultant',NULL,'lina','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(4,'2026-10-01T08:05:00','staff add','Zhao Min added as service',NULL,'lina','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(5,'2026-10-01T08:05:00','staff add','Chen Jie added as manager',NULL,'lina','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(6,'2026-11-10T10:00:00','log-visit','visit 1, lead 1',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(7,'2026-11-10T10:30:00','log-visit','visit 2, lead 2',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(8,'2026-11-10T11:00:00','log-visit','visit 3, lead 3',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(9,'2026-11-10T12:00:00','log-visit','visit 4, lead 4',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(10,'2026-11-10T12:30:00','log-visit','visit 5, lead 5',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(11,'2026-11-12T10:00:00','followup','lead 1: continued by phone',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(12,'2026-11-12T11:00:00','order','lead 2: ordered',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(13,'2026-11-16T11:00:00','deliver','lead 2: delivered',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(14,'2026-11-13T10:00:00','defeat','lead 3: defeat (price)',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(15,'2026-11-13T11:00:00','defeat','lead 4: defeat (late)',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(16,'2026-11-14T10:00:00','verify','lead 4: churn confirmed',3,'Zhao Min','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(17,'2026-11-16T10:00:00','dormant','lead 5: dormant until 2027-02-01',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(18,'2026-11-17T10:00:00','log-visit','visit 6',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(19,'2026-11-18T10:00:00','followup','lead 1: no-answer by phone',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(20,'2026-11-18T10:30:00','callback','lead 1: call back 2026-11-18 15:00',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(21,'2026-11-18T11:00:00','appoint','lead 1: comes 2026-11-20 10:00',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(22,'2026-11-18T11:10:00','undo','took back 21 (appoint): lead 1: comes 2026-11-20 10:00',1,'Li Na','lina','desk',21,NULL,NULL,1);
INSERT INTO "operations" VALUES(23,'2026-11-18T11:30:00','field add','field Club added',4,'Chen Jie','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(24,'2026-11-18T11:40:00','edit customer','customer c1 corrected',1,'Li Na','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(25,'2026-11-18T11:50:00','campaign add','campaign Autumn drive added',4,'Chen Jie','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(26,'2026-11-18T11:55:00','target set','plan of 2026-12',4,'Chen Jie','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(27,'2026-11-18T12:00:00','import visits','2 new, 0 updated of 2 rows',4,'Chen Jie','lina','desk',NULL,'v.csv','9a911f55c5283c0046edc497553673edf0ed8a811b93e1282501a6032659fcb8',1);
INSERT INTO "operations" VALUES(28,'2026-11-18T12:05:00','import visits','1 new, 0 updated of 1 row',4,'Chen Jie','lina','desk',NULL,'old.csv','1994f0ddfe4edd6347ca023acb53bf241838054b0570f29eb1b0374d024e821b',1);
INSERT INTO "operations" VALUES(29,'2026-11-18T12:10:00','appoint','lead 6: comes 2026-11-18 15:00',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(30,'2026-11-18T12:20:00','order','lead 7: ordered',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(31,'2026-11-18T12:30:00','edit customer','customer c5 corrected',4,'Chen Jie','lina','desk',NULL,NULL,NULL,1);
INSERT INTO "operations" VALUES(32,'2026-11-20T09:00:00','followup','lead 6: continued by phone',2,'Wang Qiang','lina','desk',NULL,NULL,NULL,1);
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
    register  INTEGER REFERENCES registers,              -- the one that wrote it last, and since when its row is gone there
    missing_since TEXT CHECK (missing_since IS date(missing_since)),
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
INSERT INTO "orders" VALUES(1,12,2,'2026-11-12T11:00',1,1,128000.0,NULL,NULL,1,NULL,'2026-11-16T11:00',13,NULL,NULL,NULL,NULL,1,NULL,1,'A',0,1,'2026-11-19');
INSERT INTO "orders" VALUES(2,30,7,'2026-11-18T12:20',2,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,'B',0,NULL,NULL);
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
    register  INTEGER REFERENCES registers,              -- the one that wrote it last, and since when its row is gone there
    missing_since TEXT CHECK (missing_since IS date(missing_since)),
    -- derived
    delivery       INTEGER REFERENCES orders,
    care_on        TEXT CHECK (care_on IS date(care_on))
) STRICT;
CREATE TABLE phones (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    phone     TEXT NOT NULL CHECK (phone <> '')
) STRICT;
INSERT INTO "phones" VALUES(1,6,1,'13800138011');
INSERT INTO "phones" VALUES(2,7,2,'13800138012');
INSERT INTO "phones" VALUES(3,8,3,'13800138013');
INSERT INTO "phones" VALUES(4,9,4,'13800138014');
INSERT INTO "phones" VALUES(5,10,5,'13800138015');
INSERT INTO "phones" VALUES(6,27,6,'13800138016');
INSERT INTO "phones" VALUES(7,27,7,'13800138017');
INSERT INTO "phones" VALUES(8,28,8,'13800138018');
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
CREATE TABLE registers (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    kind      TEXT NOT NULL,
    print     TEXT NOT NULL,
    UNIQUE (kind, print)
) STRICT;
INSERT INTO "registers" VALUES(1,27,'visits','3af5f8fdd32671ae632869f65a912693970e8fb20a2d6002201d3044c0f10a0d');
INSERT INTO "registers" VALUES(2,28,'visits','54f168fc244ef2f3aa58a9d3e42d1e122a774954f2505717abf58e7059ad2d4e');
CREATE TABLE retired_rows (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    tbl       TEXT NOT NULL CHECK (tbl IN ('visits', 'followups')),
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    code      TEXT NOT NULL,
    who       TEXT NOT NULL,
    nth       INTEGER NOT NULL,
    row       INTEGER,                                   -- the visit or follow-up; null where nobody is to know
    register  INTEGER REFERENCES registers,              -- whose row it was, and its own number there: a row that is
    record_id TEXT                                       -- mended after its visit was deleted is known by them
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
    nth       INTEGER,                                   -- identity of an imported row; null when typed
    register  INTEGER REFERENCES registers,              -- the one that wrote it last, and since when its row is gone there
    missing_since TEXT CHECK (missing_since IS date(missing_since))
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
INSERT INTO "settings" VALUES(3,1,'store','Old store');
INSERT INTO "settings" VALUES(4,1,'code','OS1');
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
    label     TEXT NOT NULL,
    same_as   INTEGER REFERENCES sources
) STRICT;
INSERT INTO "sources" VALUES(1,1,'showroom','展厅',NULL);
INSERT INTO "sources" VALUES(2,1,'phone','来电',NULL);
INSERT INTO "sources" VALUES(3,1,'online','网络',NULL);
INSERT INTO "sources" VALUES(4,1,'outreach','外拓',NULL);
INSERT INTO "sources" VALUES(5,1,'event','展示/活动',NULL);
INSERT INTO "sources" VALUES(6,1,'referral','转介绍',NULL);
INSERT INTO "sources" VALUES(7,1,'dispatch','总部派发',NULL);
INSERT INTO "sources" VALUES(8,1,'service','售后',NULL);
INSERT INTO "sources" VALUES(9,1,'owner','保有客户',NULL);
INSERT INTO "sources" VALUES(10,1,'win-back','战败激活',NULL);
INSERT INTO "sources" VALUES(11,1,'staff','全员销售/内部人员',NULL);
INSERT INTO "sources" VALUES(12,1,'other','其他',NULL);
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
    left_on   TEXT CHECK (left_on IS date(left_on)),
    mail      TEXT                       -- where their list of the morning is sent
) STRICT;
INSERT INTO "staff" VALUES(1,2,'Li Na','consultant',NULL,NULL,NULL);
INSERT INTO "staff" VALUES(2,3,'Wang Qiang','consultant',NULL,NULL,NULL);
INSERT INTO "staff" VALUES(3,4,'Zhao Min','service',NULL,NULL,NULL);
INSERT INTO "staff" VALUES(4,5,'Chen Jie','manager',NULL,NULL,NULL);
CREATE TABLE tags (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    tag       TEXT NOT NULL CHECK (tag <> ''),
    UNIQUE (customer, tag)
) STRICT;
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
CREATE TABLE target_bases (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month      TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    last_month TEXT NOT NULL CHECK (last_month || '-01' IS date(last_month || '-01')),
    source     INTEGER REFERENCES sources,
    leads      INTEGER NOT NULL CHECK (leads >= 0),
    orders     INTEGER NOT NULL CHECK (orders >= 0),
    cars       INTEGER NOT NULL CHECK (cars >= 0)
) STRICT;
INSERT INTO "target_bases" VALUES(1,26,'2026-12','2026-10',NULL,0,0,0);
CREATE TABLE target_people (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month      TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    consultant INTEGER NOT NULL REFERENCES staff,
    sales      INTEGER NOT NULL CHECK (sales >= 0),
    UNIQUE (month, consultant)
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
INSERT INTO "target_sources" VALUES(1,26,'2026-12',1,0.7,NULL,NULL);
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
INSERT INTO "targets" VALUES(1,26,'2026-12',20);
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
    record_id   TEXT,                                    -- the row's own number in its register
    occupation  TEXT,
    district    TEXT,
    payment     TEXT,                                    -- how they mean to pay
    rival       TEXT,                                    -- what they compare us with
    present_car TEXT,
    companions  TEXT,
    wechat      TEXT,                                    -- their name there
    reception   TEXT,                                    -- who received them
    motive      TEXT,                                    -- what the car is for
    register    INTEGER REFERENCES registers,
    missing_since TEXT CHECK (missing_since IS date(missing_since)),
    -- derived
    nature      TEXT CHECK (nature IN ('first', 'return')),
    is_new      INTEGER NOT NULL DEFAULT 0 CHECK (is_new IN (0, 1)),
    -- What the visit itself does not say, as its lead had it then.
    lead_consultant INTEGER REFERENCES staff,
    lead_source INTEGER REFERENCES sources,
    lead_model  INTEGER REFERENCES models,
    CHECK (left_at >= at)
) STRICT;
INSERT INTO "visits" VALUES(1,6,'2026-11-10T10:00',NULL,'walk-in','13800138011',NULL,1,1,'Wang Wei',NULL,NULL,NULL,NULL,NULL,1,100000.0,120000.0,'2026-12-01','H',1,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(2,7,'2026-11-10T10:30',NULL,'walk-in','13800138012',NULL,2,2,'Zhang Min',NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL,'A',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(3,8,'2026-11-10T11:00',NULL,'walk-in','13800138013',NULL,3,3,'Liu Yang',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'B',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(4,9,'2026-11-10T12:00',NULL,'online','13800138014',NULL,4,4,'Chen Hong',NULL,NULL,NULL,'wechat',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(5,10,'2026-11-10T12:30',NULL,'walk-in','13800138015',NULL,5,5,'Zhou Tao',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'C',NULL,NULL,2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(6,18,'2026-11-17T10:00',NULL,'walk-in','',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(7,27,'2026-11-18T09:00',NULL,'walk-in','13800138016',1,6,6,'Sun Li',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'H',NULL,NULL,2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,'first',1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(8,27,'2026-11-18T09:30',NULL,'call','13800138017',1,7,7,'Wu Gang',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'B',NULL,NULL,2,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,NULL,NULL,1,NULL,NULL,NULL);
INSERT INTO "visits" VALUES(9,28,'2026-08-03T09:00',NULL,'walk-in','13800138018',1,8,8,'Zheng Fang',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'A',NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,'first',1,NULL,NULL,NULL);
CREATE INDEX operations_undoes ON operations (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX changes_operation ON changes (operation);
CREATE INDEX changes_row ON changes (tbl, first_row);
CREATE INDEX staff_left ON staff (left_on) WHERE left_on IS NOT NULL;
CREATE INDEX customers_do_not_contact ON customers (do_not_contact) WHERE do_not_contact IS NOT NULL;
CREATE UNIQUE INDEX phones_phone ON phones (phone);
CREATE INDEX phones_customer ON phones (customer);
CREATE UNIQUE INDEX leads_one_open ON leads (customer) WHERE closed_at IS NULL;
CREATE INDEX leads_customer ON leads (customer);
CREATE INDEX leads_listed ON leads (list_on) WHERE task IS NOT NULL;
CREATE INDEX leads_listed_of ON leads (consultant, list_on) WHERE task IS NOT NULL;
CREATE INDEX leads_due ON leads (due_by) WHERE task IS NOT NULL;
CREATE INDEX leads_window ON leads (window_by) WHERE window_by IS NOT NULL;
CREATE INDEX leads_opened ON leads (opened_at);
CREATE INDEX leads_meets ON leads (meets_at) WHERE meets_at IS NOT NULL;
CREATE INDEX leads_callback ON leads (callback_at) WHERE callback_at IS NOT NULL;
CREATE INDEX leads_screening ON leads (list_on) WHERE task = 'screening';
CREATE INDEX leads_closed ON leads (closed_at) WHERE closed_at IS NOT NULL;
CREATE UNIQUE INDEX visits_row ON visits (at, kind, who, nth);
CREATE INDEX visits_lead ON visits (lead, at) WHERE lead IS NOT NULL;
CREATE INDEX visits_customer ON visits (customer) WHERE customer IS NOT NULL;
CREATE INDEX visits_record ON visits (register, record_id) WHERE record_id IS NOT NULL;
CREATE INDEX visits_present ON visits (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX visits_channel ON visits (channel) WHERE channel IS NOT NULL;
CREATE INDEX visits_open ON visits (at) WHERE left_at IS NULL AND kind = 'walk-in';
CREATE UNIQUE INDEX followups_row ON followups (lead, at, via, nth);
CREATE INDEX followups_present ON followups (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX followups_at ON followups (at);
CREATE INDEX retired_rows_key ON retired_rows (tbl, at, code, who, nth);
CREATE INDEX retired_rows_register ON retired_rows (register) WHERE register IS NOT NULL;
CREATE INDEX assessments_lead ON assessments (lead, at);
CREATE INDEX assignments_lead ON assignments (lead, at);
CREATE INDEX assignments_released ON assignments (at) WHERE released_from IS NOT NULL;
CREATE INDEX dormancies_lead ON dormancies (lead, at);
CREATE UNIQUE INDEX churns_row ON churns (lead, at, operation);
CREATE INDEX churns_present ON churns (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX churns_at ON churns (at);
CREATE INDEX verifications_lead ON verifications (lead, at);
CREATE INDEX verifications_churn ON verifications (churn);
CREATE INDEX orders_lead ON orders (lead);
CREATE INDEX orders_present ON orders (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX orders_at ON orders (ordered_at);
CREATE INDEX orders_delivered ON orders (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX orders_care ON orders (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX orders_care_of ON orders (delivered_by, care_on) WHERE care_on IS NOT NULL;
CREATE UNIQUE INDEX sales_row ON sales (sold_on, channel, model, nth);
CREATE INDEX sales_present ON sales (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX target_bases_month ON target_bases (month);
CREATE INDEX target_weeks_month ON target_weeks (month, week);
CREATE INDEX target_actions_month ON target_actions (month, week);
CREATE INDEX sign_offs_day ON sign_offs (day);
CREATE INDEX campaign_costs_campaign ON campaign_costs (campaign);
CREATE INDEX campaign_tasks_due ON campaign_tasks (due_on) WHERE done_on IS NULL;
CREATE INDEX invitations_lead ON invitations (lead);
CREATE INDEX tags_tag ON tags (tag);
CREATE INDEX field_values_field ON field_values (field, value);
CREATE INDEX owned_cars_customer ON owned_cars (customer);
CREATE INDEX owned_cars_present ON owned_cars (register) WHERE register IS NOT NULL AND missing_since IS NULL;
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
CREATE INDEX callbacks_lead ON callbacks (lead, at);
CREATE INDEX screenings_lead ON screenings (lead, at);
CREATE INDEX screenings_at ON screenings (at);
CREATE INDEX lead_states_until ON lead_states (until_at);
CREATE INDEX contact_windows_counted ON contact_windows (counted_on);
CREATE INDEX spot_checks_lead ON spot_checks (lead);
CREATE INDEX reward_payments_customer ON reward_payments (customer) WHERE customer IS NOT NULL;
CREATE INDEX reward_payments_on ON reward_payments (paid_on);
CREATE INDEX handouts_on ON handouts (handed_on);
CREATE VIEW v_customers AS
SELECT c.id AS customer, c.name, c.gender, c.importance, c.birthday, c.district, c.occupation,
    (SELECT CASE WHEN length(p.phone) >= 8 THEN substr(p.phone, 1, 3) ELSE '' END || '****'
        || CASE WHEN length(p.phone) > 4 THEN substr(p.phone, -4) ELSE '' END
        FROM phones AS p WHERE p.customer = c.id ORDER BY p.id LIMIT 1) AS phone,
    (SELECT count(p.id) FROM phones AS p WHERE p.customer = c.id) AS phones,
    (SELECT count(l.id) FROM leads AS l WHERE l.customer = c.id) AS leads,
    c.do_not_contact, c.consent_on, c.forgotten_on
FROM customers AS c;
CREATE VIEW v_leads AS
SELECT l.id AS lead, l.customer, l.origin, l.opened_at, l.opened_grade, os.code AS opened_source,
    om.name AS opened_model, oc.name AS opened_consultant, l.status, l.verification, l.grade, l.graded_at,
    s.code AS source, l.channel, l.campaign, m.name AS model, t.name AS consultant, l.budget_low, l.budget_high,
    l.need_by, l.man, l.confidence, l.screened, l.contacts, l.attempts, l.last_contact, l.task, l.due_from, l.due_by,
    l.wake_on, l.meets_at, l.met_at, l.drove_at, l.ordered_at, l.delivered_at, l.churned_at, l.closed_at
FROM leads AS l LEFT JOIN sources AS s ON s.id = l.source LEFT JOIN models AS m ON m.id = l.model
    LEFT JOIN staff AS t ON t.id = l.consultant LEFT JOIN sources AS os ON os.id = l.opened_source
    LEFT JOIN models AS om ON om.id = l.opened_model LEFT JOIN staff AS oc ON oc.id = l.opened_consultant;
CREATE VIEW v_visits AS
SELECT v.id AS visit, v.lead, v.customer, v.at, v.left_at, v.kind, v.nature, v.is_new, s.code AS source, v.channel,
    v.campaign, m.name AS model, t.name AS consultant, v.grade, v.party, v.budget_low, v.budget_high, v.need_by,
    v.test_drive, v.quoted, v.district, v.occupation, v.payment, v.rival, v.present_car, v.motive
FROM visits AS v LEFT JOIN sources AS s ON s.id = coalesce(v.source, v.lead_source)
    LEFT JOIN models AS m ON m.id = coalesce(v.model, v.lead_model)
    LEFT JOIN staff AS t ON t.id = coalesce(v.consultant, v.lead_consultant);
CREATE VIEW v_followups AS
SELECT f.id AS followup, f.lead, l.customer, f.at, f.via, f.outcome, f.grade, f.next_on, t.name AS consultant,
    b.name AS recorded_by, e.at AS entered_at
FROM followups AS f LEFT JOIN leads AS l ON l.id = f.lead LEFT JOIN staff AS t ON t.id = f.consultant
    LEFT JOIN staff AS b ON b.id = f.by LEFT JOIN operations AS e ON e.id = f.operation;
CREATE VIEW v_orders AS
SELECT o.id AS order_id, o.lead, l.customer, o.ordered_at, o.reported_on, o.delivered_at, o.cancelled_at,
    m.name AS model, o.price, o.deposit, o.count AS cars, o.follow_ups, t.name AS consultant, s.code AS source,
    lm.name AS lead_model, o.lead_grade AS grade, d.name AS delivered_by
FROM orders AS o LEFT JOIN leads AS l ON l.id = o.lead LEFT JOIN models AS m ON m.id = o.model
    LEFT JOIN staff AS t ON t.id = o.consultant LEFT JOIN sources AS s ON s.id = o.lead_source
    LEFT JOIN models AS lm ON lm.id = o.lead_model LEFT JOIN staff AS d ON d.id = o.delivered_by;
CREATE VIEW v_churns AS
SELECT x.id AS churn, x.lead, l.customer, x.at, x.kind, r.code AS reason, r.grp AS reason_group, x.rival,
    x.result AS verification, x.decided_at, x.historic, t.name AS consultant, s.code AS source, m.name AS model,
    x.lead_grade AS grade
FROM churns AS x LEFT JOIN leads AS l ON l.id = x.lead LEFT JOIN reasons AS r ON r.id = x.reason
    LEFT JOIN staff AS t ON t.id = x.consultant LEFT JOIN sources AS s ON s.id = x.lead_source
    LEFT JOIN models AS m ON m.id = x.lead_model;
CREATE VIEW v_windows AS
SELECT w.lead, w.nth, w.task, w.grade, w.since, w.due_from, w.due_by, t.name AS consultant, w.answered_at,
    w.counted_on, coalesce(substr(w.answered_at, 1, 10) <= w.due_by, 0) AS on_time
FROM contact_windows AS w LEFT JOIN staff AS t ON t.id = w.owner
UNION ALL
SELECT l.id, NULL, l.window_task, l.grade, l.window_since, l.window_from, l.window_by, t.name, NULL, NULL, NULL
FROM leads AS l LEFT JOIN staff AS t ON t.id = l.window_owner WHERE l.window_by IS NOT NULL;
CREATE VIEW v_states AS
SELECT p.lead, p.from_at, p.until_at, p.status, p.grade, t.name AS consultant, m.name AS model, p.budget_low,
    p.budget_high, p.need_by, p.task, p.due_from, p.due_by, p.meets_at, p.wake_on, p.contacts, p.last_contact
FROM lead_states AS p LEFT JOIN staff AS t ON t.id = p.consultant LEFT JOIN models AS m ON m.id = p.model
UNION ALL
SELECT l.id, l.since, NULL, l.status, l.grade, t.name, m.name, l.budget_low, l.budget_high, l.need_by, l.task,
    l.due_from, l.due_by, l.meets_at, l.wake_on, l.contacts, l.last_contact
FROM leads AS l LEFT JOIN staff AS t ON t.id = l.consultant LEFT JOIN models AS m ON m.id = l.model
WHERE l.since IS NOT NULL;
CREATE TRIGGER aftercare_updated AFTER UPDATE OF operation, delivery, car, occasion, due_on, at, by, result, score, ssi, csi, note, new_lead, named_only ON aftercare BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'aftercare', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',delivery:' || coalesce(OLD.delivery, 'null') || ',car:' || coalesce(OLD.car, 'null') || ',occasion:' || coalesce('' || OLD.occasion || '', 'null') || ',due_on:' || coalesce('' || OLD.due_on || '', 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',score:' || coalesce(OLD.score, 'null') || ',ssi:' || coalesce(OLD.ssi, 'null') || ',csi:' || coalesce(OLD.csi, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',new_lead:' || coalesce(OLD.new_lead, 'null') || ',named_only:' || coalesce(OLD.named_only, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER aftercare_deleted AFTER DELETE ON aftercare BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'aftercare', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',delivery:' || coalesce(OLD.delivery, 'null') || ',car:' || coalesce(OLD.car, 'null') || ',occasion:' || coalesce('' || OLD.occasion || '', 'null') || ',due_on:' || coalesce('' || OLD.due_on || '', 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',score:' || coalesce(OLD.score, 'null') || ',ssi:' || coalesce(OLD.ssi, 'null') || ',csi:' || coalesce(OLD.csi, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',new_lead:' || coalesce(OLD.new_lead, 'null') || ',named_only:' || coalesce(OLD.named_only, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER appointments_updated AFTER UPDATE OF operation, lead, at, for_at, by, note ON appointments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'appointments', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',for_at:' || coalesce('' || OLD.for_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER appointments_deleted AFTER DELETE ON appointments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'appointments', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',for_at:' || coalesce('' || OLD.for_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER assessments_updated AFTER UPDATE OF operation, lead, at, by, grade, need_by, decision, money, deciders, interest, behaviour, budget_low, budget_high, model, man, confidence, payment, rival, motive, trade_in, trade_in_year, trade_in_estimate ON assessments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assessments', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',grade:' || coalesce('' || OLD.grade || '', 'null') || ',need_by:' || coalesce('' || OLD.need_by || '', 'null') || ',decision:' || coalesce('' || OLD.decision || '', 'null') || ',money:' || coalesce('' || OLD.money || '', 'null') || ',deciders:' || coalesce('' || OLD.deciders || '', 'null') || ',interest:' || coalesce('' || OLD.interest || '', 'null') || ',behaviour:' || coalesce('' || OLD.behaviour || '', 'null') || ',budget_low:' || coalesce(OLD.budget_low, 'null') || ',budget_high:' || coalesce(OLD.budget_high, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',man:' || coalesce('' || OLD.man || '', 'null') || ',confidence:' || coalesce('' || OLD.confidence || '', 'null') || ',payment:' || coalesce('' || OLD.payment || '', 'null') || ',rival:' || coalesce('' || OLD.rival || '', 'null') || ',motive:' || coalesce('' || OLD.motive || '', 'null') || ',trade_in:' || coalesce('' || OLD.trade_in || '', 'null') || ',trade_in_year:' || coalesce(OLD.trade_in_year, 'null') || ',trade_in_estimate:' || coalesce(OLD.trade_in_estimate, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER assessments_deleted AFTER DELETE ON assessments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assessments', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',grade:' || coalesce('' || OLD.grade || '', 'null') || ',need_by:' || coalesce('' || OLD.need_by || '', 'null') || ',decision:' || coalesce('' || OLD.decision || '', 'null') || ',money:' || coalesce('' || OLD.money || '', 'null') || ',deciders:' || coalesce('' || OLD.deciders || '', 'null') || ',interest:' || coalesce('' || OLD.interest || '', 'null') || ',behaviour:' || coalesce('' || OLD.behaviour || '', 'null') || ',budget_low:' || coalesce(OLD.budget_low, 'null') || ',budget_high:' || coalesce(OLD.budget_high, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',man:' || coalesce('' || OLD.man || '', 'null') || ',confidence:' || coalesce('' || OLD.confidence || '', 'null') || ',payment:' || coalesce('' || OLD.payment || '', 'null') || ',rival:' || coalesce('' || OLD.rival || '', 'null') || ',motive:' || coalesce('' || OLD.motive || '', 'null') || ',trade_in:' || coalesce('' || OLD.trade_in || '', 'null') || ',trade_in_year:' || coalesce(OLD.trade_in_year, 'null') || ',trade_in_estimate:' || coalesce(OLD.trade_in_estimate, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER assignments_updated AFTER UPDATE OF operation, lead, at, by, consultant, note, released_from ON assignments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assignments', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',released_from:' || coalesce(OLD.released_from, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER assignments_deleted AFTER DELETE ON assignments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'assignments', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',released_from:' || coalesce(OLD.released_from, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER callbacks_updated AFTER UPDATE OF operation, lead, at, for_at, by, note ON callbacks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'callbacks', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',for_at:' || coalesce('' || OLD.for_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER callbacks_deleted AFTER DELETE ON callbacks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'callbacks', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',for_at:' || coalesce('' || OLD.for_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER campaign_costs_updated AFTER UPDATE OF operation, campaign, spent_on, item, amount, note ON campaign_costs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_costs', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',campaign:' || coalesce(OLD.campaign, 'null') || ',spent_on:' || coalesce('' || OLD.spent_on || '', 'null') || ',item:' || coalesce('' || OLD.item || '', 'null') || ',amount:' || coalesce(OLD.amount, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER campaign_costs_deleted AFTER DELETE ON campaign_costs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_costs', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',campaign:' || coalesce(OLD.campaign, 'null') || ',spent_on:' || coalesce('' || OLD.spent_on || '', 'null') || ',item:' || coalesce('' || OLD.item || '', 'null') || ',amount:' || coalesce(OLD.amount, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER campaign_tasks_updated AFTER UPDATE OF operation, campaign, due_on, what, staff, done_on ON campaign_tasks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_tasks', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',campaign:' || coalesce(OLD.campaign, 'null') || ',due_on:' || coalesce('' || OLD.due_on || '', 'null') || ',what:' || coalesce('' || OLD.what || '', 'null') || ',staff:' || coalesce(OLD.staff, 'null') || ',done_on:' || coalesce('' || OLD.done_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER campaign_tasks_deleted AFTER DELETE ON campaign_tasks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaign_tasks', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',campaign:' || coalesce(OLD.campaign, 'null') || ',due_on:' || coalesce('' || OLD.due_on || '', 'null') || ',what:' || coalesce('' || OLD.what || '', 'null') || ',staff:' || coalesce(OLD.staff, 'null') || ',done_on:' || coalesce('' || OLD.done_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER campaigns_updated AFTER UPDATE OF operation, name, kind, source, starts_on, ends_on, budget, approved_by, approved_on, summary ON campaigns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaigns', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',source:' || coalesce(OLD.source, 'null') || ',starts_on:' || coalesce('' || OLD.starts_on || '', 'null') || ',ends_on:' || coalesce('' || OLD.ends_on || '', 'null') || ',budget:' || coalesce(OLD.budget, 'null') || ',approved_by:' || coalesce(OLD.approved_by, 'null') || ',approved_on:' || coalesce('' || OLD.approved_on || '', 'null') || ',summary:' || coalesce('' || OLD.summary || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER campaigns_deleted AFTER DELETE ON campaigns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'campaigns', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',source:' || coalesce(OLD.source, 'null') || ',starts_on:' || coalesce('' || OLD.starts_on || '', 'null') || ',ends_on:' || coalesce('' || OLD.ends_on || '', 'null') || ',budget:' || coalesce(OLD.budget, 'null') || ',approved_by:' || coalesce(OLD.approved_by, 'null') || ',approved_on:' || coalesce('' || OLD.approved_on || '', 'null') || ',summary:' || coalesce('' || OLD.summary || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER churns_updated AFTER UPDATE OF operation, lead, at, kind, reason, rival, by, note, historic, register, missing_since ON churns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'churns', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',reason:' || coalesce(OLD.reason, 'null') || ',rival:' || coalesce('' || OLD.rival || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',historic:' || coalesce(OLD.historic, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER churns_deleted AFTER DELETE ON churns BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'churns', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',reason:' || coalesce(OLD.reason, 'null') || ',rival:' || coalesce('' || OLD.rival || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',historic:' || coalesce(OLD.historic, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER closings_updated AFTER UPDATE OF operation, month, figures ON closings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'closings', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',figures:' || coalesce('' || OLD.figures || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER closings_deleted AFTER DELETE ON closings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'closings', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',figures:' || coalesce('' || OLD.figures || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER companions_updated AFTER UPDATE OF operation, customer, name, part ON companions BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'companions', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',part:' || coalesce('' || OLD.part || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER companions_deleted AFTER DELETE ON companions BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'companions', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',part:' || coalesce('' || OLD.part || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER complaints_updated AFTER UPDATE OF operation, aftercare, what, staff, until, solved_on, solution ON complaints BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'complaints', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',aftercare:' || coalesce(OLD.aftercare, 'null') || ',what:' || coalesce('' || OLD.what || '', 'null') || ',staff:' || coalesce(OLD.staff, 'null') || ',until:' || coalesce('' || OLD.until || '', 'null') || ',solved_on:' || coalesce('' || OLD.solved_on || '', 'null') || ',solution:' || coalesce('' || OLD.solution || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER complaints_deleted AFTER DELETE ON complaints BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'complaints', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',aftercare:' || coalesce(OLD.aftercare, 'null') || ',what:' || coalesce('' || OLD.what || '', 'null') || ',staff:' || coalesce(OLD.staff, 'null') || ',until:' || coalesce('' || OLD.until || '', 'null') || ',solved_on:' || coalesce('' || OLD.solved_on || '', 'null') || ',solution:' || coalesce('' || OLD.solution || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER customers_updated AFTER UPDATE OF operation, name, gender, importance, birthday, district, occupation, wechat, present_car, pinyin, forgotten_on, do_not_contact, do_not_contact_on, consent, consent_on ON customers BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'customers', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',gender:' || coalesce('' || OLD.gender || '', 'null') || ',importance:' || coalesce('' || OLD.importance || '', 'null') || ',birthday:' || coalesce('' || OLD.birthday || '', 'null') || ',district:' || coalesce('' || OLD.district || '', 'null') || ',occupation:' || coalesce('' || OLD.occupation || '', 'null') || ',wechat:' || coalesce('' || OLD.wechat || '', 'null') || ',present_car:' || coalesce('' || OLD.present_car || '', 'null') || ',pinyin:' || coalesce('' || OLD.pinyin || '', 'null') || ',forgotten_on:' || coalesce('' || OLD.forgotten_on || '', 'null') || ',do_not_contact:' || coalesce('' || OLD.do_not_contact || '', 'null') || ',do_not_contact_on:' || coalesce('' || OLD.do_not_contact_on || '', 'null') || ',consent:' || coalesce('' || OLD.consent || '', 'null') || ',consent_on:' || coalesce('' || OLD.consent_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'customers', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',gender:' || coalesce('' || OLD.gender || '', 'null') || ',importance:' || coalesce('' || OLD.importance || '', 'null') || ',birthday:' || coalesce('' || OLD.birthday || '', 'null') || ',district:' || coalesce('' || OLD.district || '', 'null') || ',occupation:' || coalesce('' || OLD.occupation || '', 'null') || ',wechat:' || coalesce('' || OLD.wechat || '', 'null') || ',present_car:' || coalesce('' || OLD.present_car || '', 'null') || ',pinyin:' || coalesce('' || OLD.pinyin || '', 'null') || ',forgotten_on:' || coalesce('' || OLD.forgotten_on || '', 'null') || ',do_not_contact:' || coalesce('' || OLD.do_not_contact || '', 'null') || ',do_not_contact_on:' || coalesce('' || OLD.do_not_contact_on || '', 'null') || ',consent:' || coalesce('' || OLD.consent || '', 'null') || ',consent_on:' || coalesce('' || OLD.consent_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER dormancies_updated AFTER UPDATE OF operation, lead, at, by, until, note ON dormancies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'dormancies', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',until:' || coalesce('' || OLD.until || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER dormancies_deleted AFTER DELETE ON dormancies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'dormancies', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',until:' || coalesce('' || OLD.until || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER field_values_updated AFTER UPDATE OF operation, customer, field, value ON field_values BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'field_values', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',field:' || coalesce(OLD.field, 'null') || ',value:' || coalesce('' || OLD.value || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER field_values_deleted AFTER DELETE ON field_values BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'field_values', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',field:' || coalesce(OLD.field, 'null') || ',value:' || coalesce('' || OLD.value || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER fields_updated AFTER UPDATE OF operation, name, kind, choices ON fields BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'fields', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',choices:' || coalesce('' || OLD.choices || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER fields_deleted AFTER DELETE ON fields BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'fields', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',choices:' || coalesce('' || OLD.choices || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER followups_updated AFTER UPDATE OF operation, lead, at, nth, by, via, outcome, grade, next_on, agreed, note, register, missing_since ON followups BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'followups', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',by:' || coalesce(OLD.by, 'null') || ',via:' || coalesce('' || OLD.via || '', 'null') || ',outcome:' || coalesce('' || OLD.outcome || '', 'null') || ',grade:' || coalesce('' || OLD.grade || '', 'null') || ',next_on:' || coalesce('' || OLD.next_on || '', 'null') || ',agreed:' || coalesce('' || OLD.agreed || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER followups_deleted AFTER DELETE ON followups BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'followups', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',by:' || coalesce(OLD.by, 'null') || ',via:' || coalesce('' || OLD.via || '', 'null') || ',outcome:' || coalesce('' || OLD.outcome || '', 'null') || ',grade:' || coalesce('' || OLD.grade || '', 'null') || ',next_on:' || coalesce('' || OLD.next_on || '', 'null') || ',agreed:' || coalesce('' || OLD.agreed || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER forgotten_phones_updated AFTER UPDATE OF operation, customer, print ON forgotten_phones BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'forgotten_phones', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',print:' || coalesce('' || OLD.print || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER forgotten_phones_deleted AFTER DELETE ON forgotten_phones BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'forgotten_phones', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',print:' || coalesce('' || OLD.print || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER handouts_updated AFTER UPDATE OF operation, handed_on, staff, count, place, campaign, note ON handouts BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'handouts', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',handed_on:' || coalesce('' || OLD.handed_on || '', 'null') || ',staff:' || coalesce(OLD.staff, 'null') || ',count:' || coalesce(OLD.count, 'null') || ',place:' || coalesce('' || OLD.place || '', 'null') || ',campaign:' || coalesce('' || OLD.campaign || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER handouts_deleted AFTER DELETE ON handouts BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'handouts', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',handed_on:' || coalesce('' || OLD.handed_on || '', 'null') || ',staff:' || coalesce(OLD.staff, 'null') || ',count:' || coalesce(OLD.count, 'null') || ',place:' || coalesce('' || OLD.place || '', 'null') || ',campaign:' || coalesce('' || OLD.campaign || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER invitations_updated AFTER UPDATE OF operation, campaign, lead, consultant, invited_on, confirmed_on ON invitations BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'invitations', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',campaign:' || coalesce(OLD.campaign, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',invited_on:' || coalesce('' || OLD.invited_on || '', 'null') || ',confirmed_on:' || coalesce('' || OLD.confirmed_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER invitations_deleted AFTER DELETE ON invitations BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'invitations', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',campaign:' || coalesce(OLD.campaign, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',invited_on:' || coalesce('' || OLD.invited_on || '', 'null') || ',confirmed_on:' || coalesce('' || OLD.confirmed_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER leads_updated AFTER UPDATE OF operation, customer, start_at, origin ON leads BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'leads', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',start_at:' || coalesce('' || OLD.start_at || '', 'null') || ',origin:' || coalesce('' || OLD.origin || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER leads_deleted AFTER DELETE ON leads BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'leads', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',start_at:' || coalesce('' || OLD.start_at || '', 'null') || ',origin:' || coalesce('' || OLD.origin || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER models_updated AFTER UPDATE OF operation, name, same_as ON models BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'models', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',same_as:' || coalesce(OLD.same_as, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER models_deleted AFTER DELETE ON models BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'models', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',same_as:' || coalesce(OLD.same_as, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER orders_updated AFTER UPDATE OF operation, lead, ordered_at, by, model, price, deposit, vin, count, reported_on, delivered_at, delivered_operation, cancelled_at, cancelled_operation, register, missing_since ON orders BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'orders', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',ordered_at:' || coalesce('' || OLD.ordered_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',price:' || coalesce(OLD.price, 'null') || ',deposit:' || coalesce(OLD.deposit, 'null') || ',vin:' || coalesce('' || OLD.vin || '', 'null') || ',count:' || coalesce(OLD.count, 'null') || ',reported_on:' || coalesce('' || OLD.reported_on || '', 'null') || ',delivered_at:' || coalesce('' || OLD.delivered_at || '', 'null') || ',delivered_operation:' || coalesce(OLD.delivered_operation, 'null') || ',cancelled_at:' || coalesce('' || OLD.cancelled_at || '', 'null') || ',cancelled_operation:' || coalesce(OLD.cancelled_operation, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER orders_deleted AFTER DELETE ON orders BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'orders', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',ordered_at:' || coalesce('' || OLD.ordered_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',price:' || coalesce(OLD.price, 'null') || ',deposit:' || coalesce(OLD.deposit, 'null') || ',vin:' || coalesce('' || OLD.vin || '', 'null') || ',count:' || coalesce(OLD.count, 'null') || ',reported_on:' || coalesce('' || OLD.reported_on || '', 'null') || ',delivered_at:' || coalesce('' || OLD.delivered_at || '', 'null') || ',delivered_operation:' || coalesce(OLD.delivered_operation, 'null') || ',cancelled_at:' || coalesce('' || OLD.cancelled_at || '', 'null') || ',cancelled_operation:' || coalesce(OLD.cancelled_operation, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER owned_cars_updated AFTER UPDATE OF operation, customer, model, delivered_on, vin, consultant, insurance_on, inspection_on, warranty_until, origin, register, missing_since ON owned_cars BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'owned_cars', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',delivered_on:' || coalesce('' || OLD.delivered_on || '', 'null') || ',vin:' || coalesce('' || OLD.vin || '', 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',insurance_on:' || coalesce('' || OLD.insurance_on || '', 'null') || ',inspection_on:' || coalesce('' || OLD.inspection_on || '', 'null') || ',warranty_until:' || coalesce('' || OLD.warranty_until || '', 'null') || ',origin:' || coalesce('' || OLD.origin || '', 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER owned_cars_deleted AFTER DELETE ON owned_cars BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'owned_cars', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',delivered_on:' || coalesce('' || OLD.delivered_on || '', 'null') || ',vin:' || coalesce('' || OLD.vin || '', 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',insurance_on:' || coalesce('' || OLD.insurance_on || '', 'null') || ',inspection_on:' || coalesce('' || OLD.inspection_on || '', 'null') || ',warranty_until:' || coalesce('' || OLD.warranty_until || '', 'null') || ',origin:' || coalesce('' || OLD.origin || '', 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER phones_updated AFTER UPDATE OF operation, customer, phone ON phones BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'phones', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',phone:' || coalesce('' || OLD.phone || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER phones_deleted AFTER DELETE ON phones BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'phones', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',phone:' || coalesce('' || OLD.phone || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER policies_updated AFTER UPDATE OF operation, from_on, toml ON policies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'policies', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',from_on:' || coalesce('' || OLD.from_on || '', 'null') || ',toml:' || coalesce('' || OLD.toml || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER policies_deleted AFTER DELETE ON policies BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'policies', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',from_on:' || coalesce('' || OLD.from_on || '', 'null') || ',toml:' || coalesce('' || OLD.toml || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER reasons_updated AFTER UPDATE OF operation, code, label, grp ON reasons BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reasons', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',code:' || coalesce('' || OLD.code || '', 'null') || ',label:' || coalesce('' || OLD.label || '', 'null') || ',grp:' || coalesce('' || OLD.grp || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER reasons_deleted AFTER DELETE ON reasons BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reasons', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',code:' || coalesce('' || OLD.code || '', 'null') || ',label:' || coalesce('' || OLD.label || '', 'null') || ',grp:' || coalesce('' || OLD.grp || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER registers_updated AFTER UPDATE OF operation, kind, print ON registers BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'registers', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',print:' || coalesce('' || OLD.print || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER registers_deleted AFTER DELETE ON registers BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'registers', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',print:' || coalesce('' || OLD.print || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER retired_rows_updated AFTER UPDATE OF operation, tbl, at, code, who, nth, row, register, record_id ON retired_rows BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'retired_rows', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',tbl:' || coalesce('' || OLD.tbl || '', 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',code:' || coalesce('' || OLD.code || '', 'null') || ',who:' || coalesce('' || OLD.who || '', 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',row:' || coalesce(OLD.row, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',record_id:' || coalesce('' || OLD.record_id || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER retired_rows_deleted AFTER DELETE ON retired_rows BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'retired_rows', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',tbl:' || coalesce('' || OLD.tbl || '', 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',code:' || coalesce('' || OLD.code || '', 'null') || ',who:' || coalesce('' || OLD.who || '', 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',row:' || coalesce(OLD.row, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',record_id:' || coalesce('' || OLD.record_id || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER reward_payments_updated AFTER UPDATE OF operation, paid_on, customer, referrer, campaign, amount, by, note ON reward_payments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reward_payments', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',paid_on:' || coalesce('' || OLD.paid_on || '', 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',referrer:' || coalesce('' || OLD.referrer || '', 'null') || ',campaign:' || coalesce('' || OLD.campaign || '', 'null') || ',amount:' || coalesce(OLD.amount, 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER reward_payments_deleted AFTER DELETE ON reward_payments BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'reward_payments', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',paid_on:' || coalesce('' || OLD.paid_on || '', 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',referrer:' || coalesce('' || OLD.referrer || '', 'null') || ',campaign:' || coalesce('' || OLD.campaign || '', 'null') || ',amount:' || coalesce(OLD.amount, 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER sales_updated AFTER UPDATE OF operation, channel, sold_on, model, count, nth, register, missing_since ON sales BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sales', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',channel:' || coalesce('' || OLD.channel || '', 'null') || ',sold_on:' || coalesce('' || OLD.sold_on || '', 'null') || ',model:' || coalesce(OLD.model, 'null') || ',count:' || coalesce(OLD.count, 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER sales_deleted AFTER DELETE ON sales BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sales', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',channel:' || coalesce('' || OLD.channel || '', 'null') || ',sold_on:' || coalesce('' || OLD.sold_on || '', 'null') || ',model:' || coalesce(OLD.model, 'null') || ',count:' || coalesce(OLD.count, 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER screenings_updated AFTER UPDATE OF operation, lead, at, by, result, promised_on, note ON screenings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'screenings', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',promised_on:' || coalesce('' || OLD.promised_on || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER screenings_deleted AFTER DELETE ON screenings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'screenings', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',promised_on:' || coalesce('' || OLD.promised_on || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER settings_updated AFTER UPDATE OF operation, key, value ON settings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'settings', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',key:' || coalesce('' || OLD.key || '', 'null') || ',value:' || coalesce('' || OLD.value || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER settings_deleted AFTER DELETE ON settings BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'settings', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',key:' || coalesce('' || OLD.key || '', 'null') || ',value:' || coalesce('' || OLD.value || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER sign_offs_updated AFTER UPDATE OF operation, day, consultant, by, note ON sign_offs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sign_offs', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',day:' || coalesce('' || OLD.day || '', 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER sign_offs_deleted AFTER DELETE ON sign_offs BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sign_offs', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',day:' || coalesce('' || OLD.day || '', 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',by:' || coalesce(OLD.by, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER sources_updated AFTER UPDATE OF operation, code, label, same_as ON sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sources', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',code:' || coalesce('' || OLD.code || '', 'null') || ',label:' || coalesce('' || OLD.label || '', 'null') || ',same_as:' || coalesce(OLD.same_as, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER sources_deleted AFTER DELETE ON sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'sources', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',code:' || coalesce('' || OLD.code || '', 'null') || ',label:' || coalesce('' || OLD.label || '', 'null') || ',same_as:' || coalesce(OLD.same_as, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER spot_checks_updated AFTER UPDATE OF operation, month, lead, drawn_at, checked_at, by, result, note ON spot_checks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'spot_checks', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',drawn_at:' || coalesce('' || OLD.drawn_at || '', 'null') || ',checked_at:' || coalesce('' || OLD.checked_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER spot_checks_deleted AFTER DELETE ON spot_checks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'spot_checks', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',drawn_at:' || coalesce('' || OLD.drawn_at || '', 'null') || ',checked_at:' || coalesce('' || OLD.checked_at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER staff_updated AFTER UPDATE OF operation, name, role, login, left_on, mail ON staff BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'staff', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',role:' || coalesce('' || OLD.role || '', 'null') || ',login:' || coalesce('' || OLD.login || '', 'null') || ',left_on:' || coalesce('' || OLD.left_on || '', 'null') || ',mail:' || coalesce('' || OLD.mail || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER staff_deleted AFTER DELETE ON staff BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'staff', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',role:' || coalesce('' || OLD.role || '', 'null') || ',login:' || coalesce('' || OLD.login || '', 'null') || ',left_on:' || coalesce('' || OLD.left_on || '', 'null') || ',mail:' || coalesce('' || OLD.mail || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER tags_updated AFTER UPDATE OF operation, customer, tag ON tags BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'tags', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',tag:' || coalesce('' || OLD.tag || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER tags_deleted AFTER DELETE ON tags BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'tags', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',tag:' || coalesce('' || OLD.tag || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_actions_updated AFTER UPDATE OF operation, month, week, consultant, what, count, due_on, done_on ON target_actions BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_actions', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',week:' || coalesce(OLD.week, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',what:' || coalesce('' || OLD.what || '', 'null') || ',count:' || coalesce(OLD.count, 'null') || ',due_on:' || coalesce('' || OLD.due_on || '', 'null') || ',done_on:' || coalesce('' || OLD.done_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_actions_deleted AFTER DELETE ON target_actions BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_actions', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',week:' || coalesce(OLD.week, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',what:' || coalesce('' || OLD.what || '', 'null') || ',count:' || coalesce(OLD.count, 'null') || ',due_on:' || coalesce('' || OLD.due_on || '', 'null') || ',done_on:' || coalesce('' || OLD.done_on || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_bases_updated AFTER UPDATE OF operation, month, last_month, source, leads, orders, cars ON target_bases BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_bases', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',last_month:' || coalesce('' || OLD.last_month || '', 'null') || ',source:' || coalesce(OLD.source, 'null') || ',leads:' || coalesce(OLD.leads, 'null') || ',orders:' || coalesce(OLD.orders, 'null') || ',cars:' || coalesce(OLD.cars, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_bases_deleted AFTER DELETE ON target_bases BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_bases', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',last_month:' || coalesce('' || OLD.last_month || '', 'null') || ',source:' || coalesce(OLD.source, 'null') || ',leads:' || coalesce(OLD.leads, 'null') || ',orders:' || coalesce(OLD.orders, 'null') || ',cars:' || coalesce(OLD.cars, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_people_updated AFTER UPDATE OF operation, month, consultant, sales ON target_people BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_people', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',sales:' || coalesce(OLD.sales, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_people_deleted AFTER DELETE ON target_people BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_people', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',sales:' || coalesce(OLD.sales, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_sources_updated AFTER UPDATE OF operation, month, source, share, deal_rate, raised_rate ON target_sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_sources', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',source:' || coalesce(OLD.source, 'null') || ',share:' || coalesce(OLD.share, 'null') || ',deal_rate:' || coalesce(OLD.deal_rate, 'null') || ',raised_rate:' || coalesce(OLD.raised_rate, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_sources_deleted AFTER DELETE ON target_sources BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_sources', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',source:' || coalesce(OLD.source, 'null') || ',share:' || coalesce(OLD.share, 'null') || ',deal_rate:' || coalesce(OLD.deal_rate, 'null') || ',raised_rate:' || coalesce(OLD.raised_rate, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_weeks_updated AFTER UPDATE OF operation, month, week, consultant, leads, orders, deliveries, note ON target_weeks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_weeks', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',week:' || coalesce(OLD.week, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',leads:' || coalesce(OLD.leads, 'null') || ',orders:' || coalesce(OLD.orders, 'null') || ',deliveries:' || coalesce(OLD.deliveries, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER target_weeks_deleted AFTER DELETE ON target_weeks BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'target_weeks', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',week:' || coalesce(OLD.week, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',leads:' || coalesce(OLD.leads, 'null') || ',orders:' || coalesce(OLD.orders, 'null') || ',deliveries:' || coalesce(OLD.deliveries, 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER targets_updated AFTER UPDATE OF operation, month, sales ON targets BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'targets', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',sales:' || coalesce(OLD.sales, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER targets_deleted AFTER DELETE ON targets BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'targets', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',month:' || coalesce('' || OLD.month || '', 'null') || ',sales:' || coalesce(OLD.sales, 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER verifications_updated AFTER UPDATE OF operation, lead, churn, at, by, result, note ON verifications BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'verifications', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',churn:' || coalesce(OLD.churn, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER verifications_deleted AFTER DELETE ON verifications BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'verifications', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',churn:' || coalesce(OLD.churn, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',by:' || coalesce(OLD.by, 'null') || ',result:' || coalesce('' || OLD.result || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER visits_updated AFTER UPDATE OF operation, at, left_at, kind, who, nth, customer, lead, name, gender, first_visit, source, channel, party, model, budget_low, budget_high, need_by, grade, test_drive, quoted, consultant, campaign, referrer, note, record_id, occupation, district, payment, rival, present_car, companions, wechat, reception, motive, register, missing_since ON visits BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'visits', 'update', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',left_at:' || coalesce('' || OLD.left_at || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',who:' || coalesce('' || OLD.who || '', 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',gender:' || coalesce('' || OLD.gender || '', 'null') || ',first_visit:' || coalesce(OLD.first_visit, 'null') || ',source:' || coalesce(OLD.source, 'null') || ',channel:' || coalesce('' || OLD.channel || '', 'null') || ',party:' || coalesce(OLD.party, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',budget_low:' || coalesce(OLD.budget_low, 'null') || ',budget_high:' || coalesce(OLD.budget_high, 'null') || ',need_by:' || coalesce('' || OLD.need_by || '', 'null') || ',grade:' || coalesce('' || OLD.grade || '', 'null') || ',test_drive:' || coalesce(OLD.test_drive, 'null') || ',quoted:' || coalesce(OLD.quoted, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',campaign:' || coalesce('' || OLD.campaign || '', 'null') || ',referrer:' || coalesce('' || OLD.referrer || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',record_id:' || coalesce('' || OLD.record_id || '', 'null') || ',occupation:' || coalesce('' || OLD.occupation || '', 'null') || ',district:' || coalesce('' || OLD.district || '', 'null') || ',payment:' || coalesce('' || OLD.payment || '', 'null') || ',rival:' || coalesce('' || OLD.rival || '', 'null') || ',present_car:' || coalesce('' || OLD.present_car || '', 'null') || ',companions:' || coalesce('' || OLD.companions || '', 'null') || ',wechat:' || coalesce('' || OLD.wechat || '', 'null') || ',reception:' || coalesce('' || OLD.reception || '', 'null') || ',motive:' || coalesce('' || OLD.motive || '', 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
CREATE TRIGGER visits_deleted AFTER DELETE ON visits BEGIN INSERT INTO changes (operation, tbl, action, first_row, last_row, before) SELECT max(id), 'visits', 'delete', OLD.id, OLD.id, replace(replace(replace(replace(replace(replace('{operation:' || coalesce(OLD.operation, 'null') || ',at:' || coalesce('' || OLD.at || '', 'null') || ',left_at:' || coalesce('' || OLD.left_at || '', 'null') || ',kind:' || coalesce('' || OLD.kind || '', 'null') || ',who:' || coalesce('' || OLD.who || '', 'null') || ',nth:' || coalesce(OLD.nth, 'null') || ',customer:' || coalesce(OLD.customer, 'null') || ',lead:' || coalesce(OLD.lead, 'null') || ',name:' || coalesce('' || OLD.name || '', 'null') || ',gender:' || coalesce('' || OLD.gender || '', 'null') || ',first_visit:' || coalesce(OLD.first_visit, 'null') || ',source:' || coalesce(OLD.source, 'null') || ',channel:' || coalesce('' || OLD.channel || '', 'null') || ',party:' || coalesce(OLD.party, 'null') || ',model:' || coalesce(OLD.model, 'null') || ',budget_low:' || coalesce(OLD.budget_low, 'null') || ',budget_high:' || coalesce(OLD.budget_high, 'null') || ',need_by:' || coalesce('' || OLD.need_by || '', 'null') || ',grade:' || coalesce('' || OLD.grade || '', 'null') || ',test_drive:' || coalesce(OLD.test_drive, 'null') || ',quoted:' || coalesce(OLD.quoted, 'null') || ',consultant:' || coalesce(OLD.consultant, 'null') || ',campaign:' || coalesce('' || OLD.campaign || '', 'null') || ',referrer:' || coalesce('' || OLD.referrer || '', 'null') || ',note:' || coalesce('' || OLD.note || '', 'null') || ',record_id:' || coalesce('' || OLD.record_id || '', 'null') || ',occupation:' || coalesce('' || OLD.occupation || '', 'null') || ',district:' || coalesce('' || OLD.district || '', 'null') || ',payment:' || coalesce('' || OLD.payment || '', 'null') || ',rival:' || coalesce('' || OLD.rival || '', 'null') || ',present_car:' || coalesce('' || OLD.present_car || '', 'null') || ',companions:' || coalesce('' || OLD.companions || '', 'null') || ',wechat:' || coalesce('' || OLD.wechat || '', 'null') || ',reception:' || coalesce('' || OLD.reception || '', 'null') || ',motive:' || coalesce('' || OLD.motive || '', 'null') || ',register:' || coalesce(OLD.register, 'null') || ',missing_since:' || coalesce('' || OLD.missing_since || '', 'null') || '}', '\', '\\'), '"', '\"'), char(10), '\n'), char(13), '\r'), char(9), '\t'), '', '"') FROM operations; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('operations',32);
INSERT INTO "sqlite_sequence" VALUES('settings',4);
INSERT INTO "sqlite_sequence" VALUES('sources',12);
INSERT INTO "sqlite_sequence" VALUES('reasons',14);
INSERT INTO "sqlite_sequence" VALUES('changes',62);
INSERT INTO "sqlite_sequence" VALUES('staff',4);
INSERT INTO "sqlite_sequence" VALUES('models',1);
INSERT INTO "sqlite_sequence" VALUES('customers',8);
INSERT INTO "sqlite_sequence" VALUES('phones',8);
INSERT INTO "sqlite_sequence" VALUES('leads',8);
INSERT INTO "sqlite_sequence" VALUES('visits',9);
INSERT INTO "sqlite_sequence" VALUES('followups',3);
INSERT INTO "sqlite_sequence" VALUES('orders',2);
INSERT INTO "sqlite_sequence" VALUES('churns',3);
INSERT INTO "sqlite_sequence" VALUES('verifications',1);
INSERT INTO "sqlite_sequence" VALUES('dormancies',1);
INSERT INTO "sqlite_sequence" VALUES('callbacks',1);
INSERT INTO "sqlite_sequence" VALUES('appointments',2);
INSERT INTO "sqlite_sequence" VALUES('fields',1);
INSERT INTO "sqlite_sequence" VALUES('campaigns',1);
INSERT INTO "sqlite_sequence" VALUES('targets',1);
INSERT INTO "sqlite_sequence" VALUES('target_sources',1);
INSERT INTO "sqlite_sequence" VALUES('target_bases',1);
INSERT INTO "sqlite_sequence" VALUES('registers',2);
COMMIT;
