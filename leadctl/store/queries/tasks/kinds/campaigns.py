"""What has to be done around a campaign's day, by somebody in particular or by anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.days import days_between
from leadctl.domain.due import Reason, Task
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows, read_value
from leadctl.store.queries.tasks.request import Wanted

NAMES: tuple[str, ...] = ("campaign",)

_OPEN = "t.done_on IS NULL"
# What somebody who left was to do is everybody's.
_MINE = (
    " AND (t.staff = :consultant OR t.staff IS NULL"
    " OR EXISTS (SELECT 1 FROM staff AS w WHERE w.id = t.staff AND w.left_on <= :today))"
)
_SELECT = (
    "SELECT t.id, t.due_on, t.what, g.name AS campaign, s.name AS staff FROM campaign_tasks AS t"
    " JOIN campaigns AS g ON g.id = t.campaign LEFT JOIN staff AS s ON s.id = t.staff"
    f" WHERE {_OPEN} AND t.due_on <= :until"
)
_COUNT = f"SELECT count(*) FROM campaign_tasks AS t WHERE {_OPEN} AND t.due_on > :today AND t.due_on <= :until"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Everybody's, or those of one member of staff and of nobody who works here."""
    if wanted.only.traits:
        return []  # it is about no lead
    rows = read_rows(db, _OpenTask, f"{_SELECT}{_own_clause(wanted)} ORDER BY t.due_on, t.id", _values(wanted))
    return [_make_task(row, wanted) for row in rows]


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """They come with their details: there are never many."""
    return list(lines)


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many fall due after today and by ``wanted.until``."""
    if wanted.only.traits:
        return 0
    return read_value(db, int, f"{_COUNT}{_own_clause(wanted)}", _values(wanted))


def _own_clause(wanted: Wanted) -> str:
    return "" if wanted.consultant is None else _MINE


def _values(wanted: Wanted) -> dict[str, object]:
    return {"today": wanted.today, "until": wanted.until, "consultant": wanted.consultant}


class _OpenTask(NamedTuple):
    id: int
    due_on: str
    what: str
    campaign: str
    staff: str | None


def _make_task(row: _OpenTask, wanted: Wanted) -> Task:
    return Task(
        lead=None,
        customer=None,
        customer_id=None,
        phone=None,
        grade=None,
        model=None,
        consultant=row.staff,
        task="campaign",
        at=None,
        due_from=row.due_on,
        due_by=row.due_on,
        days_over=days_between(row.due_on, wanted.today),
        attempts=0,
        last_contact=None,
        last_note=None,
        why=wanted.say(Reason("{campaign}: {what}", {"campaign": row.campaign, "what": row.what})),
        aim="",
        subject=(row.campaign, row.id),
    )
