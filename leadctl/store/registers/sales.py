"""Sales without a lead, of files."""

from __future__ import annotations

from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row
from leadctl.store.core.writer import Writer
from leadctl.store.registers.register_names import KnownRegister
from leadctl.store.registers.row_writer import RowWriter, Taken

_KNOWN = (
    "SELECT id, count FROM sales WHERE sold_on = :sold_on AND channel = :channel AND model IS :model AND nth = :nth"
)
_ALIKE = (
    "SELECT id, alike FROM"
    " (SELECT id, (sold_on = :sold_on) + (channel = :channel) + (model IS :model) AS alike FROM sales"
    " WHERE register = :register AND nth IS NOT NULL AND sold_on >= :first)"
    " WHERE alike >= 2 ORDER BY id"
)


class SaleRow(NamedTuple):
    """``on``: a day."""

    channel: str
    on: str
    model: str | None
    count: int | None  # type: ignore[assignment]  # a column before a method of tuples


class _Kind(NamedTuple):
    """What the sales of several rows may have in common."""

    sold_on: str
    channel: str
    model: int | None


class _Known(NamedTuple):
    id: int
    count: int  # type: ignore[assignment]


class SaleWriter(RowWriter[SaleRow]):
    """Known by day, channel, model, and being the n-th such row of the file."""

    row = SaleRow
    dated = "on"
    table = "sales"
    noun = template("sale")
    table_day = "sold_on"
    table_customer = "NULL"

    def __init__(self, writer: Writer, *, strict: bool, register: KnownRegister | None = None) -> None:
        super().__init__(writer, strict=strict, register=register)
        self._first = "9999-12-31"
        """The first day of which the file repeats a row: days before it are no longer in the file."""

    def take(self, row: SaleRow) -> Taken:
        """Write one sale; a known one takes another count."""
        self.names.refuse_new(model=row.model)
        identity = self._identify(row)
        known = find_row(self.writer.db, _Known, _KNOWN, identity)
        if known is None:
            self.wait_if_new()
            self.add("sales", **identity, count=row.count or 1)
            taken: Taken = "new"
        else:
            self._first = min(self._first, row.on)
            taken = "updated" if self.update_changed("sales", known, {"count": row.count}) else "unchanged"
        self.forget_number(row)
        return taken

    def find_absent(self, row: SaleRow) -> list[int]:
        """Sales of which one of day, channel and model was mended; before them one of which none was, and only its
        number among its like has changed."""
        stated = self._identify(row) | {"register": self.register, "first": self._first}
        rows = self.writer.db.execute(_ALIKE, stated).fetchall()
        same = [found for found, alike in rows if alike == len(_Kind._fields) and found not in self.found]
        return same[:1] or [found for found, _ in rows]

    def rewrite(self, known: int, row: SaleRow) -> None:
        """Give a sale the day, channel and model of its mended row."""
        self.writer.update("sales", known, **self._identify(row))

    def _identify(self, row: SaleRow) -> dict[str, object]:
        kind = _Kind(row.on, row.channel, self.names.model_id(row.model))
        return {**kind._asdict(), "nth": self.number(row, *kind)}
