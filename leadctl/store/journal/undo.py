"""Taking an operation back: its changes in reverse, as an operation of its own.

An undo is recorded like any other write, so undoing it is the redo. It is refused while operations that
are in effect build on what it would remove.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_row, has_rows, read_values
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES, foreign_keys
from leadctl.store.core.settings import policy_on
from leadctl.store.core.writer import Writer
from leadctl.store.derivation.cars import derive_all_cars
from leadctl.store.derivation.reopening import SUSPENDED
from leadctl.store.facts.registry import FACT_TABLES
from leadctl.store.facts.visits import derive_visits_without_lead
from leadctl.store.journal.operations import (
    FINAL,
    Change,
    changes_of,
    command_of,
    dependents_of,
    find_undoing_operation,
    operations_by_added_staff,
)

_CUSTOMERS_WITH_CARS = {
    "customers": "SELECT id FROM customers WHERE id BETWEEN ? AND ?",
    "leads": "SELECT DISTINCT l.customer FROM leads AS l JOIN orders AS o ON o.lead = l.id WHERE l.id BETWEEN ? AND ?",
    "orders": "SELECT l.customer FROM orders AS o JOIN leads AS l ON l.id = o.lead WHERE o.id BETWEEN ? AND ?",
    "owned_cars": "SELECT customer FROM owned_cars WHERE id BETWEEN ? AND ?",
    "aftercare": "SELECT coalesce(l.customer, w.customer) FROM aftercare AS a"
    " LEFT JOIN orders AS o ON o.id = a.delivery LEFT JOIN leads AS l ON l.id = o.lead"
    " LEFT JOIN owned_cars AS w ON w.id = a.car WHERE a.id BETWEEN ? AND ?",
}
"""Tables of which cars and their next contacts follow, and whose cars a range of their rows concerns."""


class Operation(NamedTuple):
    """What is to be taken back: the command, its sentence, and how many rows it had written."""

    command: str
    summary: str
    rows: int


class Undone(NamedTuple):
    """What was taken back, and the leads that it concerned, whether they are still there or not."""

    operation: Operation
    leads: tuple[int, ...]


class Span(NamedTuple):
    """A run of row ids of a table."""

    table: str
    first: int
    last: int


@dataclass(slots=True)
class _Undo:
    """One undo at work: (table, id) of rows that came back and of rows that were set back."""

    writer: Writer
    returned: set[tuple[str, int]] = field(default_factory=set)
    restored: set[tuple[str, int]] = field(default_factory=set)
    policy_changed: bool = False


def undo_operation(writer: Writer, target: int) -> Undone:
    """Take operation ``target`` back. Raises Refused, naming the operations that stand on it."""
    done = _check_undoable(writer, target)
    writer.db.execute("PRAGMA defer_foreign_keys = ON")
    writer.db.execute(
        "UPDATE operations SET undoes = :target WHERE id = :id", {"target": target, "id": writer.operation}
    )
    work = _Undo(writer)
    try:
        for change in changes_of(writer.db, target):
            _reverse_change(work, change)
        _refuse_orphans(work, target)
        _record_returned(work)
        leads = tuple(sorted(writer.touched))
        _derive_again(work)
    except sqlite3.IntegrityError as error:
        raise Refused(
            "Operation {target} cannot be taken back: later work stands in its place.", target=target
        ) from error
    return Undone(done, leads)


def suspend_leads(db: sqlite3.Connection, leads: Iterable[int]) -> None:
    """Take leads out of "one open lead a customer" until they are derived again, so that rows may move freely."""
    db.execute(
        "UPDATE leads SET status = NULL, task = NULL, due_from = NULL, due_by = NULL, closed_at = :suspended"
        " WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json_ids(leads), "suspended": SUSPENDED},
    )


def _check_undoable(writer: Writer, target: int) -> Operation:
    """What is to be taken back. Raises Refused where it cannot be."""
    db = writer.db
    sql = (
        "SELECT o.command, o.summary, (SELECT coalesce(sum(last_row - first_row + 1), 0) FROM changes"
        " WHERE operation = o.id) FROM operations AS o WHERE o.id = :id AND o.id < :own"
    )
    undone = find_row(db, Operation, sql, {"id": target, "own": writer.operation})
    if undone is None:
        raise Refused("There is no operation {target}; see: leadctl operations", target=target).with_code(
            "no-such-operation"
        )
    if undone.command in FINAL:
        raise Refused("Operation {target} ({command}) cannot be undone.", target=target, command=undone.command)
    by = find_undoing_operation(db, target)
    if by is not None:
        raise Refused(
            "Operation {target} is already undone, by operation {by}; undo {by} to redo it.", target=target, by=by
        )
    _refuse_later_work(db, target)
    return undone


def _refuse_later_work(db: sqlite3.Connection, target: int) -> None:
    later = dependents_of(db, target)
    forgot = [operation for operation in sorted(later) if command_of(db, operation) == "forget"]
    if forgot:
        raise Refused(
            "Operation {target} cannot be undone: it wrote rows of somebody who was forgotten since, by operation "
            "{operation}, and that is for good. Correct single records with: leadctl edit, leadctl delete",
            target=target,
            operation=forgot[0],
        )
    if later:
        raise Refused(
            "Operation {target} cannot be undone while these build on it: {named}. Undo them first.",
            target=target,
            named=_list_commands(db, later),
        )
    by_members = operations_by_added_staff(db, target)
    if by_members:
        raise Refused(
            "Operation {target} cannot be undone: who was added has acted since, in {members}. "
            "Use: leadctl staff leave NAME",
            target=target,
            members=_list_commands(db, by_members),
        )


def _list_commands(db: sqlite3.Connection, operations: set[int]) -> Sentence:
    """``7 (order), 9 (deliver) and 3 more``."""
    ids = sorted(operations)
    shown = [Sentence("{operation} ({command})", operation=id_, command=command_of(db, id_)) for id_ in ids[:10]]
    more = Sentence(" and {count} more", count=len(ids) - 10) if len(ids) > 10 else ""
    return Sentence("{names}{more}", names=listing(shown), more=more)


def _reverse_change(work: _Undo, change: Change) -> None:
    """Undo one change; what it concerns, before and after, is derived again later."""
    writer, table = work.writer, change.table
    _touch(writer, change)
    if table == "leads":
        suspend_leads(writer.db, range(change.first, change.last + 1))
    if change.action == "insert":
        _clear_derived(writer.db, change)
        writer.db.execute(f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", (change.first, change.last))
    else:
        before = json.loads(change.before or "{}")
        if change.action == "update":
            writer.update(table, change.first, **before)
            work.restored.add((table, change.first))
        else:
            _insert_again(writer.db, table, change.first, before)
            work.returned.add((table, change.first))
    _touch(writer, change)
    work.policy_changed |= table in ("settings", "policies")


def _touch(writer: Writer, change: Change) -> None:
    """Mark the leads and owners whose rows a change concerns, as the rows stand at this moment, for derivation."""
    span = (change.first, change.last)
    if change.table == "leads":
        writer.touch(*range(change.first, change.last + 1))
    elif change.table in FACT_TABLES:
        # Without IS NOT NULL here, which would draw SQLite to the index of leads and through all of it for one row.
        rows = writer.db.execute(f"SELECT lead FROM {change.table} WHERE id BETWEEN ? AND ?", span)
        writer.touch(*(lead for (lead,) in rows if lead is not None))
    customers = _CUSTOMERS_WITH_CARS.get(change.table)
    if customers is not None and (change.table != "customers" or change.action == "update"):
        rows = writer.db.execute(customers, span)
        writer.touch_owner(*(customer for (customer,) in rows if customer is not None))


def _clear_derived(db: sqlite3.Connection, change: Change) -> None:
    """Derived columns may still point at a row that goes; the derivation sets them again."""
    span = (change.first, change.last)
    for table in (*DERIVED_COLUMNS, *DERIVED_TABLES):
        for column, parent in foreign_keys(db, table, derived=True):
            if parent == change.table:
                what = f"DELETE FROM {table}" if table in DERIVED_TABLES else f"UPDATE {table} SET {column} = NULL"
                db.execute(f"{what} WHERE {column} BETWEEN ? AND ?", span)


def _insert_again(db: sqlite3.Connection, table: str, row: int, values: dict[str, object]) -> None:
    """Add a row again under its old id."""
    if table == "leads":
        values["closed_at"] = SUSPENDED
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    db.execute(f"INSERT INTO {table} (id, {columns}) VALUES (:id, {marks})", {**values, "id": row})


def _refuse_orphans(work: _Undo, target: int) -> None:
    """What comes back must find what it points at."""
    if any(_has_dangling(work.writer.db, span) for span in _spans(work.returned | work.restored)):
        raise Refused(
            "Operation {target} cannot be taken back: what it had removed or changed belongs to something "
            "that is gone since. See: leadctl operations",
            target=target,
        )


def _has_dangling(db: sqlite3.Connection, span: Span) -> bool:
    """Whether a row of this range points at a row that is not there (any more)."""
    return any(
        has_rows(
            db,
            f"SELECT 1 FROM {span.table} AS c WHERE c.id BETWEEN ? AND ? AND c.{column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE p.id = c.{column}) LIMIT 1",
            (span.first, span.last),
        )
        for column, parent in foreign_keys(db, span.table)
    )


def _record_returned(work: _Undo) -> None:
    """Rows added again bear old ids, which the ranges kept at an operation's end do not see."""
    work.writer.db.executemany(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row) VALUES (?, ?, 'insert', ?, ?)",
        [(work.writer.operation, *span) for span in _spans(work.returned)],
    )


def _spans(rows: Iterable[tuple[str, int]]) -> list[Span]:
    """(table, id) pairs -> the runs of ids among them."""
    spans: list[Span] = []
    for table, row in sorted(rows):
        if spans and spans[-1].table == table and spans[-1].last == row - 1:
            spans[-1] = spans[-1]._replace(last=row)
        else:
            spans.append(Span(table, row, row))
    return spans


def _derive_again(work: _Undo) -> None:
    writer = work.writer
    if work.policy_changed:
        writer.policy = policy_on(writer.db, writer.today)
        writer.touch(*read_values(writer.db, int, "SELECT id FROM leads"))
    suspend_leads(writer.db, writer.touched)
    for table, first, last in _spans(work.returned | work.restored):
        if table == "visits":
            derive_visits_without_lead(writer.db, first, last)
    writer.settle()
    if work.policy_changed:
        derive_all_cars(writer.db)
