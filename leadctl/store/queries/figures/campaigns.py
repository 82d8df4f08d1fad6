"""What the figures of campaigns count: leads, sales and visits by the campaign they name, costs, invitation lists.

A lead is its campaign's by the first visit that names one. A visit falls under the campaign it names itself, else
under its lead's; an order under its lead's.
"""

from __future__ import annotations

from leadctl.domain.periods import WEEK
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.campaign_results import CAME, ORDERED
from leadctl.store.queries.figures.kinds import ENTERED_AT, LEADS, ORDERS, VISITS
from leadctl.store.queries.figures.measures import Facts, Measure, Part

BY = "campaign"
_MONDAY = "date({moment}, 'weekday 0', '-6 days')"
"""The Monday of a fact's week."""

_OF_LEAD = {"campaign": "l.campaign"}
_OF_VISIT = VISITS.groups["campaign"]

CAMPAIGN_LEADS = LEADS._replace(
    inside=f"{LEADS.inside} AND l.campaign IS NOT NULL",
    groups={**LEADS.groups, **_OF_LEAD, WEEK: _MONDAY.format(moment=LEADS.moment)},
    record=f"{LEADS.record}, l.campaign",
)
CAMPAIGN_ORDERS = ORDERS._replace(
    source="orders AS o LEFT JOIN leads AS l ON l.id = o.lead",
    inside=f"{ORDERS.inside} AND l.campaign IS NOT NULL",
    joins="",
    groups={**ORDERS.groups, **_OF_LEAD, WEEK: _MONDAY.format(moment=ORDERS.moment)},
    record=f"{ORDERS.record}, l.campaign",
)
CAMPAIGN_VISITS = VISITS._replace(
    inside=f"{VISITS.inside} AND {_OF_VISIT} IS NOT NULL",
    groups={**VISITS.groups, WEEK: _MONDAY.format(moment=VISITS.moment)},
    record=f"{VISITS.record}, {_OF_VISIT} AS campaign",
)
COSTS = Facts(
    source="campaign_costs AS k JOIN campaigns AS g ON g.id = k.campaign",
    id="k.id",
    moment="k.spent_on",
    inside="k.spent_on >= :first AND k.spent_on < :end",
    joins="",
    groups={"campaign": "g.name"},
    record='k.id AS cost, k.spent_on AS "on", k.item, k.amount, k.note, g.name AS campaign',
    named="",
)
# A list is its campaign's whole story: it falls into the period of the campaign's day, else of the day it was made.
_LISTED = f"coalesce(g.starts_on, substr({ENTERED_AT.format(fact='i')}, 1, 10))"
INVITATIONS = Facts(
    source="invitations AS i JOIN campaigns AS g ON g.id = i.campaign LEFT JOIN leads AS l ON l.id = i.lead"
    " LEFT JOIN operations AS op ON op.id = i.operation",
    id="i.id",
    moment=_LISTED,
    inside=f"{_LISTED} >= :first AND {_LISTED} < :end",
    joins="",
    groups={"campaign": "g.name"},
    record="i.lead, l.customer AS customer_id, c.name AS customer,"
    f" {LEADS_PHONE},"
    " i.invited_on, i.confirmed_on, l.status, s.name AS consultant, g.name AS campaign",
    named=" LEFT JOIN customers AS c ON c.id = l.customer LEFT JOIN staff AS s ON s.id = i.consultant",
)

CAMPAIGNS: dict[str, Measure] = {
    "cost": (Part(COSTS, weight="k.amount"),),
    "leads": (Part(CAMPAIGN_LEADS),),
    "sales": (Part(CAMPAIGN_ORDERS, "o.cancelled_at IS NULL", weight="o.count"),),
    "parties": (Part(CAMPAIGN_VISITS, "v.campaign IS NOT NULL AND (v.kind = 'walk-in' OR v.kind = 'event')"),),
    "test_drives": (Part(CAMPAIGN_VISITS, "v.test_drive = 1", one_of="coalesce(v.customer, -v.id)"),),
    "listed": (Part(INVITATIONS),),
    "invited": (Part(INVITATIONS, "i.invited_on IS NOT NULL"),),
    "confirmed": (Part(INVITATIONS, "i.confirmed_on IS NOT NULL"),),
    "came": (Part(INVITATIONS, CAME),),
    "ordered": (Part(INVITATIONS, ORDERED),),
}
"""Cost in yuan; cars sold; parties that came in person, each one visit; distinct customers who test-drove (an
anonymous visit is one); and of the leads on invitation lists how far they got."""
