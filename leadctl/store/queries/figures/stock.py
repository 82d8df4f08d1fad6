"""The active leads at the end of a day: now as they are stored, in the past as their facts tell.

A lead that no fact speaks of after that day still stands as it stood: only the others are looked at. Of several days
each is made of the one after it, by the leads that changed between the two: a year costs what its first month does.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import LazyRecords
from leadctl.domain.standing import Standing
from leadctl.store.core.json_ids import json_ids
from leadctl.store.derivation.lives import standings_at
from leadctl.store.queries.figures.evenings import EVER, GRADE, OWNER, TOUCHED, Move, Stood, moved_between, moved_since
from leadctl.store.queries.figures.kinds import LEAD_NAMES, LEAD_RECORD
from leadctl.store.queries.figures.measures import Record

_AWAKE = "(l.status = 'open' OR (l.status = 'dormant' AND l.wake_on <= :day))"
STORED = f"FROM leads AS l WHERE l.task IS NOT NULL AND l.due_from > '' AND {_AWAKE} AND l.opened_at <= :night"
"""The leads ``l`` that are active by ``:day`` as they are stored now, and were open by the evening of it."""

OF_CONSULTANT = " AND l.consultant IS :consultant"

_TOUCHED = f"SELECT l.id FROM {TOUCHED} AS later CROSS JOIN leads AS l ON l.id = later.lead WHERE l.opened_at <= :night"
_TOLD = (
    f"SELECT {LEAD_RECORD} FROM leads AS l{LEAD_NAMES} WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.id"
)


@dataclass(frozen=True, slots=True)
class Stock:
    """Which active leads are asked for: at the end of ``day`` (ISO), of one consultant's id or of all (None)."""

    day: str
    today: str
    policy: Policy
    consultant: int | None = None

    def values(self) -> dict[str, object]:
        """The named parameters of the questions."""
        return {
            "day": self.day,
            "today": self.today,
            "night": self.night,
            "consultant": self.consultant,
        }

    @property
    def night(self) -> str:
        """The last moment of the day."""
        return f"{self.day}T23:59"

    def holds(self, standing: Standing | Stood) -> bool:
        """Whether a lead that stood like this was active and asked for."""
        asleep = standing.status == "dormant" and (standing.wake_on or "") > self.day
        active = standing.status in ("open", "dormant") and not asleep
        return active and (self.consultant is None or standing.consultant == self.consultant)


def active_by_grade(db: sqlite3.Connection, *stocks: Stock) -> list[dict[str | None, int]]:
    """Of each of these stocks, their days ascending: grade -> how many active leads had it; grades without any are
    left out."""
    found: list[Counter[str | None]] = []
    after: Stock | None = None
    for stock in reversed(stocks):
        counts = _stored(db, stock) if after is None else Counter(found[-1])
        for move in _moves(db, stock, after):
            if move.later is not None and (after or stock).holds(move.later):
                counts[move.later.grade] -= move.leads
            if move.then is not None and stock.holds(move.then):
                counts[move.then.grade] += move.leads
        found.append(counts)
        after = stock
    return [{grade: leads for grade, leads in counts.items() if leads} for counts in reversed(found)]


def _stored(db: sqlite3.Connection, stock: Stock) -> Counter[str | None]:
    """The leads that were open by the day, as they are stored now."""
    owner = "" if stock.consultant is None else OF_CONSULTANT
    rows = db.execute(f"SELECT l.grade, count(*) {STORED}{owner} GROUP BY l.grade", stock.values()).fetchall()
    return Counter(dict(rows))


def _moves(db: sqlite3.Connection, stock: Stock, after: Stock | None) -> Iterable[Move]:
    asked = GRADE if stock.consultant is None else (*GRADE, *OWNER)
    if after is not None:
        return moved_between(db, stock.night, after.night, stock.policy, asked)
    return moved_since(db, stock.night, stock.policy, asked) if stock.day < stock.today else ()


def active_leads(db: sqlite3.Connection, stock: Stock) -> dict[int, str | None]:
    """Each active lead -> the grade that it had at the end of the day."""
    owner = "" if stock.consultant is None else OF_CONSULTANT
    grades = dict(db.execute(f"SELECT l.id, l.grade {STORED}{owner}", stock.values()).fetchall())
    for lead, standing in stood_before(db, stock):
        grades.pop(lead, None)
        if standing is not None and stock.holds(standing):
            grades[lead] = standing.grade
    return grades


def graded_records(db: sqlite3.Connection, grades: Mapping[int, str | None], today: str) -> LazyRecords[int]:
    """Leads as records, each with a grade that it had, by id."""

    def tell(leads: Sequence[int]) -> list[Record]:
        rows = db.execute(_TOLD, {"today": today, "ids": json_ids(leads)}).fetchall()
        return [dict(row) | {"grade": grades[row["lead"]]} for row in rows]

    return LazyRecords(sorted(grades), tell)


def stood_before(db: sqlite3.Connection, stock: Stock) -> Iterator[tuple[int, Standing | None]]:
    """Leads that facts after the day speak of, as they stood then (None: not opened yet)."""
    if stock.day >= stock.today:
        return
    rows = db.execute(_TOUCHED, stock.values() | {"until": EVER}).fetchall()
    for lead, (standing,) in standings_at(db, (row["id"] for row in rows), stock.policy, stock.night):
        yield lead, standing
