"""Online leads of head office, given to stores by district and capacity (docs/group.md, leads of head office)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from leadctl.errors import Refused, template
from leadctl.group.store_list import StoreLine, read_rows
from leadctl.intake.faults import BadValue
from leadctl.intake.phones import parse_phone
from leadctl.named_tuple import NamedTuple

DISPATCHED = "dispatched"
"""The column by which a store's import knows that head office gave it a lead: its source is then ``dispatch``."""

COLUMNS = ("record_id", "at", "name", "phone", "district", "channel", "model", "campaign", "note", DISPATCHED)
"""What a store's file has: columns of ``leadctl import online``."""

DISTRICT = ("district", "区县", "区域", "居住区域", "地区", "城区")
NO_STORE, NO_ROOM, NO_PHONE = "no-store", "no-room", "no-phone"
WHY: Mapping[str, str] = {
    NO_STORE: template("no store has the district"),
    NO_ROOM: template("the stores of the district have no room"),
    NO_PHONE: template("there is no phone to call"),
}
"""Why a lead goes to no store."""

Lead = Mapping[str, str]


class Dispatched(NamedTuple):
    """Which store got which leads, by its code, and those that nobody got, each with the reason."""

    leads: Mapping[str, Sequence[Lead]]
    unplaced: Sequence[tuple[Lead, str]]


def read_leads(path: Path, headers: Mapping[str, Sequence[str]]) -> list[Lead]:
    """The rows of a file of leads. ``headers``: field -> how its column may be called. Raises Refused."""
    rows = read_rows(path)
    fields = {**headers, "district": DISTRICT}
    names = {field: next((word for word in words if rows and word in rows[0]), "") for field, words in fields.items()}
    for field in ("phone", "at"):
        if rows and not names[field]:
            raise Refused("{file} has no column {field}.", file=path, field=field)
    return [{field: row.get(name, "") for field, name in names.items()} for row in rows]


def dispatch_leads(leads: Sequence[Lead], stores: Sequence[StoreLine]) -> Dispatched:
    """Give each lead to a store of its district: to the one that is filled least, counted in leads of its capacity (in
    leads alone where a store takes any number). Leads of one phone go to one store."""
    given: dict[str, list[Lead]] = {store.code: [] for store in stores}
    by_phone: dict[str, str] = {}
    unplaced = []
    for lead in leads:
        code, why = _choose_store(lead, stores, Counter({key: len(rows) for key, rows in given.items()}), by_phone)
        if code is None:
            unplaced.append((lead, why))
            continue
        by_phone[_phone_of(lead)] = code
        given[code].append({**lead, DISPATCHED: "yes"})
    return Dispatched(given, unplaced)


def _choose_store(
    lead: Lead, stores: Sequence[StoreLine], load: Mapping[str, int], by_phone: Mapping[str, str]
) -> tuple[str | None, str]:
    if not lead["phone"]:
        return None, NO_PHONE
    if _phone_of(lead) in by_phone:
        return by_phone[_phone_of(lead)], ""
    near = [store for store in stores if any(place in lead["district"] for place in store.districts)]
    if not lead["district"] or not near:
        return None, NO_STORE
    free = [store for store in near if store.capacity is None or load[store.code] < store.capacity]
    if not free:
        return None, NO_ROOM
    least = min(free, key=lambda store: (Fraction(load[store.code], store.capacity or 1000), load[store.code]))
    return least.code, ""


def _phone_of(lead: Lead) -> str:
    """By what a customer is known: the phone however it is written, or what stands in its place."""
    try:
        return parse_phone(lead["phone"])
    except BadValue:
        return lead["phone"]


def write_rows(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> str:
    """A CSV of these columns."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
