"""Leads that reached a stage in a span, and the days that it took them from the stage before.

A lead counts on the day on which it reached the stage, under whom that is (docs/domain.md section 6, whose a figure
is);
channel, campaign, kind, grade and district are those of its opening.
"""

from __future__ import annotations

from leadctl.store.queries.figures.definitions import IN_PERSON, LAST_DELIVERY, LAST_ORDER
from leadctl.store.queries.figures.kinds import DELIVERIES, OF_LEAD, ORDERS, VISITS
from leadctl.store.queries.figures.measures import Facts, Measure, Part

DAYS = "days"
"""The grouping that is the whole days from the stage before."""


def _make_timed(facts: Facts, source: str, since: str, until: str) -> Facts:
    """The facts, each with its lead, by the days from one moment to another."""
    days = f"CAST(julianday(substr({until}, 1, 10)) - julianday(substr({since}, 1, 10)) AS INTEGER)"
    return facts._replace(
        # CROSS: from the facts of the span to their leads, however few consultants are asked for.
        source=f"{source} CROSS JOIN leads AS l ON l.id = {source.rpartition(' ')[2]}.lead",
        joins="",
        groups={**facts.groups, **OF_LEAD, "grade": facts.groups["grade"], DAYS: days},
        record=f"{facts.record}, {days} AS days",
    )


def _first_of_its_minute(clause: str) -> str:
    """Of several visits of one minute only one is the first meeting, or the first test drive."""
    return (
        f"{clause} AND NOT EXISTS (SELECT 1 FROM visits AS e WHERE e.lead = v.lead AND e.at = v.at AND e.id < v.id"
        f" AND {clause.replace('v.', 'e.')})"
    )


_VISITS = VISITS._replace(groups={**VISITS.groups, "grade": "l.opened_grade"})
_MET = _make_timed(_VISITS, "visits AS v", "l.opened_at", "v.at")
_DROVE = _make_timed(_VISITS, "visits AS v", "l.met_at", "v.at")
_ORDERED = _make_timed(ORDERS, "orders AS o", "l.drove_at", "o.ordered_at")
_DEALS = _make_timed(ORDERS, "orders AS o", "l.opened_at", "o.ordered_at")
_DELIVERED = _make_timed(DELIVERIES, "orders AS o", "o.ordered_at", "o.delivered_at")

STEPS: dict[str, tuple[str, Measure]] = {
    # Who walked in first made no enquiry before.
    "first_visit": (
        "enquiry",
        (Part(_MET, f"v.at = l.met_at AND l.opened_at < l.met_at AND {_first_of_its_minute(IN_PERSON)}"),),
    ),
    "test_drive": (
        "first_visit",
        (Part(_DROVE, f"v.at = l.drove_at AND {_first_of_its_minute('v.test_drive = 1')}"),),
    ),
    "order": ("test_drive", (Part(_ORDERED, f"{LAST_ORDER} AND l.drove_at <= o.ordered_at"),)),
    "delivery": ("order", (Part(_DELIVERED, LAST_DELIVERY),)),
    "deal": ("enquiry", (Part(_DEALS, LAST_ORDER),)),
}
"""Step -> the stage that it begins with, and the leads that reached its end; ``deal``: all the way to the order."""
