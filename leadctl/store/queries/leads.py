"""Finding leads and telling where they stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from leadctl.errors import Refused, Sentence, listing, template
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, has_rows, read_rows
from leadctl.store.core.tables import LEADS_PHONE
from leadctl.store.queries.lead_now import DUE_BY, DUE_FROM, TASK


class Fit(NamedTuple):
    """The leads that a verb can act on: a whole SQL clause over ``l``, and how they are called."""

    clause: str
    name: Sentence


ANY = Fit("l.status IS NOT NULL", Sentence(""))
OPEN = Fit("l.status IN ('open', 'dormant')", Sentence("open"))
LIVE = Fit("l.status IN ('open', 'dormant', 'ordered')", Sentence("open"))
PENDING = Fit("l.verification = 'pending'", Sentence("churned and awaiting verification"))
ORDERED = Fit("l.status = 'ordered'", Sentence("ordered"))
UNCLOSED = Fit("l.closed_at IS NULL AND l.status IS NOT NULL", Sentence("open"))

_SELECT = f"""
SELECT l.id AS lead, l.customer AS customer_id, c.name AS customer,
    {LEADS_PHONE},
    l.grade, m.name AS model, s.name AS consultant, l.consultant AS consultant_id, l.status, l.verification,
    {DUE_FROM} AS due_from, {DUE_BY} AS due_by, l.retry_on, l.attempts, {TASK} AS task,
    l.opened_at, l.last_contact, l.closed_at, l.wake_on, l.need_by,
    src.code AS source, l.channel, l.campaign, l.budget_low, l.budget_high, l.man, l.confidence, l.contacts,
    l.opened_grade, l.churned_at, l.ordered_at, l.delivered_at, l.meets_at, l.callback_at,
    l.screened,
    (SELECT max(o.id) FROM orders AS o WHERE o.lead = l.id AND o.cancelled_at IS NULL) AS order_id
FROM leads AS l JOIN customers AS c ON c.id = l.customer LEFT JOIN models AS m ON m.id = l.model
    LEFT JOIN staff AS s ON s.id = l.consultant LEFT JOIN sources AS src ON src.id = l.source
"""


class LeadRow(NamedTuple):
    """A lead as it stands, with names: moments and days are ISO texts, budgets amounts of the store's currency.

    ``order_id``: its newest order that was not cancelled. What is owed is as of the day that was asked for.
    """

    lead: int
    customer_id: int
    customer: str | None
    phone: str | None
    grade: str | None
    model: str | None
    consultant: str | None
    consultant_id: int | None
    status: str
    verification: str | None
    due_from: str | None
    due_by: str | None
    retry_on: str | None
    attempts: int
    task: str | None
    opened_at: str
    last_contact: str | None
    closed_at: str | None
    wake_on: str | None
    need_by: str | None
    source: str | None
    channel: str | None
    campaign: str | None
    budget_low: float | None
    budget_high: float | None
    man: str | None
    confidence: str | None
    contacts: int
    opened_grade: str | None
    churned_at: str | None
    ordered_at: str | None
    delivered_at: str | None
    meets_at: str | None
    callback_at: str | None
    screened: str | None
    order_id: int | None


RECORD = (
    "lead",
    "customer",
    "customer_id",
    "phone",
    "grade",
    "model",
    "consultant",
    "status",
    "verification",
    "due_from",
    "due_by",
    "attempts",
)
"""The keys of a lead in what a write prints."""


def status_on(status: str, wake_on: str | None, today: str) -> str:
    """A lead's status on a day: who slept until then is awake and open."""
    if status == "dormant" and wake_on is not None and wake_on <= today:
        return "open"
    return status


def lead_row(db: sqlite3.Connection, lead: int, today: str = "") -> LeadRow:
    """How a lead stands; what is owed as of an ISO date, else as of the last fact.

    Raises Refused when there is no such lead.
    """
    row = find_row(db, LeadRow, f"{_SELECT} WHERE l.id = :lead", {"lead": lead, "today": today})
    if row is None:
        raise Refused("There is no lead {lead}; find it with: leadctl find NAME-OR-PHONE", lead=lead).with_code(
            "no-such-lead"
        )
    return row


def record(db: sqlite3.Connection, lead: int | None, today: str) -> dict[str, object]:
    """What a write says of a lead: the keys of ``RECORD``; all null without a lead."""
    if lead is None:
        return dict.fromkeys(RECORD)
    row = lead_row(db, lead, today)
    columns = row._replace(status=status_on(row.status, row.wake_on, today))._asdict()
    return {key: columns[key] for key in RECORD}


def find_lead(db: sqlite3.Connection, text: str, fit: Fit, parse_phone: Callable[[str], str]) -> int:
    """The one lead that ``text`` names, among those that fit: a number, a phone, or an exact name.

    Raises Refused when there is none or several; a part of a name only lists what it fits.
    """
    word = text.strip()
    if not word:
        raise Refused("LEAD is empty; give a lead's number, a phone, or the exact name.")
    digits = word.removeprefix("#")
    if digits.isdecimal() and len(digits) <= 7:
        return _find_by_number(db, int(digits), fit)
    if word.startswith("+") or (word[:1].isdecimal() and not any(char.isalpha() for char in word)):
        return _find_by_phone(db, parse_phone(word), fit)
    return _find_by_name(db, word, fit)


def open_grades(db: sqlite3.Connection) -> dict[str, int]:
    """Grade -> how many leads that are not closed have it."""
    rows = db.execute(
        "SELECT grade, count(*) FROM leads WHERE closed_at IS NULL AND grade IS NOT NULL GROUP BY grade ORDER BY grade"
    )
    return dict(rows.fetchall())


def _find_by_number(db: sqlite3.Connection, lead: int, fit: Fit) -> int:
    row = lead_row(db, lead)
    if not _fits(db, lead, fit):
        raise Refused(_explain_misfit(row, fit)).with_code("wrong-status")
    return lead


def _find_by_phone(db: sqlite3.Connection, phone: str, fit: Fit) -> int:
    rows = _read_rows(db, "l.customer = (SELECT p.customer FROM phones AS p WHERE p.phone = :phone)", {"phone": phone})
    if not rows:
        from leadctl.store.queries.search import suggest_leads

        near = suggest_leads(db, phone)
        told = Sentence("No lead has that phone; register the visit with: leadctl log-visit --phone PHONE")
        if near is not None:
            told = Sentence(
                "No lead has that phone. Did you mean {names}? "
                "Register the visit with: leadctl log-visit --phone PHONE",
                names=near,
            )
        raise Refused(told).with_code("no-such-lead")
    return _choose(db, rows, fit)


def _find_by_name(db: sqlite3.Connection, name: str, fit: Fit) -> int:
    rows = _read_rows(db, "c.name = :name", {"name": name})
    if rows:
        return _choose(db, rows, fit)
    near = _read_rows(db, "instr(lower(c.name), lower(:name)) > 0", {"name": name})
    if near:
        raise Refused(
            "No customer is called exactly {name!r}. These fit a part of it:\n{listed}",
            name=name,
            listed=_list_leads(near),
        ).with_code("no-such-lead")
    from leadctl.store.queries.search import suggest_leads

    meant = suggest_leads(db, name)
    told = Sentence("No lead is called {name!r}; look for it with: leadctl find TEXT", name=name)
    if meant is not None:
        told = Sentence(
            "No lead is called {name!r}. Did you mean {names}? Look for it with: leadctl find TEXT",
            name=name,
            names=meant,
        )
    raise Refused(told).with_code("no-such-lead")


def _read_rows(db: sqlite3.Connection, clause: str, values: dict[str, object]) -> list[LeadRow]:
    sql = f"{_SELECT} WHERE {clause} ORDER BY l.closed_at IS NOT NULL, l.id DESC"
    return read_rows(db, LeadRow, sql, values | {"today": ""})


def _choose(db: sqlite3.Connection, rows: Sequence[LeadRow], fit: Fit) -> int:
    """Of the leads found the one that fits; for one customer an open one, else the newest."""
    fitting = [row for row in rows if _fits(db, row.lead, fit)]
    if not fitting:
        raise Refused(_explain_misfit(rows[0], fit)).with_code("wrong-status")
    if len({row.customer_id for row in fitting}) > 1:
        raise Refused("Several leads fit; say which by its number:\n{listed}", listed=_list_leads(fitting)).with_code(
            "several-fit"
        )
    return fitting[0].lead


def _fits(db: sqlite3.Connection, lead: int, fit: Fit) -> bool:
    return has_rows(db, f"SELECT 1 FROM leads AS l WHERE l.id = :lead AND {fit.clause}", {"lead": lead})


def _list_leads(rows: Sequence[LeadRow]) -> Sentence:
    """A line a lead, for a refusal: no more than tells them apart, phones masked."""
    from leadctl.domain.phones import mask_phone

    lines = [
        Sentence(
            "  {lead}  {customer}  {phone}  {model}  {consultant}  {status}",
            lead=row.lead,
            customer=row.customer or "-",
            phone=mask_phone(row.phone) or "-",
            model=row.model or "-",
            consultant=row.consultant or Sentence("nobody"),
            status=_STATUSES[row.status],
        )
        for row in rows[:20]
    ]
    return listing(lines + ([Sentence("  and {count} more", count=len(rows) - 20)] if len(rows) > 20 else []), "\n")


_STATUSES = {
    "open": Sentence("open"),
    "dormant": Sentence("dormant"),
    "ordered": Sentence("ordered"),
    "delivered": Sentence("delivered"),
    "defeated": Sentence("defeated"),
    "lost": Sentence("lost"),
}
_WAY_THERE = {
    "ordered": template(" Record the order first: leadctl order {lead}"),
    "churned and awaiting verification": template(" A churn is recorded with: leadctl defeat {lead}"),
}


def _explain_misfit(row: LeadRow, fit: Fit) -> Sentence:
    """Why a verb cannot act on a lead, and what to do instead."""
    lead, status = row.lead, _STATUSES[row.status]
    if row.verification == "pending":
        return Sentence(
            "Lead {lead} is {status} and waits for verification; "
            "customer service reopens it with: leadctl verify {lead} overturned",
            lead=lead,
            status=status,
        )
    if row.closed_at is not None:
        return Sentence(
            "Lead {lead} is closed: {status} on {day}. A new visit opens a new lead: leadctl log-visit --phone PHONE",
            lead=lead,
            status=status,
            day=row.closed_at[:10],
        )
    if status == "ordered":
        return Sentence(
            "Lead {lead} has an order already; correct it with: leadctl edit order {order}, "
            "or cancel it first with: leadctl cancel {lead}",
            lead=lead,
            order=row.order_id,
        )
    way = Sentence(_WAY_THERE[fit.name], lead=lead) if fit.name in _WAY_THERE else ""
    return Sentence("Lead {lead} is {status}, not {wanted}.{way}", lead=lead, status=status, wanted=fit.name, way=way)
