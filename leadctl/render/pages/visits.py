"""The register of visits as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.locale import N_
from leadctl.locale.labels import KINDS
from leadctl.render.page import PEOPLE, Column, JsonObject, Page, Table, raw_columns
from leadctl.render.values import format_moment

_KEYS = (
    "visit", "arrived_at", "left_at", "kind", "nature", "lead", "customer_id", "name", "gender", "phone", "first_visit",
    "source", "channel", "party", "model", "budget_low", "budget_high", "need_by", "grade", "test_drive", "quoted",
    "consultant", "campaign", "referrer", "note", "record_id", "occupation", "district", "payment", "rival",
    "present_car", "companions", "wechat", "reception",
)  # fmt: skip


def register_page(visits: Sequence[JsonObject], *, title: str, several_days: bool) -> Page:
    """Visits (records of the store) as a page; ``several_days``: the day is printed with the time."""
    rows = [_visit_row(visit, several_days) for visit in visits]
    shown = (
        Column("visit", N_("Visit"), "int", readers=PEOPLE),
        Column("came", N_("Arrived"), readers=PEOPLE),
        Column("gone", N_("Left"), readers=PEOPLE),
        Column("kind", N_("Kind"), readers=PEOPLE, labels=KINDS, drop=1),
        Column("name", N_("Name"), readers=PEOPLE),
        Column("phone", N_("Phone"), readers=PEOPLE),
        Column("lead", N_("Lead"), "int", readers=PEOPLE),
        Column("model", N_("Model"), wrap=True, drop=3, readers=PEOPLE),
        Column("grade", N_("Grade"), drop=4, readers=PEOPLE),
        Column("consultant", N_("Consultant"), drop=2, readers=PEOPLE),
    )
    raw = raw_columns(*_KEYS)
    return Page(list(visits), (Table((*shown, *raw), rows, note="" if rows else N_("No visits.")),), title)


def _visit_row(visit: JsonObject, several_days: bool) -> dict[str, object]:
    came, gone = str(visit["arrived_at"]), visit["left_at"]
    return {
        **visit,
        "came": format_moment(came) if several_days else format_moment(came)[11:],
        "gone": None if gone is None else str(gone)[11:],
    }
