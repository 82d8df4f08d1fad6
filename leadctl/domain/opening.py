"""Where a lead stands that visits alone speak of: most leads of a register.

The same answer as :func:`leadctl.domain.lifecycle.replay` gives, in one pass over plain rows, for registers
of a million visits. A property test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from leadctl.domain.days import add_days
from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.domain.terms import IN_PERSON

SEEN = (
    "at",
    "kind",
    "source",
    "channel",
    "campaign",
    "consultant",
    "model",
    "budget_low",
    "budget_high",
    "need_by",
    "grade",
    "test_drive",
)
"""What of a visit its lead follows from; names as in the ``visits`` table."""

Seen = tuple[
    str,
    str,
    int | None,
    str | None,
    str | None,
    int | None,
    int | None,
    float | None,
    float | None,
    str | None,
    str | None,
    int | None,
]
"""The values of ``SEEN`` of one visit. No text is empty and no id 0."""

_GRADE: Final = 10


def stand(visits: Sequence[Seen], policy: Policy) -> Standing:
    """The standing of a lead from its visits (at least one) in the order of their time."""
    source = channel = campaign = consultant = model = low = high = need_by = grade = met_at = drove_at = None
    for at, kind, source_, channel_, campaign_, served, model_, low_, high_, need_by_, grade_, drove in visits:
        source = source or source_
        channel = channel or channel_
        campaign = campaign or campaign_
        consultant = consultant or served
        model = model_ or model
        if low_ is not None or high_ is not None:
            low, high = low_, high_
        need_by = need_by_ or need_by
        grade = grade_ or grade
        drove_at = drove_at or (at if drove else None)
        met_at = met_at or (at if drove or kind in IN_PERSON else None)
    standing = Standing(
        opened_at=visits[0][0],
        opened_grade=visits[0][_GRADE],
        status="open",
        grade=grade,
        consultant=consultant,
        last_contact=at,
        met_at=met_at,
        drove_at=drove_at,
        source=source,
        channel=channel,
        campaign=campaign,
        model=model,
        budget_low=low,
        budget_high=high,
        need_by=need_by,
    )
    online = kind == "online" and all(seen[1] == kind for seen in visits)
    _owe(standing, policy, followed=len(visits) > 1, online=online)
    return standing


def natures(visits: Iterable[tuple[str, int | None]], *, opens: bool) -> list[tuple[str | None, bool]]:
    """(``first``, ``return`` or None, whether it is new traffic) of visits of a lead in the order of their time.

    ``visits``: (kind, what the register says of first/return: 1, 0 or None). ``opens``: the first of them is the
    lead's first fact; else somebody has walked in before.
    """
    found: list[tuple[str | None, bool]] = []
    walked_in = not opens
    for kind, said in visits:
        if kind == "walk-in":
            first = not walked_in if said is None else bool(said)
            found.append(("first" if first else "return", first))
            walked_in = True
        else:
            found.append((None, opens and not found))
    return found


def _owe(standing: Standing, policy: Policy, *, followed: bool, online: bool) -> None:
    if online:
        standing.task = "screening"
        standing.due_from = standing.due_by = policy.open_day(standing.opened_at[:10])
    elif followed:
        standing.task = "follow-up"
        standing.due_from, standing.due_by = policy.window(standing.grade, str(standing.last_contact))
    else:
        standing.task, opened = "first-follow-up", standing.opened_at[:10]
        day = policy.open_day(add_days(opened, policy.at(opened).first_follow_up_days))
        standing.due_from = standing.due_by = day
