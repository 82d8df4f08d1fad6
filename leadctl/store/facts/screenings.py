"""Calls that screen online leads."""

from __future__ import annotations

import sqlite3

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.rows import find_value
from leadctl.store.core.tables import FACT_OF_LEAD, LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_screening(writer: Writer, lead: int, at: str, result: str, promised_on: str | None, note: str | None) -> int:
    """Record a call; ``promised_on``: the ISO date on which they agreed to come. Returns its id."""
    identity = writer.insert(
        "screenings", lead=lead, at=at, by=writer.author.staff, result=result, promised_on=promised_on, note=note
    )
    writer.touch(lead)
    return identity


def is_online_lead(db: sqlite3.Connection, lead: int) -> bool:
    """Whether an online enquiry opened the lead."""
    sql = (
        "SELECT v.kind FROM visits AS v JOIN leads AS l ON l.id = v.lead AND l.opened_at = v.at"
        " WHERE v.lead = :lead ORDER BY v.operation, v.id LIMIT 1"
    )
    kind = find_value(db, str, sql, {"lead": lead})
    return kind == "online"


TABLE = StoredTable(
    "screenings",
    erased=("note",),
    texts=("note",),
    export=Export(
        "screenings",
        f"SELECT {LEADS_PHONE}, f.at, b.name AS by, f.result, f.promised_on, f.note, f.id, f.lead AS of_lead"
        f" FROM screenings AS f{FACT_OF_LEAD}",
        OF_LEAD,
        "f.at, f.id",
    ),
)


def _read(identity: int, operation: int, at: str, promised_on: str | None, result: str) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["screen"], identity, "screen", on=promised_on, result=result),)


KIND = FactKind(
    "screening",
    TABLE,
    select=f"SELECT lead, id, operation, at, promised_on, result FROM screenings {OF_LEADS}",
    read=_read,
    history=history_by(
        "screening",
        "SELECT f.id, f.at, s.name AS by, f.result, f.promised_on, f.note"
        f" FROM screenings AS f {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("screen",),
    handed_on=("screen",),
    plural=template("screenings"),
)
