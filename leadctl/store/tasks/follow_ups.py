"""Follow-ups owed to leads, the first one included."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Task, reason_of
from leadctl.store.tasks import Wanted, lead_rows

NAMES: tuple[str, ...] = ("first-follow-up", "follow-up")

_KIND = " AND l.task IN ('first-follow-up', 'follow-up')"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    return lead_rows.read(db, wanted, _KIND, _owners(wanted))


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """Fill in the details of these lines."""
    lead_rows.complete(db, wanted, lines, lambda row: wanted.say(reason_of(dict(row), wanted.policy, wanted.today)))


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count(db, wanted, _KIND, _owners(wanted))


def _owners(wanted: Wanted) -> tuple[str, ...]:
    return lead_rows.EVERYBODY if wanted.consultant is None else lead_rows.OWN_AND_UNOWNED
