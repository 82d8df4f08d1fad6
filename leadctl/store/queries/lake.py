"""What a store gives its group: which columns of which tables, and what changed since it gave them last.

Names, phones and notes are no columns of it (docs/lake.md). A table is divided into months by one of its times.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_row, read_values

ID, NUMBER, AMOUNT, CODE, TEXT, DAY, MOMENT = "id", "number", "amount", "code", "text", "day", "moment"
"""What a column holds. An id is a row's number in its store; a code is one of a fixed set, or a name on one of the
store's lists; a text was once typed. A phone in a code or a text is masked."""

ALWAYS = "all"
"""The month of a table that is not divided: the store's lists."""

Rows = list[tuple[object, ...]]


class Column(NamedTuple):
    """A column: its name, what it holds, and its SQL over the table's aliases."""

    name: str
    kind: str
    sql: str


class LakeTable(NamedTuple):
    """A table of the lake.

    ``source``: what it is read from; ``month``: the SQL of the time that divides it, empty where it is not divided;
    ``divided_by``: the column that this time is; ``key``: the order of its rows. ``lead``: the column that names a
    row's lead, ``customer``: its customer; None: it changes rarely and is compared whole.
    """

    name: str
    source: str
    columns: tuple[Column, ...]
    month: str = ""
    divided_by: str = ""
    key: str = "1"
    lead: str | None = None
    customer: str | None = None


def _columns(alias: str, **kinds: str) -> tuple[Column, ...]:
    """Columns of one table: kind -> their names. A name of a list is looked up there."""
    found = []
    for kind, names in kinds.items():
        for name in names.split():
            sql = f"{alias}.{name}"
            found.append(
                Column(name, CODE, _NAMED[kind].format(column=sql)) if kind in _NAMED else Column(name, kind, sql)
            )
    return tuple(found)


_NAMED = {
    "source": "(SELECT y.code FROM sources AS y WHERE y.id = {column})",
    "model": "(SELECT y.name FROM models AS y WHERE y.id = {column})",
    "staff": "(SELECT y.name FROM staff AS y WHERE y.id = {column})",
    "reason": "(SELECT y.code FROM reasons AS y WHERE y.id = {column})",
}

TABLES: tuple[LakeTable, ...] = (
    LakeTable(
        "visits",
        "visits AS v",
        _columns(
            "v",
            id="id customer lead operation",
            moment="at left_at",
            code="kind nature grade",
            number="is_new test_drive quoted party",
            source="source lead_source",
            model="model lead_model",
            staff="consultant lead_consultant",
            text="channel campaign",
            amount="budget_low budget_high",
            day="need_by",
        ),
        month="v.at",
        divided_by="at",
        key="v.id",
        lead="v.lead",
        customer="v.customer",
    ),
    LakeTable(
        "leads",
        "leads AS l",
        (
            *_columns(
                "l",
                id="id customer operation",
                code="origin opened_grade grade status verification man confidence screened task window_task",
                moment="opened_at since graded_at last_contact met_at drove_at ordered_at delivered_at churned_at"
                " closed_at meets_at window_since",
                source="opened_source source",
                model="opened_model model",
                staff="opened_consultant consultant window_owner",
                text="channel campaign",
                amount="budget_low budget_high",
                number="attempts contacts",
                day="due_from due_by wake_on retry_on list_on invite_on window_from window_by",
            ),
            # It may be a word for an unknown day.
            Column("need_by", DAY, "date(l.need_by)"),
        ),
        month="l.opened_at",
        divided_by="opened_at",
        key="l.id",
        lead="l.id",
        customer="l.customer",
    ),
    LakeTable(
        "orders",
        "orders AS o",
        _columns(
            "o",
            id="id lead",
            moment="ordered_at delivered_at cancelled_at",
            day="reported_on",
            model="model lead_model",
            source="lead_source",
            staff="consultant delivered_by",
            code="lead_grade",
            amount="price deposit",
            number="count follow_ups",
        ),
        month="o.ordered_at",
        divided_by="ordered_at",
        key="o.id",
        lead="o.lead",
    ),
    LakeTable(
        "churns",
        "churns AS ch",
        _columns(
            "ch",
            id="id lead",
            moment="at decided_at",
            code="kind result lead_grade",
            reason="reason",
            text="rival",
            number="historic",
            source="lead_source",
            model="lead_model",
            staff="consultant",
        ),
        month="ch.at",
        divided_by="at",
        key="ch.id",
        lead="ch.lead",
    ),
    LakeTable(
        "verifications",
        "verifications AS y",
        _columns("y", id="id lead churn operation", moment="at", code="result"),
        month="y.at",
        divided_by="at",
        key="y.id",
        lead="y.lead",
    ),
    LakeTable(
        "followups",
        "followups AS f JOIN operations AS e ON e.id = f.operation",
        (
            *_columns(
                "f", id="id lead operation", moment="at", code="via outcome grade", day="next_on", staff="consultant"
            ),
            Column("entered_at", MOMENT, "e.at"),
        ),
        month="f.at",
        divided_by="at",
        key="f.id",
        lead="f.lead",
    ),
    LakeTable(
        "screenings",
        "screenings AS sc",
        _columns("sc", id="id lead", moment="at", code="result", day="promised_on"),
        month="sc.at",
        divided_by="at",
        key="sc.id",
        lead="sc.lead",
    ),
    LakeTable(
        "appointments",
        "appointments AS a",
        _columns("a", id="id lead", moment="at for_at", code="result", staff="consultant"),
        month="a.at",
        divided_by="at",
        key="a.id",
        lead="a.lead",
    ),
    LakeTable(
        "assignments",
        "assignments AS h",
        _columns("h", id="id lead", moment="at", staff="consultant released_from"),
        month="h.at",
        divided_by="at",
        key="h.id",
        lead="h.lead",
    ),
    LakeTable(
        "contact_windows",
        "contact_windows AS w",
        _columns(
            "w",
            id="lead",
            number="nth",
            code="task grade",
            moment="since answered_at",
            day="due_from due_by counted_on",
            staff="owner",
        ),
        month="w.since",
        divided_by="since",
        key="w.lead, w.nth",
        lead="w.lead",
    ),
    LakeTable(
        "lead_states",
        "lead_states AS p",
        (
            *_columns(
                "p",
                id="lead",
                moment="from_at until_at graded_at last_contact meets_at",
                code="status grade task man confidence",
                staff="consultant",
                model="model",
                amount="budget_low budget_high",
                number="contacts attempts",
                day="due_from due_by invite_on wake_on",
            ),
            Column("need_by", DAY, "date(p.need_by)"),
        ),
        month="p.from_at",
        divided_by="from_at",
        key="p.lead, p.from_at",
        lead="p.lead",
    ),
    LakeTable(
        "customers",
        "customers AS c JOIN operations AS e ON e.id = c.operation",
        (*_columns("c", id="id", code="importance do_not_contact"), Column("recorded_at", MOMENT, "e.at")),
        month="e.at",
        divided_by="recorded_at",
        key="c.id",
        customer="c.id",
    ),
    LakeTable(
        "sales",
        "sales AS x",
        _columns("x", id="id", code="channel", day="sold_on", model="model", number="count"),
        month="x.sold_on",
        divided_by="sold_on",
        key="x.id",
    ),
    LakeTable(
        "campaigns",
        "campaigns AS g",
        _columns("g", id="id", text="name kind", source="source", day="starts_on ends_on", amount="budget"),
        key="g.id",
    ),
    LakeTable(
        "campaign_costs",
        "campaign_costs AS k",
        _columns("k", id="id campaign", day="spent_on", code="item", amount="amount"),
        key="k.id",
    ),
    LakeTable(
        "invitations",
        "invitations AS i JOIN operations AS e ON e.id = i.operation",
        (
            *_columns("i", id="id campaign lead operation", staff="consultant", day="invited_on confirmed_on"),
            Column("listed_at", MOMENT, "e.at"),
        ),
        key="i.id",
    ),
    LakeTable(
        "targets",
        "targets AS t",
        (*_columns("t", id="id", number="sales"), Column("planned", CODE, "t.month")),
        key="t.id",
    ),
    LakeTable(
        "target_sources",
        "target_sources AS t",
        (
            *_columns("t", id="id", source="source", amount="share deal_rate raised_rate"),
            Column("planned", CODE, "t.month"),
        ),
        key="t.id",
    ),
    LakeTable(
        "target_bases",
        "target_bases AS t",
        (
            *_columns("t", id="id", code="last_month", source="source", number="leads orders cars"),
            Column("planned", CODE, "t.month"),
        ),
        key="t.id",
    ),
    LakeTable(
        "target_people",
        "target_people AS t",
        (*_columns("t", id="id", staff="consultant", number="sales"), Column("planned", CODE, "t.month")),
        key="t.id",
    ),
    LakeTable(
        "target_weeks",
        "target_weeks AS t",
        (
            *_columns("t", id="id", number="week leads orders deliveries", staff="consultant"),
            Column("planned", CODE, "t.month"),
        ),
        key="t.id",
    ),
    LakeTable("sources", "sources AS s", _columns("s", code="code label"), key="s.id"),
    LakeTable("models", "models AS m", _columns("m", code="name"), key="m.id"),
    LakeTable("reasons", "reasons AS r", _columns("r", code="code label grp"), key="r.id"),
    LakeTable("staff", "staff AS u", _columns("u", code="name role", day="left_on"), key="u.id"),
)
"""Everything that leaves a store, but the hashes of phones."""

PHONES = LakeTable(
    "phones",
    "phones AS n JOIN operations AS e ON e.id = n.operation",
    (*_columns("n", id="customer"), Column("phone_hash", TEXT, "n.phone"), Column("recorded_at", MOMENT, "e.at")),
    month="e.at",
    divided_by="recorded_at",
    key="n.id",
    customer="n.customer",
)
"""Only where the group has a key, and with a keyed hash in the place of each phone."""


class LastOperation(NamedTuple):
    """Which operation was a store's last: its number, and what tells it from another one of that number."""

    id: int
    at: str
    command: str


def last_operation(db: sqlite3.Connection, number: int | None = None) -> LastOperation | None:
    """The newest operation, or that of a number; None where there is none."""
    sql = "SELECT id, at, command FROM operations WHERE :number IS NULL OR id = :number ORDER BY id DESC LIMIT 1"
    return find_row(db, LastOperation, sql, {"number": number})


class Touched(NamedTuple):
    """The rows that operations wrote: leads, customers, and of tables rows by their id."""

    leads: frozenset[int]
    customers: frozenset[int]
    rows: Mapping[str, frozenset[int]]


_RULES, _LISTS = ("settings", "policies"), ("staff", "sources", "models", "reasons")
"""Rules by which facts are derived, and lists by whose names facts are called: a change concerns any month."""

_RARE = ("forget", "retention", "restore", "doctor", "undo", "merge")
"""Operations that are too wide to follow, by how their names begin."""

_MOST_TOUCHED = 50_000


def find_touched(db: sqlite3.Connection, since: int) -> Touched | None:
    """What the operations after one wrote; None where that is so much, or so wide, that all is compared instead."""
    commands = read_values(db, str, "SELECT command FROM operations WHERE id > ?", (since,))
    if any(command.startswith(_RARE) for command in commands):
        return None
    rows: dict[str, set[int]] = defaultdict(set)
    before: dict[str, set[int]] = {"lead": set(), "customer": set()}
    for table, action, first, last, lead, customer in db.execute(_CHANGES, (since,)):
        if table in _RULES or (table in _LISTS and action != "insert"):
            return None
        rows[table].update(range(first, last + 1))
        before["lead"].add(lead)
        before["customer"].add(customer)
        if sum(map(len, rows.values())) > _MOST_TOUCHED:
            return None
    leads = rows["leads"] | before["lead"] | _point_at(db, "lead", rows)
    customers = rows["customers"] | before["customer"] | _point_at(db, "customer", rows)
    # What is derived of one lead of a customer may change with another one.
    customers.update(_ask(db, "SELECT customer FROM leads WHERE id IN (SELECT value FROM json_each(?))", leads))
    leads.update(_ask(db, "SELECT id FROM leads WHERE customer IN (SELECT value FROM json_each(?))", customers))
    return Touched(
        frozenset(leads - {None}), frozenset(customers - {None}), {name: frozenset(ids) for name, ids in rows.items()}
    )


_CHANGES = (
    "SELECT tbl, action, first_row, last_row, json_extract(before, '$.lead'), json_extract(before, '$.customer')"
    " FROM changes WHERE operation > ?"
)


def _point_at(db: sqlite3.Connection, column: str, rows: Mapping[str, set[int]]) -> set[int]:
    """What rows name in a column, where their table has it."""
    found: set[int] = set()
    for table, ids in rows.items():
        if any(row[1] == column for row in db.execute(f"PRAGMA main.table_info({table})")):
            found |= _ask(db, f"SELECT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(?))", ids)
    return found


def _ask(db: sqlite3.Connection, sql: str, ids: Iterable[int]) -> set[int]:
    return {row[0] for row in db.execute(sql, (json_ids(one for one in ids if one is not None),))}


def touched_months(db: sqlite3.Connection, table: LakeTable, touched: Touched) -> set[str]:
    """The months in which rows of a table stand now that were touched, or are of a lead or customer that was."""
    alias = table.month.partition(".")[0]
    wanted: list[tuple[str, Iterable[int]]] = (
        [(table.key, touched.rows.get(table.name, ()))] if "," not in table.key else []
    )
    if table.lead is not None:
        wanted.append((table.lead, touched.leads))
    if table.customer is not None:
        wanted.append((table.customer, touched.customers))
    assert alias
    found: set[str] = set()
    for column, ids in wanted:
        sql = f"SELECT DISTINCT substr({table.month}, 1, 7) FROM {table.source} WHERE {column} IN"
        found.update(row[0] for row in db.execute(f"{sql} (SELECT value FROM json_each(?))", (json_ids(ids),)))
    return {month for month in found if month}


def read_months(db: sqlite3.Connection, table: LakeTable, months: Iterable[str] | None) -> Iterator[tuple[str, Rows]]:
    """Each of these months (None: every one that has rows) with its rows, in the order of the months."""
    cursor = db.cursor()
    cursor.row_factory = None
    wanted = ", ".join(column.sql for column in table.columns)
    if not table.month:
        yield ALWAYS, cursor.execute(f"SELECT {wanted} FROM {table.source} ORDER BY {table.key}").fetchall()
        return
    if months is None:
        ordered = f"substr({table.month}, 1, 7)"
        cursor.execute(
            f"SELECT {ordered}, {wanted} FROM {table.source} WHERE {table.month} IS NOT NULL ORDER BY 1, {table.key}"
        )
        for month, rows in groupby(cursor, key=lambda row: str(row[0])):
            yield month, [row[1:] for row in rows]
        return
    of_month = f"{table.month} >= ? AND {table.month} < ?"
    for month in sorted(months):
        cursor.execute(
            f"SELECT {wanted} FROM {table.source} WHERE {of_month} ORDER BY {table.key}", (month, f"{month}~")
        )
        yield month, cursor.fetchall()
