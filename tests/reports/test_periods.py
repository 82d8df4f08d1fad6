"""Reports of events for any days, beside another period, the plan, and divided into weeks, months and quarters."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from tests.reports.conftest import Desk

EVENTS = ("month", "funnel", "traffic", "defeats", "followups", "appointments", "owners", "profile")
P1, P2, P3 = "13800138001", "13800138002", "13800138003"


def _without(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


def _count(desk: Desk, *words: str) -> int:
    stages = desk.json("report", "funnel", *words)["stages"]
    return int(next(stage["count"] for stage in stages if stage["stage"] == "leads"))


@pytest.fixture
def weekly(desk: Desk) -> Desk:
    """A lead on a Sunday, on the Monday after it, and in the month after that."""
    desk.lead(P1, at="2026-10-25T10:00")
    desk.lead(P2, at="2026-10-26T10:00")
    desk.lead(P3, at="2026-11-03T10:00")
    return desk


@pytest.mark.parametrize(
    ("words", "leads", "span"),
    [
        (("--week", "2026-W43"), 1, ("2026-10-19", "2026-10-25")),
        (("--week", "2026-W44"), 1, ("2026-10-26", "2026-11-01")),
        (("--week", "last"), 0, ("2026-11-09", "2026-11-15")),
        (("--week",), 0, ("2026-11-16", "2026-11-22")),
        (("--month", "2026-10"), 2, ("2026-10-01", "2026-10-31")),
        (("--quarter", "2026-Q4"), 3, ("2026-10-01", "2026-12-31")),
        (("--quarter", "last"), 0, ("2026-07-01", "2026-09-30")),
        (("--year", "2026"), 3, ("2026-01-01", "2026-12-31")),
        (("--year", "--to-date"), 3, ("2026-01-01", "2026-11-22")),
        (("--from", "2026-10-26", "--to", "2026-11-03"), 2, ("2026-10-26", "2026-11-03")),
        (("--from", "2026-10-26"), 2, ("2026-10-26", "2026-11-22")),
        (("--from", "10-26", "--to", "11-30"), 2, ("2026-10-26", "2026-11-30")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_report_counts_the_days_that_are_asked_for(
    weekly: Desk, words: tuple[str, ...], leads: int, span: tuple[str, str]
) -> None:
    assert _count(weekly, *words) == leads
    data = weekly.json("report", "funnel", *words)
    assert data["span"] == {"from": span[0], "to": span[1]}
    assert len(weekly.json("report", "funnel", *words, "--list", "leads")) == leads


@pytest.mark.parametrize("name", EVENTS)
def test_the_month_is_null_where_the_days_are_no_calendar_month(worked: Desk, name: str) -> None:
    month = worked.json("report", name, "--from", "2026-10-01", "--to", "2026-10-31")
    assert month.get("month", month.get("period")) == "2026-10"
    assert month["span"] == {"from": "2026-10-01", "to": "2026-10-31"}
    week = worked.json("report", name, "--week", "2026-W43")
    assert week.get("month") is None
    if "period" in week:
        assert week["period"] == "2026-W43"


@pytest.mark.parametrize("name", EVENTS)
def test_what_is_compared_is_the_report_of_the_other_period(worked: Desk, name: str) -> None:
    both = worked.json("report", name, "--month", "2026-10", "--compare", "previous")
    assert _without(both, "compare") == worked.json("report", name, "--month", "2026-10")
    assert both["compare"] == worked.json("report", name, "--month", "2026-09")
    a_year_ago = worked.json("report", name, "--quarter", "2026-Q3", "--compare", "year")["compare"]
    assert a_year_ago == worked.json("report", name, "--quarter", "2025-Q3")


@pytest.mark.parametrize("name", EVENTS)
def test_each_part_of_a_period_is_the_report_of_that_part(worked: Desk, name: str) -> None:
    quarter = worked.json("report", name, "--quarter", "2026-Q4", "--per", "month")
    months = [worked.json("report", name, "--month", month) for month in ("2026-10", "2026-11")]
    assert quarter["periods"] == months
    weeks = worked.json("report", name, "--month", "2026-10", "--per", "week")["periods"]
    assert [week["span"]["from"] for week in weeks] == [
        "2026-10-01", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26",
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["source", "model,consultant"])
def test_each_part_of_a_period_is_divided_into_the_groups_of_that_part(worked: Desk, by: str) -> None:
    quarter = worked.json("report", "traffic", "--quarter", "2026-Q4", "--by", by, "--per", "month")
    months = [worked.json("report", "traffic", "--month", month, "--by", by) for month in ("2026-10", "2026-11")]
    assert quarter["periods"] == months


def test_a_row_of_a_list_has_what_is_compared_of_it(worked: Desk) -> None:
    rows = worked.json("report", "channels", "--month", "2026-10", "--compare", "previous")
    before = {row["channel"]: row for row in worked.json("report", "channels", "--month", "2026-09")}
    assert rows
    for row in rows:
        beside = row["compare"]
        assert (None if beside is None else _without(beside, "span")) == before.get(row["channel"])


def test_a_terminal_without_arrows_shows_the_signs_alone() -> None:
    from leadctl.render.marks import marks_for

    assert marks_for("gbk").fit("↑ +50.0%") == " +50.0%"
    assert marks_for("ascii").fit("≤5 min") == "<=5 min"
    assert marks_for("utf-8").fit("↑ +50.0%") == "↑ +50.0%"


def test_a_row_that_only_the_other_period_has_is_there_with_nothing_counted(desk: Desk) -> None:
    desk.lead(P1, "--kind", "online", "--channel", "wechat", at="2026-09-02T10:00")
    desk.lead(P2, "--kind", "online", "--channel", "qq", at="2026-10-02T10:00")
    rows = desk.json("report", "channels", "--month", "2026-10", "--compare", "previous")
    found = {row["channel"]: (row["volume"], row["compare"] and row["compare"]["volume"]) for row in rows}
    assert found == {"qq": (1, None), "wechat": (0, 1)}
    printed = desk.run("report", "channels", "--month", "2026-10", "--compare", "previous", "--lang", "zh")
    assert "微信" in printed
    months = desk.json("report", "channels", "--quarter", "2026-Q4", "--per", "month")
    assert [[part and part["volume"] for part in row["periods"]] for row in months] == [[1, None]]


def test_a_part_of_a_week_is_named_by_its_days(worked: Desk) -> None:
    printed = worked.run("report", "traffic", "--month", "2026-10", "--per", "week")
    head = next(line for line in printed.splitlines() if line.startswith("Figure"))
    assert head.split()[1:] == ["10-01..04", "W41", "W42", "W43", "10-26..31", "Total", "Average"]


@pytest.mark.parametrize("figure", ["traffic", "first_visits", "calls", "contacts", "showroom_sales", "total_sales"])
@pytest.mark.parametrize("per", ["week", "month", "quarter"])
def test_what_is_counted_once_adds_up_over_the_parts(worked: Desk, figure: str, per: str) -> None:
    year = worked.json("report", "traffic", "--year", "--per", per)
    assert sum(part[figure] for part in year["periods"]) == year[figure]


def test_a_running_month_is_compared_with_as_many_days_where_that_is_asked(worked: Desk) -> None:
    data = worked.json("report", "traffic", "--month", "--to-date", "--compare", "previous")
    assert data["span"] == {"from": "2026-11-01", "to": "2026-11-22"}
    assert data["compare"]["span"] == {"from": "2026-10-01", "to": "2026-10-22"}
    assert data["compare"]["days"] == 22
    assert "--to-date" in worked.run("report", "traffic", "--compare", "previous")
    assert "--to-date" not in worked.run("report", "traffic", "--to-date", "--compare", "previous")


def test_a_year_so_far_ends_with_the_days_of_its_month(worked: Desk) -> None:
    asked = ("report", "traffic", "--year", "--to-date")
    head = worked.run(*asked, "--format", "csv").splitlines()[0].split(",")
    assert head[-2:] == ["2026-10", "2026-11-01..2026-11-22"]
    assert "11-01..22" in worked.run(*asked, "--format", "plain")


def test_the_target_stands_beside_what_was_sold(desk: Desk) -> None:
    desk.run("target", "set", "--month", "2026-10", "--sales", "20", "--share", "showroom=100%", "--deal-rate",
             "showroom=30%")  # fmt: skip
    data = desk.json("report", "traffic", "--month", "2026-10", "--compare", "target")
    assert data["compare"]["showroom_sales"] == 20
    assert data["compare"]["traffic"] is None
    stages = desk.json("report", "funnel", "--month", "2026-10", "--compare", "target")["compare"]["stages"]
    assert {stage["stage"]: stage["count"] for stage in stages if stage["count"] is not None} == {
        "leads": 67,
        "orders": 20,
    }
    printed = desk.run("report", "funnel", "--month", "2026-10", "--compare", "target", "--format", "plain")
    assert next(line.split()[-4:] for line in printed.splitlines() if " Orders " in line) == [
        "0", "20", "-20", "-100.0%",
    ]  # fmt: skip


def test_a_quarter_has_the_target_of_its_months_or_none(desk: Desk) -> None:
    for month, sales in (("2026-07", 10), ("2026-08", 20)):
        desk.run("target", "set", "--month", month, "--sales", sales)
    asked = ("report", "traffic", "--quarter", "2026-Q3", "--compare", "target")
    assert desk.json(*asked)["compare"]["showroom_sales"] is None
    desk.run("target", "set", "--month", "2026-09", "--sales", "30")
    assert desk.json(*asked)["compare"]["showroom_sales"] == 60


def test_each_month_stands_beside_its_own_target(desk: Desk) -> None:
    for month, sales in (("2026-08", 20), ("2026-10", 30)):
        desk.run("target", "set", "--month", month, "--sales", sales)
    asked = ("report", "traffic", "--year", "2026", "--per", "month", "--compare", "target")
    pieces = desk.json(*asked)["periods"]
    assert [piece["compare"]["showroom_sales"] for piece in pieces[6:10]] == [None, 20, None, 30]
    printed = desk.run(*asked, "--format", "plain").split("Target\n")[-1]
    planned = next(line for line in printed.splitlines() if "Showroom sales" in line)
    # July to November, then the year, which has no target as a whole, and the average of the two.
    assert planned.split()[-7:] == ["–", "20", "–", "30", "–", "–", "25.0"]
    weeks = desk.json("report", "traffic", "--month", "2026-10", "--per", "week", "--compare", "target")
    assert (weeks["compare"]["showroom_sales"], ["compare" in week for week in weeks["periods"]]) == (30, [False] * 5)


def test_a_referrer_of_the_other_period_alone_stands_beside_nothing(desk: Desk) -> None:
    desk.run("log-visit", "--phone", "13800138001", "--at", "2026-09-05T10:00", "--source", "referral", "--referrer",
             "Old Wang", as_="Li Na", now="2026-09-05T10:00")  # fmt: skip
    asked = ("report", "referrals", "--month", "2026-10", "--compare", "previous")
    (row,) = desk.json(*asked)
    assert (row["referrer"], row["leads"], row["places"], row["compare"]["leads"]) == ("Old Wang", 0, [], 1)
    assert "Old Wang" in desk.run(*asked)


def test_the_appointments_of_a_month_name_it(desk: Desk) -> None:
    assert desk.json("report", "appointments", "--month", "2026-10")["month"] == "2026-10"
    assert desk.json("report", "appointments", "--week", "2026-W43")["month"] is None


def test_a_time_without_a_target_says_how_to_set_one(desk: Desk) -> None:
    printed = desk.run("report", "funnel", "--month", "2026-10", "--compare", "target")
    assert "leadctl target set --month M --sales N" in printed


def test_a_consultant_without_a_target_is_told_how_theirs_is_set(desk: Desk) -> None:
    desk.run("target", "set", "--month", "2026-10", "--sales", "20")
    asked = ("report", "traffic", "--month", "2026-10", "--compare", "target", "--consultant", "Li Na")
    assert desk.json(*asked)["compare"]["showroom_sales"] is None
    assert "--sales N --consultant X" in desk.run(*asked)
    assert "--sales N --consultant X" in desk.run(*asked, "--per", "month")


def test_days_after_today_need_a_last_one(desk: Desk) -> None:
    refused = desk.run("report", "--from", "2026-12-01", code=2)
    assert "name the last day too" in refused
    assert "2026-12-01..2026-12-10" in desk.run("report", "--from", "2026-12-01", "--to", "2026-12-10")


def test_a_title_names_the_time_that_the_page_is_of(desk: Desk) -> None:
    titles = [
        desk.run("report", *words).splitlines()[0].rpartition("· ")[2]
        for words in (
            ("--month", "2026-10"), ("--week", "2026-W43"), ("--quarter", "last"), ("--year",),
            ("--from", "2026-10-02", "--to", "2026-10-08"), ("targets", "--quarter"), ("targets", "--year"),
        )
    ]  # fmt: skip
    assert titles == [
        "Monthly report 2026-10", "Weekly report 2026-W43", "Quarterly report 2026-Q3", "Yearly report 2026",
        "Report 2026-10-02..2026-10-08", "Plan of the quarter 2026-Q4", "Plan of the year 2026",
    ]  # fmt: skip
    assert "Where the plan stands" in desk.run("report", "targets", "--year")
    assert "周报 2026-W43" in desk.run("report", "--week", "2026-W43", "--lang", "zh")


def test_a_comparison_with_the_target_names_the_reports_that_have_one(desk: Desk) -> None:
    refused = desk.run("report", "defeats", "--month", "2026-10", "--compare", "target", code=2)
    assert "consultants funnel month traffic" in refused


def test_the_plans_and_the_forecasts_of_a_year_are_those_of_its_months(desk: Desk) -> None:
    for month, sales in (("2026-10", 20), ("2026-12", 30)):
        desk.run("target", "set", "--month", month, "--sales", sales)
    plans = desk.json("report", "targets", "--year")
    assert [month["sales_target"] for month in plans["months"]] == [*[None] * 9, 20, None, 30]
    assert plans["sales_target"] is None
    forecasts = desk.json("report", "forecast", "--year", "2026")["months"]
    assert [(month["month"], month["target"]) for month in forecasts[-2:]] == [("2026-10", 20), ("2026-11", None)]


@pytest.mark.parametrize(
    "words",
    [
        ("funnel", "--month", "2026-10", "--year", "2026"),
        ("funnel", "--week", "2026-W54"),
        ("funnel", "--week", "2025-W53"),
        ("funnel", "--week", "26-W01"),
        ("funnel", "--quarter", "2026-Q5"),
        ("funnel", "--quarter", "2026"),
        ("funnel", "--quarter", "1979-Q4"),
        ("funnel", "--to", "2026-10-01"),
        ("funnel", "--from", "2026-10-02", "--to", "2026-10-01"),
        ("funnel", "--compare", "yesterday"),
        ("funnel", "--per", "day"),
        ("funnel", "--per", "week", "--list", "leads"),
        ("forecast", "--week", "2026-W43"),
        ("targets", "--compare", "previous"),
        ("prospects", "--per", "week"),
        ("defeats", "--compare", "target"),
        ("funnel", "--week", "2026-W43", "--compare", "target"),
        ("funnel", "--from", "2026-11-23"),
        ("referrals", "--all", "--per", "month"),
        ("day", "--year", "2026"),
    ],
    ids=" ".join,
)
def test_what_does_not_go_together_is_wrong_usage(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("report", *words, code=2).strip()


def test_the_differences_are_printed_in_numbers_points_and_per_cent(desk: Desk) -> None:
    for number in range(4):
        desk.lead(f"1380013800{number}", at=f"2026-09-0{number + 1}T10:00")
    for number in range(5):
        desk.lead(f"1390013900{number}", at=f"2026-10-0{number + 1}T10:00")
    desk.run("log-visit", "--at", "2026-10-06T10:00", as_="Li Na")
    text = desk.run("report", "traffic", "--month", "2026-10", "--compare", "previous", "--format", "plain")
    line = next(line for line in text.splitlines() if re.match("Counts +Traffic ", line))
    assert line.split()[-4:] == ["6", "4", "+2", "+50.0%"]
    found = {row["figure"]: row for row in csv.DictReader(io.StringIO(desk.run(
        "report", "traffic", "--month", "2026-10", "--compare", "previous", "--format", "csv")))}  # fmt: skip
    assert (found["traffic"]["value"], found["traffic"]["compare"], found["traffic"]["change"]) == ("6", "4", "0.5")
    assert float(found["contact_rate"]["difference"]) == pytest.approx(5 / 6 - 1)
    assert found["contact_rate"]["change"] == ""


def test_a_year_per_month_is_one_table_where_there_is_room_and_several_where_not(worked: Desk) -> None:
    lines = worked.run("report", "traffic", "--year", "2026").splitlines()
    heads = [line.split()[1:] for line in lines if line.startswith("Figure")]
    assert heads == [[f"{number:02}" for number in range(1, 12)] + ["Total", "Average"]]
    counts = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("Calls")}
    months = [int(value) for value in counts["Calls"][:11]]
    assert int(counts["Calls"][11]) == sum(months)
    assert float(counts["Calls"][12]) == pytest.approx(sum(months) / 11, abs=0.05)


def test_what_is_overdue_now_is_in_no_table_of_a_past_period(desk: Desk) -> None:
    lead = desk.lead(P1, at="2026-10-02T10:00")
    assert lead
    assert "Overdue now" in desk.run("report", "followups")
    assert "Overdue" not in desk.run("report", "followups", "--month", "2026-10")
    assert "Overdue" not in desk.run("report", "--month", "2026-10").split("leaks")[1]
    assert desk.json("report", "followups", "--month", "2026-10")["team"]["overdue_now"] == 1


def test_the_managers_page_of_a_week_has_no_plan(worked: Desk) -> None:
    page = worked.json("report", "--week", "2026-W43")
    assert (page["month"], page["targets"], page["forecast"], page["next_month"]) == (None, None, None, None)
    assert page["funnel"] == worked.json("report", "funnel", "--week", "2026-W43")
    printed = worked.run("report", "--week", "2026-W43", "--compare", "previous")
    assert "2026-W43" in printed
    assert "2026-W42" in printed
    assert worked.run("report", "--week", "2026-W43", "--format", "csv")
    for leak in page["leaks"]:
        assert "--from 2026-10-19 --to 2026-10-25" in leak["command"]
