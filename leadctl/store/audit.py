"""What an audit asks of the store. Every answer is a list of records with the keys of :data:`KEYS`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from leadctl.domain.doubts import doubts_of
from leadctl.domain.policy import Policy
from leadctl.store.facts import facts_of

KEYS = ("lead", "visit", "customer", "consultant", "grade", "day", "what")

Record = dict[str, object]

CHUNK = 2000

_OPEN = """
SELECT l.id AS lead, c.name AS customer, s.name AS consultant, l.grade, l.need_by, l.last_contact, l.due_by, l.task,
    l.status, l.opened_at,
    (SELECT max(f.next_on) FROM followups AS f WHERE f.lead = l.id AND f.at >= l.last_contact) AS agreed
FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant
WHERE l.task IS NOT NULL AND l.due_from > '' AND l.status = 'open' ORDER BY l.id
"""


def _record(row: sqlite3.Row, what: str, day: object) -> Record:
    keys = row.keys()
    values: Record = {key: row[key] if key in keys else None for key in KEYS}
    return values | {"what": what, "day": day}


def grade_doubts(db: sqlite3.Connection, policy: Policy, today: str) -> Iterator[tuple[str, Record]]:
    """(doubt, the lead it is about) of every open lead whose grade looks wrong."""
    cursor = db.execute(_OPEN)
    while rows := cursor.fetchmany(CHUNK):
        facts = facts_of(db, [row["lead"] for row in rows])
        for row in rows:
            for doubt in doubts_of(facts.get(row["lead"], ()), row["grade"], row["need_by"], policy, today):
                yield doubt, _record(row, doubt, row["need_by"] or str(row["opened_at"])[:10])


def planned_beyond(db: sqlite3.Connection, policy: Policy) -> list[Record]:
    """Open leads whose next contact was agreed for a day after the window of their grade."""
    return [
        _record(row, "planned-beyond-window", row["due_by"])
        for row in db.execute(_OPEN).fetchall()
        if row["task"] == "follow-up"
        and row["agreed"] is not None
        and policy.open_day(row["agreed"]) == row["due_by"]  # else a try, a sleep or a call-back set it
        and row["due_by"] > policy.window(row["grade"], row["last_contact"])[1]
    ]


def unverified(db: sqlite3.Connection, today: str) -> list[Record]:
    """Churns whose call-back is overdue."""
    rows = db.execute(
        "SELECT l.id AS lead, cu.name AS customer, s.name AS consultant, l.grade, c.at FROM leads AS l"
        " JOIN customers AS cu ON cu.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
        " JOIN churns AS c ON c.lead = l.id AND c.result = 'pending'"
        " WHERE l.task = 'verification' AND l.due_from <= :today AND l.due_by < :today ORDER BY c.at",
        {"today": today},
    )
    return [_record(row, "unverified", str(row["at"])[:10]) for row in rows]


def verified_by_recorder(db: sqlite3.Connection, since: str) -> list[Record]:
    """Churns whose call-back was recorded under the login that had recorded the churn."""
    rows = db.execute(
        "SELECT v.lead, cu.name AS customer, s.name AS consultant, l.grade, v.at FROM verifications AS v"
        " JOIN churns AS c ON c.id = v.churn JOIN leads AS l ON l.id = v.lead"
        " JOIN customers AS cu ON cu.id = l.customer"
        " JOIN operations AS said ON said.id = c.operation JOIN operations AS checked ON checked.id = v.operation"
        " LEFT JOIN staff AS s ON s.id = c.consultant"
        " WHERE said.login = checked.login AND said.host = checked.host AND said.id <> checked.id AND v.at >= :since"
        " ORDER BY v.at",
        {"since": since},
    )
    return [_record(row, "verified-under-recorders-login", str(row["at"])[:10]) for row in rows]


_VISITS = """
SELECT v.id AS visit, v.lead, v.name AS customer, s.name AS consultant, v.grade, v.at FROM visits AS v
    JOIN operations AS o ON o.id = v.operation LEFT JOIN staff AS s ON s.id = v.consultant
WHERE v.at >= :since AND v.at < :today
"""


def not_closed(db: sqlite3.Connection, since: str, today: str) -> list[Record]:
    """Walk-ins of earlier days that nobody closed: no leaving time."""
    rows = db.execute(
        _VISITS + " AND v.kind = 'walk-in' AND v.left_at IS NULL ORDER BY v.at", {"since": since, "today": today}
    )
    return [_record(row, "no-leaving-time", str(row["at"])[:10]) for row in rows]


def entered_late(db: sqlite3.Connection, since: str, today: str) -> list[Record]:
    """Visits typed on a later day than they happened; registers are sent at night and do not count."""
    rows = db.execute(
        _VISITS + " AND v.nth IS NULL AND substr(o.at, 1, 10) > substr(v.at, 1, 10) ORDER BY v.at",
        {"since": since, "today": today},
    )
    return [_record(row, "entered-after-its-day", str(row["at"])[:10]) for row in rows]


def unowned(db: sqlite3.Connection) -> list[Record]:
    """Open leads that nobody owns."""
    rows = db.execute(
        "SELECT l.id AS lead, c.name AS customer, NULL AS consultant, l.grade, l.opened_at FROM leads AS l"
        " JOIN customers AS c ON c.id = l.customer WHERE l.task IS NOT NULL AND l.consultant IS NULL"
        " AND l.due_from > '' AND l.status = 'open' ORDER BY l.id"
    )
    return [_record(row, "unowned", str(row["opened_at"])[:10]) for row in rows]
