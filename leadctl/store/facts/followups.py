"""Follow-ups: contacts and tries."""

from __future__ import annotations

from leadctl.store.core.writer import Writer


def add_follow_up(
    writer: Writer,
    *,
    lead: int,
    at: str,
    via: str,
    outcome: str,
    grade: str | None,
    next_on: str | None,
    note: str | None,
) -> int:
    """Record one follow-up of a lead by the acting person; returns its id."""
    identity = writer.insert(
        "followups",
        lead=lead,
        at=at,
        by=writer.author.staff,
        via=via,
        outcome=outcome,
        grade=grade,
        next_on=next_on,
        note=note,
    )
    writer.touch(lead)
    return identity
