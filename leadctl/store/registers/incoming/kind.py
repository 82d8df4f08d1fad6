"""What every kind of record has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from leadctl.store.core.connection import Row
from leadctl.store.core.writer import Writer
from leadctl.store.registers.incoming.leads import Leads
from leadctl.store.registers.incoming.names import Names

Cells = Mapping[str, Any]
"""One checked row by column: days and moments as ISO text, vocabularies as codes, None where empty."""

Taken = Literal["new", "updated", "unchanged"]


class Kind:
    """Takes the rows of one kind of file. ``dated``: the column that says when it happened;
    ``customers``: how many it added."""

    dated: ClassVar[str]

    def __init__(self, writer: Writer, *, strict: bool) -> None:
        self.writer = writer
        self.leads = Leads(writer)
        self.names = Names(writer, strict=strict)
        self.customers = 0

    def take(self, row: Cells) -> Taken:
        """Write one row, or find that it is there. Raises Unfit for one that the store cannot take."""
        raise NotImplementedError

    def set_changed(self, table: str, known: Row, cells: Mapping[str, object]) -> bool:
        """Update the cells that are filled and differ; empty ones erase nothing. Returns whether any did."""
        changed = {name: value for name, value in cells.items() if value is not None and value != known[name]}
        if changed:
            self.writer.update(table, known["id"], **changed)
        return bool(changed)
