-- leadctl's database: the whole present schema, a comment a table.
--
-- What happened is recorded, what follows is derived. The tables below hold facts, each with its own time
-- and the operation that recorded it; columns under "derived" are a function of the facts and the store's
-- policy, written by one function (leadctl/store/derivation/derive.py) and provable afresh at any time.
--
-- The triggers that keep what a row held before it was changed or deleted follow from these tables: they are made
-- by leadctl/store/core/schema.py, which also names the derived columns and tables that the journal leaves out.
--
-- A choice among more than two codes is written with OR: SQLite would build a table for IN at every single row.
-- Days are text 'YYYY-MM-DD', moments 'YYYY-MM-DDTHH:MM', both in store time; money is yuan; yes/no is 1/0.

-- What the store is: name, code, timezone, policy (its TOML text); and as JSON its reminders, rewards and words.
CREATE TABLE settings (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    key       TEXT NOT NULL UNIQUE,
    value     TEXT NOT NULL
) STRICT;

-- Every write is one operation: who, when, what command. Its id settles what came after what;
-- its time is only shown, for a clock may go back.
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
CREATE INDEX operations_undoes ON operations (undoes) WHERE undoes IS NOT NULL;

-- What an operation did to rows: 'insert' a range of new ones, 'update' or 'delete' one and what it held
-- before. The audit trail and undo are these same rows. Updates and deletions are kept by triggers, so
-- that no way of writing can leave them out.
CREATE TABLE changes (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations,
    tbl       TEXT NOT NULL,
    action    TEXT NOT NULL CHECK (action = 'insert' OR action = 'update' OR action = 'delete'),
    first_row INTEGER NOT NULL,
    last_row  INTEGER NOT NULL CHECK (last_row >= first_row),
    before    TEXT
) STRICT;
CREATE INDEX changes_operation ON changes (operation);
CREATE INDEX changes_row ON changes (tbl, first_row);

-- Who took many people's data out of the file, and how many people: written after a command that only reads, past the
-- journal, so that no undo takes it back. Nothing says who those people are.
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

-- Who works here. left_on: no longer, since that day; the name stays for history.
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
CREATE INDEX staff_left ON staff (left_on) WHERE left_on IS NOT NULL;

-- Where leads come from: the trade's codes and the store's own. same_as: another name of that source, as of models.
CREATE TABLE sources (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    code      TEXT NOT NULL UNIQUE CHECK (code <> ''),
    label     TEXT NOT NULL,
    same_as   INTEGER REFERENCES sources
) STRICT;

-- The cars that are asked for and sold. same_as: the name is another spelling of that model, under which registers
-- may go on naming it; nothing else points at such a row.
CREATE TABLE models (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    same_as   INTEGER REFERENCES models
) STRICT;

-- Why leads are lost: the trade's reasons and the store's own, each in a group.
CREATE TABLE reasons (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    code      TEXT NOT NULL UNIQUE CHECK (code <> ''),
    label     TEXT NOT NULL,
    grp       TEXT NOT NULL
) STRICT;

-- People, known by phone. pinyin: how the name sounds, for searching. forgotten_on: since that day nothing here says
-- who they were, and only what their visits, leads and cars count is left. do_not_contact: they objected to being
-- called, or to being contacted at all, on a day; consent: what they agreed to, and when.
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
CREATE INDEX customers_do_not_contact ON customers (do_not_contact) WHERE do_not_contact IS NOT NULL;

-- Their numbers: 11 digits, or +CC..., or as typed where no plan fits. The lowest id is the main one.
CREATE TABLE phones (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    phone     TEXT NOT NULL CHECK (phone <> '')
) STRICT;
-- A number is one person's. An index of its own, so that an empty store may be filled before it is built.
CREATE UNIQUE INDEX phones_phone ON phones (phone);
CREATE INDEX phones_customer ON phones (customer);

-- Phones of people who were forgotten, each as a print: a keyed hash, whose key lies beside the store and not in it. A
-- file that brings the person again is known by it. customer: the number of who had the phone then.
CREATE TABLE forgotten_phones (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL,
    print     TEXT NOT NULL UNIQUE CHECK (print <> '')
) STRICT;

-- One purchase that a customer may make here. start_at: of a lead that no visit opened, when it begins: one to win
-- back, or (whatever origin says) one that an owner's word opened, whose aftercare row names it as its new_lead.
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
-- One open lead a customer.
CREATE UNIQUE INDEX leads_one_open ON leads (customer) WHERE closed_at IS NULL;
CREATE INDEX leads_customer ON leads (customer);
-- The due list, of everybody and of one consultant. Two indexes: one over the pair would make a limit sort. That of each
-- consultant also says how many of their leads are overdue.
CREATE INDEX leads_listed ON leads (list_on) WHERE task IS NOT NULL;
CREATE INDEX leads_listed_of ON leads (consultant, list_on, due_by, task) WHERE task IS NOT NULL;
-- What is overdue, whatever was tried since; and the running windows that end in a month.
CREATE INDEX leads_due ON leads (due_by) WHERE task IS NOT NULL;
CREATE INDEX leads_window ON leads (window_by) WHERE window_by IS NOT NULL;
-- What was opened in a month, by whatever it is divided by, and how far it came.
CREATE INDEX leads_opened ON leads
    (opened_at, opened_source, opened_consultant, opened_model, opened_grade, met_at, drove_at, ordered_at);
CREATE INDEX leads_meets ON leads (meets_at) WHERE meets_at IS NOT NULL;
CREATE INDEX leads_callback ON leads (callback_at) WHERE callback_at IS NOT NULL;
CREATE INDEX leads_screening ON leads (list_on) WHERE task = 'screening';
-- Who is open, sleeps or waits for a car, by what a forecast is made of, and since when.
CREATE INDEX leads_stock ON leads (status, grade, budget_low, budget_high, need_by, since) WHERE task IS NOT NULL;
-- What an old register brought as lost: nobody verifies it, so it was closed when it churned.
CREATE INDEX leads_taken_over ON leads (grade, closed_at)
    WHERE closed_at IS NOT NULL AND verification IS NULL AND status <> 'delivered';

-- A register as it is sent again and again. print: a hash of the name given to it, else of its profile's, else of its
-- file's absolute name, since a name may say who somebody is.
CREATE TABLE registers (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    kind      TEXT NOT NULL,
    print     TEXT NOT NULL,
    UNIQUE (kind, print)
) STRICT;

-- One contact that came to us: walk-in, call, event or online enquiry.
-- who, nth: the identity of a register's row: phone (else name), and being the n-th such row of its minute
-- and kind in its file; a typed visit has no nth and always adds. register: the one that wrote it last;
-- missing_since: since that day its row is no longer there.
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
-- The identity of register rows; leading on the time, it also finds a month's visits.
CREATE UNIQUE INDEX visits_row ON visits (at, kind, who, nth);
CREATE INDEX visits_lead ON visits (lead, at) WHERE lead IS NOT NULL;
CREATE INDEX visits_customer ON visits (customer) WHERE customer IS NOT NULL;
CREATE INDEX visits_record ON visits (register, record_id) WHERE record_id IS NOT NULL;
-- The visits of a register whose rows were there when it was last sent: which of them are gone now is asked every night.
CREATE INDEX visits_present ON visits (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX visits_channel ON visits (channel) WHERE channel IS NOT NULL;
CREATE INDEX visits_open ON visits (at) WHERE left_at IS NULL AND kind = 'walk-in';

-- One planned contact with the customer, its outcome and the date agreed for the next.
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
CREATE UNIQUE INDEX followups_row ON followups (lead, at, via, nth);
CREATE INDEX followups_present ON followups (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX followups_at ON followups (at);

-- Identities that register rows had before their visit or follow-up was moved or deleted here: the same row
-- sent again is known, and does not bring back what was corrected. code: kind or via; who: as of visits, or the lead.
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
CREATE INDEX retired_rows_key ON retired_rows (tbl, at, code, who, nth);
CREATE INDEX retired_rows_register ON retired_rows (register) WHERE register IS NOT NULL;

-- What was judged or learnt of a lead between contacts: its grade with the evidence, need, budget, model, MAN.
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
CREATE INDEX assessments_lead ON assessments (lead, at);

-- Who owns a lead from then on; no consultant: the common pool.
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
CREATE INDEX assignments_lead ON assignments (lead, at);
CREATE INDEX assignments_released ON assignments (at) WHERE released_from IS NOT NULL;

-- A lead laid to sleep until a day, outside the active stock.
CREATE TABLE dormancies (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead      INTEGER NOT NULL REFERENCES leads,
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    by        INTEGER REFERENCES staff,
    until     TEXT NOT NULL CHECK (until IS date(until)),
    note      TEXT
) STRICT;
CREATE INDEX dormancies_lead ON dormancies (lead, at);

-- A lead lost: defeated (with the reason and the rival) or out of contact.
-- historic: closed while an old register was taken over, or forgotten; nobody is asked to verify it.
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
CREATE UNIQUE INDEX churns_row ON churns (lead, at, operation);
CREATE INDEX churns_present ON churns (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX churns_at ON churns (at);
-- Those that somebody is asked to verify.
CREATE INDEX churns_asked ON churns (at) WHERE historic = 0;

-- Customer service's call-back that a churn is true.
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
CREATE INDEX verifications_lead ON verifications (lead, at);
CREATE INDEX verifications_churn ON verifications (churn);

-- A car ordered here (several in a fleet: count), delivered or cancelled later.
-- care_on: nothing is owed to the owner of the car delivered before that day; the exact day asks the clock.
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
CREATE INDEX orders_lead ON orders (lead);
CREATE INDEX orders_present ON orders (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX orders_at ON orders (ordered_at);
CREATE INDEX orders_delivered ON orders (delivered_at) WHERE delivered_at IS NOT NULL;
CREATE INDEX orders_care ON orders (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX orders_care_of ON orders (delivered_by, care_on) WHERE care_on IS NOT NULL;

-- Cars sold without a lead, through sub-dealers or wholesale.
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
CREATE UNIQUE INDEX sales_row ON sales (sold_on, channel, model, nth);
CREATE INDEX sales_present ON sales (register) WHERE register IS NOT NULL AND missing_since IS NULL;

-- What a month is to bring: cars sold, and what of each source's share and deal rate the store sets itself.
CREATE TABLE targets (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month     TEXT NOT NULL UNIQUE CHECK (month || '-01' IS date(month || '-01')),
    sales     INTEGER NOT NULL CHECK (sales >= 0)
) STRICT;

-- Of one source in a month: its share of the sales, its deal rate and the rate it is to be raised to (fractions).
-- What is null comes from the three months before.
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

-- What a month's plan was made with: what each source (null: leads without one) brought in the three months that end with
-- last_month, counted when the plan was set. There is always a row without a source.
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
CREATE INDEX target_bases_month ON target_bases (month);

-- The cars that a consultant is to sell in a month.
CREATE TABLE target_people (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month      TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01')),
    consultant INTEGER NOT NULL REFERENCES staff,
    sales      INTEGER NOT NULL CHECK (sales >= 0),
    UNIQUE (month, consultant)
) STRICT;

-- A week of the month's plan, of a consultant or (null) the team: what is to be reached, focus and actions.
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
CREATE INDEX target_weeks_month ON target_weeks (month, week);

-- What is to be done in a week of the plan, by a consultant or (null) the team: how many, by when, and that it is done.
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
CREATE INDEX target_actions_month ON target_actions (month, week);

-- A month that was closed: its page's figures as JSON, as they were then; later changes show against it.
CREATE TABLE closings (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    month     TEXT NOT NULL UNIQUE CHECK (month || '-01' IS date(month || '-01')),
    figures   TEXT NOT NULL
) STRICT;

-- A consultant's day sheet, signed off by the manager with a remark.
CREATE TABLE sign_offs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    operation  INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    day        TEXT NOT NULL CHECK (day IS date(day)),
    consultant INTEGER REFERENCES staff,                 -- null: the whole team's
    by         INTEGER REFERENCES staff,
    note       TEXT NOT NULL
) STRICT;
CREATE INDEX sign_offs_day ON sign_offs (day);

-- Acquisition actions with a cost. Leads name the campaign that brought them by its name.
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

-- What a campaign cost: venue, materials, other.
CREATE TABLE campaign_costs (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    campaign  INTEGER NOT NULL REFERENCES campaigns,
    spent_on  TEXT NOT NULL CHECK (spent_on IS date(spent_on)),
    item      TEXT NOT NULL CHECK (item = 'venue' OR item = 'materials' OR item = 'other'),
    amount    REAL NOT NULL CHECK (amount >= 0),
    note      TEXT
) STRICT;
CREATE INDEX campaign_costs_campaign ON campaign_costs (campaign);

-- Dated tasks of a campaign, counted from its day.
CREATE TABLE campaign_tasks (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    campaign  INTEGER NOT NULL REFERENCES campaigns,
    due_on    TEXT NOT NULL CHECK (due_on IS date(due_on)),
    what      TEXT NOT NULL CHECK (what <> ''),
    staff     INTEGER REFERENCES staff,
    done_on   TEXT CHECK (done_on IS date(done_on))
) STRICT;
CREATE INDEX campaign_tasks_due ON campaign_tasks (due_on) WHERE done_on IS NULL;

-- Who is invited to a campaign, by whom, and that they confirmed. Who came and who ordered follows from their facts.
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
CREATE INDEX invitations_lead ON invitations (lead);

-- What suits a customer: hobby, family, age group, club.
CREATE TABLE tags (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    tag       TEXT NOT NULL CHECK (tag <> ''),
    UNIQUE (customer, tag)
) STRICT;
CREATE INDEX tags_tag ON tags (tag);

-- Who comes with a customer or is asked at home, and their part in the decision.
CREATE TABLE companions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    name      TEXT NOT NULL CHECK (name <> ''),
    part      TEXT CHECK (part = 'buyer' OR part = 'user' OR part = 'decider' OR part = 'gatekeeper'),
    UNIQUE (customer, name)
) STRICT;

-- What a store keeps of its customers beside what leadctl knows: each with a kind, and as JSON the choices of one.
CREATE TABLE fields (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
    kind      TEXT NOT NULL CHECK (kind = 'text' OR kind = 'number' OR kind = 'date' OR kind = 'choice'),
    choices   TEXT,
    CHECK ((kind = 'choice') = (choices IS NOT NULL))
) STRICT;

-- The values of these fields: a text, a number as it is written, an ISO date, or one of the choices.
CREATE TABLE field_values (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    field     INTEGER NOT NULL REFERENCES fields,
    value     TEXT NOT NULL CHECK (value <> ''),
    UNIQUE (customer, field)
) STRICT;
CREATE INDEX field_values_field ON field_values (field, value);

-- Cars in customers' hands that no delivery here tells of, or tells less of: sold before, elsewhere, or of another
-- brand. Cars delivered here are the orders that were delivered. delivery: the order that this same car is.
-- care_on: nothing is owed to its owner before that day (as in orders); null where the order speaks for the car.
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
CREATE INDEX owned_cars_customer ON owned_cars (customer);
CREATE INDEX owned_cars_present ON owned_cars (register) WHERE register IS NOT NULL AND missing_since IS NULL;
CREATE INDEX owned_cars_delivery ON owned_cars (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX owned_cars_care ON owned_cars (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX owned_cars_care_of ON owned_cars (consultant, care_on) WHERE care_on IS NOT NULL;

-- An owner contacted, about a car delivered here (delivery) or another one (car): on which occasions
-- (day-3, month-6, insurance-2027, ...; several joined by commas), how it ended. new_lead: what came of it.
-- named_only: it settles the occasions that it names; else everything due by its day, of all cars of the owner.
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
CREATE INDEX aftercare_delivery ON aftercare (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX aftercare_car ON aftercare (car) WHERE car IS NOT NULL;
CREATE INDEX aftercare_lead ON aftercare (new_lead) WHERE new_lead IS NOT NULL;
CREATE INDEX aftercare_at ON aftercare (at);

-- A complaint: who answers for it, until when, when it was solved.
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
CREATE INDEX complaints_open ON complaints (until) WHERE solved_on IS NULL;

-- An appointment: for_at, when the customer is to come; at, when it was agreed. What became of it is derived: kept by
-- a visit on its day, missed, moved to another time before its day had passed, or dropped with the lead; null: it
-- still stands. consultant: whose lead it was when it was agreed. One of which only the day is agreed has the time 00:00.
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
CREATE INDEX appointments_lead ON appointments (lead, at);
CREATE INDEX appointments_at ON appointments (at);
CREATE INDEX appointments_for ON appointments (for_at);

-- A callback: for_at, when the customer wants to be called; at, when they said so. It is no contact. One of which only
-- the day is agreed has the time 00:00.
CREATE TABLE callbacks (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    lead      INTEGER NOT NULL REFERENCES leads,
    at        TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M', at)),
    for_at    TEXT NOT NULL CHECK (for_at IS strftime('%Y-%m-%dT%H:%M', for_at)),
    by        INTEGER REFERENCES staff,
    note      TEXT
) STRICT;
CREATE INDEX callbacks_lead ON callbacks (lead, at);

-- A call that screens an online lead: what came of it, and the day on which they agreed to come.
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
CREATE INDEX screenings_lead ON screenings (lead, at);
CREATE INDEX screenings_at ON screenings (at);

-- Derived: the past states of leads, each from a moment to before another one. What the present state is stands in the
-- lead's own row, since its column since. Not journalled: derivation writes it anew with each change of the facts.
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
-- The state on an evening is the one that ends after it and began before it.
CREATE INDEX lead_states_until ON lead_states (until_at);

-- Derived: the contact windows that have ended. The one that runs stands in the lead's own row (window_...).
-- counted_on: the day of the contact in time, else the last day, due_by. owner: whose lead it was on that day.
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
CREATE INDEX contact_windows_counted ON contact_windows (counted_on);

-- Policies that follow the store's first one (a setting): each from its day on.
CREATE TABLE policies (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    from_on   TEXT NOT NULL UNIQUE CHECK (from_on IS date(from_on)),
    toml      TEXT NOT NULL
) STRICT;

-- Cards drawn at random from those opened in a period, to be called and confirmed, and what was found.
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
CREATE INDEX spot_checks_lead ON spot_checks (lead);

-- A reward that was paid out: to whom (a customer of ours, else the name or phone as it stands on visits), of which
-- campaign (null: the store's own rule) and for what.
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
CREATE INDEX reward_payments_customer ON reward_payments (customer) WHERE customer IS NOT NULL;
CREATE INDEX reward_payments_on ON reward_payments (paid_on);

-- Flyers that one of the staff handed out on a day: how many, where, and for which campaign.
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
CREATE INDEX handouts_on ON handouts (handed_on);

-- What people's own queries read (leadctl query, docs/views.md): stable names and columns, kept from version to version and
-- only ever added to. Names instead of numbers of rows, phones masked, notes left out. Each begins with its own key.

-- People, and how many of their leads there are. phone: the main one, masked.
CREATE VIEW v_customers AS
SELECT c.id AS customer, c.name, c.gender, c.importance, c.birthday, c.district, c.occupation,
    (SELECT CASE WHEN length(p.phone) >= 8 THEN substr(p.phone, 1, 3) ELSE '' END || '****'
        || CASE WHEN length(p.phone) > 4 THEN substr(p.phone, -4) ELSE '' END
        FROM phones AS p WHERE p.customer = c.id ORDER BY p.id LIMIT 1) AS phone,
    (SELECT count(p.id) FROM phones AS p WHERE p.customer = c.id) AS phones,
    (SELECT count(l.id) FROM leads AS l WHERE l.customer = c.id) AS leads,
    c.do_not_contact, c.consent_on, c.forgotten_on
FROM customers AS c;

-- Leads: what they were opened with, what they are now, and when each stage was first reached.
CREATE VIEW v_leads AS
SELECT l.id AS lead, l.customer, l.origin, l.opened_at, l.opened_grade, os.code AS opened_source,
    om.name AS opened_model, oc.name AS opened_consultant, l.status, l.verification, l.grade, l.graded_at,
    s.code AS source, l.channel, l.campaign, m.name AS model, t.name AS consultant, l.budget_low, l.budget_high,
    l.need_by, l.man, l.confidence, l.screened, l.contacts, l.attempts, l.last_contact, l.task, l.due_from, l.due_by,
    l.wake_on, l.meets_at, l.met_at, l.drove_at, l.ordered_at, l.delivered_at, l.churned_at, l.closed_at
FROM leads AS l LEFT JOIN sources AS s ON s.id = l.source LEFT JOIN models AS m ON m.id = l.model
    LEFT JOIN staff AS t ON t.id = l.consultant LEFT JOIN sources AS os ON os.id = l.opened_source
    LEFT JOIN models AS om ON om.id = l.opened_model LEFT JOIN staff AS oc ON oc.id = l.opened_consultant;

-- Visits, calls, events and online enquiries. source, model, consultant: its own, else what its lead had then.
CREATE VIEW v_visits AS
SELECT v.id AS visit, v.lead, v.customer, v.at, v.left_at, v.kind, v.nature, v.is_new, s.code AS source, v.channel,
    v.campaign, m.name AS model, t.name AS consultant, v.grade, v.party, v.budget_low, v.budget_high, v.need_by,
    v.test_drive, v.quoted, v.district, v.occupation, v.payment, v.rival, v.present_car, v.motive
FROM visits AS v LEFT JOIN sources AS s ON s.id = coalesce(v.source, v.lead_source)
    LEFT JOIN models AS m ON m.id = coalesce(v.model, v.lead_model)
    LEFT JOIN staff AS t ON t.id = coalesce(v.consultant, v.lead_consultant);

-- Follow-ups. consultant: whose lead it was; recorded_by: who contacted them; entered_at: when it was recorded.
CREATE VIEW v_followups AS
SELECT f.id AS followup, f.lead, l.customer, f.at, f.via, f.outcome, f.grade, f.next_on, t.name AS consultant,
    b.name AS recorded_by, e.at AS entered_at
FROM followups AS f LEFT JOIN leads AS l ON l.id = f.lead LEFT JOIN staff AS t ON t.id = f.consultant
    LEFT JOIN staff AS b ON b.id = f.by LEFT JOIN operations AS e ON e.id = f.operation;

-- Orders with what their lead was when it ordered; cars: how many. delivered_by: the owner at the delivery.
CREATE VIEW v_orders AS
SELECT o.id AS order_id, o.lead, l.customer, o.ordered_at, o.reported_on, o.delivered_at, o.cancelled_at,
    m.name AS model, o.price, o.deposit, o.count AS cars, o.follow_ups, t.name AS consultant, s.code AS source,
    lm.name AS lead_model, o.lead_grade AS grade, d.name AS delivered_by
FROM orders AS o LEFT JOIN leads AS l ON l.id = o.lead LEFT JOIN models AS m ON m.id = o.model
    LEFT JOIN staff AS t ON t.id = o.consultant LEFT JOIN sources AS s ON s.id = o.lead_source
    LEFT JOIN models AS lm ON lm.id = o.lead_model LEFT JOIN staff AS d ON d.id = o.delivered_by;

-- Leads lost. verification: what customer service found so far.
CREATE VIEW v_churns AS
SELECT x.id AS churn, x.lead, l.customer, x.at, x.kind, r.code AS reason, r.grp AS reason_group, x.rival,
    x.result AS verification, x.decided_at, x.historic, t.name AS consultant, s.code AS source, m.name AS model,
    x.lead_grade AS grade
FROM churns AS x LEFT JOIN leads AS l ON l.id = x.lead LEFT JOIN reasons AS r ON r.id = x.reason
    LEFT JOIN staff AS t ON t.id = x.consultant LEFT JOIN sources AS s ON s.id = x.lead_source
    LEFT JOIN models AS m ON m.id = x.lead_model;

-- Contact windows: nth of the lead, null while it runs. on_time: answered by due_by; null while it runs.
CREATE VIEW v_windows AS
SELECT w.lead, w.nth, w.task, w.grade, w.since, w.due_from, w.due_by, t.name AS consultant, w.answered_at,
    w.counted_on, coalesce(substr(w.answered_at, 1, 10) <= w.due_by, 0) AS on_time
FROM contact_windows AS w LEFT JOIN staff AS t ON t.id = w.owner
UNION ALL
SELECT l.id, NULL, l.window_task, l.grade, l.window_since, l.window_from, l.window_by, t.name, NULL, NULL, NULL
FROM leads AS l LEFT JOIN staff AS t ON t.id = l.window_owner WHERE l.window_by IS NOT NULL;

-- What leads were, each state from from_at to before until_at; null: to this day.
CREATE VIEW v_states AS
SELECT p.lead, p.from_at, p.until_at, p.status, p.grade, t.name AS consultant, m.name AS model, p.budget_low,
    p.budget_high, p.need_by, p.task, p.due_from, p.due_by, p.meets_at, p.wake_on, p.contacts, p.last_contact
FROM lead_states AS p LEFT JOIN staff AS t ON t.id = p.consultant LEFT JOIN models AS m ON m.id = p.model
UNION ALL
SELECT l.id, l.since, NULL, l.status, l.grade, t.name, m.name, l.budget_low, l.budget_high, l.need_by, l.task,
    l.due_from, l.due_by, l.meets_at, l.wake_on, l.contacts, l.last_contact
FROM leads AS l LEFT JOIN staff AS t ON t.id = l.consultant LEFT JOIN models AS m ON m.id = l.model
WHERE l.since IS NOT NULL;
