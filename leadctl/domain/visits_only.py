"""The derivation of leads of which visits are the only facts, by columns: most leads of a register.

The same results as :func:`leadctl.domain.replay.replay` gives, for many leads at once: a register has a million visits,
and a replay of each lead takes longer than all the rest of the import (docs/decisions/0003). New leads of an import are
derived here, and by doctor those of a large store that it compares; property tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, compress, repeat
from operator import lt

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import add_days
from leadctl.domain.policy import Policy
from leadctl.domain.terms import AGAIN, FIRST, IN_PERSON
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any, TypeAlias

Columns: TypeAlias = "Mapping[str, Sequence[Any]]"
"""Cells of visits by name, as in the ``visits`` table; equally long. No text is empty and no id is 0."""

Span = tuple[int, int]
"""(begin, end): a lead's visits are those from the one place to before the other, in the order of their time.

The first of several spans begins at 0 or later, and each where the one before it ends.
"""

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


_INVERSE = bytes((1, 0)).ljust(256, b"\0")
"""Turns flags round."""


class DerivedLeads(NamedTuple):
    """Columns by name: fields of :class:`leadctl.domain.lead_state.LeadState`, a row for each span; of the states and
    windows that later visits ended, ``STATE_CELLS`` and ``WINDOW_CELLS`` after ``lead``. One that equals another one
    is mostly the same object."""

    leads: dict[str, Sequence[Any]]
    states: dict[str, Sequence[Any]]
    windows: dict[str, Sequence[Any]]


class VisitsOnly:
    """Derives leads under a policy. It remembers what falls on which day: a register has few different days."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._owed = lru_cache(None)(self._date_next_contact)
        self._open_day = lru_cache(None)(policy.open_day)
        self._begins = policy.begins
        self._longest = max(rule.last for each in policy.versions for rule in each.rules.values()) + LONGEST_CLOSING

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

    def derive_leads(
        self, visits: Columns, spans: Sequence[Span], leads: Sequence[int], replayed: Collection[int] = ()
    ) -> DerivedLeads:
        """What follows from the visits of these spans (of at least one visit each), which are those of ``leads``.

        A field that is not among the columns keeps its default. ``replayed``: the numbers of spans whose past is left
        out.
        """
        visits, spans = _cut_visits(visits, spans)
        order = _Order(spans)
        after = self._after_each(visits, order)
        states, windows = _derive_past(after, order, leads, replayed)
        return DerivedLeads(self._derive_present(visits, after, order), states, windows)

    def _after_each(self, visits: Columns, order: _Order) -> dict[str, Sequence[Any]]:
        """What is known, and owed, after each visit: columns as the past states have them; None where nothing is."""
        at = visits["at"]
        days = [moment[:10] for moment in at]
        grades, graded_at = _grades_so_far(at, visits.get("grade"), order.firsts)
        after: dict[str, Sequence[Any]] = {"at": at, "day": days, "graded_at": graded_at}
        if grades is not None:
            after["grade"] = grades
        if "consultant" in visits:
            after["consultant"] = _first_so_far(visits["consultant"], order)
        after |= {name: _last_so_far(visits[name], order.firsts) for name in LAST_KNOWN if name in visits}
        if not visits.keys().isdisjoint(BUDGET):
            after |= _budgets_so_far([visits.get(name) or [None] * len(at) for name in BUDGET], order.firsts)
        owed = map(self._owed, order.firsts, grades or repeat(None), days)
        after["due_from"], after["due_by"] = zip(*owed, strict=True)
        return after

    def _date_next_contact(self, first: int, grade: str | None, day: str) -> tuple[str, str]:
        """The window (due from, due by) after a visit of that day; the first one of a lead is followed up whatever its
        grade."""
        return (self._policy.first_follow_up(day),) * 2 if first else self._policy.window(grade, day)

    def _derive_present(self, visits: Columns, after: Columns, order: _Order) -> dict[str, Sequence[Any]]:
        """The state of each lead after its latest visit."""
        at, kinds, spans, rows = visits["at"], visits["kind"], order.spans, len(visits["at"])
        now = {name: list(compress(column, order.lasts)) for name, column in after.items()}
        drives = visits.get("test_drive")
        found: dict[str, Sequence[Any]] = {
            "opened_at": list(compress(at, order.firsts)),
            "last_contact": now["at"],
            "since": now["at"],
            "status": ["open"] * len(spans),
            "met_at": first_known(_meetings(at, kinds, drives or [None] * rows), spans),
        }
        found |= {name: now[name] for name in ("graded_at", "grade", *LAST_KNOWN, *BUDGET) if name in now}
        if "grade" in visits:
            found["opened_grade"] = list(compress(visits["grade"], order.firsts))
        if drives is not None:
            found["drove_at"] = first_known(
                [moment if drove else None for moment, drove in zip(at, drives, strict=True)], spans
            )
        found |= {name: first_known(visits[name], spans) for name in FIRST_KNOWN if name in visits}
        # Nothing but a visit names an owner or a source here, so the first known is the one of the opening.
        found |= {f"opened_{name}": found[name] for name in ("consultant", "source") if name in found}
        if "model" in visits:
            found["opened_model"] = _opening_models(after["day"], visits["model"], spans)
        tasks = [FIRST if end - begin == 1 else AGAIN for begin, end in spans]
        owed = {"task": tasks, "due_from": now["due_from"], "due_by": now["due_by"], "list_on": now["due_from"]}
        window = {
            "window_task": tasks, "window_since": now["at"], "window_from": now["due_from"],
            "window_by": now["due_by"], "window_owner": found.get("consultant", [None] * len(spans)),
        }  # fmt: skip
        found |= owed | window
        if "online" in kinds:
            found |= self._screen_enquiries(kinds, now["day"], spans, owed, window)
        return found

    def _screen_enquiries(
        self, kinds: Sequence[str], days: Sequence[str], spans: Sequence[Span], owed: Columns, window: Columns
    ) -> dict[str, Sequence[Any]]:
        """What is owed, with the new leads of a single enquiry: the call that screens it; no window runs before."""
        fresh = [end - begin == 1 and kinds[begin] == "online" for begin, end in spans]
        calls = [self._open_day(day) if new else None for day, new in zip(days, fresh, strict=True)]
        found: dict[str, Sequence[Any]] = {
            name: [call or value for call, value in zip(calls, column, strict=True)]
            for name, column in owed.items()
            if name != "task"
        }
        found["task"] = ["screening" if new else task for new, task in zip(fresh, owed["task"], strict=True)]
        return found | {
            name: [None if new else value for new, value in zip(fresh, column, strict=True)]
            for name, column in window.items()
        }


class _Order:
    """Which visits open their lead (``firsts``), are its latest (``lasts``), and are neither: a flag a visit."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.firsts, self.lasts = bytearray(spans[-1][1]), bytearray(spans[-1][1])
        for begin, end in spans:
            self.firsts[begin] = self.lasts[end - 1] = 1

    def find_pairs_without(self, left_out: Iterable[int]) -> tuple[bytearray, bytearray]:
        """Flags of the visits that another one followed, and of those that followed one; not of some spans."""
        earlier, later = self.lasts.translate(_INVERSE), self.firsts.translate(_INVERSE)
        for number in left_out:
            begin, end = self.spans[number]
            earlier[begin:end] = later[begin:end] = bytes(end - begin)
        return earlier, later


def _cut_visits(visits: Columns, spans: Sequence[Span]) -> tuple[Columns, Sequence[Span]]:
    """The visits of some spans alone."""
    begins, ends = spans[0][0], spans[-1][1]
    if begins == 0 and ends == len(visits["at"]):
        return visits, spans
    cut = {name: column[begins:ends] for name, column in visits.items() if column}
    return cut, [(begin - begins, end - begins) for begin, end in spans]


def _derive_past(
    after: Columns, order: _Order, leads: Sequence[int], replayed: Collection[int]
) -> tuple[dict[str, Sequence[Any]], dict[str, Sequence[Any]]]:
    """The states and windows that a later visit of the same lead ended; the latest are in the lead's own row."""
    earlier, later = order.find_pairs_without(replayed)
    if not any(earlier):
        return {}, {}
    before = {name: list(compress(column, earlier)) for name, column in after.items()}
    until, days = list(compress(after["at"], later)), compress(after["day"], later)
    sizes = [0 if number in replayed else end - begin - 1 for number, (begin, end) in enumerate(order.spans)]
    of = list(chain.from_iterable(map(repeat, leads, sizes)))
    nth = list(chain.from_iterable(range(1, size + 1) for size in sizes))
    tasks = [FIRST if number == 1 else AGAIN for number in nth]
    counted_on = list(map(min, before["due_by"], days))
    windows: dict[str, Sequence[Any]] = {
        "lead": of, "nth": nth, "task": tasks, "since": before["at"], "due_from": before["due_from"],
        "due_by": before["due_by"], "answered_at": until, "counted_on": counted_on,
    }  # fmt: skip
    if "grade" in before:
        windows["grade"] = before["grade"]
    if "consultant" in before:
        windows["owner"] = _owners_of_windows(before, list(compress(after["consultant"], later)), until)
    states: dict[str, Sequence[Any]] = {
        "lead": of, "from_at": before["at"], "until_at": until, "status": ["open"] * len(of), "task": tasks,
        "last_contact": before["at"],
        **{name: before[name] for name in STATE_CELLS if name in before},
    }  # fmt: skip
    if not all(map(lt, before["at"], until)):  # two visits of one minute: only the state after both ever held
        held = list(map(lt, before["at"], until))
        states = {name: list(compress(column, held)) for name, column in states.items()}
    return states, windows


def _owners_of_windows(before: Columns, later: Sequence[Any], until: Sequence[str]) -> Sequence[Any]:
    """The owner when a window was answered, or on its last day where that had passed."""
    if before["consultant"] == later:
        return before["consultant"]
    each = zip(before["consultant"], later, before["due_by"], until, strict=True)
    return [then if due_by < moment[:10] else now for then, now, due_by, moment in each]


def _grades_so_far(
    at: Sequence[str], grades: Sequence[str | None] | None, firsts: Iterable[int]
) -> tuple[Sequence[str | None] | None, Sequence[str]]:
    """The grade after each visit, and since when the lead had it; to have none is one too."""
    since, held, so_far, moments = "", None, [], []
    for moment, grade, first in zip(at, grades or repeat(None), firsts, strict=False):
        if first or (grade is not None and grade != held):
            since, held = moment, grade
        so_far.append(held)
        moments.append(since)
    return so_far if grades is not None else None, moments


def _first_so_far(column: Sequence[Any], order: _Order) -> Sequence[Any]:
    """After each visit what the first one to say it said, None while none had."""
    if all(column):
        sizes = (end - begin for begin, end in order.spans)
        return list(chain.from_iterable(map(repeat, compress(column, order.firsts), sizes)))
    known, found = None, []
    for value, first in zip(column, order.firsts, strict=True):
        known = value if first else known or value
        found.append(known)
    return found


def _last_so_far(column: Sequence[Any], firsts: Iterable[int]) -> Sequence[Any]:
    """After each visit what the last one to say it said, None while none had."""
    if all(column):
        return column
    known, found = None, []
    for value, first in zip(column, firsts, strict=True):
        known = value if first else value or known
        found.append(known)
    return found


def _budgets_so_far(ends: Sequence[Sequence[float | None]], firsts: Iterable[int]) -> dict[str, Sequence[float | None]]:
    """The two ends of the budget that was named last: they belong together, and one of them may be open."""
    pairs = [None if pair == (None, None) else pair for pair in zip(*ends, strict=True)]
    named = [pair or (None, None) for pair in _last_so_far(pairs, firsts)]
    return dict(zip(BUDGET, zip(*named, strict=True), strict=True))


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
        found[f"lead_{name}"] = [None] * len(new) if complete else _find_known_before(column, spans, last=last)
    return found


def _find_known_before(column: Sequence[Any], spans: Sequence[Span], *, last: bool) -> list[Any]:
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


def _opening_models(days: Sequence[str], models: Sequence[Any], spans: Sequence[Span]) -> list[Any]:
    """The last model named on the opening day, else the first one named later."""
    found = []
    for begin, end in spans:
        model = models[begin]
        for place in range(begin + 1, end):
            if days[place] == days[begin]:
                model = models[place] or model
            elif model is None:
                model = models[place]
            else:
                break
        found.append(model)
    return found


def _meetings(at: Sequence[str], kinds: Sequence[str], drives: Sequence[int | None]) -> Sequence[str | None]:
    """The moments at which somebody stood before us."""
    if set(kinds).issubset(IN_PERSON):
        return at
    each = zip(at, kinds, drives, strict=True)
    return [moment if drove or kind in IN_PERSON else None for moment, kind, drove in each]
