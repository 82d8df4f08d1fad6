"""Figures: what a report counts, and shares of it."""

from __future__ import annotations


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` as an unrounded fraction; None where there is nothing to divide by."""
    return part / whole if whole else None
