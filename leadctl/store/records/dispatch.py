"""Giving out leads that nobody owns, by the rule of the store's policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from leadctl.domain.days import add_days
from leadctl.domain.periods import Span
from leadctl.domain.policy_rules import IN_TURN, WEIGHTED
from leadctl.domain.pool import LATELY_DAYS, Candidate, next_by_weight, next_in_turn, weights
from leadctl.store.core.connection import Database
from leadctl.store.core.writer import Writer
from leadctl.store.queries.figures.discipline import count_windows
from leadctl.store.records.pool import kept_away

NextOwner = Callable[[int], int | None]

GIVEN = {IN_TURN: "in turn", WEIGHTED: "by on-time share"}
"""Rule -> the note of an assignment that it made, by which those are told from what somebody decided."""

_IN_TURN = (
    "SELECT s.id FROM staff AS s LEFT JOIN assignments AS a ON a.consultant = s.id"
    " WHERE s.role = 'consultant' AND s.left_on IS NULL GROUP BY s.id ORDER BY max(a.id) NULLS FIRST, s.id"
)
_GOT = (
    "SELECT consultant, count(*) AS leads FROM assignments"
    " WHERE at >= :since AND (note = :in_turn OR note = :weighted) GROUP BY consultant"
)


def consultants(db: Database) -> list[int]:
    """The consultants who work here, whoever was given a lead longest ago first."""
    return [row["id"] for row in db.execute(_IN_TURN)]


def next_owner(writer: Writer) -> NextOwner:
    """What says who gets a lead by the store's rule (None: nobody may have it); who is named counts as having got it.

    Who neglected a lead a few days ago is passed over, and keeps their place for the next one.
    """
    queue = consultants(writer.db)
    return _weighted(writer, queue) if writer.policy.dispatch == WEIGHTED else _in_turn(writer, queue)


def _in_turn(writer: Writer, queue: list[int]) -> NextOwner:
    def of(lead: int) -> int | None:
        owner = next_in_turn(queue, kept_away(writer.db, lead, writer.today, writer.policy))
        if owner is not None:
            queue.remove(owner)
            queue.append(owner)
        return owner

    return of


def _weighted(writer: Writer, queue: list[int]) -> NextOwner:
    since = add_days(writer.today, -LATELY_DAYS)
    got = _given_lately(writer.db, since)
    windows = count_windows(writer.db, Span(since, add_days(writer.today, 1), writer.today))
    shares = weights([windows.get(consultant, (0, 0)) for consultant in queue])
    candidates = [
        Candidate(consultant, weight, got[consultant]) for consultant, weight in zip(queue, shares, strict=True)
    ]

    def of(lead: int) -> int | None:
        found = next_by_weight(candidates, kept_away(writer.db, lead, writer.today, writer.policy))
        if found is None:
            return None
        found.got += 1
        return found.consultant

    return of


def _given_lately(db: Database, since: str) -> Counter[int]:
    """Staff id -> how many leads the rule has given them since a day; what they were handed otherwise is not its."""
    values = {"since": since, "in_turn": GIVEN[IN_TURN], "weighted": GIVEN[WEIGHTED]}
    return Counter({row["consultant"]: row["leads"] for row in db.execute(_GOT, values)})
