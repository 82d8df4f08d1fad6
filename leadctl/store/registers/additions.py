"""What a part of a register adds to the store, made ready to be written: perhaps by another process."""

from __future__ import annotations

import marshal
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from leadctl.store.core.bulk_insert import insert_columns

TABLES = ("customers", "phones", "leads", "visits")
"""What visits add to; each may point at those before it."""


class Additions:
    """Columns by name of each of :data:`TABLES`, and (customer, their name, the row's name) where these differ."""

    def __init__(self) -> None:
        self.names_differ: list[tuple[int, str, str]] = []
        self.tables: dict[str, dict[str, Any]] = {table: defaultdict(list) for table in TABLES}

    def add(self, table: str, **columns: Sequence[object]) -> None:
        """More cells of columns; in the end all columns of a table must be equally long."""
        for name, column in columns.items():
            self.tables[table][name] += column

    def rows(self, table: str) -> int:
        """How many rows a table gets."""
        return len(next(iter(self.tables[table].values()), ()))

    def write(self, db: sqlite3.Connection, operation: int) -> None:
        """Add the rows in the name of an operation."""
        for table, columns in self.tables.items():
            insert_columns(db, table, {**columns, "operation": [operation] * self.rows(table)})

    def __reduce__(self) -> tuple[object, ...]:
        # Numbers and texts alone: marshal hands them over in half the time that pickle takes.
        tables = {table: dict(columns) for table, columns in self.tables.items()}
        return _handed_over, (marshal.dumps((self.names_differ, tables)),)


def _handed_over(packed: bytes) -> Additions:
    additions = Additions()
    additions.names_differ, additions.tables = marshal.loads(packed)
    return additions
