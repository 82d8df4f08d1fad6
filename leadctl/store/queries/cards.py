"""A lead's card: who, what, where it stands, and everything that happened, in the order of its time."""

from __future__ import annotations

import sqlite3

from leadctl.domain.due import OwedContact, Reason, appointment_reason, reasons_of
from leadctl.domain.grading import MAN, prospect_class
from leadctl.domain.policy import Policy
from leadctl.domain.pool import OwnedLead, notes_on_pool
from leadctl.store.facts.registry import history_of
from leadctl.store.queries.customers import CARD, customer_row, phones_of
from leadctl.store.queries.lead_now import AWAKE, OWED, OWNED_SINCE, RELEASED_FROM
from leadctl.store.queries.leads import RECORD, lead_row, status_on

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
    "screened",
)
"""Columns of a lead's row that its card shows beside its record."""

_OWED = (
    f"SELECT {OWED}, l.consultant, {AWAKE} AS is_open, {OWNED_SINCE} AS owned_since, {RELEASED_FROM} AS released_from"
    " FROM leads AS l WHERE l.id = :lead"
)


def card(db: sqlite3.Connection, lead: int, policy: Policy, now: str) -> tuple[dict[str, object], list[Reason]]:
    """The card's data, and why something is owed (nothing: no reason), with what comes of neglecting it.

    ``now``: ISO to the minute.
    """
    today = now[:10]
    row = lead_row(db, lead, today)
    customer = customer_row(db, row["customer_id"])
    history = history_of(db, lead)
    data: dict[str, object] = {key: row[key] for key in RECORD}
    data["status"] = status_on(row["status"], row["wake_on"], today)
    data |= {key: row[key] for key in _KNOWN}
    data |= {key: customer[key] for key in CARD if key != "name"}
    data["phones"] = phones_of(db, row["customer_id"])
    data["other_leads"] = _others(db, row["customer_id"], lead, today)
    data["history"] = history
    data["orders"] = [fact for fact in history if fact["fact"] == "order"]
    data["words"] = _words(db, row, policy)
    data["man_advice"] = None if row["man"] is None else MAN[row["man"]]
    data["prospect_class"] = prospect_class(row["man"], row["confidence"])
    return data, _reasons(db, row, history, policy, now)


def _words(db: sqlite3.Connection, row: sqlite3.Row, policy: Policy) -> dict[str, object] | None:
    """What is said to a lead that is to be called."""
    from leadctl.store.queries.words import words_of

    called = row["task"] not in (None, "verification")
    return words_of(db).to(policy.rule(row["grade"])).record() if called else None


def _reasons(
    db: sqlite3.Connection, row: sqlite3.Row, history: list[dict[str, object]], policy: Policy, now: str
) -> list[Reason]:
    if row["task"] is None:
        return []
    if row["task"] == "verification":
        churn = [fact for fact in history if fact["fact"] == "churn"][-1]
        return [Reason("churned on {day}: waits for customer service's call-back", {"day": str(churn["at"])[:10]})]
    found = db.execute(_OWED, {"lead": row["lead"], "today": now[:10]}).fetchone()
    owed = OwedContact(*found[: len(OwedContact._fields)])
    pool = OwnedLead(
        found["consultant"],
        owed.grade,
        bool(found["is_open"]),
        owed.due_by,
        found["owned_since"],
        found["released_from"],
    )
    if owed.task == "appointment":
        why = [appointment_reason(row["meets_at"], now[:10])]
    else:
        why = reasons_of(owed, policy, now)
    return [*why, *notes_on_pool(pool, now[:10], policy)]


def _others(db: sqlite3.Connection, customer: int, lead: int, today: str) -> list[dict[str, object]]:
    rows = db.execute(
        "SELECT l.id AS lead, l.status, l.wake_on, l.grade, m.name AS model, l.opened_at, l.closed_at FROM leads AS l"
        " LEFT JOIN models AS m ON m.id = l.model WHERE l.customer = :customer AND l.id <> :lead ORDER BY l.id",
        {"customer": customer, "lead": lead},
    )
    found = []
    for row in rows:
        other = dict(row) | {"status": status_on(row["status"], row["wake_on"], today)}
        del other["wake_on"]
        found.append(other)
    return found
