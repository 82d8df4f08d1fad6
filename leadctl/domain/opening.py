"""Where leads stand that visits alone speak of: most leads of a register.

The same answer as :func:`leadctl.domain.lifecycle.replay` gives, for many leads and by columns, since a register
has a million visits. A property test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from leadctl.domain.policy import Policy
from leadctl.domain.terms import IN_PERSON

Columns = Mapping[str, Sequence[Any]]
"""Cells of visits by name, as in the ``visits`` table; equally long. No text is empty and no id is 0."""

Span = tuple[int, int]
"""(begin, end): a lead's visits are those from the one place to before the other, in the order of their time."""

FIRST_SAID = ("source", "channel", "campaign", "consultant")
LAST_SAID = ("model", "need_by")
BUDGET = ("budget_low", "budget_high")

SEEN = ("at", "kind", *FIRST_SAID, *LAST_SAID, *BUDGET, "grade", "test_drive")
"""What of a visit its lead follows from. All but ``at`` and ``kind`` may be missing."""


class Openings:
    """Where leads stand under a policy. It remembers what falls on which day: a register has few different days."""

    def __init__(self, policy: Policy) -> None:
        self._window = lru_cache(None)(policy.window)
        self._open_day = lru_cache(None)(policy.open_day)
        self._first_follow_up = lru_cache(None)(policy.first_follow_up)

    def derive(self, visits: Columns, spans: Sequence[Span]) -> dict[str, Sequence[Any]]:
        """Columns of :class:`leadctl.domain.standing.Standing`, a row for each span (of at least one visit).

        A field that is not among them keeps its default.
        """
        at, kinds, none = visits["at"], visits["kind"], [None] * len(visits["at"])
        drives, grades = visits.get("test_drive", none), visits.get("grade", none)
        said: dict[str, Sequence[Any]] = {
            "opened_at": [at[begin] for begin, _ in spans],
            "opened_grade": [grades[begin] for begin, _ in spans],
            "last_contact": [at[end - 1] for _, end in spans],
            "status": ["open"] * len(spans),
            "met_at": first_said(_met(at, kinds, drives), spans),
            "drove_at": first_said(
                [moment if drove else None for moment, drove in zip(at, drives, strict=True)], spans
            ),
            "grade": _last(grades, spans),
        }
        said |= {name: first_said(visits[name], spans) for name in FIRST_SAID if name in visits}
        said |= {name: _last(visits[name], spans) for name in LAST_SAID if name in visits}
        if not visits.keys().isdisjoint(BUDGET):
            said |= _budgets([visits.get(name, none) for name in BUDGET], spans)
        return said | self._owed(said, [end - begin for begin, end in spans], _online(kinds, spans))

    def _owed(self, said: Columns, sizes: Sequence[int], online: Sequence[bool]) -> dict[str, Sequence[Any]]:
        """What is due next of each lead, and when."""
        owed = []
        each = zip(said["opened_at"], said["last_contact"], said["grade"], sizes, online, strict=True)
        for opened_at, contact, grade, visits, only_online in each:
            if only_online:
                day = self._open_day(opened_at[:10])
                owed.append(("screening", day, day))
            elif visits > 1:
                owed.append(("follow-up", *self._window(grade, contact[:10])))
            else:
                day = self._first_follow_up(opened_at[:10])
                owed.append(("first-follow-up", day, day))
        return dict(zip(("task", "due_from", "due_by"), zip(*owed, strict=True), strict=True))


def natures(
    kinds: Sequence[str], said: Sequence[int | None], spans: Sequence[Span], *, opens: bool
) -> tuple[list[str | None], list[int]]:
    """Of each visit of the spans ``first``, ``return`` or None, and whether (1 or 0) it is new traffic.

    ``said``: what the register says of first/return: 1, 0 or None. ``opens``: the first visit of a span is its
    lead's first fact; else somebody has walked in before.
    """
    found: list[str | None] = []
    new: list[int] = []
    for begin, end in spans:
        walked_in = not opens
        for place in range(begin, end):
            if kinds[place] == "walk-in":
                first = not walked_in if said[place] is None else bool(said[place])
                found.append("first" if first else "return")
                new.append(int(first))
                walked_in = True
            else:
                found.append(None)
                new.append(int(opens and place == begin))
    return found, new


def first_said(column: Sequence[Any], spans: Sequence[Span]) -> list[Any]:
    """The first thing that a column says in each span, None where it says nothing."""
    if all(column):
        return [column[begin] for begin, _ in spans]
    return [column[begin] or next(filter(None, column[begin:end]), None) for begin, end in spans]


def _last(column: Sequence[Any], spans: Sequence[Span]) -> list[Any]:
    """The last thing said in each span, None where nothing was."""
    if all(column):
        return [column[end - 1] for _, end in spans]
    return [column[end - 1] or next(filter(None, reversed(column[begin:end])), None) for begin, end in spans]


def _met(at: Sequence[str], kinds: Sequence[str], drives: Sequence[int | None]) -> Sequence[str | None]:
    """The moments at which somebody stood before us."""
    if set(kinds).issubset(IN_PERSON):
        return at
    each = zip(at, kinds, drives, strict=True)
    return [moment if drove or kind in IN_PERSON else None for moment, kind, drove in each]


def _budgets(ends: Sequence[Sequence[float | None]], spans: Sequence[Span]) -> dict[str, Sequence[float | None]]:
    """The two ends of the budget that was said last: they belong together, and one of them may be open."""
    pairs = [None if pair == (None, None) else pair for pair in zip(*ends, strict=True)]
    said = [pair or (None, None) for pair in _last(pairs, spans)]
    return dict(zip(BUDGET, zip(*said, strict=True), strict=True))


def _online(kinds: Sequence[str], spans: Sequence[Span]) -> list[bool]:
    """Which spans are nothing but online enquiries."""
    if "online" not in kinds:
        return [False] * len(spans)
    return [all(kind == "online" for kind in kinds[begin:end]) for begin, end in spans]
