-- leadctl's database: the whole present schema, a comment a table.
--
-- What happened is recorded, what follows is derived. The tables below hold facts, each with its own time
-- and the operation that recorded it; columns under "derived" are a function of the facts and the store's
-- policy, written by one function (leadctl/store/derivation/derive.py) and provable afresh at any time.
--
-- A choice among more than two codes is written with OR: SQLite would build a table for IN at every single row.
-- Days are text 'YYYY-MM-DD', moments 'YYYY-MM-DDTHH:MM', both in store time; money is yuan; yes/no is 1/0.

PRAGMA application_id = 1279607108;  -- 'LEAD'
PRAGMA user_version = 1;

-- What the store is: name, code, timezone, policy (its TOML text).
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
    sha256  TEXT                         -- and its content
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

-- Who works here. left_on: no longer, since that day; the name stays for history.
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

-- Where leads come from: the trade's codes and the store's own.
CREATE TABLE sources (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    code      TEXT NOT NULL UNIQUE CHECK (code <> ''),
    label     TEXT NOT NULL
) STRICT;

-- The cars that are asked for and sold.
CREATE TABLE models (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    name      TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- Why leads are lost: the trade's reasons and the store's own, each in a group.
CREATE TABLE reasons (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    code      TEXT NOT NULL UNIQUE CHECK (code <> ''),
    label     TEXT NOT NULL,
    grp       TEXT NOT NULL
) STRICT;

-- People, known by phone. pinyin: how the name sounds, for searching.
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
    pinyin     TEXT
) STRICT;

-- Their numbers: 11 digits, or +CC..., or as typed where no plan fits. The lowest id is the main one.
CREATE TABLE phones (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    customer  INTEGER NOT NULL REFERENCES customers,
    phone     TEXT NOT NULL UNIQUE CHECK (phone <> '')
) STRICT;
CREATE INDEX phones_customer ON phones (customer);

-- One purchase that a customer may make here. start_at: of a lead that no visit opened, the day it begins.
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
    task         TEXT CHECK (task = 'first-follow-up' OR task = 'follow-up' OR task = 'verification'),
    due_from     TEXT CHECK (due_from IS date(due_from)),
    due_by       TEXT CHECK (due_by IS date(due_by)),
    wake_on      TEXT CHECK (wake_on IS date(wake_on)),
    met_at       TEXT,
    drove_at     TEXT,
    ordered_at   TEXT,
    delivered_at TEXT,
    churned_at   TEXT,
    closed_at    TEXT,
    -- A lead that is not closed has a next contact, and a closed one has none.
    CHECK (status IS NULL OR (closed_at IS NULL) = (due_by IS NOT NULL AND due_from IS NOT NULL AND task IS NOT NULL))
) STRICT;
-- One open lead a customer.
CREATE UNIQUE INDEX leads_one_open ON leads (customer) WHERE closed_at IS NULL;
CREATE INDEX leads_customer ON leads (customer);
-- The due list, of everybody and of one consultant. Two indexes: one over the pair would make a limit sort.
CREATE INDEX leads_due ON leads (due_from) WHERE task IS NOT NULL;
CREATE INDEX leads_due_of ON leads (consultant, due_from) WHERE task IS NOT NULL;
CREATE INDEX leads_opened ON leads (opened_at);

-- One contact that came to us: walk-in, call, event or online enquiry.
-- who, nth: the identity of a register's row: phone (else name), and being the n-th such row of its minute
-- and kind in its file; a typed visit has no nth and always adds.
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
    CHECK (left_at >= at)
) STRICT;
-- The identity of register rows; leading on the time, it also finds a month's visits.
CREATE UNIQUE INDEX visits_row ON visits (at, kind, who, nth);
CREATE INDEX visits_lead ON visits (lead, at) WHERE lead IS NOT NULL;
CREATE INDEX visits_customer ON visits (customer) WHERE customer IS NOT NULL;
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
    note      TEXT
) STRICT;
CREATE UNIQUE INDEX followups_row ON followups (lead, at, via, nth);
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
    nth       INTEGER NOT NULL
) STRICT;
CREATE INDEX retired_rows_key ON retired_rows (tbl, at, code, who, nth);

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
    confidence  TEXT
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
    note       TEXT
) STRICT;
CREATE INDEX assignments_lead ON assignments (lead, at);

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
-- historic: closed while an old register was taken over; nobody is asked to verify it.
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
    consultant  INTEGER REFERENCES staff,                -- the owner when it churned
    CHECK ((kind = 'defeat') = (reason IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX churns_row ON churns (lead, at, operation);
CREATE INDEX churns_at ON churns (at);

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
    consultant          INTEGER REFERENCES staff,        -- the owner when it was ordered
    CHECK (delivered_at IS NULL OR cancelled_at IS NULL),
    CHECK (delivered_at >= ordered_at AND cancelled_at >= ordered_at)
) STRICT;
CREATE INDEX orders_lead ON orders (lead);
CREATE INDEX orders_at ON orders (ordered_at);
CREATE INDEX orders_delivered ON orders (delivered_at) WHERE delivered_at IS NOT NULL;

-- Cars sold without a lead, through sub-dealers or wholesale.
CREATE TABLE sales (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operations DEFERRABLE INITIALLY DEFERRED,
    channel   TEXT NOT NULL CHECK (channel IN ('sub-dealer', 'wholesale')),
    sold_on   TEXT NOT NULL CHECK (sold_on IS date(sold_on)),
    model     INTEGER REFERENCES models,
    count     INTEGER NOT NULL DEFAULT 1 CHECK (count > 0),
    nth       INTEGER                                    -- identity of an imported row; null when typed
) STRICT;
CREATE UNIQUE INDEX sales_row ON sales (sold_on, channel, model, nth);

-- What rows held before they were changed or deleted: every column that is a fact, of the newest operation,
-- which inside the one write transaction is the one at work. Derived columns are not kept: they follow.

CREATE TRIGGER settings_updated AFTER UPDATE OF operation, key, value ON settings BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'settings', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'key', OLD.key, 'value', OLD.value)
    FROM operations;
END;

CREATE TRIGGER settings_deleted AFTER DELETE ON settings BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'settings', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'key', OLD.key, 'value', OLD.value)
    FROM operations;
END;

CREATE TRIGGER staff_updated AFTER UPDATE OF operation, name, role, login, left_on ON staff BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'staff', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'role', OLD.role, 'login', OLD.login, 'left_on',
        OLD.left_on)
    FROM operations;
END;

CREATE TRIGGER staff_deleted AFTER DELETE ON staff BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'staff', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'role', OLD.role, 'login', OLD.login, 'left_on',
        OLD.left_on)
    FROM operations;
END;

CREATE TRIGGER sources_updated AFTER UPDATE OF operation, code, label ON sources BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'sources', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'code', OLD.code, 'label', OLD.label)
    FROM operations;
END;

CREATE TRIGGER sources_deleted AFTER DELETE ON sources BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'sources', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'code', OLD.code, 'label', OLD.label)
    FROM operations;
END;

CREATE TRIGGER models_updated AFTER UPDATE OF operation, name ON models BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'models', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name)
    FROM operations;
END;

CREATE TRIGGER models_deleted AFTER DELETE ON models BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'models', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name)
    FROM operations;
END;

CREATE TRIGGER reasons_updated AFTER UPDATE OF operation, code, label, grp ON reasons BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'reasons', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'code', OLD.code, 'label', OLD.label, 'grp', OLD.grp)
    FROM operations;
END;

CREATE TRIGGER reasons_deleted AFTER DELETE ON reasons BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'reasons', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'code', OLD.code, 'label', OLD.label, 'grp', OLD.grp)
    FROM operations;
END;

CREATE TRIGGER customers_updated AFTER UPDATE OF operation, name, gender, importance, birthday, district,
    occupation, pinyin ON customers BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'customers', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'gender', OLD.gender, 'importance', OLD.importance,
        'birthday', OLD.birthday, 'district', OLD.district, 'occupation', OLD.occupation, 'pinyin',
        OLD.pinyin)
    FROM operations;
END;

CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'customers', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'gender', OLD.gender, 'importance', OLD.importance,
        'birthday', OLD.birthday, 'district', OLD.district, 'occupation', OLD.occupation, 'pinyin',
        OLD.pinyin)
    FROM operations;
END;

CREATE TRIGGER phones_updated AFTER UPDATE OF operation, customer, phone ON phones BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'phones', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'phone', OLD.phone)
    FROM operations;
END;

CREATE TRIGGER phones_deleted AFTER DELETE ON phones BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'phones', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'phone', OLD.phone)
    FROM operations;
END;

CREATE TRIGGER leads_updated AFTER UPDATE OF operation, customer, start_at, origin ON leads BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'leads', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'start_at', OLD.start_at, 'origin', OLD.origin)
    FROM operations;
END;

CREATE TRIGGER leads_deleted AFTER DELETE ON leads BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'leads', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'start_at', OLD.start_at, 'origin', OLD.origin)
    FROM operations;
END;

CREATE TRIGGER visits_updated AFTER UPDATE OF operation, at, left_at, kind, who, nth, customer, lead, name,
    gender, first_visit, source, channel, party, model, budget_low, budget_high, need_by, grade, test_drive,
    quoted, consultant, campaign, referrer, note ON visits BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'visits', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'at', OLD.at, 'left_at', OLD.left_at, 'kind', OLD.kind, 'who', OLD.who,
        'nth', OLD.nth, 'customer', OLD.customer, 'lead', OLD.lead, 'name', OLD.name, 'gender', OLD.gender,
        'first_visit', OLD.first_visit, 'source', OLD.source, 'channel', OLD.channel, 'party', OLD.party,
        'model', OLD.model, 'budget_low', OLD.budget_low, 'budget_high', OLD.budget_high, 'need_by',
        OLD.need_by, 'grade', OLD.grade, 'test_drive', OLD.test_drive, 'quoted', OLD.quoted, 'consultant',
        OLD.consultant, 'campaign', OLD.campaign, 'referrer', OLD.referrer, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER visits_deleted AFTER DELETE ON visits BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'visits', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'at', OLD.at, 'left_at', OLD.left_at, 'kind', OLD.kind, 'who', OLD.who,
        'nth', OLD.nth, 'customer', OLD.customer, 'lead', OLD.lead, 'name', OLD.name, 'gender', OLD.gender,
        'first_visit', OLD.first_visit, 'source', OLD.source, 'channel', OLD.channel, 'party', OLD.party,
        'model', OLD.model, 'budget_low', OLD.budget_low, 'budget_high', OLD.budget_high, 'need_by',
        OLD.need_by, 'grade', OLD.grade, 'test_drive', OLD.test_drive, 'quoted', OLD.quoted, 'consultant',
        OLD.consultant, 'campaign', OLD.campaign, 'referrer', OLD.referrer, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER followups_updated AFTER UPDATE OF operation, lead, at, nth, by, via, outcome, grade, next_on,
    note ON followups BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'followups', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'nth', OLD.nth, 'by', OLD.by, 'via',
        OLD.via, 'outcome', OLD.outcome, 'grade', OLD.grade, 'next_on', OLD.next_on, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER followups_deleted AFTER DELETE ON followups BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'followups', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'nth', OLD.nth, 'by', OLD.by, 'via',
        OLD.via, 'outcome', OLD.outcome, 'grade', OLD.grade, 'next_on', OLD.next_on, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER retired_rows_updated AFTER UPDATE OF operation, tbl, at, code, who, nth ON retired_rows BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'retired_rows', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'tbl', OLD.tbl, 'at', OLD.at, 'code', OLD.code, 'who', OLD.who, 'nth', OLD.nth)
    FROM operations;
END;

CREATE TRIGGER retired_rows_deleted AFTER DELETE ON retired_rows BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'retired_rows', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'tbl', OLD.tbl, 'at', OLD.at, 'code', OLD.code, 'who', OLD.who, 'nth', OLD.nth)
    FROM operations;
END;

CREATE TRIGGER assessments_updated AFTER UPDATE OF operation, lead, at, by, grade, need_by, decision, money,
    deciders, interest, behaviour, budget_low, budget_high, model, man, confidence ON assessments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'assessments', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'grade', OLD.grade,
        'need_by', OLD.need_by, 'decision', OLD.decision, 'money', OLD.money, 'deciders', OLD.deciders,
        'interest', OLD.interest, 'behaviour', OLD.behaviour, 'budget_low', OLD.budget_low, 'budget_high',
        OLD.budget_high, 'model', OLD.model, 'man', OLD.man, 'confidence', OLD.confidence)
    FROM operations;
END;

CREATE TRIGGER assessments_deleted AFTER DELETE ON assessments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'assessments', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'grade', OLD.grade,
        'need_by', OLD.need_by, 'decision', OLD.decision, 'money', OLD.money, 'deciders', OLD.deciders,
        'interest', OLD.interest, 'behaviour', OLD.behaviour, 'budget_low', OLD.budget_low, 'budget_high',
        OLD.budget_high, 'model', OLD.model, 'man', OLD.man, 'confidence', OLD.confidence)
    FROM operations;
END;

CREATE TRIGGER assignments_updated AFTER UPDATE OF operation, lead, at, by, consultant, note ON assignments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'assignments', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'consultant',
        OLD.consultant, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER assignments_deleted AFTER DELETE ON assignments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'assignments', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'consultant',
        OLD.consultant, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER dormancies_updated AFTER UPDATE OF operation, lead, at, by, until, note ON dormancies BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'dormancies', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'until', OLD.until,
        'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER dormancies_deleted AFTER DELETE ON dormancies BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'dormancies', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'until', OLD.until,
        'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER churns_updated AFTER UPDATE OF operation, lead, at, kind, reason, rival, by, note, historic ON
    churns BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'churns', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'kind', OLD.kind, 'reason', OLD.reason,
        'rival', OLD.rival, 'by', OLD.by, 'note', OLD.note, 'historic', OLD.historic)
    FROM operations;
END;

CREATE TRIGGER churns_deleted AFTER DELETE ON churns BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'churns', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'kind', OLD.kind, 'reason', OLD.reason,
        'rival', OLD.rival, 'by', OLD.by, 'note', OLD.note, 'historic', OLD.historic)
    FROM operations;
END;

CREATE TRIGGER verifications_updated AFTER UPDATE OF operation, lead, churn, at, by, result, note ON
    verifications BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'verifications', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'churn', OLD.churn, 'at', OLD.at, 'by', OLD.by,
        'result', OLD.result, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER verifications_deleted AFTER DELETE ON verifications BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'verifications', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'churn', OLD.churn, 'at', OLD.at, 'by', OLD.by,
        'result', OLD.result, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER orders_updated AFTER UPDATE OF operation, lead, ordered_at, by, model, price, deposit, vin,
    count, reported_on, delivered_at, delivered_operation, cancelled_at, cancelled_operation ON orders BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'orders', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'ordered_at', OLD.ordered_at, 'by', OLD.by, 'model',
        OLD.model, 'price', OLD.price, 'deposit', OLD.deposit, 'vin', OLD.vin, 'count', OLD.count,
        'reported_on', OLD.reported_on, 'delivered_at', OLD.delivered_at, 'delivered_operation',
        OLD.delivered_operation, 'cancelled_at', OLD.cancelled_at, 'cancelled_operation',
        OLD.cancelled_operation)
    FROM operations;
END;

CREATE TRIGGER orders_deleted AFTER DELETE ON orders BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'orders', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'ordered_at', OLD.ordered_at, 'by', OLD.by, 'model',
        OLD.model, 'price', OLD.price, 'deposit', OLD.deposit, 'vin', OLD.vin, 'count', OLD.count,
        'reported_on', OLD.reported_on, 'delivered_at', OLD.delivered_at, 'delivered_operation',
        OLD.delivered_operation, 'cancelled_at', OLD.cancelled_at, 'cancelled_operation',
        OLD.cancelled_operation)
    FROM operations;
END;

CREATE TRIGGER sales_updated AFTER UPDATE OF operation, channel, sold_on, model, count, nth ON sales BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'sales', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'channel', OLD.channel, 'sold_on', OLD.sold_on, 'model', OLD.model,
        'count', OLD.count, 'nth', OLD.nth)
    FROM operations;
END;

CREATE TRIGGER sales_deleted AFTER DELETE ON sales BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'sales', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'channel', OLD.channel, 'sold_on', OLD.sold_on, 'model', OLD.model,
        'count', OLD.count, 'nth', OLD.nth)
    FROM operations;
END;
