"""The stores of a group: a line each, the best first, and the middles of all."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import Column, JsonObject, Page, Table, Translate

_RANKED = (
    Column("rank", N_("Rank"), "int"),
    Column("quartile", N_("Quartile"), "int", drop=7),
    Column("store", N_("Store")),
    Column("name", N_("Store name"), drop=9),
    Column("region", N_("Region"), drop=5),
    Column("traffic", FIGURES["traffic"], "int", drop=4),
    Column("leads", N_("Leads"), "int"),
    Column("met", N_("Met"), "int", drop=10),
    Column("test_drives", N_("Drives"), "int", drop=11),
    Column("orders", N_("Orders"), "int", drop=3),
    Column("sales", N_("Cars"), "int"),
    Column("conversion", N_("Conversion"), "rate"),
    Column("on_time_rate", FIGURES["on_time_rate"], "rate", drop=1),
    Column("target", N_("Target"), "int", drop=6),
    Column("pace", N_("Pace"), "rate", drop=2),
    Column("outliers", N_("Outliers"), wrap=True, drop=8),
)
_MIDDLES = (
    Column("figure", N_("Figure")),
    Column("lower", N_("Lower quartile"), kind_of="kind"),
    Column("median", N_("Median"), kind_of="kind"),
    Column("upper", N_("Upper quartile"), kind_of="kind"),
)
_SHARED = (Column("first", N_("Store")), Column("second", N_("Store")), Column("customers", N_("Customers"), "int"))
_DISPATCHED = (
    Column("store", N_("Store")),
    Column("name", N_("Store name"), drop=5),
    Column("leads", N_("Leads"), "int"),
    Column("called", N_("Called"), "int", drop=3),
    Column("minutes", N_("Minutes until the call"), "decimal"),
    Column("within_30_rate", N_("Within 30 minutes"), "rate"),
    Column("screened_rate", N_("Screened"), "rate", drop=2),
    Column("screened_a", N_("Screened A"), "int", drop=4),
    Column("shown_rate", N_("Came"), "rate", drop=1),
    Column("sales", N_("Orders"), "int"),
    Column("sales_rate", N_("Order rate"), "rate"),
)
_COUNTS = ("traffic", "leads", "sales")

_ABOUT = N_(
    "Rank: by cars sold, then by conversion. An outlier lies more than one and a half times the distance of the "
    "quartiles beyond them."
)


def draw_stores(data: JsonObject, title: str, translate: Translate) -> Page:
    """The page of the ranking."""

    def tables() -> tuple[Table, ...]:
        rows = [{**row, "outliers": [_name(one, translate) for one in row["outliers"]]} for row in data["stores"]]
        middles = [
            {"figure": _name(figure, translate), "kind": "decimal" if figure in _COUNTS else "rate", **found}
            for figure, found in data["quartiles"].items()
        ]
        made = [Table(_RANKED, rows), Table(_MIDDLES, middles, title=N_("Middles of the group"))]
        if data["missing"]:
            columns = (Column("store", N_("Store")), Column("name", N_("Store name")))
            made.append(Table(columns, data["missing"], title=N_("Stores that did not export")))
        shared = data["shared_customers"]
        if shared is not None:
            pairs = [
                {"first": pair["stores"][0], "second": pair["stores"][1], "customers": pair["customers"]}
                for pair in shared["pairs"]
            ]
            made.append(Table(_SHARED, pairs, title=N_("Customers of two stores")))
        return tuple(made)

    return Page(data, tables, title=title, notes=lambda: (translate(_ABOUT),), records=lambda: tables()[:1])


def draw_dispatched(data: JsonObject, title: str) -> Page:
    """The page of what became of the leads that head office gave to its stores."""
    note = N_("Minutes are those of the clock, also at night; the mean of the leads that were called.")
    return Page(data, (Table(_DISPATCHED, data["stores"]),), title=title, notes=(note,))


def _name(figure: str, translate: Translate) -> str:
    """A figure as people read it."""
    known = {column.key: column.title for column in _RANKED} | {"conversion": N_("Conversion"), **_MORE}
    return translate(known.get(figure, figure))


_MORE = {"contact_rate": FIGURES["contact_rate"], "deal_rate": FIGURES["deal_rate"]}
