"""A table or column that is added to the schema is known to all that must know it, or these tests say what to do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from leadctl.domain.facts import RANKS
from leadctl.render.pages import card
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES, create_schema
from leadctl.store.derivation.cars import CAR_COLUMNS
from leadctl.store.facts.registry import FACT_TABLES, KINDS, TABLE_OF, facts_of
from leadctl.store.privacy.traces import tables_of_a_person
from leadctl.store.queries.exports import read_tables
from leadctl.store.tables import LISTS_OF_LEADS, RECORDS, TABLES

REGISTERED = {table.name: table for table in TABLES}

FIGURES: dict[str, set[str]] = {
    "customers": {"importance", "forgotten_on", "do_not_contact", "do_not_contact_on", "consent_on"},
    "leads": {"start_at", "origin"},
    "visits": {
        "at",
        "left_at",
        "kind",
        "channel",
        "need_by",
        "grade",
        "campaign",
        "payment",
        "rival",
        "reception",
        "missing_since",
    },
    "followups": {"at", "via", "outcome", "grade", "next_on", "missing_since"},
    "assessments": {
        *("at", "grade", "need_by", "decision", "money", "deciders", "interest", "behaviour", "man", "confidence"),
        *("payment", "rival"),
    },
    "companions": {"part"},
    "assignments": {"at"},
    "dormancies": {"at", "until"},
    "churns": {"at", "kind", "rival", "missing_since"},
    "verifications": {"at", "result"},
    "orders": {"ordered_at", "reported_on", "delivered_at", "cancelled_at", "missing_since"},
    "invitations": {"invited_on", "confirmed_on"},
    "owned_cars": {"delivered_on", "insurance_on", "inspection_on", "warranty_until", "origin", "missing_since"},
    "aftercare": {"occasion", "due_on", "at", "result"},
    "complaints": {"until", "solved_on"},
    "appointments": {"at", "for_at"},
    "callbacks": {"at", "for_at"},
    "screenings": {"at", "result", "promised_on"},
    "spot_checks": {"month", "drawn_at", "checked_at", "result"},
    "reward_payments": {"paid_on", "campaign"},
}
"""Texts of the rows of somebody who was forgotten that stay: times, codes, and names of things."""

CODES = re.compile(r" IS date\(| IS strftime\(| = '| IN \('|'-01'")
"""In a CHECK: the column takes codes, days, moments or months only."""


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """An empty database with the present schema."""
    with closing(sqlite3.connect(":memory:")) as found:
        found.row_factory = sqlite3.Row
        create_schema(found)
        yield found


def clauses(sql: str) -> Iterator[str]:
    """The columns and constraints in a table's text."""
    text = " ".join(re.sub(r"--[^\n]*", " ", sql).split())
    depth, clause = 0, ""
    for char in text[text.find("(") + 1 : text.rfind(")")]:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            yield clause.strip()
            clause = ""
        else:
            clause += char
    yield clause.strip()


def tables_of(db: sqlite3.Connection) -> dict[str, str]:
    """Name -> text of each table that is not derived."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return {name: sql for name, sql in rows if name not in DERIVED_TABLES}


def faults(db: sqlite3.Connection) -> Iterator[str]:
    """What is not registered, and what to do about it."""
    for table, sql in tables_of(db).items():
        columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
        to_leads = {row[3] for row in db.execute(f"PRAGMA foreign_key_list({table})") if row[2] == "leads"}
        registered = REGISTERED.get(table)
        if (
            (to_leads or "lead" in columns)
            and table not in FACT_TABLES
            and (registered is None or not registered.leads)
        ):
            yield (
                f"Table {table} points at leads: if it holds facts of them, write leadctl/store/facts/{table}.py with"
                " its KIND (docs/architecture.md says what else); else say in leadctl/store/tables.py how it names"
                " leads."
            )
        elif registered is None:
            yield f"Table {table} is not registered: add it to RECORDS in leadctl/store/tables.py."
        else:
            named = {*registered.erased, *registered.texts, *registered.plain, *registered.codes}
            for clause in clauses(sql):
                column, _, rest = clause.partition(" ")
                free = rest.startswith("TEXT") and not CODES.search(rest)
                if free and column not in named and column not in DERIVED_COLUMNS.get(table, ()):
                    yield (
                        f"Column {table}.{column} may hold any text: name it under erased (it says who somebody is or"
                        " what they said), texts (anything may be written there), plain (a name that somebody typed) or"
                        " codes (the program alone makes it) of the table's StoredTable."
                    )
            for column in named - columns:
                yield f"{table} has no column {column}, which its StoredTable names."
    for table in REGISTERED.keys() - tables_of(db).keys():
        yield f"Table {table} is registered and not in schema.sql."


def test_every_table_and_every_text_is_registered(db: sqlite3.Connection) -> None:
    assert list(faults(db)) == []


def test_a_new_table_of_facts_is_not_overlooked(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE test_drives (id INTEGER PRIMARY KEY AUTOINCREMENT, operation INTEGER NOT NULL,"
        " lead INTEGER NOT NULL REFERENCES leads, at TEXT NOT NULL) STRICT"
    )
    (fault,) = faults(db)
    assert "write leadctl/store/facts/test_drives.py with its KIND" in fault


def test_a_new_table_that_calls_a_lead_otherwise_is_not_overlooked(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE gifts (id INTEGER PRIMARY KEY, for_whom INTEGER REFERENCES leads) STRICT")
    (fault,) = faults(db)
    assert fault.startswith("Table gifts points at leads")


def test_a_new_table_of_something_else_is_not_overlooked(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE rooms (id INTEGER PRIMARY KEY, name TEXT) STRICT")
    assert list(faults(db)) == ["Table rooms is not registered: add it to RECORDS in leadctl/store/tables.py."]


@pytest.mark.parametrize("column", ["nickname TEXT", "nickname TEXT NOT NULL DEFAULT '-' CHECK (nickname <> '')"])
def test_a_new_column_that_takes_any_text_is_not_overlooked(db: sqlite3.Connection, column: str) -> None:
    db.execute(f"ALTER TABLE customers ADD COLUMN {column}")
    (fault,) = faults(db)
    assert fault.startswith("Column customers.nickname may hold any text: name it under erased")


def test_every_table_of_a_person_is_known_to_forgetting(db: sqlite3.Connection) -> None:
    assert tables_of_a_person(db) <= REGISTERED.keys()


def test_a_text_of_a_person_that_stays_is_a_figure(db: sqlite3.Connection) -> None:
    for table in tables_of_a_person(db):
        columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"}
        facts = columns - set(DERIVED_COLUMNS.get(table, ()))
        assert facts == FIGURES.get(table, set()) | set(REGISTERED[table].erased), table


def test_where_one_may_write_what_one_likes_forgetting_looks(db: sqlite3.Connection) -> None:
    for table in tables_of(db):
        free = {row[1] for row in db.execute(f"PRAGMA table_info({table})")} & {"note", "what", "summary"}
        assert free <= set(REGISTERED[table].texts), table


def test_every_kind_can_be_read_told_and_exported(db: sqlite3.Connection) -> None:
    """The statements of all kinds fit the schema, and each kind of the domain comes from one of them."""
    assert facts_of(db, [1, 2]) == {}
    assert {kind.name: kind.history(db, 1) for kind in KINDS} == {kind.name: [] for kind in KINDS}
    assert {table.name for table in read_tables(db, None)} >= {"visits", "followups", "churn", "orders", "leads"}
    assert TABLE_OF.keys() == RANKS.keys() - {"start", "deliver", "cancel"}
    assert sorted(replayed for kind in KINDS for replayed in kind.replayed) == sorted(RANKS)


def test_what_is_a_fact_is_no_list(db: sqlite3.Connection) -> None:
    assert not set(LISTS_OF_LEADS) & set(FACT_TABLES)
    assert set(LISTS_OF_LEADS) == {"invitations", "spot_checks"}
    assert not {table.name for table in RECORDS} & set(FACT_TABLES)
    assert all(
        {"lead", kind.time} <= {row[1] for row in db.execute(f"PRAGMA table_info({kind.table.name})")}
        for kind in KINDS
        if kind.handed_on
    )


def test_doctor_compares_every_derived_column() -> None:
    """Those of leads and of their facts as leads are derived, the others as cars are."""
    assert DERIVED_COLUMNS.keys() - {"leads", *FACT_TABLES} <= CAR_COLUMNS.keys()


def test_show_has_a_sentence_for_every_kind() -> None:
    """A new kind needs a function in leadctl/render/pages/card.py, named in its _PARTS."""
    assert {kind.name for kind in KINDS} | {"delivery", "cancellation"} == card._PARTS.keys()
