"""Checks of the register: what of a span was left out, left open, or entered late."""

from __future__ import annotations

import sqlite3

from leadctl.domain.periods import Span
from leadctl.store.queries.checks.findings import Record, finding

_VISITS = (
    "SELECT v.id AS visit, v.lead, coalesce(c.name, v.name) AS customer, s.name AS consultant, v.grade, v.at,"
    " v.kind, o.at AS entered_at FROM visits AS v JOIN operations AS o ON o.id = v.operation"
    " LEFT JOIN customers AS c ON c.id = v.customer LEFT JOIN staff AS s ON s.id = v.consultant"
    " WHERE v.at >= :first AND v.at < :end"
)
_FOLLOW_UPS = (
    "SELECT f.id AS followup, f.lead, c.name AS customer, s.name AS consultant, f.grade, f.at, o.at AS entered_at"
    " FROM followups AS f JOIN operations AS o ON o.id = f.operation JOIN leads AS l ON l.id = f.lead"
    " JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = f.by"
    " WHERE f.at >= :first AND f.at < :end"
)


def not_closed(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Walk-ins of past days that nobody closed by their evening: no leaving time."""
    return _visits(db, span, "no-leaving-time", " AND v.at < :today AND v.kind = 'walk-in' AND v.left_at IS NULL")


def without_contact(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Traffic that left no phone."""
    return _visits(db, span, "no-contact", " AND v.customer IS NULL")


def without_consultant(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Visits that nobody served; an online enquiry is given to somebody only after it was screened."""
    return _visits(db, span, "no-consultant", " AND v.kind <> 'online' AND v.consultant IS NULL")


def entered_late(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Visits and follow-ups recorded on a later day than they happened, typed or imported."""
    late = " AND substr(o.at, 1, 10) > substr({at}, 1, 10) ORDER BY {at}"
    rows = db.execute(_VISITS + late.format(at="v.at"), span.values()).fetchall()
    rows += db.execute(_FOLLOW_UPS + late.format(at="f.at"), span.values()).fetchall()
    return [
        finding(row, "entered-after-its-day", row["at"], entered_at=row["entered_at"][:16])
        for row in sorted(rows, key=lambda row: str(row["at"]))
    ]


def _visits(db: sqlite3.Connection, span: Span, check: str, clause: str) -> list[Record]:
    rows = db.execute(f"{_VISITS}{clause} ORDER BY v.at, v.id", span.values()).fetchall()
    return [finding(row, check, row["at"], at=row["at"], kind=row["kind"]) for row in rows]
