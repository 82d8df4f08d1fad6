"""What was judged or learnt of a lead between contacts."""

from __future__ import annotations

from leadctl.store.core.writer import Writer


def add_assessment(writer: Writer, lead: int, at: str, **values: object) -> int:
    """Record what was judged of a lead (columns of ``assessments``); returns its id."""
    identity = writer.insert("assessments", lead=lead, at=at, by=writer.author.staff, **values)
    writer.touch(lead)
    return identity
