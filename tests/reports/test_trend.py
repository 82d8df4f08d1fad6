"""The trend of a month equals what the other reports say of the same days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents.conftest import ask  # noqa: F401 - a fixture

MONTH = ("--month", "2026-10")


@pytest.fixture
def trend(ask: Any) -> Any:  # noqa: F811 - the fixture
    return ask("report", "trend", *MONTH, "--json").json


def test_the_days_add_up_to_the_month_and_the_plan_to_its_target(ask: Any, trend: Any) -> None:  # noqa: F811
    standing = ask("report", "targets", *MONTH, "--json").json["standing"]
    days = trend["days"]
    assert [day["day"] for day in days] == [f"2026-10-{number:02}" for number in range(1, 32)]
    for name, upto, planned, key in (
        ("sales", "sold", "sales_planned", "sales"),
        ("leads", "opened", "leads_planned", "leads"),
    ):
        assert sum(day[name] for day in days) == days[-1][upto] == standing[key]["actual"]
        assert days[-1][planned] == standing[key]["target"]
    assert days[9]["sales_planned"] == pytest.approx(9 * 10 / 31)


def test_coming_days_have_a_plan_and_no_figures(ask: Any) -> None:  # noqa: F811
    days = ask("report", "trend", "--month", "2026-11", "--json").json["days"]
    assert days[21]["sold"] is not None
    assert (days[22]["sold"], days[22]["opened"]) == (None, None)


def test_the_months_are_those_of_the_traffic_analysis(ask: Any, trend: Any) -> None:  # noqa: F811
    year = ask("report", "traffic", "--year", "2026", "--json").json["months"]
    found = {month["month"]: month for month in trend["months"]}
    assert list(found) == ["2025-11", "2025-12", *(f"2026-{number:02}" for number in range(1, 11))]
    for month in year[:10]:
        shown = found[month["month"]]
        assert (shown["traffic"], shown["showroom_sales"]) == (month["traffic"], month["showroom_sales"])
        stock = {grade: count for grade, count in shown["open_leads_by_grade"].items() if count}
        assert stock == {grade: count for grade, count in month["open_leads_by_grade"].items() if count}


def test_the_funnels_are_those_of_both_months(ask: Any, trend: Any) -> None:  # noqa: F811
    for key, month in (("count", "2026-10"), ("before", "2026-09")):
        stages = ask("report", "funnel", "--month", month, "--json").json["stages"]
        assert [row[key] for row in trend["funnel"]] == [stage["count"] for stage in stages]


def test_the_shares_of_the_sources_add_up(trend: Any) -> None:
    for name in ("lead_share", "sale_share"):
        assert sum(row[name] for row in trend["sources"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("figure", "find"),
    [
        ("days.2026-10-23.sales", lambda data: data["days"][22]["sales"]),
        ("months.2026-09.traffic", lambda data: data["months"][10]["traffic"]),
        ("months.2026-09.open_leads_by_grade.C", lambda data: data["months"][10]["open_leads_by_grade"]["C"]),
        ("funnel.met.before", lambda data: data["funnel"][4]["before"]),
        ("sources.online.leads", lambda data: next(r["leads"] for r in data["sources"] if r["source"] == "online")),
    ],
)
def test_behind_a_figure_stand_as_many_records(ask: Any, trend: Any, figure: str, find: Any) -> None:  # noqa: F811
    records = ask("report", "trend", *MONTH, "--list", figure, "--json").json
    assert sum(record.get("count", 1) for record in records) == find(trend) > 0
    assert ask("report", *MONTH, "--list", f"trend.{figure}", "--json").json == records


@pytest.mark.parametrize("figure", ["days.2026-09-01.sales", "days.x.sales", "months.2026-13.traffic", "funnel.x", "x"])
def test_what_is_no_figure_of_it_is_refused(ask: Any, figure: str) -> None:  # noqa: F811
    assert "days.YYYY-MM-DD" in ask("report", "trend", *MONTH, "--list", figure, code=2).err
