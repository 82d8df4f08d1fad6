-- From schema 2 to 3: appointments, screening, policies from a day on, spot checks, rewards paid. Frozen once landed.
-- What changes inside a table's own text (which tasks a lead may have) stands in leadctl/store/core/migrations.py.

ALTER TABLE leads ADD COLUMN meets_at TEXT;
ALTER TABLE leads ADD COLUMN screened TEXT CHECK (screened = 'A' OR screened = 'B' OR screened = 'C' OR screened = 'D');
CREATE INDEX leads_meets ON leads (meets_at) WHERE meets_at IS NOT NULL;
CREATE INDEX leads_screening ON leads (due_from) WHERE task = 'screening';

ALTER TABLE assignments ADD COLUMN released_from INTEGER REFERENCES staff;
CREATE INDEX assignments_released ON assignments (at) WHERE released_from IS NOT NULL;
CREATE INDEX staff_left ON staff (left_on) WHERE left_on IS NOT NULL;

ALTER TABLE models ADD COLUMN same_as INTEGER REFERENCES models;

ALTER TABLE customers ADD COLUMN forgotten_on TEXT CHECK (forgotten_on IS date(forgotten_on));

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
