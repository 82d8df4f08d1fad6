"""Leads that sleep."""

from __future__ import annotations

from leadctl.store.core.writer import Writer


def add_dormancy(writer: Writer, lead: int, at: str, until: str, note: str | None) -> int:
    """A lead sleeps from ``at`` until the day ``until``; returns the dormancy's id."""
    identity = writer.insert("dormancies", lead=lead, at=at, by=writer.author.staff, until=until, note=note)
    writer.touch(lead)
    return identity
