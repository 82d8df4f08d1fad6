"""Who owns a lead."""

from __future__ import annotations

from leadctl.store.connection import Database
from leadctl.store.writer import Writer


def add_assignment(writer: Writer, lead: int, at: str, consultant: int | None, note: str | None) -> int:
    """From ``at`` on the lead is this consultant's (None: the common pool's); returns the assignment's id."""
    identity = writer.insert("assignments", lead=lead, at=at, by=writer.author.staff, consultant=consultant, note=note)
    writer.touch(lead)
    return identity


def open_leads_of(writer: Writer, consultant: int | None) -> list[int]:
    """The leads that are not closed, of a consultant or (None) of nobody."""
    rows = writer.db.execute(
        "SELECT id FROM leads WHERE task IS NOT NULL AND consultant IS :consultant AND due_from > ''"
        " ORDER BY due_from, id",
        {"consultant": consultant},
    )
    return [row["id"] for row in rows]


def next_in_turn(db: Database) -> list[int]:
    """The consultants who work here, whoever was given a lead longest ago first."""
    rows = db.execute(
        "SELECT s.id FROM staff AS s LEFT JOIN assignments AS a ON a.consultant = s.id"
        " WHERE s.role = 'consultant' AND s.left_on IS NULL GROUP BY s.id ORDER BY max(a.id) NULLS FIRST, s.id"
    )
    return [row["id"] for row in rows]
