"""What was judged or learnt of a lead between contacts."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.errors import template
from leadctl.store.core.tables import FACT_OF_LEAD, OF_LEAD, Export, StoredTable
from leadctl.store.core.writer import Writer
from leadctl.store.facts.kind import OF_LEADS, RECORDED_BY, FactKind, history_by


def add_assessment(writer: Writer, lead: int, at: str, **values: object) -> int:
    """Record what was judged of a lead (columns of ``assessments``); returns its id."""
    identity = writer.insert("assessments", lead=lead, at=at, by=writer.author.staff, **values)
    writer.touch(lead)
    return identity


TABLE = StoredTable(
    "assessments",
    erased=("motive", "trade_in"),
    texts=("payment", "rival", "motive", "trade_in"),
    plain=("need_by", "decision", "money", "deciders", "interest", "behaviour", "man", "confidence"),
    export=Export(
        "assessments",
        "SELECT f.at, b.name AS by, f.grade, f.need_by, f.decision, f.money, f.deciders, f.interest, f.behaviour,"
        " f.budget_low, f.budget_high, m.name AS model, f.man, f.confidence,"
        " f.payment, f.rival, f.motive, f.trade_in, f.trade_in_year, f.trade_in_estimate, f.id, f.lead AS of_lead"
        f" FROM assessments AS f{FACT_OF_LEAD} LEFT JOIN models AS m ON m.id = f.model",
        OF_LEAD,
        "f.at, f.id",
    ),
)

_CARD = ("need_by", "budget_low", "budget_high", "model", "man", "confidence")


def _read(identity: int, operation: int, at: str, grade: str | None, *card: object) -> tuple[Fact]:
    known = {name: value for name, value in zip(_CARD, card, strict=True) if value is not None}
    return (Fact(at, operation, RANKS["assess"], identity, "assess", grade=grade, card=known),)


KIND = FactKind(
    "assessment",
    TABLE,
    select=f"SELECT lead, id, operation, at, grade, {', '.join(_CARD)} FROM assessments {OF_LEADS}",
    read=_read,
    history=history_by(
        "assessment",
        "SELECT f.id, f.at, s.name AS by, f.grade, f.need_by, f.decision, f.money, f.deciders, f.interest, f.behaviour,"
        " f.budget_low, f.budget_high, m.name AS model, f.man, f.confidence,"
        " f.payment, f.rival, f.motive, f.trade_in, f.trade_in_year, f.trade_in_estimate"
        f" FROM assessments AS f LEFT JOIN models AS m ON m.id = f.model {RECORDED_BY} WHERE f.lead = :lead",
    ),
    replayed=("assess",),
    handed_on=("assess",),
    plural=template("assessments"),
    precedes=True,
)
