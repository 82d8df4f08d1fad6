"""Checks of churn: what waits for its call-back too long, and who called back what."""

from __future__ import annotations

import sqlite3

from leadctl.domain.days import add_days, days_between
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.store.queries.checks.findings import Record, finding

_NAMES = (
    " JOIN leads AS l ON l.id = ch.lead JOIN customers AS c ON c.id = l.customer"
    " LEFT JOIN staff AS s ON s.id = ch.consultant"
)
_WAITING = (
    "SELECT ch.lead, c.name AS customer, s.name AS consultant, l.grade, ch.at, l.attempts FROM leads AS w"
    f" JOIN churns AS ch ON ch.lead = w.id AND ch.result = 'pending'{_NAMES}"
    " WHERE w.task = 'verification' AND w.due_by > '' ORDER BY +ch.at, ch.id"
)
_BY_RECORDER = (
    "SELECT ch.lead, c.name AS customer, s.name AS consultant, l.grade, v.at, ch.at AS churned_at"
    f" FROM verifications AS v JOIN churns AS ch ON ch.id = v.churn{_NAMES}"
    " JOIN operations AS said ON said.id = ch.operation JOIN operations AS checked ON checked.id = v.operation"
    " WHERE said.id <> checked.id"
    " AND (said.login = checked.login AND said.host = checked.host OR v.by = ch.by OR v.by = ch.consultant)"
    " AND v.at >= :first AND v.at < :end ORDER BY v.at, v.id"
)


def unverified(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """Churns that have waited for their verification for more days than the store puts up with, the oldest first.

    A last day on which the store is closed moves to its next open day; a call-back that reached nobody ends no
    waiting.
    """
    rows = db.execute(_WAITING, {}).fetchall()
    return [
        finding(
            row,
            "unverified",
            row["at"],
            days_over=days_between(_last_day(row, policy), today),
            attempts=row["attempts"],
        )
        for row in rows
        if _last_day(row, policy) < today
    ]


def _last_day(churn: sqlite3.Row, policy: Policy) -> str:
    return policy.open_day(add_days(churn["at"][:10], policy.limits.verify_days))


def verified_by_recorder(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Call-backs of a span recorded under the login, on the machine, that had recorded the churn, or by who had
    recorded it or owned the lead: somebody who works alone may."""
    rows = db.execute(_BY_RECORDER, span.values()).fetchall()
    return [finding(row, "verified-under-recorders-login", row["at"], since=row["churned_at"]) for row in rows]
