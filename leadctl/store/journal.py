"""Taking an operation back: its changes in reverse, as an operation of its own.

An undo is recorded like any other write, so undoing it is the redo. It is refused while operations that
are in effect build on what it would remove.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from leadctl.errors import Refused
from leadctl.store.writer import Writer

FINAL = ("init", "restore", "forget")
"""Commands whose operations cannot be taken back."""


def undo(writer: Writer, target: int) -> None:
    """Take operation ``target`` back. Raises Refused, naming the operations that stand on it."""
    _check(writer.db, target)
    writer.db.execute("PRAGMA defer_foreign_keys = ON")
    writer.db.execute(
        "UPDATE operations SET undoes = :target WHERE id = :id", {"target": target, "id": writer.operation}
    )
    changes = writer.db.execute(
        "SELECT tbl, action, first_row, last_row, before FROM changes WHERE operation = :target ORDER BY id DESC",
        {"target": target},
    ).fetchall()
    for change in changes:
        writer.touch(*_leads_of(writer.db, change))
        _reverse(writer, change)
        writer.touch(*_leads_of(writer.db, change))
    try:
        writer.settle()
    except sqlite3.IntegrityError as error:
        raise Refused(f"Operation {target} cannot be taken back: later work stands in its place.") from error


def latest_of(db: sqlite3.Connection, actor: str, login: str) -> int | None:
    """The newest operation of this author that is in effect and can be taken back."""
    rows = db.execute(
        "SELECT id, command FROM operations WHERE actor = :actor AND login = :login AND undoes IS NULL"
        " ORDER BY id DESC",
        {"actor": actor, "login": login},
    )
    for row in rows:
        if row["command"] not in FINAL and undone_by(db, row["id"]) is None:
            return int(row["id"])
    return None


def undone_by(db: sqlite3.Connection, operation: int) -> int | None:
    """The operation that took this one back and is itself in effect; None: this one is in effect."""
    rows = db.execute("SELECT id FROM operations WHERE undoes = :id ORDER BY id DESC", {"id": operation})
    for row in rows.fetchall():
        if undone_by(db, row["id"]) is None:
            return int(row["id"])
    return None


def _check(db: sqlite3.Connection, target: int) -> None:
    row = db.execute("SELECT command FROM operations WHERE id = :id", {"id": target}).fetchone()
    if row is None:
        raise Refused(f"There is no operation {target}; see: leadctl operations")
    if row["command"] in FINAL:
        raise Refused(f"Operation {target} ({row['command']}) cannot be undone.")
    by = undone_by(db, target)
    if by is not None:
        raise Refused(f"Operation {target} is already undone, by operation {by}; undo {by} to redo it.")
    standing = sorted(dependents(db, target))
    if standing:
        names = ", ".join(f"{id_} ({_command(db, id_)})" for id_ in standing[:10])
        more = f" and {len(standing) - 10} more" if len(standing) > 10 else ""
        raise Refused(f"Operation {target} cannot be undone while these build on it: {names}{more}. Undo them first.")


def _command(db: sqlite3.Connection, operation: int) -> str:
    row = db.execute("SELECT command FROM operations WHERE id = :id", {"id": operation}).fetchone()
    return str(row["command"])


def dependents(db: sqlite3.Connection, target: int) -> set[int]:
    """Operations in effect that changed, or point at, rows that ``target`` wrote."""
    found: set[int] = set()
    for change in db.execute(
        "SELECT tbl, action, first_row, last_row FROM changes WHERE operation = :target", {"target": target}
    ).fetchall():
        found |= _later_changes(db, change, target)
        if change["action"] == "insert":
            found |= _references(db, change, target)
    return {operation for operation in found if _counts(db, operation)}


def _counts(db: sqlite3.Connection, operation: int) -> bool:
    row = db.execute("SELECT undoes FROM operations WHERE id = :id", {"id": operation}).fetchone()
    return row["undoes"] is None and undone_by(db, operation) is None


def _later_changes(db: sqlite3.Connection, change: sqlite3.Row, target: int) -> set[int]:
    rows = db.execute(
        "SELECT DISTINCT operation FROM changes"
        " WHERE tbl = :tbl AND first_row BETWEEN :first AND :last AND operation > :target",
        {"tbl": change["tbl"], "first": change["first_row"], "last": change["last_row"], "target": target},
    )
    return {row["operation"] for row in rows}


def _references(db: sqlite3.Connection, change: sqlite3.Row, target: int) -> set[int]:
    """Operations that added rows pointing at the rows of an insertion."""
    found: set[int] = set()
    for table, column in _children(db, change["tbl"]):
        rows = db.execute(
            f"SELECT DISTINCT operation FROM {table} WHERE {column} BETWEEN :first AND :last AND operation > :target",
            {"first": change["first_row"], "last": change["last_row"], "target": target},
        )
        found |= {row["operation"] for row in rows}
    return found


def _children(db: sqlite3.Connection, parent: str) -> list[tuple[str, str]]:
    """(table, column) of the fact columns that point at rows of ``parent``."""
    tables = [row["name"] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        (table, column)
        for table in tables
        if table not in ("operations", "changes")
        for column, target in _foreign_keys(db, table)
        if target == parent and (table, column) not in _DERIVED
    ]


def _foreign_keys(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(row["from"], row["table"]) for row in db.execute(f"PRAGMA foreign_key_list({table})")]


_DERIVED = {
    ("leads", "source"),
    ("leads", "model"),
    ("leads", "consultant"),
    ("churns", "consultant"),
    ("orders", "consultant"),
}


def _reverse(writer: Writer, change: sqlite3.Row) -> None:
    table, first, last = change["tbl"], change["first_row"], change["last_row"]
    if change["action"] == "insert":
        _clear_derived(writer.db, table, first, last)
        writer.db.execute(f"DELETE FROM {table} WHERE id BETWEEN :first AND :last", {"first": first, "last": last})
    elif change["action"] == "update":
        writer.update(table, first, **json.loads(change["before"]))
    else:
        _put_back(writer, table, first, json.loads(change["before"]))


def _clear_derived(db: sqlite3.Connection, table: str, first: int, last: int) -> None:
    """Derived columns may still point at a list's row that goes; the derivation sets them again."""
    for child, column in _DERIVED:
        if _LISTS.get(column) == table:
            db.execute(
                f"UPDATE {child} SET {column} = NULL WHERE {column} BETWEEN :first AND :last",
                {"first": first, "last": last},
            )


_LISTS = {"source": "sources", "model": "models", "consultant": "staff"}


def _put_back(writer: Writer, table: str, row: int, values: dict[str, object]) -> None:
    """Add a row again under its old id; the ranges kept at the end see only new ids, so it is kept here."""
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    try:
        writer.db.execute(f"INSERT INTO {table} (id, {columns}) VALUES (:id, {marks})", {**values, "id": row})
    except sqlite3.IntegrityError as error:
        raise Refused(f"What stood in {table} cannot come back: something newer took its place.") from error
    writer.db.execute(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row) VALUES (:operation, :tbl, 'insert', :id, :id)",
        {"operation": writer.operation, "tbl": table, "id": row},
    )


def _leads_of(db: sqlite3.Connection, change: sqlite3.Row) -> Iterable[int]:
    """The leads whose facts a change concerns, as the rows stand at this moment."""
    table, first, last = change["tbl"], change["first_row"], change["last_row"]
    if table == "leads":
        rows = db.execute("SELECT id FROM leads WHERE id BETWEEN ? AND ?", (first, last))
    elif "lead" in _columns(db, table):
        rows = db.execute(
            f"SELECT DISTINCT lead FROM {table} WHERE id BETWEEN ? AND ? AND lead IS NOT NULL", (first, last)
        )
    else:
        return []
    return [row[0] for row in rows.fetchall()]


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {row["name"] for row in db.execute(f"PRAGMA table_info({table})")}
