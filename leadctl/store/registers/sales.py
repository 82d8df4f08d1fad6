"""Sales without a lead, of files."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from leadctl.store.core.writer import Writer
from leadctl.store.registers.register_names import KnownRegister
from leadctl.store.registers.row_writer import RowWriter, Taken

_KNOWN = (
    "SELECT id, count FROM sales WHERE sold_on = :sold_on AND channel = :channel AND model IS :model AND nth = :nth"
)


class SaleRow(NamedTuple):
    """``on``: a day."""

    channel: str
    on: str
    model: str | None
    count: int | None  # type: ignore[assignment]  # a column before a method of tuples


class _Known(NamedTuple):
    id: int
    count: int  # type: ignore[assignment]


class SaleWriter(RowWriter[SaleRow]):
    """Known by day, channel, model, and being the n-th such row of the file."""

    row = SaleRow
    dated = "on"

    def __init__(self, writer: Writer, *, strict: bool, register: KnownRegister | None = None) -> None:
        super().__init__(writer, strict=strict, register=register)
        self._seen: Counter[tuple[str, str, int | None]] = Counter()

    def take(self, row: SaleRow) -> Taken:
        """Write one sale; a known one takes another count."""
        self.names.refuse_new(model=row.model)
        model = self.names.model_id(row.model)
        self._seen[row.on, row.channel, model] += 1
        nth = self._seen[row.on, row.channel, model]
        identity = {"sold_on": row.on, "channel": row.channel, "model": model, "nth": nth}
        found = self.writer.db.execute(_KNOWN, identity).fetchone()
        if found is None:
            self.writer.insert("sales", **identity, count=row.count or 1)
            return "new"
        return "updated" if self.update_changed("sales", _Known(*found), {"count": row.count}) else "unchanged"
