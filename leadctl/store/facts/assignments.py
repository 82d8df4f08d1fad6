"""Who owns a lead."""

from __future__ import annotations

from leadctl.store.core.writer import Writer


def add_assignment(
    writer: Writer, lead: int, at: str, consultant: int | None, note: str | None, *, released_from: int | None = None
) -> int:
    """From ``at`` on the lead is this consultant's (None: the common pool's); returns the assignment's id.

    ``released_from``: who lost it to the common pool by neglect.
    """
    identity = writer.insert(
        "assignments",
        lead=lead,
        at=at,
        by=writer.author.staff,
        consultant=consultant,
        note=note,
        released_from=released_from,
    )
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
