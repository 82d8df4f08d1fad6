"""Leads that no visit opened: of a customer to win back, or by an owner's word. Their own row is the fact."""

from __future__ import annotations

from leadctl.domain.facts import RANKS, Fact
from leadctl.store.core.tables import LEADS_PHONE, OF_LEAD, Export, StoredTable
from leadctl.store.facts.kind import FactKind, history_by

TABLE = StoredTable(
    "leads",
    export=Export(
        "leads",
        f"SELECT l.id, l.customer AS of_customer, c.name, {LEADS_PHONE}, l.status, l.verification, l.grade,"
        " l.opened_at, l.opened_grade, l.origin, s.code AS source, l.channel, l.campaign, m.name AS model,"
        " t.name AS consultant, l.budget_low, l.budget_high, l.need_by, l.man, l.confidence, l.last_contact,"
        " l.contacts, l.attempts, l.task, l.due_from, l.due_by, l.wake_on, l.meets_at, l.screened, l.met_at,"
        " l.drove_at, l.ordered_at, l.delivered_at, l.churned_at, l.closed_at"
        " FROM leads AS l JOIN customers AS c ON c.id = l.customer"
        " LEFT JOIN sources AS s ON s.id = l.source LEFT JOIN models AS m ON m.id = l.model"
        " LEFT JOIN staff AS t ON t.id = l.consultant",
        OF_LEAD,
        "l.id",
    ),
)


def _read(lead: int, operation: int, start_at: str, origin: str, source: int | None) -> tuple[Fact]:
    card = {"source": source} if source is not None else {}
    return (Fact(start_at, operation, RANKS["start"], lead, "start", flag=origin != "win-back", card=card),)


KIND = FactKind(
    "start",
    TABLE,
    select="SELECT l.id, l.id, l.operation, l.start_at, l.origin, s.id FROM leads AS l"
    " LEFT JOIN aftercare AS a ON l.origin <> 'win-back'"
    " AND a.id = (SELECT min(f.id) FROM aftercare AS f WHERE f.new_lead = l.id)"
    " LEFT JOIN sources AS s ON s.code = CASE WHEN l.origin = 'win-back' THEN 'win-back'"
    " WHEN a.result = 'recommend' THEN 'referral' WHEN a.result IN ('replace', 'add') THEN 'owner' END"
    " WHERE l.start_at IS NOT NULL AND l.id IN (SELECT value FROM json_each(?))",
    read=_read,
    history=history_by(
        "start",
        "SELECT id, start_at AS at, CASE origin WHEN 'visit' THEN 'owner' ELSE origin END AS origin, NULL AS by"
        " FROM leads WHERE id = :lead AND start_at IS NOT NULL",
    ),
    replayed=("start",),
    handed_on=(),
    plural="",
    time="start_at",
    opens=True,
)
