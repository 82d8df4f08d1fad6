"""The league of the consultants, by hand: what each did, their target, their place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from leadctl.domain.league import Score, pace_of, place_people
from tests.conftest import FillOnce
from tests.reports.conftest import Desk

OCTOBER = ("report", "consultants", "--month", "2026-10")


@pytest.fixture
def october(desk: Desk, fill_once: FillOnce) -> Desk:
    """Li Na sells one lead of two and a fleet of 2 cars of September; Wang Qiang one of one; Zhao Lei loses one."""
    fill_once(desk.db, _work_october, desk)
    return desk


def _work_october(desk: Desk) -> None:
    fleet = desk.lead("13800138001", "--grade", "A", at="2026-09-20T10:00")
    sold = desk.lead("13800138002", "--grade", "H", "--test-drive", at="2026-10-01T10:00")
    desk.lead("13800138003", "--grade", "C", at="2026-10-02T10:00")
    desk.run("followup", sold, now="2026-10-02T10:00", as_="Li Na")
    desk.run("order", sold, now="2026-10-03T10:00", as_="Li Na")
    desk.run("order", fleet, "--count", "2", now="2026-10-05T10:00", as_="Li Na")
    won = desk.lead("13800138004", "--kind", "call", at="2026-10-06T10:00", as_="Wang Qiang")
    desk.run("order", won, now="2026-10-06T15:00", as_="Wang Qiang")
    for number, result in ((5, "confirmed"), (6, "overturned")):
        lead = desk.lead(f"1380013800{number}", at="2026-10-10T10:00", as_="Zhao Lei")
        desk.run("defeat", lead, "--reason", "price", now="2026-10-11T10:00", as_="Zhao Lei")
        desk.run("verify", lead, result, now="2026-10-12T10:00", as_="Mei")


def _row(data: dict[str, Any], name: str | None) -> dict[str, Any]:
    return next(row for row in data["consultants"] if row["consultant"] == name)


def test_each_consultant_has_what_they_did_and_their_place(october: Desk) -> None:
    data = october.json(*OCTOBER)
    assert data["span"] == {"from": "2026-10-01", "to": "2026-10-31"}
    assert _row(data, "Li Na") == {
        "consultant": "Li Na", "leads": 2, "met": 2, "test_drives": 1, "orders": 2, "conversion": 1.0,
        "on_time_rate": 1 / 4, "overdue_now": 3, "confirmed": 0, "overturned": 0, "follow_ups": 1, "per_sale": 1 / 3,
        "target": None, "pace": None, "rank": 1, "quartile": 1,
        "sales": 3, "cohort_orders": 1, "cohort_conversion": 0.5, "due": 4, "on_time": 1, "sale_follow_ups": 1,
    }  # fmt: skip
    zhao = _row(data, "Zhao Lei")
    assert [zhao[key] for key in ("leads", "orders", "conversion", "confirmed", "overturned", "rank", "quartile")] == [
        2, 0, 0.0, 1, 1, 3, 3,
    ]  # fmt: skip
    assert [row["consultant"] for row in data["consultants"]] == ["Li Na", "Wang Qiang", "Zhao Lei"]


def test_the_team_is_all_of_them_and_has_no_place(october: Desk) -> None:
    team = october.json(*OCTOBER)["team"]
    assert [team[key] for key in ("leads", "orders", "sales", "confirmed", "overturned", "rank", "quartile")] == [
        5, 3, 4, 1, 1, None, None,
    ]  # fmt: skip
    assert team["conversion"] == 3 / 5


@pytest.mark.parametrize("figure", ["leads", "met", "test_drives", "orders"])
def test_the_stages_are_those_of_the_funnel_by_consultant(worked: Desk, figure: str) -> None:
    for month in ("2026-09", "2026-10", "2026-11"):
        funnel = worked.json("report", "funnel", "--month", month, "--by", "consultant")["groups"]
        counted = {
            group["group"]: stage["count"] for group in funnel for stage in group["stages"] if stage["stage"] == figure
        }
        rows = worked.json("report", "consultants", "--month", month)["consultants"]
        assert {row["consultant"]: row[figure] for row in rows if row[figure]} == {
            name: count for name, count in counted.items() if count
        }


@pytest.mark.parametrize("figure", ["on_time_rate", "overdue_now", "follow_ups", "per_sale"])
def test_the_work_is_that_of_the_discipline_report(worked: Desk, figure: str) -> None:
    discipline = worked.json("report", "followups", "--month", "2026-10")["consultants"]
    expected = {row["consultant"]: row[figure] for row in discipline}
    rows = worked.json(*OCTOBER)["consultants"]
    assert {row["consultant"]: row[figure] for row in rows} == expected


def test_a_consultant_alone_keeps_the_place_among_all(october: Desk) -> None:
    data = october.json(*OCTOBER, "--consultant", "Wang Qiang")
    assert [(row["consultant"], row["rank"]) for row in data["consultants"]] == [("Wang Qiang", 2)]
    assert data["team"]["orders"] == 1


def test_who_has_left_keeps_the_figures_and_the_place_of_their_time(october: Desk) -> None:
    october.run("assign", "--from", "Wang Qiang", "--to", "Li Na", now="2026-11-20T10:00", code=None)
    october.run("staff", "leave", "Wang Qiang", now="2026-11-20T11:00")
    assert _row(october.json(*OCTOBER), "Wang Qiang")["rank"] == 2
    assert "Wang Qiang" not in [row["consultant"] for row in october.json("report", "consultants")["consultants"]]


def test_who_does_not_sell_has_figures_and_no_place(desk: Desk) -> None:
    desk.run("log-visit", "--phone", "13800138001", "--consultant", "Mei", now="2026-10-01T10:00", as_="Mei")
    mei = _row(desk.json(*OCTOBER), "Mei")
    assert (mei["met"], mei["rank"], mei["quartile"]) == (1, None, None)


def test_the_pace_is_what_was_sold_of_what_the_target_asks_for_by_now(october: Desk) -> None:
    asked = ("target", "set", "--month", "2026-10")
    october.run(*asked, "--sales", "31", now="2026-10-01T08:00")
    october.run(*asked, "--week", "1", "--orders", "2", "--consultant", "Li Na", now="2026-10-01T08:00")
    october.run(*asked, "--week", "2", "--orders", "4", "--consultant", "Li Na", now="2026-10-01T08:00")
    data = october.json(*OCTOBER, now="2026-10-10T18:00")
    assert (_row(data, "Li Na")["target"], _row(data, "Wang Qiang")["target"], data["team"]["target"]) == (6, None, 31)
    # On the 10th of 31 days 60/31 cars should be sold of 6, and 10 of 31.
    assert _row(data, "Li Na")["pace"] == pytest.approx(3 / (60 / 31))
    assert data["team"]["pace"] == pytest.approx(4 / 10)
    assert _row(october.json(*OCTOBER), "Li Na")["pace"] == 0.5
    assert october.json("report", "consultants", "--week", "2026-W41")["team"]["target"] is None
    october.run(*asked, "--consultant", "Li Na", "--sales", "12", now="2026-10-01T09:00")
    assert _row(october.json(*OCTOBER), "Li Na")["target"] == 12


def test_each_consultant_stands_beside_their_own_target(october: Desk) -> None:
    asked = ("target", "set", "--month", "2026-10", "--sales")
    october.run(*asked, "5")
    october.run(*asked, "4", "--consultant", "Li Na")
    beside = october.json(*OCTOBER, "--compare", "target")["compare"]
    assert beside["team"]["sales"] == 5
    assert [(row["consultant"], row["sales"]) for row in beside["consultants"] if row["sales"]] == [("Li Na", 4)]
    alone = october.run(*OCTOBER, "--compare", "target", "--consultant", "Li Na", "--format", "plain")
    assert next(line.split()[-4:] for line in alone.splitlines() if "Li Na" in line and "Cars" in line) == [
        "3", "4", "-1", "-25.0%",
    ]  # fmt: skip


def test_the_records_behind_a_figure_are_as_many_as_it_counts(october: Desk) -> None:
    assert len(october.json(*OCTOBER, "--list", "orders")) == 3
    assert len(october.json(*OCTOBER, "--list", "conversion")) == 3
    assert len(october.json(*OCTOBER, "--list", "consultants.Zhao Lei.confirmed")) == 1
    assert len(october.json(*OCTOBER, "--list", "leads", "--consultant", "Li Na")) == 2
    assert len(october.json(*OCTOBER, "--list", "consultants.Li Na.overdue_now")) == 3
    for wrong in ("sunshine", "consultants.Nobody.orders"):
        october.run(*OCTOBER, "--list", wrong, code=2)


def test_a_league_stands_beside_another_one(october: Desk) -> None:
    data = october.json(*OCTOBER, "--compare", "previous")
    assert data["compare"]["team"]["leads"] == 1
    printed = october.run(*OCTOBER, "--compare", "previous", "--format", "plain")
    assert next(line.split() for line in printed.splitlines() if line.startswith("Leads") and "Team" in line) == [
        "Leads", "Team", "5", "1", "+4", "+400.0%",
    ]  # fmt: skip


def test_what_is_overdue_now_is_shown_while_the_period_runs_only(october: Desk) -> None:
    assert "Overdue now" not in october.run(*OCTOBER)
    assert "Overdue now" in october.run("report", "consultants", "--month")


def test_the_page_is_in_chinese_too(october: Desk) -> None:
    printed = october.run("--lang", "zh", *OCTOBER)
    assert "排名" in printed
    assert "成交率" in printed


def test_equal_scores_have_equal_places_and_each_quarter_of_eight_has_two() -> None:
    half = Fraction(1, 2)
    scores = {"a": Score(3, half), "b": Score(3, half), "c": Score(3, Fraction(1, 4)), "d": Score(0, None)}
    assert place_people(scores) == {"a": (1, 1), "b": (1, 1), "c": (3, 3), "d": (4, 4)}
    eight = place_people({str(cars): Score(cars, None) for cars in range(8)})
    assert [place.quartile for place in eight.values()] == [4, 4, 3, 3, 2, 2, 1, 1]
    assert place_people({}) == {}


def test_there_is_no_pace_without_a_target_or_before_the_first_day() -> None:
    assert pace_of(3, None, 10, 30) is None
    assert pace_of(3, 10, 0, 30) is None
    assert pace_of(0, 10, 15, 30) == 0.0
    assert pace_of(5, 10, 15, 30) == 1.0
