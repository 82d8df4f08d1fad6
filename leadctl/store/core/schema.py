"""The tables of a store, and the journal's triggers that follow from them.

``schema.sql`` holds tables, indexes and views. What SQLite cannot know of them stands here once: which tables and
columns are derived, and therefore not kept by the journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from leadctl import SCHEMA_VERSION
from leadctl.domain.lead_state import FIELDS
from leadctl.store.core.connection import APPLICATION_ID
from leadctl.store.core.rows import read_values
from leadctl.store.core.schema_check import schema_path

DERIVED_TABLES: tuple[str, ...] = ("lead_states", "contact_windows")
"""Tables of which every row is derived: emptied and filled by derivation, never journalled."""

DERIVED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "leads": FIELDS,
    "visits": ("nature", "is_new", "lead_consultant", "lead_source", "lead_model"),
    "followups": ("consultant",),
    "churns": ("result", "decided_at", "consultant", "lead_source", "lead_model", "lead_grade"),
    "appointments": ("result", "consultant"),
    "orders": ("consultant", "lead_source", "lead_model", "lead_grade", "follow_ups", "delivered_by", "care_on"),
    "owned_cars": ("delivery", "care_on"),
}
"""Table -> its derived columns, those under "derived" in ``schema.sql``. Its other columns are facts."""

UNJOURNALLED = ("operations", "changes", "accesses", *DERIVED_TABLES)
"""Tables of which the journal keeps nothing: the journal itself, who took data out, and what is derived."""


def schema_sql() -> str:
    """The whole present schema."""
    with open(schema_path(), encoding="utf-8") as file:
        return file.read()


def create_schema(db: sqlite3.Connection) -> None:
    """Make an empty database a store: its tables, indexes, views and triggers, and whose and which it is."""
    db.executescript(f"BEGIN;\n{schema_sql()}\nCOMMIT;")
    db.execute("BEGIN")
    remake_journal_triggers(db)
    db.execute("COMMIT")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def remake_journal_triggers(db: sqlite3.Connection) -> None:
    """Drop all triggers and make the journal's anew, as they follow from the tables."""
    drop_triggers(db)
    for _, statement in journal_triggers(db).values():
        db.execute(statement)


def journal_triggers(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Name -> kind and text of the triggers of the journal, as they follow from the tables in the file."""
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in db.execute(_COLUMNS):
        columns.setdefault(table, {})[column] = kind
    return {
        name: ("trigger", statement)
        for table, kinds in sorted(columns.items())
        if table not in UNJOURNALLED and "operation" in kinds
        for name, statement in _journal_triggers(table, {c: kinds[c] for c in _choose_facts(table, kinds)}).items()
    }


_COLUMNS = (
    "SELECT m.name, c.name, c.type FROM main.sqlite_schema AS m JOIN pragma_table_info(m.name, 'main') AS c"
    " WHERE m.type = 'table' ORDER BY m.name, c.cid"
)


def drop_triggers(db: sqlite3.Connection) -> None:
    """Drop every trigger of a store, whoever made it."""
    for name in read_values(db, str, "SELECT name FROM main.sqlite_master WHERE type = 'trigger'"):
        db.execute(f"DROP TRIGGER {quote_name(name)}")


def journalled_tables(db: sqlite3.Connection) -> list[str]:
    """The tables of which the journal keeps every change, by name: their rows know their operation."""
    sql = (
        "SELECT m.name FROM main.sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'operation'"
        " WHERE m.type = 'table' ORDER BY m.name"
    )
    return [name for name in read_values(db, str, sql) if name not in UNJOURNALLED]


def fact_columns(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table that are facts."""
    return _choose_facts(table, [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")])


def _choose_facts(table: str, columns: Iterable[str]) -> list[str]:
    derived = ("id", *DERIVED_COLUMNS.get(table, ()))
    return [column for column in columns if column not in derived]


def foreign_keys(db: sqlite3.Connection, table: str, *, derived: bool = False) -> list[tuple[str, str]]:
    """(column, table it points at) of a table's columns that are facts, or of those that are derived."""
    columns = DERIVED_COLUMNS.get(table, ())
    return [
        (row[3], row[2])
        for row in db.execute(f"PRAGMA main.foreign_key_list({table})")
        if (row[3] in columns or table in DERIVED_TABLES) == derived
    ]


def columns_pointing_at(db: sqlite3.Connection, parent: str) -> list[tuple[str, str]]:
    """(table, column) of the columns that are facts and point at rows of ``parent``."""
    return [
        (table, column)
        for table in journalled_tables(db)
        for column, target in foreign_keys(db, table)
        if target == parent
    ]


def quote_name(name: str) -> str:
    """A name as SQL takes it, whatever it is."""
    return '"' + name.replace('"', '""') + '"'


def _journal_triggers(table: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Name -> text of the trigger that keeps what a row held before it was changed, and of the one for its deletion.

    ``columns``: name -> type. The newest operation is, inside the one write transaction, the one at work. Derived
    columns are not kept, and to write them costs no trigger.
    """
    events = (("update", f"UPDATE OF {', '.join(columns)}"), ("delete", "DELETE"))
    before = _row_as_json(columns)
    return {
        f"{table}_{action}d": f"CREATE TRIGGER {table}_{action}d AFTER {event} ON {table} BEGIN"
        " INSERT INTO changes (operation, tbl, action, first_row, last_row, before)"
        f" SELECT max(id), '{table}', '{action}', OLD.id, OLD.id, {before} FROM operations; END"
        for action, event in events
    }


_MARK = "\x1e"
"""Stands for JSON's quotation marks until those of the texts are escaped: a control character, which no text has."""

_ESCAPES = (
    ("'\\'", "'\\\\'"),
    ("'\"'", "'\\\"'"),
    ("char(10)", "'\\n'"),
    ("char(13)", "'\\r'"),
    ("char(9)", "'\\t'"),
    (f"'{_MARK}'", "'\"'"),
)


def _row_as_json(columns: Mapping[str, str]) -> str:
    """The old row as a JSON object, in SQL.

    Not by ``json_object``: a trigger may call no such function where the schema is not trusted (before SQLite 3.42).
    """
    values = {
        name: f"'{_MARK}' || OLD.{name} || '{_MARK}'" if kind == "TEXT" else f"OLD.{name}"
        for name, kind in columns.items()
    }
    named = " || ',".join(f"{_MARK}{name}{_MARK}:' || coalesce({value}, 'null')" for name, value in values.items())
    text = f"'{{{named} || '}}'"
    for sign, escape in _ESCAPES:
        text = f"replace({text}, {sign}, {escape})"
    return text
