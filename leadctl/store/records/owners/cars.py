"""The cars of owners as one list, whether an order or a file tells of them, with what was said of each."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from leadctl.domain.aftercare import Car, Contact
from leadctl.domain.phones import mask_phone
from leadctl.errors import Refused
from leadctl.store.core.json_ids import json_ids
from leadctl.store.records.owners import EVERYBODY

_PHONE = "(SELECT p.phone FROM phones AS p WHERE p.customer = c.id ORDER BY p.id LIMIT 1)"
_PERSON = f"c.id, c.name, {_PHONE}, c.importance, c.birthday, c.forgotten_on"
_NAMES = " JOIN customers AS c ON c.id = {customer} LEFT JOIN models AS m ON m.id = {model}"

_DELIVERED = (
    f"SELECT o.id, w.id, o.lead, {_PERSON}, m.name, o.consultant, s.name, substr(o.delivered_at, 1, 10),"
    " coalesce(o.vin, w.vin), w.insurance_on, w.inspection_on, w.warranty_until, 'here', o.care_on"
    " FROM orders AS o JOIN leads AS l ON l.id = o.lead LEFT JOIN owned_cars AS w ON w.delivery = o.id"
    + _NAMES.format(customer="l.customer", model="coalesce(o.model, l.model)")
    + " LEFT JOIN staff AS s ON s.id = o.consultant WHERE "
)
_OTHERS = (
    f"SELECT NULL, w.id, NULL, {_PERSON}, m.name, w.consultant, s.name, w.delivered_on,"
    " w.vin, w.insurance_on, w.inspection_on, w.warranty_until, w.origin, w.care_on FROM owned_cars AS w"
    + _NAMES.format(customer="w.customer", model="w.model")
    + " LEFT JOIN staff AS s ON s.id = w.consultant WHERE "
)


@dataclass(frozen=True, slots=True)
class Said:
    """A contact with an owner, with its note."""

    at: str
    occasion: str
    result: str
    note: str | None

    @property
    def contact(self) -> Contact:
        """What the plan asks of it."""
        return Contact(self.at, self.occasion, self.result)


@dataclass(slots=True)
class OwnedCar:
    """A car in a customer's hands. ``delivery``: the order that it is; ``car``: its row of ``owned_cars``; ``lead``:
    the lead that was delivered (None: not sold here as far as is known); ``forgotten_on``: its owner was, on a day."""

    delivery: int | None
    car: int | None
    lead: int | None
    customer_id: int
    customer: str | None
    phone: str | None
    importance: str
    birthday: str | None
    forgotten_on: str | None
    model: str | None
    consultant_id: int | None
    consultant: str | None
    delivered_on: str
    vin: str | None
    insurance_on: str | None
    inspection_on: str | None
    warranty_until: str | None
    origin: str
    care_on: str
    said: list[Said] = field(default_factory=list)

    @property
    def plan(self) -> Car:
        """What its contacts follow from."""
        return Car(self.delivered_on, self.insurance_on, self.inspection_on, self.warranty_until, self.birthday)

    @property
    def contacts(self) -> list[Contact]:
        """What was said, as the plan asks."""
        return [said.contact for said in self.said]

    @property
    def last_said(self) -> Said | None:
        """The last contact that reached them."""
        return next((said for said in reversed(self.said) if said.result != "no-answer"), None)


def cars_due(
    db: sqlite3.Connection, until: str, today: str, consultant: int | None, owners: Sequence[str] = EVERYBODY
) -> list[OwnedCar]:
    """The cars of which something may be owed by the day ``until``; ``owners``: clauses whose results are joined."""
    values = {"until": until, "today": today, "consultant": consultant}
    found = [
        OwnedCar(*row)
        for owner in owners
        for sql, car in ((_DELIVERED, "o"), (_OTHERS, "w"))
        for row in db.execute(f"{sql}{car}.care_on <= :until{owner.format(car=car)}", values).fetchall()
    ]
    return with_contacts(db, found)


def cars_of(db: sqlite3.Connection, customer: int) -> list[OwnedCar]:
    """A customer's cars, the longest owed first."""
    values = {"customer": customer}
    rows = db.execute(f"{_DELIVERED}l.customer = :customer AND o.care_on IS NOT NULL", values).fetchall()
    rows += db.execute(f"{_OTHERS}w.customer = :customer AND w.care_on IS NOT NULL", values).fetchall()
    return sorted(with_contacts(db, [OwnedCar(*row) for row in rows]), key=lambda car: car.care_on)


def care_on(db: sqlite3.Connection, order: int) -> str | None:
    """The day before which nothing is owed to the owner of a car delivered here; None: not delivered."""
    row = db.execute("SELECT care_on FROM orders WHERE id = :order", {"order": order}).fetchone()
    return None if row is None else row["care_on"]


def cars_before(db: sqlite3.Connection, end: str) -> list[OwnedCar]:
    """Every car delivered before the day ``end``, also of who was forgotten since."""
    values = {"end": end}
    rows = db.execute(f"{_DELIVERED}o.delivered_at < :end", values).fetchall()
    rows += db.execute(f"{_OTHERS}w.delivery IS NULL AND w.delivered_on < :end", values).fetchall()
    return with_contacts(db, [OwnedCar(*row) for row in rows])


def with_contacts(db: sqlite3.Connection, cars: list[OwnedCar]) -> list[OwnedCar]:
    """The same cars, with what was said of each in the order of its time."""
    said: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for column in ("delivery", "car"):
        rows = db.execute(
            f"SELECT a.{column}, a.at, a.occasion, a.result, a.note FROM json_each(:ids) AS wanted"
            f" CROSS JOIN aftercare AS a ON a.{column} = wanted.value ORDER BY a.id",
            {"ids": json_ids(_ids(cars, column))},
        )
        for row, *cells in rows:
            said[column, row].append(Said(*cells))
    for car in cars:
        of = [said.get((column, getattr(car, column) or 0), []) for column in ("delivery", "car")]
        car.said = sorted((one for known in of for one in known), key=lambda one: one.at)
    return cars


def _ids(cars: Iterable[OwnedCar], column: str) -> list[int]:
    return [identity for car in cars if (identity := getattr(car, column)) is not None]


def find_owner(db: sqlite3.Connection, text: str, parse_phone: Callable[[str], str]) -> int:
    """The owner that ``text`` names: ``c17``, a phone, the lead of a car, or an exact name.

    Raises Refused for nobody, for several, and for somebody who owns no car.
    """
    from leadctl.store.queries.customers import find_customer
    from leadctl.store.queries.leads import lead_row

    word = text.strip()
    digits = word.removeprefix("#")
    if digits.isdecimal() and len(digits) <= 7:
        customer = int(lead_row(db, int(digits))["customer_id"])
    elif word[:1].isdecimal() or word.startswith("+") or (word[:1] in "cC" and word[1:].isdecimal()):
        customer = find_customer(db, word, parse_phone)
    else:
        customer = _owner_named(db, word)
    if not cars_of(db, customer):
        raise Refused(
            "c{customer} owns no car that is known here; see: leadctl deliver, leadctl import owners", customer=customer
        )
    return customer


def _owner_named(db: sqlite3.Connection, name: str) -> int:
    for clause in ("c.name = :name", "instr(lower(c.name), lower(:name)) > 0"):
        rows = db.execute(
            f"SELECT c.id, c.name, {_PHONE} AS phone FROM customers AS c WHERE {clause}"
            " AND (EXISTS (SELECT 1 FROM owned_cars AS w WHERE w.customer = c.id) OR EXISTS (SELECT 1 FROM leads AS l"
            " JOIN orders AS o ON o.lead = l.id WHERE l.customer = c.id AND o.care_on IS NOT NULL)) LIMIT 20",
            {"name": name},
        ).fetchall()
        if len(rows) == 1 and rows[0]["name"] == name:
            return int(rows[0]["id"])
        if rows:
            listed = "\n".join(f"  c{row['id']}  {row['name']}  {mask_phone(row['phone']) or '-'}" for row in rows)
            raise Refused("Say which owner by c and the number, or the phone:\n{listed}", listed=listed)
    raise Refused("No owner is called {name!r}; look for them with: leadctl find TEXT", name=name)
