"""Follow-up discipline: what is counted of whom, which ratios are made of it, and how deep sales lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COUNTS = (
    "due",
    "on_time",
    "first_due",
    "first_on_time",
    "overdue_now",
    "released",
    "follow_ups",
    "late_entries",
    "advances",
    "sales",
    "sale_follow_ups",
)
"""``due``: windows that ended or were answered in the month; ``first_due``: first windows of the leads opened in it,
once their last day has passed; ``released``: leads that went to the common pool for neglect; ``follow_ups``: answered
ones; ``late_entries``: those of them entered after their day; ``advances``: those that moved something; ``sales``:
cars ordered and not cancelled; ``sale_follow_ups``: the follow-ups of their leads before the order."""

RATIOS = {
    "on_time_rate": ("on_time", "due"),
    "first_next_day_rate": ("first_on_time", "first_due"),
    "per_sale": ("sale_follow_ups", "sales"),
    "advance_rate": ("advances", "follow_ups"),
}
"""Ratio -> (numerator, denominator)."""

RULE_OF_THUMB: Mapping[str, float | None] = {
    "0": 0.02,
    "1": 0.03,
    "2": 0.05,
    "3": 0.10,
    "4-11": 0.80,
    "12+": None,
}
"""After how many follow-ups the trade's sales close: 2 % at the first meeting, 80 % after the 4th to 11th."""


@dataclass(frozen=True, slots=True)
class Depth:
    """Sales that closed after so many follow-ups, and what fraction of all that is."""

    after: str
    sales: int
    share: float | None
    rule_of_thumb: float | None


def depth_of(follow_ups: int) -> str:
    """The step of ``RULE_OF_THUMB`` that a sale after so many follow-ups belongs to."""
    if follow_ups < 4:
        return str(follow_ups)
    return "4-11" if follow_ups < 12 else "12+"
