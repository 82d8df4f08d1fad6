"""The day sheet, told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import Desk

DAY = "2026-11-10"
SHEET = ("report", "day", "--on", DAY)


@pytest.fixture
def tenth(desk: Desk, fill_once: FillOnce) -> Desk:
    """The tenth of November, and a hand-over two days later that must not show on it.

    ``stocks``: what was due in its morning, and in its evening with the day after.
    """
    desk.stocks["due"], desk.stocks["tomorrow"] = fill_once(desk.db, _work_the_tenth, desk)
    return desk


def _work_the_tenth(desk: Desk) -> tuple[Any, Any]:
    _before(desk)
    due = desk.json("due", "--all", now=f"{DAY}T08:00")
    desk.run("followup", 1, now=f"{DAY}T10:00", as_="Li Na")
    desk.run("followup", 2, "--outcome", "no-answer", now=f"{DAY}T10:05", as_="Li Na")
    desk.run("order", 3, now=f"{DAY}T11:00", as_="Wang Qiang")
    desk.run("followup", 4, now=f"{DAY}T11:30", as_="Zhao Lei")
    desk.lead("13800138005", "--grade", "H", "--test-drive", at=f"{DAY}T12:00")
    desk.run("log-visit", now=f"{DAY}T13:00", as_="Zhao Lei")
    lost = desk.lead("13800138006", at=f"{DAY}T14:00", as_="Zhao Lei")
    desk.run("defeat", lost, "--reason", "price", now=f"{DAY}T15:00", as_="Zhao Lei")
    tomorrow = desk.json("due", "--all", now=f"{DAY}T18:00")
    tomorrow += desk.json("due", "--all", "--on", "2026-11-11", now=f"{DAY}T18:00")
    desk.run("assign", "--from", "Wang Qiang", "--to", "Zhao Lei", now="2026-11-12T10:00")
    desk.run("assign", 5, "--to", "Zhao Lei", now="2026-11-12T10:00")
    return due, tomorrow


def _before(desk: Desk) -> None:
    """Planned for the tenth: lead 1 (H, late), 2 (B, since the 9th) and 3 (A); 4 (C) is not due before the 16th."""
    told = (
        ("H", "2026-11-08", None, "Li Na"),
        ("B", "2026-11-01", "2026-11-02", "Li Na"),
        ("A", "2026-11-06", "2026-11-07", "Wang Qiang"),
        ("C", "2026-11-05", "2026-11-06", "Zhao Lei"),
    )
    for number, (grade, came, called, owner) in enumerate(told, start=1):
        lead = desk.lead(f"1380013800{number}", "--grade", grade, at=f"{came}T10:00", as_=owner)
        if called:
            desk.run("followup", lead, now=f"{called}T10:00", as_=owner)


def _rows(desk: Desk) -> dict[str, dict[str, Any]]:
    return {row.pop("consultant"): row for row in desk.json(*SHEET)["consultants"]}


def test_each_consultants_day_is_the_one_of_the_story(tenth: Desk) -> None:
    rows = _rows(tenth)
    assert rows["Li Na"] == {
        "received": 1, "new_cards": 1, "planned": 2, "done": 1, "late": 2, "follow_ups": 1, "tries": 1,
        "test_drives": 1, "orders": 0, "deliveries": 0, "defeat": 0, "lost_contact": 0, "tomorrow": 3,
        "appointments": 0, "kept": 0, "expected": 0, "owner_contacts": 0,
        "by_grade": [
            {"grade": "H", "planned": 1, "done": 1, "tomorrow": 2},
            {"grade": "B", "planned": 1, "done": 0, "tomorrow": 1},
        ],
    }  # fmt: skip
    assert rows["Wang Qiang"] == {
        "received": 0, "new_cards": 0, "planned": 1, "done": 0, "late": 0, "follow_ups": 0, "tries": 0,
        "test_drives": 0, "orders": 1, "deliveries": 0, "defeat": 0, "lost_contact": 0, "tomorrow": 0,
        "appointments": 0, "kept": 0, "expected": 0, "owner_contacts": 0,
        "by_grade": [{"grade": "A", "planned": 1, "done": 0, "tomorrow": 0}],
    }  # fmt: skip
    assert rows["Zhao Lei"] == {
        "received": 2, "new_cards": 1, "planned": 0, "done": 0, "late": 0, "follow_ups": 1, "tries": 0,
        "test_drives": 0, "orders": 0, "deliveries": 0, "defeat": 1, "lost_contact": 0, "tomorrow": 0, "by_grade": [],
        "appointments": 0, "kept": 0, "expected": 0, "owner_contacts": 0,
    }  # fmt: skip


def test_the_plan_of_the_morning_is_that_mornings_due_list(tenth: Desk) -> None:
    planned = {row["lead"] for row in tenth.json(*SHEET, "--list", "planned")}
    assert planned == {task["lead"] for task in tenth.stocks["due"]} == {1, 2, 3}


def test_the_plan_for_tomorrow_is_that_evenings_due_list(tenth: Desk) -> None:
    tomorrow = {row["lead"] for row in tenth.json(*SHEET, "--list", "tomorrow")}
    assert (
        tomorrow == {task["lead"] for task in tenth.stocks["tomorrow"] if task["task"] != "verification"} == {1, 2, 5}
    )


def test_the_team_is_all_of_them_and_a_consultants_sheet_is_their_row(tenth: Desk) -> None:
    sheet = tenth.json(*SHEET)
    for figure in sheet["team"].keys() - {"by_grade"}:
        assert sheet["team"][figure] == sum(row[figure] for row in sheet["consultants"]), figure
    own = tenth.json(*SHEET, "--consultant", "Li Na")["consultants"]
    assert own == [row for row in sheet["consultants"] if row["consultant"] == "Li Na"]


@pytest.mark.parametrize("who", [(), ("--consultant", "Li Na")], ids=("all", "one"))
@pytest.mark.parametrize("day", [DAY, "2026-10-20", "2026-11-21"])
def test_behind_every_figure_of_a_day_stand_as_many_records(
    tenth: Desk, worked: Desk, day: str, who: tuple[str, ...]
) -> None:
    desk = tenth if day == DAY else worked
    asked = ("report", "day", "--on", day, *who)
    team = desk.json(*asked)["team"]
    for figure in team.keys() - {"by_grade"}:
        assert len(desk.json(*asked, "--list", figure)) == team[figure], figure
    for row in team["by_grade"]:
        for figure in ("planned", "done", "tomorrow"):
            listed = desk.json(*asked, "--list", f"{figure}.{row['grade'] or 'none'}")
            assert len(listed) == row[figure], (figure, row)


def test_the_days_of_a_month_are_its_funnel(worked: Desk) -> None:
    days = [worked.json("report", "day", "--on", f"2026-10-{day:02}")["team"] for day in range(1, 32)]
    stages = worked.json("report", "funnel", "--month", "2026-10")
    month = {stage["stage"]: stage["count"] for stage in stages["stages"]} | stages["churn"]
    figures = {"received": "traffic", "new_cards": "leads", "defeat": "defeat", "lost_contact": "lost_contact"}
    assert {name: sum(day[name] for day in days) for name in figures} == {
        name: month[stage] for name, stage in figures.items()
    }


def test_todays_sheet_is_the_one_when_no_day_is_named(desk: Desk) -> None:
    assert desk.json("report", "day", now="2026-11-22T18:00")["day"] == "2026-11-22"
    assert "future" in desk.run("report", "day", "--on", "2026-11-23", code=1)


def test_a_manager_signs_a_consultants_sheet_and_the_teams(tenth: Desk) -> None:
    tenth.run("staff", "add", "Boss", "--role", "manager")
    signed = tenth.json(*SHEET, "--sign", "call  the H again", "--consultant", "Li Na", as_="Boss")
    assert (signed["day"], signed["consultant"], signed["by"], signed["note"]) == (
        DAY,
        "Li Na",
        "Boss",
        "call the H again",
    )
    assert "signed off" in tenth.run(*SHEET, "--sign", "good day", as_="Boss")
    found = [(row["consultant"], row["by"], row["note"]) for row in tenth.json(*SHEET)["sign_offs"]]
    assert found == [("Li Na", "Boss", "call the H again"), (None, "Boss", "good day")]
    of_wang = tenth.json(*SHEET, "--consultant", "Wang Qiang")["sign_offs"]
    assert [row["note"] for row in of_wang] == ["good day"]
    assert "call the H again" in tenth.run(*SHEET)


def test_a_sign_off_is_an_operation_that_can_be_undone(tenth: Desk) -> None:
    signed = tenth.json(*SHEET, "--sign", "seen", as_="Mei")
    tenth.run("undo", signed["operation"], as_="Mei")
    assert tenth.json(*SHEET)["sign_offs"] == []
    assert "Not signed off yet" in tenth.run(*SHEET)


def test_nobody_signs_their_own_sheet_and_a_remark_is_needed(tenth: Desk) -> None:
    assert "own day sheet" in tenth.run(*SHEET, "--sign", "fine", "--consultant", "Li Na", as_="Li Na", code=1)
    assert "remark" in tenth.run(*SHEET, "--sign", "  ", as_="Mei", code=1)
    assert tenth.json(*SHEET)["sign_offs"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("day", "--month", "2026-11"),
        ("day", "--list", "happiness"),
        ("day", "--list", "received.H"),
        ("day", "--list", "planned.X"),
        ("day", "--list", "planned", "--sign", "x"),
        ("funnel", "--on", "2026-11-10"),
        ("followups", "--sign", "x"),
    ],
    ids=" ".join,
)
def test_what_does_not_go_together_is_wrong_usage(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("report", *words, code=2).strip()


def test_csv_of_a_day_has_the_counts_and_the_grades(tenth: Desk) -> None:
    printed = tenth.run(*SHEET, "--format", "csv")
    assert "Li Na,1,1,2,1,1,1,1,0,0,0,0,0,0,3,0" in printed
    assert "Li Na,B,1,0,1" in printed
