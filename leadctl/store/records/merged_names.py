"""Two names of a list that mean one thing: the one becomes another name of the other."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING
from leadctl.store.core.rows import read_values
from leadctl.store.core.schema import columns_pointing_at
from leadctl.store.core.writer import Writer
from leadctl.store.facts.registry import FACT_TABLES

if TYPE_CHECKING:
    from typing import Literal


def merge_names(writer: Writer, table: Literal["models", "sources"], gone: int, kept: int) -> int:
    """Everything that names row ``gone`` of a list names ``kept`` instead, and ``gone`` becomes another name of it.
    Returns how much moved; the leads whose present or past changes are derived."""
    pointing = [(other, column) for other, column in columns_pointing_at(writer.db, table) if other != table]
    for other, column in pointing:
        if other in FACT_TABLES:  # also leads that named it once: their past states change
            named = f"SELECT lead FROM {other} WHERE {column} = ? AND lead IS NOT NULL"
            writer.touch(*read_values(writer.db, int, named, (gone,)))
    moved = sum(
        writer.db.execute(f"UPDATE {other} SET {column} = ? WHERE {column} = ?", (kept, gone)).rowcount
        for other, column in pointing
    )
    for row in read_values(writer.db, int, f"SELECT id FROM {table} WHERE same_as = ?", (gone,)):
        writer.update(table, row, same_as=kept)
    writer.update(table, gone, same_as=kept)
    writer.settle()
    return moved
