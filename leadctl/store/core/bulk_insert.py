"""Filling a store with many rows: several rows a statement; where it was empty, indexes and foreign keys last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from leadctl.store.core.connection import Waiting, begin
from leadctl.store.core.rows import has_rows, read_value

TOGETHER = (100, 10, 1)
"""Rows in one statement: what a statement costs by itself is shared among them. The last rows go in smaller ones."""

BUILT_LAST = (
    "phones_phone", "leads_listed", "leads_listed_of", "leads_due", "leads_window", "leads_opened", "leads_screening",
    "leads_stock", "visits_row", "visits_lead", "visits_record", "visits_open", "lead_states_until",
    "contact_windows_counted",
)  # fmt: skip
"""Indexes that are built faster from all rows of a register at once than row by row. The others it fills in the order
of their keys, which are ids, or with few different ones, or not at all; and while rows come from another process, what
each row costs is paid at the same time as that process works."""

Column = Sequence[object]


Insert = tuple[str, list[tuple[object, ...]]]
"""A statement, and the values of each time that it is run."""


def insert_columns(db: sqlite3.Connection, table: str, columns: Mapping[str, Column]) -> None:
    """Add rows, given as equally long columns by name; see :func:`make_inserts`."""
    for statement, packs in make_inserts(table, columns):
        db.executemany(statement, packs)


def make_inserts(table: str, columns: Mapping[str, Column]) -> Iterator[Insert]:
    """What adds rows, given as equally long columns by name.

    A column without any value is left out, so it must default to NULL; one with the same value in all rows is handed
    over once a statement. A None among values goes as an empty text: to hand over a None costs ten times as much.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return
    filled = {name: column for name, column in columns.items() if _has_value(column)}
    once = {name: column[0] for name, column in filled.items() if _is_constant(column)}
    # Several names of one column share its mark: to bind a value costs more than to store it.
    distinct = {id(column): column for name, column in filled.items() if name not in once}
    # Where everything is true nothing is missing; that is told ten times as fast as by looking for None.
    sparse = {key for key, column in distinct.items() if not all(column) and None in column and "" not in column}
    width, begin = len(distinct), 0
    values: list[object] = [None] * (count * width)
    for place, (key, column) in enumerate(distinct.items()):
        values[place::width] = _drop_none(column, key in sparse)
    places = {key: place for place, key in enumerate(distinct)}
    marks = tuple(
        (name, places[id(column)], id(column) in sparse) for name, column in filled.items() if name not in once
    )
    for rows in TOGETHER:
        end = count - (count - begin) % rows
        if begin < end:
            packs = [(*once.values(), *values[at * width : (at + rows) * width]) for at in range(begin, end, rows)]
            yield _statement(table, tuple(once), marks, width, rows), packs
        begin = end


def _has_value(column: Column) -> bool:
    return bool(column) and (column[0] is not None or column.count(None) < len(column))


def _is_constant(column: Column) -> bool:
    return column[0] == column[-1] and column.count(column[0]) == len(column)


def _drop_none(column: Column, sparse: bool) -> Column:
    return ["" if value is None else value for value in column] if sparse else column


@lru_cache(maxsize=64)
def _statement(
    table: str, once: tuple[str, ...], each: tuple[tuple[str, int, bool], ...], width: int, rows: int
) -> str:
    """The statement that takes the values of ``once``, and then ``width`` values for each of so many rows.

    ``each``: names of columns, the places of their values in the row, and whether an empty text stands for NULL.
    """
    names = [*once, *(name for name, _, _ in each)]
    constant = [f"?{number}" for number in range(1, len(once) + 1)]

    def row(number: int) -> str:
        first = len(once) + number * width + 1
        marks = (f"nullif(?{first + place}, '')" if sparse else f"?{first + place}" for _, place, sparse in each)
        return f"({', '.join([*constant, *marks])})"

    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join(map(row, range(rows)))}"


def is_empty(db: sqlite3.Connection) -> bool:
    """Whether nobody has come to this store yet: it has no visit and no lead."""
    return not any(has_rows(db, f"SELECT 1 FROM {table} LIMIT 1") for table in ("visits", "leads"))


def begin_filling(db: sqlite3.Connection, waiting: Waiting) -> None:
    """Begin a write of many rows. Into an empty store they go without a look at what each points at.

    :func:`refuse_dangling` looks at all of them together before they are committed, at a fraction of the cost.
    """
    begin(db, write=True, waiting=waiting)
    if is_empty(db):
        # Foreign keys are switched outside a transaction, and until the next one begins somebody else may write.
        _begin_again(db, waiting, foreign_keys="OFF")
        if not is_empty(db):
            _begin_again(db, waiting, foreign_keys="ON")


def _begin_again(db: sqlite3.Connection, waiting: Waiting, foreign_keys: str) -> None:
    db.execute("ROLLBACK")
    db.execute(f"PRAGMA foreign_keys = {foreign_keys}")
    begin(db, write=True, waiting=waiting)


def refuse_dangling(db: sqlite3.Connection) -> None:
    """Raises sqlite3.IntegrityError when rows that nobody looked at point at what is not there."""
    if read_value(db, int, "PRAGMA foreign_keys"):
        return
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
        raise sqlite3.IntegrityError(f"a row of {table} points at no row of {parent}")


@contextmanager
def suspend_indexes(db: sqlite3.Connection) -> Iterator[None]:
    """While an empty store is filled, what would slow each row is away."""
    # All is written in one direction: more memory than this would only be filled, and never read again.
    db.execute("PRAGMA main.cache_size = -16384")
    schema = dict(db.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'index'").fetchall())
    for name in BUILT_LAST:
        db.execute(f"DROP INDEX main.{name}")
    yield
    for name in BUILT_LAST:
        db.execute(schema[name])
