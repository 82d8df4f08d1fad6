"""The derivation of leads of which visits are the only facts, by columns: most leads of a register.

The same results as :func:`leadctl.domain.replay.replay` gives, for many leads at once: a register has a million visits,
and a replay of each lead takes longer than all the rest of the import (docs/decisions/0003). Only new leads of an
import are derived here, and property tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from leadctl.domain.days import add_days
from leadctl.domain.lead_state import AGAIN, FIRST
from leadctl.domain.policy import Policy
from leadctl.domain.terms import IN_PERSON

Columns = Mapping[str, Sequence[Any]]
"""Cells of visits by name, as in the ``visits`` table; equally long. No text is empty and no id is 0."""

Span = tuple[int, int]
"""(begin, end): a lead's visits are those from the one place to before the other, in the order of their time."""

FIRST_KNOWN = ("source", "channel", "campaign", "consultant")
LAST_KNOWN = ("model", "need_by")
BUDGET = ("budget_low", "budget_high")

VISIT_CELLS = ("at", "kind", *FIRST_KNOWN, *LAST_KNOWN, *BUDGET, "grade", "test_drive")
"""What of a visit its lead follows from. All but ``at`` and ``kind`` may be missing."""

STATE_CELLS = (
    "from_at", "until_at", "status", "grade", "graded_at", "consultant", "model", "budget_low", "budget_high",
    "need_by", "last_contact", "task", "due_from", "due_by",
)  # fmt: skip
"""What visits say of a past state; its other columns keep their defaults."""

WINDOW_CELLS = ("nth", "task", "grade", "since", "due_from", "due_by", "owner", "answered_at", "counted_on")


LONGEST_CLOSING = 60
"""Days that a store may be closed in a row; only whether a lead is replayed depends on it."""


class PastRows(NamedTuple):
    """The past of several leads: rows of ``STATE_CELLS`` and of ``WINDOW_CELLS``, each after its span's number."""

    states: list[tuple[Any, ...]]
    windows: list[tuple[Any, ...]]


class VisitsOnly:
    """Derives leads under a policy. It remembers what falls on which day: a register has few different days."""

    def __init__(self, policy: Policy) -> None:
        self._window = lru_cache(None)(policy.window)
        self._open_day = lru_cache(None)(policy.open_day)
        self._first_follow_up = lru_cache(None)(policy.first_follow_up)

        self._begins = policy.begins
        self._longest = max(rule.last for each in policy.ever for rule in each.rules.values()) + LONGEST_CLOSING

    def leads_to_replay(self, visits: Columns, spans: Sequence[Span]) -> set[int]:
        """The numbers of those leads of whose visits more follows than can be derived here: somebody enquired online
        more than once, or later, or a policy may have begun while a window ran."""
        at, kinds = visits["at"], visits["kind"]
        found: set[int] = set()
        if "online" in kinds:
            found |= {n for n, (begin, end) in enumerate(spans) if end - begin > 1 and "online" in kinds[begin:end]}
        if self._begins:
            found |= {n for n, (begin, end) in enumerate(spans) if any(map(self._may_be_redated, at[begin:end]))}
        return found

    def _may_be_redated(self, moment: str) -> bool:
        day = moment[:10]
        return any(day < begins <= add_days(day, self._longest) for begins in self._begins)

    def derive_leads(self, visits: Columns, spans: Sequence[Span]) -> dict[str, Sequence[Any]]:
        """Columns of :class:`leadctl.domain.lead_state.LeadState`, a row for each span (of at least one visit).

        A field that is not among them keeps its default.
        """
        at, kinds, none = visits["at"], visits["kind"], [None] * len(visits["at"])
        drives, grades = visits.get("test_drive", none), visits.get("grade", none)
        found: dict[str, Sequence[Any]] = {
            "opened_at": [at[begin] for begin, _ in spans],
            "opened_grade": [grades[begin] for begin, _ in spans],
            "last_contact": [at[end - 1] for _, end in spans],
            "since": [at[end - 1] for _, end in spans],
            "status": ["open"] * len(spans),
            "met_at": first_known(_meetings(at, kinds, drives), spans),
            "drove_at": first_known(
                [moment if drove else None for moment, drove in zip(at, drives, strict=True)], spans
            ),
            "grade": _last_known(grades, spans),
            "graded_at": _grade_moments(at, grades, spans),
        }
        found |= {name: first_known(visits[name], spans) for name in FIRST_KNOWN if name in visits}
        found |= {name: _last_known(visits[name], spans) for name in LAST_KNOWN if name in visits}
        if not visits.keys().isdisjoint(BUDGET):
            found |= _budgets([visits.get(name, none) for name in BUDGET], spans)
        # Nothing but a visit names an owner or a source here, so the first known is the one of the opening.
        found |= {f"opened_{name}": found[name] for name in ("consultant", "source") if name in found}
        if "model" in visits:
            found["opened_model"] = _opening_models(at, visits["model"], spans)
        return found | self._due(found, [end - begin for begin, end in spans], [kinds[begin] for begin, _ in spans])

    def _due(self, found: Columns, sizes: Sequence[int], kinds: Sequence[str]) -> dict[str, Sequence[Any]]:
        """What is owed next of each lead, and when."""
        due: list[tuple[Any, ...]] = []
        owners = found.get("consultant") or [None] * len(sizes)
        each = zip(found["opened_at"], found["last_contact"], found["grade"], sizes, kinds, owners, strict=True)
        for opened_at, contact, grade, visits, kind, owner in each:
            if kind == "online" and visits == 1:
                day = self._open_day(opened_at[:10])
                due.append(("screening", day, day, day, None, None, None, None, None))
                continue
            if visits > 1:
                task, (begins, ends) = AGAIN, self._window(grade, contact[:10])
            else:
                task, begins = FIRST, self._first_follow_up(opened_at[:10])
                ends = begins
            due.append((task, begins, ends, begins, task, contact, begins, ends, owner))
        names = (
            "task", "due_from", "due_by", "list_on",
            "window_task", "window_since", "window_from", "window_by", "window_owner",
        )  # fmt: skip
        return dict(zip(names, zip(*due, strict=True), strict=True))

    def derive_past(self, visits: Columns, spans: Sequence[Span]) -> PastRows:
        """The states and windows that later visits of the same lead ended; the latest are in the lead's own row."""
        past = PastRows([], [])
        if all(end - begin == 1 for begin, end in spans):
            return past
        none = [None] * len(visits["at"])
        cells = [
            visits.get(name) or none
            for name in ("at", "grade", "consultant", "model", "budget_low", "budget_high", "need_by")
        ]
        for number, (begin, end) in enumerate(spans):
            if end - begin > 1:
                self._add_past(past, number, list(zip(*(column[begin:end] for column in cells), strict=True)))
        return past

    def _add_past(self, past: PastRows, number: int, rows: Sequence[tuple[Any, ...]]) -> None:
        grade = owner = model = low = high = need_by = graded_at = running = None
        task, nth, since = FIRST, 0, ""
        dates: tuple[str, str] = ("", "")
        for at, graded, served, wanted, least, most, needed in rows:
            day = at[:10]
            owner_before: int | None = owner
            if not since:
                graded_at = at
            elif at > since:
                past.states.append(
                    (number, since, at, "open", grade, graded_at, owner, model, low, high, need_by, since, task, *dates)
                )
            if graded is not None and graded != grade:
                grade, graded_at = graded, at
            owner, model, need_by = owner or served, wanted or model, needed or need_by
            if least is not None or most is not None:
                low, high = least, most
            if running is not None:
                nth += 1
                ends = running[4]
                late = ends < day
                past.windows.append((number, nth, *running, owner_before if late else owner, at, ends if late else day))
                task, dates = AGAIN, self._window(grade, day)
            else:
                first = self._first_follow_up(day)
                dates = (first, first)
            running, since = (task, grade, at, *dates), at


def classify_visits(visits: Columns, spans: Sequence[Span], *, opens: bool) -> dict[str, list[Any]]:
    """Of each visit of the spans whether it is a ``first`` or a ``return`` visit or neither, whether it is new traffic
    (1 or 0), and what its lead knew then of consultant, source and model where the visit does not say it.

    ``opens``: the first visit of a span is its lead's first fact; else somebody has walked in before.
    """
    none = [None] * len(visits["at"])
    kinds, register = visits["kind"], visits.get("first_visit") or none
    natures: list[str | None] = []
    new: list[int] = []
    for begin, end in spans:
        walked_in = not opens
        for place in range(begin, end):
            if kinds[place] == "walk-in":
                first = not walked_in if register[place] is None else bool(register[place])
                natures.append("first" if first else "return")
                new.append(int(first))
                walked_in = True
            else:
                natures.append(None)
                new.append(int(opens and place == begin))
    found: dict[str, list[Any]] = {"nature": natures, "is_new": new}
    for name, last in (("consultant", False), ("source", False), ("model", True)):
        column = visits.get(name) or ()
        complete = all(column[spans[0][0] : spans[-1][1]]) if spans else True
        found[f"lead_{name}"] = [None] * len(new) if complete else _known_before(column, spans, last=last)
    return found


def _known_before(column: Sequence[Any], spans: Sequence[Span], *, last: bool) -> list[Any]:
    """Where a visit does not say it, what the earlier visits of its lead said first, or last."""
    found: list[Any] = []
    for begin, end in spans:
        known = None
        for value in column[begin:end]:
            found.append(known if value is None else None)
            if value is not None and (last or known is None):
                known = value
    return found


def first_known(column: Sequence[Any], spans: Sequence[Span]) -> list[Any]:
    """The first value of a column in each span, None where it has none."""
    if all(column):
        return [column[begin] for begin, _ in spans]
    return [column[begin] or next(filter(None, column[begin:end]), None) for begin, end in spans]


def _last_known(column: Sequence[Any], spans: Sequence[Span]) -> list[Any]:
    """The last value in each span, None where it has none."""
    if all(column):
        return [column[end - 1] for _, end in spans]
    return [column[end - 1] or next(filter(None, reversed(column[begin:end])), None) for begin, end in spans]


def _grade_moments(at: Sequence[str], grades: Sequence[str | None], spans: Sequence[Span]) -> list[str]:
    """The moment since which each lead has its grade; no grade is one too."""
    found = []
    for begin, end in spans:
        since, held = at[begin], grades[begin]
        for place in range(begin + 1, end):
            if grades[place] is not None and grades[place] != held:
                since, held = at[place], grades[place]
        found.append(since)
    return found


def _opening_models(at: Sequence[str], models: Sequence[Any], spans: Sequence[Span]) -> list[Any]:
    """The last model named on the opening day, else the first one named later."""
    found = []
    for begin, end in spans:
        model = models[begin]
        for place in range(begin + 1, end):
            if model is None or (models[place] is not None and at[place][:10] == at[begin][:10]):
                model = models[place]
        found.append(model)
    return found


def _meetings(at: Sequence[str], kinds: Sequence[str], drives: Sequence[int | None]) -> Sequence[str | None]:
    """The moments at which somebody stood before us."""
    if set(kinds).issubset(IN_PERSON):
        return at
    each = zip(at, kinds, drives, strict=True)
    return [moment if drove or kind in IN_PERSON else None for moment, kind, drove in each]


def _budgets(ends: Sequence[Sequence[float | None]], spans: Sequence[Span]) -> dict[str, Sequence[float | None]]:
    """The two ends of the budget that was named last: they belong together, and one of them may be open."""
    pairs = [None if pair == (None, None) else pair for pair in zip(*ends, strict=True)]
    named = [pair or (None, None) for pair in _last_known(pairs, spans)]
    return dict(zip(BUDGET, zip(*named, strict=True), strict=True))
