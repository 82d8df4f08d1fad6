"""What the database itself guarantees, whoever writes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadctl import SCHEMA_VERSION
from leadctl.domain import terms
from leadctl.domain.lead_state import ENQUIRY, HISTORY, NO_SHOW, ContactWindow
from leadctl.store.core import connection
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES, UNJOURNALLED, foreign_keys, schema_sql
from tests.store.new_stores import add_lead, new_store, raw, write


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A store with one open lead, for any hand to write into."""
    path = new_store(tmp_path / "store.db")
    with write(path) as writer:
        writer.insert("staff", name="Li Na", role="consultant")
        writer.insert("models", name="X5")
        add_lead(writer, "13800138001")
    found = raw(path)
    yield found
    found.close()


def _tables(db: sqlite3.Connection) -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {row["name"]: row["sql"] for row in rows}


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]


def _facts(db: sqlite3.Connection, table: str) -> set[str]:
    return set(_columns(db, table)) - {"id"} - set(DERIVED_COLUMNS.get(table, ()))


def test_every_table_is_strict_and_numbers_its_rows_once(db: sqlite3.Connection) -> None:
    tables = {name: sql for name, sql in _tables(db).items() if name not in DERIVED_TABLES}
    assert len(tables) > 15
    assert all(sql.rstrip().endswith("STRICT") for sql in tables.values())
    assert all(
        "id        INTEGER PRIMARY KEY AUTOINCREMENT" in re.sub(r"\bid +", "id        ", s) for s in tables.values()
    )


def test_a_derived_table_is_strict_and_its_rows_have_no_number_and_no_operation(db: sqlite3.Connection) -> None:
    """They are a lead's, in order, and are written anew with each change of its facts."""
    tables = _tables(db)
    assert DERIVED_TABLES == ("lead_states", "contact_windows")
    for table in DERIVED_TABLES:
        assert tables[table].rstrip().endswith("STRICT, WITHOUT ROWID"), table
        assert not {"id", "operation"} & set(_columns(db, table)), table
        key = [row["name"] for row in db.execute(f"PRAGMA table_info({table})") if row["pk"]]
        assert key[0] == "lead", table
        triggers = db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))
        assert triggers.fetchone()[0] == 0, table


def test_derived_tables_hold_what_the_replay_says_of_the_past(db: sqlite3.Connection) -> None:
    assert _columns(db, "lead_states") == ["lead", "from_at", "until_at", *HISTORY]
    assert _columns(db, "contact_windows") == ["lead", "nth", *ContactWindow._fields]


def test_every_row_knows_its_operation(db: sqlite3.Connection) -> None:
    for table in set(_tables(db)) - set(UNJOURNALLED):
        (column,) = (row for row in db.execute(f"PRAGMA table_info({table})") if row["name"] == "operation")
        assert column["notnull"], table
        assert ("operation", "operations") in {
            (row["from"], row["table"]) for row in db.execute(f"PRAGMA foreign_key_list({table})")
        }, table


@pytest.mark.parametrize("event", ["updated", "deleted"])
def test_triggers_keep_every_fact_of_every_table(db: sqlite3.Connection, event: str) -> None:
    """A column that is added to a table and forgotten in its triggers is found here."""
    for table in set(_tables(db)) - set(UNJOURNALLED):
        row = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_{event}",)).fetchone()
        kept = re.findall(r"\x1e(\w+)\x1e:' \|\| coalesce\((?:'\x1e' \|\| )?OLD\.(\w+)", row["sql"])
        assert {name for name, _ in kept} == _facts(db, table), table
        assert all(name == column for name, column in kept), table
        if event == "updated":
            watched = re.search(r"UPDATE OF (.*?) ON", row["sql"], re.DOTALL)
            assert watched is not None
            assert {name.strip() for name in watched[1].split(",")} == _facts(db, table), table


def test_a_derived_column_stands_under_derived_in_the_schema(db: sqlite3.Connection) -> None:
    for table, text in _tables(db).items():
        if table in DERIVED_TABLES:
            continue
        below = text.partition("-- derived")[2]
        assert set(DERIVED_COLUMNS.get(table, ())) == set(
            re.findall(r"^    (\w+) +(?:TEXT|INTEGER|REAL)", below, re.M)
        ), f"{table}: name its derived columns in DERIVED_COLUMNS (leadctl/store/core/schema.py), of leads in LeadState"


def test_a_foreign_key_is_a_fact_or_derived(db: sqlite3.Connection) -> None:
    assert ("customer", "customers") in foreign_keys(db, "leads")
    assert ("consultant", "staff") not in foreign_keys(db, "leads")
    assert ("consultant", "staff") in foreign_keys(db, "leads", derived=True)
    assert ("delivery", "orders") in foreign_keys(db, "owned_cars", derived=True)


def test_the_schema_holds_no_trigger_and_no_version() -> None:
    assert "TRIGGER" not in schema_sql()
    assert "PRAGMA" not in schema_sql()


def _refused(db: sqlite3.Connection, sql: str) -> str:
    with pytest.raises(sqlite3.IntegrityError) as error:
        db.execute(sql)
    return str(error.value)


def test_a_customer_has_one_open_lead(db: sqlite3.Connection) -> None:
    assert "leads.customer" in _refused(db, "INSERT INTO leads (operation, customer) VALUES (1, 1)")
    db.execute("INSERT INTO leads (operation, customer, closed_at) VALUES (1, 1, '2026-01-01T10:00')")


def test_an_open_lead_is_due_and_a_closed_one_is_not(db: sqlite3.Connection) -> None:
    assert "CHECK" in _refused(db, "UPDATE leads SET due_by = NULL")
    assert "CHECK" in _refused(db, "UPDATE leads SET closed_at = '2026-11-20T10:00'")


NO_DAY = ("2026-02-32", "2026-13-01", "2026-2-3", "20260203", "today", "")
NO_MOMENT = ("2026-02-32T10:00", "2026-02-03", "2026-02-03 10:00", "2026-02-03T25:00", "2026-02-03T10:00:00")


@pytest.mark.parametrize("day", NO_DAY)
@pytest.mark.parametrize(
    "column",
    [
        "staff.left_on",
        "customers.birthday",
        "visits.need_by",
        "leads.due_by",
        "leads.due_from",
        "leads.wake_on",
        "leads.retry_on",
        "leads.list_on",
        "leads.invite_on",
        "leads.call_on",
    ],
)
def test_what_is_no_day_is_refused(db: sqlite3.Connection, column: str, day: str) -> None:
    table, name = column.split(".")
    assert "CHECK" in _refused(db, f"UPDATE {table} SET {name} = '{day}'")


@pytest.mark.parametrize("moment", NO_MOMENT)
@pytest.mark.parametrize("column", ["at", "left_at"])
def test_what_is_no_moment_is_refused(db: sqlite3.Connection, column: str, moment: str) -> None:
    assert "CHECK" in _refused(db, f"UPDATE visits SET {column} = '{moment}'")


_DAY_AFTER = "2026-11-21T10:00"
_ORDERED = "INSERT INTO orders (operation, lead, ordered_at"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE visits SET kind = 'fax'",
        "UPDATE visits SET left_at = '2026-11-10T09:59'",
        "UPDATE visits SET party = 0",
        "UPDATE visits SET test_drive = 2",
        "UPDATE visits SET grade = 'O'",
        "UPDATE leads SET grade = 'X'",
        "UPDATE leads SET status = 'asleep'",
        "UPDATE leads SET origin = 'luck'",
        "UPDATE leads SET call_why = 'boredom'",
        "UPDATE leads SET window_task = 'screening'",
        "INSERT INTO lead_states (lead, from_at, until_at) VALUES (1, '2026-11-01T10:00', '2026-11-02T10:00')",
        "INSERT INTO contact_windows (lead, nth) VALUES (1, 1)",
        "UPDATE staff SET role = 'owner'",
        "UPDATE staff SET name = ''",
        "UPDATE phones SET phone = ''",
        "UPDATE customers SET importance = 'vip'",
        "INSERT INTO churns (operation, lead, at, kind) VALUES (1, 1, '2026-11-20T10:00', 'defeat')",
        "INSERT INTO churns (operation, lead, at, kind, reason) VALUES (1, 1, '2026-11-20T10:00', 'lost-contact', 1)",
        "INSERT INTO orders (operation, lead, ordered_at, count) VALUES (1, 1, '2026-11-20T10:00', 0)",
        "INSERT INTO orders (operation, lead, ordered_at, price) VALUES (1, 1, '2026-11-20T10:00', -1)",
        f"{_ORDERED}, delivered_at) VALUES (1, 1, '2026-11-20T10:00', '2026-11-19T10:00')",
        f"{_ORDERED}, cancelled_at) VALUES (1, 1, '2026-11-20T10:00', '2026-11-19T10:00')",
        f"{_ORDERED}, delivered_at, cancelled_at) VALUES (1, 1, '2026-11-20T10:00', '{_DAY_AFTER}', '{_DAY_AFTER}')",
        "INSERT INTO sales (operation, channel, sold_on) VALUES (1, 'showroom', '2026-11-20')",
        "INSERT INTO followups (operation, lead, at, via, outcome) VALUES (1, 1, '2026-11-20T10:00', 'fax', 'advance')",
        "INSERT INTO followups (operation, lead, at, via, outcome) VALUES (1, 1, '2026-11-20T10:00', 'phone', 'ok')",
        "INSERT INTO dormancies (operation, lead, at, until) VALUES (1, 1, '2026-11-20T10:00', 'spring')",
        "INSERT INTO phones (operation, customer, phone) VALUES (1, 1, '13800138001')",
        "INSERT INTO staff (operation, name, role) VALUES (1, 'Li Na', 'clerk')",
    ],
)
def test_what_no_fact_can_be_is_refused(db: sqlite3.Connection, sql: str) -> None:
    assert _refused(db, sql)


def test_strict_columns_take_no_other_type(db: sqlite3.Connection) -> None:
    assert "cannot store TEXT" in _refused(db, "UPDATE visits SET party = 'two'")
    assert "cannot store TEXT" in _refused(db, "UPDATE visits SET budget_low = 'cheap'")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO phones (operation, customer, phone) VALUES (1, 99, '13900139000')",
        "UPDATE visits SET lead = 99",
        "UPDATE visits SET source = 99",
        "DELETE FROM customers",
        "DELETE FROM leads",
        "INSERT INTO models (operation, name) VALUES (99, 'V7')",
    ],
)
def test_nothing_points_at_what_is_not_there(db: sqlite3.Connection, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        db.execute(sql)


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("visits.kind", terms.KINDS),
        ("followups.via", terms.VIAS),
        ("followups.outcome", terms.OUTCOMES),
        ("staff.role", terms.ROLES),
        ("leads.status", terms.STATUSES),
        ("leads.grade", (*terms.GRADES, terms.ORDERED)),
        ("visits.grade", terms.GRADES),
        ("followups.grade", terms.GRADES),
        ("assessments.grade", terms.GRADES),
        ("customers.importance", terms.IMPORTANCES),
        ("verifications.result", terms.VERIFICATIONS),
        ("leads.window_task", (terms.FIRST, terms.AGAIN)),
        ("leads.call_why", (NO_SHOW, ENQUIRY)),
        ("churns.kind", terms.CHURNS),
        ("sales.channel", terms.SALES_CHANNELS),
    ],
)
def test_the_codes_of_a_column_are_the_trades(db: sqlite3.Connection, column: str, codes: tuple[str, ...]) -> None:
    table, name = column.split(".")
    check = re.search(
        rf"^    {name} [^\n]*(?:\n +CHECK \((.*?)\),?\n|CHECK \((.*?)\),?\n)",
        re.sub(r" *--[^\n]*", "", _tables(db)[table]),
        re.DOTALL | re.MULTILINE,
    )
    assert check is not None
    assert re.findall(r"'([^']+)'", check[1] or check[2]) == list(codes)


def test_the_file_says_whose_it_is(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA application_id").fetchone()[0] == connection.APPLICATION_ID
    assert connection.APPLICATION_ID.to_bytes(4, "big") == b"LEAD"
    assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
