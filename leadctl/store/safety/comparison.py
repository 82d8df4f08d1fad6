"""Comparing a store with a backup of it: which facts differ although no operation changed them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from leadctl import SCHEMA_VERSION
from leadctl.errors import Refused, Sentence
from leadctl.store.core.connection import Patience, Waiting, begin, connect_unchecked, explain_errors, patience_of
from leadctl.store.core.private_copies import copy_into_memory
from leadctl.store.core.rows import find_value, has_rows, read_value
from leadctl.store.core.schema import fact_columns, journalled_tables
from leadctl.store.tables import TABLES

MOST = 1000
"""Differences that are listed."""

ROWS = 5000
"""Rows that are read at once."""

FIRST = -(1 << 63)
"""The smallest id that a row of any file may have."""

Rows = dict[int, tuple[Any, ...]]
"""A row's id -> the id and what else is compared."""

_UNCHANGING = {
    "operations": ("at", "command", "staff", "actor", "login", "host", "undoes", "sha256"),
    "changes": ("operation", "tbl", "action", "first_row", "last_row"),
}
"""What of the journal never changes once it is written. Forgetting a person takes texts out of the rest."""

_FOISTED = """
SELECT id FROM {table} AS t WHERE id > :newest AND operation <= :operation AND NOT EXISTS (
    SELECT 1 FROM changes AS c
    WHERE c.tbl = :table AND c.operation > :operation AND t.id BETWEEN c.first_row AND c.last_row
)
"""
"""An undo brings back a deleted row with the operation that wrote it: that of the undo is in the journal."""


def compare_with_backup(path: Path, backup: Path, waiting: Waiting = lambda: None) -> list[Sentence]:
    """The facts of the store that differ from a backup of it without an operation that changed them.

    No values are told. Raises Refused for a backup of an older leadctl or of another store.
    """
    patience = patience_of(waiting)
    with (
        explain_errors(path),
        closing(_open_copy(path, patience)) as db,
        explain_errors(backup),
        closing(connect_unchecked(backup)) as saved,
    ):
        begin(saved, write=False, waiting=patience)
        _refuse_uncomparable(db, saved, path, backup)
        return list(islice(_compare(db, saved), MOST))


def _open_copy(path: Path, patience: Patience) -> sqlite3.Connection:
    """A private copy of the store: nobody waits for the end of the comparison."""
    with closing(connect_unchecked(path, waiting=patience)) as db:
        begin(db, write=False, waiting=patience)
        return copy_into_memory(db)


def _refuse_uncomparable(db: sqlite3.Connection, saved: sqlite3.Connection, path: Path, backup: Path) -> None:
    for file, name in ((db, path), (saved, backup)):
        if read_value(file, int, "PRAGMA user_version") != SCHEMA_VERSION:
            raise Refused("{file} is of another leadctl; only files of this version are compared.", file=name)
    first = "SELECT at, command, actor, login, host FROM operations ORDER BY id LIMIT 1"
    if [*map(tuple, db.execute(first))] != [*map(tuple, saved.execute(first))]:
        raise Refused("{backup} is a backup of another store.", backup=backup)


def _compare(db: sqlite3.Connection, saved: sqlite3.Connection) -> Iterator[Sentence]:
    newest = find_value(saved, int, "SELECT max(id) FROM operations") or 0
    forgot = has_rows(db, "SELECT 1 FROM operations WHERE command = 'forget' AND id > ? LIMIT 1", (newest,))
    personal = {table.name: {*table.erased, *table.texts} for table in TABLES} if forgot else {}
    for table, columns in _UNCHANGING.items():
        yield from _compare_table(db, saved, table, columns, set())
    for table in journalled_tables(saved):
        columns = tuple(name for name in fact_columns(saved, table) if name not in personal.get(table, ()))
        yield from _compare_table(
            db, saved, table, columns, _rows_changed_since(db, table, newest, _newest_row(saved, table))
        )
    for table in ("changes", *journalled_tables(saved)):
        yield from _list_foisted(db, saved, table, newest)


def _newest_row(db: sqlite3.Connection, table: str) -> int:
    return find_value(db, int, f"SELECT max(id) FROM {table}") or 0


def _list_foisted(db: sqlite3.Connection, saved: sqlite3.Connection, table: str, operation: int) -> Iterator[Sentence]:
    """Rows that are newer than the backup, and name an operation that it knows, which did not write them."""
    newest = _newest_row(saved, table)
    for (row,) in db.execute(_FOISTED.format(table=table), {"newest": newest, "operation": operation, "table": table}):
        yield Sentence("{table} {row} is not in the backup, and no operation added it", table=table, row=row)


def _rows_changed_since(db: sqlite3.Connection, table: str, operation: int, newest: int) -> set[int]:
    """The rows up to ``newest`` that later operations changed, deleted, or brought back."""
    rows = db.execute(
        "SELECT first_row, last_row FROM changes"
        " WHERE tbl = :table AND operation > :operation AND (action <> 'insert' OR first_row <= :newest)",
        {"table": table, "operation": operation, "newest": newest},
    )
    return {row for first, last in rows for row in range(first, last + 1)}


def _compare_table(
    db: sqlite3.Connection, saved: sqlite3.Connection, table: str, columns: tuple[str, ...], changed: set[int]
) -> Iterator[Sentence]:
    newest = _newest_row(saved, table)
    asked = f"SELECT id, {', '.join(columns)} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"
    extra: list[int] = []
    first = FIRST
    while first <= newest:
        before = _read_rows(saved, f"{asked} LIMIT {ROWS}", (first, newest))
        last = before[-1][0] if len(before) == ROWS else newest
        here = _read_rows(db, asked, (first, last))
        if here != before:
            now = {row[0]: row for row in here if row[0] not in changed}
            was = {row[0]: row for row in before if row[0] not in changed}
            yield from _compare_rows(table, columns, now, was)
            extra += sorted(now.keys() - was.keys())
        first = last + 1
    for row in extra:
        yield Sentence("{table} {row} is not in the backup, and no operation added it", table=table, row=row)


def _read_rows(db: sqlite3.Connection, sql: str, span: tuple[int, int]) -> list[tuple[Any, ...]]:
    rows = db.cursor()
    rows.row_factory = None
    return rows.execute(sql, span).fetchall()


def _compare_rows(table: str, columns: tuple[str, ...], now: Rows, was: Rows) -> Iterator[Sentence]:
    for row, before in was.items():
        if row not in now:
            yield Sentence("{table} {row} is gone, and no operation deleted it", table=table, row=row)
            continue
        for name, old, new in zip(columns, before[1:], now[row][1:], strict=True):
            if old != new:
                yield Sentence(
                    "{table} {row} {column} differs, and no operation changed it", table=table, row=row, column=name
                )
