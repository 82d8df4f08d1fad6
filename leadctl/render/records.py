"""The records behind a figure, whatever kinds of facts they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.campaigns import COST_ITEMS, OCCASIONS
from leadctl.locale.care import AFTERCARE
from leadctl.locale.labels import (
    CHANNELS,
    CHURNS,
    FIGURES,
    KINDS,
    LABELS,
    OUTCOMES,
    REASONS,
    SOURCES,
    STATUSES,
    TASKS,
    VERIFICATIONS,
    VIAS,
)
from leadctl.render.page import Column, Page, Table

Record = Mapping[str, object]

_ORDER = (
    "visit",
    "followup",
    "order",
    "churn",
    "sale",
    "cost",
    "payment",
    "assignment",
    "campaign",
    "contact",
    "complaint",
    "lead",
    "customer_id",
    "customer",
    "phone",
    "at",
    "left_at",
    "opened_at",
    "called_at",
    "minutes",
    "ordered_at",
    "delivered_at",
    "task",
    "since",
    "due_from",
    "due_by",
    "need_by",
    "days_in_grade",
    "last_contact",
    "answered_at",
    "released_at",
    "occasion",
    "due_on",
    "state",
    "result",
    "score",
    "what",
    "staff",
    "until",
    "solved_on",
    "entered_at",
    "on",
    "item",
    "amount",
    "open",
    "paid_to",
    "referrer",
    "paid_by",
    "invited_on",
    "confirmed_on",
    "channel",
    "kind",
    "via",
    "outcome",
    "nature",
    "is_new",
    "test_drive",
    "status",
    "screened",
    "opened_grade",
    "grade",
    "reason",
    "rival",
    "verification",
    "count",
    "follow_ups",
    "attempts",
    "price",
    "model",
    "consultant",
    "source",
    "note",
    "last_note",
    "operation",
)
_NUMBERS = {"visit": "int", "order": "int", "churn": "int", "sale": "int", "lead": "int", "count": "int"}
_NUMBERS |= {"followup": "int", "follow_ups": "int", "attempts": "int", "days_in_grade": "int"}
_NUMBERS |= {"assignment": "int", "cost": "int", "amount": "money"}
_NUMBERS |= {"payment": "int", "operation": "int", "open": "money"}
_NUMBERS |= {"minutes": "int", "contact": "int", "complaint": "int", "score": "int"}
_KINDS = {**_NUMBERS, "customer_id": "int", "price": "money"}
_DROPS = {
    "operation": 12,
    "assignment": 12,
    "customer_id": 11,
    "note": 10,
    "last_note": 10,
    "last_contact": 9,
    "since": 9,
    "due_from": 8,
    "entered_at": 8,
    "attempts": 7,
    "outcome": 6,
    "task": 5,
    "via": 4,
    "left_at": 9,
    "is_new": 8,
    "source": 7,
    "nature": 6,
    "test_drive": 5,
    "opened_grade": 4,
    "verification": 4,
    "delivered_at": 3,
    "churn": 3,
    "grade": 3,
    "status": 2,
    "kind": 1,
    "price": 1,
}
"""What a narrow terminal does without, the highest first."""
_EMPTY = max(_DROPS.values()) + 1
_CODES = {
    "kind": {**KINDS, **CHURNS},
    "channel": CHANNELS,
    "status": STATUSES,
    "reason": REASONS,
    "verification": VERIFICATIONS,
    "source": SOURCES,
    "task": TASKS,
    "item": COST_ITEMS,
    "occasion": OCCASIONS,
    "result": AFTERCARE,
    "state": {"done": N_("done"), "waiting": N_("waiting"), "missed": N_("missed")},
    "via": VIAS,
    "outcome": OUTCOMES,
    "nature": {"first": N_("first"), "return": N_("return")},
}
_TITLES = {
    **LABELS,
    "order": N_("Order"),
    "churn": FIGURES["churn"],
    "sale": N_("Sale"),
    "cost": N_("Cost no."),
    "item": N_("Item"),
    "payment": N_("Payment"),
    "assignment": N_("Hand-over no."),
    "released_at": N_("Released at"),
    "open": N_("To be paid"),
    "paid_to": N_("Paid to"),
    "paid_by": N_("Paid by"),
    "contact": N_("Contact no."),
    "complaint": N_("Complaint no."),
    "occasion": N_("Occasion"),
    "due_on": N_("Due on"),
    "state": N_("State"),
    "result": N_("Result"),
    "score": N_("Score"),
    "what": N_("What is wrong"),
    "staff": N_("Answers for it"),
    "until": N_("To be solved by"),
    "solved_on": N_("Solved on"),
    "amount": N_("Amount"),
    "invited_on": N_("Invited"),
    "confirmed_on": N_("Confirmed"),
    "on": N_("On"),
    "followup": N_("Follow-up"),
    "since": N_("Since"),
    "days_in_grade": N_("Days in grade"),
    "answered_at": N_("Answered"),
    "entered_at": N_("Entered"),
    "follow_ups": FIGURES["follow_ups"],
    "opened_at": N_("Opened"),
    "called_at": N_("First call"),
    "minutes": N_("Minutes"),
    "screened": N_("Screened"),
    "ordered_at": LABELS["ordered_on"],
    "delivered_at": LABELS["delivered_on"],
    "opened_grade": N_("Grade at opening"),
    "nature": N_("Visit is"),
    "is_new": FIGURES["new_traffic"],
    "reason": FIGURES["reason"],
    "rival": FIGURES["rival"],
    "count": FIGURES["count"],
}


def records_page(records: Sequence[Record], title: str) -> Page:
    """A line a record; the columns are the keys that any of them has. Those in which nothing stands go first where
    it is narrow."""
    present = {key for record in records for key in record} or {"lead"}
    told = {key for record in records for key, value in record.items() if value not in (None, "")}
    columns = tuple(_column(key, _DROPS.get(key, 0) if key in told else _EMPTY) for key in _ORDER if key in present)
    return Page(list(records), (Table(columns, records),), title)


def _column(key: str, drop: int) -> Column:
    return Column(
        key,
        _TITLES[key],
        _KINDS.get(key, "text"),
        wrap=key in ("note", "last_note", "model", "rival", "campaign", "referrer", "paid_to", "what", "occasion"),
        drop=drop,
        labels=_CODES.get(key),
    )
