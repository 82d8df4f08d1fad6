"""The plan of a month: the table of the trade to the figure, and where the month stands against it."""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.days import Month
from leadctl.domain.planning import History, Override, leads_for, months_before, pace, plan_source, weeks_of
from tests.reports.conftest import CONSULTANTS, Desk

AVERAGES = {"showroom": 180, "referral": 30, "outreach": 150}
SET = (
    *("--share", "showroom=70%", "--share", "referral=20%", "--share", "outreach=10%"),
    *("--deal-rate", "showroom=30%", "--deal-rate", "referral=50%", "--deal-rate", "outreach=5%"),
    *("--raise", "showroom=35%"),
)


def _opened(desk: Desk, folder: Path, leads: list[tuple[str, str]], start: int = 0) -> None:
    """Open a lead for each (source, day), in one register."""
    path = folder / f"leads{start}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["arrived_at", "phone", "kind", "source", "consultant"])
        for number, (source, day) in enumerate(leads, start=start):
            writer.writerow([f"{day}T10:00", f"1395000{number:04}", "walk-in", source, "Li Na"])
    desk.run("log-visit", "--from", path)


def _order(desk: Desk, number: int, on: str, *words: object) -> None:
    desk.run("order", f"1395000{number:04}", "--on", on, *words, as_="Li Na")


def _sources(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["source"]: row for row in plan["sources"]}


def test_the_plan_of_the_trade_comes_out_to_the_figure(desk: Desk, tmp_path: Path) -> None:
    months = ("2026-09-10", "2026-10-10", "2026-11-10")
    leads = [(source, day) for source, average in AVERAGES.items() for day in months for _ in range(average)]
    _opened(desk, tmp_path, leads)
    desk.run("target", "set", "--month", "2026-12", "--sales", 100, *SET, now="2026-12-01T09:00")
    plan = desk.json("report", "targets", "--month", "2026-12", now="2026-12-01T09:00")
    keys = (
        "share", "sales", "deal_rate", "leads_needed", "average_leads", "gap",
        "raised_deal_rate", "raised_leads_needed", "raised_gap",
    )  # fmt: skip
    assert {source: tuple(row[key] for key in keys) for source, row in _sources(plan).items()} == {
        "showroom": (0.7, 70, 0.3, 234, 180, 54, 0.35, 200, 20),
        "referral": (0.2, 20, 0.5, 40, 30, 10, 0.5, 40, 10),
        "outreach": (0.1, 10, 0.05, 200, 150, 50, 0.05, 200, 50),
    }
    assert plan["total"] == {
        "share": 1.0, "sales": 100, "leads_needed": 474, "average_leads": 360, "gap": 114,
        "raised_leads_needed": 440, "raised_gap": 80,
    }  # fmt: skip
    assert (plan["month"], plan["sales_target"]) == ("2026-12", 100)
    printed = desk.run("report", "targets", "--month", "2026-12", now="2026-12-01T09:00")
    assert "Total     100.0%    100" in printed
    assert len(desk.json("report", "targets", "--month", "2026-12", "--list", "average_leads.referral")) == 60


@given(st.integers(1, 2000), st.integers(1, 100))
def test_leads_are_rounded_up_from_the_exact_quotient(cars: int, per_cent: int) -> None:
    assert leads_for(Fraction(cars), Fraction(per_cent, 100)) == -(-cars * 100 // per_cent)


def test_shares_are_of_cars_and_deal_rates_of_orders_of_the_months_before(desk: Desk, tmp_path: Path) -> None:
    days = ["2026-08-03", "2026-09-03", "2026-10-03"]
    _opened(desk, tmp_path, [("showroom", days[n % 3]) for n in range(10)] + [("phone", days[n % 3]) for n in range(5)])
    _order(desk, 0, "2026-08-05", "--count", 3)
    _order(desk, 1, "2026-09-05")
    _order(desk, 10, "2026-10-05")
    _order(desk, 11, "2026-11-05", "--count", 9)
    _order(desk, 2, "2026-10-06", "--count", 5)
    desk.run("cancel", "13950000002", as_="Li Na")
    desk.run("target", "set", "--month", "2026-12", "--sales", 11)
    plan = _sources(desk.json("report", "targets", "--month", "2026-12"))
    assert (plan["showroom"]["share"], plan["phone"]["share"]) == (4 / 5, 1 / 5)
    assert (plan["showroom"]["deal_rate"], plan["phone"]["deal_rate"]) == (2 / 10, 1 / 5)
    assert (plan["showroom"]["sales"], plan["phone"]["sales"]) == (8.8, 2.2)
    assert (plan["showroom"]["leads_needed"], plan["phone"]["leads_needed"]) == (44, 11)
    assert plan["phone"]["average_leads"] == 5 / 3
    asked = ("report", "targets", "--month", "2026-12", "--list")
    assert sum(order["count"] for order in desk.json(*asked, "share.showroom")) == 4
    assert len(desk.json(*asked, "deal_rate.phone")) == 1
    assert len(desk.json(*asked, "deal_rate")) == 3


def test_a_month_that_still_runs_is_no_full_month_to_plan_by() -> None:
    december = Month(2026, 12)
    assert list(map(str, months_before(december, "2026-11-22"))) == ["2026-08", "2026-09", "2026-10"]
    assert list(map(str, months_before(december, "2026-12-01"))) == ["2026-09", "2026-10", "2026-11"]
    assert list(map(str, months_before(december, "2027-05-01"))) == ["2026-09", "2026-10", "2026-11"]
    assert list(map(str, months_before(Month(2026, 2), "2026-02-10"))) == ["2025-11", "2025-12", "2026-01"]


def test_setting_again_changes_only_what_is_given_and_nothing_takes_it_back(desk: Desk) -> None:
    desk.run("target", "set", "--month", "2026-12", "--sales", 100, *SET)
    desk.run("target", "set", "--month", "2026-12", "--sales", 50, "--raise", "转介绍=60%")
    plan = desk.json("report", "targets", "--month", "2026-12")
    rows = _sources(plan)
    assert (plan["sales_target"], rows["showroom"]["share"], rows["showroom"]["raised_deal_rate"]) == (50, 0.7, 0.35)
    assert (rows["referral"]["deal_rate"], rows["referral"]["raised_leads_needed"]) == (0.5, math.ceil(10 / 0.6))
    desk.run("target", "set", "--month", "2026-12", "--raise", "showroom=", "--share", "showroom=")
    showroom = _sources(desk.json("report", "targets", "--month", "2026-12"))["showroom"]
    assert (showroom["share"], showroom["raised_deal_rate"], showroom["leads_needed"]) == (None, 0.3, None)


def test_a_plan_is_taken_back_by_undo(desk: Desk) -> None:
    before = desk.json("report", "targets", "--month", "2026-12")
    desk.run("target", "set", "--month", "2026-12", "--sales", 100, *SET, "--week", 2, "--leads", 60)
    after = desk.json("report", "targets", "--month", "2026-12")
    assert after != before
    desk.run("undo")
    assert desk.json("report", "targets", "--month", "2026-12") == before
    desk.run("target", "set", "--month", "2026-12", "--sales", 100, *SET, "--week", 2, "--leads", 60)
    desk.run("target", "set", "--month", "2026-12", "--sales", 1, "--share", "showroom=1%", "--week", 2, "--leads", 1)
    desk.run("undo")
    assert desk.json("report", "targets", "--month", "2026-12") == after


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--leads", "60"),
        ("--week", "1"),
        ("--week", "6", "--leads", "6"),
        ("--sales", "-1"),
        ("--sales", "9", "--share", "showroom"),
        ("--sales", "9", "--share", "showroom=70"),
        ("--sales", "9", "--share", "showroom=170%"),
        ("--sales", "9", "--share", "showroom=much"),
        ("--sales", "9", "--deal-rate", "showroom=0%"),
        ("--sales", "9", "--raise", "=5%"),
    ],
    ids=" ".join,
)
def test_a_plan_that_says_nothing_sensible_is_wrong_usage(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("target", "set", "--month", "2026-12", *words, code=2).strip()


def test_an_unknown_source_or_consultant_is_refused_and_nothing_is_set(desk: Desk) -> None:
    said = desk.run("target", "set", "--month", "2026-12", "--sales", 9, "--share", "showrom=70%", code=1)
    assert "showroom" in said
    week = ("--week", 1, "--leads", 5, "--consultant", "Nobody")
    assert desk.run("target", "set", "--month", "2026-12", "--sales", 9, *week, code=1)
    assert desk.json("report", "targets", "--month", "2026-12")["sales_target"] is None


def test_shares_that_make_no_whole_are_pointed_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("leadctl.commands.target.warn", lambda text, **values: said.append(text.format(**values)))
    plan = desk.json("target", "set", "--month", "2026-12", "--sales", 10, "--share", "showroom=７０％")
    assert plan["total"]["share"] == 0.7
    assert [line for line in said if "70.0%" in line]
    desk.run("target", "set", "--month", "2026-12", "--share", "phone=0.3")
    assert len(said) == 1


def test_a_full_february_has_four_weeks(desk: Desk) -> None:
    assert weeks_of(Month(2026, 2))[-1] == (4, "2026-02-22", "2026-02-28")
    assert weeks_of(Month(2026, 11))[-1] == (5, "2026-11-29", "2026-11-30")
    said = desk.run("target", "set", "--month", "2027-02", "--week", 5, "--leads", 3, code=1)
    assert "4 weeks" in said


def test_weeks_show_what_was_reached_beside_what_was_planned(desk: Desk, tmp_path: Path) -> None:
    _opened(desk, tmp_path, [("phone", "2026-11-01"), ("phone", "2026-11-07"), ("phone", "2026-11-08")])
    desk.run("assign", "13950000001", "--to", CONSULTANTS[1])
    _order(desk, 0, "2026-11-07", "--count", 2)
    desk.run("deliver", "13950000000", "--on", "2026-11-16", as_="Li Na")
    plan = ("target", "set", "--month", "2026-11")
    desk.run(*plan, "--week", 1, "--leads", 60, "--orders", 20, "--note", "call the H leads")
    desk.run(*plan, "--week", 1, "--deliveries", 5, "--consultant", "Li Na")
    weeks = desk.json("report", "targets")["weeks"]
    team, own = weeks[0], weeks[1]
    assert (team["week"], team["first"], team["last"]) == (1, "2026-11-01", "2026-11-07")
    assert (team["consultant"], team["leads_target"], team["leads"], team["orders_target"], team["orders"]) == (
        None, 60, 2, 20, 1,
    )  # fmt: skip
    assert team["focus"] == "call the H leads"
    assert (own["consultant"], own["deliveries_target"], own["leads"], own["orders"]) == ("Li Na", 5, 2, 1), (
        "a hand-over changes nothing before it"
    )
    assert [week["deliveries"] for week in weeks if week["consultant"] is None] == [0, 0, 1, 0, 0]
    for week in weeks:
        for figure in ("leads", "orders", "deliveries"):
            owner = () if week["consultant"] is None else ("--consultant", week["consultant"])
            listed = desk.json("report", "targets", "--list", f"weeks.{week['week']}.{figure}", *owner)
            assert len(listed) == week[figure]
    one = desk.json("report", "targets", "--consultant", CONSULTANTS[1])["weeks"]
    assert [week["leads"] for week in one] == [0, 0, 0, 0, 0], "who took it over opened nothing"


def test_the_pace_is_by_elapsed_days_and_by_what_each_day_to_come_must_bring() -> None:
    found = pace(30, 7, 22, 30)
    assert (found.should, found.ahead, found.per_remaining_day) == (Fraction(22), Fraction(-15), Fraction(23, 8))
    assert pace(30, 40, 22, 30).per_remaining_day == 0
    assert pace(30, 7, 30, 30).per_remaining_day is None
    assert pace(None, 7, 22, 30).should is None


def test_the_month_stands_against_its_plan(desk: Desk, tmp_path: Path) -> None:
    _opened(desk, tmp_path, [("phone", "2026-11-01"), ("phone", "2026-11-07")])
    _order(desk, 0, "2026-11-07", "--count", 7)
    desk.run("target", "set", "--sales", 30, "--share", "phone=100%", "--deal-rate", "phone=50%")
    standing = desk.json("report", "targets")["standing"]
    assert (standing["days"], standing["elapsed"], standing["remaining"]) == (30, 22, 8)
    assert standing["sales"] == {
        "target": 30, "actual": 7, "should": 22, "ahead": -15, "per_remaining_day": 23 / 8,
    }  # fmt: skip
    assert (standing["leads"]["target"], standing["leads"]["actual"], standing["leads"]["should"]) == (60, 2, 44)
    assert sum(order["count"] for order in desk.json("report", "targets", "--list", "sales")) == 7
    assert len(desk.json("report", "targets", "--list", "leads")) == 2


def test_a_source_without_deals_needs_leads_that_nobody_can_tell() -> None:
    plan = plan_source(10, History(leads=6), 0, Override(share=Fraction(1, 2)))
    assert (plan.sales, plan.deal_rate, plan.average_leads) == (Fraction(5), Fraction(0), Fraction(2))
    assert (plan.leads_needed, plan.gap) == (None, None)
    nothing = plan_source(10, History(leads=6), 4, Override())
    assert (nothing.sales, nothing.leads_needed, nothing.gap) == (Fraction(0), 0, Fraction(-2))


@pytest.mark.parametrize("figure", ["happiness", "share.nowhere", "weeks.6.leads", "weeks.1.joy", "average_leads."])
def test_no_other_figure_can_be_listed(desk: Desk, figure: str) -> None:
    assert desk.run("report", "targets", "--list", figure, code=2).strip()


def test_a_week_says_what_is_to_be_done_how_often_by_when_and_that_it_was(desk: Desk) -> None:
    plan = ("target", "action", "display at the market", "--month", "2026-12", "--week", 2)
    first = desk.json(*plan, "--count", 3, "--by", "2026-12-12")["action"]
    own = desk.json("target", "action", "call all owners", "--month", "2026-12", "--week", 2, "--consultant", "Li Na")
    weeks = {(w["week"], w["consultant"]): w for w in desk.json("report", "targets", "--month", "2026-12")["weeks"]}
    assert weeks[2, None]["actions"] == [
        {"action": first, "what": "display at the market", "count": 3, "by": "2026-12-12", "done_on": None}
    ]
    assert [action["what"] for action in weeks[2, "Li Na"]["actions"]] == ["call all owners"]
    desk.run("target", "done", first, "--on", "2026-12-10", now="2026-12-11T09:00")
    printed = desk.run("report", "targets", "--month", "2026-12", now="2026-12-11T09:00")
    assert [line for line in printed.splitlines() if "display at the market" in line and "2026-12-10" in line]
    assert "2026-12-10" in desk.run("target", "done", first, code=1, now="2026-12-11T09:00")
    desk.run("undo", now="2026-12-11T10:00")
    again = desk.json("report", "targets", "--month", "2026-12")["weeks"]
    assert [action["done_on"] for week in again for action in week["actions"]] == [None, None]
    desk.run("undo", own["operation"], now="2026-12-11T10:00")
    left = desk.json("report", "targets", "--month", "2026-12")["weeks"]
    assert [action["action"] for week in left for action in week["actions"]] == [first]


def test_an_action_that_is_not_there_cannot_be_done(desk: Desk) -> None:
    assert "no action 7" in desk.run("target", "done", 7, code=1)
    assert desk.run("target", "action", " ", "--week", 1, code=2)
