"""Callbacks: when a customer wants to be called."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.tables import FACT_OF_LEAD, LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_callback(writer: Writer, lead: int, at: str, for_at: str, note: str | None) -> int:
    """Asked for at the moment ``at``: the customer is to be called at ``for_at``. Returns its id."""
    identity = writer.insert("callbacks", lead=lead, at=at, for_at=for_at, by=writer.author.staff, note=note)
    writer.touch(lead)
    return identity


TABLE = StoredTable(
    "callbacks",
    erased=("note",),
    texts=("note",),
    export=Export(
        "callbacks",
        f"SELECT {LEADS_PHONE}, f.at, f.for_at, b.name AS by, f.note, f.id, f.lead AS of_lead"
        f" FROM callbacks AS f{FACT_OF_LEAD}",
        OF_LEAD,
        "f.at, f.id",
    ),
)


def _read(identity: int, operation: int, at: str, for_at: str) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["callback"], identity, "callback", on=for_at),)


KIND = FactKind(
    "callback",
    TABLE,
    select=f"SELECT lead, id, operation, at, for_at FROM callbacks {OF_LEADS}",
    read=_read,
    history=history_by(
        "callback",
        f"SELECT f.id, f.at, s.name AS by, f.for_at, f.note FROM callbacks AS f {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("callback",),
    handed_on=("callback",),
    plural=template("callbacks"),
)
