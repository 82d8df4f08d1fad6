"""In which order a column writes its dates of three numbers: 11/2/2026 is in November or in February."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import days_between
from leadctl.errors import template
from leadctl.intake.cell_dates import Order, Reading, date_of
from leadctl.intake.faults import BadValue

if TYPE_CHECKING:
    from typing import NoReturn

ORDERS: Mapping[Order, str] = {
    "ymd": template("year/month/day"),
    "mdy": template("month/day/year"),
    "dmy": template("day/month/year"),
}

_FAR_YEARS = 5
"""Of the years that two digits may mean in different places, one so many before another is not meant."""

_NEAR_DAYS, _FAR_DAYS = 31, 62
"""A date in doubt that lies so near another date of its column is meant, where its other readings lie far."""


class DateOrders:
    """The orders that a column shows, decided by all of its dates.

    A date that can be read in one way only shows the order, unless another one shows another, or a date so read would
    lie far from all others of the column while its other reading lies among them: then orders are mixed, and dates in
    doubt are refused. One with a year of two digits is then read as it lies near the others. ``assumed`` counts the
    dates that were decided so. Nothing that lies in the future is meant.
    """

    def __init__(self) -> None:
        self.learned = False
        self.assumed: Counter[Order] = Counter()
        self._order: dict[bool, Order] = {}
        self._known: list[str] = []

    def learn(self, readings: Iterable[Reading | None], today: str) -> None:
        """Take the readings of a whole column."""
        self.learned = True
        doubts: list[tuple[bool, Mapping[Order, str]]] = []
        shown: dict[bool, set[Order]] = {True: set(), False: set()}
        known: set[str] = set()
        for reading in readings:
            if reading is None or not (reading.year or reading.choices):
                continue
            possible = _list_possible(reading, today)
            if len(possible) > 1:
                doubts.append((reading.short, possible))
            for order, day in possible.items() if len(possible) == 1 else ():
                known.add(day)
                shown[reading.short] |= {order} - {""}
        self._known = sorted(known)
        self._order = {short: orders.pop() for short, orders in shown.items() if len(orders) == 1}
        for short, choices in doubts:
            shown_order = self._order.get(short, "")
            if shown_order in choices and self._lies_apart(choices, shown_order):
                del self._order[short]

    def choose(self, reading: Reading, today: str) -> str:
        """The day that a reading in doubt means. Raises BadValue with the days that it may mean where that is open."""
        possible = _list_possible(reading, today) or dict(reading.choices)
        if len(possible) == 1:
            return next(iter(possible.values()))
        order = self._order.get(reading.short, "")
        if order not in possible and reading.short:
            order = self._find_near_order(possible)
        if order not in possible:
            raise_doubt(possible)
        self.assumed[order] += 1
        return possible[order]

    def _find_near_order(self, possible: Mapping[Order, str]) -> Order:
        near = [order for order, day in possible.items() if self._distance(day) <= _NEAR_DAYS]
        return near[0] if len(near) == 1 and self._lies_apart(possible, *set(possible).difference(near)) else ""

    def _lies_apart(self, possible: Mapping[Order, str], *orders: Order) -> bool:
        """Whether the readings of these orders lie far from every other date, and another one among them."""
        others = [day for order, day in possible.items() if order not in orders]
        return all(self._distance(possible[order]) > _FAR_DAYS for order in orders) and any(
            self._distance(day) <= _NEAR_DAYS for day in others
        )

    def _distance(self, day: str) -> int:
        """Days from the nearest date of the column that is certain."""
        place = bisect_left(self._known, day)
        return min(
            (abs(days_between(day, known)) for known in self._known[max(place - 1, 0) : place + 1]), default=99_999
        )


def choose_alone(choices: Mapping[Order, str]) -> str:
    """The day of a date whose column says nothing of its order. Raises BadValue where it may be several."""
    near = _drop_far(choices)
    if len(set(near.values())) > 1:
        raise_doubt(near)
    return next(iter(near.values()))


def raise_doubt(possible: Mapping[Order, str]) -> NoReturn:
    """Say between which days a date leaves the choice."""
    first, second = sorted(set(possible.values()))[:2]
    raise BadValue("may be {first} or {second}; write the year first, such as {first}", first=first, second=second)


def _list_possible(reading: Reading, today: str) -> dict[Order, str]:
    """The days that a reading may mean, by order; nothing in the future."""
    if reading.year:
        try:
            return {reading.order: date_of(reading.year, reading.month, reading.day)}
        except BadValue:
            return {}
    return _drop_far({order: day for order, day in reading.choices.items() if day <= today})


def _drop_far(choices: Mapping[Order, str]) -> dict[Order, str]:
    """The choices without years long before the latest one: 26/11/02 is of 2026, not of 2002."""
    newest = max((int(day[:4]) for day in choices.values()), default=0)
    return {order: day for order, day in choices.items() if newest - int(day[:4]) <= _FAR_YEARS}
