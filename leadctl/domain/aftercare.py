"""After delivery: which contacts an owner is owed, and when.

The contact plan is counted from the delivery: calls on day 3 and 7, direct mail on day 14, then after 1, 3, 6, 9
and 12 months and every 3 months up to month 60 (calendar months). Dated reminders stand beside it: 30 days
before each anniversary of the insurance and of the inspection and before the end of the warranty, birthdays, the
store's festivals and its own service dates.

All occasions of a car are one line of time: the latest that fell due is owed until its owner was reached, or until
the next one falls due. A contact answers everything due by its day, and what it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from leadctl.domain.days import add_days, add_months
from leadctl.domain.policy import Policy

RESULTS = ("fine", "complaint", "replace", "add", "recommend", "no-answer")
"""How a contact with an owner can end; ``no-answer`` is a try, never a contact."""

ORIGINS = ("here", "elsewhere", "other-brand")
"""Where an owner's car was bought: here, of our brand elsewhere, of another brand."""

UNPLANNED = "unplanned"
"""The occasion of a contact that no plan asked for."""

PLAN_DAYS = (3, 7, 14)
MAIL_DAY = 14
PLAN_MONTHS = (1, 3, 6, 9, *range(12, 61, 3))
NOTICE_DAYS = 30
"""Days before an anniversary, or the end of the warranty, on which its reminder falls due."""

_FAR = 400
"""Days within which every car has another occasion: its insurance runs out once a year."""


class Occasion(NamedTuple):
    """One reason to contact an owner. ``due_on``, ``event``: ISO dates, the latter of what the reminder is about;
    ``code`` names it, ``kind`` is day, mail, month, insurance, inspection, warranty, birthday, dated or recurring,
    ``number`` the days or months since delivery."""

    due_on: str
    code: str
    kind: str
    event: str
    number: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reminders:
    """The store's own occasions: festivals and the like with their dates, what comes every so many months since
    delivery, and how long the warranty lasts (house rule: 36 months)."""

    dated: tuple[tuple[str, str], ...] = ()
    recurring: tuple[tuple[str, int], ...] = ()
    warranty_months: int = 36


@dataclass(frozen=True, slots=True)
class Car:
    """What the plan of a car follows from; ISO dates. Insurance and inspection left out count from delivery."""

    delivered_on: str
    insurance_on: str | None = None
    inspection_on: str | None = None
    warranty_until: str | None = None
    birthday: str | None = None


class Contact(NamedTuple):
    """A contact with the owner of a car: its moment, the occasions it was for, and how it ended."""

    at: str
    occasion: str
    result: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What an owner is owed: the day on which it fell due, the occasions, and unanswered tries since."""

    due_on: str
    occasions: tuple[Occasion, ...]
    attempts: int = 0


def occasions(car: Car, reminders: Reminders, after: str, until: str) -> list[Occasion]:
    """The occasions of a car due after the day ``after`` and by the day ``until``, by day."""
    found = [*_plan(car.delivered_on), *_reminders(car, reminders, after, until)]
    return sorted(one for one in found if max(after, car.delivered_on) < one.due_on <= until)


def first_due(car: Car, reminders: Reminders, contacts: Sequence[Contact]) -> str:
    """The day before which nothing is owed, whatever the clock says: what the due list is searched by."""
    since = _answered(car, contacts)
    following = _following(car, reminders, contacts, since)
    tries = [one.at[:10] for one in contacts if one.result == "no-answer" and one.at[:10] >= following.due_on]
    return add_days(max(tries), 1) if tries else following.due_on


def owed(car: Car, reminders: Reminders, contacts: Sequence[Contact], policy: Policy, today: str) -> Owed | None:
    """What is owed on the day ``today``; None: nothing. A closed day's occasions fall due on the next open one."""
    since = max(_answered(car, contacts), add_days(today, -_FAR))
    open_ = [one for one in _unanswered(car, reminders, contacts, since, today) if policy.open_day(one.due_on) <= today]
    if not open_:
        return None
    latest = open_[-1].due_on
    tries = sorted(one.at[:10] for one in contacts if one.result == "no-answer" and one.at[:10] >= latest)
    due_on = policy.open_day(add_days(tries[-1], policy.at(tries[-1]).retry_days) if tries else latest)
    if due_on > today:
        return None
    named = tuple(one for one in open_ if one.due_on == latest or _still_ahead(one, today))
    return Owed(due_on, named, len(tries))


def owed_by(
    car: Car, reminders: Reminders, contacts: Sequence[Contact], policy: Policy, today: str, until: str
) -> Owed | None:
    """What is owed today, else the first that falls due by the day ``until``; None: nothing."""
    now = owed(car, reminders, contacts, policy, today)
    if now is not None or until <= today:
        return now
    days = {policy.open_day(one.due_on) for one in occasions(car, reminders, add_days(today, -NOTICE_DAYS), until)}
    tries = {one.at[:10] for one in contacts if one.result == "no-answer"}
    days |= {policy.open_day(add_days(day, policy.at(day).retry_days)) for day in tries}
    coming = (owed(car, reminders, contacts, policy, day) for day in sorted(days) if today < day <= until)
    return next((found for found in coming if found is not None), None)


def codes_of(text: str) -> frozenset[str]:
    """The occasions that a contact names."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _answered(car: Car, contacts: Sequence[Contact]) -> str:
    """The day up to which everything is answered."""
    return max((one.at[:10] for one in contacts if one.result != "no-answer"), default=car.delivered_on)


def _unanswered(car: Car, reminders: Reminders, contacts: Sequence[Contact], since: str, until: str) -> list[Occasion]:
    """Occasions after the last answer that no contact named ahead of its day."""
    answers = (one.occasion for one in contacts if one.result != "no-answer")
    named = frozenset().union(*map(codes_of, answers))
    return [one for one in occasions(car, reminders, since, until) if one.code not in named]


def _following(car: Car, reminders: Reminders, contacts: Sequence[Contact], since: str) -> Occasion:
    """The first unanswered occasion, which comes: insurance runs out every year."""
    until = since
    while True:
        until = add_days(until, _FAR)
        found = _unanswered(car, reminders, contacts, since, until)
        if found:
            return found[0]


def _still_ahead(occasion: Occasion, today: str) -> bool:
    """A reminder of something that has not come yet is not driven out by the next occasion."""
    return occasion.kind in ("insurance", "inspection", "warranty") and occasion.event >= today


@lru_cache(maxsize=8192)
def _plan(delivered_on: str) -> tuple[Occasion, ...]:
    """The contact plan, counted from delivery."""
    return (
        *(_counted(add_days(delivered_on, days), "mail" if days == MAIL_DAY else "day", days) for days in PLAN_DAYS),
        *(_counted(months_after(delivered_on, months), "month", months) for months in PLAN_MONTHS),
    )


def _counted(day: str, kind: str, count: int) -> Occasion:
    return Occasion(day, f"{'month' if kind == 'month' else 'day'}-{count}", kind, day, count)


def months_after(day: str, months: int) -> str:
    """Calendar months after an ISO date: 2026-01-31 + 1 month = 2026-02-28."""
    return add_months(date.fromisoformat(day), months).isoformat()


def _reminders(car: Car, reminders: Reminders, after: str, until: str) -> Iterator[Occasion]:
    for kind, start in (
        ("insurance", car.insurance_on or car.delivered_on),
        ("inspection", car.inspection_on or car.delivered_on),
    ):
        for event in _anniversaries(start, after, add_days(until, NOTICE_DAYS)):
            yield Occasion(add_days(event, -NOTICE_DAYS), f"{kind}-{event[:4]}", kind, event)
    end = car.warranty_until or months_after(car.delivered_on, reminders.warranty_months)
    yield Occasion(add_days(end, -NOTICE_DAYS), "warranty", "warranty", end)
    if car.birthday is not None:
        for event in _anniversaries(car.birthday, after, until):
            yield Occasion(event, f"birthday-{event[:4]}", "birthday", event)
    for name, day in reminders.dated:
        yield Occasion(day, f"{name} {day}", "dated", day, 0, name)
    yield from _recurring(car, reminders, after, until)


def _anniversaries(start: str, after: str, until: str) -> Iterator[str]:
    """The days on which a date comes round, from the year of ``after`` to that of ``until``."""
    origin = date.fromisoformat(start)
    for year in range(int(after[:4]), int(until[:4]) + 1):
        yield add_months(origin, 12 * (year - origin.year)).isoformat()


def _recurring(car: Car, reminders: Reminders, after: str, until: str) -> Iterator[Occasion]:
    start = date.fromisoformat(car.delivered_on)
    for name, every in reminders.recurring:
        passed = 12 * (int(after[:4]) - start.year) + int(after[5:7]) - start.month
        count = max(1, passed // every) * every
        while (day := add_months(start, count).isoformat()) <= until:
            yield Occasion(day, f"{name} month-{count}", "recurring", day, count, name)
            count += every
