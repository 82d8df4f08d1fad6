"""Filling a store with many rows: several rows a statement, and indexes built last where it was empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain

TOGETHER = 40
"""Rows in one statement: what a statement costs by itself is shared among them."""

_LATER = ("visits_row", "visits_open", "leads_due", "leads_due_of", "leads_opened")
"""Indexes whose order is not the one in which a register's rows are added."""


def insert_rows(db: sqlite3.Connection, into: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run ``into`` (``INSERT INTO table (columns)``, without its values) for equally wide rows."""
    if not rows:
        return
    width = len(rows[0])
    whole = len(rows) - len(rows) % TOGETHER
    packs = (tuple(chain.from_iterable(rows[at : at + TOGETHER])) for at in range(0, whole, TOGETHER))
    db.executemany(_statement(into, width, TOGETHER), packs)
    db.executemany(_statement(into, width, 1), rows[whole:])


@lru_cache(maxsize=32)
def _statement(into: str, width: int, rows: int) -> str:
    one = f"({', '.join('?' * width)})"
    return f"{into} VALUES {', '.join([one] * rows)}"


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
    for name in _LATER:
        db.execute(f"DROP INDEX main.{name}")
    yield
    for text in texts:
        db.execute(text)


def _few(db: sqlite3.Connection) -> bool:
    """A handful of rows is added faster than five indexes are made."""
    return db.execute("SELECT 1 FROM temp.incoming LIMIT 1 OFFSET 1000").fetchone() is None
