"""Follow-ups owed to leads: the first one, those of a window, and invitations after a no-show."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Task
from leadctl.store.queries.lead_now import LIST_ON, MAY_BE_CALLED, OVERDUE, TASK
from leadctl.store.queries.tasks import lead_rows
from leadctl.store.queries.tasks.request import Wanted

NAMES: tuple[str, ...] = ("first-follow-up", "follow-up")

_LISTED = f"l.list_on <= :until AND {LIST_ON} <= :until AND {TASK} IN ('first-follow-up', 'follow-up')"
_KIND = f"{_LISTED} AND {MAY_BE_CALLED}"
_CALLED_BACK = (
    f"{lead_rows.CALLED_BACK} AND l.task IN ('first-follow-up', 'follow-up', 'appointment') AND NOT ({_LISTED})"
    f" AND {MAY_BE_CALLED}"
)
"""Who is to come at a later time may still ask to be called before it."""
_COMING = f"{LIST_ON} > :today AND {_KIND}"
_COMING_CALLS = f"l.callback_at >= :tomorrow AND {_CALLED_BACK}"
_RETRIED = f"l.retry_on > :today AND {OVERDUE} AND NOT coalesce(l.callback_at < :tomorrow, 0)"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    return lead_rows.read_calls(db, wanted, _KIND, _CALLED_BACK)


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """These lines with their details."""
    return lead_rows.complete_lines(
        db, wanted, lines, lambda line, found: lead_rows.explain_call(found, line.at, wanted)
    )


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    calls = lead_rows.count_leads(db, wanted, _COMING_CALLS, indexed=True)
    return lead_rows.count_leads(db, wanted, _COMING) + calls


def count_retried(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many are overdue and not listed today, since somebody tried them already: they come back later."""
    return lead_rows.count_leads(db, wanted, _RETRIED)
