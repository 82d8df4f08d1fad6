"""How a report is asked for."""

from __future__ import annotations

from typing import Any

import pytest

NAMES = ("month", "funnel", "traffic", "defeats")


@pytest.mark.parametrize("name", NAMES)
def test_a_bare_month_is_the_current_one(shop: Any, name: str) -> None:
    figures = shop.run("report", name, "--month", "--json").json
    assert figures.get("month", figures.get("period")) == "2026-11"


def test_without_a_name_it_is_the_managers_page(shop: Any) -> None:
    page = shop.run("report", "--month", "--json").json
    assert page["month"] == "2026-11"
    assert {"funnel", "traffic", "churn"} <= page.keys()


def test_without_any_word_it_is_the_current_months_page(shop: Any) -> None:
    assert shop.run("report", "--json").json["month"] == "2026-11"


def test_the_month_may_stand_before_the_name(shop: Any) -> None:
    assert shop.run("report", "--month", "traffic", "--json").json.keys() >= {"first_visits", "stay_30"}
    assert shop.run("report", "--month", "2026-10", "traffic", "--json").json["month"] == "2026-10"


@pytest.mark.parametrize("name", NAMES)
def test_last_is_the_month_before(shop: Any, name: str) -> None:
    figures = shop.run("report", name, "--month", "last", "--json").json
    assert figures.get("month", figures.get("period")) == "2026-10"


def test_the_month_before_january_is_december(shop: Any) -> None:
    assert shop.run("report", "traffic", "--month", "last", "--json", now="2026-01-31T09:00").json["month"] == "2025-12"


def test_a_month_is_named_with_an_equals_sign_too(shop: Any) -> None:
    assert shop.run("report", "traffic", "--month=2026-10", "--json").json["month"] == "2026-10"


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "202610", "2026-10-01", "oktober"])
def test_a_malformed_month_is_wrong_usage(shop: Any, month: str) -> None:
    result = shop.run("report", "traffic", "--month", month, code=2)
    assert month in result.err
    assert result.out == ""


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "202610"])
def test_a_slip_in_a_month_is_told_how_a_month_reads(shop: Any, month: str) -> None:
    assert "is no month; it reads like 2026-11" in shop.run("report", "traffic", "--month", month, code=2).err


@pytest.mark.parametrize("month", ["0001-01", "1979-12", "2101-01", "9999-12"])
@pytest.mark.parametrize("name", ["month", "followups", "forecast", "prospects"])
def test_a_month_whose_neighbours_no_calendar_knows_is_wrong_usage(shop: Any, name: str, month: str) -> None:
    assert "before 1980 or after 2100" in shop.run("report", name, "--month", month, code=2).err


def test_an_unknown_report_is_wrong_usage(shop: Any) -> None:
    shop.run("report", "horoscope", code=2)


def test_a_malformed_year_is_wrong_usage(shop: Any) -> None:
    shop.run("report", "traffic", "--year", "26x", code=2)


def test_a_bare_month_before_another_option_takes_no_value(shop: Any) -> None:
    shop.visit("13800138001")
    out = shop.run("report", "traffic", "--month", "--format", "csv").out
    assert "first_visits" in out


def test_a_report_of_one_consultant_counts_only_theirs(shop: Any) -> None:
    shop.visit("13800138001", as_="Li Na")
    shop.visit("13800138002", as_="Wang Qiang")
    figures = shop.run("report", "funnel", "--consultant", "Li Na", "--json").json
    assert next(stage["count"] for stage in figures["stages"] if stage["stage"] == "leads") == 1
