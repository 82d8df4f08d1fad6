"""Online enquiries that wait for their first call, as an evening knows them (the present evening: now)."""

from __future__ import annotations

from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.figures.history import states_before, task_on
from leadctl.store.queries.figures.kinds import OF_LEAD
from leadctl.store.queries.figures.measures import Facts, Measure, Part

_WAITING = Facts(
    source=f"{states_before(':end')} AS t JOIN leads AS l ON l.id = t.lead",
    id="t.lead",
    moment="l.opened_at",
    inside=f"{task_on(':end')} = 'screening'",
    joins="",
    groups={"consultant": "t.consultant", "source": "l.opened_source", "model": "l.opened_model", **OF_LEAD},
    record=f"l.id AS lead, l.customer AS customer_id, c.name AS customer, {LEADS_PHONE}, l.opened_at, l.channel,"
    " t.attempts, m.name AS model, s.name AS consultant",
    named=" LEFT JOIN customers AS c ON c.id = l.customer LEFT JOIN models AS m ON m.id = l.model"
    " LEFT JOIN staff AS s ON s.id = t.consultant",
)

UNSCREENED: Measure = (Part(_WAITING),)
"""Whom nobody has reached since they enquired."""
