"""Follow-up discipline, told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from leadctl.domain.figures import DISCIPLINE_COUNTS, DISCIPLINE_RATIOS, RULE_OF_THUMB, depth_of
from tests.conftest import FillOnce
from tests.reports.conftest import CONSULTANTS, MONTHS, Desk

OCTOBER = ("report", "followups", "--month", "2026-10")


@pytest.fixture
def october(desk: Desk, fill_once: FillOnce) -> Desk:
    """Five leads, of which the comments below tell what each brings into October."""
    fill_once(desk.db, _work_october, desk)
    return desk


def _work_october(desk: Desk) -> None:
    _sold(desk)
    _handed_over(desk)
    # Cut short by its defeat on the first window's last day: nothing.
    lost = desk.lead("13800138003", "--grade", "A", at="2026-10-20T10:00", as_="Wang Qiang")
    desk.run("defeat", lost, "--reason", "price", now="2026-10-21T09:00", as_="Wang Qiang")
    # Its first window ends, in time, in November, but the lead is October's; overdue since 11-11.
    last = desk.lead("13800138004", "--grade", "C", at="2026-10-31T10:00", as_="Zhao Lei")
    desk.run("followup", last, now="2026-11-01T10:00", as_="Zhao Lei")
    # The first window is cut by the rest; the day of waking is missed; ungraded is every 15 days: overdue 11-18.
    slept = desk.lead("13800138005", at="2026-10-05T10:00")
    desk.run("dormant", slept, "--until", "2026-10-20", now="2026-10-06T10:00", as_="Li Na")
    desk.run("followup", slept, now="2026-10-21T10:00", as_="Li Na")
    desk.lead("13800138005", at="2026-11-03T10:00")


def _sold(desk: Desk) -> None:
    """First window kept 10-02; every 2 days: missed 10-04; cut by the order; weekly: kept 10-13; cut by delivery."""
    lead = desk.lead("13800138001", "--grade", "H", at="2026-10-01T10:00")
    desk.run("followup", lead, now="2026-10-02T10:00", as_="Li Na")
    desk.run("followup", lead, "--outcome", "no-answer", now="2026-10-04T10:00", as_="Li Na")
    desk.run("followup", lead, now="2026-10-05T10:00", as_="Li Na")
    desk.run("order", lead, now="2026-10-06T10:00", as_="Li Na")
    desk.run("followup", lead, now="2026-10-13T10:00", as_="Li Na")
    desk.run("deliver", lead, now="2026-10-15T10:00", as_="Li Na")


def _handed_over(desk: Desk) -> None:
    """Li Na misses 10-04; under Wang Qiang weekly: kept 10-18 (of 10-19), and the agreed 10-31 is missed."""
    lead = desk.lead("13800138002", "--grade", "B", at="2026-10-03T10:00")
    desk.run("assign", lead, "--to", "Wang Qiang", now="2026-10-10T10:00")
    desk.run("followup", lead, "--at", "2026-10-12T10:00", now="2026-10-14T10:00", as_="Wang Qiang")
    desk.run("followup", lead, "--next", "2026-10-31", now="2026-10-18T10:00", as_="Wang Qiang")


def _row(data: dict[str, Any], name: str | None) -> dict[str, Any]:
    return next(row for row in data["consultants"] if row["consultant"] == name)


def test_each_consultants_figures_are_those_of_the_story(october: Desk) -> None:
    data = october.json(*OCTOBER)
    assert data["month"] == "2026-10"
    assert _row(data, "Li Na") == {
        "consultant": "Li Na", "due": 5, "on_time": 2, "on_time_rate": 2 / 5, "first_next_day_rate": 1 / 2,
        "per_sale": 2.0, "overdue_now": 1, "released": 0, "follow_ups": 4, "late_entries": 0, "first_due": 2,
        "first_on_time": 1, "sales": 1, "sale_follow_ups": 2, "advances": 0, "advance_rate": 0.0,
    }  # fmt: skip
    assert _row(data, "Wang Qiang") == {
        "consultant": "Wang Qiang", "due": 2, "on_time": 1, "on_time_rate": 1 / 2, "first_next_day_rate": None,
        "per_sale": None, "overdue_now": 1, "released": 0, "follow_ups": 2, "late_entries": 1, "first_due": 0,
        "first_on_time": 0, "sales": 0, "sale_follow_ups": 0, "advances": 0, "advance_rate": 0.0,
    }  # fmt: skip
    zhao = _row(data, "Zhao Lei")
    assert (zhao["due"], zhao["on_time_rate"], zhao["first_next_day_rate"], zhao["overdue_now"]) == (0, None, 1.0, 1)


def test_the_team_is_all_of_them(october: Desk) -> None:
    team = october.json(*OCTOBER)["team"]
    assert (team["due"], team["on_time"], team["follow_ups"]) == (7, 3, 6)
    assert (team["on_time_rate"], team["first_next_day_rate"], team["per_sale"]) == (3 / 7, 2 / 3, 2.0)


def test_a_window_counts_in_the_month_in_which_it_ended(october: Desk) -> None:
    data = october.json("report", "followups", "--month", "2026-11")
    counted = {row["consultant"]: (row["due"], row["on_time"]) for row in data["consultants"]}
    assert counted == {"Li Na": (2, 1), "Wang Qiang": (0, 0), "Zhao Lei": (2, 1)}


def test_a_lead_whose_next_day_has_not_passed_is_no_first_follow_up_yet(desk: Desk) -> None:
    desk.lead("13800138001", at="2026-11-21T10:00")
    before = desk.json("report", "followups", now="2026-11-22T09:00")["team"]
    after = desk.json("report", "followups", now="2026-11-23T09:00")["team"]
    assert (before["first_next_day_rate"], after["first_next_day_rate"]) == (None, 0.0)
    assert (before["overdue_now"], after["overdue_now"]) == (0, 1)


def test_sales_lie_as_deep_as_their_follow_ups_before_the_order(desk: Desk) -> None:
    for number, deep in enumerate((0, 1, 4, 11, 12)):
        lead = desk.lead(f"1380013800{number}", at="2026-10-01T10:00")
        for day in range(2, 2 + deep):
            desk.run("followup", lead, now=f"2026-10-{day:02}T10:00", as_="Li Na")
        desk.run("order", lead, "--count", "3" if deep == 11 else "1", now="2026-10-20T10:00", as_="Li Na")
    desk.run("cancel", 1, now="2026-10-21T10:00")
    data = desk.json(*OCTOBER)
    assert [(step["after"], step["sales"], step["share"]) for step in data["depth"]] == [
        ("0", 0, 0.0), ("1", 1, 1 / 6), ("2", 0, 0.0), ("3", 0, 0.0), ("4-11", 4, 4 / 6), ("12+", 1, 1 / 6),
    ]  # fmt: skip
    assert _row(data, "Li Na")["per_sale"] == (1 + 4 + 11 + 12) / 6


def test_groups_stand_beside_the_other_periods_once(october: Desk) -> None:
    asked = ("report", "followups", "--month", "2026-10", "--compare", "previous", "--format", "csv")
    for by in ("consultant", "source"):
        rows = [line.partition(",")[0] for line in october.run(*asked, "--by", by).splitlines()[1:]]
        assert len(rows) == len(set(rows))
        assert not [row for row in rows if row.startswith("consultants.")]


def test_the_rule_of_thumb_stands_beside_the_depth(october: Desk) -> None:
    found = {step["after"]: step["rule_of_thumb"] for step in october.json(*OCTOBER)["depth"]}
    assert found == {"0": 0.02, "1": 0.03, "2": 0.05, "3": 0.1, "4-11": 0.8, "12+": None}
    assert sum(share or 0 for share in RULE_OF_THUMB.values()) == pytest.approx(1)
    assert "Rule of thumb" in october.run(*OCTOBER)


def test_every_number_of_follow_ups_has_its_depth() -> None:
    assert [depth_of(number) for number in (0, 1, 2, 3, 4, 11, 12, 40)] == [
        "0", "1", "2", "3", "4-11", "4-11", "12+", "12+",
    ]  # fmt: skip


def test_a_month_without_anything_has_rows_and_no_rates(desk: Desk) -> None:
    data = desk.json(*OCTOBER)
    assert [row["consultant"] for row in data["consultants"]] == sorted(CONSULTANTS)
    assert {data["team"][name] for name in DISCIPLINE_RATIOS} == {None}
    assert {step["share"] for step in data["depth"]} == {None}


def test_leads_that_nobody_owns_have_a_row_of_their_own(desk: Desk) -> None:
    desk.run("log-visit", "--phone", "13800138001", now="2026-10-01T10:00", as_="Mei")
    row = _row(desk.json(*OCTOBER), None)
    assert (row["due"], row["on_time"], row["overdue_now"]) == (1, 0, 1)
    assert len(desk.json(*OCTOBER, "--list", "consultants.none.due")) == 1


def test_the_missed_windows_are_listed_with_their_days(october: Desk) -> None:
    missed = october.json(*OCTOBER, "--list", "late", "--consultant", "Li Na")
    told = {(row["lead"], row["due_by"], (row["answered_at"] or "")[:10]) for row in missed}
    assert told == {(1, "2026-10-04", "2026-10-05"), (2, "2026-10-04", "2026-10-12"), (5, "2026-10-20", "2026-10-21")}
    assert {row["phone"] for row in missed} == {"138****8001", "138****8002", "138****8005"}


def test_a_contact_entered_later_is_listed_with_both_times(october: Desk) -> None:
    (late,) = october.json(*OCTOBER, "--list", "late_entries")
    assert (late["consultant"], late["at"], late["entered_at"][:10]) == ("Wang Qiang", "2026-10-12T10:00", "2026-10-14")


@pytest.mark.parametrize("who", [(), ("--consultant", "Li Na")], ids=("all", "one"))
@pytest.mark.parametrize("month", MONTHS)
def test_behind_every_figure_stand_as_many_records(worked: Desk, month: str, who: tuple[str, ...]) -> None:
    asked = ("report", "followups", "--month", month, *who)
    data = worked.json(*asked)
    for name in DISCIPLINE_COUNTS:
        found = worked.json(*asked, "--list", name)
        assert sum(row.get("count", 1) for row in found) == data["team"][name], name
    for ratio, (part, _) in DISCIPLINE_RATIOS.items():
        assert worked.json(*asked, "--list", ratio) == worked.json(*asked, "--list", part)
    for step in data["depth"]:
        assert sum(row["count"] for row in worked.json(*asked, "--list", f"depth.{step['after']}")) == step["sales"]
    assert len(worked.json(*asked, "--list", "late")) == data["team"]["due"] - data["team"]["on_time"]


@pytest.mark.parametrize("month", MONTHS)
def test_the_parts_are_the_whole_and_a_consultants_report_is_their_row(worked: Desk, month: str) -> None:
    data = worked.json("report", "followups", "--month", month)
    for name in DISCIPLINE_COUNTS:
        assert sum(row[name] for row in data["consultants"]) == data["team"][name], name
    for row in data["consultants"]:
        if row["consultant"] is not None:
            own = worked.json("report", "followups", "--month", month, "--consultant", row["consultant"])
            assert own["consultants"] == [row]
    assert data["team"]["sales"] == worked.json("report", "traffic", "--month", month)["showroom_sales"]


def test_what_is_overdue_now_is_what_the_due_list_says(worked: Desk) -> None:
    due = [
        task for task in worked.json("due", "--all", "--overdue") if task["task"] in ("first-follow-up", "follow-up")
    ]
    assert worked.json("report", "followups")["team"]["overdue_now"] == len(due) > 0


@pytest.mark.parametrize("figure", ["happiness", "depth.5", "consultants.Nobody.due", "consultants.Li Na.happiness"])
def test_an_unknown_figure_is_answered_with_the_known_ones(desk: Desk, figure: str) -> None:
    assert "on_time_rate" in desk.run(*OCTOBER, "--list", figure, code=2)


def test_csv_has_the_counts_behind_the_rates(october: Desk) -> None:
    printed = october.run(*OCTOBER, "--format", "csv")
    assert "consultant,due,on_time,on_time_rate" in printed
    assert "first_on_time" in printed
