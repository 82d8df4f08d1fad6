"""Appointments: those agreed in a span, and those whose day falls into it.

Both stand under whose lead it was when they were agreed.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.domain.periods import Span
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.kinds import LEAD_NAMES, OF_LEAD
from leadctl.store.queries.figures.measures import Database, Facts, Measure, Part

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

_CHAIN = (
    "(SELECT min(b.id) FROM appointments AS b WHERE b.lead = a.lead AND b.id > coalesce((SELECT max(p.id)"
    " FROM appointments AS p WHERE p.lead = a.lead AND p.id < a.id AND p.result IS NOT 'moved'), 0))"
)
"""The first of the appointments of which each was moved to the next: for a calendar they are one."""
_FOR_CALENDAR = (
    f"SELECT {_CHAIN} AS chain, a.lead, a.for_at, a.result, c.name, {LEADS_PHONE}, m.name, t.name, a.note"
    f" FROM appointments AS a{_OF_LEAD} {_NAMES}"
    " WHERE a.for_at >= :first AND a.for_at < :end AND a.result IS NOT 'moved'"
    " AND (:consultant IS NULL OR a.consultant = :consultant) ORDER BY a.for_at, a.id"
)
_OPEN_CHAINS = (
    f"SELECT a.lead, {_CHAIN} FROM appointments AS a WHERE a.id IN (SELECT max(o.id) FROM appointments AS o"
    " WHERE o.lead IN (SELECT value FROM json_each(:leads)) AND o.result IS NULL GROUP BY o.lead)"
)


class AppointmentEntry(NamedTuple):
    """An appointment for a calendar. ``chain``: the id of the first one that was moved until it became this one;
    ``at``: when they come, ISO; ``result``: None until it is known."""

    chain: int
    lead: int
    at: str
    result: str | None
    customer: str | None
    phone: str | None
    model: str | None
    consultant: str | None
    note: str | None


def list_entries(db: Database, span: Span) -> list[AppointmentEntry]:
    """The appointments whose day falls into a span, by their time; each where it was moved to last."""
    return read_rows(db, AppointmentEntry, _FOR_CALENDAR, span.values())


def chains_of(db: Database, leads: Iterable[int]) -> dict[int, int]:
    """Lead -> the chain of the appointment that is open."""
    return dict(db.execute(_OPEN_CHAINS, {"leads": json_ids(leads)}).fetchall())
