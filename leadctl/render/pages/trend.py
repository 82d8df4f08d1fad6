"""The trend of a month: the tables of which the pictures of the manager's page are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, LABELS, SOURCES
from leadctl.render.page import (
    BARS,
    COLUMNS,
    LINES,
    PEOPLE,
    PROGRAM,
    STACKED,
    Chart,
    Column,
    JsonObject,
    Page,
    Table,
    Translate,
)
from leadctl.render.values import UNASSIGNED

_NONE = "none"
_DAYS = (
    Column("day", N_("Day"), readers=(PROGRAM,)),
    Column("name", N_("Day"), readers=PEOPLE),
    Column("sales", FIGURES["showroom_sales"], "int", drop=1, figure="days.{day}.sales"),
    Column("sold", N_("Sold to date"), "int"),
    Column("sales_planned", N_("Plan to date"), "number"),
    Column("leads", FIGURES["leads"], "int", drop=4, figure="days.{day}.leads"),
    Column("opened", N_("Leads to date"), "int", drop=2),
    Column("leads_planned", N_("Leads planned to date"), "number", drop=3),
)
_STAGES = (
    Column("stage", N_("Stage"), labels=FIGURES),
    Column("count", N_("This month"), "int", figure="funnel.{stage}"),
    Column("before", N_("The month before"), "int", figure="funnel.{stage}.before"),
)
_SOURCES = (
    Column("source", "source", readers=(PROGRAM,)),
    Column("name", LABELS["source"], readers=PEOPLE),
    Column("leads", FIGURES["leads"], "int", drop=2, figure="sources.{code}.leads"),
    Column("lead_share", N_("Share of leads"), "rate"),
    Column("sales", FIGURES["sales"], "int", drop=1, figure="sources.{code}.sales"),
    Column("sale_share", N_("Share of sales"), "rate"),
)
_FULL_FUNNEL = N_("Events of each month; what stands beside a running month is the whole month before.")


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, lambda: make_trend_tables(data, translate), title, records=lambda: _records(data))


def make_trend_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """The tables with their pictures: the days, the funnel, traffic and sales, the stock, the sources. People see the
    months since the store began."""
    data = {**data, "months": _skip_empty(data["months"])}
    return _make_tables(data, translate)


def _make_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    return (
        make_days_table(data),
        *make_months_tables(data, translate),
        make_stages_table(data),
        make_sources_table(data, translate),
    )


def make_days_table(data: JsonObject) -> Table:
    """The days of the month: what was sold up to each, beside the plan."""
    rows = [{**row, "name": f"{int(row['day'][8:])}"} for row in data["days"]]
    planned = any(row["sales_planned"] is not None for row in rows)
    chart = Chart(LINES, "name", ("sold", "sales_planned") if planned else ("sold",), folded=True)
    return Table(_DAYS, rows, N_("Sales against the plan, day by day"), chart=chart)


def make_months_tables(data: JsonObject, translate: Translate) -> tuple[Table, Table]:
    """Traffic and sales of twelve months, and the stock by grade at the end of each."""
    months = data["months"]
    grades = list(months[-1]["open_leads_by_grade"]) if months else []
    stock = [
        Column(f"stock {grade}", _grade_name(grade, translate), "int", figure=_stock_figure(grade)) for grade in grades
    ]
    rows = [
        {**row, **{f"stock {grade}": row["open_leads_by_grade"][grade] for grade in grades}, "short": row["month"][2:]}
        for row in months
    ]
    counted = (
        Column("month", FIGURES["month"]),
        Column("traffic", FIGURES["traffic"], "int", figure="months.{month}.traffic"),
        Column("leads", FIGURES["leads"], "int", figure="months.{month}.leads"),
        Column("showroom_sales", FIGURES["showroom_sales"], "int", figure="months.{month}.showroom_sales"),
    )
    name = Column("month", FIGURES["month"])
    series = ("traffic", "leads", "showroom_sales")
    return (
        Table(
            counted, rows, N_("Traffic and sales of twelve months"), chart=Chart(LINES, "month", series, folded=True)
        ),
        Table(
            (name, *stock),
            rows,
            N_("Active leads by grade at each month's end"),
            chart=Chart(STACKED, "month", tuple(column.key for column in stock), folded=True) if stock else None,
        ),
    )


def _skip_empty(months: Sequence[JsonObject]) -> Sequence[JsonObject]:
    """Without the months before the store had any visit or lead: they are no drop of its traffic."""
    begun = (place for place, row in enumerate(months) if row["traffic"] or any(row["open_leads_by_grade"].values()))
    return months[next(begun, 0) :]


def _stock_figure(grade: str) -> str:
    return f"months.{{month}}.open_leads_by_grade.{grade}"


def _grade_name(grade: str, translate: Translate) -> str:
    return translate(N_("ungraded")) if grade == _NONE else grade


def make_stages_table(data: JsonObject) -> Table:
    """The funnel beside the month before's."""
    chart = Chart(BARS, "stage", ("count", "before"), folded=True)
    return Table(_STAGES, data["funnel"], N_("The funnel beside the month before"), _FULL_FUNNEL, chart=chart)


def make_sources_table(data: JsonObject, translate: Translate) -> Table:
    """Each source's share of the leads beside its share of the sales."""
    rows = [
        {**row, "code": row["source"] or _NONE, "name": _source_name(row["source"], translate)}
        for row in data["sources"]
    ]
    kind = COLUMNS if len(rows) <= _FEW else BARS
    chart = Chart(kind, "name", ("lead_share", "sale_share"))
    note = "" if rows else N_("Nothing was counted in this time.")
    return Table(_SOURCES, rows, N_("What the sources bring: leads and sales"), note, chart=chart)


_FEW = 4
"""Names that have room beside each other under a picture."""


def _source_name(code: str | None, translate: Translate) -> str:
    return translate(UNASSIGNED if code is None else SOURCES.get(code, code))


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs."""

    def keep_english(text: str) -> str:
        return text

    days, traffic, stock, stages, sources = _make_tables(data, keep_english)
    named = zip((days, traffic, stock, stages, sources), ("days", "months", "stock", "funnel", "sources"), strict=True)
    return tuple(Table(table.columns, table.rows, title) for table, title in named)
