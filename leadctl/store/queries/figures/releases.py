"""Leads that went to the common pool, under whoever neglected them: what came of a lead later is the next owner's."""

from __future__ import annotations

from leadctl.store.queries.figures.kinds import OF_LEAD
from leadctl.store.queries.figures.measures import Facts, Measure, Part

RELEASES = Facts(
    source="assignments AS h",
    id="h.id",
    moment="h.at",
    inside="h.released_from IS NOT NULL AND h.at >= :first AND h.at < :end",
    joins=" LEFT JOIN leads AS l ON l.id = h.lead",
    groups={"source": "l.source", "consultant": "h.released_from", "model": "l.model", **OF_LEAD},
    record="h.id AS assignment, h.lead, h.at AS released_at, s.name AS consultant",
    named=" JOIN staff AS s ON s.id = h.released_from",
)

RELEASED: Measure = (Part(RELEASES),)
"""Leads released in a span; one that was neglected twice counts twice."""
