"""Grades: how near a purchase is."""

from __future__ import annotations

GRADES = ("H", "A", "B", "C", "N")
"""From hot to cold. O (ordered) is set by an order, never by hand."""

ORDERED = "O"

WORK_ORDER: dict[str | None, int] = {grade: place for place, grade in enumerate((ORDERED, *GRADES))} | {None: 6}
"""The place of a grade in the day's work: O H A B C N, then ungraded."""


def jump(before: str, after: str) -> int:
    """How many levels lie between two grades, whichever way."""
    return abs(GRADES.index(before) - GRADES.index(after))
