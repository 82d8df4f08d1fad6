"""Calls that screen online leads."""

from __future__ import annotations

from leadctl.store.core.connection import Database, Row
from leadctl.store.core.writer import Writer


def add_screening(writer: Writer, lead: int, at: str, result: str, promised_on: str | None, note: str | None) -> int:
    """Record a call; ``promised_on``: the ISO date on which they agreed to come. Returns its id."""
    identity = writer.insert(
        "screenings", lead=lead, at=at, by=writer.author.staff, result=result, promised_on=promised_on, note=note
    )
    writer.touch(lead)
    return identity


def enquiry_of(db: Database, lead: int) -> Row | None:
    """The online enquiry that opened a lead (id, at); None: it came by another way."""
    row: Row | None = db.execute(
        "SELECT v.id, v.at, v.kind FROM visits AS v JOIN leads AS l ON l.id = v.lead AND l.opened_at = v.at"
        " WHERE v.lead = :lead ORDER BY v.operation, v.id LIMIT 1",
        {"lead": lead},
    ).fetchone()
    return row if row is not None and row["kind"] == "online" else None
