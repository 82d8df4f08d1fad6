-- From schema 2 to 3: appointments, screening, policies from a day on, spot checks, rewards paid. Frozen once landed.
-- What changes inside a table's own text (which tasks a lead may have) stands in leadctl/store/core/migrations.py.

ALTER TABLE leads ADD COLUMN meets_at TEXT;
ALTER TABLE leads ADD COLUMN screened TEXT CHECK (screened = 'A' OR screened = 'B' OR screened = 'C' OR screened = 'D');
CREATE INDEX leads_meets ON leads (meets_at) WHERE meets_at IS NOT NULL;
CREATE INDEX leads_screening ON leads (due_from) WHERE task = 'screening';

ALTER TABLE assignments ADD COLUMN released_from INTEGER REFERENCES staff;
CREATE INDEX assignments_released ON assignments (at) WHERE released_from IS NOT NULL;
CREATE INDEX staff_left ON staff (left_on) WHERE left_on IS NOT NULL;
DROP TRIGGER assignments_updated;
DROP TRIGGER assignments_deleted;

ALTER TABLE models ADD COLUMN same_as INTEGER REFERENCES models;
DROP TRIGGER models_updated;
DROP TRIGGER models_deleted;

ALTER TABLE customers ADD COLUMN forgotten_on TEXT CHECK (forgotten_on IS date(forgotten_on));
DROP TRIGGER customers_updated;
DROP TRIGGER customers_deleted;

-- An appointment: for_at, when the customer is to come; at, when it was agreed. What became of it is derived: kept by
-- a visit on its day, missed, moved to another time before its day had passed, or dropped with the lead; null: it
-- still stands. consultant: whose lead it was when it was agreed.
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
CREATE INDEX appointments_lead ON appointments (lead, at);
CREATE INDEX appointments_at ON appointments (at);
CREATE INDEX appointments_for ON appointments (for_at);

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

CREATE TRIGGER customers_updated AFTER UPDATE OF operation, name, gender, importance, birthday, district,
    occupation, pinyin, forgotten_on ON customers BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'customers', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'gender', OLD.gender, 'importance', OLD.importance,
        'birthday', OLD.birthday, 'district', OLD.district, 'occupation', OLD.occupation, 'pinyin',
        OLD.pinyin, 'forgotten_on', OLD.forgotten_on)
    FROM operations;
END;

CREATE TRIGGER customers_deleted AFTER DELETE ON customers BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'customers', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'gender', OLD.gender, 'importance', OLD.importance,
        'birthday', OLD.birthday, 'district', OLD.district, 'occupation', OLD.occupation, 'pinyin',
        OLD.pinyin, 'forgotten_on', OLD.forgotten_on)
    FROM operations;
END;

CREATE TRIGGER assignments_updated AFTER UPDATE OF operation, lead, at, by, consultant, note,
    released_from ON assignments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'assignments', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'consultant',
        OLD.consultant, 'note', OLD.note, 'released_from', OLD.released_from)
    FROM operations;
END;

CREATE TRIGGER assignments_deleted AFTER DELETE ON assignments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'assignments', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'consultant',
        OLD.consultant, 'note', OLD.note, 'released_from', OLD.released_from)
    FROM operations;
END;

CREATE TRIGGER models_updated AFTER UPDATE OF operation, name, same_as ON models BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'models', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'same_as', OLD.same_as)
    FROM operations;
END;

CREATE TRIGGER models_deleted AFTER DELETE ON models BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'models', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'same_as', OLD.same_as)
    FROM operations;
END;

CREATE TRIGGER appointments_updated AFTER UPDATE OF operation, lead, at, for_at, by, note ON appointments
    BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'appointments', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'for_at', OLD.for_at, 'by', OLD.by,
        'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER appointments_deleted AFTER DELETE ON appointments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'appointments', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'for_at', OLD.for_at, 'by', OLD.by,
        'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER screenings_updated AFTER UPDATE OF operation, lead, at, by, result, promised_on, note ON
    screenings BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'screenings', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result,
        'promised_on', OLD.promised_on, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER screenings_deleted AFTER DELETE ON screenings BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'screenings', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'lead', OLD.lead, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result,
        'promised_on', OLD.promised_on, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER policies_updated AFTER UPDATE OF operation, from_on, toml ON policies BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'policies', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'from_on', OLD.from_on, 'toml', OLD.toml)
    FROM operations;
END;

CREATE TRIGGER policies_deleted AFTER DELETE ON policies BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'policies', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'from_on', OLD.from_on, 'toml', OLD.toml)
    FROM operations;
END;

CREATE TRIGGER spot_checks_updated AFTER UPDATE OF operation, month, lead, drawn_at, checked_at, by, result,
    note ON spot_checks BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'spot_checks', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'lead', OLD.lead, 'drawn_at', OLD.drawn_at,
        'checked_at', OLD.checked_at, 'by', OLD.by, 'result', OLD.result, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER spot_checks_deleted AFTER DELETE ON spot_checks BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'spot_checks', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'lead', OLD.lead, 'drawn_at', OLD.drawn_at,
        'checked_at', OLD.checked_at, 'by', OLD.by, 'result', OLD.result, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER reward_payments_updated AFTER UPDATE OF operation, paid_on, customer, referrer, campaign,
    amount, by, note ON reward_payments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'reward_payments', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'paid_on', OLD.paid_on, 'customer', OLD.customer, 'referrer',
        OLD.referrer, 'campaign', OLD.campaign, 'amount', OLD.amount, 'by', OLD.by, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER reward_payments_deleted AFTER DELETE ON reward_payments BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'reward_payments', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'paid_on', OLD.paid_on, 'customer', OLD.customer, 'referrer',
        OLD.referrer, 'campaign', OLD.campaign, 'amount', OLD.amount, 'by', OLD.by, 'note', OLD.note)
    FROM operations;
END;
