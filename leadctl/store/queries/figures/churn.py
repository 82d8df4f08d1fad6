"""What became of churns that were not the end: overturned ones, and customers who were to be won back."""

from __future__ import annotations

from leadctl.store.queries.figures.kinds import CHURNS, LEAD_NAMES, LEAD_RECORD
from leadctl.store.queries.figures.measures import Facts, Measure, Part

_AWAKE = "(l.status = 'open' OR (l.status = 'dormant' AND l.wake_on <= :today))"

_STANDS = {
    "open": _AWAKE,
    "dormant": f"l.status = 'dormant' AND NOT {_AWAKE}",
    "ordered": "l.status = 'ordered'",
    "delivered": "l.status = 'delivered'",
    "churned": "(l.status = 'defeated' OR l.status = 'lost')",
}
"""Where a lead may stand now: each stands in one of these."""

_OVERTURNED = CHURNS._replace(
    source="churns AS ch LEFT JOIN leads AS l ON l.id = ch.lead",
    inside=f"{CHURNS.inside} AND ch.historic = 0 AND ch.result = 'overturned'",
    joins="",
    record=f"{CHURNS.record}, CASE WHEN {_AWAKE} THEN 'open' ELSE l.status END AS status",
)

# The call-back that confirmed a churn and the lead to win the customer back are one operation's.
_WIN_BACKS = Facts(
    source="churns AS ch JOIN verifications AS y ON y.churn = ch.id AND y.result = 'confirmed'"
    " LEFT JOIN leads AS gone ON gone.id = ch.lead"
    " JOIN leads AS l ON l.customer = gone.customer AND l.origin = 'win-back' AND l.operation = y.operation",
    id="l.id",
    moment="ch.at",
    inside=f"{CHURNS.inside} AND ch.result = 'confirmed'",
    joins="",
    groups={"source": "ch.lead_source", "consultant": "ch.consultant", "model": "ch.lead_model"},
    record=f"ch.id AS churn, {LEAD_RECORD}",
    named=LEAD_NAMES,
)


def _measure_outcomes(facts: Facts) -> dict[str, Measure]:
    states: dict[str, Measure] = {state: (Part(facts, clause),) for state, clause in _STANDS.items()}
    return {"total": (Part(facts),), **states}


BECAME: dict[str, dict[str, Measure]] = {
    "overturned": _measure_outcomes(_OVERTURNED),
    "win_backs": _measure_outcomes(_WIN_BACKS),
}
"""Of the churns of a span, where the lead stands now: the churned one that was overturned, and the new one that was
opened to win the customer back after the churn was confirmed. The states add up to ``total``."""

WON = ("ordered", "delivered")
"""States of a lead that was won."""
