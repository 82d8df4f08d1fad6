"""The league of the consultants: a line each, the best first, and the team's last."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import PROGRAM, Column, JsonObject, Page, Table, Translate, link_figures
from leadctl.render.pages.dimension_labels import name_consultants
from leadctl.render.pages.figure_rows import FigureRow, kind_of
from leadctl.render.values import UNASSIGNED

_SALES = link_figures(
    Column("rank", N_("Rank"), "int"),
    Column("quartile", N_("Quartile"), "int", drop=8),
    Column("consultant", FIGURES["consultant"]),
    Column("leads", N_("Leads"), "int"),
    Column("met", N_("Met"), "int", drop=6),
    Column("test_drives", N_("Drives"), "int", drop=5),
    Column("orders", N_("Orders"), "int"),
    Column("conversion", N_("Conversion"), "rate"),
    Column("cohort_conversion", N_("Of these leads"), "rate", drop=7),
)
_PLAN = link_figures(
    Column("sales", N_("Cars"), "int"),
    Column("target", N_("Target"), "int", drop=2),
    Column("pace", N_("Pace"), "rate", drop=1, figure="{path}sales"),
)
_WORK = link_figures(
    Column("consultant", FIGURES["consultant"]),
    Column("on_time_rate", FIGURES["on_time_rate"], "rate"),
    Column("overdue_now", FIGURES["overdue_now"], "int"),
    Column("follow_ups", FIGURES["follow_ups"], "int"),
    Column("per_sale", N_("Per sale"), "decimal"),
    Column("confirmed", N_("Churn confirmed"), "int", drop=2),
    Column("overturned", N_("Churn overturned"), "int", drop=1),
)
_MORE = tuple(Column(key, key, readers=(PROGRAM,)) for key in ("cohort_orders", "due", "on_time", "sale_follow_ups"))

_ABOUT_SALES = N_(
    "Rank: by cars sold, then by conversion. Conversion: the orders of these days / the leads opened in them, which "
    "may be other leads. Of these leads: those opened in these days that have ordered to date."
)
_ABOUT_PLAN = N_("Pace: cars sold / what the target asks for by now (100%: on schedule).")
_NO_PLAN = N_("Targets are of whole months.")
_ABOUT_WORK = N_("Per sale: follow-ups for each car sold. Churn: of these days, as customer service found it.")
_OVERDUE = N_("Overdue now: of today, whatever the period.")


def draw_page(data: JsonObject, title: str, translate: Translate, runs: bool, planned: bool) -> Page:
    """The report's page; ``runs``: today is one of its days; ``planned``: the period is one that may have a target."""

    def tables() -> tuple[Table, ...]:
        rows = name_consultants(data["consultants"], translate)
        sums = int(len(rows) != 1)
        if sums:
            rows.append({**data["team"], "consultant": translate(N_("Team")), "path": ""})
        sales = (*_SALES, *_PLAN) if planned else _SALES
        work = _WORK if runs else tuple(column for column in _WORK if column.key != "overdue_now")
        about_sales = f"{translate(_ABOUT_SALES)} {translate(_ABOUT_PLAN if planned else _NO_PLAN)}"
        about_work = f"{translate(_ABOUT_WORK)} {translate(_OVERDUE)}" if runs else _ABOUT_WORK
        return (
            Table(sales, rows, FIGURES["sales"], about_sales, sums=sums),
            Table(work, rows, N_("Work"), about_work, sums=sums),
        )

    return Page(data, tables, title, records=lambda: _records(data))


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs, in one table; the team is the last row."""
    columns = (*_SALES, *_PLAN, *(column for column in _WORK if column.key != "consultant"), *_MORE)
    return (Table(columns, [*data["consultants"], {**data["team"], "consultant": "team"}], sums=1),)


_COMPARED = (
    *("sales", "orders", "leads", "conversion", "met", "test_drives", "on_time_rate", "follow_ups", "per_sale"),
    *("confirmed", "overturned", "target", "pace", "rank"),
)


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """Each figure of the team and then of every consultant, a section a figure."""
    rows: list[FigureRow] = []
    for name in _COMPARED:
        title, kind = translate(_TITLES.get(name, FIGURES.get(name, name))), kind_of(name)
        if name != "rank":
            rows.append(FigureRow(name, translate(N_("Team")), data["team"][name], kind, title))
        for row in data["consultants"]:
            label = row["consultant"] or translate(UNASSIGNED)
            rows.append(FigureRow(f"consultants.{row['consultant'] or 'none'}.{name}", label, row[name], kind, title))
    return rows


_TITLES = {column.key: column.title for column in (*_SALES, *_PLAN, *_WORK)} | {"per_sale": FIGURES["per_sale"]}
