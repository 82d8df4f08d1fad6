"""The register of a day."""

from __future__ import annotations

from typing import Any

import pytest


def phones(rows: list[dict[str, Any]]) -> list[str]:
    return [row["phone"] for row in rows]


def listed(shop: Any, *options: str, now: str = "2026-11-22T18:00") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = shop.run("visits", *options, "--json", now=now).json
    return rows


def test_the_register_of_today_is_the_default(shop: Any) -> None:
    shop.visit("13800138001", at="2026-11-21T10:00")
    shop.visit("13800138002", at="2026-11-22T10:00")
    assert [str(phone)[-4:] for phone in phones(listed(shop))] == ["8002"]


def test_another_day_is_asked_for_with_on(shop: Any) -> None:
    shop.visit("13800138001", at="2026-11-21T10:00")
    shop.visit("13800138002", at="2026-11-22T10:00")
    assert [str(phone)[-4:] for phone in phones(listed(shop, "--on", "2026-11-21"))] == ["8001"]
    assert [str(phone)[-4:] for phone in phones(listed(shop, "--on", "yesterday"))] == ["8001"]


def test_anonymous_traffic_is_on_the_register(shop: Any) -> None:
    shop.visit(None, at="2026-11-22T10:00")
    assert len(listed(shop)) == 1


def test_open_visits_have_no_leaving_time_until_they_are_closed(shop: Any) -> None:
    shop.visit("13800138001", "--left", "2026-11-22T10:40", at="2026-11-22T10:00", now="2026-11-22T11:00")
    staying = shop.visit("13800138002", at="2026-11-22T10:30")["visit"]
    assert [str(phone)[-4:] for phone in phones(listed(shop, "--open"))] == ["8002"]
    shop.run("edit", "visit", staying, "--left", "11:20", now="2026-11-22T12:00")
    assert listed(shop, "--open") == []
    assert len(listed(shop)) == 2


LEFT = ("log-visit", "--at", "2026-11-22T10:00", "--left")


@pytest.mark.parametrize("when", ["11:01", "2026-11-22T12:00", "in 2 hours"])
def test_nobody_has_left_after_now(shop: Any, when: str) -> None:
    assert "future" in shop.run(*LEFT, when, code=1, now="2026-11-22T11:00").err
    staying = shop.visit("13800138002", at="2026-11-22T10:30")["visit"]
    assert "future" in shop.run("leave", staying, when, code=1, now="2026-11-22T11:00").err
    shop.run("edit", "visit", staying, "--left", when, code=1, now="2026-11-22T11:00")
    assert [row["left_at"] for row in listed(shop)] == [None]


def test_who_leaves_now_leaves_now_and_on_the_day_of_the_visit(shop: Any) -> None:
    shop.do(*LEFT, "now", now="2026-11-22T11:00")
    shop.do(*LEFT, "10 minutes ago", now="2026-11-22T11:00")
    assert [row["left_at"] for row in listed(shop)] == ["2026-11-22T11:00", "2026-11-22T10:50"]
    refused = shop.run(*LEFT, "now", code=1, now="2026-11-23T09:00")
    assert "lies after the day of the visit, 2026-11-22" in refused.err
    shop.do(*LEFT, "11:20", now="2026-11-23T09:00")
    assert len(listed(shop, "--on", "2026-11-22")) == 3


def test_a_closed_visit_counts_as_a_stay(shop: Any) -> None:
    staying = shop.visit("13800138002", at="2026-11-22T10:30")["visit"]
    shop.run("edit", "visit", staying, "--left", "11:20", now="2026-11-22T12:00")
    # 10:30 to 11:20 is 50 minutes
    assert shop.run("report", "traffic", "--month", "2026-11", "--json").json["stay_30"] == 1


def test_who_came_nobody_knows_when_did_not_stay_for_hours(shop: Any) -> None:
    shop.visit("13800138001", "--left", "2026-11-20 09:50", at="2026-11-20", now="2026-11-22T08:00")
    assert shop.run("report", "traffic", "--month", "2026-11", "--json").json["stay_30"] == 0
    assert "00:00" not in shop.run("visits", "--on", "2026-11-20").out


def test_a_visit_is_not_closed_before_it_began(shop: Any) -> None:
    staying = shop.visit("13800138002", at="2026-11-22T10:30")["visit"]
    shop.run("edit", "visit", staying, "--left", "10:10", now="2026-11-22T12:00", code=1)
    assert len(listed(shop, "--open")) == 1


def test_the_register_is_in_the_order_of_arrival(shop: Any) -> None:
    shop.visit("13800138002", at="2026-11-22T11:00", now="2026-11-22T12:00")
    shop.visit("13800138001", at="2026-11-22T10:00", now="2026-11-22T12:00")
    assert [str(phone)[-4:] for phone in phones(listed(shop))] == ["8001", "8002"]
