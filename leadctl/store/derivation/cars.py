"""By which day each owner may be owed something: derived of cars as the due dates are of leads.

A car delivered here is its order; a row of ``owned_cars`` that speaks of the same car (the same number, or the
same customer's delivery of that day) only adds to what is known of it, whichever of the two came first.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from leadctl.domain.aftercare import Car, CarKey, Contact, Reminders, first_due_day
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_values
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
_CONTACTS = (
    "SELECT a.{column}, a.at, a.occasion, a.result, a.named_only FROM json_each(?) AS wanted"
    " CROSS JOIN aftercare AS a ON a.{column} = wanted.value ORDER BY a.id"
)


class _Order(NamedTuple):
    """A car sold here, delivered or not yet (None)."""

    id: int
    delivered_on: str | None
    vin: str | None
    care_on: str | None
    birthday: str | None


class _Owned(NamedTuple):
    """A row of ``owned_cars``."""

    id: int
    delivered_on: str
    vin: str | None
    care_on: str | None
    birthday: str | None
    insurance_on: str | None
    inspection_on: str | None
    warranty_until: str | None
    delivery: int | None


class _Belongings(NamedTuple):
    """What one customer owns."""

    orders: list[_Order]
    owned: list[_Owned]


class _Saved(NamedTuple):
    """The derived columns that differ from what is stored: (care_on, order), (delivery, care_on, row)."""

    orders: list[tuple[str | None, int]]
    owned: list[tuple[int | None, str | None, int]]


def derive_all_cars(db: sqlite3.Connection) -> None:
    """Derive the cars of everybody who has one."""
    derive_cars(db, _read_owners(db))


def are_cars_derived(db: sqlite3.Connection) -> bool:
    """Whether all derived columns of cars follow from the facts; nothing is written."""
    return not any(saved.orders or saved.owned for saved in _find_changes(db, _read_owners(db)))


def _read_owners(db: sqlite3.Connection) -> list[int]:
    sql = "SELECT l.customer FROM orders AS o JOIN leads AS l ON l.id = o.lead UNION SELECT customer FROM owned_cars"
    return read_values(db, int, sql)


def derive_cars(db: sqlite3.Connection, customers: Iterable[int]) -> None:
    """Derive of these customers' cars which rows are one car, and by which day something may be owed."""
    for saved in _find_changes(db, customers):
        db.executemany("UPDATE orders SET care_on = ? WHERE id = ?", saved.orders)
        db.executemany("UPDATE owned_cars SET delivery = ?, care_on = ? WHERE id = ?", saved.owned)


def _find_changes(db: sqlite3.Connection, customers: Iterable[int]) -> Iterator[_Saved]:
    reminders, pending = reminders_of(db), iter(sorted(customers))
    while chunk := list(islice(pending, CHUNK)):
        owners = _belongings(db, chunk)
        forgotten = set(read_values(db, int, _FORGOTTEN, (json_ids(owners),)))
        orders = _contacts(db, "delivery", (order.id for one in owners.values() for order in one.orders))
        owned = _contacts(db, "car", (car.id for one in owners.values() for car in one.owned))
        saved = _Saved([], [])
        for customer, belongings in owners.items():
            contacts = _join_contacts(belongings, orders, owned)
            _derive_cars(belongings, contacts, None if customer in forgotten else reminders, saved)
        yield saved


def _belongings(db: sqlite3.Connection, customers: list[int]) -> dict[int, _Belongings]:
    found: dict[int, _Belongings] = defaultdict(lambda: _Belongings([], []))
    for customer, *cells in db.execute(_ORDERS, (json_ids(customers),)):
        found[customer].orders.append(_Order(*cells))
    for customer, *cells in db.execute(_OWNED, (json_ids(customers),)):
        found[customer].owned.append(_Owned(*cells))
    return found


Contacts = dict[int, list[tuple[str, str, str, bool]]]
"""Row of ``orders`` or ``owned_cars`` -> the moment, occasions and result of each contact, and whether it settles only
what it names."""


def _contacts(db: sqlite3.Connection, column: str, wanted: Iterable[int]) -> Contacts:
    found: Contacts = defaultdict(list)
    rows = db.execute(_CONTACTS.format(column=column), (json_ids(wanted),))
    for car, at, occasion, result, named_only in rows:
        found[car].append((at, occasion, result, bool(named_only)))
    return found


def _join_contacts(belongings: _Belongings, orders: Contacts, owned: Contacts) -> list[Contact]:
    """Everything that was said with one owner, about the cars as they are told apart."""
    same = dict(_same_cars(belongings))
    found = [Contact(*said, _order_key(order.id)) for order in belongings.orders for said in orders.get(order.id, ())]
    for car in belongings.owned:
        found += [Contact(*said, _owned_key(car, same)) for said in owned.get(car.id, ())]
    return found


def _order_key(order: int) -> CarKey:
    return ("orders", order)


def _owned_key(car: _Owned, same: dict[int, int]) -> CarKey:
    return ("orders", same[car.id]) if car.id in same else ("owned_cars", car.id)


def _derive_cars(belongings: _Belongings, contacts: list[Contact], reminders: Reminders | None, saved: _Saved) -> None:
    """Note the derived columns of one customer's rows that differ from what is stored; ``reminders`` None: the customer
    was forgotten, and nothing is owed."""
    same = dict(_same_cars(belongings))
    for order in belongings.orders:
        care_on = None
        if order.delivered_on is not None and reminders is not None:
            file = next((car for car in belongings.owned if same.get(car.id) == order.id), None)
            plan = _car(order.delivered_on, order.birthday, file, _order_key(order.id))
            care_on = first_due_day(plan, reminders, contacts)
        if care_on != order.care_on:
            saved.orders.append((care_on, order.id))
    for car in belongings.owned:
        delivery, care_on = same.get(car.id), None
        if delivery is None and reminders is not None:
            plan = _car(car.delivered_on, car.birthday, car, _owned_key(car, same))
            care_on = first_due_day(plan, reminders, contacts)
        if (delivery, care_on) != (car.delivery, car.care_on):
            saved.owned.append((delivery, care_on, car.id))


def _car(delivered_on: str, birthday: str | None, file: _Owned | None, key: CarKey) -> Car:
    if file is None:
        return Car(delivered_on, birthday=birthday, key=key)
    return Car(delivered_on, file.insurance_on, file.inspection_on, file.warranty_until, birthday, key)


def _same_cars(belongings: _Belongings) -> Iterator[tuple[int, int]]:
    """(row of ``owned_cars``, the order that it is): by the car's number first, then by the day of the delivery."""
    free = [order for order in belongings.orders if order.delivered_on is not None]
    left = list(belongings.owned)
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
