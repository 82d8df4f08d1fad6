"""Owners to contact, and their complaints until they are solved."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import days_between
from leadctl.domain.due import Reason, Task
from leadctl.store.core.rows import has_rows
from leadctl.store.queries.tasks.request import Wanted, fits

if TYPE_CHECKING:
    from leadctl.store.queries.complaints import Complaint

NAMES: tuple[str, ...] = ("aftercare",)

_CARS = (
    "SELECT 1 FROM orders WHERE care_on <= :until LIMIT 1",
    "SELECT 1 FROM owned_cars WHERE care_on <= :until LIMIT 1",
)
_COMPLAINT = "SELECT 1 FROM complaints WHERE until > '' AND solved_on IS NULL LIMIT 1"


def tasks(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    """Of everybody, or of the consultant who handed the car over, and of cars of nobody who works here."""
    found: list[Task] = []
    if _has_cars(db, wanted):
        from leadctl.store.queries.tasks.owners import owner_tasks

        found += owner_tasks(db, wanted)
    if has_rows(db, _COMPLAINT):
        found += _complaints(db, wanted)
    return found


def complete(db: sqlite3.Connection, wanted: Wanted, lines: Sequence[Task]) -> list[Task]:
    """They come with their details: there are never many."""
    return list(lines)


def count_coming(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many owners are owed nothing today and something by ``wanted.until``."""
    if not _has_cars(db, wanted):
        return 0
    from leadctl.store.queries.tasks.owners import owners_coming

    return owners_coming(db, wanted)


def _has_cars(db: sqlite3.Connection, wanted: Wanted) -> bool:
    return any(has_rows(db, sql, {"until": wanted.until}) for sql in _CARS)


def _complaints(db: sqlite3.Connection, wanted: Wanted) -> list[Task]:
    from leadctl.store.queries.complaints import open_complaints

    found = []
    for complaint in open_complaints(db):
        member, name = complaint.find_answerer(wanted.today)
        mine = wanted.consultant in (None, member) or member is None
        asked = fits(db, wanted.only, complaint.lead, complaint.customer_id, complaint.model)
        if complaint.at[:10] <= wanted.until and mine and asked:
            found.append(_complaint_task(complaint, name, wanted))
    return found


def _complaint_task(complaint: Complaint, answering: str | None, wanted: Wanted) -> Task:
    return Task(
        lead=complaint.lead,
        customer=complaint.customer,
        customer_id=complaint.customer_id,
        phone=complaint.phone,
        grade=None,
        model=complaint.model,
        consultant=answering,
        task="aftercare",
        at=None,
        due_from=complaint.at[:10],
        due_by=complaint.until,
        days_over=days_between(complaint.until, wanted.today),
        attempts=0,
        last_contact=complaint.at,
        last_note=complaint.what,
        why=wanted.say(Reason("complaint {id} is open", {"id": complaint.complaint})),
        aim=wanted.say(Reason("settle it, and tell them", {})),
        importance=complaint.importance,
        subject=("complaint", complaint.complaint),
    )
