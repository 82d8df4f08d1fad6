"""Rewards for whoever refers: what a store promises, and what is due for what came of it."""

from __future__ import annotations

from collections.abc import Mapping

OCCASIONS = {"visit": "came", "test-drive": "test_drives", "sale": "sales"}
"""What a reward is given for -> the figure that counts it: a referred lead that came, one that drove, a car sold."""


def reward_due(rule: Mapping[str, float], counts: Mapping[str, int]) -> float:
    """Yuan due by a rule (occasion -> yuan each) for these counts."""
    return sum(rule.get(occasion, 0.0) * counts[figure] for occasion, figure in OCCASIONS.items())
