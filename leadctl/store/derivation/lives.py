"""What the facts of leads tell: how each was worked, and where it stood on an evening.

Visits alone speak of most leads of a register. These are read as plain rows and told without a replay, which costs
a fraction; of all others every fact is read. Either way the answer is the same.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeVar

from leadctl.domain import visits_alone
from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.opening import SEEN
from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.domain.visits_alone import Seen
from leadctl.domain.windows import Conduct, conduct_of
from leadctl.store.core.json_ids import json_ids
from leadctl.store.facts.registry import FACT_TABLES, facts_of

CHUNK = 2000

Told = TypeVar("Told")

_FACTS = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS e WHERE e.lead = l.id)" for table in FACT_TABLES if table != "visits"
)
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
    for chunk, alone, worked in _lives(db, leads):
        told = _told(alone, visits_alone.conducts_of, policy)
        for lead in chunk:
            if lead in told:
                yield lead, told[lead]
            elif lead in worked:
                yield lead, conduct_of(worked[lead], policy, today)


def conducts_until(
    db: sqlite3.Connection, leads: Iterable[int], policy: Policy, *days: str
) -> Iterator[tuple[int, tuple[Conduct | None, ...]]]:
    """(lead, what its facts told before each of these ISO dates, None before it was opened) of each of these leads."""
    for chunk, alone, worked in _lives(db, leads):
        told = [_told(_before(alone, day), visits_alone.conducts_of, policy) for day in days]
        for lead in chunk:
            if lead in worked:
                yield lead, tuple(_conduct(worked[lead], policy, day) for day in days)
            else:
                yield lead, tuple(known.get(lead) for known in told)


def _conduct(facts: Sequence[Fact], policy: Policy, day: str) -> Conduct | None:
    known = [fact for fact in facts if fact.at < day]
    return conduct_of(known, policy, day) if known else None


def standings_at(
    db: sqlite3.Connection, leads: Iterable[int], policy: Policy, *nights: str
) -> Iterator[tuple[int, tuple[Standing | None, ...]]]:
    """(lead, where it stood at each of these ISO moments, None before it was opened) of each of these leads."""
    for chunk, alone, worked in _lives(db, leads):
        # What follows a moment's text is later than what happened in its minute.
        told = [_told(_before(alone, f"{night}:"), visits_alone.standings_of, policy) for night in nights]
        for lead in chunk:
            if lead in worked:
                yield lead, tuple(_standing(worked[lead], policy, night) for night in nights)
            else:
                yield lead, tuple(known.get(lead) for known in told)


def _standing(facts: Sequence[Fact], policy: Policy, night: str) -> Standing | None:
    known = [fact for fact in facts if fact.at <= night]
    return replay(known, policy).standing if known else None


def _before(alone: Mapping[int, Sequence[Seen]], moment: str) -> dict[int, list[Seen]]:
    """The visits before a moment, of the leads that had any by then."""
    seen = {lead: [visit for visit in visits if visit[0] < moment] for lead, visits in alone.items()}
    return {lead: visits for lead, visits in seen.items() if visits}


def _told(
    alone: Mapping[int, list[Seen]], tell: Callable[[Sequence[Sequence[Seen]], Policy], list[Told]], policy: Policy
) -> dict[int, Told]:
    return dict(zip(alone, tell(list(alone.values()), policy), strict=True))


def grades_given(db: sqlite3.Connection, leads: Iterable[int]) -> dict[int, list[tuple[str, str | None]]]:
    """Lead -> (moment, grade given then or None) of each visit in the order of their time, of those of these leads that
    visits alone speak of."""
    rows = db.execute(_GIVEN, {"ids": json_ids(leads)})
    return {lead: [(row["at"], row["grade"]) for row in found] for lead, found in groupby(rows, itemgetter("lead"))}


def _lives(
    db: sqlite3.Connection, leads: Iterable[int]
) -> Iterator[tuple[list[int], dict[int, list[Seen]], dict[int, list[Fact]]]]:
    """Some of the leads; of those that visits alone speak of these in the order of their time; the facts of others."""
    pending = iter(leads)
    while chunk := list(islice(pending, CHUNK)):
        alone = _visits_alone(db, chunk)
        yield chunk, alone, facts_of(db, [lead for lead in chunk if lead not in alone])


def _visits_alone(db: sqlite3.Connection, leads: Sequence[int]) -> dict[int, list[Seen]]:
    rows: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for row in db.execute(_ALONE, {"ids": json_ids(leads)}):
        rows[row[0]].append(tuple(row))
    # Of the same minute the operation settles the order, then the row, as it does among facts.
    return {lead: [_seen(row) for row in sorted(found)] for lead, found in rows.items()}
