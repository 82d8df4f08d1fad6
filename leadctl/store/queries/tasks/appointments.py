"""Who comes today, and who did not come and is to be invited again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Task, appointment_reason, invited_again_on
from leadctl.store.queries.tasks import Wanted, lead_rows

NAMES: tuple[str, ...] = ("appointment",)

_STANDING = "l.meets_at < :after AND (l.task = 'appointment' OR l.meets_at >= :today)"
"""One beyond the contact that is owed before stands beside it, on its day only."""
_COMING = "l.meets_at >= :tomorrow AND l.meets_at < :after"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    return [_line(line, wanted) for line in lead_rows.read(db, wanted, _STANDING)]


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """Fill in the details of these lines."""
    lead_rows.complete(db, wanted, lines, lambda row: wanted.say(appointment_reason(row["meets_at"], wanted.today)))


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count(db, wanted, _COMING)


def _line(line: Task, wanted: Wanted) -> Task:
    """On its day an appointment; after it the customer is invited again, which is a follow-up."""
    day = str(line.at)[:10]
    if day >= wanted.today:
        line.task = NAMES[0]
    else:
        line.task, line.at = "follow-up", None
        day = invited_again_on(day, wanted.policy)
    line.due_from = line.due_by = day
    line.days_over = lead_rows.days_over(day, wanted.today)
    return line
