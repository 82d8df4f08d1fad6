"""Orders of files, with their deliveries and cancellations."""

from __future__ import annotations

from leadctl.domain.facts import Fact
from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_row, has_rows, read_value, read_values
from leadctl.store.facts.orders import read_order
from leadctl.store.registers.lead_lookup import Span, Unfit
from leadctl.store.registers.row_writer import RowWriter, Taken

DAY_END = "T23:59"
_COLUMNS = {"order": "ordered_on", "deliver": "delivered_on", "cancel": "cancelled_on"}
_ENDS = {"delivered": "deliver", "cancelled": "cancel"}
"""How an order ends -> the kind of fact that it is then."""

_KNOWN = (
    "SELECT id, lead, operation, ordered_at, model, price, vin, count, delivered_at, delivered_operation,"
    " cancelled_at, cancelled_operation FROM orders"
    " WHERE lead IN (SELECT value FROM json_each(:leads)) AND substr(ordered_at, 1, 10) = :day"
    " ORDER BY id LIMIT 1"
)


class OrderRow(NamedTuple):
    """All dates are days; ``price``: yuan."""

    lead: int | None
    phone: str | None
    ordered_on: str
    delivered_on: str | None
    cancelled_on: str | None
    model: str | None
    price: float | None
    vin: str | None
    count: int | None  # type: ignore[assignment]  # a column before a method of tuples


class _Known(NamedTuple):
    id: int
    lead: int
    operation: int
    ordered_at: str
    model: int | None
    price: float | None
    vin: str | None
    count: int  # type: ignore[assignment]
    delivered_at: str | None
    delivered_operation: int | None
    cancelled_at: str | None
    cancelled_operation: int | None


class _End(NamedTuple):
    """How an order ended: ``at`` a moment, by an operation (None: the one that recorded the order)."""

    at: str
    operation: int | None


class OrderWriter(RowWriter[OrderRow]):
    """Known by lead and the day of the order; later sendings fill in what came of it."""

    row = OrderRow
    dated = "ordered_on"
    table = "orders"
    noun = template("order")
    table_day = "ordered_at"

    def take(self, row: OrderRow) -> Taken:
        """Write one order; what is known of it already is brought up to date."""
        day = row.ordered_on
        spans = self.leads.find(row.lead, row.phone, day, self.leads.moment_of(day, DAY_END), "ordered_on")
        known = self._find_known(spans, day)
        _refuse_two_ends(row, known)
        self.names.refuse_new(model=row.model)
        if known is None:
            self.wait_if_new()
            self._add_order(spans[0], row)
            return "new"
        span = next(span for span in spans if span.id == known.lead)
        return "updated" if self._update_order(span, known, row) else "unchanged"

    def find_absent(self, row: OrderRow) -> list[int]:
        """Orders of the customer: the date was mended."""
        sql = (
            "SELECT o.id FROM leads AS l CROSS JOIN orders AS o ON o.lead = l.id"
            " WHERE l.customer = ? AND o.register = ?"
        )
        return read_values(self.writer.db, int, sql, (self.leads.customer_of(row.lead, row.phone), self.register))

    def is_alike(self, known: int, row: OrderRow) -> bool:
        """Whether it is the same car, or the same model at the same price."""
        sql = "SELECT 1 FROM orders WHERE id = ?"
        if row.vin is not None:
            return has_rows(self.writer.db, f"{sql} AND vin = ?", (known, row.vin))
        same = (known, self.names.model_id(row.model), row.price)
        return has_rows(self.writer.db, f"{sql} AND model IS ? AND price = ?", same)

    def rewrite(self, known: int, row: OrderRow) -> None:
        """Give an order the date of its mended row."""
        order, db = read_order(self.writer.db, known), self.writer.db
        opened_at = read_value(db, str, "SELECT opened_at FROM leads WHERE id = ?", (order.lead,))
        ordered_at = max(self.leads.moment_of(row.ordered_on, DAY_END), opened_at)
        ends = {"delivered_at": order.delivered_at, "cancelled_at": order.cancelled_at}
        moved = {name: ordered_at for name, at in ends.items() if at is not None and at < ordered_at}
        self.writer.update("orders", known, ordered_at=ordered_at, **moved)
        self.leads.derive_again(order.lead)

    def _find_known(self, spans: list[Span], day: str) -> _Known | None:
        leads = json_ids(span.id for span in spans)
        return find_row(self.writer.db, _Known, _KNOWN, {"leads": leads, "day": day})

    def _add_order(self, span: Span, row: OrderRow) -> None:
        ordered_at = max(self.leads.moment_of(row.ordered_on, DAY_END), span.opened_at)
        ends = self._stated_moments(row, ordered_at)
        facts = [
            self.leads.make_fact("order", ordered_at),
            *(self.leads.make_fact(_ENDS[end], at) for end, at in ends.items()),
        ]
        self.leads.check_facts(span, facts, _COLUMNS)
        cells = self._row_cells(row) | {"count": row.count or 1}
        self.add("orders", lead=span.id, ordered_at=ordered_at, **cells, **self._signed_ends(ends))
        self.leads.note_written(span.id)

    def _update_order(self, span: Span, known: _Known, row: OrderRow) -> bool:
        recorded = _recorded_ends(known)
        ends = {
            end: at
            for end, at in self._stated_moments(row, known.ordered_at).items()
            if end not in recorded or recorded[end].at[:10] != at[:10]
        }
        if ends:
            replaced = {(kind, known.id) for kind in _COLUMNS}
            self.leads.check_facts(span, self._facts_of_order(known, recorded, ends), _COLUMNS, replaced)
        changed = self.update_changed("orders", known, self._row_cells(row) | self._signed_ends(ends))
        if changed:
            self.leads.note_written(span.id)
        return changed

    def _stated_moments(self, row: OrderRow, ordered_at: str) -> dict[str, str]:
        """``delivered``, ``cancelled``: what the row says of them, as moments."""
        return {end: max(self.leads.moment_of(day, DAY_END), ordered_at) for end, day in _stated_ends(row).items()}

    def _facts_of_order(self, known: _Known, recorded: dict[str, _End], ends: dict[str, str]) -> list[Fact]:
        """An order's facts as they will be."""
        facts = [self.leads.make_fact("order", known.ordered_at, row=known.id, operation=known.operation)]
        for end, kind in _ENDS.items():
            if end in ends:
                facts.append(self.leads.make_fact(kind, ends[end], row=known.id))
            elif end in recorded:
                by = recorded[end].operation or known.operation
                facts.append(self.leads.make_fact(kind, recorded[end].at, row=known.id, operation=by))
        return facts

    def _signed_ends(self, ends: dict[str, str]) -> dict[str, object]:
        """Columns of the ends, with the operation that recorded them."""
        moments = {f"{end}_at": at for end, at in ends.items()}
        return {**moments, **{f"{end}_operation": self.writer.operation for end in ends}}

    def _row_cells(self, row: OrderRow) -> dict[str, object]:
        return {
            "model": self.names.model_id(row.model),
            "price": row.price,
            "vin": row.vin,
            "count": row.count,
        }


def _stated_ends(row: OrderRow) -> dict[str, str]:
    """How a row says that the order ended: the days by ``delivered``, ``cancelled``."""
    days = {"delivered": row.delivered_on, "cancelled": row.cancelled_on}
    return {end: day for end, day in days.items() if day is not None}


def _recorded_ends(known: _Known) -> dict[str, _End]:
    """The same of an order in the store."""
    ends: dict[str, _End] = {}
    if known.delivered_at is not None:
        ends["delivered"] = _End(known.delivered_at, known.delivered_operation)
    if known.cancelled_at is not None:
        ends["cancelled"] = _End(known.cancelled_at, known.cancelled_operation)
    return ends


def _refuse_two_ends(row: OrderRow, known: _Known | None) -> None:
    stated = _stated_ends(row)
    recorded = {} if known is None else {end: fact.at[:10] for end, fact in _recorded_ends(known).items()}
    ends = recorded | stated
    if len(ends) > 1:
        raise Unfit(
            "cancelled_on" if "cancelled" in stated else "delivered_on",
            "delivered on {delivered} and cancelled on {cancelled}; an order has one end",
            delivered=ends["delivered"],
            cancelled=ends["cancelled"],
        )
