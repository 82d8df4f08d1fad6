"""Owners with their cars, whether an order or a file tells of them, and what was said with each."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from leadctl.domain.aftercare import Car, CarKey, Contact
from leadctl.domain.phones import mask_phone
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import find_value, read_rows, read_values
from leadctl.store.core.tables import MAIN_PHONE

EVERYBODY = ("",)
OWN_AND_UNOWNED = (
    " AND {owner} = :consultant",
    " AND {owner} IS NULL",
    " AND EXISTS (SELECT 1 FROM staff AS g WHERE g.id = {owner} AND g.left_on <= :today)",
)
"""Whose cars: a consultant's own, and those whose consultant nobody knows or has left. A car delivered here is of who
owned the lead at the delivery: a hand-over before it takes the customer along."""

_PHONE = MAIN_PHONE.format(customer="c.id")
_PERSON = f"c.id, c.name, {_PHONE}, c.importance, c.birthday, c.forgotten_on"
_NAMES = " JOIN customers AS c ON c.id = {customer} LEFT JOIN models AS m ON m.id = {model}"

_DELIVERED = (
    f"SELECT o.id, w.id, o.lead, {_PERSON}, m.name, o.delivered_by, s.name, substr(o.delivered_at, 1, 10),"
    " coalesce(o.vin, w.vin), w.insurance_on, w.inspection_on, w.warranty_until, 'here', o.care_on"
    " FROM orders AS o JOIN leads AS l ON l.id = o.lead LEFT JOIN owned_cars AS w ON w.delivery = o.id"
    + _NAMES.format(customer="l.customer", model="coalesce(o.model, l.model)")
    + " LEFT JOIN staff AS s ON s.id = o.delivered_by WHERE "
)
_OTHERS = (
    f"SELECT NULL, w.id, NULL, {_PERSON}, m.name, w.consultant, s.name, w.delivered_on,"
    " w.vin, w.insurance_on, w.inspection_on, w.warranty_until, w.origin, w.care_on FROM owned_cars AS w"
    + _NAMES.format(customer="w.customer", model="w.model")
    + " LEFT JOIN staff AS s ON s.id = w.consultant WHERE "
)

_MAY_BE_CALLED = {
    car: f" AND {whose} NOT IN (SELECT id FROM customers WHERE do_not_contact IS NOT NULL)"
    for car, whose in (("o", "l.customer"), ("w", "w.customer"))
}
"""The owner has not objected to being called; by the letter of the car's table."""

_SAID = (
    "SELECT l.customer, 'orders', a.delivery, a.at, a.id, a.occasion, a.result, a.note, a.named_only"
    " FROM json_each(:customers) AS wanted CROSS JOIN leads AS l ON l.customer = wanted.value"
    " CROSS JOIN orders AS o ON o.lead = l.id CROSS JOIN aftercare AS a ON a.delivery = o.id"
    " UNION ALL"
    " SELECT w.customer, CASE WHEN w.delivery IS NULL THEN 'owned_cars' ELSE 'orders' END, coalesce(w.delivery, w.id),"
    " a.at, a.id, a.occasion, a.result, a.note, a.named_only"
    " FROM json_each(:customers) AS wanted CROSS JOIN owned_cars AS w ON w.customer = wanted.value"
    " CROSS JOIN aftercare AS a ON a.car = w.id"
)


class Said(NamedTuple):
    """A contact with an owner, with its note; ``car``: about which of their cars."""

    at: str
    id: int
    occasion: str
    result: str
    note: str | None
    named_only: int
    car: CarKey

    @property
    def contact(self) -> Contact:
        """What the plan asks of it."""
        return Contact(self.at, self.occasion, self.result, bool(self.named_only), self.car)


class OwnedCar(NamedTuple):
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
    care_on: str | None

    @property
    def key(self) -> CarKey:
        """What tells it from the other cars."""
        return ("orders", self.delivery) if self.delivery is not None else ("owned_cars", self.car or 0)

    @property
    def plan(self) -> Car:
        """What its contacts follow from."""
        return Car(
            self.delivered_on, self.insurance_on, self.inspection_on, self.warranty_until, self.birthday, self.key
        )


class Owner(NamedTuple):
    """An owner with the cars that were asked for, and what was said with them of all their cars, by its time."""

    cars: tuple[OwnedCar, ...]
    said: tuple[Said, ...]

    @property
    def id(self) -> int:
        """The customer."""
        return self.cars[0].customer_id

    @property
    def plans(self) -> list[Car]:
        """What their contacts follow from."""
        return [car.plan for car in self.cars]

    @property
    def contacts(self) -> list[Contact]:
        """What was said, as the plan asks."""
        return [said.contact for said in self.said]

    @property
    def last_conversation(self) -> Said | None:
        """The last contact that reached them."""
        return next((said for said in reversed(self.said) if said.result != "no-answer"), None)

    def car(self, key: CarKey) -> OwnedCar:
        """One of the cars."""
        return next(car for car in self.cars if car.key == key)


def owners_due(
    db: sqlite3.Connection, until: str, today: str, consultant: int | None, clauses: Sequence[str] = EVERYBODY
) -> list[Owner]:
    """The owners to whom something may be owed by the day ``until``, with the cars of which it may be. Who objected to
    being called is left out.

    ``clauses``: whose cars, each a clause over ``{owner}``; their results are joined.
    """
    values = {"until": until, "today": today, "consultant": consultant}
    return _owners(db, [
        row
        for clause in clauses
        for sql, car, owner in ((_DELIVERED, "o", "o.delivered_by"), (_OTHERS, "w", "w.consultant"))
        for row in read_rows(
            db, OwnedCar, f"{sql}{car}.care_on <= :until{_MAY_BE_CALLED[car]}{clause.format(owner=owner)}", values
        )
    ])  # fmt: skip


def owner_with_cars(db: sqlite3.Connection, customer: int) -> Owner | None:
    """A customer with their cars, the longest owed first; None: they own none."""
    values = {"customer": customer}
    cars = read_rows(db, OwnedCar, f"{_DELIVERED}l.customer = :customer AND o.care_on IS NOT NULL", values)
    cars += read_rows(db, OwnedCar, f"{_OTHERS}w.customer = :customer AND w.care_on IS NOT NULL", values)
    cars.sort(key=lambda car: car.care_on or "")
    return next(iter(_owners(db, cars)), None)


def care_on(db: sqlite3.Connection, order: int) -> str | None:
    """The day before which nothing is owed to the owner of a car delivered here; None: not delivered."""
    return find_value(db, str, "SELECT care_on FROM orders WHERE id = ?", (order,))


def owners_before(db: sqlite3.Connection, end: str) -> list[Owner]:
    """The owners of every car delivered before the day ``end``, also those forgotten since."""
    values = {"end": end}
    cars = read_rows(db, OwnedCar, f"{_DELIVERED}o.delivered_at < :end", values)
    cars += read_rows(db, OwnedCar, f"{_OTHERS}w.delivery IS NULL AND w.delivered_on < :end", values)
    return _owners(db, cars)


_CONTACTED_SINCE = (
    "SELECT l.customer FROM aftercare AS a JOIN orders AS o ON o.id = a.delivery JOIN leads AS l ON l.id = o.lead"
    " WHERE a.at >= :day UNION SELECT w.customer FROM aftercare AS a JOIN owned_cars AS w ON w.id = a.car"
    " WHERE a.at >= :day"
)


def owners_of_day(db: sqlite3.Connection, day: str) -> list[Owner]:
    """The owners to whom something may have been owed on a past day, or may be today or on a coming one. Who objects to
    being called now is left out."""
    found: dict[CarKey, OwnedCar] = {}
    values = {"day": day, "customers": json_ids(read_values(db, int, _CONTACTED_SINCE, {"day": day}))}
    for sql, car, customer in ((_DELIVERED, "o", "l.customer"), (_OTHERS, "w", "w.customer")):
        of_these = f"{customer} IN (SELECT value FROM json_each(:customers)) AND {car}.care_on IS NOT NULL"
        for clause in (f"{car}.care_on <= :day", of_these):
            cars = read_rows(db, OwnedCar, f"{sql}{clause}{_MAY_BE_CALLED[car]}", values)
            found |= {one.key: one for one in cars}
    return _owners(db, found.values())


def _owners(db: sqlite3.Connection, cars: Iterable[OwnedCar]) -> list[Owner]:
    """The owners of these cars, in their order, with what was said."""
    cars_of: dict[int, list[OwnedCar]] = defaultdict(list)
    for car in cars:
        cars_of[car.customer_id].append(car)
    said: dict[int, list[Said]] = defaultdict(list)
    if cars_of:
        for row in db.execute(_SAID, {"customers": json_ids(cars_of)}):
            customer, table, car_id, at, contact, occasion, result, note, named_only = row
            said[customer].append(Said(at, contact, occasion, result, note, named_only, (table, car_id)))
    return [Owner(tuple(owned), tuple(sorted(said[customer]))) for customer, owned in cars_of.items()]


class _Named(NamedTuple):
    customer: int
    name: str
    phone: str | None


def find_owner(db: sqlite3.Connection, text: str, parse_phone: Callable[[str], str]) -> Owner:
    """The owner that ``text`` names: ``c17``, a phone, the lead of a car, or an exact name.

    Raises Refused for nobody, for several, and for somebody who owns no car.
    """
    from leadctl.store.queries.customers import find_customer
    from leadctl.store.queries.leads import lead_row

    word = text.strip()
    digits = word.removeprefix("#")
    if digits.isdecimal() and len(digits) <= 7:
        customer = lead_row(db, int(digits)).customer_id
    elif word[:1].isdecimal() or word.startswith("+") or (word[:1] in "cC" and word[1:].isdecimal()):
        customer = find_customer(db, word, parse_phone)
    else:
        customer = _find_owner_by_name(db, word)
    owner = owner_with_cars(db, customer)
    if owner is None:
        raise Refused(
            "c{customer} owns no car that is known here; see: leadctl deliver, leadctl import owners", customer=customer
        )
    return owner


def _find_owner_by_name(db: sqlite3.Connection, name: str) -> int:
    for clause in ("c.name = :name", "instr(lower(c.name), lower(:name)) > 0"):
        sql = (
            f"SELECT c.id, c.name, {_PHONE} FROM customers AS c WHERE {clause}"
            " AND (EXISTS (SELECT 1 FROM owned_cars AS w WHERE w.customer = c.id) OR EXISTS (SELECT 1 FROM leads AS l"
            " JOIN orders AS o ON o.lead = l.id WHERE l.customer = c.id AND o.care_on IS NOT NULL)) LIMIT 20"
        )
        found = read_rows(db, _Named, sql, {"name": name})
        if len(found) == 1 and found[0].name == name:
            return found[0].customer
        if found:
            listed = "\n".join(f"  c{one.customer}  {one.name}  {mask_phone(one.phone) or '-'}" for one in found)
            raise Refused("Say which owner by c and the number, or the phone:\n{listed}", listed=listed)
    raise Refused("No owner is called {name!r}; look for them with: leadctl find TEXT", name=name)
