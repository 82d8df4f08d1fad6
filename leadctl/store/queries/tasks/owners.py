"""Owners to whom a contact is owed, and the words for why: a line an owner, whatever they own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby

from leadctl.domain.aftercare import FESTIVALS, OF_THE_PERSON, CarKey, Occasion, Owed, find_first_owed
from leadctl.domain.days import days_between
from leadctl.domain.due import Reason, Task
from leadctl.store.core.settings import reminders_of
from leadctl.store.queries.owned_cars import EVERYBODY, OWN_AND_UNOWNED, OwnedCar, Owner, owners_due
from leadctl.store.queries.tasks.request import Wanted, fits


def owners_to_contact(db: sqlite3.Connection, wanted: Wanted) -> list[tuple[Owner, Owed]]:
    """The owners who are owed something today, or what is owed first by ``wanted.until``."""
    return [(owner, owed) for _, owner, owed in _find_first_owed_days(db, wanted)]


def explain(owner: Owner, owed: Owed, wanted: Wanted) -> str:
    """Why an owner is to be contacted: each occasion with its day, by car where several are meant."""
    parts = []
    if owed.attempts:
        parts.append(wanted.say(Reason("no answer {count}×: try again", {"count": owed.attempts})))
    several = len({one.car for one in owed.occasions if one.kind not in OF_THE_PERSON}) > 1
    for car, occasions in groupby(sorted(owed.occasions, key=_place(owed)), key=_car_of):
        said = wanted.between.join(_occasion(one, wanted) for one in occasions)
        parts.append(said if car is None else _describe_car(owner.car(car), said, wanted, several=several))
    return " · ".join(parts)


def _find_first_owed_days(db: sqlite3.Connection, wanted: Wanted) -> Iterator[tuple[str, Owner, Owed]]:
    """The first day from today to ``wanted.until`` on which something is owed, of each owner."""
    reminders = reminders_of(db)
    clauses = EVERYBODY if wanted.consultant is None else OWN_AND_UNOWNED
    for owner in owners_due(db, wanted.until, wanted.today, wanted.consultant, clauses):
        found = find_first_owed(owner.plans, reminders, owner.contacts, wanted.policy, wanted.today, wanted.until)
        car = None if found is None else owner.car(found[1].occasions[0].car)
        if found is not None and car is not None and fits(db, wanted.only, car.lead, car.customer_id, car.model):
            yield found[0], owner, found[1]


def owner_tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Their lines of the due list."""
    return [_task(owner, owed, wanted) for _, owner, owed in _find_first_owed_days(db, wanted)]


def owners_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many owners are owed nothing today and something by ``wanted.until``."""
    return sum(day > wanted.today for day, _, _ in _find_first_owed_days(db, wanted))


def _task(owner: Owner, owed: Owed, wanted: Wanted) -> Task:
    last, car = owner.last_conversation, owner.car(owed.occasions[0].car)
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
        why=explain(owner, owed, wanted),
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
_NAMES_OF_KINDS = {
    "day": "day {count} call",
    "mail": "day {count} mail",
    "month": "month {count} call",
    "insurance": "insurance to renew by {event}",
    "inspection": "annual inspection by {event}",
    "warranty": "warranty ends on {event}",
    "birthday": "birthday on {event}",
    "dated": "{name} on {event}",
    "recurring": "{name}: {count} months since delivery",
    "after a month": "{name}: 1 month since delivery",
}


def _occasion(occasion: Occasion, wanted: Wanted) -> str:
    """An occasion by its name, and how it stands to today: over, today, or on its day."""
    name = wanted.say(Reason(occasion.name, {})) if occasion.name in FESTIVALS else occasion.name
    values = {"count": occasion.number, "event": occasion.event, "name": name}
    kind = "after a month" if occasion.kind == "recurring" and occasion.number == 1 else occasion.kind
    called = wanted.say(Reason(_NAMES_OF_KINDS[kind], values))
    over = days_between(wanted.policy.open_day(occasion.due_on), wanted.today)
    if over < 0:
        return wanted.say(Reason("{occasion} on {day}", {"occasion": called, "day": occasion.due_on}))
    text = "{occasion} today" if over == 0 else "{occasion} 1 day over" if over == 1 else "{occasion} {days} days over"
    return wanted.say(Reason(text, {"occasion": called, "days": over}))


def _car_of(occasion: Occasion) -> CarKey | None:
    """The car that an occasion is about; None: the owner."""
    return None if occasion.kind in OF_THE_PERSON else occasion.car


def _place(owed: Owed) -> Callable[[Occasion], tuple[bool, int]]:
    """Where an occasion is named: those of a car together, the car with the oldest first; the owner's at the end."""
    keys = list(dict.fromkeys(map(_car_of, owed.occasions)))
    return lambda occasion: (_car_of(occasion) is None, keys.index(_car_of(occasion)))


def _describe_car(car: OwnedCar, said: str, wanted: Wanted, *, several: bool) -> str:
    """What is owed of a car, after the days since its delivery, and its model where others are meant too."""
    values = {"model": car.model or "-", "days": days_between(car.delivered_on, wanted.today), "occasions": said}
    text = "{model}, delivered {days} d ago: {occasions}" if several else "delivered {days} d ago: {occasions}"
    return wanted.say(Reason(text, values))
