"""After delivery: which contacts an owner is owed, and when (docs/domain.md, "After delivery").

The contact plan is counted from the delivery: calls on day 3 and 7, direct mail on day 14, then after 1, 3, 6, 9
and 12 months and every 3 months up to month 60 (calendar months). Dated reminders stand beside it: 30 days
before each anniversary of the insurance and of the inspection and before the end of the warranty, birthdays, the
festivals and the store's own dates.

Each occasion is owed from its day until it is settled, or until one calendar month after its day has passed. A
contact settles everything due by its day of all cars of the owner, unless it names what it settles. A try settles
nothing and moves nothing: the owner leaves the list until the next day.

Three of the festivals follow the Chinese calendar and are a table, for the years 2020 to 2040; National Day is the
first of October.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from leadctl.domain.days import add_days, add_months
from leadctl.domain.policy import Policy
from leadctl.named_tuple import NamedTuple

_FESTIVAL_NAMES = {
    "Spring Festival": ("春节", "农历新年"),
    "Dragon Boat": ("端午", "端午节", "Dragon Boat Festival"),
    "Mid-Autumn": ("中秋", "中秋节", "Mid-Autumn Festival"),
    "National Day": ("国庆", "国庆节"),
}
FESTIVALS = tuple(_FESTIVAL_NAMES)
"""The names of the festivals, in the order of the year."""

_LUNAR_DAYS = {
    2020: ("01-25", "06-25", "10-01"),
    2021: ("02-12", "06-14", "09-21"),
    2022: ("02-01", "06-03", "09-10"),
    2023: ("01-22", "06-22", "09-29"),
    2024: ("02-10", "06-10", "09-17"),
    2025: ("01-29", "05-31", "10-06"),
    2026: ("02-17", "06-19", "09-25"),
    2027: ("02-06", "06-09", "09-15"),
    2028: ("01-26", "05-28", "10-03"),
    2029: ("02-13", "06-16", "09-22"),
    2030: ("02-03", "06-05", "09-12"),
    2031: ("01-23", "06-24", "10-01"),
    2032: ("02-11", "06-12", "09-19"),
    2033: ("01-31", "06-01", "09-08"),
    2034: ("02-19", "06-20", "09-27"),
    2035: ("02-08", "06-10", "09-16"),
    2036: ("01-28", "05-30", "10-04"),
    2037: ("02-15", "06-18", "09-24"),
    2038: ("02-04", "06-07", "09-13"),
    2039: ("01-24", "05-27", "10-02"),
    2040: ("02-12", "06-14", "09-20"),
}
"""Year -> the first day of the first month, the fifth of the fifth and the 15th of the eighth, as MM-DD."""


def festival_days(year: int) -> list[tuple[str, str]]:
    """(name, ISO date) of each festival of a year; none where the table does not say."""
    days = _LUNAR_DAYS.get(year)
    return [] if days is None else list(zip(FESTIVALS, (f"{year}-{day}" for day in (*days, "10-01")), strict=True))


def find_festival(name: str) -> str | None:
    """The festival that a name means, in English or Chinese; None: of another day."""
    word = name.strip().casefold()
    return next(
        (known for known, others in _FESTIVAL_NAMES.items() if word in (known.casefold(), *map(str.casefold, others))),
        None,
    )


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

_LONGEST_MONTH = 31
OF_THE_PERSON = ("birthday", "dated")
"""Kinds of occasion of the owner, not of a car: one contact is enough, whatever they own."""

CarKey = tuple[str, int]
"""What tells a car from the others of its owner: the table that it stands in, and its row."""


class Occasion(NamedTuple):
    """One reason to contact an owner. ``due_on``, ``event``: ISO dates, the latter of what the reminder is about;
    ``code`` names it, ``kind`` is day, mail, month, insurance, inspection, warranty, birthday, dated or recurring,
    ``number`` the days or months since delivery, ``car`` of which car it is."""

    due_on: str
    code: str
    kind: str
    event: str
    number: int = 0
    name: str = ""
    car: CarKey = ("", 0)


class Reminders(NamedTuple):
    """The store's occasions: its own days with their ISO dates, what comes every so many months since delivery, how
    long the warranty lasts (house rule: 36 months), and the festivals that it greets on (names of ``FESTIVALS``)."""

    dated: tuple[tuple[str, str], ...] = ()
    recurring: tuple[tuple[str, int], ...] = ()
    warranty_months: int = 36
    festivals: tuple[str, ...] = FESTIVALS


class Car(NamedTuple):
    """What the plan of a car follows from; ISO dates. Insurance and inspection left out count from delivery."""

    delivered_on: str
    insurance_on: str | None = None
    inspection_on: str | None = None
    warranty_until: str | None = None
    birthday: str | None = None
    key: CarKey = ("", 0)


class Contact(NamedTuple):
    """A contact with an owner: its moment, the occasions it was for, how it ended, and about which car.

    ``named_only``: it settles what it names and nothing else; otherwise everything due by its day.
    """

    at: str
    occasion: str
    result: str
    named_only: bool = False
    car: CarKey = ("", 0)

    @property
    def is_try(self) -> bool:
        """Whether nobody answered."""
        return self.result == "no-answer"

    def settles(self, occasion: Occasion) -> bool:
        """Whether this contact is the one that the occasion asked for."""
        if self.is_try:
            return False
        if not self.named_only and occasion.due_on <= self.at[:10]:
            return True
        return occasion.code in codes_of(self.occasion) and (occasion.car == self.car or occasion.kind in OF_THE_PERSON)


class Owed(NamedTuple):
    """What an owner is owed: since when (the oldest occasion's day, moved past closed days), the occasions by day,
    and the unanswered tries since."""

    due_on: str
    occasions: tuple[Occasion, ...]
    attempts: int = 0


def occasions(car: Car, reminders: Reminders, after: str, until: str) -> list[Occasion]:
    """The occasions of a car due after the day ``after`` and by the day ``until``, by day."""
    found = [*_plan(car.delivered_on), *_reminders(car, reminders, after, until)]
    first = max(after, car.delivered_on)
    return [one._replace(car=car.key) for one in sorted(found) if first < one.due_on <= until]


def last_owed_day(occasion: Occasion) -> str:
    """The last day on which an occasion that nobody settled is owed."""
    return months_after(occasion.due_on, 1)


def first_due_day(car: Car, reminders: Reminders, contacts: Sequence[Contact]) -> str:
    """The day before which nothing is owed of a car, whatever the clock says: what the due list is searched by.

    ``contacts``: all of its owner, in any order.
    """
    settled = _find_settled_day(contacts, car.delivered_on)
    following = _first_unsettled(car, reminders, contacts, settled)
    tries = [one.at[:10] for one in contacts if one.is_try and one.at[:10] >= following.due_on]
    return add_days(max(tries), 1) if tries else following.due_on


def find_owed(
    cars: Sequence[Car], reminders: Reminders, contacts: Sequence[Contact], policy: Policy, today: str
) -> Owed | None:
    """What an owner is owed on the day ``today``; None: nothing. A closed day's occasions fall due on the next open
    one. ``contacts``: all of the owner, also about other cars."""
    return _choose_owed(_open_occasions(cars, reminders, contacts, today, today), contacts, policy, today)


def find_first_owed(
    cars: Sequence[Car], reminders: Reminders, contacts: Sequence[Contact], policy: Policy, today: str, until: str
) -> tuple[str, Owed] | None:
    """The first day from ``today`` to ``until`` on which an owner is owed something, and what; None: on none."""
    waiting = _open_occasions(cars, reminders, contacts, today, until)
    days = {policy.open_day(one.due_on) for one in waiting}
    days |= {policy.retry_on(one.at[:10]) for one in contacts if one.is_try}
    for day in (today, *sorted(day for day in days if today < day <= until)):
        found = _choose_owed(waiting, contacts, policy, day)
        if found is not None:
            return day, found
    return None


def coming_festivals(reminders: Reminders, today: str) -> list[tuple[str, str]]:
    """(name, ISO date) of each festival that the store greets on, the next from ``today`` on, by day."""
    until = add_days(today, _FAR)
    found: dict[str, str] = {}
    for name, day in sorted(_greetings(reminders, today, until), key=lambda one: one[1]):
        if name in reminders.festivals and day >= today:
            found.setdefault(name, day)
    return list(found.items())


def codes_of(text: str) -> frozenset[str]:
    """The occasions that a contact names."""
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _open_occasions(
    cars: Sequence[Car], reminders: Reminders, contacts: Sequence[Contact], first: str, last: str
) -> list[Occasion]:
    """The occasions by the day ``last`` that nobody settled and that are still owed on ``first``, or later, by day."""
    found: dict[tuple[str, CarKey], Occasion] = {}
    after = add_days(first, -_LONGEST_MONTH - 1)
    for car in cars:
        for one in occasions(car, reminders, max(after, _find_settled_day(contacts, "")), last):
            key = (one.code, ("", 0) if one.kind in OF_THE_PERSON else one.car)
            if last_owed_day(one) >= first and key not in found and not any(said.settles(one) for said in contacts):
                found[key] = one
    return sorted(found.values())


def _choose_owed(waiting: Iterable[Occasion], contacts: Sequence[Contact], policy: Policy, today: str) -> Owed | None:
    """What is owed today of the occasions that nobody settled."""
    begun = [one for one in waiting if policy.open_day(one.due_on) <= today <= last_owed_day(one)]
    if not begun:
        return None
    tries = [one for one in contacts if one.is_try and begun[0].due_on <= one.at[:10] <= today]
    if tries:
        last = max(tries)
        new = any(policy.open_day(one.due_on) > last.at[:10] for one in begun)
        if not new and policy.retry_on(last.at[:10]) > today:
            return None
    return Owed(policy.open_day(begun[0].due_on), tuple(begun), len(tries))


def _find_settled_day(contacts: Iterable[Contact], otherwise: str) -> str:
    """The day up to which everything is settled; ``otherwise``: by no contact."""
    days = (one.at[:10] for one in contacts if not one.is_try and not one.named_only)
    return max((otherwise, *days))


def _first_unsettled(car: Car, reminders: Reminders, contacts: Sequence[Contact], since: str) -> Occasion:
    """The first occasion after a day that nobody settled; it comes, for insurance runs out every year."""
    until = since
    while True:
        until = add_days(until, _FAR)
        for one in occasions(car, reminders, since, until):
            if not any(said.settles(one) for said in contacts):
                return one


@lru_cache(maxsize=8192)
def _plan(delivered_on: str) -> tuple[Occasion, ...]:
    """The contact plan, counted from delivery."""
    return (
        *(_make_step(add_days(delivered_on, days), "mail" if days == MAIL_DAY else "day", days) for days in PLAN_DAYS),
        *(_make_step(months_after(delivered_on, months), "month", months) for months in PLAN_MONTHS),
    )


def _make_step(day: str, kind: str, count: int) -> Occasion:
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
    for name, day in _greetings(reminders, after, until):
        yield Occasion(day, f"{name} {day}", "dated", day, 0, name)
    yield from _recurring_occasions(car, reminders, after, until)


def _greetings(reminders: Reminders, after: str, until: str) -> Iterator[tuple[str, str]]:
    """The store's own days, and the festivals of these years, but for those that it dates itself."""
    yield from reminders.dated
    own = {(find_festival(name), day[:4]) for name, day in reminders.dated}
    days = {day for _, day in reminders.dated}
    for year in range(int(after[:4]), int(until[:4]) + 1):
        for name, day in festival_days(year):
            if name in reminders.festivals and (name, day[:4]) not in own and day not in days:
                yield name, day


def _anniversaries(start: str, after: str, until: str) -> Iterator[str]:
    """The days on which a date comes round, from the year of ``after`` to that of ``until``."""
    origin = date.fromisoformat(start)
    for year in range(int(after[:4]), int(until[:4]) + 1):
        yield add_months(origin, 12 * (year - origin.year)).isoformat()


def _recurring_occasions(car: Car, reminders: Reminders, after: str, until: str) -> Iterator[Occasion]:
    start = date.fromisoformat(car.delivered_on)
    for name, every in reminders.recurring:
        passed = 12 * (int(after[:4]) - start.year) + int(after[5:7]) - start.month
        count = max(1, passed // every) * every
        while (day := add_months(start, count).isoformat()) <= until:
            yield Occasion(day, f"{name} month-{count}", "recurring", day, count, name)
            count += every
