"""Appointments: when a customer is to come."""

from __future__ import annotations

from leadctl.store.core.writer import Writer


def add_appointment(writer: Writer, lead: int, at: str, for_at: str, note: str | None) -> int:
    """Agreed at the moment ``at``: the customer comes at ``for_at``. One that stands is moved. Returns its id."""
    identity = writer.insert("appointments", lead=lead, at=at, for_at=for_at, by=writer.author.staff, note=note)
    writer.touch(lead)
    return identity
