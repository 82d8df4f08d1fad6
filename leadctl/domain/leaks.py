"""The leaks of a month: where customers are lost that the store used to keep, the worst first.

What is lost at different places is compared by the sales it costs: customers missing, times the share of such
customers who used to order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from leadctl.domain.funnel import STEPS

SHOWN = 3
"""Leaks that a page names."""

BEYOND_ORDER = ("orders", "deliveries")
"""Stages at which one customer missing is one sale."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One leak. ``kind``: ``step`` (a step rate that fell), ``overdue``, ``waiting`` (enquiries that nobody called),
    ``neglect`` (leads released to the common pool), ``defeat`` (by a reason), ``lost_contact``.

    ``figure``: the stage or the reason; ``count``: what there is, ``of``: what it is part of; ``rate``, ``before``:
    the share now and in the months before (None: nothing to compare); ``missing``: customers lost by it;
    ``sales``: what that is in sales.
    """

    kind: str
    figure: str
    count: int
    of: int | None
    rate: Fraction | None
    before: Fraction | None
    missing: Fraction
    sales: Fraction


def step_leaks(now: Mapping[str, int], before: Mapping[str, int]) -> Iterator[Leak]:
    """The steps of the funnel whose rate fell against the months before, both given as counts by stage."""
    for stage, base in STEPS.items():
        if base is None or not now[base] or not before[base]:
            continue
        rate, usual = Fraction(now[stage], now[base]), Fraction(before[stage], before[base])
        if rate < usual:
            missing = usual * now[base] - now[stage]
            yield Leak("step", stage, now[stage], now[base], rate, usual, missing, missing * _worth(stage, before))


def lost_leak(kind: str, figure: str, count: int, of: int | None, before: Mapping[str, int]) -> Leak:
    """Leads that are lost, or about to be: ``count`` of ``of`` (None: of nothing in particular)."""
    rate = Fraction(count, of) if of else None
    return Leak(kind, figure, count, of, rate, None, Fraction(count), count * _worth("leads", before))


def _worth(stage: str, before: Mapping[str, int]) -> Fraction:
    """Orders per customer of a stage in the months before; none known: a lead counts for nothing yet."""
    if stage in BEYOND_ORDER:
        return Fraction(1)
    return Fraction(before["orders"], before[stage]) if before[stage] else Fraction(0)


def worst(leaks: Iterable[Leak]) -> list[Leak]:
    """The leaks that cost most sales, then most customers."""
    found = [leak for leak in leaks if leak.missing > 0]
    return sorted(found, key=lambda leak: (-leak.sales, -leak.missing, leak.kind, leak.figure))[:SHOWN]
