"""The records behind a figure, whatever kinds of facts they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from leadctl.domain.phones import mask_phone
from leadctl.domain.record_lists import CHUNK, LazyRecords, PackedRecords, Record
from leadctl.domain.referrals import mask_numbers
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import (
    AFTERCARE,
    CHANNELS,
    CHURNS,
    COST_ITEMS,
    FIGURES,
    KINDS,
    LABELS,
    OCCASIONS,
    OUTCOMES,
    REASONS,
    SOURCES,
    STATUSES,
    TASKS,
    VERIFICATIONS,
    VIAS,
)
from leadctl.render.page import DOCUMENT, NUMBERS, Column, Listing, Page, Table, Translate, cell_text

_COLUMNS = (
    Column("visit", LABELS["visit"], "int"),
    Column("followup", N_("Follow-up"), "int"),
    Column("order", N_("Order"), "int"),
    Column("churn", FIGURES["churn"], "int", drop=6),
    Column("sale", N_("Sale"), "int", drop=2),
    Column("cost", N_("Cost no."), "int"),
    Column("payment", N_("Payment"), "int"),
    Column("assignment", N_("Hand-over no."), "int", drop=15),
    Column("handout", N_("Handing out no."), "int", drop=15),
    Column("campaign", LABELS["campaign"], wrap=True),
    Column("contact", N_("Contact no."), "int", drop=7),
    Column("complaint", N_("Complaint no."), "int"),
    Column("lead", LABELS["lead"], "int"),
    Column("customer_id", LABELS["customer_id"], "int", drop=14),
    Column("customer", LABELS["customer"]),
    Column("phone", LABELS["phone"], drop=3),
    Column("at", LABELS["at"], drop=1),
    Column("left_at", LABELS["left_at"], drop=12),
    Column("opened_at", N_("Opened"), drop=1),
    Column("called_at", N_("First call")),
    Column("minutes", N_("Minutes"), "int"),
    Column("ordered_at", LABELS["ordered_on"]),
    Column("delivered_at", LABELS["delivered_on"], drop=6),
    Column("task", LABELS["task"], drop=8, labels=TASKS),
    Column("since", N_("Since"), drop=12),
    Column("due_from", LABELS["due_from"], drop=11),
    Column("due_by", LABELS["due_by"]),
    Column("need_by", LABELS["need_by"]),
    Column("days", N_("Days"), "int"),
    Column("days_in_grade", N_("Days in grade"), "int"),
    Column("last_contact", LABELS["last_contact"], drop=12),
    Column("answered_at", N_("Answered"), drop=1),
    Column("released_at", N_("Released at")),
    Column("occasion", N_("Occasion"), wrap=True, labels=OCCASIONS),
    Column("due_on", N_("Due on"), drop=2),
    Column("state", N_("State"), labels={"done": N_("done"), "waiting": N_("waiting"), "missed": N_("missed")}),
    Column("result", N_("Result"), labels=AFTERCARE),
    Column("score", N_("Score"), "int"),
    Column("ssi", "SSI", "int"),
    Column("csi", "CSI", "int"),
    Column("what", N_("What is wrong"), wrap=True),
    Column("staff", N_("Answers for it"), drop=2),
    Column("until", N_("To be solved by")),
    Column("solved_on", N_("Solved on")),
    Column("entered_at", N_("Entered"), drop=11),
    Column("on", N_("On")),
    Column("place", N_("Place"), wrap=True),
    Column("item", N_("Item"), labels=COST_ITEMS),
    Column("amount", N_("Amount"), "money"),
    Column("open", N_("To be paid"), "money"),
    Column("paid_to", N_("Paid to"), wrap=True),
    Column("referrer", LABELS["referrer"], wrap=True),
    Column("paid_by", N_("Paid by")),
    Column("invited_on", N_("Invited")),
    Column("confirmed_on", N_("Confirmed")),
    Column("channel", LABELS["channel"], drop=5, labels=CHANNELS),
    Column("kind", LABELS["kind"], drop=4, labels={**KINDS, **CHURNS}),
    Column("via", LABELS["via"], drop=7, labels=VIAS),
    Column("outcome", LABELS["outcome"], drop=9, labels=OUTCOMES),
    Column("nature", N_("Visit is"), drop=9, labels={"first": N_("first"), "return": N_("return")}),
    Column("is_new", FIGURES["new_traffic"], drop=11),
    Column("test_drive", LABELS["test_drive"], drop=8),
    Column("status", LABELS["status"], drop=5, labels=STATUSES),
    Column("screened", N_("Screened")),
    Column("opened_grade", N_("Grade at opening"), drop=7),
    Column("grade", LABELS["grade"], drop=6),
    Column("reason", FIGURES["reason"], labels=REASONS),
    Column("rival", FIGURES["rival"], wrap=True, drop=2),
    Column("verification", LABELS["verification"], drop=7, labels=VERIFICATIONS),
    Column("count", FIGURES["count"], "int"),
    Column("follow_ups", FIGURES["follow_ups"], "int", drop=2),
    Column("attempts", LABELS["attempts"], "int", drop=10),
    Column("price", LABELS["price"], "money", drop=4),
    Column("model", LABELS["model"], wrap=True, drop=3),
    Column("consultant", LABELS["consultant"], drop=1),
    Column("source", LABELS["source"], drop=10, labels=SOURCES),
    Column("note", LABELS["note"], wrap=True, drop=13),
    Column("last_note", LABELS["last_note"], wrap=True, drop=13),
    Column("operation", LABELS["operation"], "int", drop=15),
)
"""Every key that a record may have, in the order of the columns; a narrow terminal does without those of the highest
``drop`` first."""

_EMPTY = max(column.drop for column in _COLUMNS) + 1
_FLAGS = ("is_new", "test_drive")
_NAMES_OR_PHONES = ("referrer", "paid_to")
"""Keys whose text may be a phone."""


def records_page(found: Sequence[Record], title: str, *, reveal: bool = False, limit: int | None = None) -> Page:
    """A line a record; the columns are the keys that any of them has. Those in which nothing stands go first where
    it is narrow. Phones are masked unless ``reveal``; of records made when they are read only ``limit`` are made."""
    if isinstance(found, PackedRecords) and len(found) > CHUNK:
        return _packed_page(found, title, reveal)
    shown = [_present_record(record, reveal) for record in (found[:limit] if isinstance(found, LazyRecords) else found)]
    present = {key for record in shown for key in record} or {"lead"}
    filled = {key for record in shown for key, value in record.items() if value not in (None, "")}
    return _lay_out_page(shown, present, filled, title)


def _packed_page(found: PackedRecords, title: str, reveal: bool) -> Page:
    """The same of so many that each record is made when it is read."""
    shown = LazyRecords(found, lambda part: [_present_record(record, reveal) for record in part])
    filled = {key for key in found.keys if any(value not in (None, "") for (value,) in found.read_values((key,)))}
    return _lay_out_page(shown, found.keys, filled, title)


def _lay_out_page(shown: Sequence[Record], present: Collection[str], filled: Collection[str], title: str) -> Page:
    columns = (column for column in _COLUMNS if column.key in present)
    return Page(
        shown,
        (Table(tuple(one if one.key in filled else one._replace(drop=_EMPTY) for one in columns), shown),),
        title,
    )


MOST_BEHIND = 200
"""Records that a page shows of one figure."""

MOST_ROWS = 4000
"""Records that a page shows of all its figures together: of a large store those of the smaller ones."""


def add_listings(
    page: Page, list_records: Callable[[str], Sequence[Record]], translate: Translate, *, reveal: bool
) -> Page:
    """The page with the records behind its figures, as many as it has room for.

    ``list_records``: a figure's path -> its records; WrongUsage where it has none. Figures with the same records share
    a list.
    """
    named = _name_figures(page, translate)
    sizes: dict[str, int] = {}
    shown: dict[str, Sequence[Record]] = {}
    for path in named:
        with suppress(WrongUsage):
            found = list_records(path)
            sizes[path], shown[path] = len(found), found[:MOST_BEHIND]
    behind: dict[str, Listing] = {}
    same: dict[str, Listing] = {}
    rows = 0
    for path in sorted(sizes, key=sizes.__getitem__):
        size = len(shown[path])
        if not size or rows + size > MOST_ROWS:
            continue
        table = _find_table(records_page(shown[path], named[path], reveal=reveal), named[path])
        key = repr((sizes[path], table.rows))
        if key not in same:
            rows += size
            same[key] = Listing(table, sizes[path])
        behind[path] = same[key]
    return page._replace(behind={path: behind[path] for path in named if path in behind})


def _find_table(page: Page, title: str) -> Table:
    """The table of a page of records, under a title of its own."""
    (table,) = page.tables_for(DOCUMENT)
    return table._replace(title=title)


def _name_figures(page: Page, translate: Translate) -> dict[str, str]:
    """The path of each figure that the page shows -> what it is called: its row, and its column."""
    found: dict[str, str] = {}
    for table in page.tables_for(DOCUMENT):
        columns = table.columns_for(DOCUMENT)
        head = next((column for column in columns if column.kind not in NUMBERS), columns[0])
        for row in table.rows:
            for column in columns:
                if (path := column.figure_in(row)) and path not in found:
                    parts = (table.title, cell_text(head, row, translate), column.title)
                    found[path] = " · ".join(dict.fromkeys(translate(part) for part in parts if part))
    return found


def _present_record(record: Record, reveal: bool) -> Record:
    """The record as it is printed."""
    shown = record | {key: bool(record[key]) for key in _FLAGS if record.get(key) is not None}
    if reveal:
        return shown
    if record.get("phone") is not None:
        shown["phone"] = mask_phone(str(record["phone"]))
    return shown | {key: mask_numbers(str(record[key])) for key in _NAMES_OR_PHONES if record.get(key) is not None}
