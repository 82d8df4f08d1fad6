"""What the figures of rewards count that were paid out: yuan, by who got them."""

from __future__ import annotations

from leadctl.store.queries.figures.measures import Facts, Measure, Part

PAID_TO = "referrer"

_TO = "coalesce('c' || p.customer, p.referrer)"

PAYMENTS = Facts(
    source="reward_payments AS p",
    id="p.id",
    moment="p.paid_on",
    inside="p.paid_on >= :first AND p.paid_on < :end",
    joins="",
    groups={PAID_TO: _TO, "campaign": "p.campaign"},
    record=f'p.id AS payment, p.paid_on AS "on", {_TO} AS paid_to, p.customer AS customer_id, c.name AS customer,'
    " (SELECT h.phone FROM phones AS h WHERE h.customer = p.customer ORDER BY h.id LIMIT 1) AS phone,"
    " p.campaign, p.amount, t.name AS paid_by, p.note, p.operation",
    named=" LEFT JOIN customers AS c ON c.id = p.customer LEFT JOIN staff AS t ON t.id = p.by",
)

PAID: Measure = (Part(PAYMENTS, weight="p.amount"),)
"""Rewards paid out in a span, in yuan; a customer of ours is told by their number."""
