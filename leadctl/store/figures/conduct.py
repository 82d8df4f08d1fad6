"""The work on leads as their facts tell it: of a month, and where the leads stood on an evening.

Only leads that something could be owed to are replayed: opened before the days in question ended, and not closed
before they began.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from leadctl.domain.due import invited_again_on
from leadctl.domain.facts import Fact
from leadctl.domain.policy import Policy
from leadctl.domain.windows import Conduct, conduct_of
from leadctl.store.facts import facts_of
from leadctl.store.figures.measures import Record, Span
from leadctl.store.json_ids import json_ids
from leadctl.store.lists import names

CHUNK = 2000

# The signs leave each half to the index that finds few: open leads by what is due, closed ones by their closing.
_WORKED = (
    "SELECT l.id FROM leads AS l WHERE l.task IS NOT NULL AND l.due_from > '' AND +l.opened_at < :end"
    " UNION ALL SELECT l.id FROM leads AS l WHERE l.closed_at >= :first AND +l.opened_at < :end"
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
_LAST_WORDS = (
    "SELECT lead, at, note, max(at) FROM ("
    "SELECT lead, at, note FROM followups WHERE note IS NOT NULL AND at <= :night"
    " AND lead IN (SELECT value FROM json_each(:ids))"
    " UNION ALL SELECT lead, at, note FROM visits WHERE note IS NOT NULL AND at <= :night"
    " AND lead IN (SELECT value FROM json_each(:ids))) GROUP BY lead"
)


def conducts(db: sqlite3.Connection, span: Span, policy: Policy) -> Iterator[tuple[int, Conduct]]:
    """(lead, what its facts tell to date) of each lead that was worked in a span."""
    for lead, facts in _facts(db, _worked(db, span)):
        yield lead, conduct_of(facts, policy, span.today)


def conducts_until(db: sqlite3.Connection, day: str, until: str, policy: Policy) -> Iterator[tuple[int, Conduct]]:
    """(lead, what its facts told before ``until``) of each lead not closed before ``day`` (both ISO dates)."""
    for lead, facts in _facts(db, _worked(db, Span(day, until, day))):
        known = [fact for fact in facts if fact.at < until]
        if known:
            yield lead, conduct_of(known, policy, until)


def _worked(db: sqlite3.Connection, span: Span) -> Iterator[int]:
    return iter(sorted(row["id"] for row in db.execute(_WORKED, span.values()).fetchall()))


def _facts(db: sqlite3.Connection, leads: Iterator[int]) -> Iterator[tuple[int, list[Fact]]]:
    while chunk := list(islice(leads, CHUNK)):
        found = facts_of(db, chunk)
        yield from ((lead, found[lead]) for lead in chunk if lead in found)


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
