"""Operations: who did what, what they changed, whether they still hold, and what later ones build on them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, has_rows, read_rows, read_values
from leadctl.store.core.schema import columns_pointing_at

FINAL = ("init", "restore", "forget")
"""Commands whose operations cannot be taken back."""

PAGE = 2000
"""Changes that are read at once."""


class Operation(NamedTuple):
    """An operation as it is listed. ``at``: store time with seconds; ``undone_by``: the one that took it back;
    ``imagined``: its clock was set by hand."""

    id: int
    at: str
    who: str
    login: str
    host: str
    command: str
    summary: str
    undoes: int | None
    undone_by: int | None
    file: str | None
    imagined: bool


class Change(NamedTuple):
    """What an operation did to rows of a table: ``insert`` of a range, ``update`` or ``delete`` of one.

    ``before``: what the row held, as JSON; None for an insertion, and where it was erased since.
    """

    id: int
    table: str
    action: str
    first: int
    last: int
    before: str | None


def list_operations(db: sqlite3.Connection, limit: int | None) -> list[Operation]:
    """The newest operations first, ``limit`` of them (None: all), each with the one that took it back."""
    sql = (
        "SELECT id, at, actor, login, host, command, summary, undoes, NULL, file, imagined FROM operations"
        " ORDER BY id DESC LIMIT :limit"
    )
    found = read_rows(db, Operation, sql, {"limit": -1 if limit is None else limit})
    undone = set(read_values(db, int, "SELECT undoes FROM operations WHERE undoes IS NOT NULL"))
    return [
        row._replace(
            imagined=bool(row.imagined), undone_by=find_undoing_operation(db, row.id) if row.id in undone else None
        )
        for row in found
    ]


def latest_operation_of(db: sqlite3.Connection, actor: str, login: str) -> int | None:
    """The newest operation of this author that is in effect and can be taken back."""
    rows = db.execute(
        "SELECT id, command FROM operations WHERE actor = :actor AND login = :login AND command <> 'undo'"
        " ORDER BY id DESC",
        {"actor": actor, "login": login},
    )
    return next(
        (id_ for id_, command in rows if command not in FINAL and find_undoing_operation(db, id_) is None), None
    )


def command_of(db: sqlite3.Connection, operation: int) -> str | None:
    """The command that made an operation; None where there is no such operation."""
    return find_value(db, str, "SELECT command FROM operations WHERE id = ?", (operation,))


def first_undone(db: sqlite3.Connection, operation: int) -> int:
    """The operation that an undo took back, or a redo brought back; any other one itself."""
    while (undone := find_value(db, int, "SELECT undoes FROM operations WHERE id = ?", (operation,))) is not None:
        operation = undone
    return operation


def is_written_by(db: sqlite3.Connection, operation: int, actor: str, login: str) -> bool:
    """Whether an operation is this author's."""
    sql = "SELECT 1 FROM operations WHERE id = ? AND actor = ? AND login = ?"
    return has_rows(db, sql, (operation, actor, login))


def changes_of(db: sqlite3.Connection, operation: int) -> Iterator[Change]:
    """What an operation did, last first, a page at a time: a batch may have a million."""
    sql = (
        "SELECT id, tbl, action, first_row, last_row, before FROM changes"
        " WHERE operation = ? AND id < ? ORDER BY id DESC LIMIT ?"
    )
    below = 2**62
    while page := read_rows(db, Change, sql, (operation, below, PAGE)):
        yield from page
        below = page[-1].id


def find_undoing_operation(db: sqlite3.Connection, operation: int) -> int | None:
    """The operation that took this one back and is itself in effect; None: this one is in effect."""
    undoing = read_values(db, int, "SELECT id FROM operations WHERE undoes = ? ORDER BY id DESC", (operation,))
    return next((id_ for id_ in undoing if find_undoing_operation(db, id_) is None), None)


def dependents_of(db: sqlite3.Connection, target: int) -> set[int]:
    """Operations in effect that changed, or point at, rows that ``target`` wrote."""
    found: set[int] = set()
    for change in changes_of(db, target):
        found |= _later_changes(db, change, target)
        if change.action == "insert":
            found |= _references(db, change, target)
        elif change.table == "orders":
            found |= _contacts_with_owner(db, change, target)
    return {operation for operation in found if _is_in_effect(db, operation, target)}


def operations_by_added_staff(db: sqlite3.Connection, target: int) -> set[int]:
    """Operations recorded under a member of staff whom ``target`` added: they keep that name, undone or not."""
    sql = (
        "SELECT o.id FROM changes AS c JOIN operations AS o ON o.staff BETWEEN c.first_row AND c.last_row"
        " WHERE c.operation = :target AND c.tbl = 'staff' AND c.action = 'insert' LIMIT 100"
    )
    return set(read_values(db, int, sql, {"target": target}))


def _is_in_effect(db: sqlite3.Connection, operation: int, target: int) -> bool:
    """Whether an operation is in effect on what ``target`` left.

    An undo of something later than ``target`` and what it undid cancel each other; an undo of something
    earlier is a change like any other.
    """
    undoes = find_value(db, int, "SELECT undoes FROM operations WHERE id = ?", (operation,))
    return (undoes is None or undoes < target) and find_undoing_operation(db, operation) is None


def _later_changes(db: sqlite3.Connection, change: Change, target: int) -> set[int]:
    sql = (
        "SELECT DISTINCT operation FROM changes"
        " WHERE tbl = :table AND first_row BETWEEN :first AND :last AND operation > :target"
    )
    return set(read_values(db, int, sql, change._asdict() | {"target": target}))


def _references(db: sqlite3.Connection, change: Change, target: int) -> set[int]:
    """Operations that added rows pointing at the rows of an insertion, or made older rows point there."""
    span = {"first": change.first, "last": change.last, "target": target}
    found: set[int] = set()
    for table, column in columns_pointing_at(db, change.table):
        sql = (
            f"SELECT DISTINCT operation FROM {table} WHERE {column} BETWEEN :first AND :last AND operation > :target"
            f" UNION SELECT h.operation FROM {table} AS c JOIN changes AS h"
            f" ON h.tbl = '{table}' AND h.first_row = c.id AND h.operation > :target"
            f" WHERE c.{column} BETWEEN :first AND :last AND c.operation < :target"
        )
        found.update(read_values(db, int, sql, span))
    return found


def _contacts_with_owner(db: sqlite3.Connection, change: Change, target: int) -> set[int]:
    """Operations that spoke with the owner of a car which this change had delivered."""
    if change.action != "update" or change.before is None or json.loads(change.before)["delivered_at"] is not None:
        return set()
    sql = "SELECT operation FROM aftercare WHERE delivery = ? AND operation > ?"
    return set(read_values(db, int, sql, (change.first, target)))
