"""The funnel: how many get from one stage to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadctl.domain.figures import share

STEPS: dict[str, str | None] = {
    "traffic": None,
    "new_traffic": "traffic",
    "contacts": "new_traffic",
    "leads": "contacts",
    "met": "leads",
    "test_drives": "met",
    "orders": "leads",
    "deliveries": "orders",
}
"""Stage -> the stage that its step rate is of."""

BASE = "new_traffic"
"""What overall rates are of; traffic, which comes before it, has none."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its count, and its rates as unrounded fractions (None: nothing to divide by)."""

    stage: str
    count: int
    step_rate: float | None
    overall_rate: float | None


def stages_of(counts: Mapping[str, int]) -> list[Stage]:
    """The stages in their order, from the count of each."""
    return [
        Stage(
            stage,
            counts[stage],
            None if before is None else share(counts[stage], counts[before]),
            None if before is None else share(counts[stage], counts[BASE]),
        )
        for stage, before in STEPS.items()
    ]
