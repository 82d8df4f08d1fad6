"""Keeping by which day each owner may be owed something: derived of cars as the due dates are of leads.

A car delivered here is its order; a row of ``owned_cars`` that speaks of the same car (the same number, or the
same customer's delivery of that day) only adds to what is known of it, whichever of the two came first.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from leadctl.domain.aftercare import Car, Contact, Reminders, first_due
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.schema import DERIVED_COLUMNS
from leadctl.store.core.settings import reminders_of

CHUNK = 5000

CAR_COLUMNS: Mapping[str, tuple[str, ...]] = {"orders": ("care_on",), "owned_cars": DERIVED_COLUMNS["owned_cars"]}
"""Table -> the columns that are written here; derivation of leads writes all other derived columns."""

_ORDERS = (
    "SELECT l.customer, o.id, substr(o.delivered_at, 1, 10), o.vin, o.care_on, c.birthday"
    " FROM json_each(?) AS wanted CROSS JOIN leads AS l ON l.customer = wanted.value"
    " CROSS JOIN orders AS o ON o.lead = l.id JOIN customers AS c ON c.id = l.customer ORDER BY o.id"
)
_OWNED = (
    "SELECT w.customer, w.id, w.delivered_on, w.vin, w.care_on, c.birthday, w.insurance_on, w.inspection_on,"
    " w.warranty_until, w.delivery"
    " FROM json_each(?) AS wanted CROSS JOIN owned_cars AS w ON w.customer = wanted.value"
    " JOIN customers AS c ON c.id = w.customer ORDER BY w.id"
)
_FORGOTTEN = (
    "SELECT c.id FROM json_each(?) AS wanted CROSS JOIN customers AS c ON c.id = wanted.value"
    " WHERE c.forgotten_on IS NOT NULL"
)


@dataclass(slots=True)
class _Order:
    id: int
    delivered_on: str | None
    vin: str | None
    care_on: str | None
    birthday: str | None


@dataclass(slots=True)
class _Owned:
    id: int
    delivered_on: str
    vin: str | None
    care_on: str | None
    birthday: str | None
    insurance_on: str | None
    inspection_on: str | None
    warranty_until: str | None
    delivery: int | None


@dataclass(slots=True)
class _Garage:
    """What one customer owns; nothing is owed to who was ``forgotten``."""

    orders: list[_Order] = field(default_factory=list)
    owned: list[_Owned] = field(default_factory=list)
    forgotten: bool = False


def derive_all_cars(db: sqlite3.Connection) -> None:
    """Derive the cars of everybody who has one."""
    rows = db.execute(
        "SELECT l.customer FROM orders AS o JOIN leads AS l ON l.id = o.lead UNION SELECT customer FROM owned_cars"
    )
    derive_cars(db, [row[0] for row in rows.fetchall()])


def derive_cars(db: sqlite3.Connection, customers: Iterable[int]) -> None:
    """Derive of these customers' cars which rows are one car, and by which day something may be owed."""
    reminders = reminders_of(db)
    pending = iter(sorted(customers))
    while chunk := list(islice(pending, CHUNK)):
        garages = _garages(db, chunk)
        contacts = _contacts(db, garages.values())
        orders: list[tuple[str | None, int]] = []
        owned: list[tuple[int | None, str | None, int]] = []
        for garage in garages.values():
            _derive(garage, contacts, reminders, orders, owned)
        db.executemany("UPDATE orders SET care_on = ? WHERE id = ?", orders)
        db.executemany("UPDATE owned_cars SET delivery = ?, care_on = ? WHERE id = ?", owned)


def _garages(db: sqlite3.Connection, customers: list[int]) -> dict[int, _Garage]:
    garages: dict[int, _Garage] = defaultdict(_Garage)
    for customer, *cells in db.execute(_ORDERS, (json_ids(customers),)):
        garages[customer].orders.append(_Order(*cells))
    for customer, *cells in db.execute(_OWNED, (json_ids(customers),)):
        garages[customer].owned.append(_Owned(*cells))
    for (customer,) in db.execute(_FORGOTTEN, (json_ids(garages),)):
        garages[customer].forgotten = True
    return garages


Contacts = dict[tuple[str, int], list[Contact]]
"""(``delivery`` or ``car``, id) -> what was said with its owner."""


def _contacts(db: sqlite3.Connection, garages: Iterable[_Garage]) -> Contacts:
    found: Contacts = defaultdict(list)
    garages = list(garages)
    of = {
        "delivery": [order.id for garage in garages for order in garage.orders],
        "car": [car.id for garage in garages for car in garage.owned],
    }
    for column, wanted in of.items():
        for row, *cells in db.execute(
            f"SELECT a.{column}, a.at, a.occasion, a.result FROM json_each(?) AS wanted"
            f" CROSS JOIN aftercare AS a ON a.{column} = wanted.value ORDER BY a.id",
            (json_ids(wanted),),
        ):
            found[column, row].append(Contact(*cells))
    return found


def _derive(
    garage: _Garage,
    contacts: Contacts,
    reminders: Reminders,
    orders: list[tuple[str | None, int]],
    owned: list[tuple[int | None, str | None, int]],
) -> None:
    """Note the derived columns of one customer's rows that differ from what is stored."""
    same = dict(_same_cars(garage))
    for order in garage.orders:
        care_on = None
        if order.delivered_on is not None and not garage.forgotten:
            file = next((car for car in garage.owned if same.get(car.id) == order.id), None)
            known = contacts.get(("delivery", order.id), []) + (contacts.get(("car", file.id), []) if file else [])
            care_on = first_due(_car(order.delivered_on, order.birthday, file), reminders, known)
        if care_on != order.care_on:
            orders.append((care_on, order.id))
    for car in garage.owned:
        delivery, care_on = same.get(car.id), None
        if delivery is None and not garage.forgotten:
            known = contacts.get(("car", car.id), [])
            care_on = first_due(_car(car.delivered_on, car.birthday, car), reminders, known)
        if (delivery, care_on) != (car.delivery, car.care_on):
            owned.append((delivery, care_on, car.id))


def _car(delivered_on: str, birthday: str | None, file: _Owned | None) -> Car:
    if file is None:
        return Car(delivered_on, birthday=birthday)
    return Car(delivered_on, file.insurance_on, file.inspection_on, file.warranty_until, birthday)


def _same_cars(garage: _Garage) -> Iterator[tuple[int, int]]:
    """(row of ``owned_cars``, the order that it is): by the car's number first, then by the day of the delivery."""
    free = [order for order in garage.orders if order.delivered_on is not None]
    left = list(garage.owned)
    for alike in (_same_number, _same_day):
        for car in list(left):
            order = next((order for order in free if alike(car, order)), None)
            if order is not None:
                free.remove(order)
                left.remove(car)
                yield car.id, order.id


def _same_number(car: _Owned, order: _Order) -> bool:
    return car.vin is not None and order.vin is not None and car.vin.upper() == order.vin.upper()


def _same_day(car: _Owned, order: _Order) -> bool:
    return car.delivered_on == order.delivered_on and (car.vin is None or order.vin is None)
