"""Online leads of head office, given to stores by district and capacity (docs/group.md, leads of head office)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from leadctl.errors import template
from leadctl.group.store_list import StoreLine
from leadctl.intake.faults import BadValue
from leadctl.intake.kinds.online import ONLINE
from leadctl.intake.phone_cells import read_phone_cell
from leadctl.intake.plain_rows import read_plain_rows
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import guard_cell

DISPATCHED = "dispatched"
"""The column by which a store's import knows that head office gave it a lead: its source is then ``dispatch``."""

UNPLACED = "unplaced"
"""The name of the file of leads that fit no store."""

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


def read_leads(path: Path) -> list[Lead]:
    """The leads of a file: field of ``leadctl import online`` -> its cell. Raises Refused for what cannot be read."""
    rows = [row.cells for row in read_plain_rows(path.expanduser(), ONLINE)]
    known = set().union(*rows) - {DISPATCHED}
    fields = [field.name for field in ONLINE.fields if field.name in known]
    return [{field: row.get(field, "") for field in fields} for row in rows]


def dispatch_leads(leads: Sequence[Lead], stores: Sequence[StoreLine]) -> Dispatched:
    """Give each lead to a store of its district: to the one that is filled least, counted in leads of its capacity (in
    leads alone where a store takes any number). Leads of one phone go to one store."""
    given: dict[str, list[Lead]] = {store.code: [] for store in stores}
    by_phone: dict[str, str] = {}
    unplaced = []
    for lead in leads:
        phone = _read_phone(lead)
        if phone is None:
            unplaced.append((lead, NO_PHONE))
            continue
        code, why = _choose_store(lead, stores, given) if phone not in by_phone else (by_phone[phone], "")
        if code is None:
            unplaced.append((lead, why))
            continue
        by_phone[phone] = code
        given[code].append({**lead, DISPATCHED: "yes"})
    return Dispatched(given, unplaced)


def _choose_store(
    lead: Lead, stores: Sequence[StoreLine], given: Mapping[str, Sequence[Lead]]
) -> tuple[str | None, str]:
    district = lead.get("district", "")
    near = [store for store in stores if any(place in district for place in store.districts)]
    if not near:
        return None, NO_STORE
    load = {store.code: len(given[store.code]) for store in near}
    free = [store for store in near if store.capacity is None or load[store.code] < store.capacity]
    if not free:
        return None, NO_ROOM
    least = min(free, key=lambda store: (Fraction(load[store.code], store.capacity or 1000), load[store.code]))
    return least.code, ""


def _read_phone(lead: Lead) -> str | None:
    """The phone by which a customer is known, however it is written; None where the cell holds none to call."""
    try:
        found = read_phone_cell(lead["phone"])
    except BadValue:
        return None
    return found.phones[0] if found.phones else None


def write_rows(rows: Sequence[Mapping[str, str]]) -> str:
    """A CSV of rows with the same columns, in which no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: guard_cell(cell) for column, cell in row.items()} for row in rows)
    return text.getvalue()
