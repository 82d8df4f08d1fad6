"""How leads were worked, and where they stand, that visits alone speak of: most leads of a register.

The same answers as the walk through all their facts gives (:mod:`leadctl.domain.windows`), from plain rows and for many
leads at once. Property tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import Any

from leadctl.domain.opening import SEEN, Openings
from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.domain.windows import AGAIN, FIRST, Conduct, Window, graded_at

Seen = tuple[Any, ...]
"""What of one visit its lead follows from, in the order of :data:`leadctl.domain.opening.SEEN`."""

_AT, _KIND, _SERVED, _GRADE = map(SEEN.index, ("at", "kind", "consultant", "grade"))


def standings_of(leads: Sequence[Sequence[Seen]], policy: Policy) -> list[Standing]:
    """Where each lead stands with its visits (at least one, in the order of their time)."""
    if not leads:
        return []
    columns = dict(zip(SEEN, zip(*chain.from_iterable(leads), strict=True), strict=True))
    derived = Openings(policy).derive(columns, list(pairwise(accumulate(map(len, leads), initial=0))))
    return [Standing(**dict(zip(derived, row, strict=True))) for row in zip(*derived.values(), strict=True)]


def conducts_of(leads: Sequence[Sequence[Seen]], policy: Policy) -> list[Conduct]:
    """How each lead was worked, likewise."""
    stood = standings_of(leads, policy)
    return [_conduct(visits, standing, policy) for visits, standing in zip(leads, stood, strict=True)]


def _conduct(visits: Sequence[Seen], standing: Standing, policy: Policy) -> Conduct:
    """Each visit answers the window that runs and begins the next, but an online lead is owed none until it was met."""
    since = graded_at((seen[_AT], seen[_GRADE]) for seen in visits)
    conduct = Conduct(graded_at=since, standing=standing)
    grade: str | None = None
    owner: int | None = None
    running: Window | None = None
    screening = True
    for place, seen in enumerate(visits):
        at, grade, owner = seen[_AT], seen[_GRADE] or grade, owner or seen[_SERVED]
        screening = screening and seen[_KIND] == "online"
        if running is not None:
            _answer(running, at, owner)
        if not screening:
            dates = policy.window(grade, at) if place else (policy.first_follow_up(at[:10]),) * 2
            running = Window(AGAIN if place else FIRST, grade, at, *dates, owner)
            conduct.windows.append(running)
    return conduct


def _answer(window: Window, at: str, owner: int | None) -> None:
    window.answered_at, window.passed = at, window.due_by < at[:10]
    if not window.passed:
        window.owner = owner
