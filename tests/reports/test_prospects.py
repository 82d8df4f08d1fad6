"""The prospect table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import MONTHS, Desk

NOVEMBER = ("report", "prospects", "--month", "2026-11")


@pytest.fixture
def stock(desk: Desk, fill_once: FillOnce) -> Desk:
    """Four active leads, one asleep, one ordered, one defeated."""
    fill_once(desk.db, _come, desk)
    return desk


def _come(desk: Desk) -> None:
    told = (
        ("--grade", "A", "--need-by", "2026-12-20"),
        ("--grade", "B", "--need-by", "2026-10-15"),
        ("--grade", "C", "--need-by", "2027-06-01"),
        ("--grade", "N",),
        ("--grade", "H",),
        ("--grade", "H",),
        ("--grade", "H",),
    )  # fmt: skip
    for number, words in enumerate(told, start=1):
        desk.lead(f"1380013800{number}", *words, "--note", "looked around", at=f"2026-10-0{number}T10:00")
    desk.run("followup", 1, "wants red", "--grade", "H", now="2026-10-20T10:00", as_="Li Na")
    desk.run("followup", 1, "--outcome", "no-answer", now="2026-10-22T10:00", as_="Li Na")
    desk.run("followup", 1, now="2026-10-23T10:00", as_="Li Na")
    desk.run("dormant", 5, "--until", "2027-01-10", now="2026-10-08T10:00", as_="Li Na")
    desk.run("order", 6, now="2026-10-08T10:00", as_="Li Na")
    desk.run("defeat", 7, "--reason", "price", now="2026-10-08T10:00", as_="Li Na")


def _lead(data: dict[str, Any], number: int) -> dict[str, Any]:
    return next(lead for lead in data["prospects"] if lead["lead"] == number)


def test_active_leads_stand_under_their_grade_and_expected_month(stock: Desk) -> None:
    data = stock.json(*NOVEMBER)
    assert data["expected"] == ["past", "2026-11", "2026-12", "2027-01", "2027-02", "later", "unknown"]
    found = {row["grade"]: {key: count for key, count in row["counts"].items() if count} for row in data["matrix"]}
    assert found == {"H": {"2026-12": 1}, "B": {"past": 1}, "C": {"later": 1}, "N": {"unknown": 1}}
    assert (data["total"]["total"], sum(data["total"]["counts"].values())) == (4, 4)


def test_a_prospect_tells_its_days_in_grade_follow_ups_and_last_word(stock: Desk) -> None:
    hot = _lead(stock.json(*NOVEMBER), 1)
    assert (hot["grade"], hot["days_in_grade"], hot["follow_ups"], hot["last_note"]) == ("H", 33, 2, "wants red")
    assert (hot["need_by"], hot["expected"], hot["consultant"]) == ("2026-12-20", "2026-12", "Li Na")
    cold = _lead(stock.json(*NOVEMBER), 4)
    assert (cold["days_in_grade"], cold["follow_ups"], cold["last_note"]) == (49, 0, "looked around")


def test_a_past_month_shows_the_leads_as_they_stood_at_its_end(stock: Desk) -> None:
    stock.run("followup", 1, "bought a bicycle", "--grade", "N", now="2026-11-05T10:00", as_="Li Na")
    stock.run("assign", 1, "--to", "Zhao Lei", now="2026-11-05T11:00")
    then = _lead(stock.json("report", "prospects", "--month", "2026-10"), 1)
    assert (then["grade"], then["last_note"], then["consultant"], then["follow_ups"]) == ("H", "wants red", "Li Na", 2)
    assert then["days_in_grade"] == 11
    now = _lead(stock.json(*NOVEMBER), 1)
    assert (now["grade"], now["last_note"], now["consultant"]) == ("N", "bought a bicycle", "Zhao Lei")


def test_no_phone_stands_in_the_table_and_lists_mask_it(stock: Desk) -> None:
    assert "phone" not in stock.json(*NOVEMBER)["prospects"][0]
    assert stock.json(*NOVEMBER, "--list", "H")[0]["phone"] == "138****8001"
    assert stock.json(*NOVEMBER, "--list", "H", "--reveal")[0]["phone"] == "13800138001"


@pytest.mark.parametrize("month", MONTHS)
def test_the_prospects_are_the_active_leads_of_the_traffic_analysis(worked: Desk, month: str) -> None:
    table = worked.json("report", "prospects", "--month", month)
    stock = worked.json("report", "traffic", "--month", month)["open_leads_by_grade"]
    assert {row["grade"] or "none": row["total"] for row in table["matrix"]} == {
        grade: count for grade, count in stock.items() if count
    }


@pytest.mark.parametrize("who", [(), ("--consultant", "Zhao Lei")], ids=("all", "one"))
def test_behind_every_cell_stand_as_many_leads(worked: Desk, stock: Desk, who: tuple[str, ...]) -> None:
    for desk in (worked, stock):
        table = desk.json(*NOVEMBER, *who)
        for row in (*table["matrix"], table["total"]):
            name = "total" if row is table["total"] else row["grade"] or "none"
            assert len(desk.json(*NOVEMBER, *who, "--list", name)) == row["total"]
            for column, count in row["counts"].items():
                assert len(desk.json(*NOVEMBER, *who, "--list", f"{name}.{column}")) == count


@pytest.mark.parametrize("figure", ["happiness", "H.2019-01", "X"])
def test_an_unknown_cell_is_answered_with_the_known_ones(stock: Desk, figure: str) -> None:
    assert "2026-12" in stock.run(*NOVEMBER, "--list", figure, code=2)


def test_a_store_without_leads_says_so(desk: Desk) -> None:
    assert "No active leads" in desk.run(*NOVEMBER)


def test_csv_has_a_line_a_cell_and_a_line_a_lead(stock: Desk) -> None:
    printed = stock.run(*NOVEMBER, "--format", "csv")
    assert "H,2026-12,1" in printed
    assert "wants red" in printed
