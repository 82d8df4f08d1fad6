"""What the facts of leads tell: how each was worked, and where it stood on an evening.

Visits alone speak of most leads of a register. These are read as plain rows and told without a replay, which costs
a fraction; of all others every fact is read. Either way the answer is the same.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter

from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.opening import SEEN, Openings, Seen
from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.domain.windows import Conduct, conduct_of, conduct_of_visits
from leadctl.store.facts import facts_of
from leadctl.store.json_ids import json_ids

CHUNK = 2000

FACT_TABLES = (
    "followups",
    "assignments",
    "assessments",
    "churns",
    "orders",
    "screenings",
    "appointments",
    "dormancies",
    "verifications",
)
"""Where all facts of leads are but their visits, those first that most worked leads have."""

_FACTS = " OR ".join(f"EXISTS (SELECT 1 FROM {table} AS e WHERE e.lead = l.id)" for table in FACT_TABLES)
WORKED = f"(l.start_at IS NOT NULL OR {_FACTS})"
"""Whether anything but visits speaks of lead ``l``."""

_ALONE = (
    f"SELECT v.lead, v.at, v.operation, v.id, {', '.join(f'v.{name}' for name in SEEN)}"
    " FROM json_each(:ids) AS wanted CROSS JOIN leads AS l ON l.id = wanted.value"
    f" CROSS JOIN visits AS v ON v.lead = l.id WHERE NOT {WORKED}"
)
_GIVEN = (
    "SELECT v.lead, v.at, v.grade FROM json_each(:ids) AS wanted CROSS JOIN leads AS l ON l.id = wanted.value"
    f" CROSS JOIN visits AS v ON v.lead = l.id WHERE NOT {WORKED} ORDER BY v.lead, v.at, v.operation, v.id"
)
_seen = itemgetter(slice(4, None))


def conducts_of(
    db: sqlite3.Connection, leads: Iterable[int], policy: Policy, today: str
) -> Iterator[tuple[int, Conduct]]:
    """(lead, what its facts tell to date) of each of these leads, in their order; those without facts are left out."""
    openings = Openings(policy)
    for lead, visits, facts in _lives(db, leads):
        if visits:
            yield lead, conduct_of_visits(visits, openings)
        elif facts:
            yield lead, conduct_of(facts, policy, today)


def conducts_until(
    db: sqlite3.Connection, leads: Iterable[int], policy: Policy, *days: str
) -> Iterator[tuple[int, tuple[Conduct | None, ...]]]:
    """(lead, what its facts told before each of these ISO dates, None before it was opened) of each of these leads."""
    openings = Openings(policy)
    for lead, visits, facts in _lives(db, leads):
        if visits:
            yield lead, tuple(_met([seen for seen in visits if seen[0] < day], openings) for day in days)
        else:
            yield lead, tuple(_worked([fact for fact in facts if fact.at < day], policy, day) for day in days)


def _met(visits: Sequence[Seen], openings: Openings) -> Conduct | None:
    return conduct_of_visits(visits, openings) if visits else None


def _worked(facts: Sequence[Fact], policy: Policy, day: str) -> Conduct | None:
    return conduct_of(facts, policy, day) if facts else None


def standings_at(
    db: sqlite3.Connection, leads: Iterable[int], policy: Policy, *nights: str
) -> Iterator[tuple[int, tuple[Standing | None, ...]]]:
    """(lead, where it stood at each of these ISO moments, None before it was opened) of each of these leads."""
    openings = Openings(policy)
    for lead, visits, facts in _lives(db, leads):
        if visits:
            yield lead, tuple(_stood([seen for seen in visits if seen[0] <= night], openings) for night in nights)
        else:
            yield lead, tuple(_replayed([fact for fact in facts if fact.at <= night], policy) for night in nights)


def grades_given(db: sqlite3.Connection, leads: Iterable[int]) -> dict[int, list[tuple[str, str | None]]]:
    """Lead -> (moment, grade given then or None) of each visit in the order of their time, of those of these leads that
    visits alone speak of."""
    rows = db.execute(_GIVEN, {"ids": json_ids(leads)})
    return {lead: [(row["at"], row["grade"]) for row in found] for lead, found in groupby(rows, itemgetter("lead"))}


def _stood(visits: Sequence[Seen], openings: Openings) -> Standing | None:
    return openings.stand(visits) if visits else None


def _replayed(facts: Sequence[Fact], policy: Policy) -> Standing | None:
    return replay(facts, policy).standing if facts else None


def _lives(db: sqlite3.Connection, leads: Iterable[int]) -> Iterator[tuple[int, list[Seen], list[Fact]]]:
    """(lead, its visits in the order of their time where these alone speak of it, else its facts)."""
    pending = iter(leads)
    while chunk := list(islice(pending, CHUNK)):
        alone = _visits_alone(db, chunk)
        worked = facts_of(db, [lead for lead in chunk if lead not in alone])
        for lead in chunk:
            yield lead, alone.get(lead, []), worked.get(lead, [])


def _visits_alone(db: sqlite3.Connection, leads: Sequence[int]) -> dict[int, list[Seen]]:
    rows: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for row in db.execute(_ALONE, {"ids": json_ids(leads)}):
        rows[row[0]].append(tuple(row))
    # Of the same minute the operation settles the order, then the row, as it does among facts.
    return {lead: [_seen(row) for row in sorted(found)] for lead, found in rows.items()}
