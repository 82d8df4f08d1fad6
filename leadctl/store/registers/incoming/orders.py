"""Orders of files, with their deliveries and cancellations."""

from __future__ import annotations

from leadctl.domain.facts import Fact
from leadctl.store.core.connection import Row
from leadctl.store.core.json_ids import json_ids
from leadctl.store.registers.incoming.kind import Cells, Kind, Taken
from leadctl.store.registers.incoming.leads import Span, Unfit

DAY_END = "T23:59"
_COLUMNS = {"order": "ordered_on", "deliver": "delivered_on", "cancel": "cancelled_on"}
_ENDS = {"delivered": "deliver", "cancelled": "cancel"}


class Orders(Kind):
    """Known by lead and the day of the order; later sendings fill in what came of it."""

    dated = "ordered_on"

    def take(self, row: Cells) -> Taken:
        """Write one order; what is known of it already is brought up to date."""
        day = row["ordered_on"]
        spans = self.leads.find(row["lead"], row["phone"], day, self.leads.moment(day, DAY_END), "ordered_on")
        known = self._known(spans, day)
        _refuse_two_ends(row, known)
        self.names.refuse_new(model=row["model"])
        if known is None:
            self._add(spans[0], row)
            return "new"
        span = next(span for span in spans if span.id == known["lead"])
        return "updated" if self._update(span, known, row) else "unchanged"

    def _known(self, spans: list[Span], day: str) -> Row | None:
        row: Row | None = self.writer.db.execute(
            "SELECT id, lead, operation, ordered_at, model, price, vin, count, delivered_at, delivered_operation,"
            " cancelled_at, cancelled_operation FROM orders"
            " WHERE lead IN (SELECT value FROM json_each(:leads)) AND substr(ordered_at, 1, 10) = :day"
            " ORDER BY id LIMIT 1",
            {"leads": json_ids(span.id for span in spans), "day": day},
        ).fetchone()
        return row

    def _add(self, span: Span, row: Cells) -> None:
        ordered_at = max(self.leads.moment(row["ordered_on"], DAY_END), span.opened_at)
        ends = self._ends(row, ordered_at)
        facts = [self.leads.fact("order", ordered_at)]
        facts += [self.leads.fact(kind, ends[f"{end}_at"]) for end, kind in _ENDS.items() if f"{end}_at" in ends]
        self.leads.check(span, facts, _COLUMNS)
        cells = self._cells(row) | {"count": row["count"] or 1}
        self.writer.insert("orders", lead=span.id, ordered_at=ordered_at, **cells, **self._signed(ends))
        self.leads.wrote(span.id)

    def _update(self, span: Span, known: Row, row: Cells) -> bool:
        ends = self._ends(row, known["ordered_at"])
        ends = {name: at for name, at in ends.items() if (known[name] or "")[:10] != at[:10]}
        if ends:
            kinds = {(kind, known["id"]) for kind in _COLUMNS}
            self.leads.check(span, self._facts(known, ends), _COLUMNS, kinds)
        changed = self.set_changed("orders", known, self._cells(row) | self._signed(ends))
        if changed:
            self.leads.wrote(span.id)
        return changed

    def _ends(self, row: Cells, ordered_at: str) -> dict[str, str]:
        """``delivered_at``, ``cancelled_at``: what the row says of them, as moments."""
        return {
            f"{end}_at": max(self.leads.moment(row[f"{end}_on"], DAY_END), ordered_at)
            for end in _ENDS
            if row[f"{end}_on"] is not None
        }

    def _facts(self, known: Row, ends: dict[str, str]) -> list[Fact]:
        """An order's facts as they will be."""
        order, row = known["operation"], known["id"]
        facts = [self.leads.fact("order", known["ordered_at"], row=row, operation=order)]
        for end, kind in _ENDS.items():
            name = f"{end}_at"
            if name in ends:
                facts.append(self.leads.fact(kind, ends[name], row=row))
            elif known[name] is not None:
                by = known[f"{end}_operation"] or order
                facts.append(self.leads.fact(kind, known[name], row=row, operation=by))
        return facts

    def _signed(self, ends: dict[str, str]) -> dict[str, object]:
        """Ends with the operation that recorded them."""
        by = {name.replace("_at", "_operation"): self.writer.operation for name in ends}
        return {**ends, **by}

    def _cells(self, row: Cells) -> dict[str, object]:
        return {
            "model": self.names.model(row["model"]),
            "price": row["price"],
            "vin": row["vin"],
            "count": row["count"],
        }


def _refuse_two_ends(row: Cells, known: Row | None) -> None:
    delivered, cancelled = (row[f"{end}_on"] or (known[f"{end}_at"] if known is not None else None) for end in _ENDS)
    if delivered and cancelled:
        column = "cancelled_on" if row["cancelled_on"] else "delivered_on"
        raise Unfit(
            column,
            "delivered on {delivered} and cancelled on {cancelled}; an order has one end",
            delivered=delivered[:10],
            cancelled=cancelled[:10],
        )
