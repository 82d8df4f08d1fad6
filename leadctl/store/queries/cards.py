"""A lead's card: who, what, where it stands, and everything that happened, in the order of its time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from leadctl.domain.due import OwedContact, Reason, appointment_reason, reasons_of
from leadctl.domain.grading import MAN, prospect_class
from leadctl.domain.policy import Policy
from leadctl.domain.pool import OwnedLead, notes_on_pool
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows
from leadctl.store.facts.registry import history_of
from leadctl.store.queries.customers import CARD, companions_of, customer_row, phones_of, tags_of
from leadctl.store.queries.fields import values_of
from leadctl.store.queries.lead_now import AWAKE, OWED, OWNED_SINCE, RELEASED_FROM
from leadctl.store.queries.leads import RECORD, LeadRow, lead_row, status_on

_KNOWN = (
    "source",
    "channel",
    "campaign",
    "budget_low",
    "budget_high",
    "need_by",
    "man",
    "confidence",
    "task",
    "retry_on",
    "opened_at",
    "opened_grade",
    "last_contact",
    "contacts",
    "wake_on",
    "ordered_at",
    "delivered_at",
    "churned_at",
    "closed_at",
    "meets_at",
    "callback_at",
    "screened",
)
"""Columns of a lead's row that its card shows beside its record."""

_PURCHASE = ("payment", "rival", "motive", "trade_in", "trade_in_year", "trade_in_estimate")
"""What is learnt of a purchase bit by bit."""

_OTHERS = (
    "SELECT l.id, l.status, l.wake_on, l.grade, m.name, l.opened_at, l.closed_at FROM leads AS l"
    " LEFT JOIN models AS m ON m.id = l.model WHERE l.customer = :customer AND l.id <> :lead ORDER BY l.id"
)
_OWED = (
    f"SELECT {OWED}, {AWAKE} AS is_open, {OWNED_SINCE} AS owned_since, {RELEASED_FROM} AS released_from"
    " FROM leads AS l WHERE l.id = :lead"
)


class _OtherLead(NamedTuple):
    lead: int
    status: str
    wake_on: str | None
    grade: str | None
    model: str | None
    opened_at: str
    closed_at: str | None


def card(db: sqlite3.Connection, lead: int, policy: Policy, now: str) -> tuple[dict[str, object], list[Reason]]:
    """The card's data, and why something is owed (nothing: no reason), with what comes of neglecting it.

    ``now``: ISO to the minute.
    """
    today = now[:10]
    row = lead_row(db, lead, today)
    history = history_of(db, lead)
    columns = row._replace(status=status_on(row.status, row.wake_on, today))._asdict()
    traits = customer_row(db, row.customer_id)._asdict()
    data: dict[str, object] = {key: columns[key] for key in (*RECORD, *_KNOWN)}
    data |= {key: traits[key] for key in CARD if key != "name"}
    data |= _newest_words(history)
    data["tags"] = tags_of(db, row.customer_id)
    data["companions"] = [companion._asdict() for companion in companions_of(db, row.customer_id)]
    data["fields"] = values_of(db, row.customer_id)
    data["phones"] = phones_of(db, row.customer_id)
    data["other_leads"] = _other_leads(db, row.customer_id, lead, today)
    data["history"] = history
    data["orders"] = [fact for fact in history if fact["fact"] == "order"]
    data["words"] = _words(db, row, policy)
    data["man_advice"] = None if row.man is None else MAN[row.man]
    data["prospect_class"] = prospect_class(row.man, row.confidence)
    return data, _reasons(db, row, history, policy, now)


def _newest_words(history: Sequence[dict[str, object]]) -> dict[str, object]:
    """What is known of the purchase: of each thing what was said last, on a visit or later; and what was agreed for the
    next contact, unless a contact came after it."""
    found: dict[str, object] = dict.fromkeys((*_PURCHASE, "agreed"))
    for fact in history:
        if fact["fact"] in ("visit", "assessment"):
            found |= {name: fact[name] for name in _PURCHASE if fact.get(name) is not None}
        if fact["fact"] == "visit" or (fact["fact"] == "followup" and fact["outcome"] != "no-answer"):
            found["agreed"] = fact.get("agreed")
    return found


def _words(db: sqlite3.Connection, row: LeadRow, policy: Policy) -> dict[str, object] | None:
    """What is said to a lead that is to be called."""
    from leadctl.store.queries.words import words_of

    called = row.task not in (None, "verification")
    return words_of(db).say_to(policy.rule(row.grade)).record() if called else None


def _reasons(
    db: sqlite3.Connection, row: LeadRow, history: list[dict[str, object]], policy: Policy, now: str
) -> list[Reason]:
    if row.task is None:
        return []
    if row.task == "verification":
        churn = [fact for fact in history if fact["fact"] == "churn"][-1]
        return [Reason("churned on {day}: waits for customer service's call-back", {"day": str(churn["at"])[:10]})]
    ((*columns, is_open, owned_since, released_from),) = db.execute(_OWED, {"lead": row.lead, "today": now[:10]})
    owed = OwedContact._make(columns)
    pool = OwnedLead(row.consultant_id is not None, owed.grade, bool(is_open), owed.due_by, owned_since, released_from)
    comes_at = row.meets_at if owed.task == "appointment" else None
    why = reasons_of(owed, policy, now) if comes_at is None else [appointment_reason(comes_at, now[:10])]
    return [*why, *notes_on_pool(pool, now[:10], policy)]


def _other_leads(db: sqlite3.Connection, customer: int, lead: int, today: str) -> list[dict[str, object]]:
    """The customer's other leads, as JSON shows them."""
    return [
        {name: value for name, value in other._asdict().items() if name != "wake_on"}
        | {"status": status_on(other.status, other.wake_on, today)}
        for other in read_rows(db, _OtherLead, _OTHERS, {"customer": customer, "lead": lead})
    ]
