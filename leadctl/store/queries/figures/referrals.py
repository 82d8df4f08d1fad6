"""What the figures of referrals count: referred leads by who referred them, and what became of them to date.

A lead's referrer is the first one that any of its visits names, else the owner who recommended us in an aftercare
contact (as their customer number, ``c17``), from the moment that this contact opened the lead, before any visit. A
lead of the source referral without either counts too, under no name.
"""

from __future__ import annotations

from leadctl.store.queries.figures.kinds import LEADS, ORDERS
from leadctl.store.queries.figures.measures import Facts, Measure, Part

BY = ("referrer", "campaign")

_SOURCE = "leads AS l LEFT JOIN visits AS r ON r.lead = l.id AND r.referrer IS NOT NULL"
# Whatever source the visits name: a lead that an owner's word opened is that owner's.
_RECOMMENDED = (
    "l.start_at IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM aftercare AS f WHERE f.new_lead = l.id AND f.result = 'recommend')"
)
_INSIDE = (
    f"{LEADS.inside} AND (r.id IS NOT NULL OR l.source = (SELECT id FROM sources WHERE code = 'referral')"
    f" OR ({_RECOMMENDED}))"
    " AND NOT EXISTS (SELECT 1 FROM visits AS e WHERE e.lead = l.id AND e.referrer IS NOT NULL"
    " AND (e.at, e.id) < (r.at, r.id))"
)
_OWNER = (
    "SELECT 'c' || coalesce(dl.customer, w.customer) FROM aftercare AS a LEFT JOIN orders AS d ON d.id = a.delivery"
    " LEFT JOIN leads AS dl ON dl.id = d.lead LEFT JOIN owned_cars AS w ON w.id = a.car"
    " WHERE a.new_lead = l.id AND a.result = 'recommend' ORDER BY a.id LIMIT 1"
)
_REFERRER = f"coalesce(r.referrer, ({_OWNER}))"
_GROUPS = {"referrer": _REFERRER, "campaign": "l.campaign"}

REFERRED = LEADS._replace(
    source=_SOURCE,
    inside=_INSIDE,
    groups={**LEADS.groups, **_GROUPS},
    record=f"{LEADS.record}, l.campaign, {_REFERRER} AS referrer",
)
REFERRED_ORDERS = ORDERS._replace(
    source=f"{_SOURCE} JOIN orders AS o ON o.lead = l.id",
    inside=_INSIDE,
    joins="",
    groups={**ORDERS.groups, **_GROUPS},
    record=f"{ORDERS.record}, l.opened_at, l.campaign, {_REFERRER} AS referrer",
)

HANDOUTS = Facts(
    source="handouts AS h",
    id="h.id",
    moment="h.handed_on",
    inside="h.handed_on >= :first AND h.handed_on < :end",
    joins=" JOIN staff AS s ON s.id = h.staff",
    groups={"referrer": "s.name", "campaign": "h.campaign", "consultant": "h.staff", "district": "h.place"},
    record='h.id AS handout, h.handed_on AS "on", h.count, h.place, h.campaign, s.name AS referrer, h.note',
    named="",
)

FLYERS: Measure = (Part(HANDOUTS, weight="h.count"),)
"""Flyers handed out in a span, under who did; their place is their district."""

REFERRALS: dict[str, Measure] = {
    "leads": (Part(REFERRED),),
    "came": (Part(REFERRED, "l.met_at IS NOT NULL"),),
    "test_drives": (Part(REFERRED, "l.drove_at IS NOT NULL"),),
    "sales": (Part(REFERRED_ORDERS, "o.cancelled_at IS NULL", weight="o.count"),),
    "flyers": FLYERS,
}
"""Leads opened in a span; of these, who came in person and who test-drove; and the cars they ordered, to date; flyers
handed out."""
