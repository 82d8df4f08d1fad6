"""Owners of files: cars sold before, here or elsewhere."""

from __future__ import annotations

from leadctl.store.core.connection import Row
from leadctl.store.queries.customers import add_customer, customer_row, edit_customer, owner_of
from leadctl.store.registers.incoming.kind import Cells, Kind, Taken

_CARS = (
    "SELECT id, model, delivered_on, vin, consultant, insurance_on, inspection_on, warranty_until, origin"
    " FROM owned_cars WHERE customer = :customer ORDER BY id"
)


class Owners(Kind):
    """Known by the customer and the car's number, or, where one of the two rows has none, the day of delivery."""

    dated = "delivered_on"

    def take(self, row: Cells) -> Taken:
        """Write one car; what is known of it already is brought up to date."""
        self.names.refuse_new(model=row["model"], consultant=row["consultant"])
        customer = owner_of(self.writer.db, row["phone"])
        if customer is None:
            customer = add_customer(self.writer, row["phone"], row["name"], None)
            self.customers += 1
        changed = self._fill(customer, row)
        known = self._known(customer, row)
        cells = self._cells(row)
        if known is None:
            cells = {name: value for name, value in cells.items() if value is not None}
            self.writer.insert("owned_cars", customer=customer, **cells)
        else:
            changed |= self.set_changed("owned_cars", known, cells)
        if known is None or changed:
            self.writer.touch_owner(customer)
        return "new" if known is None else "updated" if changed else "unchanged"

    def _fill(self, customer: int, row: Cells) -> bool:
        """Give the customer the name and the birthday that nobody knew; returns whether anything was written."""
        person = customer_row(self.writer.db, customer)
        changes: dict[str, object] = {
            name: row[name] for name in ("name", "birthday") if person[name] is None and row[name] is not None
        }
        edit_customer(self.writer, customer, changes)
        return bool(changes)

    def _known(self, customer: int, row: Cells) -> Row | None:
        cars = self.writer.db.execute(_CARS, {"customer": customer}).fetchall()
        if row["vin"] is not None:
            same: Row | None = next((car for car in cars if car["vin"] == row["vin"]), None)
            if same is not None:
                return same
        unnumbered = (car for car in cars if row["vin"] is None or car["vin"] is None)
        alike: Row | None = next((car for car in unnumbered if car["delivered_on"] == row["delivered_on"]), None)
        return alike

    def _cells(self, row: Cells) -> dict[str, object]:
        names = ("delivered_on", "vin", "insurance_on", "inspection_on", "warranty_until", "origin")
        return {
            "model": self.names.model(row["model"]),
            "consultant": self.names.member(row["consultant"], "consultant", "consultant"),
            **{name: row[name] for name in names},
        }
