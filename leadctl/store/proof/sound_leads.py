"""Whether what is stored of leads is what derivation would write: told by reading alone, a thousand leads at a time.

Most leads of a large store have visits only. They are derived by columns here, as the import derives them: to replay
each would take three times as long. Tests hold the two ways equal (``tests/domain/test_visits_only.py``), and of twenty
parts one is replayed, the first one among them, since a fault of the import's way would be in many leads. Leads with
other facts are always replayed, and so is every lead of a store with no more than a thousand.

What is found here is a yes or a no: what differs where it is a no, replay alone tells
(:mod:`leadctl.store.proof.derived_state`).
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import FIELDS, LeadState
from leadctl.domain.replay import replay
from leadctl.domain.visits_only import VISIT_CELLS, VisitsOnly, classify_visits
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import has_rows
from leadctl.store.core.schema import DERIVED_COLUMNS
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation.derive import ROW_RESULTS, STATE_COLUMNS, WINDOW_COLUMNS, ended_windows, past_states
from leadctl.store.facts.registry import KINDS, facts_of

PART = 1000
"""Leads that are looked at together."""

REPLAYED = 20
"""Of so many parts one is replayed as a whole, the first one among them."""

_CELLS = ("at", "operation", "id", *VISIT_CELLS[1:], "first_visit")
_RESULTS = DERIVED_COLUMNS["visits"]
_VISITS = f"SELECT lead, {', '.join(_CELLS + _RESULTS)} FROM visits WHERE lead BETWEEN ? AND ?"
_STATES = f"SELECT id, {', '.join(FIELDS)} FROM leads WHERE id BETWEEN ? AND ? ORDER BY id"
_PAST = f"SELECT {', '.join(STATE_COLUMNS)} FROM lead_states WHERE lead BETWEEN ? AND ? ORDER BY lead, from_at"
_WINDOWS = f"SELECT {', '.join(WINDOW_COLUMNS)} FROM contact_windows WHERE lead BETWEEN ? AND ? ORDER BY lead, nth"

_LEAST, _MOST = -(2**63), 2**63 - 1
"""Between these is every number of a row."""

_Row = tuple[Any, ...]


class _Stored(NamedTuple):
    """What is stored of some leads, in the order of their numbers: rows of ``leads``, and of the two derived tables."""

    states: list[_Row]
    past: list[_Row]
    windows: list[_Row]

    def choose(self, leads: Collection[int]) -> _Stored:
        """The rows of these leads alone."""
        return _Stored(*([row for row in rows if row[0] in leads] for rows in self))


def number_parts(leads: Sequence[int]) -> range:
    """The numbers of the parts of so many leads."""
    return range(-(-len(leads) // PART))


class SoundLeads:
    """Compares the leads of a store with what follows from their facts."""

    def __init__(self, db: sqlite3.Connection, leads: Sequence[int]) -> None:
        """``leads``: the numbers of all leads, in their order."""
        self._db = db
        self._leads = leads
        self._rows = db.cursor()
        self._rows.row_factory = None
        self._policy = policy_of(db)
        self._kinds = [kind for kind in KINDS if has_rows(db, f"SELECT 1 FROM {kind.table.name} LIMIT 1")]
        self._visits_only = VisitsOnly(self._policy)

    def count(self, parts: Iterable[int]) -> int:
        """How many leads come before the first one of a part that is not surely sound; all where every part is.

        ``parts``: numbers of :func:`number_parts`, ascending; none after such a part is taken from them.
        """
        for part in parts:
            begin, end = part * PART, (part + 1) * PART
            # Rows of numbers that no lead has belong to a part too: they follow from nothing.
            span = self._leads[begin] if begin else _LEAST, self._leads[end] - 1 if end < len(self._leads) else _MOST
            if not self._is_part_sound(self._leads[begin:end], span, replayed=part % REPLAYED == 0):
                return begin
        return len(self._leads)

    def _is_part_sound(self, leads: Sequence[int], span: tuple[int, int], *, replayed: bool) -> bool:
        stored = _Stored(*(self._read(sql, span) for sql in (_STATES, _PAST, _WINDOWS)))
        if replayed:
            return self._follow_by_replay(leads, facts_of(self._db, leads, self._kinds), stored)
        others = facts_of(self._db, leads, [kind for kind in self._kinds if kind.name != "visit"])
        visits = sorted(self._read(_VISITS, span))
        to_replay = others.keys() | self._find_leads_to_replay(visits)
        if to_replay:
            some = sorted(to_replay)
            if not self._follow_by_replay(some, facts_of(self._db, some, self._kinds), stored.choose(to_replay)):
                return False
            leads = [lead for lead in leads if lead not in to_replay]
            visits = [row for row in visits if row[0] not in to_replay]
            stored = stored.choose(set(leads))
        return not leads or self._follow_by_columns(leads, visits, stored)

    def _read(self, sql: str, span: tuple[int, int]) -> list[_Row]:
        return self._rows.execute(sql, span).fetchall()

    def _follow_by_replay(self, leads: Sequence[int], facts: Mapping[int, list[Fact]], stored: _Stored) -> bool:
        """Whether replay says the same of these leads, which are in the order of their numbers."""
        if len(facts) < len(leads):
            return False
        replays = {lead: replay(facts[lead], self._policy) for lead in leads}
        if any(found.later_facts for found in replays.values()):
            return False
        states = [(lead, *found.state.values()) for lead, found in replays.items()]
        if stored != (states, list(past_states(replays)), list(ended_windows(replays))):
            return False
        span = leads[0], leads[-1]
        for table, columns, results_of in ROW_RESULTS:
            rows = self._read(f"SELECT id, {', '.join(columns)} FROM {table} WHERE lead BETWEEN ? AND ?", span)
            results = {row[0]: row[1:] for row in rows}
            if not all(results_of(found).items() <= results.items() for found in replays.values()):
                return False
        return True

    def _find_leads_to_replay(self, visits: Sequence[_Row]) -> set[int]:
        """Leads of whose visits alone more follows than can be derived by columns."""
        columns, visits_of = _make_columns(visits), Counter(row[0] for row in visits)
        leads = list(visits_of)
        return {leads[number] for number in self._visits_only.leads_to_replay(columns, _make_spans(visits_of))}

    def _follow_by_columns(self, leads: Sequence[int], visits: Sequence[_Row], stored: _Stored) -> bool:
        """Whether the visits, their only facts, say the same of these leads. Both are in the order of the leads."""
        columns, visits_of = _make_columns(visits), Counter(row[0] for row in visits)
        if list(visits_of) != list(leads):
            return False
        spans = _make_spans(visits_of)
        said = {name: column for name, column in columns.items() if column.count(None) < len(visits)}
        derived = self._visits_only.derive_leads(said, spans, leads)
        results = classify_visits(said, spans, opens=True)
        return (
            _equals(stored.states, ("id", *FIELDS), {"id": leads, **derived.leads})
            and _equals(stored.past, STATE_COLUMNS, derived.states)
            and _equals(stored.windows, WINDOW_COLUMNS, derived.windows)
            and all(columns[name] == tuple(results[name]) for name in _RESULTS)
        )


def _make_columns(visits: Sequence[_Row]) -> dict[str, _Row]:
    return dict(zip(("lead", *_CELLS, *_RESULTS), zip(*visits, strict=True), strict=False))


def _make_spans(visits_of: Mapping[int, int]) -> list[tuple[int, int]]:
    """Which visits are those of each lead, of leads whose visits follow each other."""
    return list(pairwise(accumulate(visits_of.values(), initial=0)))


def _equals(rows: Sequence[_Row], names: Iterable[str], derived: Mapping[str, Sequence[object]]) -> bool:
    """Whether rows with columns of these names hold what is derived; a column that is not has its default."""
    if not rows:
        return not any(map(len, derived.values()))
    return all(
        column == tuple(derived[name])
        if name in derived
        else column.count(getattr(LeadState, name, None)) == len(column)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    )
