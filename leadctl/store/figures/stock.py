"""The active leads at the end of a day: now as they are stored, in the past as their facts tell.

A lead that no fact speaks of after that day still stands as it stood: only the others are replayed.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.store.facts import facts_of
from leadctl.store.figures.kinds import LEAD_NAMES, LEAD_RECORD
from leadctl.store.figures.measures import Record
from leadctl.store.json_ids import json_ids

CHUNK = 2000

_AWAKE = "(l.status = 'open' OR (l.status = 'dormant' AND l.wake_on <= :day))"
_STORED = f"FROM leads AS l WHERE l.task IS NOT NULL AND l.due_from > '' AND {_AWAKE} AND l.opened_at <= :night"
_OF_CONSULTANT = " AND l.consultant IS :consultant"

_LATER = (
    # The sign keeps the index of leads' visits out of it, which would be read from end to end.
    "SELECT lead FROM visits WHERE at > :night AND +lead IS NOT NULL",
    "SELECT lead FROM followups WHERE at > :night",
    "SELECT lead FROM assessments WHERE at > :night",
    "SELECT lead FROM assignments WHERE at > :night",
    "SELECT lead FROM screenings WHERE at > :night",
    "SELECT lead FROM appointments WHERE at > :night",
    "SELECT lead FROM dormancies WHERE at > :night",
    "SELECT lead FROM churns WHERE at > :night",
    "SELECT lead FROM verifications WHERE at > :night",
    "SELECT lead FROM orders WHERE ordered_at > :night",
    "SELECT lead FROM orders WHERE delivered_at > :night",
    "SELECT lead FROM orders WHERE cancelled_at > :night",
)
_TOUCHED = (
    "SELECT l.id, l.grade, l.consultant,"
    f" (l.task IS NOT NULL AND {_AWAKE}) AS counted"
    f" FROM ({' UNION '.join(_LATER)}) AS later CROSS JOIN leads AS l ON l.id = later.lead"
    " WHERE l.opened_at <= :night ORDER BY l.id"
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
            "night": f"{self.day}T23:59",
            "consultant": self.consultant,
        }

    def holds(self, standing: Standing) -> bool:
        """Whether a lead that stood like this was active and asked for."""
        asleep = standing.status == "dormant" and (standing.wake_on or "") > self.day
        active = standing.status in ("open", "dormant") and not asleep
        return active and (self.consultant is None or standing.consultant == self.consultant)


def active_by_grade(db: sqlite3.Connection, stock: Stock) -> dict[str | None, int]:
    """Grade -> how many active leads had it; grades without any are left out."""
    owner = "" if stock.consultant is None else _OF_CONSULTANT
    counts: Counter[str | None] = Counter(
        dict(db.execute(f"SELECT l.grade, count(*) {_STORED}{owner} GROUP BY l.grade", stock.values()).fetchall())
    )
    for row, standing in changed_since(db, stock):
        if row["counted"] and stock.consultant in (None, row["consultant"]):
            counts[row["grade"]] -= 1
        if standing is not None and stock.holds(standing):
            counts[standing.grade] += 1
    return {grade: found for grade, found in counts.items() if found}


def active_leads(db: sqlite3.Connection, stock: Stock) -> list[Record]:
    """The active leads as records with the grade that they had at the end of the day, by id."""
    owner = "" if stock.consultant is None else _OF_CONSULTANT
    grades = dict(db.execute(f"SELECT l.id, l.grade {_STORED}{owner}", stock.values()).fetchall())
    for row, standing in changed_since(db, stock):
        grades.pop(row["id"], None)
        if standing is not None and stock.holds(standing):
            grades[row["id"]] = standing.grade
    told = db.execute(
        f"SELECT {LEAD_RECORD} FROM leads AS l{LEAD_NAMES} WHERE l.id IN (SELECT value FROM json_each(:ids))"
        " ORDER BY l.id",
        stock.values() | {"ids": json_ids(grades)},
    )
    return [dict(row) | {"grade": grades[row["lead"]]} for row in told.fetchall()]


def changed_since(db: sqlite3.Connection, stock: Stock) -> Iterator[tuple[sqlite3.Row, Standing | None]]:
    """Leads that facts after the day speak of: as stored now, and as they stood then (None: not opened yet)."""
    if stock.day >= stock.today:
        return
    cursor = db.execute(_TOUCHED, stock.values())
    night = str(stock.values()["night"])
    while rows := cursor.fetchmany(CHUNK):
        facts = facts_of(db, [row["id"] for row in rows])
        for row in rows:
            yield row, _stood(facts.get(row["id"], []), night, stock.policy)


def _stood(facts: list[Fact], night: str, policy: Policy) -> Standing | None:
    known = [fact for fact in facts if fact.at <= night]
    return replay(known, policy).standing if known else None
