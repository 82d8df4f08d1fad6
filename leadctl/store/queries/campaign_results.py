"""What came of an invitation: expressions over a lead ``l`` that is invited to a campaign ``g``."""

from __future__ import annotations

_COMING = (
    "FROM visits AS v WHERE v.customer = l.customer AND (v.kind = 'walk-in' OR v.kind = 'event' OR v.test_drive = 1)"
    " AND (v.campaign = g.name OR substr(v.at, 1, 10) BETWEEN g.starts_on AND coalesce(g.ends_on, g.starts_on))"
)
_ORDERING = (
    "FROM orders AS o JOIN leads AS ol ON ol.id = o.lead WHERE ol.customer = l.customer AND o.cancelled_at IS NULL"
    " AND substr(o.ordered_at, 1, 10) >= substr(op.at, 1, 10)"
)
CAME = f"EXISTS (SELECT 1 {_COMING})"
"""The customer (of lead ``l``) came in person to campaign ``g``: at its name, or on its days."""

CAME_ON = f"(SELECT min(substr(v.at, 1, 10)) {_COMING})"

ORDERED = f"EXISTS (SELECT 1 {_ORDERING})"
"""The customer has an order that stands, of the day they were put on the list (by operation ``op``) or later."""

ORDERED_ON = f"(SELECT min(substr(o.ordered_at, 1, 10)) {_ORDERING})"
