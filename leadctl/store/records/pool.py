"""The common pool: which leads were neglected, and who may not have one back yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from leadctl.domain.days import days_between
from leadctl.domain.policy import Policy
from leadctl.domain.pool import OwnedLead, allowed_from, released_on
from leadctl.errors import Refused, Sentence, listing
from leadctl.store.queries.lead_now import AWAKE, DUE_BY, OWNED_SINCE
from leadctl.store.records.staff import Member

NAMED = 10
"""Leads that a refusal names."""

_OVERDUE = (
    "SELECT l.id AS lead, l.customer AS customer_id, c.name AS customer, l.grade, m.name AS model,"
    f" l.consultant AS consultant_id, s.name AS consultant, {DUE_BY} AS due_by, {AWAKE} AS is_open,"
    f" {OWNED_SINCE} AS owned_since FROM leads AS l JOIN customers AS c ON c.id = l.customer"
    " JOIN staff AS s ON s.id = l.consultant LEFT JOIN models AS m ON m.id = l.model"
    f" WHERE l.task IS NOT NULL AND l.due_by < :today AND {DUE_BY} < :today"
    " AND (l.status = 'open' OR l.status = 'dormant') ORDER BY s.name, l.due_by, l.id"
)
_LOST_BY = (
    "SELECT released_from, max(at) AS at FROM assignments WHERE lead = :lead AND released_from IS NOT NULL"
    " GROUP BY released_from"
)


@dataclass(frozen=True, slots=True)
class Neglected:
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


def neglected(db: sqlite3.Connection, today: str, policy: Policy) -> list[Neglected]:
    """The leads that may be released today, by their owner's name and the longest overdue first."""
    rows = db.execute(_OVERDUE, {"today": today}).fetchall()
    return [_neglected(row, today, policy) for row in rows if _is_due(released_on(_owned(row), policy), today)]


def _owned(row: sqlite3.Row) -> OwnedLead:
    return OwnedLead(row["consultant_id"], row["grade"], bool(row["is_open"]), row["due_by"], row["owned_since"])


def _is_due(day: str | None, today: str) -> bool:
    return day is not None and day <= today


def _neglected(row: sqlite3.Row, today: str, policy: Policy) -> Neglected:
    due_by = row["due_by"]
    return Neglected(
        lead=row["lead"],
        customer=row["customer"],
        customer_id=row["customer_id"],
        grade=row["grade"],
        model=row["model"],
        consultant=row["consultant"],
        due_by=due_by,
        days_over=days_between(due_by, today),
        neglect_days=policy.rule(row["grade"]).neglect,
        consultant_id=row["consultant_id"],
    )


def kept_away(db: sqlite3.Connection, lead: int, today: str, policy: Policy) -> dict[int, str]:
    """Staff id of who neglected a lead and may not have it back yet -> the ISO date from which they may."""
    rows = db.execute(_LOST_BY, {"lead": lead})
    allowed = {int(row["released_from"]): allowed_from(str(row["at"]), policy) for row in rows}
    return {member: day for member, day in allowed.items() if day > today}


def refuse_kept_away(db: sqlite3.Connection, leads: Iterable[int], member: Member, today: str, policy: Policy) -> None:
    """Raises Refused when somebody neglected one of these leads and may not have it back yet, with the day of it."""
    days = {lead: kept_away(db, lead, today, policy).get(member.id) for lead in leads}
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
