"""The days from stage to stage, by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from leadctl.domain.quartiles import Quartiles, find_quartiles
from tests.conftest import FillOnce
from tests.reports.conftest import Desk

OCTOBER = ("report", "stages", "--month", "2026-10")


@pytest.fixture
def october(desk: Desk, fill_once: FillOnce) -> Desk:
    """A caller who takes 4 days to come and 6 to order, and a walk-in who drives and orders on the first day."""
    fill_once(desk.db, _work_october, desk)
    return desk


def _work_october(desk: Desk) -> None:
    caller = desk.lead("13800138001", "--kind", "call", "--source", "phone", at="2026-09-28T10:00")
    desk.lead("13800138001", at="2026-10-02T10:00")
    desk.lead("13800138001", "--test-drive", at="2026-10-05T10:00")
    desk.run("order", caller, now="2026-10-08T10:00", as_="Li Na")
    desk.run("deliver", caller, now="2026-10-20T10:00", as_="Li Na")
    quick = desk.lead("13800138002", "--test-drive", "--source", "showroom", at="2026-10-10T10:00", as_="Zhao Lei")
    desk.run("order", quick, now="2026-10-10T15:00", as_="Zhao Lei")
    direct = desk.lead("13800138003", "--source", "showroom", at="2026-10-01T10:00")
    desk.run("order", direct, now="2026-10-31T10:00", as_="Li Na")


def _row(data: dict[str, Any], step: str) -> tuple[object, ...]:
    row = next(row for row in data["steps"] if row["step"] == step)
    return row["leads"], row["lower_quartile"], row["median"], row["upper_quartile"]


def test_each_step_has_the_days_of_the_leads_that_took_it(october: Desk) -> None:
    data = october.json(*OCTOBER)
    assert [(row["step"], row["from"], row["to"]) for row in data["steps"]] == [
        ("first_visit", "enquiry", "first_visit"), ("test_drive", "first_visit", "test_drive"),
        ("order", "test_drive", "order"), ("delivery", "order", "delivery"), ("deal", "enquiry", "order"),
    ]  # fmt: skip
    assert _row(data, "first_visit") == (1, 4, 4, 4)
    assert _row(data, "test_drive") == (2, 0.75, 1.5, 2.25)  # 0 and 3 days
    assert _row(data, "order") == (2, 0.75, 1.5, 2.25)  # 0 and 3 days; the third never drove
    assert _row(data, "delivery") == (1, 12, 12, 12)
    assert _row(data, "deal") == (3, 5, 10, 20)  # 0, 10 and 30 days


def test_a_step_counts_in_the_month_of_its_end(october: Desk) -> None:
    september = october.json("report", "stages", "--month", "2026-09")
    assert {row["leads"] for row in september["steps"]} == {0}
    assert {row["median"] for row in september["steps"]} == {None}


def test_a_cancelled_order_is_none(october: Desk) -> None:
    october.run("cancel", 3, now="2026-11-02T10:00", as_="Li Na")
    assert _row(october.json(*OCTOBER), "deal") == (2, 2.5, 5, 7.5)


def test_groups_add_up_and_one_consultant_is_a_group(october: Desk) -> None:
    data = october.json(*OCTOBER, "--by", "consultant")
    assert [group["group"] for group in data["groups"]] == ["Li Na", "Zhao Lei"]
    assert _row(data["groups"][0], "deal") == (2, 15, 20, 25)
    assert data["groups"][0]["steps"] == october.json(*OCTOBER, "--consultant", "Li Na")["steps"]
    by_source = october.json(*OCTOBER, "--by", "source")["groups"]
    assert {group["group"]: _row(group, "deal")[0] for group in by_source} == {"showroom": 2, "phone": 1}


def test_the_records_behind_a_step_have_their_days(october: Desk) -> None:
    listed = october.json(*OCTOBER, "--list", "deal")
    assert [(row["lead"], row["days"]) for row in listed] == [(1, 10), (2, 0), (3, 30)]
    assert [row["days"] for row in october.json(*OCTOBER, "--list", "first_visit")] == [4]
    october.run(*OCTOBER, "--list", "weather", code=2)


def test_the_page_compares_medians(october: Desk) -> None:
    printed = october.run("report", "stages", "--compare", "previous", "--format", "plain")
    line = next(line for line in printed.splitlines() if "Enquiry to order" in line)
    assert line.split()[-3:] == ["–", "10.0", "–"]
    assert "成交周期" in october.run("--lang", "zh", *OCTOBER)


def test_quartiles_lie_between_two_numbers_in_proportion() -> None:
    assert find_quartiles({1: 1, 2: 1, 4: 1, 9: 1}) == Quartiles(Fraction(7, 4), Fraction(3), Fraction(21, 4))
    assert find_quartiles({5: 3}) == Quartiles(Fraction(5), Fraction(5), Fraction(5))
    assert find_quartiles({0: 1, 10: 1}) == Quartiles(Fraction(5, 2), Fraction(5), Fraction(15, 2))
    assert find_quartiles({}) == Quartiles(None, None, None)
