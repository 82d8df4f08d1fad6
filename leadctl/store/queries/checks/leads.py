"""Checks of active leads as they stand now: grades, dates, owners."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from leadctl.domain.grading import FRUITLESS, GradedLead, doubts_of
from leadctl.domain.policy import Policy
from leadctl.store.queries.checks.findings import Record, finding
from leadctl.store.queries.lead_now import AWAKE, DUE_BY, TASK

_LEADS = (
    "SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.need_by, l.last_contact,"
    f" {DUE_BY} AS due_by, {TASK} AS task, l.opened_at,"
    " (SELECT max(f.next_on) FROM followups AS f WHERE f.lead = l.id AND f.at >= l.last_contact) AS agreed"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
)
_ACTIVE = f"{_LEADS} WHERE l.task IS NOT NULL AND l.due_by > '' AND {AWAKE}"
# The state that ended when the lead got its grade had the one before; an order only holds a grade back.
_GRADE_BEFORE = (
    "(SELECT p.grade FROM lead_states AS p WHERE p.lead = l.id AND p.until_at <= l.graded_at AND p.grade <> 'O'"
    " AND p.grade IS NOT l.grade ORDER BY p.from_at DESC LIMIT 1)"
)
_FRUITLESS_SINCE = (
    "(SELECT CASE WHEN count(*) = :fruitless AND NOT max(outcome = 'advance') THEN min(at) END FROM ("
    "SELECT f.at, f.outcome FROM followups AS f WHERE f.lead = l.id AND f.outcome <> 'no-answer'"
    " AND f.at > coalesce((SELECT max(v.at) FROM visits AS v WHERE v.lead = l.id), '')"
    " ORDER BY f.at DESC, f.id DESC LIMIT :fruitless))"
)
_GRADED = _ACTIVE.replace(
    " FROM leads AS l JOIN",
    f", l.graded_at, {_GRADE_BEFORE} AS grade_before,"
    f" CASE WHEN l.contacts >= :fruitless THEN {_FRUITLESS_SINCE} END AS fruitless_since FROM leads AS l JOIN",
)
_AGREED = (
    " AND EXISTS (SELECT 1 FROM followups AS a WHERE a.lead = l.id AND a.at >= l.last_contact"
    " AND a.next_on IS NOT NULL)"
)
# The database refuses such a row; the question is asked all the same, of every lead that is not closed.
_DATELESS = (
    f"{_LEADS} WHERE l.closed_at IS NULL AND l.status IS NOT NULL"
    " AND (l.task IS NULL OR l.due_from IS NULL OR l.due_by IS NULL) ORDER BY +l.id"
)


def grade_doubts(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[tuple[str, Record]]:
    """(doubt, the lead it is about) of every active lead whose grade looks wrong."""
    for row in db.execute(f"{_GRADED} ORDER BY +l.id", {"today": today, "fruitless": FRUITLESS}):
        lead = GradedLead(*(row[name] for name in GradedLead._fields))
        for doubt, since in doubts_of(lead, policy, today).items():
            yield doubt, finding(row, doubt, row["need_by"] or row["opened_at"], since=since)


def planned_beyond(db: sqlite3.Connection, policy: Policy, today: str) -> list[Record]:
    """Active leads whose next contact was agreed for a day after the window of their grade."""
    rows = db.execute(f"{_ACTIVE} AND {TASK} = 'follow-up'{_AGREED} ORDER BY +l.id", {"today": today}).fetchall()
    return [
        finding(row, "planned-beyond-window", row["due_by"], since=row["last_contact"])
        for row in rows
        if policy.open_day(row["agreed"]) == row["due_by"]  # else a try, a sleep or a call-back set it
        and row["due_by"] > policy.window(row["grade"], row["last_contact"])[1]
    ]


def without_next_date(db: sqlite3.Connection) -> list[Record]:
    """Leads that are not closed and have no next contact: there must be none."""
    return [finding(row, "no-next-date", row["opened_at"]) for row in db.execute(_DATELESS, {"today": ""}).fetchall()]


def unowned(db: sqlite3.Connection, today: str) -> list[Record]:
    """Active leads that nobody owns."""
    rows = db.execute(f"{_ACTIVE} AND l.consultant IS NULL ORDER BY +l.id", {"today": today}).fetchall()
    return [finding(row, "unowned", row["opened_at"]) for row in rows]
