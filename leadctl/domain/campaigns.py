"""Campaigns: what they cost, what has to be done around their day, and who asks whom to come."""

from __future__ import annotations

from collections.abc import Sequence

COST_ITEMS = ("venue", "materials", "other")
"""What a campaign's money goes into (场地费, 物料费, 其它)."""

GROUPS = ("never-came", "not-sold")
"""Who is worth inviting: leads whose contact was captured but who never came, and those who came and did not buy."""

USUAL_TASKS = (
    (-14, "gather information"),
    (-10, "recruit"),
    (-7, "places and the list of who comes"),
    (0, "the day itself"),
    (7, "thank, publish, follow up"),
)
"""Days counted from the campaign's first day, and what is usually done on them."""


def divide_cost(cost: float, count: int) -> float | None:
    """Yuan for each of ``count`` leads or sales, unrounded; None where there are none."""
    return cost / count if count else None


def share_out(owners: Sequence[int | None], turn: Sequence[int]) -> list[int | None]:
    """Who invites each lead: its own consultant, and what nobody owns in turn among ``turn`` (nobody there: None)."""
    given = 0
    shares: list[int | None] = []
    for owner in owners:
        if owner is None and turn:
            owner, given = turn[given % len(turn)], given + 1
        shares.append(owner)
    return shares
