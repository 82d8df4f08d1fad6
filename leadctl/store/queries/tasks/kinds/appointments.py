"""Who comes today, or on the coming days."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.days import days_between
from leadctl.domain.due import Task, appointment_reason
from leadctl.store.queries.lead_now import MAY_BE_MET
from leadctl.store.queries.tasks import lead_rows
from leadctl.store.queries.tasks.request import Wanted

NAMES: tuple[str, ...] = ("appointment",)

_KIND = f"l.meets_at >= :today AND l.meets_at < :after AND {MAY_BE_MET}"
"""One beyond the window stands beside the follow-up, on its day."""
_COMING = f"l.meets_at >= :tomorrow AND l.meets_at < :after AND {MAY_BE_MET}"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    return [_line(line, wanted) for line in lead_rows.read_lines(db, wanted, _KIND, indexed=True)]


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """These lines with their details."""
    return lead_rows.complete_lines(
        db, wanted, lines, lambda _, found: [appointment_reason(found.meets_at or "", wanted.today)]
    )


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count_leads(db, wanted, _COMING, indexed=True)


def _line(line: Task, wanted: Wanted) -> Task:
    day = (line.at or "")[:10]
    over = days_between(day, wanted.today)
    return line._replace(task=NAMES[0], due_from=day, due_by=day, retry_on=None, days_over=over)
