"""Owners of files: cars sold before, here or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.errors import template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows, read_value, read_values
from leadctl.store.journal.corrections import mend_phone
from leadctl.store.queries.customers import add_customer, customer_row, edit_customer, owner_of
from leadctl.store.queries.fields import set_values
from leadctl.store.registers.lead_lookup import Unfit
from leadctl.store.registers.row_writer import RowWriter, Taken

_CARS = (
    "SELECT id, model, delivered_on, vin, consultant, insurance_on, inspection_on, warranty_until, origin"
    " FROM owned_cars WHERE customer = :customer ORDER BY id"
)

_ABSENT = """
SELECT w.id FROM owned_cars AS w JOIN customers AS c ON c.id = w.customer
WHERE w.register = :register AND CASE
    WHEN EXISTS (SELECT 1 FROM phones AS p WHERE p.customer = c.id AND p.phone = :phone)
    THEN w.vin IS NULL OR :vin IS NULL
    ELSE w.vin = :vin AND c.name = :name AND (SELECT count(*) FROM phones AS p WHERE p.customer = c.id) = 1
END
"""


class OwnerRow(NamedTuple):
    """All dates are days."""

    name: str | None
    phone: str
    model: str | None
    delivered_on: str
    vin: str | None
    consultant: str | None
    insurance_on: str | None
    inspection_on: str | None
    warranty_until: str | None
    birthday: str | None
    origin: str | None
    other_phones: str | None = None
    wechat: str | None = None
    own_fields: Mapping[str, str] | None = None


class _Car(NamedTuple):
    id: int
    model: int | None
    delivered_on: str
    vin: str | None
    consultant: int | None
    insurance_on: str | None
    inspection_on: str | None
    warranty_until: str | None
    origin: str


class OwnerWriter(RowWriter[OwnerRow]):
    """Known by the customer and the car's number, or, where one of the two rows has none, the day of delivery."""

    row = OwnerRow
    dated = "delivered_on"
    table = "owned_cars"
    noun = template("owner's car")
    table_day = "delivered_on"
    table_customer = "t.customer"

    def take(self, row: OwnerRow) -> Taken:
        """Write one car; what is known of it already is brought up to date."""
        self.names.refuse_new(model=row.model, consultant=row.consultant)
        customer = owner_of(self.writer.db, row.phone)
        if customer is None:
            self.wait_if_new()
            customer = add_customer(self.writer, row.phone, row.name, None)
            self.customers += 1
        changed = self._fill_customer(customer, row)
        changed |= self._add_phones(customer, row)
        changed |= row.own_fields is not None and set_values(self.writer, customer, row.own_fields) > 0
        known = self._find_car(customer, row)
        cells = self._row_cells(row)
        if known is None:
            self.wait_if_new()
            cells = {name: value for name, value in cells.items() if value is not None}
            self.add("owned_cars", customer=customer, **cells)
        else:
            changed |= self.update_changed("owned_cars", known, cells)
        if known is None or changed:
            self.writer.touch_owner(customer)
        return "new" if known is None else "updated" if changed else "unchanged"

    def find_absent(self, row: OwnerRow) -> list[int]:
        """Cars of the customer of which one of the two rows has no number: the day of delivery was mended. And the car
        with the same number of somebody of this name: the phone was mended."""
        return read_values(self.writer.db, int, _ABSENT, {"register": self.register, **row._asdict()})

    def rewrite(self, known: int, row: OwnerRow) -> None:
        """Give a car the day of its mended row, and its owner the phone."""
        db = self.writer.db
        customer = read_value(db, int, "SELECT customer FROM owned_cars WHERE id = ?", (known,))
        wrong = read_values(db, str, "SELECT phone FROM phones WHERE customer = ?", (customer,))
        if row.phone not in wrong:
            mend_phone(self.writer, customer, wrong[0], row.phone)
        self.writer.update("owned_cars", known, delivered_on=row.delivered_on)

    def _fill_customer(self, customer: int, row: OwnerRow) -> bool:
        """Give the customer the name and the birthday that nobody knew; returns whether anything was written."""
        person = customer_row(self.writer.db, customer)._asdict()
        stated = {"name": row.name, "birthday": row.birthday, "wechat": row.wechat}
        changes: dict[str, object] = {
            name: value for name, value in stated.items() if person[name] is None and value is not None
        }
        edit_customer(self.writer, customer, changes)
        return bool(changes)

    def _add_phones(self, customer: int, row: OwnerRow) -> bool:
        """Give the customer the further phones of the row; returns whether anything was written."""
        added = False
        for phone in (row.other_phones or "").split():
            owner = owner_of(self.writer.db, phone)
            if owner is None:
                self.writer.insert("phones", customer=customer, phone=phone)
            elif owner != customer:
                raise Unfit(
                    "phone", "is in part the phone of c{owner}; if both are one person: leadctl merge", owner=owner
                )
            added |= owner is None
        return added

    def _find_car(self, customer: int, row: OwnerRow) -> _Car | None:
        cars = read_rows(self.writer.db, _Car, _CARS, {"customer": customer})
        if row.vin is not None:
            same = next((car for car in cars if car.vin == row.vin), None)
            if same is not None:
                return same
        unnumbered = (car for car in cars if row.vin is None or car.vin is None)
        return next((car for car in unnumbered if car.delivered_on == row.delivered_on), None)

    def _row_cells(self, row: OwnerRow) -> dict[str, object]:
        return {
            "model": self.names.model_id(row.model),
            "consultant": self.names.member_id(row.consultant, "consultant", "consultant"),
            "delivered_on": row.delivered_on,
            "vin": row.vin,
            "insurance_on": row.insurance_on,
            "inspection_on": row.inspection_on,
            "warranty_until": row.warranty_until,
            "origin": row.origin,
        }
