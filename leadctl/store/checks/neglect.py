"""The check of neglect: leads overdue by more days than the policy gives their grade.

As for the common pool, an owner who took a lead over while it was overdue has these days whole. Other than there, leads
of nobody and ordered ones count too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from leadctl.domain.days import add_days, days_between
from leadctl.domain.policy import Policy
from leadctl.domain.pool import owed_by
from leadctl.store.checks.findings import Record, finding
from leadctl.store.json_ids import json_ids
from leadctl.store.ownership import OWNED_SINCE

_OVERDUE = (
    "SELECT l.id, l.grade, l.due_by FROM leads AS l"
    " WHERE l.task IS NOT NULL AND l.task <> 'verification' AND l.due_from < :today AND l.due_by < :today"
)
_TOLD = (
    "SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.task, l.due_by, l.meets_at,"
    f" {OWNED_SINCE} AS owned_since"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    " WHERE l.id IN (SELECT value FROM json_each(:ids))"
)


def neglected(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """The neglected leads, the longest overdue first; ``since``: the first day on which they are."""
    overdue = db.execute(_OVERDUE, {"today": today}).fetchall()
    late = [row["id"] for row in overdue if _days_beyond(row, row["due_by"], policy, today) > 0]
    found = [record for row in _told(db, late) if (record := _finding(row, policy, today)) is not None]
    return sorted(found, key=lambda record: (str(record["day"]), int(str(record["lead"]))))


def _told(db: sqlite3.Connection, leads: Iterable[int]) -> list[sqlite3.Row]:
    return db.execute(_TOLD, {"ids": json_ids(leads)}).fetchall()


def _finding(row: sqlite3.Row, policy: Policy, today: str) -> Record | None:
    """None: its owner has had it for too few days, or it was an appointment that was missed only lately."""
    owed = owed_by(dict(row), today, policy)
    beyond = _days_beyond(row, max(owed, str(row["owned_since"] or "")[:10]), policy, today)
    if beyond <= 0:
        return None
    since = add_days(today, 1 - beyond)
    return finding(row, "neglected", owed, since=since, days_over=days_between(owed, today))


def _days_beyond(row: sqlite3.Row, since: str, policy: Policy, today: str) -> int:
    """Days overdue since an ISO date, beyond those that the policy gives the grade."""
    return days_between(since, today) - policy.rule(row["grade"]).neglect
