"""What each figure of the funnel, the traffic analysis and the defeats counts."""

from __future__ import annotations

from leadctl.domain.leaks import JUDGED_AFTER
from leadctl.store.queries.figures.kinds import CHURNS, DELIVERIES, LEADS, ORDERS, SALES, VISITS, VISITS_OF_LEADS
from leadctl.store.queries.figures.measures import Facts, Measure, Part

# A test drive is a meeting, whatever kind the visit was registered as: so no more leads drove than were met.
IN_PERSON = "v.lead IS NOT NULL AND (v.kind IN ('walk-in', 'event') OR v.test_drive = 1)"
_NEW_WITH_PHONE = "v.is_new = 1 AND v.customer IS NOT NULL"
_NOT_CANCELLED = "o.cancelled_at IS NULL"
LAST_ORDER = (
    f"{_NOT_CANCELLED} AND NOT EXISTS (SELECT 1 FROM orders AS n WHERE n.lead = o.lead AND n.id > o.id"
    " AND n.cancelled_at IS NULL AND n.ordered_at >= :first AND n.ordered_at < :end)"
)
LAST_DELIVERY = (
    "NOT EXISTS (SELECT 1 FROM orders AS n WHERE n.lead = o.lead AND n.id > o.id"
    " AND n.delivered_at >= :first AND n.delivered_at < :end)"
)
_STANDS = "ch.result IS NOT 'overturned'"

NEW_LEADS: Measure = (Part(LEADS),)
ORDERS_TAKEN: Measure = (Part(ORDERS, _NOT_CANCELLED),)

CHURN: dict[str, Measure] = {
    "defeat": (Part(CHURNS, f"ch.kind = 'defeat' AND {_STANDS}"),),
    "lost_contact": (Part(CHURNS, f"ch.kind = 'lost-contact' AND {_STANDS}"),),
}
"""Churns of a span that were not overturned."""

_TRAFFIC_STAGES: dict[str, Measure] = {
    "traffic": (Part(VISITS),),
    "new_traffic": (Part(VISITS, "v.is_new = 1"),),
    "contacts": (Part(VISITS, _NEW_WITH_PHONE),),
}

ACTIVITY: dict[str, Measure] = {
    **_TRAFFIC_STAGES,
    "leads": NEW_LEADS,
    "met": (Part(VISITS, IN_PERSON, one_of="v.lead", earliest=True),),
    "test_drives": (Part(VISITS, "v.lead IS NOT NULL AND v.test_drive = 1", one_of="v.lead", earliest=True),),
    "orders": (Part(ORDERS, LAST_ORDER),),
    "deliveries": (Part(DELIVERIES, LAST_DELIVERY),),
    **CHURN,
}
"""The funnel of what happened in a span: from ``met`` on distinct leads, whenever they were opened."""

_WITHOUT_NEW_VISIT = Part(
    LEADS,
    "NOT EXISTS (SELECT 1 FROM visits AS v WHERE v.lead = l.id AND v.at >= :first AND v.at < :end"
    f" AND {_NEW_WITH_PHONE})",
)
_WITHOUT_ANY_VISIT = Part(
    LEADS, "NOT EXISTS (SELECT 1 FROM visits AS v WHERE v.lead = l.id AND v.at >= :first AND v.at < :end)"
)

COHORT: dict[str, Measure] = {
    "traffic": (Part(VISITS_OF_LEADS), _WITHOUT_ANY_VISIT),
    "new_traffic": (Part(VISITS_OF_LEADS, "v.is_new = 1"), _WITHOUT_NEW_VISIT),
    "contacts": (Part(VISITS_OF_LEADS, _NEW_WITH_PHONE), _WITHOUT_NEW_VISIT),
    "leads": NEW_LEADS,
    "met": (Part(LEADS, "l.met_at IS NOT NULL"),),
    "test_drives": (Part(LEADS, "l.drove_at IS NOT NULL"),),
    "orders": (Part(LEADS, "l.ordered_at IS NOT NULL"),),
    "deliveries": (Part(LEADS, "l.delivered_at IS NOT NULL"),),
    **CHURN,
}
"""The funnel of the leads opened in a span: what became of them to date.

A lead may be opened by something else than new traffic with a phone: a win-back call, or a visit that the
register calls a return. Each such lead counts as one contact and as new traffic, and one that no visit
of the span speaks of also as traffic, so that no stage holds more than the stage it comes from.
"""

PLACES = {"showroom": "walk-in", "phone": "call", "online": "online", "outside": "event"}
"""Where a contact is captured -> the kind of the visits there."""

STEPS: dict[str, Measure] = {
    **{f"{place}_traffic": (Part(VISITS, f"v.is_new = 1 AND v.kind = '{kind}'"),) for place, kind in PLACES.items()},
    **{
        f"{place}_contacts": (Part(VISITS, f"{_NEW_WITH_PHONE} AND v.kind = '{kind}'"),)
        for place, kind in PLACES.items()
    },
    "returned": (Part(VISITS, "v.lead IS NOT NULL AND v.nature = 'return'", one_of="v.lead", earliest=True),),
}
"""The finer steps of the funnel of what happened in a span: new traffic and contacts by place, and leads that came
again."""

CAME_AGAIN = "EXISTS (SELECT 1 FROM visits AS v WHERE v.lead = l.id AND v.nature = 'return')"

COHORT_STEPS: dict[str, Measure] = {
    **{
        name: tuple(part._replace(facts=VISITS_OF_LEADS) for part in measure)
        for name, measure in STEPS.items()
        if name != "returned"
    },
    "returned": (Part(LEADS, CAME_AGAIN),),
}
"""The same of the leads opened in a span, to date."""

_BUDGET = "coalesce((l.budget_low + l.budget_high) / 2, l.budget_low, l.budget_high)"
_PRICE = "o.price * o.count"
# A lead that ordered is worth what it ordered.
AMOUNT_OF_LEAD = (
    "coalesce(CASE WHEN l.ordered_at IS NOT NULL THEN (SELECT o.price * o.count FROM orders AS o"
    f" WHERE o.lead = l.id AND {_NOT_CANCELLED} ORDER BY o.id DESC LIMIT 1) END, {_BUDGET})"
)
AMOUNT_OF_ORDER = f"coalesce({_PRICE}, (SELECT {_BUDGET.replace('l.', 'w.')} FROM leads AS w WHERE w.id = o.lead))"


def _amounts(stage: str, facts: Facts, amount: str, clause: str = "1") -> dict[str, Measure]:
    """The yuan of a stage, and how many of it have any."""
    return {
        f"{stage}_amount": (Part(facts, clause, weight=amount),),
        f"{stage}_with_amount": (Part(facts, f"{clause} AND {amount} IS NOT NULL"),),
    }


AMOUNTS: dict[str, Measure] = {
    **_amounts("leads", LEADS, AMOUNT_OF_LEAD),
    **_amounts("orders", ORDERS, AMOUNT_OF_ORDER, LAST_ORDER),
    **_amounts("deliveries", DELIVERIES, AMOUNT_OF_ORDER, LAST_DELIVERY),
}
"""What the leads opened in a span, ordered in it and delivered in it are worth: the order's price, else the middle of
the budget."""

COHORT_AMOUNTS: dict[str, Measure] = {
    **_amounts("leads", LEADS, AMOUNT_OF_LEAD),
    **_amounts("orders", LEADS, AMOUNT_OF_LEAD, "l.ordered_at IS NOT NULL"),
    **_amounts("deliveries", LEADS, AMOUNT_OF_LEAD, "l.delivered_at IS NOT NULL"),
}
"""The same of the leads opened in a span, to date."""

CAPTURED: dict[str, Measure] = {name: _TRAFFIC_STAGES[name] for name in ("new_traffic", "contacts")}
"""Of a period's visits: who came for the first time, and of them who left a phone."""

_JUDGED_BY = f"date(l.opened_at, '+{JUDGED_AFTER + 1} days')"
# The day is worked out only where there is something to compare with it, which is not of the opening itself.
_MET, _DROVE, _ORDERED = (
    f"(l.{moment} IS NOT NULL AND (l.{moment} = l.opened_at OR l.{moment} < {_JUDGED_BY}))"
    for moment in ("met_at", "drove_at", "ordered_at")
)

JUDGED: dict[str, Measure] = {
    "leads": NEW_LEADS,
    "met": (Part(LEADS, _MET),),
    "test_drives": (Part(LEADS, _DROVE),),
    "orders": (Part(LEADS, _ORDERED),),
    "met_orders": (Part(LEADS, f"{_ORDERED} AND {_MET}"),),
    "driven_orders": (Part(LEADS, f"{_ORDERED} AND {_DROVE}"),),
}
"""Of the leads opened in a span: what became of them within the days after which a lead is judged."""

LOST: dict[str, Measure] = {
    "contacts": (Part(VISITS, "v.is_new = 1 AND v.customer IS NULL"),),
    "met": (Part(LEADS, f"({_MET}) IS NOT 1"),),
    "test_drives": (Part(LEADS, f"{_MET} AND ({_DROVE}) IS NOT 1"),),
    "orders": (Part(LEADS, f"({_ORDERED}) IS NOT 1"),),
}
"""Those of the base of a conversion who are not in it."""

_CARS: Measure = (Part(ORDERS, _NOT_CANCELLED, weight="o.count"),)
_SUB_DEALER: Measure = (Part(SALES, "x.channel = 'sub-dealer'", weight="x.count"),)
_WHOLESALE: Measure = (Part(SALES, "x.channel = 'wholesale'", weight="x.count"),)

TRAFFIC: dict[str, Measure] = {
    "traffic": (Part(VISITS),),
    "first_visits": (Part(VISITS, "v.nature = 'first'"),),
    "calls": (Part(VISITS, "v.kind = 'call'"),),
    "event": (Part(VISITS, "v.kind = 'event'"),),
    "referral": (Part(VISITS, "coalesce(v.source, v.lead_source) = (SELECT id FROM sources WHERE code = 'referral')"),),
    "contacts": (Part(VISITS, "v.nature = 'first' AND v.customer IS NOT NULL"),),
    # A visitor without a phone is nobody's second visit: each such test drive is one.
    "test_drives": (Part(VISITS, "v.test_drive = 1", one_of="coalesce(v.customer, -v.id)"),),
    # Midnight is an arrival of which only the day was written down: nobody knows how long they stayed.
    "stay_30": (
        Part(
            VISITS,
            "v.nature = 'first' AND strftime('%s', v.left_at) - strftime('%s', v.at) >= 1800"
            " AND substr(v.at, 12) <> '00:00'",
        ),
    ),
    "return_visits": (Part(VISITS, "v.nature = 'return'"),),
    "showroom_sales": _CARS,
    "sub_dealer_sales": _SUB_DEALER,
    "wholesale_sales": _WHOLESALE,
    "total_sales": (*_CARS, *_SUB_DEALER, *_WHOLESALE),
}
"""The counts of the traffic analysis; sales count cars."""

DEFEATS: Measure = CHURN["defeat"]
"""Defeats that stand: what the matrix counts."""

_ASKED = "ch.historic = 0"

VERIFICATION: dict[str, Measure] = {
    "churned": (Part(CHURNS, _ASKED),),
    "confirmed": (Part(CHURNS, f"{_ASKED} AND ch.result = 'confirmed'"),),
    "overturned": (Part(CHURNS, f"{_ASKED} AND ch.result = 'overturned'"),),
    "unreachable": (Part(CHURNS, f"{_ASKED} AND ch.result = 'unreachable'"),),
    "pending": (Part(CHURNS, f"{_ASKED} AND ch.result = 'pending'"),),
}
"""Customer service's call-backs of a span's churns, both kinds; what was closed while an old register was
taken over is asked of nobody and left out."""

HISTORIC: Measure = (Part(CHURNS, "ch.historic = 1"),)
"""Churns taken over with an old register."""

ORDERED_CARS: Measure = _CARS
"""Cars ordered and not cancelled: the showroom's sales."""

DELIVERED_CARS: Measure = (Part(DELIVERIES, weight="o.count"),)
"""Cars handed over."""

OUT_OF_FUNNEL: Measure = (
    Part(
        ORDERS,
        f"{_NOT_CANCELLED} AND (SELECT w.opened_at FROM leads AS w WHERE w.id = o.lead) >= :first",
        weight="o.count",
    ),
)
"""Cars sold in a span to leads that were not open yet when it began."""

PLANNED: dict[str, Measure] = {"leads": NEW_LEADS, "orders": ORDERS_TAKEN, "cars": ORDERED_CARS}
"""What a source brought: leads opened, orders, cars sold."""

WEEKLY: dict[str, Measure] = {"leads": NEW_LEADS, "orders": ORDERS_TAKEN, "deliveries": (Part(DELIVERIES),)}
"""What a week of the plan is measured by."""
