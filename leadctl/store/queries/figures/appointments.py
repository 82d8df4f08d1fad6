"""Appointments: those agreed in a span, and those whose day falls into it.

Both stand under whose lead it was when they were agreed.
"""

from __future__ import annotations

from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.kinds import LEAD_NAMES, OF_LEAD
from leadctl.store.queries.figures.measures import Facts, Measure, Part

_GROUPS = {"consultant": "a.consultant", "source": "l.source", "model": "l.opened_model", **OF_LEAD}
_RECORD = (
    "a.id AS appointment, a.lead, l.customer AS customer_id, c.name AS customer,"
    f" {LEADS_PHONE},"
    " a.at AS agreed_at, a.for_at AS at, CASE WHEN a.result IS NULL AND substr(a.for_at, 1, 10) < :today"
    " THEN 'missed' ELSE a.result END AS result, a.note, src.code AS source, m.name AS model, t.name AS consultant"
)
_NAMES = f"{LEAD_NAMES} LEFT JOIN staff AS t ON t.id = a.consultant"
_OF_LEAD = " JOIN leads AS l ON l.id = a.lead"

AGREED = Facts(
    source="appointments AS a",
    id="a.id",
    moment="a.at",
    inside="a.at >= :first AND a.at < :end",
    joins=_OF_LEAD,
    groups=_GROUPS,
    record=_RECORD,
    named=_NAMES,
)
HELD = Facts(
    source=AGREED.source,
    id=AGREED.id,
    moment="a.for_at",
    inside="a.for_at >= :first AND a.for_at < :end",
    joins=_OF_LEAD,
    groups=_GROUPS,
    record=_RECORD,
    named=_NAMES,
)

_KEPT = "a.result = 'kept'"
_MISSED = "(a.result = 'missed' OR (a.result IS NULL AND substr(a.for_at, 1, 10) < :today))"
_AHEAD = "a.result IS NULL AND substr(a.for_at, 1, 10) >= :today"

APPOINTMENTS: dict[str, Measure] = {
    "made": (Part(AGREED),),
    "due": (Part(HELD, f"({_KEPT} OR {_MISSED})"),),
    "kept": (Part(HELD, _KEPT),),
    "missed": (Part(HELD, _MISSED),),
    "moved": (Part(HELD, "a.result = 'moved'"),),
    "dropped": (Part(HELD, "a.result = 'dropped'"),),
    "ahead": (Part(HELD, _AHEAD),),
}
"""``due``: kept, or their day has passed without a visit; one moved or dropped before its day was never due."""

EXPECTED: Measure = (Part(HELD, "a.result IS NOT 'moved' AND a.result IS NOT 'dropped' AND a.at < :first"),)
"""Who is expected on the days of a span, as it stood the evening before."""
