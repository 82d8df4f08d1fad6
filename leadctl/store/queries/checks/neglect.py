"""The check of neglect: leads overdue by more days than the policy gives their grade.

As for the common pool, an owner who took a lead over while it was overdue has these days whole. Other than there, leads
of nobody and ordered ones count too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache

from leadctl.domain.days import add_days, days_between
from leadctl.domain.policy import Policy
from leadctl.store.queries.checks.findings import Record, finding
from leadctl.store.queries.lead_now import DUE_BY, OWNED_SINCE

_OVERDUE = (
    f"SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, {DUE_BY} AS due_by,"
    f" {OWNED_SINCE} AS owned_since"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    f" WHERE l.task IS NOT NULL AND l.task <> 'verification' AND l.due_by < :today AND {DUE_BY} < :today"
    f" ORDER BY {DUE_BY}, l.id"
)


def neglected(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[Record]:
    """The neglected leads, the longest overdue first; ``since``: the first day on which they are."""
    for row in db.execute(_OVERDUE, {"today": today}):
        beyond = _days_beyond(row, max(row["due_by"], (row["owned_since"] or "")[:10]), policy, today)
        if beyond > 0:
            since = add_days(today, 1 - beyond)
            yield finding(row, "neglected", row["due_by"], since=since, days_over=_days(row["due_by"], today))


def _days_beyond(row: sqlite3.Row, since: str, policy: Policy, today: str) -> int:
    """Days overdue since an ISO date, beyond those that the policy gives the grade."""
    return _days(since, today) - policy.rule(row["grade"]).neglect


_days = lru_cache(maxsize=4096)(days_between)
"""Leads share few due dates."""
