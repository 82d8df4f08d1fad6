"""Follow-ups owed to leads: the first one, those of a window, and invitations after a no-show."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Task, reasons_of
from leadctl.store.queries.lead_now import LIST_ON, MAY_BE_CALLED, OVERDUE, TASK
from leadctl.store.queries.tasks import lead_rows
from leadctl.store.queries.tasks.request import Wanted

NAMES: tuple[str, ...] = ("first-follow-up", "follow-up")

_KIND = (
    f"l.list_on <= :until AND {LIST_ON} <= :until AND {TASK} IN ('first-follow-up', 'follow-up') AND {MAY_BE_CALLED}"
)
_COMING = f"{LIST_ON} > :today AND {_KIND}"
_RETRIED = f"l.retry_on > :today AND {OVERDUE}"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    lines = lead_rows.read_lines(db, wanted, _KIND)
    for line in lines:
        line.at = None  # an appointment beside it has a line of its own
    return lines


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """Fill in the details of these lines."""
    lead_rows.complete_lines(db, wanted, lines, lambda found: reasons_of(found.owed, wanted.policy, wanted.now))


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count_leads(db, wanted, _COMING)


def count_retried(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many are overdue and not listed today, since somebody tried them already: they come back later."""
    return lead_rows.count_leads(db, wanted, _RETRIED)
