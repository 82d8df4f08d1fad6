"""Leaks: conversions that fell against the months before, by the sales that this costs (docs/domain.md section 7).

A step is judged only of what can be compared: the same visits or leads in its base and in its count, all of them old
enough, and enough of them. What is lost at different steps is compared by the sales it costs, which are the customers
missing times the share of such customers who used to order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from leadctl.domain.days import add_days
from leadctl.domain.periods import Period, Span
from leadctl.domain.planning import MONTHS_BEFORE
from leadctl.named_tuple import NamedTuple

JUDGED_AFTER = 30
"""Days after a lead's opening by which it has come, driven and ordered, or is taken not to (house rule): leads are
judged when these days are over, whatever becomes of them later."""

ENOUGH = 20
"""Fewer in the base say nothing."""

SHOWN_LEAKS = 3
"""Leaks that a page names."""

STEPS: Mapping[str, str] = {"contacts": "new_traffic", "met": "leads", "test_drives": "met", "orders": "leads"}
"""Conversion -> its base, of which it is a part. Left out are a mere shift between first and return visits (new traffic
of traffic), what a contact opens by itself (a lead), and the time from an order to its delivery."""

OF_VISITS = ("contacts",)
"""Conversions of a period's own visits, which are judged at once; the others are of leads."""

ORDERED = {"leads": "orders", "met": "met_orders", "test_drives": "driven_orders", "contacts": "orders"}
"""Stage -> those of it that ordered."""


class Leak(NamedTuple):
    """A conversion that fell. ``count`` of ``of`` were converted; ``before``: the share in the months before;
    ``worth``: the sales that one customer of the stage used to bring."""

    figure: str
    count: int  # type: ignore[assignment]
    of: int
    before: Fraction
    worth: Fraction

    @property
    def rate(self) -> Fraction:
        """The share now."""
        return Fraction(self.count, self.of)

    @property
    def missing(self) -> Fraction:
        """As many customers more would have kept the share of before."""
        return self.before * self.of - self.count

    @property
    def sales(self) -> Fraction:
        """What that costs."""
        return self.missing * self.worth


def find_leaks(now: Mapping[str, int], before: Mapping[str, int]) -> list[Leak]:
    """The worst leaks, most sales first. ``now``, ``before``: stage -> how many, of the period and of the months
    before, of ``STEPS``, their bases, and those who ordered."""
    found = sorted(_fallen(now, before), key=lambda leak: (-leak.sales, -leak.missing, leak.figure))
    return found[:SHOWN_LEAKS]


def _fallen(now: Mapping[str, int], before: Mapping[str, int]) -> Iterator[Leak]:
    """Less than one customer is nobody."""
    for figure, base in STEPS.items():
        if min(now[base], before[base]) < ENOUGH:
            continue
        leak = Leak(figure, now[figure], now[base], Fraction(before[figure], before[base]), _worth(figure, before))
        if leak.missing >= 1:
            yield leak


def _worth(figure: str, before: Mapping[str, int]) -> Fraction:
    """The share of a stage's customers who ordered in the months before; one who orders is a sale."""
    if figure == "orders":
        return Fraction(1)
    reached = before["leads" if figure == "contacts" else figure]
    return Fraction(before[ORDERED[figure]], reached) if reached else Fraction(0)


def span_of_leads(period: Period) -> Span:
    """When the leads were opened whose days of judgement ended in a period and are over."""
    end = min(period.end, period.today)
    first, last = add_days(period.first, -JUDGED_AFTER), add_days(max(end, period.first), -JUDGED_AFTER)
    return Span(first, last, period.today, period.consultant)


def spans_before(period: Period) -> tuple[Span, Span]:
    """The three months before a period's first one: for its visits, and for its leads."""
    first, end = period.month.plus(-MONTHS_BEFORE).first, period.month.first
    visits = Span(first, end, period.today, period.consultant)
    leads = Span(add_days(first, -JUDGED_AFTER), add_days(end, -JUDGED_AFTER), period.today, period.consultant)
    return visits, leads
