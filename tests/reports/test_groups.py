"""Figures by what they fall under: groups add up to the whole, in the reports and in a pivot table."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest

from leadctl.domain.periods import Span
from leadctl.reports.grouping import BY, count_groups
from leadctl.store.access import read_store
from leadctl.store.queries.figures.dimensions import DIMENSIONS, find_dimension
from leadctl.store.queries.figures.measures import count, records
from leadctl.store.queries.figures.registry import all_figures, find_figure, short_names
from tests.reports.conftest import Desk

OCTOBER = Span("2026-10-01", "2026-11-01", "2026-11-22")
P1, P2, P3, P4 = "13800138001", "13800138002", "13800138003", "13800138004"


@pytest.fixture
def named(desk: Desk) -> Desk:
    """Leads of two consultants, of different sources, channels, campaigns, kinds and districts; two of them ordered."""
    desk.lead(P1, "--source", "showroom", "--model", "X5", "--grade", "H", "--kind", "walk-in", at="2026-10-02T10:00")
    desk.lead(P2, "--source", "online", "--channel", "wechat", "--kind", "call", at="2026-10-03T10:00")
    desk.lead(P3, "--source", "showroom", "--campaign", "Autumn fair", "--kind", "event", at="2026-10-04T10:00",
              as_="Wang Qiang")  # fmt: skip
    desk.lead(P4, at="2026-10-05T10:00", as_="Wang Qiang")
    desk.run("edit", "customer", P1, "--district", "North", now="2026-10-06T09:00")
    for phone in (P1, P3):
        desk.run("order", phone, "--model", "X5", now="2026-10-20T10:00", as_="Li Na")
    return desk


def _leads(desk: Desk, by: str, stage: str = "leads") -> dict[Any, int]:
    groups = desk.json("report", "funnel", "--month", "2026-10", "--by", by)["groups"]
    found = {
        str(group["group"]): next(one["count"] for one in group["stages"] if one["stage"] == stage) for group in groups
    }
    return {group: counted for group, counted in found.items() if counted}


@pytest.mark.parametrize(
    ("by", "leads", "orders"),
    [
        ("source", {"showroom": 2, "online": 1, "None": 1}, {"showroom": 2}),
        ("channel", {"wechat": 1, "None": 3}, {"None": 2}),
        ("consultant", {"Li Na": 2, "Wang Qiang": 2}, {"Li Na": 1, "Wang Qiang": 1}),
        ("model", {"X5": 2, "None": 2}, {"X5": 2}),
        ("campaign", {"Autumn fair": 1, "None": 3}, {"Autumn fair": 1, "None": 1}),
        ("kind", {"walk-in": 2, "call": 1, "event": 1}, {"walk-in": 1, "event": 1}),
        ("grade", {"H": 1, "None": 3}, {"H": 1, "None": 1}),
        ("district", {"North": 1, "None": 3}, {"North": 1, "None": 1}),
        ("来源", {"showroom": 2, "online": 1, "None": 1}, {"showroom": 2}),
    ],
)
def test_a_lead_and_its_order_fall_under_what_they_were(
    named: Desk, by: str, leads: dict[str, int], orders: dict[str, int]
) -> None:
    assert _leads(named, by) == leads
    assert _leads(named, by, "orders") == orders


def test_two_dimensions_make_a_list_of_the_group(named: Desk) -> None:
    data = named.json("report", "funnel", "--month", "2026-10", "--by", "consultant,source")
    found = {tuple(group["group"]): group["stages"][3]["count"] for group in data["groups"]}
    assert found == {
        ("Li Na", "showroom"): 1,
        ("Li Na", "online"): 1,
        ("Wang Qiang", "showroom"): 1,
        ("Wang Qiang", None): 1,
    }


@pytest.mark.parametrize("by", [*BY, "consultant,source", "kind,district"])
def test_the_groups_of_the_traffic_analysis_add_up_to_it(worked: Desk, by: str) -> None:
    data = worked.json("report", "traffic", "--month", "2026-10", "--by", by)
    alone = worked.json("report", "traffic", "--month", "2026-10")
    assert {key: data[key] for key in alone} == alone
    for figure in ("traffic", "first_visits", "calls", "contacts", "return_visits", "total_sales"):
        assert sum(group[figure] for group in data["groups"]) == data[figure]
        shares = [group["shares"][figure] for group in data["groups"]]
        if data[figure]:
            assert sum(shares) == pytest.approx(1)
    by_grade = sum((Counter(group["new_leads_by_grade"]) for group in data["groups"]), Counter())
    assert by_grade == +Counter(data["new_leads_by_grade"])
    by_model = sum((Counter(group["new_leads_by_model"]) for group in data["groups"]), Counter())
    assert by_model == +Counter(data["new_leads_by_model"])
    sizes = [group["traffic"] for group in data["groups"] if group["group"] is not None]
    if "," not in by:
        assert sizes == sorted(sizes, reverse=True)


def test_a_group_of_the_traffic_analysis_is_the_report_of_that_consultant(worked: Desk) -> None:
    groups = worked.json("report", "traffic", "--month", "2026-10", "--by", "consultant")["groups"]
    for group in groups:
        if group["group"] is None:
            continue
        alone = worked.json("report", "traffic", "--month", "2026-10", "--consultant", group["group"])
        shown = {key: value for key, value in group.items() if key not in ("group", "shares")}
        assert {key: alone[key] for key in shown} == shown


@pytest.mark.parametrize("by", ["source", "consultant,model"])
def test_defeats_discipline_and_appointments_are_divided_too(worked: Desk, by: str) -> None:
    defeats = worked.json("report", "defeats", "--year", "2026", "--by", by)
    assert sum(group["total"] for group in defeats["by_group"]) == defeats["total"]["total"] > 0
    followups = worked.json("report", "followups", "--year", "2026", "--by", by)
    for figure in ("due", "on_time", "first_due", "follow_ups", "sales"):
        assert sum(group[figure] for group in followups["groups"]) == followups["team"][figure]
    appointments = worked.json("report", "appointments", "--year", "2026", "--by", by)
    assert sum(group["made"] for group in appointments["groups"]) == appointments["team"]["made"]


def test_every_figure_that_adds_up_does_so_by_every_dimension_it_has(worked: Desk) -> None:
    with read_store(str(worked.db)) as db:
        for name, figure in all_figures().items():
            asked = {name: figure.measure}
            whole = count(db, asked, OCTOBER)[name]
            for dimension in figure.dimensions:
                groups = count_groups(db, asked, OCTOBER, (dimension,))
                added = sum(counts[name] for counts in groups.values())
                assert added == whole if figure.adds_up else added >= whole, (name, dimension)


def test_every_figure_lists_as_many_records_as_it_counts(worked: Desk) -> None:
    with read_store(str(worked.db)) as db:
        for name, figure in all_figures().items():
            if figure.unit in ("yuan", "cars") or name == "followups.sale_follow_ups":
                continue
            assert len(records(db, figure.measure, OCTOBER)) == count(db, {name: figure.measure}, OCTOBER)[name], name


def test_a_bare_name_means_the_first_report_that_has_it() -> None:
    names = short_names()
    assert names["funnel.leads"] == "leads"
    assert names["traffic.contacts"] == "traffic.contacts"
    assert all((found := find_figure(short)) is not None and found.name == full for full, short in names.items())


def test_a_dimension_is_known_by_its_name_and_by_its_chinese_word() -> None:
    assert all(find_dimension(name) is one for name, one in DIMENSIONS.items())
    assert find_dimension("原因类别") is DIMENSIONS["reason-group"]
    assert find_dimension("zodiac") is None


def test_defeats_are_divided_by_groups_of_reasons(worked: Desk) -> None:
    data = worked.json("report", "defeats", "--year", "2026", "--by", "reason-group")
    assert {row["group"]: row["total"] for row in data["by_group"]} == {
        row["group"]: row["count"] for row in data["groups"] if row["count"]
    }


PIVOT = ("report", "pivot", "leads,orders", "--rows", "source", "--columns", "consultant", "--month", "2026-10")


def test_a_pivot_table_has_every_cell_and_its_totals(named: Desk) -> None:
    data = named.json(*PIVOT)
    cells = {(cell["row"], cell["column"]): cell["values"] for cell in data["cells"]}
    assert (data["figures"], data["rows"], data["columns"]) == (["leads", "orders"], "source", "consultant")
    assert cells["showroom", "Li Na"] == {"leads": 1, "orders": 1}
    assert cells["online", "Wang Qiang"] == {"leads": 0, "orders": 0}
    assert cells[None, "Wang Qiang"] == {"leads": 1, "orders": 0}
    assert len(cells) == 3 * 2
    assert {row["row"]: row["values"]["leads"] for row in data["row_totals"]} == {"showroom": 2, "online": 1, None: 1}
    assert {one["column"]: one["values"]["orders"] for one in data["column_totals"]} == {"Li Na": 1, "Wang Qiang": 1}
    assert data["total"] == {"leads": 4, "orders": 2}


def test_a_pivot_table_as_csv_is_a_line_a_row_with_totals_last(named: Desk) -> None:
    rows = list(csv.reader(io.StringIO(named.run(*PIVOT, "--format", "csv"))))
    assert rows == [
        [
            "source",
            "Li Na.leads",
            "Li Na.orders",
            "Wang Qiang.leads",
            "Wang Qiang.orders",
            "total.leads",
            "total.orders",
        ],
        ["showroom", "1", "1", "1", "1", "2", "2"],
        ["online", "1", "0", "0", "0", "1", "0"],
        ["none", "0", "0", "1", "0", "1", "0"],
        ["total", "2", "1", "2", "1", "4", "2"],
    ]
    single = ("report", "pivot", "leads", "--rows", "source", "--columns", "consultant", "--month", "2026-10")
    assert named.run(*single, "--format", "csv").splitlines()[0] == "source,Li Na,Wang Qiang,total"


@pytest.mark.parametrize(
    ("cell", "leads"),
    [
        ("leads.showroom.Li Na", 1),
        ("leads.none.Wang Qiang", 1),
        ("leads.showroom.total", 2),
        ("leads.total.Wang Qiang", 2),
        ("leads.total.total", 4),
        ("leads", 4),
        ("orders.online.Li Na", 0),
    ],
)
def test_a_cell_of_a_pivot_table_lists_its_records(named: Desk, cell: str, leads: int) -> None:
    assert len(named.json(*PIVOT, "--list", cell)) == leads


@pytest.mark.parametrize("unit", ["week", "month", "quarter"])
def test_a_column_of_time_is_the_report_of_that_time(worked: Desk, unit: str) -> None:
    data = worked.json("report", "pivot", "met,traffic", "--rows", "model", "--columns", unit, "--year", "2026")
    periods = worked.json("report", "funnel", "--year", "2026", "--per", unit)["periods"]
    for column, period in zip(data["column_totals"], periods, strict=True):
        stages = {stage["stage"]: stage["count"] for stage in period["stages"]}
        assert column["values"] == {"met": stages["met"], "traffic": stages["traffic"]}
    for column in data["column_totals"]:
        cells = [cell["values"]["met"] for cell in data["cells"] if cell["column"] == column["column"]]
        assert sum(cells) == column["values"]["met"]


def test_a_cell_of_a_month_lists_that_months_records(worked: Desk) -> None:
    asked = ("report", "pivot", "leads", "--rows", "source", "--year", "2026")
    data = worked.json(*asked)
    assert data["columns"] == "month"
    cell = max(data["cells"], key=lambda one: int(one["values"]["leads"]))
    listed = worked.json(*asked, "--list", f"{cell['row'] or 'none'}.{cell['column']}")
    assert len(listed) == cell["values"]["leads"] > 0
    assert all(record["opened_at"].startswith(cell["column"]) for record in listed)


@pytest.mark.parametrize(
    "words",
    [
        ("pivot",),
        ("pivot", "leads"),
        ("pivot", "happiness", "--rows", "source"),
        ("pivot", "leads", "--rows", "zodiac"),
        ("pivot", "leads", "--rows", "reason"),
        ("pivot", "leads", "--rows", "source", "--columns", "source"),
        ("pivot", "leads", "--rows", "source", "--columns", "decade"),
        ("pivot", "leads", "--rows", "source", "--list", "leads.nowhere.2026-10"),
        ("funnel", "leads"),
        ("funnel", "--rows", "source"),
        ("funnel", "--by", "source,model,kind"),
        ("campaigns", "--by", "kind,source"),
        ("funnel", "--by", "source", "--compare", "target"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_divided_so_is_wrong_usage(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("report", *words, code=2).strip()


def test_people_read_unassigned_where_nothing_is_known(named: Desk) -> None:
    for words in (PIVOT, ("report", "funnel", "--month", "2026-10", "--by", "source")):
        assert "unassigned" in named.run(*words)
        assert "未分配" in named.run("--lang", "zh", *words)
    total = next(line for line in named.run(*PIVOT).splitlines() if line.startswith("Total"))
    assert total.split()[1:] == ["2", "1", "2", "1", "4", "2"]


def test_a_narrow_terminal_keeps_what_decides_and_says_what_it_left_out(
    named: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadctl.commands.report import Asked, _page
    from leadctl.commands.session import Session
    from leadctl.render.output import show
    from leadctl.reports import find_report

    monkeypatch.setenv("LEADCTL_NOW", "2026-11-22T18:00")

    def draw(width: int) -> str:
        session = Session(str(named.db), None, "en")
        with read_store(str(named.db)) as db:
            page = _page(session, db, "funnel", find_report("funnel"), Asked(month="2026-10", by="consultant,source"))
        show(page, "table", out=None, limit=None, translate=session.translate, width=width)
        return capsys.readouterr().out

    assert "left out" not in draw(160)
    for width in (80, 60):
        text = draw(width)
        head = next(line for line in text.splitlines() if line.startswith("Consultant"))
        assert "Order rate" in head
        assert "columns left out: widen, or --format plain" in text
