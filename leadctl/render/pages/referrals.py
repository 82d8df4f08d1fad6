"""Who refers customers, and what is due to them."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.locale import N_
from leadctl.locale.labels import LABELS, OCCASIONS
from leadctl.render.page import Column, JsonObject, Page, Table, Translate, link_figures
from leadctl.render.pages.figure_rows import FigureRow, rows_of
from leadctl.render.values import UNASSIGNED, format_money

_COLUMNS = link_figures(
    Column("referrer", N_("Referrer"), wrap=True),
    Column("customer_id", LABELS["customer_id"], "int", drop=4),
    Column("phone", LABELS["phone"], drop=3),
    Column("flyers", N_("Flyers"), "int", drop=5),
    Column("leads", N_("Leads"), "int"),
    Column("came", N_("Came"), "int", drop=1),
    Column("test_drives", N_("Drives"), "int", drop=2),
    Column("sales", N_("Sales"), "int"),
    Column("reward", N_("Reward due"), "money"),
    Column("paid", N_("Paid"), "money"),
    Column("open", N_("To be paid"), "money"),
)


def draw_page(rows: list[JsonObject], title: str, translate: Translate) -> Page:
    """The report's page: a line a referrer, and what is to be paid altogether."""
    shown = [{**row, "referrer": row["referrer"] or translate(NOT_NAMED), "path": _path_of(row)} for row in rows]
    table = Table(_COLUMNS, shown, note="" if rows else N_("Nobody referred a customer in this time."))
    tables = (table, *_place_tables(shown, translate))
    return Page(rows, tables, title, _open_note(rows, translate), records=(Table(_COLUMNS, rows),))


def _place_tables(rows: Sequence[JsonObject], translate: Translate) -> tuple[Table, ...]:
    """How many flyers each handed out, and where; none where nobody did."""
    shown = [
        {
            "referrer": row["referrer"],
            "place": one["place"] or translate(UNASSIGNED),
            "flyers": one["flyers"],
            "path": f"{row['path']}{one['place'] or 'none'}.",
        }
        for row in rows
        for one in row["places"]
    ]
    columns = link_figures(_COLUMNS[0], Column("place", N_("Place"), wrap=True), Column("flyers", N_("Flyers"), "int"))
    return (Table(columns, shown, N_("Flyers by place")),) if shown else ()


def _open_note(rows: Sequence[JsonObject], translate: Translate) -> tuple[str, ...]:
    """Says what is to be paid altogether, where anything is."""
    whole = sum(row["open"] or 0 for row in rows)
    text = translate(N_("{amount} yuan are still to be paid."))
    return (text.format(amount=format_money(whole)),) if whole else ()


def rewards_table(rows: Sequence[JsonObject]) -> Table:
    """What is promised: the store's own rule, then those of campaigns."""
    columns = (
        Column("campaign", LABELS["campaign"], wrap=True),
        Column("occasion", N_("For each"), labels=OCCASIONS),
        Column("amount", N_("Amount"), "money"),
    )
    return Table(columns, rows, note="" if rows else N_("No rewards are promised: leadctl reward set sale AMOUNT"))


def _path_of(row: JsonObject) -> str:
    """What stands before a figure of a referrer: a customer by their number, since others may bear the name."""
    return f"{row['referrer'] or 'none'}." if row["customer_id"] is None else f"c{row['customer_id']}."


_COMPARED = ("flyers", "leads", "came", "test_drives", "sales", "reward", "paid")
_LABELS = {column.key: column.title for column in _COLUMNS}


def list_figures(rows: Sequence[JsonObject], translate: Translate) -> list[FigureRow]:
    """The figures of each referrer one by one."""
    found: list[FigureRow] = []
    for row in rows:
        name = row["referrer"]
        section = translate(NOT_NAMED) if name is None else str(name)
        found += rows_of(row, _COMPARED, translate, section=section, prefix=f"{name or 'none'}.", labels=_LABELS)
    return found


NOT_NAMED = N_("not named")
