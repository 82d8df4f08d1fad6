"""Leads that sleep."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.tables import FACT_OF_LEAD, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_dormancy(writer: Writer, lead: int, at: str, until: str, note: str | None) -> int:
    """A lead sleeps from ``at`` until the day ``until``; returns the dormancy's id."""
    identity = writer.insert("dormancies", lead=lead, at=at, by=writer.author.staff, until=until, note=note)
    writer.touch(lead)
    return identity


TABLE = StoredTable(
    "dormancies",
    erased=("note",),
    texts=("note",),
    export=Export(
        "dormancies",
        f"SELECT f.at, b.name AS by, f.until, f.note, f.id, f.lead AS of_lead FROM dormancies AS f{FACT_OF_LEAD}",
        OF_LEAD,
        "f.at, f.id",
    ),
)


def _read(identity: int, operation: int, at: str, until: str) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["dormant"], identity, "dormant", on=until),)


KIND = FactKind(
    "dormancy",
    TABLE,
    select=f"SELECT lead, id, operation, at, until FROM dormancies {OF_LEADS}",
    read=_read,
    history=history_by(
        "dormancy",
        f"SELECT f.id, f.at, s.name AS by, f.until, f.note FROM dormancies AS f {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("dormant",),
    handed_on=("dormant",),
    plural=template("dormancies"),
)
