"""The common pool: what was neglected, who may not have it back yet, and giving leads out by the store's rule."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import add_days, days_between
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.policy_rules import IN_TURN, WEIGHTED
from leadctl.domain.pool import (
    LATELY_DAYS,
    Candidate,
    OwnedLead,
    allowed_from,
    next_by_weight,
    next_in_turn,
    released_on,
    weights,
)
from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows, read_values
from leadctl.store.queries.lead_now import AWAKE, DUE_BY, OWNED_SINCE
from leadctl.store.records.staff import Member

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database
    from leadctl.store.core.writer import Writer

NAMED = 10
"""Leads that a refusal names."""

_OVERDUE = (
    "SELECT l.id, c.name, l.customer, l.grade, m.name, s.name, l.consultant,"
    f" {DUE_BY} AS due_by, {AWAKE} AS is_open, {OWNED_SINCE} AS owned_since"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer"
    " JOIN staff AS s ON s.id = l.consultant LEFT JOIN models AS m ON m.id = l.model"
    f" WHERE l.task IS NOT NULL AND l.due_by < :today AND {DUE_BY} < :today"
    " AND (l.status = 'open' OR l.status = 'dormant') ORDER BY s.name, l.due_by, l.id"
)
_LOST_BY = (
    "SELECT released_from, max(at) AS at FROM assignments WHERE lead = :lead AND released_from IS NOT NULL"
    " GROUP BY released_from"
)

NextOwner = Callable[[int], int | None]

RULE_NOTES = {IN_TURN: "in turn", WEIGHTED: "by on-time share"}
"""Rule -> the note of an assignment that it made, by which those are told from what somebody decided."""

_CONSULTANTS = (
    "SELECT s.id FROM staff AS s LEFT JOIN assignments AS a ON a.consultant = s.id"
    " WHERE s.role = 'consultant' AND s.left_on IS NULL GROUP BY s.id ORDER BY max(a.id) NULLS FIRST, s.id"
)
_GOT = (
    "SELECT consultant, count(*) AS leads FROM assignments"
    " WHERE at >= :since AND (note = :in_turn OR note = :weighted) GROUP BY consultant"
)


class Neglected(NamedTuple):
    """An open lead that its owner neglected: owed by the ISO date ``due_by``, and ``days_over`` it, of which the policy
    puts up with ``neglect_days``."""

    lead: int
    customer: str | None
    customer_id: int
    grade: str | None
    model: str | None
    consultant: str
    due_by: str
    days_over: int
    neglect_days: int
    consultant_id: int


def list_neglected(db: sqlite3.Connection, today: str, policy: Policy) -> list[Neglected]:
    """The leads that may be released today, by their owner's name and the longest overdue first."""
    rows = read_rows(db, _Overdue, _OVERDUE, {"today": today})
    return [_make_neglected(row, today, policy) for row in rows if _may_be_released(row, today, policy)]


class _Overdue(NamedTuple):
    lead: int
    customer: str | None
    customer_id: int
    grade: str | None
    model: str | None
    consultant: str
    consultant_id: int
    due_by: str
    is_open: int
    owned_since: str | None


def _may_be_released(row: _Overdue, today: str, policy: Policy) -> bool:
    day = released_on(OwnedLead(True, row.grade, bool(row.is_open), row.due_by, row.owned_since), policy)
    return day is not None and day <= today


def _make_neglected(row: _Overdue, today: str, policy: Policy) -> Neglected:
    return Neglected(
        lead=row.lead,
        customer=row.customer,
        customer_id=row.customer_id,
        grade=row.grade,
        model=row.model,
        consultant=row.consultant,
        due_by=row.due_by,
        days_over=days_between(row.due_by, today),
        neglect_days=policy.rule(row.grade).neglect,
        consultant_id=row.consultant_id,
    )


def find_barred_staff(db: sqlite3.Connection, lead: int, today: str, policy: Policy) -> dict[int, str]:
    """Staff id of who neglected a lead and may not have it back yet -> the ISO date from which they may."""
    rows = db.execute(_LOST_BY, {"lead": lead})
    allowed: dict[int, str] = {member: allowed_from(at, policy) for member, at in rows}
    return {member: day for member, day in allowed.items() if day > today}


def refuse_barred(db: sqlite3.Connection, leads: Iterable[int], member: Member, today: str, policy: Policy) -> None:
    """Raises Refused when somebody neglected one of these leads and may not have it back yet, with the day of it."""
    days = {lead: find_barred_staff(db, lead, today, policy).get(member.id) for lead in leads}
    barred = {lead: day for lead, day in days.items() if day is not None}
    if not barred:
        return
    named = (Sentence("lead {lead} from {day} on", lead=lead, day=day) for lead, day in sorted(barred.items())[:NAMED])
    more = Sentence(" and {count} more", count=len(barred) - NAMED) if len(barred) > NAMED else ""
    raise Refused(
        "{name} neglected what is asked for, and may have it again: {named}{more}. "
        "Until then give it to somebody else: leadctl assign LEAD --to NAME (a manager may --insist)",
        name=member.name,
        named=listing(named, "; "),
        more=more,
    )


def list_consultants(db: Database) -> list[int]:
    """The consultants who work here, whoever was given a lead longest ago first."""
    return read_values(db, int, _CONSULTANTS)


def make_chooser(writer: Writer) -> NextOwner:
    """What says who gets a lead by the store's rule (None: nobody may have it); who is named counts as having got it.

    Who neglected a lead a few days ago is passed over, and keeps their place for the next one.
    """
    queue = list_consultants(writer.db)
    return _choose_by_weight(writer, queue) if writer.policy.dispatch == WEIGHTED else _choose_in_turn(writer, queue)


def _choose_in_turn(writer: Writer, queue: list[int]) -> NextOwner:
    def choose(lead: int) -> int | None:
        owner = next_in_turn(queue, find_barred_staff(writer.db, lead, writer.today, writer.policy))
        if owner is not None:
            queue.remove(owner)
            queue.append(owner)
        return owner

    return choose


def _choose_by_weight(writer: Writer, queue: list[int]) -> NextOwner:
    from leadctl.store.queries.figures.discipline import count_windows  # handing over one lead needs no figures

    since = add_days(writer.today, -LATELY_DAYS)
    got = _count_given(writer.db, since)
    windows = count_windows(writer.db, Span(since, add_days(writer.today, 1), writer.today))
    shares = weights([windows.get(consultant, (0, 0)) for consultant in queue])
    candidates = [
        Candidate(consultant, weight, got[consultant]) for consultant, weight in zip(queue, shares, strict=True)
    ]

    def choose(lead: int) -> int | None:
        found = next_by_weight(candidates, find_barred_staff(writer.db, lead, writer.today, writer.policy))
        if found is None:
            return None
        found.got += 1
        return found.consultant

    return choose


def _count_given(db: Database, since: str) -> Counter[int]:
    """Staff id -> how many leads the rule has given them since a day; what they were handed otherwise is not its."""
    values = {"since": since, "in_turn": RULE_NOTES[IN_TURN], "weighted": RULE_NOTES[WEIGHTED]}
    return Counter(dict(db.execute(_GOT, values).fetchall()))
