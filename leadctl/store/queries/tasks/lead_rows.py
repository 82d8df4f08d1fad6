"""Reading leads as lines of the due list, whatever the kind of task.

A morning may find hundreds of thousands of lines due, of which a screen shows few: lines are read with what
their order needs, and completed when they are to be shown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import lru_cache

from leadctl.domain.days import add_days, days_between
from leadctl.domain.due import Task
from leadctl.domain.pool import notes_on_pool
from leadctl.store.core.json_ids import json_ids
from leadctl.store.queries.ownership import OWNED_SINCE, RELEASED_FROM
from leadctl.store.queries.tasks import Wanted
from leadctl.store.records.words import asks_of

_LINES = """
SELECT l.id AS lead, l.customer AS customer_id, l.grade, l.task, l.due_from, l.due_by, l.attempts, l.last_contact,
    l.meets_at, c.importance
FROM leads AS l JOIN customers AS c ON c.id = l.customer
WHERE l.task IS NOT NULL AND """
_DETAILS = f"""
SELECT l.id AS lead, c.name AS customer,
    (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer ORDER BY p.id LIMIT 1) AS phone,
    l.grade, m.name AS model, s.name AS consultant, l.task, l.due_from, l.due_by, l.attempts, l.last_contact,
    l.opened_at, l.ordered_at, l.wake_on, l.verification, l.status, l.meets_at,
    (SELECT max(a.for_at) FROM appointments AS a WHERE a.lead = l.id AND a.result = 'missed') AS missed_at,
    (SELECT max(o.cancelled_at) FROM orders AS o WHERE o.lead = l.id) AS cancelled_at,
    {OWNED_SINCE} AS owned_since, {RELEASED_FROM} AS released_from,
    (SELECT f.note FROM followups AS f WHERE f.lead = l.id AND f.note IS NOT NULL ORDER BY f.at DESC, f.id DESC LIMIT 1)
        AS said,
    (SELECT v.note FROM visits AS v WHERE v.lead = l.id AND v.note IS NOT NULL ORDER BY v.at DESC, v.id DESC LIMIT 1)
        AS seen
FROM leads AS l JOIN customers AS c ON c.id = l.customer
    LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = l.consultant
WHERE l.id IN (SELECT value FROM json_each(:leads))
"""
_COUNT = "SELECT count(*) FROM leads AS l WHERE l.task IS NOT NULL AND "
_EVERYBODY = ("",)
_OWN_AND_UNOWNED = (
    " AND l.consultant = :consultant",
    " AND l.consultant IS NULL",
    " AND l.consultant IN (SELECT g.id FROM staff AS g WHERE g.left_on <= :today)",
)
"""A consultant's own, those of the common pool, and those whose owner has left."""
CHUNK = 1000


def read(db: sqlite3.Connection, wanted: Wanted, kind: str) -> list[Task]:
    """Lines without details, of everybody or of one consultant and of nobody who works here.

    ``kind``: a whole clause over ``l`` with the days ``:today``, ``:tomorrow``, ``:until`` and ``:after`` it.
    """
    values = _values(wanted)
    return [_line(row, wanted.today) for owner in _owners(wanted) for row in db.execute(_LINES + kind + owner, values)]


def complete(db: sqlite3.Connection, wanted: Wanted, tasks: Sequence[Task], why: Callable[[sqlite3.Row], str]) -> None:
    """Fill in who it is, why it is owed and what comes of neglecting it, what to ask and what was said last."""
    asks = asks_of(db)
    for start in range(0, len(tasks), CHUNK):
        chunk = {task.lead: task for task in tasks[start : start + CHUNK] if task.lead is not None}
        for row in db.execute(_DETAILS, {"leads": json_ids(chunk)}).fetchall():
            task = chunk[row["lead"]]
            task.customer, task.phone = row["customer"], row["phone"]
            task.model, task.consultant = row["model"], row["consultant"]
            task.last_note = row["said"] or row["seen"]
            notes = (wanted.say(note) for note in notes_on_pool(dict(row), wanted.today, wanted.policy))
            rule = wanted.policy.rule(row["grade"])
            task.why, task.aim = wanted.between.join((why(row), *notes)), asks.get(rule.grade) or rule.aim


def count(db: sqlite3.Connection, wanted: Wanted, kind: str) -> int:
    """How many leads fit a clause, which says what is meant by coming; as :func:`read`."""
    return sum(db.execute(_COUNT + kind + owner, _values(wanted)).fetchone()[0] for owner in _owners(wanted))


def _owners(wanted: Wanted) -> tuple[str, ...]:
    """Clauses whose results are joined: an OR would keep the index of consultants and days out of it."""
    return _EVERYBODY if wanted.consultant is None else _OWN_AND_UNOWNED


def _values(wanted: Wanted) -> dict[str, object]:
    return {
        "today": wanted.today,
        "tomorrow": add_days(wanted.today, 1),
        "until": wanted.until,
        "after": add_days(wanted.until, 1),
        "consultant": wanted.consultant,
    }


def _line(row: sqlite3.Row, today: str) -> Task:
    return Task(
        lead=row["lead"],
        customer=None,
        customer_id=row["customer_id"],
        phone=None,
        grade=row["grade"],
        model=None,
        consultant=None,
        task=row["task"],
        at=row["meets_at"],
        due_from=row["due_from"],
        due_by=row["due_by"],
        days_over=days_over(row["due_by"], today),
        attempts=row["attempts"],
        last_contact=row["last_contact"],
        last_note=None,
        why="",
        aim="",
        importance=row["importance"],
    )


days_over = lru_cache(maxsize=4096)(days_between)
"""Lines share few due dates."""
