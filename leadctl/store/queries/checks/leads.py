"""Checks of active leads as they stand now: grades, dates, owners."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from leadctl.domain.doubts import doubts_of, doubts_of_visits
from leadctl.domain.policy import Policy
from leadctl.store.derivation.lives import CHUNK, grades_given
from leadctl.store.facts.registry import facts_of
from leadctl.store.queries.checks.findings import Record, finding

_TOLD = (
    "SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.need_by, l.last_contact, l.due_by,"
    " l.task, l.opened_at,"
    " (SELECT max(f.next_on) FROM followups AS f WHERE f.lead = l.id AND f.at >= l.last_contact) AS agreed"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
)
_AWAKE = "(l.status = 'open' OR (l.status = 'dormant' AND l.wake_on <= :today))"
_ACTIVE = f"{_TOLD} WHERE l.task IS NOT NULL AND l.due_from > '' AND {_AWAKE}"
_AGREED = (
    " AND EXISTS (SELECT 1 FROM followups AS a WHERE a.lead = l.id AND a.at >= l.last_contact"
    " AND a.next_on IS NOT NULL)"
)
# The database refuses such a row; the question is asked all the same, of every lead that is not closed.
_DATELESS = (
    f"{_TOLD} WHERE l.closed_at IS NULL AND l.status IS NOT NULL"
    " AND (l.task IS NULL OR l.due_from IS NULL OR l.due_by IS NULL) ORDER BY +l.id"
)


def grade_doubts(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[tuple[str, Record]]:
    """(doubt, the lead it is about) of every active lead whose grade looks wrong."""
    cursor = db.execute(f"{_ACTIVE} ORDER BY +l.id", {"today": today})
    while rows := cursor.fetchmany(CHUNK):
        said = grades_given(db, (row["lead"] for row in rows))
        facts = facts_of(db, [row["lead"] for row in rows if row["lead"] not in said])
        for row in rows:
            lead, *asked = row["lead"], row["grade"], row["need_by"], policy, today
            found = doubts_of_visits(said[lead], *asked) if lead in said else doubts_of(facts.get(lead, ()), *asked)
            for doubt, since in found.items():
                yield doubt, finding(row, doubt, row["need_by"] or row["opened_at"], since=since)


def planned_beyond(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """Active leads whose next contact was agreed for a day after the window of their grade."""
    rows = db.execute(f"{_ACTIVE} AND l.task = 'follow-up'{_AGREED} ORDER BY +l.id", {"today": today}).fetchall()
    return [
        finding(row, "planned-beyond-window", row["due_by"], since=row["last_contact"])
        for row in rows
        if policy.open_day(row["agreed"]) == row["due_by"]  # else a try, a sleep or a call-back set it
        and row["due_by"] > policy.window(row["grade"], row["last_contact"])[1]
    ]


def without_next_date(db: sqlite3.Connection) -> list[Record]:
    """Leads that are not closed and have no next contact: there must be none."""
    return [finding(row, "no-next-date", row["opened_at"]) for row in db.execute(_DATELESS).fetchall()]


def unowned(db: sqlite3.Connection, today: str) -> list[Record]:
    """Active leads that nobody owns."""
    rows = db.execute(f"{_ACTIVE} AND l.consultant IS NULL ORDER BY +l.id", {"today": today}).fetchall()
    return [finding(row, "unowned", row["opened_at"]) for row in rows]
