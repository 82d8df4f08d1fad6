"""The kinds of facts that figures are made of.

Every fact stays with whoever earned it, whatever happens later (docs/domain.md section 6). A visit falls under what it
says itself of source, model and who served, else under what its lead had then; a lead under owner, source and model of
its opening; orders, deliveries and churns under those of their moment.
"""

from __future__ import annotations

from leadctl.store.core.tables import MAIN_PHONE
from leadctl.store.queries.figures.measures import Facts

_DISTRICT = "(SELECT nullif(q.district, '') FROM customers AS q WHERE q.id = {customer})"
OF_LEAD = {
    "channel": "l.channel",
    "campaign": "l.campaign",
    "kind": "(SELECT e.kind FROM visits AS e WHERE e.lead = l.id AND e.at = l.opened_at ORDER BY e.operation, e.id"
    " LIMIT 1)",
    "district": _DISTRICT.format(customer="l.customer"),
}
"""Of a lead ``l``, whatever becomes of it: the channel and the campaign that its visits named first, the kind of the
visit that opened it, and where its customer lives."""

OF_OPENING = {
    "source": "l.opened_source",
    "consultant": "l.opened_consultant",
    "model": "l.opened_model",
    "grade": "l.opened_grade",
    **OF_LEAD,
}
"""Of a lead ``l``: what it was opened with."""

LEAD_OF_VISIT = "(SELECT b.{column} FROM leads AS b WHERE b.id = v.lead)"
ENTERED_AT = "(SELECT p.at FROM operations AS p WHERE p.id = {fact}.operation)"
"""When a fact was recorded."""

_CUSTOMER_OF_LEAD = f"l.customer AS customer_id, c.name AS customer, {MAIN_PHONE.format(customer='l.customer')}"
_NAMED_CUSTOMER = " LEFT JOIN customers AS c ON c.id = l.customer"

VISITS = Facts(
    source="visits AS v",
    id="v.id",
    moment="v.at",
    inside="v.at >= :first AND v.at < :end",
    joins="",
    customer="v.customer",
    groups={
        "source": "coalesce(v.source, v.lead_source)",
        "consultant": "coalesce(v.consultant, v.lead_consultant)",
        "model": "coalesce(v.model, v.lead_model)",
        "grade": "v.grade",
        "channel": f"coalesce(v.channel, {LEAD_OF_VISIT.format(column='channel')})",
        "campaign": f"coalesce(v.campaign, {LEAD_OF_VISIT.format(column='campaign')})",
        "kind": "v.kind",
        "district": f"coalesce(nullif(v.district, ''), {_DISTRICT.format(customer='v.customer')})",
    },
    record="v.id AS visit, v.lead, v.customer AS customer_id, coalesce(c.name, v.name) AS customer,"
    f" {MAIN_PHONE.format(customer='v.customer')}, v.at, v.left_at, v.kind, v.nature, v.is_new, v.test_drive,"
    " v.grade, src.code AS source, m.name AS model, s.name AS consultant",
    named=" LEFT JOIN customers AS c ON c.id = v.customer"
    " LEFT JOIN sources AS src ON src.id = coalesce(v.source, v.lead_source)"
    " LEFT JOIN models AS m ON m.id = coalesce(v.model, v.lead_model)"
    " LEFT JOIN staff AS s ON s.id = coalesce(v.consultant, v.lead_consultant)",
)

VISITS_OF_LEADS = VISITS._replace(
    joins=" LEFT JOIN leads AS l ON l.id = v.lead",
    groups={
        name: f"CASE WHEN v.lead IS NULL THEN {group} ELSE {OF_OPENING[name]} END"
        for name, group in VISITS.groups.items()
    },
)
"""The same visits, each under the opening of its lead: so that a group of a cohort is one population."""

LEAD_RECORD = (
    f"l.id AS lead, {_CUSTOMER_OF_LEAD}, l.opened_at, l.opened_grade, l.grade,"
    " CASE WHEN l.status = 'dormant' AND l.wake_on <= :today THEN 'open' ELSE l.status END AS status,"
    " src.code AS source, m.name AS model, s.name AS consultant"
)
LEAD_NAMES = (
    f"{_NAMED_CUSTOMER} LEFT JOIN sources AS src ON src.id = l.source"
    " LEFT JOIN models AS m ON m.id = l.model LEFT JOIN staff AS s ON s.id = l.consultant"
)

LEADS = Facts(
    source="leads AS l",
    id="l.id",
    moment="l.opened_at",
    # A win-back agreed for a day ahead is no lead before that day.
    inside="l.opened_at >= :first AND l.opened_at < :end AND l.opened_at <= :tonight",
    joins="",
    groups={**OF_OPENING, "opened_grade": "l.opened_grade"},
    record=LEAD_RECORD,
    named=f"{_NAMED_CUSTOMER} LEFT JOIN sources AS src ON src.id = l.opened_source"
    " LEFT JOIN models AS m ON m.id = l.opened_model LEFT JOIN staff AS s ON s.id = l.opened_consultant",
)

_ORDER_GROUPS = {
    "source": "o.lead_source",
    "consultant": "o.consultant",
    "model": "o.lead_model",
    "grade": "o.lead_grade",
    **OF_LEAD,
}
_ORDER_RECORD = (
    f'o.id AS "order", o.lead, {_CUSTOMER_OF_LEAD}, o.ordered_at, o.delivered_at, o.count, o.price,'
    " src.code AS source, m.name AS model, s.name AS consultant"
)
_ORDER_NAMES = (
    f"{_NAMED_CUSTOMER} LEFT JOIN sources AS src ON src.id = o.lead_source"
    " LEFT JOIN models AS m ON m.id = o.lead_model LEFT JOIN staff AS s ON s.id = "
)

ORDERS = Facts(
    source="orders AS o",
    id="o.id",
    moment="o.ordered_at",
    inside="o.ordered_at >= :first AND o.ordered_at < :end",
    joins=" LEFT JOIN leads AS l ON l.id = o.lead",
    groups=_ORDER_GROUPS,
    record=_ORDER_RECORD,
    named=f"{_ORDER_NAMES}o.consultant",
)

DELIVERIES = Facts(
    source="orders AS o",
    id="o.id",
    moment="o.delivered_at",
    inside="o.delivered_at >= :first AND o.delivered_at < :end",
    joins=" LEFT JOIN leads AS l ON l.id = o.lead",
    groups={**_ORDER_GROUPS, "consultant": "o.delivered_by"},
    record=_ORDER_RECORD,
    named=f"{_ORDER_NAMES}o.delivered_by",
)

CHURNS = Facts(
    source="churns AS ch",
    id="ch.id",
    moment="ch.at",
    inside="ch.at >= :first AND ch.at < :end",
    joins=" LEFT JOIN leads AS l ON l.id = ch.lead",
    groups={
        "source": "ch.lead_source",
        "consultant": "ch.consultant",
        "model": "ch.lead_model",
        "grade": "ch.lead_grade",
        **OF_LEAD,
        "reason": "ch.reason",
        "group": "(SELECT q.grp FROM reasons AS q WHERE q.id = ch.reason)",
        "rival": "ch.rival",
    },
    record=f"ch.id AS churn, ch.lead, {_CUSTOMER_OF_LEAD}, ch.at, ch.kind, r.code AS reason, ch.rival,"
    " ch.result AS verification, ch.note, src.code AS source, m.name AS model, s.name AS consultant",
    named=f"{_NAMED_CUSTOMER} LEFT JOIN sources AS src ON src.id = ch.lead_source"
    " LEFT JOIN reasons AS r ON r.id = ch.reason LEFT JOIN models AS m ON m.id = ch.lead_model"
    " LEFT JOIN staff AS s ON s.id = ch.consultant",
)

SALES = Facts(
    source="sales AS x",
    id="x.id",
    moment="x.sold_on",
    inside="x.sold_on >= :first AND x.sold_on < :end",
    joins="",
    customer="NULL",
    groups={**dict.fromkeys(OF_OPENING, "NULL"), "model": "x.model"},
    record='x.id AS sale, x.channel, x.sold_on AS "on", x.count, m.name AS model',
    named=" LEFT JOIN models AS m ON m.id = x.model",
)
