"""Follow-ups owed to leads, the first one included."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Task, reason_of
from leadctl.store.queries.tasks import Wanted, lead_rows

NAMES: tuple[str, ...] = ("first-follow-up", "follow-up")

_KIND = "l.due_from <= :until AND l.task IN ('first-follow-up', 'follow-up')"
_COMING = f"l.due_from > :today AND {_KIND}"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    lines = lead_rows.read(db, wanted, _KIND)
    for line in lines:
        line.at = None  # an appointment beside it has a line of its own
    return lines


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """Fill in the details of these lines."""
    lead_rows.complete(db, wanted, lines, lambda row: wanted.say(reason_of(dict(row), wanted.policy, wanted.now)))


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count(db, wanted, _COMING)
