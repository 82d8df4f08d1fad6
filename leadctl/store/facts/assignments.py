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


_UNCLOSED_OF = "SELECT id FROM leads WHERE task IS NOT NULL AND consultant IS :consultant AND due_from > ''"
_AWAKE = "(status = 'open' OR (status = 'dormant' AND wake_on <= :today))"


def unclosed_leads_of(writer: Writer, consultant: int) -> list[int]:
    """The leads of a consultant that are not closed: open, dormant or ordered, or churned and not verified yet."""
    rows = writer.db.execute(f"{_UNCLOSED_OF} ORDER BY due_from, id", {"consultant": consultant})
    return [lead for (lead,) in rows]


def unassigned_leads(writer: Writer) -> list[int]:
    """The leads that wait for a consultant: open and awake, of nobody, the longest waiting first."""
    values = {"consultant": None, "today": writer.today}
    rows = writer.db.execute(f"{_UNCLOSED_OF} AND {_AWAKE} ORDER BY due_from, id", values)
    return [lead for (lead,) in rows]
