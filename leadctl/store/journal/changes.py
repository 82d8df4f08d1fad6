"""Taking an operation back: its changes in reverse, as an operation of its own.

An undo is recorded like any other write, so undoing it is the redo. It is refused while operations that
are in effect build on what it would remove.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from leadctl.errors import Refused, Sentence, listing
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES, foreign_keys
from leadctl.store.core.settings import policy_on
from leadctl.store.core.writer import Writer
from leadctl.store.derivation.cars import derive_all_cars
from leadctl.store.derivation.reopening import SUSPENDED
from leadctl.store.facts.visits import derive_anonymous
from leadctl.store.journal.dependence import acted, dependents, orphans, undone_by

FINAL = ("init", "restore", "forget")
"""Commands whose operations cannot be taken back."""

PAGE = 2000
"""Changes that are read at once."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the command, its sentence, and how many rows it had written."""

    command: str
    summary: str
    rows: int


@dataclass(slots=True)
class Walk:
    """One undo at work: rows that came back, as (table, id), and rows that were set back."""

    writer: Writer
    returned: list[tuple[str, int]] = field(default_factory=list)
    restored: list[tuple[str, int]] = field(default_factory=list)
    with_lead: dict[str, bool] = field(default_factory=dict)
    policy_changed: bool = False


def undo(writer: Writer, target: int) -> Undone:
    """Take operation ``target`` back. Raises Refused, naming the operations that stand on it."""
    done = _check(writer, target)
    writer.db.execute("PRAGMA defer_foreign_keys = ON")
    writer.db.execute(
        "UPDATE operations SET undoes = :target WHERE id = :id", {"target": target, "id": writer.operation}
    )
    walk = Walk(writer)
    try:
        for change in _changes(writer.db, target):
            _take_back(walk, change)
        _refuse_orphans(walk, target)
        _keep_returned(walk)
        _derive_again(walk)
    except sqlite3.IntegrityError as error:
        raise Refused(
            "Operation {target} cannot be taken back: later work stands in its place.", target=target
        ) from error
    return done


def latest_of(db: sqlite3.Connection, actor: str, login: str) -> int | None:
    """The newest operation of this author that is in effect and can be taken back."""
    rows = db.execute(
        "SELECT id, command FROM operations WHERE actor = :actor AND login = :login AND command <> 'undo'"
        " ORDER BY id DESC",
        {"actor": actor, "login": login},
    )
    for row in rows:
        if row["command"] not in FINAL and undone_by(db, row["id"]) is None:
            return int(row["id"])
    return None


def suspend(db: sqlite3.Connection, leads: Iterable[int]) -> None:
    """Take leads out of "one open lead a customer" until they are derived again, so that rows may move freely."""
    db.execute(
        "UPDATE leads SET status = NULL, task = NULL, due_from = NULL, due_by = NULL, closed_at = '9999-12-31T23:59'"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json_ids(leads),),
    )


def _check(writer: Writer, target: int) -> Undone:
    db = writer.db
    row = db.execute(
        "SELECT command, summary FROM operations WHERE id = :id AND id < :own", {"id": target, "own": writer.operation}
    ).fetchone()
    if row is None:
        raise Refused("There is no operation {target}; see: leadctl operations", target=target)
    if row["command"] in FINAL:
        raise Refused("Operation {target} ({command}) cannot be undone.", target=target, command=row["command"])
    by = undone_by(db, target)
    if by is not None:
        raise Refused(
            "Operation {target} is already undone, by operation {by}; undo {by} to redo it.", target=target, by=by
        )
    _refuse_later_work(db, target)
    count = db.execute(
        "SELECT coalesce(sum(last_row - first_row + 1), 0) FROM changes WHERE operation = :id", {"id": target}
    ).fetchone()[0]
    return Undone(row["command"], row["summary"], int(count))


def _refuse_later_work(db: sqlite3.Connection, target: int) -> None:
    standing = dependents(db, target)
    forgot = [operation for operation in sorted(standing) if _command(db, operation) == "forget"]
    if forgot:
        raise Refused(
            "Operation {target} cannot be undone: it wrote rows of somebody who was forgotten since, by operation "
            "{operation}, and that is for good. Correct single records with: leadctl edit, leadctl delete",
            target=target,
            operation=forgot[0],
        )
    if standing:
        named = _named(db, standing)
        raise Refused(
            "Operation {target} cannot be undone while these build on it: {named}. Undo them first.",
            target=target,
            named=named,
        )
    members = acted(db, target)
    if members:
        raise Refused(
            "Operation {target} cannot be undone: who was added has acted since, in {members}. "
            "Use: leadctl staff leave NAME",
            target=target,
            members=_named(db, members),
        )


def _named(db: sqlite3.Connection, operations: set[int]) -> Sentence:
    shown = sorted(operations)
    names = listing(Sentence("{operation} ({command})", operation=id_, command=_command(db, id_)) for id_ in shown[:10])
    more = Sentence(" and {count} more", count=len(shown) - 10) if len(shown) > 10 else ""
    return Sentence("{names}{more}", names=names, more=more)


def _command(db: sqlite3.Connection, operation: int) -> str:
    row = db.execute("SELECT command FROM operations WHERE id = :id", {"id": operation}).fetchone()
    return str(row["command"])


def _changes(db: sqlite3.Connection, target: int) -> Iterator[sqlite3.Row]:
    """What an operation did, last first, a page at a time: a batch may have a million."""
    below = {"target": target, "id": 2**62, "page": PAGE}
    while rows := db.execute(
        "SELECT id, tbl, action, first_row, last_row, before FROM changes"
        " WHERE operation = :target AND id < :id ORDER BY id DESC LIMIT :page",
        below,
    ).fetchall():
        yield from rows
        below["id"] = rows[-1]["id"]


def _take_back(walk: Walk, change: sqlite3.Row) -> None:
    writer, table, first, last = walk.writer, change["tbl"], change["first_row"], change["last_row"]
    writer.touch(*_leads_of(walk, change))
    writer.touch_owner(*_owners_of(writer.db, change))
    if table == "leads":
        suspend(writer.db, range(first, last + 1))
    if change["action"] == "insert":
        _clear_derived(writer.db, table, first, last)
        writer.db.execute(f"DELETE FROM {table} WHERE id BETWEEN :first AND :last", {"first": first, "last": last})
    elif change["action"] == "update":
        writer.update(table, first, **json.loads(change["before"]))
        walk.restored.append((table, first))
    else:
        _put_back(writer.db, table, first, json.loads(change["before"]))
        walk.returned.append((table, first))
    writer.touch(*_leads_of(walk, change))
    writer.touch_owner(*_owners_of(writer.db, change))
    walk.policy_changed |= table in ("settings", "policies")


def _clear_derived(db: sqlite3.Connection, table: str, first: int, last: int) -> None:
    """Derived columns may still point at a row that goes; the derivation sets them again."""
    span = {"first": first, "last": last}
    for child in DERIVED_COLUMNS:
        for column, parent in foreign_keys(db, child, derived=True):
            if parent == table:
                db.execute(f"UPDATE {child} SET {column} = NULL WHERE {column} BETWEEN :first AND :last", span)
    for child in DERIVED_TABLES:
        for column, parent in foreign_keys(db, child, derived=True):
            if parent == table:
                db.execute(f"DELETE FROM {child} WHERE {column} BETWEEN :first AND :last", span)


def _put_back(db: sqlite3.Connection, table: str, row: int, values: dict[str, object]) -> None:
    """Add a row again under its old id."""
    if table == "leads":
        values["closed_at"] = SUSPENDED
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    db.execute(f"INSERT INTO {table} (id, {columns}) VALUES (:id, {marks})", {**values, "id": row})


def _refuse_orphans(walk: Walk, target: int) -> None:
    """What comes back must find what it points at."""
    spans = (*_ranges(walk.returned), *_ranges(walk.restored))
    if any(orphans(walk.writer.db, table, first, last) for table, first, last in spans):
        raise Refused(
            "Operation {target} cannot be taken back: what it had removed or changed belongs to something "
            "that is gone since. See: leadctl operations",
            target=target,
        )


def _keep_returned(walk: Walk) -> None:
    """Rows added again bear old ids, which the ranges kept at an operation's end do not see."""
    walk.writer.db.executemany(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row) VALUES (?, ?, 'insert', ?, ?)",
        [(walk.writer.operation, *span) for span in _ranges(walk.returned)],
    )


def _ranges(rows: Iterable[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """(table, id) pairs -> (table, first, last) of the runs of ids among them."""
    runs: list[tuple[str, int, int]] = []
    for table, row in sorted(set(rows)):
        if runs and runs[-1][0] == table and runs[-1][2] == row - 1:
            runs[-1] = (table, runs[-1][1], row)
        else:
            runs.append((table, row, row))
    return runs


def _derive_again(walk: Walk) -> None:
    writer = walk.writer
    if walk.policy_changed:
        writer.policy = policy_on(writer.db, writer.today)
        writer.touch(*(row["id"] for row in writer.db.execute("SELECT id FROM leads")))
    suspend(writer.db, writer.touched)
    for table, first, last in (*_ranges(walk.returned), *_ranges(walk.restored)):
        if table == "visits":
            derive_anonymous(writer.db, first, last)
    writer.settle()
    if walk.policy_changed:
        derive_all_cars(writer.db)


_OWNERS = {
    "customers": "SELECT id FROM customers WHERE id BETWEEN ? AND ?",
    "leads": "SELECT DISTINCT l.customer FROM leads AS l JOIN orders AS o ON o.lead = l.id WHERE l.id BETWEEN ? AND ?",
    "orders": "SELECT l.customer FROM orders AS o JOIN leads AS l ON l.id = o.lead WHERE o.id BETWEEN ? AND ?",
    "owned_cars": "SELECT customer FROM owned_cars WHERE id BETWEEN ? AND ?",
    "aftercare": "SELECT coalesce(l.customer, w.customer) FROM aftercare AS a"
    " LEFT JOIN orders AS o ON o.id = a.delivery LEFT JOIN leads AS l ON l.id = o.lead"
    " LEFT JOIN owned_cars AS w ON w.id = a.car WHERE a.id BETWEEN ? AND ?",
}
"""Tables of which cars and their next contacts follow, and whose cars a range of their rows concerns."""


def _owners_of(db: sqlite3.Connection, change: sqlite3.Row) -> Iterable[int]:
    """The customers whose cars a change concerns, as the rows stand at this moment."""
    table = change["tbl"]
    if table not in _OWNERS or (table == "customers" and change["action"] != "update"):
        return []
    rows = db.execute(_OWNERS[table], (change["first_row"], change["last_row"]))
    return {row[0] for row in rows if row[0] is not None}


def _leads_of(walk: Walk, change: sqlite3.Row) -> Iterable[int]:
    """The leads whose facts a change concerns, as the rows stand at this moment."""
    db, table = walk.writer.db, change["tbl"]
    if table not in walk.with_lead:
        walk.with_lead[table] = any(row["name"] == "lead" for row in db.execute(f"PRAGMA table_info({table})"))
    column = "id" if table == "leads" else "lead"
    if column == "lead" and not walk.with_lead[table]:
        return []
    rows = db.execute(
        # Without IS NOT NULL here, which would draw SQLite to the index of leads and through all of it for one row.
        f"SELECT {column} FROM {table} WHERE id BETWEEN ? AND ?",
        (change["first_row"], change["last_row"]),
    )
    return {row[0] for row in rows if row[0] is not None}
