"""What is to be done on a day (docs/domain.md sections 3 and 9)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.oracle import policies
from tests.oracle.facts import Delivery, OwnerContact, Store, end_of, only
from tests.oracle.standing import Standing, standing

AFTERCARE_DAYS = (3, 7, 14)
AFTERCARE_MONTHS = (1, 3, 6, 9, 12, *range(15, 61, 3))
"""docs/domain.md section 9."""


@dataclass(frozen=True)
class Line:
    """One line of the list, with the names that ``due --json`` gives."""

    lead: int
    grade: str | None
    model: str | None
    consultant: str | None
    task: str
    at: str | None
    due_from: str
    due_by: str
    retry_on: str | None
    days_over: int
    attempts: int
    last_contact: str | None
    last_note: str | None


def lines(store: Store, day: date) -> list[Line]:
    """Everything to be done on the day, as its evening knows it."""
    found = []
    for lead in store.leads():
        found += list(_lines_of(store, lead, day))
    return found


def _lines_of(store: Store, lead: int, day: date) -> Iterator[Line]:
    stands = standing(store, lead, end_of(day))
    if stands.opened_at is None:
        return
    owed, beside = stands.owed(), stands.appointment_beside()
    if owed is not None and (stands.retry_on or owed.due_from) <= day:
        yield _line(lead, stands, owed.task, owed.due_from, owed.due_by, day, owed.at)
    if beside is not None and beside.date() == day:
        yield _line(lead, stands, "appointment", day, day, day, beside)
    if stands.status == "delivered":
        yield from _aftercare(store, lead, stands, day)


def _line(lead: int, stands: Standing, task: str, due_from: date, due_by: date, day: date, at: datetime | None) -> Line:
    return Line(
        lead=lead,
        grade=stands.shown_grade,
        model=stands.model,
        consultant=stands.owner,
        task=task,
        at=_moment(at),
        due_from=due_from.isoformat(),
        due_by=due_by.isoformat(),
        retry_on=stands.retry_on.isoformat() if stands.retry_on and task != "appointment" else None,
        days_over=(day - due_by).days,
        attempts=stands.attempts,
        last_contact=_moment(stands.last_contact),
        last_note=stands.last_note,
    )


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M")


def aftercare_days(delivered_on: date) -> list[date]:
    """The days on which an owner is to be contacted (docs/domain.md section 9)."""
    days = [delivered_on + timedelta(days=number) for number in AFTERCARE_DAYS]
    return days + [months_later(delivered_on, number) for number in AFTERCARE_MONTHS]


def months_later(day: date, months: int) -> date:
    """Calendar months: 2026-01-31 and one month is 2026-02-28 (docs/domain.md section 3)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def open_aftercare(delivered_on: date, contacts: list[date], day: date) -> list[date]:
    """The contacts that are owed to an owner, the oldest first.

    What is missed stays until it is made or one calendar month after its day has passed; a contact settles all that
    was due by its day.
    """
    return [
        owed
        for owed in aftercare_days(delivered_on)
        if owed <= day <= months_later(owed, 1) and not any(made >= owed for made in contacts)
    ]


def on_the_edge(delivered_on: date, day: date) -> bool:
    """Whether the day is just the one where a missed contact leaves the list: docs/domain.md can be read both ways."""
    return any(months_later(owed, 1) == day for owed in aftercare_days(delivered_on))


def _aftercare(store: Store, lead: int, stands: Standing, day: date) -> Iterator[Line]:
    facts = store.of(lead)
    delivered_on = next(only(facts, Delivery)).day
    contacts = [fact.day for fact in only(facts, OwnerContact) if fact.day <= day]
    owed = open_aftercare(delivered_on, contacts, day)
    if owed:
        yield _line(lead, stands, "aftercare", owed[0], owed[0], day, None)


def overdue_leads(store: Store, day: date) -> dict[int, str | None]:
    """The leads whose contact is overdue on the day, and who owns them now (docs/domain.md section 6).

    The follow-ups of open and ordered leads: a try takes a lead from the list of the day and leaves it in this count
    (section 3). First calls, call-backs of customer service and aftercare are other people's clocks.
    """
    found = {}
    for lead in store.leads():
        stands = standing(store, lead, end_of(day))
        owed = stands.owed()
        if owed and owed.task in ("follow-up", "first-follow-up") and owed.due_by < day:
            found[lead] = stands.owner
    return found


def hot_to_cold(grade: str | None) -> int:
    """The place of a grade in the order of the list: O H A B C N, none last (docs/domain.md section 3)."""
    order = [policies.ORDERED, "H", "A", "B", "C", "N", None]
    return order.index(grade)
