"""The active leads of an evening one by one, with what a prospect table tells of them.

Of a lead that visits alone speak of, and nothing since that evening, its row tells all but since when it has its
grade. The others are walked through.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from leadctl.domain.days import add_days
from leadctl.domain.windows import Conduct, graded_at
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation.lives import CHUNK, conducts_until, grades_given
from leadctl.store.queries.figures.evenings import EVER, TOUCHED
from leadctl.store.queries.figures.stock import OF_CONSULTANT, STORED, Stock

_ACTIVE = (
    "SELECT l.id AS lead, l.grade, l.need_by, l.contacts AS follow_ups, l.last_contact, l.due_by,"
    f" l.consultant, l.model, l.man, l.confidence {STORED}"
)
_TOUCHED = f"SELECT lead FROM {TOUCHED} AS later"


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
        given = grades_given(db, (row["lead"] for row in rest)) if known else {}
        yield from (_stored(row, given[row["lead"]]) for row in rest if row["lead"] in given)
        yield from _walked(db, stock, [row["lead"] for row in rest if row["lead"] not in given])
    yield from _walked(db, stock, sorted(apart))


def _touched(db: sqlite3.Connection, stock: Stock) -> set[int]:
    """The leads that something speaks of since, whose rows tell of today."""
    if stock.day >= stock.today:
        return set()
    return {row["lead"] for row in db.execute(_TOUCHED, stock.values() | {"until": EVER})}


def _stored(row: sqlite3.Row, given: Iterable[tuple[str, str | None]]) -> Active:
    return Active(graded_at(given), *(row[name] for name in Active._fields[1:]))


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
