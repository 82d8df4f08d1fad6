"""Owners to contact, and their complaints until they are solved."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadctl.domain.days import days_between
from leadctl.domain.due import Reason, Task
from leadctl.store.queries.tasks import Wanted
from leadctl.store.records.owners import EVERYBODY, OWN_AND_UNOWNED

if TYPE_CHECKING:
    from leadctl.domain.aftercare import Occasion, Owed
    from leadctl.store.records.owners.cars import OwnedCar

NAMES: tuple[str, ...] = ("aftercare",)

_CARS = (
    "SELECT 1 FROM orders WHERE care_on <= :until LIMIT 1",
    "SELECT 1 FROM owned_cars WHERE care_on <= :until LIMIT 1",
)
_COMPLAINT = "SELECT 1 FROM complaints WHERE until > '' AND solved_on IS NULL LIMIT 1"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of the consultant who sold the car, and of cars whose seller is not known or gone."""
    found: list[Task] = []
    if any(db.execute(sql, {"until": wanted.until}).fetchone() for sql in _CARS):
        found += [_task(car, owed, wanted) for car, owed in owed_cars(db, wanted)]
    if db.execute(_COMPLAINT).fetchone():
        found += _complaints(db, wanted)
    return found


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """They come with their details: there are never many."""


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    values = {"until": wanted.until, "today": wanted.today, "consultant": wanted.consultant}
    return sum(
        db.execute(
            f"SELECT count(*) FROM {table} AS {car} WHERE {car}.care_on > :today AND {car}.care_on <= :until"
            f"{owner.format(car=car)}",
            values,
        ).fetchone()[0]
        for owner in _owners(wanted)
        for table, car in (("orders", "o"), ("owned_cars", "w"))
    )


def owed_cars(db: sqlite3.Connection, wanted: Wanted) -> list[tuple[OwnedCar, Owed]]:
    """The cars whose owners are owed something today, or the first that they are by ``wanted.until``."""
    from leadctl.domain.aftercare import owed_by
    from leadctl.store.core.settings import reminders_of
    from leadctl.store.records.owners.cars import cars_due

    reminders, found = reminders_of(db), []
    for car in cars_due(db, wanted.until, wanted.today, wanted.consultant, _owners(wanted)):
        owed = owed_by(car.plan, reminders, car.contacts, wanted.policy, wanted.today, wanted.until)
        if owed is not None:
            found.append((car, owed))
    return found


def explain(owed: Owed, wanted: Wanted) -> str:
    """Why an owner is to be contacted."""
    reasons = [_reason(occasion) for occasion in owed.occasions]
    if owed.attempts:
        reasons.insert(0, Reason("no answer {count}×: try again", {"count": owed.attempts}))
    return " · ".join(wanted.say(reason) for reason in reasons)


def _owners(wanted: Wanted) -> tuple[str, ...]:
    return EVERYBODY if wanted.consultant is None else OWN_AND_UNOWNED


def _task(car: OwnedCar, owed: Owed, wanted: Wanted) -> Task:
    last = car.last_said
    return Task(
        lead=car.lead,
        customer=car.customer,
        customer_id=car.customer_id,
        phone=car.phone,
        grade=None,
        model=car.model,
        consultant=car.consultant,
        task="aftercare",
        at=None,
        due_from=owed.due_on,
        due_by=owed.due_on,
        days_over=days_between(owed.due_on, wanted.today),
        attempts=owed.attempts,
        last_contact=None if last is None else last.at,
        last_note=None if last is None else last.note,
        why=explain(owed, wanted),
        aim=wanted.say(Reason(_AIMS[owed.occasions[-1].kind], {})),
        importance=car.importance,
    )


_AIMS = {
    "day": "does the car run well; is everything clear",
    "mail": "send thanks and the dates of the first service",
    "month": "how satisfied, from 1 to 10; service due; who else is looking for a car",
    "insurance": "renew it with us",
    "inspection": "offer to take the car there",
    "warranty": "a last check before it ends; extend it",
    "birthday": "congratulate",
    "dated": "greet them",
    "recurring": "offer a date in the workshop",
}
_WHY = {
    "day": "delivered {count} d ago: call",
    "mail": "delivered {count} d ago: direct mail",
    "first month": "delivered {count} month ago: call",
    "month": "delivered {count} months ago: call",
    "insurance": "insurance to renew by {event}",
    "inspection": "annual inspection by {event}",
    "warranty": "warranty ends on {event}",
    "birthday": "birthday on {event}",
    "dated": "{name} on {event}",
    "recurring": "{name}: {count} months since delivery",
}


def _reason(occasion: Occasion) -> Reason:
    values = {"count": occasion.number, "event": occasion.event, "name": occasion.name}
    kind = "first month" if occasion.kind == "month" and occasion.number == 1 else occasion.kind
    return Reason(_WHY[kind], values)


def _complaints(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    from leadctl.store.records.owners.contacts import open_complaints

    found = []
    for row in open_complaints(db):
        member, name = _answering(row, wanted.today)
        if row["at"][:10] <= wanted.until and (wanted.consultant in (None, member) or member is None):
            found.append(_complaint(row, name, wanted))
    return found


def _answering(row: sqlite3.Row, today: str) -> tuple[int | None, str | None]:
    """Who answers for a complaint: whom it was given to, else the seller of the car, if they work here; else nobody."""
    for who in ("staff", "consultant"):
        left_on = row[f"{who}_left_on"]
        if row[f"{who}_id"] is not None and (left_on is None or left_on > today):
            return row[f"{who}_id"], row[who]
    return None, None


def _complaint(row: sqlite3.Row, answering: str | None, wanted: Wanted) -> Task:
    return Task(
        lead=row["lead"],
        customer=row["customer"],
        customer_id=row["customer_id"],
        phone=row["phone"],
        grade=None,
        model=row["model"],
        consultant=answering,
        task="aftercare",
        at=None,
        due_from=row["at"][:10],
        due_by=row["until"],
        days_over=days_between(row["until"], wanted.today),
        attempts=0,
        last_contact=row["at"],
        last_note=row["what"],
        why=wanted.say(Reason("complaint {id} is open", {"id": row["complaint"]})),
        aim=wanted.say(Reason("settle it, and tell them", {})),
        importance=row["importance"],
    )
