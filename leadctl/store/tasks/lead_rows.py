"""Reading leads as lines of the due list, whatever the kind of task."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from leadctl.domain.days import days_between
from leadctl.domain.due import Task
from leadctl.store.tasks import Wanted

_SELECT = """
SELECT l.id AS lead, c.name AS customer, l.customer AS customer_id,
    (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer ORDER BY p.id LIMIT 1) AS phone,
    l.grade, m.name AS model, s.name AS consultant, l.task, l.due_from, l.due_by, l.attempts, l.last_contact,
    l.opened_at, l.ordered_at, l.wake_on, l.verification, l.status, c.importance,
    (SELECT f.note FROM followups AS f WHERE f.lead = l.id AND f.note IS NOT NULL ORDER BY f.at DESC, f.id DESC LIMIT 1)
        AS said,
    (SELECT v.note FROM visits AS v WHERE v.lead = l.id AND v.note IS NOT NULL ORDER BY v.at DESC, v.id DESC LIMIT 1)
        AS seen
FROM leads AS l JOIN customers AS c ON c.id = l.customer
    LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = l.consultant
WHERE l.task IS NOT NULL AND l.due_from <= :until
"""
_COUNT = "SELECT count(*) FROM leads AS l WHERE l.task IS NOT NULL AND l.due_from > :today AND l.due_from <= :until"
EVERYBODY = ("",)
OWN_AND_UNOWNED = (" AND l.consultant = :consultant", " AND l.consultant IS NULL")


def read(
    db: sqlite3.Connection, wanted: Wanted, kind: str, owners: tuple[str, ...], why: Callable[[sqlite3.Row], str]
) -> list[Task]:
    """Tasks of leads; ``kind``: a whole clause for l.task, ``owners``: clauses whose results are joined."""
    values = {"until": wanted.until, "consultant": wanted.consultant}
    return [
        _task(row, wanted, why(row))
        for owner in owners
        for row in db.execute(_SELECT + kind + owner, values).fetchall()
    ]


def count(db: sqlite3.Connection, wanted: Wanted, kind: str, owners: tuple[str, ...]) -> int:
    """How many leads' tasks begin after today and by ``wanted.until``."""
    values = {"today": wanted.today, "until": wanted.until, "consultant": wanted.consultant}
    return sum(db.execute(_COUNT + kind + owner, values).fetchone()[0] for owner in owners)


def _task(row: sqlite3.Row, wanted: Wanted, why: str) -> Task:
    return Task(
        lead=row["lead"],
        customer=row["customer"],
        customer_id=row["customer_id"],
        phone=row["phone"],
        grade=row["grade"],
        model=row["model"],
        consultant=row["consultant"],
        task=row["task"],
        at=None,
        due_from=row["due_from"],
        due_by=row["due_by"],
        days_over=days_between(row["due_by"], wanted.today),
        attempts=row["attempts"],
        last_contact=row["last_contact"],
        last_note=row["said"] or row["seen"],
        why=why,
        aim=wanted.policy.rule(row["grade"]).aim,
        importance=row["importance"],
    )
