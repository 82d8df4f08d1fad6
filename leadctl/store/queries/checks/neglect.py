"""The check of neglect: leads overdue by more days than the policy gives their grade.

As for the common pool, an owner who took a lead over while it was overdue has these days whole. Other than there, leads
of nobody and ordered ones count too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from heapq import merge

from leadctl.domain.days import add_days, days_between
from leadctl.domain.policy import Policy
from leadctl.domain.pool import owed_by
from leadctl.store.queries.checks.findings import Record, finding
from leadctl.store.queries.ownership import OWNED_SINCE

_OVERDUE = (
    "SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.task, l.due_by, l.meets_at,"
    f" {OWNED_SINCE} AS owned_since"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    " WHERE l.task IS NOT NULL AND l.task <> 'verification' AND l.due_from < :today AND l.due_by < :today"
)
_WAITING = f"{_OVERDUE} AND l.task <> 'appointment' ORDER BY l.due_by, l.id"
# Who did not come is owed a contact since a day that the policy says.
_MISSED = f"{_OVERDUE} AND l.task = 'appointment'"


def neglected(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[Record]:
    """The neglected leads, the longest overdue first; ``since``: the first day on which they are."""
    waiting = _findings(db, _WAITING, policy, today)
    missed = sorted(_findings(db, _MISSED, policy, today), key=_longest_first)
    return merge(waiting, missed, key=_longest_first)


def _longest_first(record: Record) -> tuple[str, int]:
    return str(record["day"]), int(str(record["lead"]))


def _findings(db: sqlite3.Connection, sql: str, policy: Policy, today: str) -> Iterator[Record]:
    for row in db.execute(sql, {"today": today}):
        late = _days_beyond(row, row["due_by"], policy, today) > 0
        if late and (record := _finding(row, policy, today)) is not None:
            yield record


def _finding(row: sqlite3.Row, policy: Policy, today: str) -> Record | None:
    """None: its owner has had it for too few days, or it was an appointment that was missed only lately."""
    owed = owed_by(dict(row), today, policy)
    beyond = _days_beyond(row, max(owed, str(row["owned_since"] or "")[:10]), policy, today)
    if beyond <= 0:
        return None
    since = add_days(today, 1 - beyond)
    return finding(row, "neglected", owed, since=since, days_over=_days(owed, today))


def _days_beyond(row: sqlite3.Row, since: str, policy: Policy, today: str) -> int:
    """Days overdue since an ISO date, beyond those that the policy gives the grade."""
    return _days(since, today) - policy.rule(row["grade"]).neglect


_days = lru_cache(maxsize=4096)(days_between)
"""Leads share few due dates."""
