"""Online leads that nobody has called yet: first of all, for they wait by the minute."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import Reason, Task
from leadctl.store.queries.lead_now import MAY_BE_CALLED
from leadctl.store.queries.tasks import lead_rows
from leadctl.store.queries.tasks.request import Wanted

NAMES: tuple[str, ...] = ("screening",)

_KIND = f"l.task = 'screening' AND l.list_on <= :until AND {MAY_BE_CALLED}"
_CALLED_BACK = f"{lead_rows.CALLED_BACK} AND l.task = 'screening' AND l.list_on > :until AND {MAY_BE_CALLED}"
_COMING = f"l.list_on >= :tomorrow AND {_KIND}"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of one consultant and of nobody; to be completed."""
    return lead_rows.read_calls(db, wanted, _KIND, _CALLED_BACK)


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """These lines with their details."""
    aim = wanted.say(Reason("will they come, when, to see which car; who comes along", {}))
    found = lead_rows.complete_lines(
        db, wanted, lines, lambda line, found: lead_rows.explain_call(found, line.at, wanted)
    )
    return [line._replace(aim=aim) for line in found]


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many begin after today and by ``wanted.until``."""
    return lead_rows.count_leads(db, wanted, _COMING)
