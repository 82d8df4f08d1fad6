"""What a part of a register adds to the store, made ready to be written: perhaps by another process."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Sequence
from itertools import chain

from leadctl.annotations import TYPE_CHECKING
from leadctl.store.core.bulk_insert import Insert, make_inserts

if TYPE_CHECKING:
    from typing import Any

TABLES = ("customers", "phones", "leads", "visits")
"""What visits add to; each may point at those before it."""

HISTORY_TABLES = ("lead_states", "contact_windows")
"""What is derived of the new leads' past."""


class Additions:
    """Rows of each table, and (customer, their name, the row's name) where these differ.

    ``leads_to_derive``: new leads whose visits only a replay can judge; ``rows``: how many rows each table gets.
    """

    def __init__(self) -> None:
        self.names_differ: list[tuple[int, str, str]] = []
        self.leads_to_derive: list[int] = []
        self.rows: dict[str, int] = {}
        self._inserts: list[Insert] = []
        self._parts: dict[str, dict[str, list[Sequence[Any]]]] = {table: {} for table in (*TABLES, *HISTORY_TABLES)}

    def add(self, table: str, **columns: Sequence[Any]) -> None:
        """More cells of columns; in the end all columns of a table must be equally long."""
        parts = self._parts[table]
        for name, column in columns.items():
            parts.setdefault(name, []).append(column)

    def make_inserts(self, operation: int, register: int | None) -> None:
        """Make ready what adds the rows in the name of an operation: nothing more is added. ``register``: whose rows
        the visits are."""
        for table, parts in self._parts.items():
            # A column of one part that equals another one stays the same object, and is bound once.
            columns = {
                name: some[0] if len(some) == 1 else list(chain.from_iterable(some)) for name, some in parts.items()
            }
            rows = self.rows[table] = len(next(iter(columns.values()), ()))
            if table == "visits":
                columns["register"] = [register] * rows
            if table in TABLES:
                columns["operation"] = [operation] * rows
            self._inserts += make_inserts(table, columns)

    def write(self, db: sqlite3.Connection) -> None:
        """Add the rows."""
        for statement, packs in self._inserts:
            db.executemany(statement, packs)

    def __reduce__(self) -> tuple[object, ...]:
        # Numbers and texts alone: marshal hands them over in half the time that pickle takes.
        return _unpack_additions, (marshal.dumps((self.names_differ, self.leads_to_derive, self.rows, self._inserts)),)


def _unpack_additions(packed: bytes) -> Additions:
    additions = Additions()
    additions.names_differ, additions.leads_to_derive, additions.rows, additions._inserts = marshal.loads(packed)
    return additions
