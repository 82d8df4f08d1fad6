"""The cards of a span: the leads opened in it, and what is missing on them.

A lead that was opened to win a customer back is no card of the register: it copies what an older one says.
"""

from __future__ import annotations

import sqlite3

from leadctl.domain.periods import Span
from leadctl.domain.terms import CARD_FIELDS
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.checks.findings import Record, finding
from leadctl.store.queries.figures.kinds import LEADS

CARDS_OF = (
    f"{LEADS.inside} AND l.origin <> 'win-back'"
    " AND NOT EXISTS (SELECT 1 FROM customers AS w WHERE w.id = l.customer AND w.forgotten_on IS NOT NULL)"
)
"""Which leads ``l`` are the cards of a span: neither won back, nor of a customer whom the store has forgotten."""

_SAID = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} AS n WHERE n.{column} = l.id AND n.note IS NOT NULL)"
    for table, column in (
        ("visits", "lead"),
        ("followups", "lead"),
        ("screenings", "lead"),
        ("aftercare", "new_lead"),
    )
)
_CARDS = (
    f"SELECT l.id AS lead, c.name AS customer, c.name, {LEADS_PHONE}, l.grade, l.model, l.source,"
    f" s.name AS consultant, l.opened_at, CASE WHEN {_SAID} THEN 1 END AS word"
    " FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = l.consultant"
    f" WHERE {CARDS_OF} ORDER BY l.opened_at, l.id"
)


def cards(db: sqlite3.Connection, span: Span) -> list[Record]:
    """Every card of a span as it stands now; ``missing``: those of ``CARD_FIELDS`` that it lacks."""
    return [_card(row) for row in db.execute(_CARDS, span.values()).fetchall()]


def _card(row: sqlite3.Row) -> Record:
    missing = [field for field in CARD_FIELDS if row[field] in (None, "")]
    return finding(row, "incomplete" if missing else "complete", row["opened_at"], missing=missing)
