"""The states of leads on an evening: past ones from ``lead_states``, present ones from the leads' own rows.

A question about an evening is one statement. ``:before`` is the ISO date of the day after it: whatever happened on the
evening's day is known. An appointment that nobody came to, and a lead that wakes, are seen by comparing their dates
with the evening's day ``:evening``.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from leadctl.domain.days import add_days
from leadctl.domain.lead_state import HISTORY
from leadctl.domain.record_lists import LazyRecords, Record
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.kinds import LEAD_NAMES, LEAD_RECORD
from leadctl.store.queries.lead_now import last_note

_PAST = ", ".join(f"p.{name}" for name in HISTORY)
_PRESENT = ", ".join(f"n.{name}" for name in HISTORY)


# Comparing due_by keeps the closed leads out, through the partial index of what is due.
_NOT_CLOSED = "{lead}.task IS NOT NULL AND {lead}.due_by > ''"


def states_before(day: str, *, in_order: bool = False) -> str:
    """Every lead that was not closed when a day began, as it was then: columns ``lead`` and those of ``HISTORY``.

    ``day``: the name of a parameter that holds an ISO date. ``in_order``: the present ones are read as they stand in
    the file, for a list that has more of each lead than an index: what belongs to it stands near what belongs to the
    next.
    """
    not_closed = _NOT_CLOSED.format(lead="n")
    if in_order:
        not_closed = f"n.id IN (SELECT d.id FROM leads AS d WHERE {_NOT_CLOSED.format(lead='d')})"
    return (
        f"(SELECT p.lead, {_PAST} FROM lead_states AS p WHERE p.until_at >= {day} AND p.from_at < {day}"
        f" UNION ALL SELECT n.id, {_PRESENT} FROM leads AS n WHERE {not_closed} AND n.since < {day})"
    )


_OPEN = "t.task IS NOT NULL AND t.status = 'open'"
# The plus: found by the consultant, of whom there is an index too, and not among those of everybody.
_OPEN_OF_ONE = "t.task IS NOT NULL AND +t.status = 'open' AND t.consultant IS :consultant"


def open_leads(consultant: int | None) -> str:
    """A row ``t`` of leads that is open at present, and so was active since its column ``since``; of everybody (None)
    or of one."""
    return _OPEN if consultant is None else _OPEN_OF_ONE


RESTING = "t.task IS NOT NULL AND (t.status = 'dormant' OR t.status = 'ordered')"
"""A row ``t`` of leads that sleeps or waits for its car."""


def active_on(day: str) -> str:
    """Whether a state ``t`` was one of the active stock on a day: open, or dormant until a day that had come."""
    return f"(t.status = 'open' OR (t.status = 'dormant' AND t.wake_on <= {day}))"


def _as_of(day: str, name: str, missed: str) -> str:
    return f"CASE WHEN t.task = 'appointment' AND t.meets_at < {day} THEN {missed} ELSE t.{name} END"


def task_on(day: str) -> str:
    """What was owed in a state ``t`` on a day: after an appointment that nobody came to, a follow-up."""
    return _as_of(day, "task", "'follow-up'")


def due_from_on(day: str) -> str:
    """Since when it was owed, likewise."""
    return _as_of(day, "due_from", "t.invite_on")


def due_by_on(day: str) -> str:
    """Until when it was owed, likewise."""
    return _as_of(day, "due_by", "t.invite_on")


_STATES = states_before(":before")
_ACTIVE = active_on(":evening")
_OWNED = " AND t.consultant IS :consultant"
# Several evenings in one pass: each state counts for every evening that it contains.
_SPANS = (
    "(SELECT p.lead, p.status, p.wake_on, p.grade, p.consultant, p.from_at, p.until_at FROM lead_states AS p"
    " WHERE p.until_at >= :first AND p.from_at < :last UNION ALL"
    " SELECT t.id, t.status, t.wake_on, t.grade, t.consultant, t.since, '9999' FROM leads AS t"
    f" WHERE {RESTING} AND t.since < :last)"
)
_HOLDS = "t.from_at < {before} AND t.until_at >= {before} AND {active}"
# The open leads are nearly all: they are counted through an index that has them by grade, and none is sorted.
_OPEN_BY_GRADE = "SELECT t.grade, {counts} FROM leads AS t WHERE {opened} GROUP BY t.grade"
_MOST_EVENINGS = 500
"""Evenings of one pass: SQLite gives a row at most 2,000 columns."""

# The open ones are found by an index that has all that is asked, as those that are counted.
_LEADS = (
    f"SELECT t.lead, t.grade FROM {_SPANS} AS t"
    f" WHERE {_HOLDS.format(before=':before', active=_ACTIVE)}{{owner}}{{which}}"
    " UNION ALL SELECT t.id, t.grade FROM leads AS t WHERE {opened} AND t.since < :before{which}"
)
_PROSPECTS = (
    f"SELECT t.lead, l.customer, c.name, {LEADS_PHONE}, m.name, s.name, t.grade, t.graded_at, t.need_by, t.contacts,"
    f" t.last_contact, {due_by_on(':evening')}, {last_note('t.lead', ':before')}, c.importance, t.man, t.confidence"
    f" FROM {states_before(':before', in_order=True)} AS t"
    " JOIN leads AS l ON l.id = t.lead JOIN customers AS c ON c.id = l.customer"
    f" LEFT JOIN models AS m ON m.id = t.model LEFT JOIN staff AS s ON s.id = t.consultant WHERE {_ACTIVE}"
)
_RECORDS = (
    f"SELECT {LEAD_RECORD} FROM leads AS l{LEAD_NAMES} WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.id"
)


class Evening(NamedTuple):
    """The end of an ISO day; ``consultant``: a staff id, whose leads are asked for; None: everybody's."""

    day: str
    consultant: int | None = None

    def values(self) -> dict[str, object]:
        """The named parameters of the questions."""
        return {"evening": self.day, "before": add_days(self.day, 1), "consultant": self.consultant}

    @property
    def owner_clause(self) -> str:
        """What keeps the leads of the one consultant, over a state ``t``."""
        return "" if self.consultant is None else _OWNED


class ActiveLead(NamedTuple):
    """An active lead as it was on an evening. ``graded_at``: since when it had its grade; ``follow_ups``: answered so
    far; ``last_note``: what was said at the newest contact that had a note by then."""

    lead: int
    customer_id: int
    customer: str | None
    phone: str | None
    model: str | None
    consultant: str | None
    grade: str | None
    graded_at: str
    need_by: str | None
    follow_ups: int
    last_contact: str | None
    due_by: str | None
    last_note: str | None
    importance: str
    man: str | None
    confidence: str | None


def count_active_by_grade(db: sqlite3.Connection, *evenings: Evening) -> list[dict[str | None, int]]:
    """Of each of these evenings, their days ascending: grade -> how many active leads had it; grades without any are
    left out. All of them are asked of the same consultant."""
    if len(evenings) > _MOST_EVENINGS:
        later = count_active_by_grade(db, *evenings[_MOST_EVENINGS:])
        return count_active_by_grade(db, *evenings[:_MOST_EVENINGS]) + later
    values: dict[str, object] = {"consultant": evenings[0].consultant}
    changed, opened = [], []
    for number, evening in enumerate(evenings):
        before, day = f":before{number}", f":evening{number}"
        values |= {before[1:]: add_days(evening.day, 1), day[1:]: evening.day}
        changed.append(f"count(*) FILTER (WHERE {_HOLDS.format(before=before, active=active_on(day))})")
        opened.append(f"count(*) FILTER (WHERE t.since < {before})")
    values |= {"first": values["before0"], "last": values[f"before{len(evenings) - 1}"]}
    owner = evenings[0].owner_clause
    rows = [
        *db.execute(f"SELECT t.grade, {', '.join(changed)} FROM {_SPANS} AS t WHERE 1{owner} GROUP BY t.grade", values),
        *db.execute(_OPEN_BY_GRADE.format(counts=", ".join(opened), opened=open_leads(evenings[0].consultant)), values),
    ]
    found: list[Counter[str | None]] = [Counter() for _ in evenings]
    for grade, *counts in rows:
        for counted, leads in zip(found, counts, strict=True):
            counted[grade] += leads
    return [dict(+counted) for counted in found]


def list_active_grades(db: sqlite3.Connection, evening: Evening) -> dict[int, str | None]:
    """Each active lead -> its grade."""
    return dict(_read_active(db, evening, "", None))


def list_leads_of_grade(db: sqlite3.Connection, evening: Evening, grade: str | None) -> Sequence[int]:
    """The active leads that had a grade, by id; there may be hundreds of thousands."""
    from array import array

    return array("q", sorted(lead for lead, _ in _read_active(db, evening, " AND t.grade IS :grade", grade)))


def _read_active(
    db: sqlite3.Connection, evening: Evening, which: str, grade: str | None
) -> list[tuple[int, str | None]]:
    values = evening.values() | {"grade": grade}
    values |= {"first": values["before"], "last": values["before"]}
    sql = _LEADS.format(opened=open_leads(evening.consultant), owner=evening.owner_clause, which=which)
    return db.execute(sql, values).fetchall()


def read_active_leads(db: sqlite3.Connection, evening: Evening) -> Iterator[ActiveLead]:
    """Every active lead, in no order; there may be hundreds of thousands."""
    return map(ActiveLead._make, db.execute(f"{_PROSPECTS}{evening.owner_clause}", evening.values()))


def graded_records(
    db: sqlite3.Connection, leads: Sequence[int], find_grade: Callable[[int], str | None], today: str
) -> LazyRecords:
    """These leads as records, each with the grade that it had."""

    def read(part: Sequence[int]) -> list[Record]:
        rows = db.execute(_RECORDS, {"today": today, "ids": json_ids(part)}).fetchall()
        return [dict(row) | {"grade": find_grade(row["lead"])} for row in rows]

    return LazyRecords(leads, read)
