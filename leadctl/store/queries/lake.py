"""What a store gives its group: which columns of which tables, and what changed since it gave them last.

Names, phones and notes are no columns of it (docs/lake.md). A table is divided into months by one of its times.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_row, read_values
from leadctl.store.queries.campaign_results import CAME, ORDERED
from leadctl.store.queries.figures.definitions import AMOUNT_OF_LEAD, AMOUNT_OF_ORDER, CAME_AGAIN
from leadctl.store.queries.figures.kinds import ENTERED_AT, OF_LEAD

ID, NUMBER, AMOUNT, DAY, MOMENT = "id", "number", "amount", "day", "moment"
CODE, TEXT, NAME = "code", "text", "name"
"""What a column holds. An id is a row's number in its store; a code is one of a fixed set, or a name on one of the
store's lists; a text was once typed, and so was a name, of which what is no name is left out. A phone in any of them is
masked."""

ALWAYS = "all"
"""The month of a table that is not divided: the store's lists."""

Rows = list[tuple[object, ...]]


class Column(NamedTuple):
    """A column: its name, what it holds, and its SQL. ``listed``: the list of the store whose names it has.
    ``ready``: figures ask the same SQL of other tables, which in the lake the column spares them."""

    name: str
    kind: str
    sql: str
    listed: str | None = None
    ready: bool = False


class LakeTable(NamedTuple):
    """A table of the lake.

    ``source``: what it is read from; ``divided_by``: the column whose month divides it, empty where it is not divided;
    ``key``: the SQL of the order of its rows; ``dated``: the times by which figures choose rows, of which the manifest
    says the first and the last day of each file.
    """

    name: str
    source: str
    columns: tuple[Column, ...]
    divided_by: str
    key: str
    dated: tuple[str, ...]

    @property
    def alias(self) -> str:
        """What it is called in the SQL of its columns."""
        return self.source.split()[2]

    def find_sql(self, name: str) -> str:
        """The SQL of a column."""
        return next(column.sql for column in self.columns if column.name == name)


LISTS: Mapping[str, str] = {"sources": "code", "models": "name", "staff": "name", "reasons": "code"}
"""A list of the store -> the column of it that stands in the lake where the store has the number of its row."""

_LISTED = {"source": "sources", "model": "models", "staff": "staff", "reason": "reasons"}


def _make_table(
    name: str,
    alias: str,
    *more: Column,
    divided_by: str = "",
    dated: str = "",
    key: str = "",
    joins: str = "",
    entered: str = "",
    **kinds: str,
) -> LakeTable:
    """A table of the columns ``kinds`` (what they hold, or what list they name -> their names) and ``more``.

    ``dated``: see LakeTable, beside ``divided_by``. ``entered``: what the time is called at which a row was recorded,
    where that is a column.
    """
    source, columns = f"{name} AS {alias}{joins}", []
    for kind, names in kinds.items():
        listed = _LISTED.get(kind)
        for column in names.split():
            sql = f"{alias}.{column}"
            if listed is None:
                columns.append(Column(column, kind, sql))
            else:
                named = f"(SELECT y.{LISTS[listed]} FROM {listed} AS y WHERE y.id = {sql})"
                columns.append(Column(column, CODE, named, listed))
    columns += more
    if entered:
        source += f" JOIN operations AS e ON e.id = {alias}.operation"
        columns.append(Column(entered, MOMENT, "e.at"))
    return LakeTable(
        name, source, tuple(columns), divided_by, key or f"{alias}.id", tuple(f"{divided_by} {dated}".split())
    )


def _ready(name: str, kind: str, sql: str) -> Column:
    return Column(name, kind, sql, ready=True)


OF_LEAD_PREFIX = "lead_"
"""Begins the name of a column of a fact that is one of its lead's."""


def _of_lead(fact: str, kind: str, names: str, listed: str | None = None) -> list[Column]:
    """Columns of its lead that a fact has too: figures join the lead for them, which in the lake may be anywhere."""
    columns = []
    for name in names.split():
        own = OF_LEAD["kind"].replace("l.", "b.") if name == "kind" else f"b.{name}"
        if listed is not None:
            own = f"(SELECT y.{LISTS[listed]} FROM {listed} AS y WHERE y.id = {own})"
        sql = f"(SELECT {own} FROM leads AS b WHERE b.id = {fact}.lead)"
        columns.append(Column(f"{OF_LEAD_PREFIX}{name}", kind, sql, listed, ready=True))
    return columns


_OF_OPENING = {
    fact: [
        *_of_lead(fact, TEXT, "channel campaign"),
        *_of_lead(fact, CODE, "kind"),
        *_of_lead(fact, CODE, "opened_source", "sources"),
        *_of_lead(fact, CODE, "opened_model", "models"),
    ]
    for fact in ("f", "w")
}

_PLANNED = Column("planned", CODE, "t.month")

TABLES: tuple[LakeTable, ...] = (
    _make_table(
        "visits",
        "v",
        *_of_lead("v", TEXT, "channel campaign"),
        *_of_lead("v", CODE, "kind opened_grade"),
        *_of_lead("v", CODE, "opened_source", "sources"),
        *_of_lead("v", CODE, "opened_model", "models"),
        *_of_lead("v", CODE, "opened_consultant", "staff"),
        divided_by="at",
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
    _make_table(
        "leads",
        "l",
        # It may be a word for an unknown day.
        Column("need_by", DAY, "date(l.need_by)"),
        _ready("amount", AMOUNT, AMOUNT_OF_LEAD),
        _ready("kind", CODE, OF_LEAD["kind"]),
        _ready("returned", NUMBER, CAME_AGAIN),
        divided_by="opened_at",
        dated="since due_by window_by",
        id="id customer operation",
        code="origin opened_grade grade status verification man confidence screened task window_task",
        moment="opened_at since graded_at last_contact met_at drove_at ordered_at delivered_at churned_at closed_at"
        " meets_at window_since",
        source="opened_source source",
        model="opened_model model",
        staff="opened_consultant consultant window_owner",
        text="channel campaign",
        amount="budget_low budget_high",
        number="attempts contacts",
        day="due_from due_by wake_on retry_on list_on invite_on window_from window_by",
    ),
    _make_table(
        "orders",
        "o",
        _ready("amount", AMOUNT, AMOUNT_OF_ORDER),
        *_of_lead("o", TEXT, "channel campaign"),
        *_of_lead("o", CODE, "kind"),
        divided_by="ordered_at",
        dated="delivered_at",
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
    _make_table(
        "churns",
        "ch",
        Column("rival", NAME, "ch.rival"),
        *_of_lead("ch", TEXT, "channel campaign"),
        *_of_lead("ch", CODE, "kind status"),
        *_of_lead("ch", DAY, "wake_on"),
        *_of_lead("ch", ID, "customer"),
        divided_by="at",
        id="id lead",
        moment="at decided_at",
        code="kind result lead_grade",
        reason="reason",
        number="historic",
        source="lead_source",
        model="lead_model",
        staff="consultant",
    ),
    _make_table("verifications", "y", divided_by="at", id="id lead churn operation", moment="at", code="result"),
    _make_table(
        "followups",
        "f",
        _ready("entered_at", MOMENT, ENTERED_AT.format(fact="f")),
        *_OF_OPENING["f"],
        divided_by="at",
        id="id lead operation",
        moment="at",
        code="via outcome grade",
        day="next_on",
        staff="consultant",
    ),
    _make_table("screenings", "sc", divided_by="at", id="id lead", moment="at", code="result", day="promised_on"),
    _make_table(
        "appointments", "a", divided_by="at", id="id lead", moment="at for_at", code="result", staff="consultant"
    ),
    _make_table("assignments", "h", divided_by="at", id="id lead", moment="at", staff="consultant released_from"),
    _make_table(
        "contact_windows",
        "w",
        *_OF_OPENING["w"],
        divided_by="since",
        dated="counted_on",
        key="w.lead, w.nth",
        id="lead",
        number="nth",
        code="task grade",
        moment="since answered_at",
        day="due_from due_by counted_on",
        staff="owner",
    ),
    _make_table(
        "lead_states",
        "p",
        Column("need_by", DAY, "date(p.need_by)"),
        divided_by="from_at",
        dated="until_at",
        key="p.lead, p.from_at",
        id="lead",
        moment="from_at until_at graded_at last_contact meets_at",
        code="status grade task man confidence",
        staff="consultant",
        model="model",
        amount="budget_low budget_high",
        number="contacts attempts",
        day="due_from due_by invite_on wake_on",
    ),
    _make_table(
        "customers",
        "c",
        divided_by="recorded_at",
        id="id",
        code="importance do_not_contact",
        entered="recorded_at",
    ),
    _make_table(
        "sales", "x", divided_by="sold_on", id="id", code="channel", day="sold_on", model="model", number="count"
    ),
    _make_table("campaigns", "g", id="id", text="name kind", source="source", day="starts_on ends_on", amount="budget"),
    _make_table("campaign_costs", "k", id="id campaign", day="spent_on", code="item", amount="amount"),
    _make_table(
        "invitations",
        "i",
        _ready("listed_at", MOMENT, ENTERED_AT.format(fact="i")),
        _ready("came", NUMBER, CAME),
        _ready("ordered", NUMBER, ORDERED),
        joins=" JOIN campaigns AS g ON g.id = i.campaign JOIN leads AS l ON l.id = i.lead"
        " JOIN operations AS op ON op.id = i.operation",
        id="id campaign lead operation",
        staff="consultant",
        day="invited_on confirmed_on",
    ),
    _make_table("targets", "t", _PLANNED, id="id", number="sales"),
    _make_table("target_people", "t", _PLANNED, id="id", staff="consultant", number="sales"),
    _make_table("target_weeks", "t", _PLANNED, id="id", number="week leads orders deliveries", staff="consultant"),
    _make_table("sources", "s", code="code label"),
    _make_table("models", "m", code="name"),
    _make_table("reasons", "r", code="code label grp"),
    _make_table("staff", "u", code="name role", day="left_on"),
)
"""Everything that leaves a store, but the hashes of phones."""

PHONES = _make_table(
    "phones",
    "n",
    Column("phone_hash", TEXT, "n.phone"),
    divided_by="recorded_at",
    id="customer",
    entered="recorded_at",
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


_RULES = ("settings", "policies")
"""Rules by which facts are derived: as with another name on a list, a change concerns any month."""

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
        if table in _RULES or (table in LISTS and action != "insert"):
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


def find_values(table: LakeTable, touched: Touched) -> dict[str, frozenset[int]]:
    """Column -> the numbers in it by which a row was touched, or is of a lead or customer that was."""
    own = {"leads": touched.leads, "customers": touched.customers}.get(table.name, frozenset())
    wanted = {
        "id": own | touched.rows.get(table.name, frozenset()),
        "lead": touched.leads,
        "customer": touched.customers,
    }
    return {column.name: wanted[column.name] for column in table.columns if column.name in wanted}


def touched_months(db: sqlite3.Connection, table: LakeTable, touched: Touched) -> set[str]:
    """The months in which rows of a divided table that were touched stand now."""
    found: set[str] = set()
    time = table.find_sql(table.divided_by)
    wanted = f"SELECT DISTINCT substr({time}, 1, 7) FROM {table.source} WHERE {time} IS NOT NULL AND"
    for column, ids in find_values(table, touched).items():
        sql = f"{wanted} {table.find_sql(column)} IN (SELECT value FROM json_each(?))"
        found.update(read_values(db, str, sql, (json_ids(ids),)))
    return found


def read_months(db: sqlite3.Connection, table: LakeTable, months: Iterable[str] | None) -> Iterator[tuple[str, Rows]]:
    """Each of these months (None: every one that has rows) with its rows, in the order of the months."""
    cursor = db.cursor()
    cursor.row_factory = None
    wanted = ", ".join(column.sql for column in table.columns)
    if not table.divided_by:
        yield ALWAYS, cursor.execute(f"SELECT {wanted} FROM {table.source} ORDER BY {table.key}").fetchall()
        return
    time = table.find_sql(table.divided_by)
    if months is None:
        known = f"{table.source} WHERE {time} IS NOT NULL"
        cursor.execute(f"SELECT substr({time}, 1, 7), {wanted} FROM {known} ORDER BY 1, {table.key}")
        for month, rows in groupby(cursor, key=lambda row: str(row[0])):
            yield month, [row[1:] for row in rows]
        return
    of_month = f"{time} >= ? AND {time} < ?"
    for month in sorted(months):
        cursor.execute(
            f"SELECT {wanted} FROM {table.source} WHERE {of_month} ORDER BY {table.key}", (month, f"{month}~")
        )
        yield month, cursor.fetchall()
