"""Planning a month: from the sales target to the leads that each source has to bring.

A source's sales are its share of the target; the leads it needs are those sales divided by its deal rate,
rounded up; the gap is what that is above the leads it brought a month on average. All of it is exact: a float's
rounding could ask for one lead more than 70 cars at 35 % need (docs/domain.md section 7).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from leadctl.domain.days import Month, add_days
from leadctl.named_tuple import NamedTuple

MONTHS_BEFORE = 3
"""Full months whose figures stand in for what the store does not set itself."""

WEEK = 7
"""Days of a week of the plan: the first begins on the 1st, the fifth holds the days from the 29th."""


ENOUGH_LEADS = 10
"""A deal rate from fewer leads is thin."""


class History(NamedTuple):
    """What a source brought in the months before, together: leads opened, orders of leads, cars sold."""

    leads: int = 0
    orders: int = 0
    cars: int = 0


class Override(NamedTuple):
    """What the store sets itself of a source, as exact fractions; None comes from the months before."""

    share: Fraction | None = None
    deal_rate: Fraction | None = None
    raised: Fraction | None = None


class SourcePlan(NamedTuple):
    """A line of the plan. ``share`` and the rates are fractions, ``sales`` cars, the others leads a month.

    None: not known, for want of a target, of history, or of any deal. A gap below 0 is more than is needed. ``thin``:
    the deal rate is from too few leads to be relied on.
    """

    share: Fraction | None
    sales: Fraction | None
    deal_rate: Fraction | None
    leads_needed: int | None
    average_leads: Fraction
    gap: Fraction | None
    raised_deal_rate: Fraction | None
    raised_leads_needed: int | None
    raised_gap: Fraction | None
    thin: bool

    @property
    def is_lowered(self) -> bool:
        """Whether the rate that it is to be raised to lies below its deal rate."""
        known = self.raised_deal_rate is not None and self.deal_rate is not None
        return known and (self.raised_deal_rate or 0) < (self.deal_rate or 0)


def plan_source(
    target: int | None, history: History, all_cars: int, override: Override, own_leads: int | None = None
) -> SourcePlan:
    """The line of one source; ``all_cars``: what all sources sold in the months before.

    A source that is not raised keeps its deal rate, and with it its gap. ``own_leads``: those that the one consultant
    opened in the months before, whose plan it is; shares and rates are the store's, as one consultant's say little.
    """
    share = _given(override.share, history.cars, all_cars)
    rate = _given(override.deal_rate, history.orders, history.leads)
    raised = rate if override.raised is None else override.raised
    sales = None if target is None or share is None else target * share
    average = Fraction(history.leads if own_leads is None else own_leads, MONTHS_BEFORE)
    thin = override.deal_rate is None and 0 < history.leads < ENOUGH_LEADS
    needed, raised_needed = leads_for(sales, rate), leads_for(sales, raised)
    return SourcePlan(
        share, sales, rate, needed, average, _above(needed, average), raised, raised_needed,
        _above(raised_needed, average), thin,
    )  # fmt: skip


def leads_for(sales: Fraction | None, rate: Fraction | None) -> int | None:
    """The leads that these sales need at a deal rate, rounded up; None where that cannot be said."""
    if sales is not None and sales <= 0:
        return 0
    return None if sales is None or not rate else ceil(sales / rate)


def _given(own: Fraction | None, part: int, whole: int) -> Fraction | None:
    if own is not None:
        return own
    return Fraction(part, whole) if whole else None


def _above(needed: int | None, average: Fraction) -> Fraction | None:
    return None if needed is None else needed - average


def months_before(month: Month, today: str) -> list[Month]:
    """The three months before one that have ended by ``today``, the earliest first."""
    return months_until(min(month, Month.of(today)).plus(-1))


def months_until(last: Month) -> list[Month]:
    """Three months, the earliest first."""
    return [last.plus(back) for back in range(1 - MONTHS_BEFORE, 1)]


class Pace(NamedTuple):
    """Where a figure of a month stands: ``should`` by the days that have begun, ``ahead`` of that (below 0: behind),
    ``per_remaining_day`` what each day after today has to bring (None: no day is left, or nothing is planned)."""

    target: int | None
    actual: int
    should: Fraction | None
    ahead: Fraction | None
    per_remaining_day: Fraction | None


def pace(target: int | None, actual: int, elapsed: int, days: int) -> Pace:
    """The pace of a figure after ``elapsed`` of a month's ``days``."""
    if target is None:
        return Pace(None, actual, None, None, None)
    should = Fraction(target * elapsed, days)
    left = days - elapsed
    needed = Fraction(max(0, target - actual), left) if left else None
    return Pace(target, actual, should, actual - should, needed)


def weeks_of(month: Month) -> list[tuple[int, str, str]]:
    """(number, first day, last day) of a month's weeks."""
    starts = range(0, month.days, WEEK)
    return [
        (number, add_days(month.first, start), add_days(month.first, min(start + WEEK, month.days) - 1))
        for number, start in enumerate(starts, start=1)
    ]
