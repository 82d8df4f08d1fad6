"""Finding leads by whatever one remembers of the customer."""

from __future__ import annotations

import sqlite3

from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.lead_now import DUE_BY, STATUS

FOUND = ("lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "status", "due_by")

_NAMED = "l.customer IN (SELECT id FROM customers WHERE instr(lower(name), :text) OR instr(pinyin, :text))"
_WITH_MODEL = "l.model IN (SELECT coalesce(same_as, id) FROM models WHERE instr(lower(name), :text))"
_WITH_PHONE = "l.customer IN (SELECT customer FROM phones WHERE instr(phone, :digits))"
_NUMBERED = "l.id = :number"
_SELECT = f"""
SELECT l.id AS lead, c.name AS customer, l.customer AS customer_id,
    {LEADS_PHONE}, l.grade, m.name AS model, s.name AS consultant, {STATUS} AS status, {DUE_BY} AS due_by
FROM leads AS l JOIN customers AS c ON c.id = l.customer
    LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = l.consultant
WHERE l.id IN ({{found}})
ORDER BY l.closed_at IS NOT NULL, l.last_contact DESC, l.id DESC LIMIT :limit
"""


def find(
    db: sqlite3.Connection, text: str, digits: str | None, today: str, limit: int | None
) -> list[dict[str, object]]:
    """Leads, open ones first, whose customer or model has ``text`` as a part: name, pinyin, initials, model.

    ``digits``: ``text`` as a part of a phone, where it can be one; up to seven of them may be a lead's number.
    """
    number = int(digits) if digits and digits.isdecimal() and len(digits) <= 7 else None
    clauses = [_NAMED, _WITH_MODEL]
    if number is not None:
        clauses.append(_NUMBERED)
    if digits and len(digits) >= 3:
        clauses.append(_WITH_PHONE)
    found = " UNION ".join(f"SELECT l.id FROM leads AS l WHERE {clause}" for clause in clauses)
    values = {"text": text.lower(), "digits": digits, "number": number, "limit": -1 if limit is None else limit}
    rows = db.execute(_SELECT.format(found=found), values | {"today": today})
    return [{key: row[key] for key in FOUND} for row in rows]
