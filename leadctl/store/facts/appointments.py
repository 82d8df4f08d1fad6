"""Appointments: when a customer is to come."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.tables import FACT_OF_LEAD, LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_appointment(writer: Writer, lead: int, at: str, for_at: str, note: str | None) -> int:
    """Agreed at the moment ``at``: the customer comes at ``for_at``. One that stands is moved. Returns its id."""
    identity = writer.insert("appointments", lead=lead, at=at, for_at=for_at, by=writer.author.staff, note=note)
    writer.touch(lead)
    return identity


TABLE = StoredTable(
    "appointments",
    erased=("note",),
    texts=("note",),
    export=Export(
        "appointments",
        f"SELECT {LEADS_PHONE}, f.at, f.for_at, b.name AS by, f.result, t.name AS consultant, f.note, f.id,"
        f" f.lead AS of_lead FROM appointments AS f{FACT_OF_LEAD} LEFT JOIN staff AS t ON t.id = f.consultant",
        OF_LEAD,
        "f.at, f.id",
    ),
)


def _read(identity: int, operation: int, at: str, for_at: str) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["appoint"], identity, "appoint", on=for_at),)


KIND = FactKind(
    "appointment",
    TABLE,
    select=f"SELECT lead, id, operation, at, for_at FROM appointments {OF_LEADS}",
    read=_read,
    history=history_by(
        "appointment",
        "SELECT f.id, f.at, s.name AS by, f.for_at, f.result, f.note"
        f" FROM appointments AS f {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("appoint",),
    handed_on=("appoint",),
    plural=template("appointments"),
)
