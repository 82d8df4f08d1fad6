"""Rows and single values of queries, each of the type that is asked for."""

from __future__ import annotations

import sqlite3

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeVar

    Values = Mapping[str, Any] | Sequence[Any]
    """The parameters of a query, by name or in order."""

    Row = TypeVar("Row")
    Value = TypeVar("Value", int, float, str, bytes)


def find_row(db: sqlite3.Connection, kind: Callable[..., Row], sql: str, values: Values = ()) -> Row | None:
    """The first row as a ``kind``, such as a NamedTuple whose fields are the columns; None: there is none."""
    row = db.execute(sql, values).fetchone()
    return None if row is None else kind(*row)


def read_row(db: sqlite3.Connection, kind: Callable[..., Row], sql: str, values: Values = ()) -> Row:
    """The same of a row that is always there."""
    return kind(*db.execute(sql, values).fetchone())


def read_rows(db: sqlite3.Connection, kind: Callable[..., Row], sql: str, values: Values = ()) -> list[Row]:
    """All rows, each as a ``kind``."""
    return [kind(*row) for row in db.execute(sql, values)]


def find_value(db: sqlite3.Connection, kind: type[Value], sql: str, values: Values = ()) -> Value | None:
    """The first column of the first row; None: there is no row, or it holds NULL.

    Raises sqlite3.DatabaseError for a value of another type, as the others do: the tables are STRICT, so that the file
    is damaged.
    """
    row = db.execute(sql, values).fetchone()
    return None if row is None or row[0] is None else _check_type(kind, row[0])


def read_value(db: sqlite3.Connection, kind: type[Value], sql: str, values: Values = ()) -> Value:
    """The first column of the first row, where there always is one: a count, or a column of a row that is known."""
    return _check_type(kind, db.execute(sql, values).fetchone()[0])


def read_values(db: sqlite3.Connection, kind: type[Value], sql: str, values: Values = ()) -> list[Value]:
    """The first column of every row."""
    found = [row[0] for row in db.execute(sql, values)]
    right = set(map(type, found)) <= {kind}  # one look at all, for there may be many
    return found if right else [_check_type(kind, value) for value in found]


def has_rows(db: sqlite3.Connection, sql: str, values: Values = ()) -> bool:
    """Whether the query finds anything."""
    return db.execute(sql, values).fetchone() is not None


def _check_type(kind: type[Value], value: object) -> Value:
    if isinstance(value, kind):
        return value
    raise make_damage(f"a value is {type(value).__name__}, not {kind.__name__}")


def make_damage(what: str) -> sqlite3.DatabaseError:
    """The error of a file in which something stands that was never written so."""
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error
