-- From schema 1 to 2: planning, closing a month, day sheets, campaigns, tags, owners. Frozen.

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
    figures   TEXT NOT NULL CHECK (json_valid(figures))
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

-- Of a car delivered here: nothing is owed to its owner before that day.
ALTER TABLE orders ADD COLUMN care_on TEXT CHECK (care_on IS date(care_on));
CREATE INDEX orders_care ON orders (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX orders_care_of ON orders (consultant, care_on) WHERE care_on IS NOT NULL;

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
    -- derived
    delivery       INTEGER REFERENCES orders,
    care_on        TEXT CHECK (care_on IS date(care_on))
) STRICT;
CREATE INDEX owned_cars_customer ON owned_cars (customer);
CREATE INDEX owned_cars_delivery ON owned_cars (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX owned_cars_care ON owned_cars (care_on) WHERE care_on IS NOT NULL;
CREATE INDEX owned_cars_care_of ON owned_cars (consultant, care_on) WHERE care_on IS NOT NULL;

-- An owner contacted, about a car delivered here (delivery) or another one (car): on which occasions
-- (day-3, month-6, insurance-2027, ...; several joined by commas), how it ended. new_lead: what came of it.
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

-- What was still worked in a month: not closed, or closed since it began.
CREATE INDEX leads_closed ON leads (closed_at) WHERE closed_at IS NOT NULL;
