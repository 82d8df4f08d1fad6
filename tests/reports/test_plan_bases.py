"""Plans keep what they were made with; consultants have a part of them; rates are only raised (docs/domain.md section
7)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.reports.conftest import Desk

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = "2026-09", "2026-10", "2026-11", "2026-12"


def _open_leads(desk: Desk, folder: Path, source: str, month: str, number: int, start: int = 0) -> None:
    """Leads of a source, all on the 3rd of a month."""
    path = folder / f"{source}{month}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["arrived_at", "phone", "kind", "source", "consultant"])
        for each in range(start, start + number):
            writer.writerow([f"{month}-03T10:00", f"1395{month[5:]}1{each:04}", "walk-in", source, "Li Na"])
    desk.run("log-visit", "--from", path)


def _order(desk: Desk, month: str, each: int, on: str, *words: object, as_: str = "Li Na") -> None:
    desk.run("order", f"1395{month[5:]}1{each:04}", "--on", on, *words, as_=as_)


@pytest.fixture
def stocked(desk: Desk, tmp_path: Path) -> Desk:
    """September: 10 leads of the showroom, 3 of whom ordered, and 4 calls, one of whom did."""
    _open_leads(desk, tmp_path, "showroom", SEPTEMBER, 10)
    _open_leads(desk, tmp_path, "phone", SEPTEMBER, 4, start=10)
    for each in (0, 1, 2, 10):
        _order(desk, SEPTEMBER, each, "2026-09-05")
    return desk


def _plan(desk: Desk, *words: object, now: str = "2026-11-22T18:00") -> dict[str, Any]:
    found: dict[str, Any] = desk.json("report", "targets", "--month", DECEMBER, *words, now=now)
    return found


def _rates(plan: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {row["source"]: (row["share"], row["deal_rate"]) for row in plan["sources"]}


def test_a_plan_keeps_the_shares_and_rates_it_was_set_with(stocked: Desk) -> None:
    stocked.run("target", "set", "--month", DECEMBER, "--sales", 12)
    plan = _plan(stocked)
    assert (plan["history"], plan["history_kept"]) == (["2026-08", SEPTEMBER, OCTOBER], True)
    assert _rates(plan) == {"showroom": (0.75, 0.3), "phone": (0.25, 0.25)}
    assert [row["leads_needed"] for row in plan["sources"]] == [30, 12]
    _order(stocked, SEPTEMBER, 11, "2026-09-06")
    later = _plan(stocked, now="2026-12-10T18:00")
    assert (later["sources"], later["history"]) == (plan["sources"], plan["history"])
    assert "from 2026-08 to 2026-10, as it was when the plan was set" in stocked.run(
        "report", "targets", "--month", DECEMBER, now="2026-12-10T18:00"
    )


def test_a_month_without_a_plan_has_the_newest_months(stocked: Desk) -> None:
    assert (_plan(stocked)["history"][-1], _plan(stocked)["history_kept"]) == (OCTOBER, False)
    assert _plan(stocked, now="2026-12-01T08:00")["history"] == [SEPTEMBER, OCTOBER, NOVEMBER]


def test_setting_it_again_takes_the_newest_and_undo_brings_the_earlier_back(stocked: Desk, tmp_path: Path) -> None:
    plan = ("target", "set", "--month", DECEMBER)
    stocked.run(*plan, "--sales", 12)
    before = _plan(stocked)
    _open_leads(stocked, tmp_path, "referral", NOVEMBER, 10)
    _order(stocked, NOVEMBER, 0, "2026-11-08", "--count", 4)
    stocked.run(*plan, "--week", 1, "--leads", 9, now="2026-12-02T08:00")
    stocked.run(*plan, "--consultant", "Li Na", "--sales", 5, now="2026-12-02T08:01")
    assert _plan(stocked, now="2026-12-02T08:02")["sources"] == before["sources"], "a week is not the plan"
    stocked.run(*plan, "--sales", 16, now="2026-12-02T08:03")
    newest = _plan(stocked, now="2026-12-02T08:04")
    assert newest["history"] == [SEPTEMBER, OCTOBER, NOVEMBER]
    assert _rates(newest) == {"referral": (0.5, 0.1), "showroom": (0.375, 0.3), "phone": (0.125, 0.25)}
    stocked.run("undo", now="2026-12-02T08:05")
    again = _plan(stocked, now="2026-12-02T08:06")
    assert (again["sources"], again["history"]) == (before["sources"], before["history"])


def test_an_undone_plan_leaves_nothing_behind(stocked: Desk) -> None:
    before = _plan(stocked)
    stocked.run("target", "set", "--month", DECEMBER, "--sales", 12)
    stocked.run("undo")
    assert _plan(stocked) == before


def test_a_plan_that_found_no_history_keeps_that(desk: Desk, tmp_path: Path) -> None:
    desk.run("target", "set", "--month", DECEMBER, "--sales", 12)
    _open_leads(desk, tmp_path, "showroom", OCTOBER, 3)
    assert (_plan(desk)["sources"], _plan(desk)["history_kept"]) == ([], True)


def test_what_a_plan_was_made_with_is_listed_by_the_months_it_names(stocked: Desk) -> None:
    stocked.run("target", "set", "--month", DECEMBER, "--sales", 12)
    asked = ("report", "targets", "--month", DECEMBER, "--list")
    assert len(stocked.json(*asked, "average_leads.showroom", now="2027-03-01T08:00")) == 10
    assert len(stocked.json(*asked, "deal_rate.phone", now="2027-03-01T08:00")) == 1


def test_a_rate_from_fewer_than_ten_leads_is_thin_unless_the_store_set_it(stocked: Desk) -> None:
    assert {row["source"]: row["thin"] for row in _plan(stocked)["sources"]} == {"showroom": False, "phone": True}
    printed = stocked.run("report", "targets", "--month", DECEMBER)
    assert "thin" in next(line for line in printed.splitlines() if line.startswith("phone"))
    assert "Thin: a rate from fewer than 10 leads." in printed
    stocked.run("target", "set", "--month", DECEMBER, "--deal-rate", "phone=20%")
    assert not any(row["thin"] for row in _plan(stocked)["sources"])
    assert "thin" not in stocked.run("report", "targets", "--month", DECEMBER).lower()


def test_a_rate_is_not_raised_to_less_than_it_is(stocked: Desk) -> None:
    plan = ("target", "set", "--month", DECEMBER)
    said = stocked.run(*plan, "--sales", 12, "--raise", "showroom=29%", code=1)
    assert "showroom: --raise 29.0% lies below the deal rate of 30.0%" in said
    assert _plan(stocked)["sales_target"] is None, "nothing was set"
    stocked.run(*plan, "--sales", 12, "--raise", "showroom=30%")
    assert "lies below" in stocked.run(*plan, "--deal-rate", "showroom=40%", code=1)
    stocked.run(*plan, "--deal-rate", "showroom=40%", "--raise", "showroom=45%")
    stocked.run(*plan, "--raise", "showroom=")
    assert [row["raised_deal_rate"] for row in _plan(stocked)["sources"]] == [0.4, 0.25]


def test_consultants_have_a_part_of_the_months_target(stocked: Desk, tmp_path: Path) -> None:
    _open_leads(stocked, tmp_path, "showroom", NOVEMBER, 3)
    _order(stocked, NOVEMBER, 0, "2026-11-08", "--count", 2)
    plan = ("target", "set", "--month", NOVEMBER)
    stocked.run(*plan, "--sales", 12)
    stocked.run(*plan, "--consultant", "Li Na", "--sales", 6)
    said = stocked.run(*plan, "--consultant", "Wang Qiang", "--sales", 3)
    assert "the consultants are to sell 9 together, the store 12" in said
    found = stocked.json("report", "targets", "--month", NOVEMBER)
    assert found["consultants"][0] == {
        "consultant": "Li Na", "sales_target": 6, "sales": 2, "should": 4.4, "ahead": -2.4, "per_remaining_day": 0.5,
    }  # fmt: skip
    assert [(one["consultant"], one["sales_target"]) for one in found["consultants"]] == [
        ("Li Na", 6), ("Wang Qiang", 3),
    ]  # fmt: skip
    assert found["given_out"] == {"sales": 9, "difference": -3}
    assert "Given out: 9 of 12." in stocked.run("report", "targets", "--month", NOVEMBER)
    listed = stocked.json("report", "targets", "--month", NOVEMBER, "--list", "consultants.Li Na")
    assert sum(order["count"] for order in listed) == 2
    stocked.run("undo")
    assert stocked.json("report", "targets", "--month", NOVEMBER)["given_out"]["sales"] == 6


def test_one_consultants_plan_is_their_own_target_at_the_stores_rates(stocked: Desk) -> None:
    """Of 4 cars 3 come from the showroom at 30%, 1 from calls at 25%; Li Na opened all the leads, Wang Qiang none."""
    stocked.run("target", "set", "--month", DECEMBER, "--sales", 12)
    for name, cars in (("Li Na", 8), ("Wang Qiang", 4)):
        stocked.run("target", "set", "--month", DECEMBER, "--consultant", name, "--sales", cars)
    own = _plan(stocked, "--consultant", "Wang Qiang")
    assert (own["consultant"], own["sales_target"], own["standing"]["sales"]["target"]) == ("Wang Qiang", 4, 4)
    assert [(row["source"], row["leads_needed"], row["average_leads"]) for row in own["sources"]] == [
        ("showroom", 10, 0), ("phone", 4, 0),
    ]  # fmt: skip
    assert _plan(stocked, "--consultant", "Li Na")["sources"][0]["average_leads"] == 10 / 3
    assert [one["consultant"] for one in own["consultants"]] == ["Wang Qiang"]
    assert _plan(stocked, "--consultant", "Zhao Lei")["sales_target"] is None
    funnel, traffic, page = (
        stocked.json("report", name, "--month", DECEMBER, "--compare", "target", "--consultant", "Wang Qiang",
                     now="2026-12-10T18:00")["compare"]
        for name in ("funnel", "traffic", "month")
    )  # fmt: skip
    assert page["funnel"]["stages"] == funnel["stages"]
    planned = {stage["stage"]: stage["count"] for stage in funnel["stages"] if stage["count"] is not None}
    assert planned == {"leads": 10 + 4, "orders": 4}
    assert (traffic["showroom_sales"], page["traffic"]["showroom_sales"]) == (4, 4)
    league = stocked.json("report", "consultants", "--month", DECEMBER, now="2026-12-10T18:00")["consultants"]
    assert {row["consultant"]: row["target"] for row in league if row["target"]} == {"Li Na": 8, "Wang Qiang": 4}


def test_shares_and_rates_are_the_stores_alone(stocked: Desk) -> None:
    plan = ("target", "set", "--month", DECEMBER, "--consultant", "Li Na")
    for words in ((), ("--raise", "showroom=50%"), ("--sales", 5, "--share", "showroom=70%"), ("--leads", 5)):
        assert stocked.run(*plan, *words, code=2).strip()


def test_a_quarter_sums_the_plans_of_its_months(stocked: Desk, tmp_path: Path) -> None:
    _open_leads(stocked, tmp_path, "showroom", NOVEMBER, 3)
    _order(stocked, NOVEMBER, 0, "2026-11-08", "--count", 2)
    for month, cars in ((OCTOBER, 10), (NOVEMBER, 12)):
        stocked.run("target", "set", "--month", month, "--sales", cars)
        stocked.run("target", "set", "--month", month, "--consultant", "Li Na", "--sales", cars // 2)
    found = stocked.json("report", "targets", "--quarter")
    assert (found["month"], found["span"]["from"], found["sales_target"]) == (None, "2026-10-01", None)
    stocked.run("target", "set", "--month", DECEMBER, "--sales", 14)
    found = stocked.json("report", "targets", "--quarter")
    assert (found["sales_target"], [row["sales_target"] for row in found["months"]]) == (36, [10, 12, 14])
    assert [(row["sales"], row["leads"], row["given_out"]) for row in found["months"]] == [
        (0, 0, 5), (2, 3, 6), (0, 0, 0),
    ]  # fmt: skip
    sales = found["standing"]["sales"]
    assert (sales["target"], sales["actual"], found["standing"]["elapsed"]) == (36, 2, 31 + 22)
    assert sales["should"] == pytest.approx(36 * 53 / 92)
    assert [(one["consultant"], one["sales_target"], one["sales"]) for one in found["consultants"]] == [
        ("Li Na", 11, 2)
    ]
    assert len(stocked.json("report", "targets", "--quarter", "--list", "leads")) == 3
    assert stocked.run("report", "targets", "--quarter", "--list", "share", code=2)
    assert "2026-12" in stocked.run("report", "targets", "--quarter")
