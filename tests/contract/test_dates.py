"""Dates as people say them; facts are never in the future, plans never in the past."""

from __future__ import annotations

from typing import Any

import pytest

SUNDAY = "2026-11-22T08:30"
WEDNESDAY = "2026-11-18T08:30"


def planned(shop: Any, phrase: str, now: str) -> str:
    lead = shop.visit("13800138001", "--grade", "A", at="2026-11-16T10:00", now=now)["lead"]
    day: str = shop.do("followup", lead, "--next", phrase, now=now)["due_by"]
    return day


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("today", "2026-11-22"),
        ("tomorrow", "2026-11-23"),
        ("+3d", "2026-11-25"),
        ("+2w", "2026-12-06"),  # 22 + 14 = 36 = 30 + 6
        ("+1m", "2026-12-22"),
        ("fri", "2026-11-27"),  # the earliest Friday not before a Sunday the 22nd
        ("11-30", "2026-11-30"),
        ("01-05", "2027-01-05"),  # the 5th of January is over this year
        ("2026-11-28", "2026-11-28"),
        ("明天", "2026-11-23"),
        ("后天", "2026-11-24"),
        ("3天后", "2026-11-25"),
        ("11月30日", "2026-11-30"),
        ("1月5日", "2027-01-05"),
    ],
)
def test_a_plan_is_the_earliest_day_not_before_now(shop: Any, phrase: str, day: str) -> None:
    assert planned(shop, phrase, SUNDAY) == day


def test_next_weeks_monday(shop: Any) -> None:
    assert planned(shop, "下周一", WEDNESDAY) == "2026-11-23"


def test_a_weekday_named_for_a_plan_lies_after_today(shop: Any) -> None:
    assert planned(shop, "wed", WEDNESDAY) == "2026-11-25"


@pytest.mark.parametrize("phrase", ["yesterday", "-1d", "昨天", "2026-11-21"])
def test_a_plan_in_the_past_is_refused(shop: Any, phrase: str) -> None:
    lead = shop.visit("13800138001", "--grade", "A", at="2026-11-20T10:00")["lead"]
    shop.run("followup", lead, "--next", phrase, code=1)
    assert shop.row(lead)["task"] == "first-follow-up"


@pytest.mark.parametrize(
    ("phrase", "month"),
    [
        ("2026-11-05", "2026-11"),
        ("today", "2026-11"),
        ("yesterday", "2026-11"),
        ("-1d", "2026-11"),
        ("昨天", "2026-11"),
        ("11-05", "2026-11"),
        ("12-25", "2025-12"),  # the latest Christmas not after November 2026
        ("12月25日", "2025-12"),
    ],
)
def test_a_fact_is_the_latest_day_not_after_now(shop: Any, phrase: str, month: str) -> None:
    shop.run("sale", "--channel", "wholesale", "--model", "Lavida", "--on", phrase)
    assert shop.run("report", "traffic", "--month", month, "--json").json["wholesale_sales"] == 1


@pytest.mark.parametrize("phrase", ["fri", "11-20", "11月20日", "2026-11-20", "2026/11/20"])
def test_a_day_of_the_register_is_in_the_past(shop: Any, phrase: str) -> None:
    shop.visit("13800138001", at="2026-11-20T10:00")  # a Friday
    assert len(shop.run("visits", "--on", phrase, "--json").json) == 1


@pytest.mark.parametrize("phrase", ["tomorrow", "+1d", "明天", "2026-11-23", "2027-01-01"])
def test_a_fact_in_the_future_is_refused(shop: Any, phrase: str) -> None:
    shop.run("sale", "--channel", "wholesale", "--model", "Lavida", "--on", phrase, code=1)
    assert shop.run("report", "traffic", "--month", "2026-11", "--json").json["wholesale_sales"] == 0


@pytest.mark.parametrize("phrase", ["someday", "2026-02-30", "2026-13-01", "10", "31-31", "三天前后", ""])
def test_what_cannot_be_read_is_refused_with_what_was_expected(shop: Any, phrase: str) -> None:
    result = shop.run("sale", "--channel", "wholesale", "--model", "Lavida", "--on", phrase, code=(1, 2))
    assert "2026" in result.err or "YYYY" in result.err or "tomorrow" in result.err or "today" in result.err


def test_a_visit_of_yesterday_in_words(shop: Any) -> None:
    record = shop.do("log-visit", "--phone", "13800138001", "--at", "2026-11-21T10:00")
    assert record["due_by"] == "2026-11-22"
    assert len(shop.run("visits", "--on", "昨天", "--json").json) == 1


def test_the_clock_is_the_stores(shop: Any) -> None:
    """LEADCTL_NOW is read as store time whatever zone the machine is in."""
    for zone in ("UTC", "America/New_York", "Asia/Tokyo"):
        result = shop.run("log-visit", "--phone", "13800138001", "--json", env={"TZ": zone}, now="2026-11-22T23:50")
        assert result.json["visit"] is not None
    assert len(shop.run("visits", "--on", "2026-11-22", "--json").json) == 3


def test_an_unreadable_clock_is_refused(shop: Any) -> None:
    shop.run("due", now="noon", code=(1, 2))
