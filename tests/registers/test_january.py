"""The January register holds what it says, counted from its files alone."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from tests.registers.january import write_january

Row = dict[str, str]


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("january")
    write_january(folder)
    return folder


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def visits(january: Path) -> list[Row]:
    return _rows(january / "visits.csv")


def _minutes(row: Row) -> float:
    if not row["离店时间"]:
        return 0
    stay = datetime.strptime(row["离店时间"], "%H:%M") - datetime.strptime(row["进店时间"], "%H:%M")
    return stay.total_seconds() / 60


def test_the_register_has_the_months_traffic_by_kind(visits: list[Row]) -> None:
    first = [row for row in visits if row["首次/再次"] == "首次"]
    assert len(visits) == 882
    assert len(first) == 326
    assert sum(row["来店/来电"] == "来电" for row in visits) == 125
    assert sum(row["首次/再次"] == "再次" for row in visits) == 431
    assert sum(row["来源"] == "转介绍" for row in visits) == 25


def test_first_visits_left_267_numbers_and_149_stayed_half_an_hour(visits: list[Row]) -> None:
    first = [row for row in visits if row["首次/再次"] == "首次"]
    assert sum(bool(row["联系方式"]) for row in first) == 267
    assert sum(_minutes(row) >= 30 for row in first) == 149


def test_66_customers_drove_and_some_of_them_twice(visits: list[Row]) -> None:
    drives = [row for row in visits if row["试乘试驾"]]
    known = {row["联系方式"] for row in drives if row["联系方式"]}
    assert len(known) + sum(not row["联系方式"] for row in drives) == 66
    assert len(drives) > 66


def test_who_returns_came_before_and_nobody_comes_after_ordering(january: Path, visits: list[Row]) -> None:
    first_day = {row["联系方式"]: row["日期"] for row in visits if row["首次/再次"] == "首次" and row["联系方式"]}
    returns = [row for row in visits if row["首次/再次"] == "再次"]
    assert all(first_day[row["联系方式"]] < row["日期"] for row in returns)
    ordered = {row["phone"]: row["ordered_on"].replace("-", "/") for row in _rows(january / "orders.csv")}
    assert all(row["日期"] <= ordered.get(row["联系方式"], "9") for row in visits)


def test_63_orders_are_of_different_leads_and_18_cars_went_to_sub_dealers(january: Path) -> None:
    orders, sales = _rows(january / "orders.csv"), _rows(january / "sales.csv")
    assert len({row["phone"] for row in orders}) == len(orders) == 63
    assert {row["channel"] for row in sales} == {"sub-dealer"}
    assert sum(int(row["count"]) for row in sales) == 18


def test_the_register_is_the_same_every_time(january: Path, tmp_path: Path) -> None:
    write_january(tmp_path)
    for made in january.iterdir():
        assert (tmp_path / made.name).read_bytes() == made.read_bytes()
