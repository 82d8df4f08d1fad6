"""Where a lead stands that visits alone speak of: most leads of a register.

The same answer as :func:`leadctl.domain.lifecycle.replay` gives, in one pass over plain rows, for registers
of a million visits. A property test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from leadctl.domain.days import add_days
from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.domain.terms import IN_PERSON


class Seen(NamedTuple):
    """What of a visit its lead follows from; names as in the ``visits`` table."""

    at: str
    kind: str
    first_visit: int | None
    source: int | None
    channel: str | None
    model: int | None
    budget_low: float | None
    budget_high: float | None
    need_by: str | None
    grade: str | None
    test_drive: int | None
    consultant: int | None
    campaign: str | None


Nature = tuple[str | None, bool]
"""``first``/``return`` of a walk-in (None of other kinds), and whether the visit is new traffic."""


def stand(visits: Sequence[Seen], policy: Policy) -> tuple[Standing, list[Nature]]:
    """The standing of a lead from its visits in the order of their time, and the nature of each."""
    first, last = visits[0], visits[-1]
    standing = Standing(opened_at=first.at, opened_grade=first.grade, status="open", last_contact=last.at)
    natures: list[Nature] = []
    walked_in = False
    for visit in visits:
        nature = None
        if visit.kind == "walk-in":
            is_first = not walked_in if visit.first_visit is None else bool(visit.first_visit)
            nature, walked_in = ("first" if is_first else "return"), True
        natures.append((nature, nature == "first" or (nature is None and visit is first)))
        _learn(standing, visit)
    _owe(standing, policy, followed=len(visits) > 1)
    return standing, natures


def _learn(standing: Standing, visit: Seen) -> None:
    at, kind, _, source, channel, model, low, high, need_by, grade, test_drive, consultant, campaign = visit
    if grade is not None:
        standing.grade = grade
    if standing.consultant is None:
        standing.consultant = consultant
    if standing.source is None:
        standing.source = source
    if channel is not None and standing.channel is None:
        standing.channel = channel
    if campaign is not None and standing.campaign is None:
        standing.campaign = campaign
    if model is not None:
        standing.model = model
    if low is not None or high is not None:
        standing.budget_low, standing.budget_high = low, high
    if need_by is not None:
        standing.need_by = need_by
    if test_drive and standing.drove_at is None:
        standing.drove_at = at
    if standing.met_at is None and (test_drive or kind in IN_PERSON):
        standing.met_at = at


def _owe(standing: Standing, policy: Policy, *, followed: bool) -> None:
    if followed:
        standing.task = "follow-up"
        standing.due_from, standing.due_by = policy.window(standing.grade, str(standing.last_contact))
    else:
        standing.task = "first-follow-up"
        day = policy.open_day(add_days(standing.opened_at[:10], policy.first_follow_up_days))
        standing.due_from = standing.due_by = day
