"""What a part of a register adds to the store, made ready to be written: perhaps by another process."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

from leadctl.store.core.bulk_insert import insert_columns

TABLES = ("customers", "phones", "leads", "visits")
"""What visits add to; each may point at those before it."""

HISTORY_TABLES = ("lead_states", "contact_windows")
"""What is derived of the new leads' past."""


class Additions:
    """Columns by name of each table, and (customer, their name, the row's name) where these differ.

    ``leads_to_derive``: new leads whose visits only a replay can judge.
    """

    def __init__(self) -> None:
        self.names_differ: list[tuple[int, str, str]] = []
        self.leads_to_derive: list[int] = []
        self.tables: dict[str, dict[str, Sequence[Any]]] = {}
        self._parts: dict[str, dict[str, list[Sequence[Any]]]] = {table: {} for table in (*TABLES, *HISTORY_TABLES)}

    def add(self, table: str, **columns: Sequence[Any]) -> None:
        """More cells of columns; in the end all columns of a table must be equally long."""
        parts = self._parts[table]
        for name, column in columns.items():
            parts.setdefault(name, []).append(column)

    def join(self) -> None:
        """Put the parts of each column together: nothing more is added."""
        # A column of one part that equals another one stays the same object: it is handed over, and bound, once.
        self.tables = {
            table: {
                name: some[0] if len(some) == 1 else list(chain.from_iterable(some)) for name, some in parts.items()
            }
            for table, parts in self._parts.items()
        }

    def rows(self, table: str) -> int:
        """How many rows a table gets."""
        return len(next(iter(self.tables[table].values()), ()))

    def write(self, db: sqlite3.Connection, operation: int, register: int | None) -> None:
        """Add the rows in the name of an operation; ``register``: whose rows the visits are."""
        self.tables["visits"]["register"] = [register] * self.rows("visits")
        for table in TABLES:
            insert_columns(db, table, {**self.tables[table], "operation": [operation] * self.rows(table)})
        for table in HISTORY_TABLES:
            insert_columns(db, table, self.tables[table])

    def __reduce__(self) -> tuple[object, ...]:
        # Numbers and texts alone: marshal hands them over in half the time that pickle takes.
        return _unpack_additions, (marshal.dumps((self.names_differ, self.leads_to_derive, self.tables)),)


def _unpack_additions(packed: bytes) -> Additions:
    additions = Additions()
    additions.names_differ, additions.leads_to_derive, additions.tables = marshal.loads(packed)
    return additions
