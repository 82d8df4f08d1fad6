"""The morning meeting, told by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import FillOnce
from tests.reports.conftest import Desk

DAY = "2026-11-10"
MORNING = ("report", "morning", "--on", DAY)


@pytest.fixture
def tenth(desk: Desk, fill_once: FillOnce) -> Desk:
    """The morning of the tenth: two are late, one is expected, one has enquired, and a car was sold the day before."""
    fill_once(desk.db, _work_until_the_tenth, desk)
    return desk


def _work_until_the_tenth(desk: Desk) -> None:
    desk.lead("13800138001", "--grade", "H", at="2026-11-05T10:00")  # first call due on the 6th: 4 days over
    desk.lead("13800138002", "--grade", "B", at="2026-11-08T10:00", as_="Wang Qiang")  # due on the 9th: 1 day over
    coming = desk.lead("13800138003", "--grade", "A", at="2026-11-08T11:00", as_="Zhao Lei")
    desk.run("followup", coming, now="2026-11-09T10:00", as_="Zhao Lei")
    desk.run("appoint", coming, "--at", f"{DAY}T14:00", now="2026-11-09T10:05", as_="Zhao Lei")
    sold = desk.lead("13800138004", "--grade", "H", "--test-drive", at="2026-11-09T11:00")
    desk.run("order", sold, now="2026-11-09T15:00", as_="Li Na")
    online = ("log-visit", "--kind", "online", "--channel", "wechat", "--phone", "13800138005")
    desk.run(*online, now="2026-11-09T16:00", as_="Mei")
    asked = ("target", "set", "--month", "2026-11")
    desk.run(*asked, "--sales", "20", now="2026-11-01T08:00")
    desk.run(*asked, "--week", "1", "--orders", "10", "--consultant", "Li Na", now="2026-11-01T08:00")


def _ask(desk: Desk, *words: str, now: str = f"{DAY}T08:30") -> Any:
    return desk.json(*MORNING, *words, now=now)


def test_what_is_overdue_who_comes_and_who_waits(tenth: Desk) -> None:
    data = _ask(tenth)
    assert data["day"] == DAY
    assert [(row["lead"], row["days_over"], row["consultant"]) for row in data["overdue"]] == [
        (1, 4, "Li Na"), (2, 1, "Wang Qiang"),
    ]  # fmt: skip
    assert [(row["lead"], row["at"], row["consultant"]) for row in data["appointments"]] == [
        (3, f"{DAY}T14:00", "Zhao Lei"),
    ]  # fmt: skip
    assert [(row["lead"], row["channel"]) for row in data["unscreened"]] == [(5, "wechat")]
    assert data["overdue"][0]["phone"] == "138****8001"
    assert _ask(tenth, "--reveal")["overdue"][0]["phone"] == "13800138001"


def test_who_waits_is_counted_in_minutes_of_opening_hours(tenth: Desk) -> None:
    policy = tenth.json("policy", "show")
    opens, closes = (policy[name] for name in ("opens", "closes"))
    minutes = _minutes("16:00", closes) + _minutes(opens, "09:30")
    assert _ask(tenth, now=f"{DAY}T09:30")["unscreened"][0]["minutes"] == minutes > 30


def _minutes(since: str, until: str) -> int:
    first, last = (int(time[:2]) * 60 + int(time[3:5]) for time in (since, until))
    return max(0, last - first)


def test_who_is_behind_comes_by_what_is_overdue(tenth: Desk) -> None:
    data = _ask(tenth)
    # 10 cars asked of Li Na: 3 by the evening of the 9th of 30 days, and she sold one; the store 1 of 6.
    assert data["behind"] == [
        {"consultant": "Li Na", "overdue": 1, "longest": 4, "undone": 1, "unscreened": 0, "pace": 1 / 3},
        {"consultant": "Wang Qiang", "overdue": 1, "longest": 1, "undone": 1, "unscreened": 0, "pace": None},
        {"consultant": None, "overdue": 0, "longest": None, "undone": 0, "unscreened": 1, "pace": None},
    ]
    assert data["team"] == {"overdue": 2, "longest": 4, "undone": 2, "unscreened": 1, "pace": 1 / 6}


def test_yesterday_is_its_day_sheet(tenth: Desk) -> None:
    sheet = tenth.json("report", "day", "--on", "2026-11-09", now=f"{DAY}T08:30")
    assert _ask(tenth)["yesterday"] == sheet
    assert sheet["team"]["orders"] == 1


def test_a_past_morning_is_as_it_was_known_then(tenth: Desk) -> None:
    then = _ask(tenth)
    tenth.run("followup", 1, now=f"{DAY}T10:00", as_="Li Na")
    tenth.run("assign", 2, "--to", "Zhao Lei", now="2026-11-11T10:00")
    later = _ask(tenth, now="2026-11-20T08:30")
    for part in ("overdue", "appointments"):
        assert [row["lead"] for row in later[part]] == [row["lead"] for row in then[part]]
    assert later["yesterday"] == then["yesterday"]
    assert later["behind"][0]["pace"] == 1 / 3


def test_one_consultant_has_their_own_morning(tenth: Desk) -> None:
    data = _ask(tenth, "--consultant", "Li Na")
    assert [row["lead"] for row in data["overdue"]] == [1]
    assert data["appointments"] == []
    assert [row["consultant"] for row in data["behind"]] == ["Li Na"]


def test_every_list_and_yesterdays_figures_can_be_listed(tenth: Desk) -> None:
    for name in ("overdue", "appointments", "unscreened"):
        assert [row["lead"] for row in _ask(tenth, "--list", name)] == [row["lead"] for row in _ask(tenth)[name]]
    assert [row["lead"] for row in _ask(tenth, "--list", "yesterday.orders")] == [4]
    tenth.run(*MORNING, "--list", "weather", code=2)


def test_the_page_names_the_longest_overdue_and_counts_the_others(desk: Desk) -> None:
    for number in range(8):
        desk.lead(f"1380013800{number}", at=f"2026-11-0{number + 1}T10:00")
    printed = desk.run(*MORNING, now=f"{DAY}T08:30")
    assert "Overdue this morning: 8" in printed
    assert "all of them: leadctl due --all --overdue" in printed
    assert "今晨逾期：8" in desk.run("--lang", "zh", *MORNING, now=f"{DAY}T08:30")


def test_a_morning_without_anything_says_so(desk: Desk) -> None:
    assert desk.run(*MORNING).count("None.") == 3


@pytest.mark.parametrize("words", [("--sign", "seen"), ("--month", "2026-11"), ("--by", "source"), ("--week",)])
def test_a_morning_is_of_a_day_and_nothing_that_is_signed(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("report", "morning", *words, code=2).strip()
