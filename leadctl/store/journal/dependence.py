"""What stands on an operation: later work that changed its rows or points at them."""

from __future__ import annotations

import json
import sqlite3

from leadctl.store.core.schema import foreign_keys, journalled_tables


def undone_by(db: sqlite3.Connection, operation: int) -> int | None:
    """The operation that took this one back and is itself in effect; None: this one is in effect."""
    rows = db.execute("SELECT id FROM operations WHERE undoes = :id ORDER BY id DESC", {"id": operation})
    for row in rows.fetchall():
        if undone_by(db, row["id"]) is None:
            return int(row["id"])
    return None


def dependents(db: sqlite3.Connection, target: int) -> set[int]:
    """Operations in effect that changed, or point at, rows that ``target`` wrote."""
    found: set[int] = set()
    for change in db.execute(
        "SELECT tbl, action, first_row, last_row, before FROM changes WHERE operation = :target", {"target": target}
    ):
        found |= _later_changes(db, change, target)
        if change["action"] == "insert":
            found |= _references(db, change, target)
        elif change["tbl"] == "orders":
            found |= _contacts_with_owner(db, change, target)
    return {operation for operation in found if _counts(db, operation, target)}


def acted(db: sqlite3.Connection, target: int) -> set[int]:
    """Operations recorded under a member of staff whom ``target`` added: they keep that name, undone or not."""
    rows = db.execute(
        "SELECT o.id FROM changes AS c JOIN operations AS o ON o.staff BETWEEN c.first_row AND c.last_row"
        " WHERE c.operation = :target AND c.tbl = 'staff' AND c.action = 'insert' LIMIT 100",
        {"target": target},
    )
    return {int(row["id"]) for row in rows}


def orphans(db: sqlite3.Connection, table: str, first: int, last: int) -> bool:
    """Whether a row of this range points at a row that is not there (any more)."""
    return any(
        db.execute(
            f"SELECT 1 FROM {table} AS c WHERE c.id BETWEEN :first AND :last AND c.{column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE p.id = c.{column}) LIMIT 1",
            {"first": first, "last": last},
        ).fetchone()
        for column, parent in foreign_keys(db, table)
    )


def _counts(db: sqlite3.Connection, operation: int, target: int) -> bool:
    """Whether an operation is in effect on what ``target`` left.

    An undo of something later than ``target`` and what it undid cancel each other; an undo of something
    earlier is a change like any other.
    """
    row = db.execute("SELECT undoes FROM operations WHERE id = :id", {"id": operation}).fetchone()
    return (row["undoes"] is None or row["undoes"] < target) and undone_by(db, operation) is None


def _later_changes(db: sqlite3.Connection, change: sqlite3.Row, target: int) -> set[int]:
    rows = db.execute(
        "SELECT DISTINCT operation FROM changes"
        " WHERE tbl = :tbl AND first_row BETWEEN :first AND :last AND operation > :target",
        {"tbl": change["tbl"], "first": change["first_row"], "last": change["last_row"], "target": target},
    )
    return {row["operation"] for row in rows}


def _references(db: sqlite3.Connection, change: sqlite3.Row, target: int) -> set[int]:
    """Operations that added rows pointing at the rows of an insertion, or made older rows point there."""
    span = {"first": change["first_row"], "last": change["last_row"], "target": target}
    found: set[int] = set()
    for table, column in _children(db, change["tbl"]):
        rows = db.execute(
            f"SELECT DISTINCT operation FROM {table} WHERE {column} BETWEEN :first AND :last AND operation > :target"
            f" UNION SELECT h.operation FROM {table} AS c JOIN changes AS h"
            f" ON h.tbl = '{table}' AND h.first_row = c.id AND h.operation > :target"
            f" WHERE c.{column} BETWEEN :first AND :last AND c.operation < :target",
            span,
        )
        found |= {row["operation"] for row in rows}
    return found


def _contacts_with_owner(db: sqlite3.Connection, change: sqlite3.Row, target: int) -> set[int]:
    """Operations that spoke with the owner of a car which this change had delivered."""
    if change["action"] != "update" or json.loads(change["before"])["delivered_at"] is not None:
        return set()
    rows = db.execute(
        "SELECT operation FROM aftercare WHERE delivery = :order AND operation > :target",
        {"order": change["first_row"], "target": target},
    )
    return {row["operation"] for row in rows}


def _children(db: sqlite3.Connection, parent: str) -> list[tuple[str, str]]:
    """(table, column) of the fact columns that point at rows of ``parent``."""
    return [
        (table, column)
        for table in journalled_tables(db)
        for column, target in foreign_keys(db, table)
        if target == parent
    ]
