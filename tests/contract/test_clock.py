"""What is said of a clock that cannot well be right, and that an imagined one is marked."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("now", ["2026-11-20T09:59", "2027-01-01T10:01"])
def test_a_clock_far_from_the_last_operation_is_said(shop: Any, now: str) -> None:
    shop.run("staff", "add", "Sun Li", as_="Chen Jing", now="2026-11-21T10:00")
    assert "the clock says" in shop.run("staff", "add", "Zhou Jun", as_="Chen Jing", now=now).err


@pytest.mark.parametrize("now", ["2026-11-20T10:00", "2026-11-21T10:00", "2026-12-31T10:00"])
def test_a_clock_near_it_is_not(shop: Any, now: str) -> None:
    shop.run("staff", "add", "Sun Li", as_="Chen Jing", now="2026-11-21T10:00")
    assert "the clock says" not in shop.run("staff", "add", "Zhou Jun", as_="Chen Jing", now=now).err


def test_an_imagined_clock_is_marked_on_the_operation(shop: Any) -> None:
    shop.run("staff", "add", "Sun Li", as_="Chen Jing")
    shop.run("staff", "add", "Zhou Jun", as_="Chen Jing", env={"LEADCTL_NOW": None})
    listed = shop.run("operations", "--json").json
    assert [row["imagined"] for row in listed[:2]] == [False, True]
    assert "LEADCTL_NOW" in shop.run("operations").out
