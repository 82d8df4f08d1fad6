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

CREATE TRIGGER targets_updated AFTER UPDATE OF operation, month, sales ON targets BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'targets', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'sales', OLD.sales)
    FROM operations;
END;

CREATE TRIGGER targets_deleted AFTER DELETE ON targets BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'targets', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'sales', OLD.sales)
    FROM operations;
END;

CREATE TRIGGER target_sources_updated AFTER UPDATE OF operation, month, source, share, deal_rate, raised_rate
    ON target_sources BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'target_sources', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'source', OLD.source, 'share', OLD.share,
        'deal_rate', OLD.deal_rate, 'raised_rate', OLD.raised_rate)
    FROM operations;
END;

CREATE TRIGGER target_sources_deleted AFTER DELETE ON target_sources BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'target_sources', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'source', OLD.source, 'share', OLD.share,
        'deal_rate', OLD.deal_rate, 'raised_rate', OLD.raised_rate)
    FROM operations;
END;

CREATE TRIGGER target_weeks_updated AFTER UPDATE OF operation, month, week, consultant, leads, orders,
    deliveries, note ON target_weeks BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'target_weeks', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant,
        'leads', OLD.leads, 'orders', OLD.orders, 'deliveries', OLD.deliveries, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER target_weeks_deleted AFTER DELETE ON target_weeks BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'target_weeks', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant,
        'leads', OLD.leads, 'orders', OLD.orders, 'deliveries', OLD.deliveries, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER target_actions_updated AFTER UPDATE OF operation, month, week, consultant, what, count, due_on,
    done_on ON target_actions BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'target_actions', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant,
        'what', OLD.what, 'count', OLD.count, 'due_on', OLD.due_on, 'done_on', OLD.done_on)
    FROM operations;
END;

CREATE TRIGGER target_actions_deleted AFTER DELETE ON target_actions BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'target_actions', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'week', OLD.week, 'consultant', OLD.consultant,
        'what', OLD.what, 'count', OLD.count, 'due_on', OLD.due_on, 'done_on', OLD.done_on)
    FROM operations;
END;

CREATE TRIGGER closings_updated AFTER UPDATE OF operation, month, figures ON closings BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'closings', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'figures', OLD.figures)
    FROM operations;
END;

CREATE TRIGGER closings_deleted AFTER DELETE ON closings BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'closings', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'month', OLD.month, 'figures', OLD.figures)
    FROM operations;
END;

CREATE TRIGGER sign_offs_updated AFTER UPDATE OF operation, day, consultant, by, note ON sign_offs BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'sign_offs', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'day', OLD.day, 'consultant', OLD.consultant, 'by', OLD.by, 'note',
        OLD.note)
    FROM operations;
END;

CREATE TRIGGER sign_offs_deleted AFTER DELETE ON sign_offs BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'sign_offs', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'day', OLD.day, 'consultant', OLD.consultant, 'by', OLD.by, 'note',
        OLD.note)
    FROM operations;
END;

CREATE TRIGGER campaigns_updated AFTER UPDATE OF operation, name, kind, source, starts_on, ends_on, budget,
    approved_by, approved_on, summary ON campaigns BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'campaigns', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'kind', OLD.kind, 'source', OLD.source, 'starts_on',
        OLD.starts_on, 'ends_on', OLD.ends_on, 'budget', OLD.budget, 'approved_by', OLD.approved_by,
        'approved_on', OLD.approved_on, 'summary', OLD.summary)
    FROM operations;
END;

CREATE TRIGGER campaigns_deleted AFTER DELETE ON campaigns BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'campaigns', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'name', OLD.name, 'kind', OLD.kind, 'source', OLD.source, 'starts_on',
        OLD.starts_on, 'ends_on', OLD.ends_on, 'budget', OLD.budget, 'approved_by', OLD.approved_by,
        'approved_on', OLD.approved_on, 'summary', OLD.summary)
    FROM operations;
END;

CREATE TRIGGER campaign_costs_updated AFTER UPDATE OF operation, campaign, spent_on, item, amount, note ON
    campaign_costs BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'campaign_costs', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'campaign', OLD.campaign, 'spent_on', OLD.spent_on, 'item', OLD.item,
        'amount', OLD.amount, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER campaign_costs_deleted AFTER DELETE ON campaign_costs BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'campaign_costs', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'campaign', OLD.campaign, 'spent_on', OLD.spent_on, 'item', OLD.item,
        'amount', OLD.amount, 'note', OLD.note)
    FROM operations;
END;

CREATE TRIGGER campaign_tasks_updated AFTER UPDATE OF operation, campaign, due_on, what, staff, done_on ON
    campaign_tasks BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'campaign_tasks', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'campaign', OLD.campaign, 'due_on', OLD.due_on, 'what', OLD.what,
        'staff', OLD.staff, 'done_on', OLD.done_on)
    FROM operations;
END;

CREATE TRIGGER campaign_tasks_deleted AFTER DELETE ON campaign_tasks BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'campaign_tasks', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'campaign', OLD.campaign, 'due_on', OLD.due_on, 'what', OLD.what,
        'staff', OLD.staff, 'done_on', OLD.done_on)
    FROM operations;
END;

CREATE TRIGGER invitations_updated AFTER UPDATE OF operation, campaign, lead, consultant, invited_on,
    confirmed_on ON invitations BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'invitations', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'campaign', OLD.campaign, 'lead', OLD.lead, 'consultant',
        OLD.consultant, 'invited_on', OLD.invited_on, 'confirmed_on', OLD.confirmed_on)
    FROM operations;
END;

CREATE TRIGGER invitations_deleted AFTER DELETE ON invitations BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'invitations', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'campaign', OLD.campaign, 'lead', OLD.lead, 'consultant',
        OLD.consultant, 'invited_on', OLD.invited_on, 'confirmed_on', OLD.confirmed_on)
    FROM operations;
END;

CREATE TRIGGER tags_updated AFTER UPDATE OF operation, customer, tag ON tags BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'tags', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'tag', OLD.tag)
    FROM operations;
END;

CREATE TRIGGER tags_deleted AFTER DELETE ON tags BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'tags', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'tag', OLD.tag)
    FROM operations;
END;

CREATE TRIGGER owned_cars_updated AFTER UPDATE OF operation, customer, model, delivered_on, vin,
    consultant, insurance_on, inspection_on, warranty_until, origin ON owned_cars BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'owned_cars', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'model', OLD.model,
        'delivered_on', OLD.delivered_on, 'vin', OLD.vin, 'consultant', OLD.consultant, 'insurance_on',
        OLD.insurance_on, 'inspection_on', OLD.inspection_on, 'warranty_until', OLD.warranty_until,
        'origin', OLD.origin)
    FROM operations;
END;

CREATE TRIGGER owned_cars_deleted AFTER DELETE ON owned_cars BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'owned_cars', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'customer', OLD.customer, 'model', OLD.model,
        'delivered_on', OLD.delivered_on, 'vin', OLD.vin, 'consultant', OLD.consultant, 'insurance_on',
        OLD.insurance_on, 'inspection_on', OLD.inspection_on, 'warranty_until', OLD.warranty_until,
        'origin', OLD.origin)
    FROM operations;
END;

CREATE TRIGGER aftercare_updated AFTER UPDATE OF operation, delivery, car, occasion, due_on, at, by, result, score,
    note, new_lead ON aftercare BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'aftercare', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'delivery', OLD.delivery, 'car', OLD.car, 'occasion', OLD.occasion,
        'due_on', OLD.due_on, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'score', OLD.score, 'note',
        OLD.note, 'new_lead', OLD.new_lead)
    FROM operations;
END;

CREATE TRIGGER aftercare_deleted AFTER DELETE ON aftercare BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'aftercare', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'delivery', OLD.delivery, 'car', OLD.car, 'occasion', OLD.occasion,
        'due_on', OLD.due_on, 'at', OLD.at, 'by', OLD.by, 'result', OLD.result, 'score', OLD.score, 'note',
        OLD.note, 'new_lead', OLD.new_lead)
    FROM operations;
END;

CREATE TRIGGER complaints_updated AFTER UPDATE OF operation, aftercare, what, staff, until, solved_on,
    solution ON complaints BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'complaints', 'update', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'aftercare', OLD.aftercare, 'what', OLD.what, 'staff', OLD.staff,
        'until', OLD.until, 'solved_on', OLD.solved_on, 'solution', OLD.solution)
    FROM operations;
END;

CREATE TRIGGER complaints_deleted AFTER DELETE ON complaints BEGIN
    INSERT INTO changes (operation, tbl, action, first_row, last_row, before)
    SELECT max(id), 'complaints', 'delete', OLD.id, OLD.id, json_object(
        'operation', OLD.operation, 'aftercare', OLD.aftercare, 'what', OLD.what, 'staff', OLD.staff,
        'until', OLD.until, 'solved_on', OLD.solved_on, 'solution', OLD.solution)
    FROM operations;
END;

-- What was still worked in a month: not closed, or closed since it began.
CREATE INDEX leads_closed ON leads (closed_at) WHERE closed_at IS NOT NULL;
