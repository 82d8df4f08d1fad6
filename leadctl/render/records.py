"""The records behind a figure, whatever kinds of facts they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.labels import CHANNELS, CHURNS, FIGURES, KINDS, LABELS, REASONS, SOURCES, STATUSES, VERIFICATIONS
from leadctl.render.page import Column, Page, Table

Record = Mapping[str, object]

_ORDER = (
    "visit",
    "order",
    "churn",
    "sale",
    "lead",
    "customer_id",
    "customer",
    "phone",
    "at",
    "left_at",
    "opened_at",
    "ordered_at",
    "delivered_at",
    "on",
    "channel",
    "kind",
    "nature",
    "is_new",
    "test_drive",
    "status",
    "opened_grade",
    "grade",
    "reason",
    "rival",
    "verification",
    "count",
    "price",
    "model",
    "consultant",
    "source",
    "note",
)
_NUMBERS = {"visit": "int", "order": "int", "churn": "int", "sale": "int", "lead": "int", "count": "int"}
_KINDS = {**_NUMBERS, "customer_id": "int", "price": "money"}
_DROPS = {
    "customer_id": 11,
    "note": 10,
    "left_at": 9,
    "is_new": 8,
    "source": 7,
    "nature": 6,
    "test_drive": 5,
    "opened_grade": 4,
    "verification": 4,
    "delivered_at": 3,
    "grade": 3,
    "status": 2,
    "kind": 1,
    "price": 1,
}
"""What a narrow terminal does without, the highest first."""
_CODES = {
    "kind": {**KINDS, **CHURNS},
    "channel": CHANNELS,
    "status": STATUSES,
    "reason": REASONS,
    "verification": VERIFICATIONS,
    "source": SOURCES,
    "nature": {"first": N_("first"), "return": N_("return")},
}
_TITLES = {
    **LABELS,
    "order": N_("Order"),
    "churn": FIGURES["churn"],
    "sale": N_("Sale"),
    "on": N_("On"),
    "opened_at": N_("Opened"),
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
    """A line a record; the columns are the keys that any of them has."""
    present = {key for record in records for key in record} or {"lead"}
    columns = tuple(_column(key) for key in _ORDER if key in present)
    return Page(list(records), (Table(columns, records),), title)


def _column(key: str) -> Column:
    return Column(
        key,
        _TITLES[key],
        _KINDS.get(key, "text"),
        wrap=key in ("note", "model", "rival"),
        drop=_DROPS.get(key, 0),
        labels=_CODES.get(key),
    )
