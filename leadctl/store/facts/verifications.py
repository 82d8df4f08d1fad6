"""Call-backs that verify a churn."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.tables import FACT_OF_LEAD, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by

TABLE = StoredTable(
    "verifications",
    erased=("note",),
    texts=("note",),
    export=Export(
        "verifications",
        "SELECT f.at, b.name AS by, f.result, f.note, f.id, f.churn AS of_churn, f.lead AS of_lead"
        f" FROM verifications AS f{FACT_OF_LEAD}",
        OF_LEAD,
        "f.at, f.id",
    ),
)


def _read(identity: int, operation: int, at: str, result: str) -> tuple[Fact]:
    return (Fact(at, operation, RANKS["verify"], identity, "verify", result=result),)


KIND = FactKind(
    "verification",
    TABLE,
    select=f"SELECT lead, id, operation, at, result FROM verifications {OF_LEADS}",
    read=_read,
    history=history_by(
        "verification",
        "SELECT f.id, f.at, s.name AS by, f.churn, f.result, f.note"
        f" FROM verifications AS f {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("verify",),
    handed_on=("verify",),
    plural=template("verifications"),
)


def add_verification(
    writer: Writer, *, lead: int, churn: int, at: str, result: str, note: str | None, by: int | None = None
) -> int:
    """Record a call-back; returns its id. ``by`` left out: the acting person."""
    identity = writer.insert(
        "verifications",
        lead=lead,
        churn=churn,
        at=at,
        by=writer.author.staff if by is None else by,
        result=result,
        note=note,
    )
    writer.touch(lead)
    return identity
