"""The forecast of a month (docs/domain.md section 7): what the stock is worth in the end, and by the month's end.

The two are not the same. The pipeline counts what the ordered and the active leads bring some day. What an active lead
brings by a day is its win rate x the share of its chance that falls before the end of that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from leadctl.domain.days import add_days, days_between
from leadctl.domain.policy import Policy
from leadctl.domain.terms import GRADES, ORDERED
from leadctl.named_tuple import NamedTuple

HOUSE_RATES: Mapping[str, Fraction] = {
    "N": Fraction(5, 100),
    "C": Fraction(10, 100),
    "B": Fraction(20, 100),
    "A": Fraction(30, 100),
    "H": Fraction(50, 100),
    ORDERED: Fraction(80, 100),
}
"""How likely a lead of a grade ends in a delivery (house rule)."""

ENOUGH = 30
"""Closed leads of a grade from which on the store's own history is better than the house rule."""


PAST = "past"
"""In place of a month of purchase: the expected day has passed, and nothing else is known."""

DAYS_OF_MONTH = 30
"""As many days has a month of a grade's horizon (house rule): A 30, B 90."""

LONGEST = 90
"""The longest horizon of a policy that gives none."""

MIDDLE = 14
"""A month's middle is the evening of the day so many days after its first: the 15th."""


class Prospect(NamedTuple):
    """What an ordered or active lead may bring: cars, and yuan (None: neither a price nor a budget is known).

    ``need``: the month of the expected purchase (``2026-12``), ``PAST``, or None where it has no date.
    """

    grade: str | None
    cars: int
    amount: Fraction | None
    need: str | None = None


class Closed(NamedTuple):
    """Leads of a grade that were closed: all of them, and those won."""

    leads: int = 0
    won: int = 0


class Line(NamedTuple):
    """The open leads of a grade. ``basis``: ``house`` or ``history``; ``closed``: how many closed leads of the
    grade the history has; ``with_amount``, ``without_amount``: leads of which the yuan are known, and are not."""

    grade: str | None
    cars: int
    amount: Fraction
    with_amount: int
    without_amount: int
    win_rate: Fraction
    basis: str
    closed: int
    expected_cars: Fraction
    expected_amount: Fraction

    @property
    def leads(self) -> int:
        """All of them."""
        return self.with_amount + self.without_amount


def amount_of(price: float | None, cars: int, low: float | None, high: float | None) -> Fraction | None:
    """A lead's yuan: its order's price a car, else the middle of its budget (an open range: its one end)."""
    if price is not None:
        return _exact(price) * cars
    ends = [_exact(end) for end in (low, high) if end is not None]
    return sum(ends, Fraction(0)) / len(ends) if ends else None


def _exact(yuan: float) -> Fraction:
    """The decimal that the float was typed as, not its binary neighbour."""
    return Fraction(repr(float(yuan)))


def forecast_lines(leads: Mapping[Prospect, int], closed: Mapping[str, Closed], policy: Policy) -> list[Line]:
    """A line a grade, hot to cold: O and the policy's always, others (and none) where there are leads of them.

    ``leads``: prospect -> how many leads are alike in it.
    """
    by_grade: dict[str | None, dict[Prospect, int]] = {grade: {} for grade in (ORDERED, *policy.grades)}
    for prospect, alike in leads.items():
        by_grade.setdefault(prospect.grade, {})[prospect] = alike
    order: tuple[str | None, ...] = (ORDERED, *GRADES, None)
    return [_line(grade, by_grade[grade], closed, policy) for grade in order if grade in by_grade]


class WinRate(NamedTuple):
    """``basis``: ``house`` or ``history``; ``closed``: the closed leads of the grade that the history has."""

    rate: Fraction
    basis: str
    closed: int


def find_win_rate(grade: str | None, closed: Mapping[str, Closed], policy: Policy) -> WinRate:
    """How likely a lead of a grade is won: by the store's own history where that is enough, else by the house rule."""
    treated = grade if grade in HOUSE_RATES and grade is not None else policy.coldest
    known = closed.get(treated, Closed())
    if known.leads >= ENOUGH:
        return WinRate(Fraction(known.won, known.leads), "history", known.leads)
    return WinRate(HOUSE_RATES[treated], "house", known.leads)


def _line(grade: str | None, leads: Mapping[Prospect, int], closed: Mapping[str, Closed], policy: Policy) -> Line:
    rate, basis, known = find_win_rate(grade, closed, policy)
    cars, amount, valued = _sum_up(leads)
    unknown = sum(leads.values()) - valued
    return Line(grade, cars, amount, valued, unknown, rate, basis, known, cars * rate, amount * rate)


def _sum_up(leads: Mapping[Prospect, int]) -> tuple[int, Fraction, int]:
    """Cars, yuan, and the leads of which the yuan are known."""
    cars = sum(lead.cars * alike for lead, alike in leads.items())
    valued = [(lead.amount, alike) for lead, alike in leads.items() if lead.amount is not None]
    return cars, sum((amount * alike for amount, alike in valued), Fraction(0)), sum(alike for _, alike in valued)


class End(NamedTuple):
    """The end of a month (``2026-11``), ``days_left`` days away."""

    month: str
    days_left: int


def find_end(first: str, end: str, day: str) -> End:
    """The end of the month from ``first`` to before ``end`` (ISO), seen from the end of a ``day``."""
    return End(first[:7], max(0, days_between(day, add_days(end, -1))))


def count_horizon_days(grade: str | None, policy: Policy) -> int:
    """The days within which a lead of a grade buys; without a horizon, and ungraded, twice the longest one."""
    rules = [policy.rules[name] for name in policy.grades]
    days = {rule.grade: rule.days or (rule.months or 0) * DAYS_OF_MONTH for rule in rules}
    return days.get(grade or "") or 2 * (max(days.values()) or LONGEST)


def find_chance_before(lead: Prospect, end: End, policy: Policy) -> Fraction:
    """The share of an active lead's chance that falls before a month's end: all of it if it means to buy by then, none
    if later; without a date, or with one that has passed, the days left / the days of its grade's horizon."""
    if lead.need is not None and lead.need != PAST:
        return Fraction(int(lead.need <= end.month))
    return min(Fraction(1), Fraction(end.days_left, count_horizon_days(lead.grade, policy)))


def expect_cars(lead: Prospect, closed: Mapping[str, Closed], policy: Policy, end: End) -> Fraction:
    """The cars that one lead is likely to order by a month's end; none, where it has ordered already."""
    if lead.grade == ORDERED:
        return Fraction(0)
    return lead.cars * find_win_rate(lead.grade, closed, policy).rate * find_chance_before(lead, end, policy)


class PurchaseMonth(NamedTuple):
    """The active leads that mean to buy in a month: ``PAST``, ``2026-12``, or None for those without a date.

    ``expected_cars``, ``expected_amount``: what they are worth in the end, by their win rates.
    """

    month: str | None
    cars: int
    amount: Fraction
    with_amount: int
    expected_cars: Fraction
    expected_amount: Fraction


def list_purchase_months(
    leads: Mapping[Prospect, int], closed: Mapping[str, Closed], policy: Policy
) -> list[PurchaseMonth]:
    """The active leads by the month of their expected purchase: first those whose day has passed, then month by month,
    those without a date last."""
    by_need: dict[str | None, dict[Prospect, int]] = {}
    for lead, alike in leads.items():
        if lead.grade != ORDERED:
            by_need.setdefault(lead.need, {})[lead] = alike
    order = sorted(by_need, key=lambda need: (need is None, need != PAST, need or ""))
    return [_purchase_month(need, by_need[need], closed, policy) for need in order]


def _purchase_month(
    need: str | None, leads: Mapping[Prospect, int], closed: Mapping[str, Closed], policy: Policy
) -> PurchaseMonth:
    cars, amount, valued = _sum_up(leads)
    rates = {lead: alike * find_win_rate(lead.grade, closed, policy).rate for lead, alike in leads.items()}
    expected = sum((lead.cars * rate for lead, rate in rates.items()), Fraction(0))
    yuan = sum((lead.amount * rate for lead, rate in rates.items() if lead.amount is not None), Fraction(0))
    return PurchaseMonth(need, cars, amount, valued, expected, yuan)
