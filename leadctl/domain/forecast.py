"""The forecast of a month: what is delivered, and what the open leads are likely to bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from leadctl.domain.policy import Policy
from leadctl.domain.terms import GRADES, ORDERED

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


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an ordered or active lead may bring: cars, and yuan (None: neither a price nor a budget is known)."""

    grade: str | None
    cars: int
    amount: Fraction | None


@dataclass(frozen=True, slots=True)
class Closed:
    """Leads of a grade that were closed: all of them, and those won."""

    leads: int = 0
    won: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """The open leads of a grade. ``basis``: ``house`` or ``history``; ``closed``: how many closed leads of the
    grade the history has; ``without_amount``: leads that count no yuan."""

    grade: str | None
    cars: int
    amount: Fraction
    without_amount: int
    win_rate: Fraction
    basis: str
    closed: int
    expected_cars: Fraction
    expected_amount: Fraction


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


def _line(grade: str | None, leads: Mapping[Prospect, int], closed: Mapping[str, Closed], policy: Policy) -> Line:
    treated = grade if grade in HOUSE_RATES and grade is not None else policy.coldest
    known = closed.get(treated, Closed())
    own = known.leads >= ENOUGH
    rate = Fraction(known.won, known.leads) if own else HOUSE_RATES[treated]
    cars = sum(lead.cars * alike for lead, alike in leads.items())
    amount = sum((lead.amount * alike for lead, alike in leads.items() if lead.amount is not None), Fraction(0))
    unknown = sum(alike for lead, alike in leads.items() if lead.amount is None)
    basis = "history" if own else "house"
    return Line(grade, cars, amount, unknown, rate, basis, known.leads, cars * rate, amount * rate)
