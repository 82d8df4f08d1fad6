"""Appointments through the command line: made, due on their day, kept or not, and what the reports say of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.conftest import Desk

LI, WANG = "13900000001", "13900000002"


def _due(desk: Desk, now: str, *words: str) -> list[tuple[object, ...]]:
    keys = ("lead", "task", "at", "due_by", "days_over", "why")
    return [tuple(task[key] for key in keys) for task in desk.json("due", "--all", *words, now=now)]


@pytest.fixture
def agreed(desk: Desk) -> Desk:
    """A lead of Li Na, graded B and called on the 3rd, comes on the 7th at 15:00."""
    desk.lead(LI, "--name", "李静", "--grade", "B", "--kind", "walk-in", at="2026-11-02T10:00")
    desk.run("followup", 1, "will come", "--outcome", "advance", now="2026-11-03T10:00", as_="Li Na")
    desk.run("appoint", 1, "--at", "11-07 15:00", now="2026-11-03T10:05", as_="Li Na")
    return desk


def test_kept_appointments_and_those_to_come_have_names_of_their_own_in_chinese(agreed: Desk) -> None:
    head = next(line for line in agreed.run("report", "appointments", "--lang", "zh").splitlines() if "到店率" in line)
    assert "如约到店" in head
    assert "待到店" in head
    assert "月结时" not in head


def test_an_appointment_says_when_they_come_and_what_is_next(desk: Desk) -> None:
    desk.lead(LI, "--grade", "B", at="2026-11-02T10:00")
    desk.run("followup", 1, now="2026-11-03T10:00", as_="Li Na")
    said = desk.run("appoint", 1, "--at", "11-07 15:00", now="2026-11-03T10:05", as_="Li Na")
    assert said == "lead 1: comes Sat 2026-11-07 15:00; next contact by Sat 2026-11-07\n"
    record = desk.json("appoint", 1, "--at", "fri", now="2026-11-03T10:06", as_="Li Na")
    assert (record["at"], record["due_by"], record["appointment"]) == ("2026-11-06T00:00", "2026-11-06", 2)


def test_until_its_day_nothing_is_due(agreed: Desk) -> None:
    assert _due(agreed, "2026-11-06T08:30") == []


def test_on_its_day_it_stands_in_the_due_list_with_its_time(agreed: Desk) -> None:
    expected = (1, "appointment", "2026-11-07T15:00", "2026-11-07", 0, "comes today at 15:00")
    assert _due(agreed, "2026-11-07T08:30") == [expected]
    assert "at 15:00" in agreed.run("due", "--all", now="2026-11-07T08:30")


def test_who_did_not_come_is_to_be_invited_again_on_the_day_after(agreed: Desk) -> None:
    why = "did not come on 2026-11-07: invite again"
    assert _due(agreed, "2026-11-08T08:30") == [(1, "follow-up", None, "2026-11-08", 0, why)]
    assert _due(agreed, "2026-11-10T08:30") == [(1, "follow-up", None, "2026-11-08", 2, why)]
    assert agreed.json("show", 1, now="2026-11-08T08:30")["why"] == why


def test_a_contact_since_settles_that(agreed: Desk) -> None:
    agreed.run("followup", 1, "ill", now="2026-11-08T10:00", as_="Li Na")
    assert _due(agreed, "2026-11-14T08:30") == []
    assert [line[-1] for line in _due(agreed, "2026-11-15T08:30")] == ["B: every 7 d, last 7 d ago"]


def test_a_visit_on_its_day_keeps_it(agreed: Desk) -> None:
    agreed.run("log-visit", "--phone", LI, "--kind", "walk-in", now="2026-11-07T16:00", as_="Li Na")
    assert _due(agreed, "2026-11-08T08:30") == []
    kept = agreed.json("report", "appointments", "--list", "kept", now="2026-11-08T08:30")
    assert [(record["lead"], record["at"]) for record in kept] == [(1, "2026-11-07T15:00")]


def test_one_beyond_the_window_stands_beside_the_contact_owed_before(desk: Desk) -> None:
    desk.lead(LI, "--grade", "H", at="2026-11-02T10:00")
    desk.run("appoint", 1, "--at", "11-06 10:00", now="2026-11-02T11:00", as_="Li Na")
    assert [line[1] for line in _due(desk, "2026-11-03T08:30")] == ["first-follow-up"]
    assert [line[1] for line in _due(desk, "2026-11-06T08:30")] == ["first-follow-up", "appointment"]


def test_who_comes_is_in_the_plan_of_the_coming_days(agreed: Desk) -> None:
    assert [line[1:4] for line in _due(agreed, "2026-11-05T08:30", "--ahead", "3")] == [
        ("appointment", "2026-11-07T15:00", "2026-11-07")
    ]
    assert "1 this week" in agreed.run("due", "--all", now="2026-11-05T08:30")


def test_a_consultant_sees_the_own_appointments_only(agreed: Desk) -> None:
    at = "2026-11-07T08:30"
    assert len(agreed.json("due", "--consultant", "Li Na", now=at)) == 1
    assert agreed.json("due", "--consultant", "Wang Qiang", now=at) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1", "--at", "11-01"), "2027"),  # an incomplete date of a plan is the next one: far beyond the window
        (("1", "--at", "2026-11-01 10:00"), "past"),
        (("1", "--at", "25th of never"), "cannot be read"),
        (("9", "--at", "tomorrow"), "no lead 9"),
    ],
)
def test_what_cannot_be_is_refused(agreed: Desk, words: tuple[str, ...], said: str) -> None:
    code = 0 if said == "2027" else 1
    assert said in agreed.run("appoint", *words, now="2026-11-03T12:00", as_="Li Na", code=code)


def test_a_closed_lead_takes_no_appointment(agreed: Desk) -> None:
    agreed.run("defeat", 1, "--reason", "price", now="2026-11-05T10:00", as_="Li Na")
    said = agreed.run("appoint", 1, "--at", "tomorrow", now="2026-11-05T11:00", as_="Li Na", code=1)
    assert "waits for verification" in said


@pytest.fixture
def month(agreed: Desk) -> Desk:
    """Beside Li Na's missed one: Wang Qiang's moved, kept, dropped, and one that is still ahead on the 20th."""
    agreed.lead(WANG, "--grade", "C", "--consultant", "Wang Qiang", at="2026-11-02T11:00", as_="Wang Qiang")
    for at, when in (("04T10:00", "11-08 10:00"), ("05T10:00", "11-10 10:00")):
        agreed.run("appoint", 2, "--at", when, now=f"2026-11-{at}", as_="Wang Qiang")
    agreed.run("log-visit", "--phone", WANG, "--kind", "walk-in", now="2026-11-10T09:00", as_="Wang Qiang")
    agreed.run("appoint", 2, "--at", "11-14 10:00", now="2026-11-10T10:00", as_="Wang Qiang")
    agreed.run("dormant", 2, "--until", "2026-11-18", now="2026-11-11T10:00", as_="Wang Qiang")
    agreed.run("appoint", 2, "--at", "11-28 10:00", now="2026-11-19T10:00", as_="Wang Qiang")
    return agreed


NOW = "2026-11-20T18:00"


def test_the_month_counts_what_was_made_and_what_was_kept(month: Desk) -> None:
    found = month.json("report", "appointments", "--month", now=NOW)
    counts = ("made", "due", "kept", "missed", "moved", "dropped", "ahead")
    rows = {row["consultant"]: tuple(row[key] for key in counts) for row in found["consultants"]}
    assert rows == {"Li Na": (1, 1, 0, 1, 0, 0, 0), "Wang Qiang": (4, 1, 1, 0, 1, 1, 1)}
    assert found["team"]["show_rate"] == 1 / 2
    assert [row["show_rate"] for row in found["consultants"]] == [0.0, 1.0]


def test_behind_every_figure_stand_its_records(month: Desk) -> None:
    found: dict[str, Any] = month.json("report", "appointments", now=NOW)["team"]
    for figure in ("made", "due", "kept", "missed", "moved", "dropped", "ahead"):
        assert len(month.json("report", "appointments", "--list", figure, now=NOW)) == found[figure]
    own = month.json("report", "appointments", "--list", "consultants.Wang Qiang.made", now=NOW)
    assert [record["at"] for record in own] == [
        "2026-11-08T10:00",
        "2026-11-10T10:00",
        "2026-11-14T10:00",
        "2026-11-28T10:00",
    ]


def test_the_day_sheet_tells_what_was_made_kept_and_expected(month: Desk) -> None:
    def row(day: str) -> tuple[int, ...]:
        sheet = month.json("report", "day", "--on", day, now=NOW)["consultants"]
        own = next(row for row in sheet if row["consultant"] == "Wang Qiang")
        return own["appointments"], own["kept"], own["expected"]

    assert row("2026-11-05") == (1, 0, 0)
    assert row("2026-11-09") == (0, 0, 1)
    assert row("2026-11-10") == (1, 1, 0)
    assert row("2026-11-13") == (0, 0, 0)


def test_a_no_show_that_nobody_calls_is_overdue_and_misses_no_window_by_itself(agreed: Desk) -> None:
    def of_li(now: str) -> tuple[int, int, int]:
        row = agreed.json("report", "followups", now=now)["consultants"][0]
        return row["due"], row["on_time"], row["overdue_now"]

    # The first follow-up was made in time; on the 8th they are to be invited again; the window goes on.
    assert of_li("2026-11-08T20:00") == (1, 1, 0)
    assert of_li("2026-11-09T20:00") == (1, 1, 1)


def test_the_page_fits_eighty_columns(month: Desk) -> None:
    page = month.run("report", "appointments", now=NOW)
    assert max(map(len, page.splitlines())) <= 80
    assert "50.0%" in page
