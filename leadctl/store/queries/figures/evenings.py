"""How leads stood on an evening that is past, where they stand otherwise later.

A lead that nothing speaks of between two evenings stands on both alike: only the others are looked at. Visits alone
speak of most of them; these are counted as SQLite finds them, as many at once as stand alike, and only leads that
somebody worked are replayed. What visits alone say is what :mod:`leadctl.domain.opening` says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from leadctl.domain.policy import Policy
from leadctl.domain.standing import Standing
from leadctl.store.derivation.lives import WORKED, standings_at

# The sign keeps the index of leads' visits out of it, which would be read from end to end.
_SPOKEN = (
    "SELECT lead FROM visits WHERE at > :night AND at <= :until AND +lead IS NOT NULL",
    "SELECT lead FROM followups WHERE at > :night AND at <= :until",
    "SELECT lead FROM assessments WHERE at > :night AND at <= :until",
    "SELECT lead FROM assignments WHERE at > :night AND at <= :until",
    "SELECT lead FROM screenings WHERE at > :night AND at <= :until",
    "SELECT lead FROM appointments WHERE at > :night AND at <= :until",
    "SELECT lead FROM dormancies WHERE at > :night AND at <= :until",
    "SELECT lead FROM churns WHERE at > :night AND at <= :until",
    "SELECT lead FROM verifications WHERE at > :night AND at <= :until",
    "SELECT lead FROM orders WHERE ordered_at > :night AND ordered_at <= :until",
    "SELECT lead FROM orders WHERE delivered_at > :night AND delivered_at <= :until",
    "SELECT lead FROM orders WHERE cancelled_at > :night AND cancelled_at <= :until",
)
# Between two evenings a lead may also have begun, or woken, without a fact of that time.
_CHANGED = (
    *_SPOKEN,
    "SELECT id FROM leads WHERE opened_at > :night AND opened_at <= :until",
    "SELECT lead FROM dormancies WHERE until > substr(:night, 1, 10) AND until <= :until",
)
EVER = "9999"

TOUCHED = f"({' UNION '.join(_SPOKEN)})"
"""The leads that facts after the moment ``:night`` and up to ``:until`` speak of, as ``lead``."""

_LAST = (
    "(SELECT v.{column} FROM visits AS v WHERE v.lead = l.id AND v.at <= {night} AND {said}"
    " ORDER BY v.at DESC, v.operation DESC, v.id DESC LIMIT 1)"
)
_FIRST = _LAST.replace(" DESC", "")
_BUDGET = "(v.budget_low IS NOT NULL OR v.budget_high IS NOT NULL)"
_THEN = {
    "grade": _LAST.format(column="grade", night="{night}", said="v.grade IS NOT NULL"),
    "consultant": _FIRST.format(column="consultant", night="{night}", said="v.consultant IS NOT NULL"),
    "budget_low": _LAST.format(column="budget_low", night="{night}", said=_BUDGET),
    "budget_high": _LAST.format(column="budget_high", night="{night}", said=_BUDGET),
}
"""What visits alone say of a lead ``l`` at a moment."""


class Stood(NamedTuple):
    """What figures ask of where a lead stood: its grade, status, owner's id, the day on which it wakes, its budget."""

    grade: str | None = None
    status: str = "open"
    wake_on: str | None = None
    consultant: int | None = None
    budget_low: float | None = None
    budget_high: float | None = None


class Move(NamedTuple):
    """How leads stood on the earlier evening and on the later one (None: not opened yet), and how many are alike;
    ``lead``: the one that somebody worked, which is like no other."""

    then: Stood | None
    later: Stood | None
    leads: int = 1
    lead: int | None = None


GRADE, OWNER, BUDGET = ("grade",), ("consultant",), ("budget_low", "budget_high")
"""What may be asked beside the status; the less, the more leads are alike."""


def moved_since(db: sqlite3.Connection, night: str, policy: Policy, asked: tuple[str, ...]) -> Iterator[Move]:
    """The leads that facts after the ISO moment ``night`` speak of: as they stood then, and as they are stored now."""
    rows = db.execute(_since(asked), {"night": night, "until": EVER}).fetchall()
    for row in rows:
        if row["worked"] is None:
            yield Move(_stood(row, "then", asked), _now(row, asked), row["leads"])
    worked = {row["worked"]: row for row in rows if row["worked"] is not None}
    for lead, (stood,) in standings_at(db, worked, policy, night):
        yield Move(_told(stood), _now(worked[lead], asked), lead=lead)


def moved_between(
    db: sqlite3.Connection, night: str, until: str, policy: Policy, asked: tuple[str, ...]
) -> Iterator[Move]:
    """The leads that may have stood otherwise at the ISO moment ``until`` than at ``night``."""
    rows = db.execute(_between(asked), {"night": night, "until": until}).fetchall()
    for row in rows:
        if row["worked"] is None:
            then = _stood(row, "then", asked) if row["was"] else None
            yield Move(then, _stood(row, "later", asked), row["leads"])
    worked = (row["worked"] for row in rows if row["worked"] is not None)
    for lead, (stood, later) in standings_at(db, worked, policy, night, until):
        yield Move(_told(stood), _told(later), lead=lead)


def _told(standing: Standing | None) -> Stood | None:
    return None if standing is None else Stood(*(getattr(standing, name) for name in Stood._fields))


def _stood(row: sqlite3.Row, when: str, asked: Iterable[str]) -> Stood:
    return Stood(**{name: row[f"{when}_{name}"] for name in asked})


def _now(row: sqlite3.Row, asked: Iterable[str]) -> Stood:
    return Stood(status=row["status"], wake_on=row["wake_on"], **{name: row[name] for name in asked})


@lru_cache
def _since(asked: tuple[str, ...]) -> str:
    now = [f"l.{name}" for name in ("status", "wake_on", *asked)]
    return _question(TOUCHED, [*now, *_said("then", ":night", asked)], ":night")


@lru_cache
def _between(asked: tuple[str, ...]) -> str:
    both = [*_said("then", ":night", asked), *_said("later", ":until", asked)]
    return _question(f"({' UNION '.join(_CHANGED)})", ["l.opened_at <= :night AS was", *both], ":until")


def _said(when: str, night: str, asked: Iterable[str]) -> list[str]:
    return [f"{_THEN[name].format(night=night)} AS {when}_{name}" for name in asked]


def _question(leads: str, columns: list[str], opened: str) -> str:
    """One row for all leads alike that visits alone speak of, and one for each of the others."""
    worked = f"CASE WHEN {WORKED} THEN l.id END AS worked"
    alike = ", ".join(str(place) for place in range(2, 3 + len(columns)))
    return (
        f"SELECT count(*) AS leads, {worked}, {', '.join(columns)}"
        f" FROM {leads} AS found CROSS JOIN leads AS l ON l.id = found.lead"
        f" WHERE l.opened_at <= {opened} GROUP BY {alike}"
    )
