"""What a document shows first of a month: its figures in large digits, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import DOCUMENT, TILES, Chart, Column, JsonObject, Table, Tables, Translate, prefix_figures
from leadctl.render.pages.trend import make_trend_tables
from leadctl.render.values import format_number

_TILES = (
    Column("name", N_("Figure"), labels={}),
    Column("value", N_("Value"), "number", kind_of="cell", figure="{path}"),
    Column("beside", N_("Beside it")),
)


def add_pictures(tables: Tables, data: JsonObject, trend: JsonObject | None, translate: Translate) -> Tables:
    """The tables of a month, before them for documents its figures at a glance and all its pictures; as they are
    without its ``trend``."""
    if trend is None:
        return tables
    days, traffic, stock, stages, sources = (
        prefix_figures(table, "trend.")._replace(readers=(DOCUMENT,)) for table in make_trend_tables(trend, translate)
    )
    drawn = [table for table in tables if table.chart is not None]
    others = [table for table in tables if table.chart is None]
    glance = _tiles(data, trend, translate)._replace(readers=(DOCUMENT,))
    return (glance, days, stages, traffic, stock, *drawn, sources, *others)


def _tiles(data: JsonObject, trend: JsonObject, translate: Translate) -> Table:
    stages = {row["stage"]: row["count"] for row in data["funnel"]["stages"]}
    before = {row["stage"]: row["before"] for row in trend["funnel"]}
    plan = data["targets"]["standing"] if data["targets"] is not None else {}
    discipline, churn = data["followups"]["team"], data["churn"]["verification"]
    rows = [
        _tile(FIGURES["showroom_sales"], data["traffic"]["showroom_sales"], "traffic.showroom_sales")
        | {"beside": _say_plan(plan.get("sales"), translate)},
        *_forecast_tile(data, translate),
        _tile(FIGURES["leads"], stages["leads"], "funnel.leads") | {"beside": _say_plan(plan.get("leads"), translate)},
        _tile(FIGURES["traffic"], stages["traffic"], "funnel.traffic")
        | {"beside": _say_before(before["traffic"], translate)},
        _tile(FIGURES["test_drives"], stages["test_drives"], "funnel.test_drives")
        | {"beside": _say_before(before["test_drives"], translate)},
        _tile(FIGURES["on_time_rate"], discipline["on_time_rate"], "followups.on_time_rate", "rate")
        | {"beside": translate(N_("of {count} due")).format(count=discipline["due"])},
        _tile(FIGURES["churned"], churn["churned"], "churn.churned")
        | {"beside": translate(N_("{count} confirmed")).format(count=churn["confirmed"])},
    ]
    return Table(_TILES, rows, N_("At a glance"), chart=Chart(TILES, "name", ("value",)))


def _tile(name: str, value: float | None, path: str, kind: str = "number") -> dict[str, object]:
    return {"name": name, "value": value, "cell": kind, "path": path}


def _forecast_tile(data: JsonObject, translate: Translate) -> list[dict[str, object]]:
    """What the running month is expected to end with."""
    end = (data["forecast"] or {}).get("month_end")
    if end is None:
        return []
    text = N_("1 day left") if end["days_left"] == 1 else N_("{count} days left")
    days = translate(text).format(count=end["days_left"])
    return [_tile(N_("Expected at the month's end"), end["total"], "") | {"beside": days}]


def _say_plan(standing: Mapping[str, float | None] | None, translate: Translate) -> str:
    if standing is None or standing["target"] is None:
        return translate(N_("no plan"))
    return translate(N_("of {count} planned")).format(count=_write(standing["target"]))


def _say_before(before: int, translate: Translate) -> str:
    return translate(N_("the month before {count}")).format(count=before)


def _write(number: float) -> str:
    return str(int(number)) if number == int(number) else format_number(number)
