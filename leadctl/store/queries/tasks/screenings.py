"""Online leads that nobody has called yet: first of all, for they wait by the minute."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Reason, Task, screening_reason
from leadctl.store.queries.tasks import Wanted, lead_rows

NAMES: tuple[str, ...] = ("screening",)

_KIND = "l.task = 'screening' AND l.due_from <= :until"
_COMING = "l.task = 'screening' AND l.due_from >= :tomorrow AND l.due_from <= :until"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    return lead_rows.read(db, wanted, _KIND)


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> None:
    """Fill in the details of these lines."""
    lead_rows.complete(
        db, wanted, lines, lambda row: wanted.say(screening_reason(row["opened_at"], row["attempts"], wanted.now))
    )
    for line in lines:
        line.aim = wanted.say(Reason("will they come, when, to see which car; who comes along", {}))


def coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count(db, wanted, _COMING)
