"""The work on leads as their facts tell it: of a month, and where the leads stood on an evening.

Of a month only those leads are looked at that something of it speaks of: a contact, an opening, an order, or a window
that may have ended in it. Whoever imported ten years of visits and closed nothing has a hundred times as many open.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from leadctl.domain.due import invited_again_on
from leadctl.domain.policy import Policy
from leadctl.domain.windows import Conduct, reach
from leadctl.store.core.json_ids import json_ids
from leadctl.store.derivation.lives import conducts_of
from leadctl.store.queries.figures.measures import Record, Span
from leadctl.store.queries.lists import names

# A window ends within the days of its policy after what dated it, or on the day that was agreed.
_DATED = (
    # The sign keeps the index of leads' visits out of it, which would be read from end to end.
    "SELECT lead FROM visits WHERE at >= :dated AND at < :end AND +lead IS NOT NULL",
    "SELECT lead FROM followups WHERE at >= :dated AND at < :end",
    "SELECT lead FROM screenings WHERE at >= :dated AND at < :end",
    "SELECT lead FROM verifications WHERE at >= :dated AND at < :end",
    "SELECT lead FROM orders WHERE ordered_at >= :dated AND ordered_at < :end",
    "SELECT lead FROM orders WHERE cancelled_at >= :dated AND cancelled_at < :end",
    "SELECT id FROM leads WHERE opened_at >= :dated AND opened_at < :end",
    "SELECT lead FROM appointments WHERE for_at >= :dated AND for_at < :end",
    "SELECT lead FROM screenings WHERE at < :end AND promised_on >= :agreed",
    "SELECT lead FROM dormancies WHERE until >= :agreed AND until < :end",
)
# Dates agreed long before have no index: they are asked of the leads that were open since the days began.
_AGREED = (
    "SELECT f.lead FROM leads AS o CROSS JOIN followups AS f ON f.lead = o.id AND f.at < :end"
    " WHERE {open} AND f.next_on >= :agreed AND f.next_on < :end"
)
_OPEN = ("o.task IS NOT NULL AND o.due_from > ''", "o.closed_at >= :first")
_WORKED = (
    f"SELECT l.id FROM ({' UNION '.join((*_DATED, *(_AGREED.format(open=each) for each in _OPEN)))}) AS found"
    " CROSS JOIN leads AS l ON l.id = found.lead"
    " WHERE (l.closed_at IS NULL OR l.closed_at >= :first) AND l.opened_at < :end ORDER BY l.id"
)
_LEADS_TOLD = (
    "SELECT l.id AS lead, l.customer AS customer_id, c.name AS customer,"
    " (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer ORDER BY p.id LIMIT 1) AS phone,"
    " m.name AS model, s.name AS consultant"
    " FROM leads AS l LEFT JOIN customers AS c ON c.id = l.customer LEFT JOIN models AS m ON m.id = l.model"
    " LEFT JOIN staff AS s ON s.id = l.consultant WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.id"
)
_IMPORTANCES = (
    "SELECT l.id, c.importance FROM leads AS l JOIN customers AS c ON c.id = l.customer"
    " WHERE l.id IN (SELECT value FROM json_each(:ids))"
)
_FOLLOW_UPS_TOLD = (
    "SELECT f.id AS followup, f.lead, f.at, f.via, f.outcome, o.at AS entered_at, f.note"
    " FROM followups AS f JOIN operations AS o ON o.id = f.operation"
    " WHERE f.id IN (SELECT value FROM json_each(:ids)) ORDER BY f.at, f.id"
)
_LATE = (
    "SELECT f.id FROM followups AS f JOIN operations AS o ON o.id = f.operation"
    " WHERE f.at >= :first AND f.at < :end AND substr(o.at, 1, 10) > substr(f.at, 1, 10)"
)
_OVERDUE = (
    "SELECT l.id AS lead, l.consultant, l.task, l.grade, l.due_from, l.due_by, l.attempts FROM leads AS l"
    " WHERE l.task IN ('first-follow-up', 'follow-up', 'appointment') AND l.due_from < :today AND l.due_by < :today"
)
_OVERDUE_OF = (
    "SELECT l.consultant, count(*) AS leads FROM leads AS l"
    " WHERE l.task IN ('first-follow-up', 'follow-up') AND l.due_from < :today AND l.due_by < :today"
    " GROUP BY +l.consultant"
)
_MISSED = "SELECT l.consultant, l.due_by FROM leads AS l WHERE l.task = 'appointment' AND l.meets_at < :today"
_LAST_WORDS = (
    "SELECT lead, at, note, max(at) FROM ("
    "SELECT lead, at, note FROM followups WHERE note IS NOT NULL AND at <= :night"
    " AND lead IN (SELECT value FROM json_each(:ids))"
    " UNION ALL SELECT lead, at, note FROM visits WHERE note IS NOT NULL AND at <= :night"
    " AND lead IN (SELECT value FROM json_each(:ids))) GROUP BY lead"
)


def conducts(db: sqlite3.Connection, span: Span, policy: Policy) -> Iterator[tuple[int, Conduct]]:
    """(lead, what its facts tell to date) of each lead that was opened, contacted or won in a span, or of which a
    window may have ended in it."""
    agreed, dated = reach(policy, span.first)
    rows = db.execute(_WORKED, span.values() | {"dated": dated, "agreed": agreed}).fetchall()
    return conducts_of(db, (row["id"] for row in rows), policy, span.today)


def owner_names(db: sqlite3.Connection) -> dict[int | None, str | None]:
    """Id -> name of everybody ever; nobody (None) has none."""
    return {None: None} | names(db, "staff")


def leads_told(db: sqlite3.Connection, leads: Iterable[int]) -> dict[int, Record]:
    """Lead -> customer, phone, model and present owner."""
    rows = db.execute(_LEADS_TOLD, {"ids": json_ids(set(leads))})
    return {row["lead"]: dict(row) for row in rows.fetchall()}


def follow_ups_told(db: sqlite3.Connection, ids: Iterable[int]) -> list[Record]:
    """Follow-ups in the order of their time, each with the moment at which it was entered."""
    return [dict(row) for row in db.execute(_FOLLOW_UPS_TOLD, {"ids": json_ids(ids)}).fetchall()]


def entered_late(db: sqlite3.Connection, span: Span) -> set[int]:
    """Ids of the span's follow-ups that were entered after their day."""
    return {row["id"] for row in db.execute(_LATE, span.values()).fetchall()}


def overdue_of(db: sqlite3.Connection, today: str, policy: Policy) -> Counter[int | None]:
    """Owner -> how many leads :func:`overdue_now` lists of them: of ten years, there may be hundreds of thousands."""
    rows = db.execute(_OVERDUE_OF, {"today": today}).fetchall()
    missed = db.execute(_MISSED, {"today": today}).fetchall()
    return Counter({row["consultant"]: row["leads"] for row in rows}) + Counter(
        row["consultant"] for row in missed if invited_again_on(row["due_by"], policy) < today
    )


def overdue_now(db: sqlite3.Connection, today: str, policy: Policy) -> list[Record]:
    """Leads whose contact is overdue now, the longest waiting first."""
    found = [_owed(dict(row), policy) for row in db.execute(_OVERDUE, {"today": today})]
    overdue = [record for record in found if str(record["due_by"]) < today]
    return sorted(overdue, key=lambda record: (record["due_by"], record["lead"]))


def _owed(record: Record, policy: Policy) -> Record:
    """Who did not come to an appointment is owed a follow-up on the day after."""
    if record["task"] != "appointment":
        return record
    day = invited_again_on(str(record["due_by"]), policy)
    return record | {"task": "follow-up", "due_from": day, "due_by": day}


def last_words(db: sqlite3.Connection, leads: Iterable[int], night: str) -> dict[int, str]:
    """Lead -> the note of its latest visit or follow-up that has one, of those up to the moment ``night``."""
    rows = db.execute(_LAST_WORDS, {"ids": json_ids(leads), "night": night})
    return {row["lead"]: row["note"] for row in rows.fetchall()}


def importances(db: sqlite3.Connection, leads: Iterable[int]) -> dict[int, str]:
    """Lead -> how important its customer is."""
    rows = db.execute(_IMPORTANCES, {"ids": json_ids(leads)})
    return {row["id"]: row["importance"] for row in rows.fetchall()}
