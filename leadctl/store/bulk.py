"""Filling a store with many rows: several rows a statement, and indexes built last where it was empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain

TOGETHER = 40
"""Rows in one statement: what a statement costs by itself is shared among them."""

_LATER = (
    "visits_row",
    "visits_lead",
    "visits_customer",
    "visits_open",
    "leads_due",
    "leads_due_of",
    "leads_opened",
)
"""Indexes that are built faster from all rows at once than row by row."""


def insert_columns(db: sqlite3.Connection, table: str, columns: Mapping[str, Sequence[object]]) -> None:
    """Add rows, given as equally long columns by name.

    A column without any value is left out, so it must default to NULL: to bind a None is what costs most.
    """
    filled = {name: column for name, column in columns.items() if _has_value(column)}
    width, count = len(filled), len(next(iter(columns.values()), ()))
    values = list(chain.from_iterable(zip(*filled.values(), strict=True)))
    whole = count - count % TOGETHER
    for begin, end, rows in ((0, whole, TOGETHER), (whole, count, 1)):
        packs = (values[at : at + rows * width] for at in range(begin * width, end * width, rows * width))
        db.executemany(_statement(table, tuple(filled), rows), packs)


def insert_rows(db: sqlite3.Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Add rows whose values stand in the order of ``names``; as :func:`insert_columns`."""
    if rows:
        insert_columns(db, table, dict(zip(names, zip(*rows, strict=True), strict=True)))


def _has_value(column: Sequence[object]) -> bool:
    return bool(column) and (column[0] is not None or column.count(None) < len(column))


@lru_cache(maxsize=64)
def _statement(table: str, names: tuple[str, ...], rows: int) -> str:
    one = f"({', '.join('?' * len(names))})"
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([one] * rows)}"


@contextmanager
def without_indexes(db: sqlite3.Connection) -> Iterator[None]:
    """While a store without visits is filled, the costly indexes are away; a filled one keeps them."""
    if db.execute("SELECT 1 FROM visits LIMIT 1").fetchone() is not None or _few(db):
        yield
        return
    texts = [
        row["sql"]
        for row in db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'index'").fetchall()
        if row["name"] in _LATER
    ]
    # All is written in one direction: more memory than this would only be filled, and never read again.
    db.execute("PRAGMA main.cache_size = -16384")
    for name in _LATER:
        db.execute(f"DROP INDEX main.{name}")
    yield
    for text in texts:
        db.execute(text)


def _few(db: sqlite3.Connection) -> bool:
    """A handful of rows is added faster than their indexes are made."""
    return db.execute("SELECT 1 FROM temp.incoming LIMIT 1 OFFSET 1000").fetchone() is None
