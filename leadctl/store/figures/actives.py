"""The active leads of an evening one by one, with what a prospect table tells of them.

Of a lead that visits alone speak of, and nothing since that evening, its row tells all but since when it has its
grade. The others are walked through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from leadctl.domain.days import add_days
from leadctl.domain.windows import Conduct, graded_at
from leadctl.store.figures.evenings import EVER, TOUCHED
from leadctl.store.figures.stock import OF_CONSULTANT, STORED, Stock
from leadctl.store.json_ids import json_ids
from leadctl.store.lives import CHUNK, WORKED, conducts_until
from leadctl.store.settings import policy_of

_ACTIVE = (
    f"SELECT l.id AS lead, {WORKED} AS worked, l.grade, l.need_by, l.contacts AS follow_ups, l.last_contact, l.due_by,"
    f" l.consultant, l.model, l.man, l.confidence {STORED}"
)
_TOUCHED = f"SELECT lead FROM {TOUCHED} AS later"
_GIVEN = (
    "SELECT v.lead, v.at, v.grade FROM json_each(:ids) AS wanted CROSS JOIN visits AS v ON v.lead = wanted.value"
    " ORDER BY v.lead, v.at, v.operation, v.id"
)
_lead = itemgetter("lead")


class Active(NamedTuple):
    """An active lead as it stood on an evening; ``graded_at``: the moment since which it has had its grade;
    ``follow_ups``: contacts so far; ``consultant``, ``model``: ids."""

    graded_at: str
    lead: int
    grade: str | None
    need_by: str | None
    follow_ups: int
    last_contact: str | None
    due_by: str | None
    consultant: int | None
    model: int | None
    man: str | None
    confidence: str | None


def active_on(db: sqlite3.Connection, stock: Stock) -> Iterator[Active]:
    """Every active lead of a stock, in no order."""
    owner = "" if stock.consultant is None else OF_CONSULTANT
    apart = _touched(db, stock)
    # Dates are stored as all policies make them; an evening knows none that began after it.
    known = len(stock.policy.ever) == len(policy_of(db).ever)
    rows = db.execute(f"{_ACTIVE}{owner}", stock.values())
    while chunk := rows.fetchmany(CHUNK):
        rest = [row for row in chunk if row["lead"] not in apart]
        yield from _stored(db, [row for row in rest if known and not row["worked"]])
        worked = [row["lead"] for row in rest if not known or row["worked"]]
        yield from _walked(db, stock, worked)
    yield from _walked(db, stock, sorted(apart))


def _touched(db: sqlite3.Connection, stock: Stock) -> set[int]:
    """The leads that something speaks of since, whose rows tell of today."""
    if stock.day >= stock.today:
        return set()
    return {row["lead"] for row in db.execute(_TOUCHED, stock.values() | {"until": EVER})}


def _stored(db: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> Iterator[Active]:
    given = db.execute(_GIVEN, {"ids": json_ids(row["lead"] for row in rows)})
    since = {lead: graded_at((row["at"], row["grade"]) for row in found) for lead, found in groupby(given, _lead)}
    for row in rows:
        yield Active(since[row["lead"]], *(row[name] for name in Active._fields[1:]))


def _walked(db: sqlite3.Connection, stock: Stock, leads: Iterable[int]) -> Iterator[Active]:
    for lead, (conduct,) in conducts_until(db, leads, stock.policy, add_days(stock.day, 1)):
        if conduct is not None and stock.holds(conduct.standing):
            yield _active(lead, conduct)


def _active(lead: int, conduct: Conduct) -> Active:
    stood = conduct.standing
    return Active(
        graded_at=conduct.graded_at,
        lead=lead,
        grade=stood.grade,
        need_by=_text(stood.need_by),
        follow_ups=stood.contacts,
        last_contact=stood.last_contact,
        due_by=stood.due_by,
        consultant=stood.consultant,
        model=None if stood.model is None else int(str(stood.model)),
        man=_text(stood.man),
        confidence=_text(stood.confidence),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
