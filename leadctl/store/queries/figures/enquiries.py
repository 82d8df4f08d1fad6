"""What the figures of online channels count: leads that an online enquiry opened, under their channel.

The enquiry that opened a lead is its earliest visit, and of several in one minute the first that was recorded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from leadctl.domain.first_calls import FirstCall, OpenHours, first_call
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import Record
from leadctl.store.core.json_ids import json_ids
from leadctl.store.queries.figures.appointments import APPOINTMENTS, HELD
from leadctl.store.queries.figures.kinds import LEADS, OF_LEAD, ORDERS
from leadctl.store.queries.figures.measures import Measure, Part

BY = "channel"

_OPENED_ONLINE = f"{OF_LEAD['kind']} = 'online'"
_GROUPS = LEADS.groups

# The leads that made an enquiry in the span are found by their visits, so that no other lead is looked at.
_ENQUIRED_WITHIN = "l.id IN (SELECT n.lead FROM visits AS n WHERE n.at >= :first AND n.at < :end AND n.kind = 'online')"

ENQUIRED = LEADS._replace(
    inside=f"{LEADS.inside} AND {_ENQUIRED_WITHIN} AND {_OPENED_ONLINE}",
    groups=_GROUPS,
    record=f"{LEADS.record}, l.channel, l.screened",
)
ENQUIRED_MEETINGS = HELD._replace(
    source="appointments AS a JOIN leads AS l ON l.id = a.lead",
    inside=ENQUIRED.inside,
    joins="",
    groups=_GROUPS,
    record=f"{HELD.record}, l.channel",
)
ENQUIRED_ORDERS = ORDERS._replace(
    source="orders AS o JOIN leads AS l ON l.id = o.lead",
    inside=f"{ORDERS.inside} AND {_OPENED_ONLINE}",
    joins="",
    record=f"{ORDERS.record}, l.channel",
)


def _meetings(figure: str) -> Measure:
    return tuple(part._replace(facts=ENQUIRED_MEETINGS) for part in APPOINTMENTS[figure])


CHANNELS: dict[str, Measure] = {
    "volume": (Part(ENQUIRED),),
    **{result: (Part(ENQUIRED, f"l.screened = '{result}'"),) for result in "ABCD"},
    "unreached": (Part(ENQUIRED, "l.screened IS NULL"),),
    "came": (Part(ENQUIRED, "l.met_at IS NOT NULL"),),
    "ordered": (Part(ENQUIRED, "l.ordered_at IS NOT NULL"),),
    "due_appointments": _meetings("due"),
    "shown": _meetings("kept"),
    "sales": (Part(ENQUIRED_ORDERS, "o.cancelled_at IS NULL", weight="o.count"),),
}
"""Of the leads opened by an online enquiry in a span, to date: by the latest result of their screening, who came in
person, who ordered, and their appointments that were due and kept. ``sales``: cars ordered in the span by such leads,
whenever they were opened."""

_FIRST_CALLS = """
SELECT l.id AS lead, l.channel, l.opened_at,
    (SELECT min(s.at) FROM screenings AS s WHERE s.lead = l.id AND s.at >= l.opened_at) AS screened_at,
    (SELECT min(f.at) FROM followups AS f WHERE f.lead = l.id AND f.at >= l.opened_at) AS followed_at,
    (SELECT min(v.at) FROM visits AS v WHERE v.lead = l.id AND v.kind <> 'online') AS came_at,
    l.task IS 'screening' AS waits
FROM leads AS l WHERE """


def first_calls(db: sqlite3.Connection, span: Span, policy: Policy, now: str) -> list[FirstCall]:
    """The first call of each lead that ``volume`` counts; ``now``: the ISO moment until which who waits has waited."""
    owner = "" if span.consultant is None else " AND l.consultant IS :consultant"
    order, hours = " ORDER BY l.opened_at, l.id", OpenHours(policy)
    rows = db.execute(_FIRST_CALLS + ENQUIRED.inside + owner + order, span.values()).fetchall()
    return [
        first_call(
            lead,
            channel,
            opened_at,
            min(filter(None, (screened_at, followed_at)), default=None),
            came_at,
            waits=bool(waits),
            now=now,
            hours=hours,
        )
        for lead, channel, opened_at, screened_at, followed_at, came_at, waits in rows
    ]


def first_call_records(db: sqlite3.Connection, calls: Iterable[FirstCall], today: str) -> list[Record]:
    """Leads with their first call: ``called_at``, and ``minutes`` of opening hours until it, or so far."""
    found = {call.lead: call for call in calls}
    rows = db.execute(
        f"SELECT {ENQUIRED.record} FROM leads AS l{ENQUIRED.named}"
        " WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.opened_at, l.id",
        {"ids": json_ids(found), "today": today},
    ).fetchall()
    return [
        dict(row) | {"called_at": found[row["lead"]].called_at, "minutes": found[row["lead"]].minutes} for row in rows
    ]
