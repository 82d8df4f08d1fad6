"""Neglected leads go to the common pool: on the right day, announced before, and back again by undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pool.conftest import Floor

# Whoever came on 2026-10-01 is to be called on 10-02.
DAYS = [
    ("H", "2026-10-05", "2026-10-06"),
    ("A", "2026-10-09", "2026-10-10"),
    ("B", "2026-10-16", "2026-10-17"),
    ("C", "2026-11-01", "2026-11-02"),
    ("N", "2026-11-01", "2026-11-02"),
    (None, "2026-11-01", "2026-11-02"),
]


@pytest.mark.parametrize(("grade", "kept", "lost"), DAYS)
def test_a_lead_is_released_once_it_is_overdue_by_more_than_its_grades_days(
    floor: Floor, grade: str | None, kept: str, lost: str
) -> None:
    lead = floor.opened(1, *(() if grade is None else ("--grade", grade)), on="2026-10-01")
    assert floor.released(kept) == []
    assert floor.owner(lead, kept) == "Li Na"
    assert floor.released(lost) == [lead]
    assert floor.owner(lead, lost) is None


def test_the_days_run_from_the_date_of_the_next_contact(floor: Floor) -> None:
    """Contacted on 10-02, an H is owed the next contact by 10-04."""
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    floor.run("followup", lead, now="2026-10-02T10:00", as_="Li Na")
    assert floor.released("2026-10-07") == []
    assert floor.released("2026-10-08") == [lead]


def test_a_try_moves_no_release(floor: Floor) -> None:
    """The first call was owed on 10-02; that nobody answered on 10-05 gives no new days."""
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    floor.run("followup", lead, "--outcome", "no-answer", now="2026-10-05T10:00", as_="Li Na")
    assert floor.released("2026-10-05") == []
    assert floor.released("2026-10-06") == [lead]


def test_a_closed_day_moves_the_date_and_with_it_the_release(floor: Floor, policy_file: Path) -> None:
    """10-02 to 10-07 are closed: the first call is owed on 10-08."""
    closed = ", ".join(f'"2026-10-0{day}"' for day in range(2, 8))
    text = policy_file.read_text(encoding="utf-8")
    policy_file.write_text(text.replace("closed = []", f"closed = [{closed}]", 1), encoding="utf-8")
    floor.run("policy", "set", policy_file, now="2026-09-01T09:00")
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    assert floor.released("2026-10-11") == []
    assert floor.released("2026-10-12") == [lead]


def test_who_did_not_come_is_owed_an_invitation_on_the_day_after(floor: Floor) -> None:
    """A B who was to come on 10-05: invited again on 10-06, neglected from 10-21 on."""
    lead = floor.opened(1, "--grade", "B", on="2026-10-01")
    floor.run("followup", lead, now="2026-10-02T10:00", as_="Li Na")
    floor.run("appoint", lead, "--at", "2026-10-05T10:00", now="2026-10-02T10:05", as_="Li Na")
    assert floor.released("2026-10-20") == []
    assert floor.released("2026-10-21") == [lead]


def test_only_open_leads_of_somebody_are_released(floor: Floor) -> None:
    slept, bought, lost = (floor.opened(number, "--grade", "H", on="2026-10-01") for number in (1, 2, 3))
    floor.opened(4, "--grade", "H", on="2026-10-01", as_="Mei")  # whom nobody owns
    floor.run("dormant", slept, "--until", "2026-10-20", now="2026-10-01T11:00", as_="Li Na")
    floor.run("order", bought, now="2026-10-01T11:00", as_="Li Na")
    floor.run("defeat", lost, "--reason", "price", now="2026-10-01T11:00", as_="Li Na")
    assert floor.released("2026-10-23") == []
    assert floor.released("2026-10-24") == [slept]  # awake since 10-20


def test_the_release_says_how_many_by_consultant_and_grade(floor: Floor) -> None:
    for number, grade, who in ((1, "H", "Li Na"), (2, "H", "Li Na"), (3, "A", "Li Na"), (4, "A", "Wang Qiang")):
        floor.opened(number, "--grade", grade, on="2026-10-01", as_=who)
    dry = floor.run("assign", "--release", "--dry-run", now="2026-10-12T18:00", as_="Boss")
    said = floor.run("assign", "--release", now="2026-10-12T18:00", as_="Boss")
    assert said.splitlines() == [
        "neglected leads, now in the common pool: 4", "  Li Na: H 2, A 1", "  Wang Qiang: A 1",
    ]  # fmt: skip
    assert dry.splitlines() == [*said.splitlines(), "  nothing was written"]


def test_the_record_tells_each_lead_and_how_late_it_was(floor: Floor) -> None:
    lead = floor.opened(1, "--grade", "H", "--name", "张伟", on="2026-10-01")
    record = floor.json("assign", "--release", now="2026-10-09T18:00", as_="Boss")
    assert record["released"] == [{
        "lead": lead, "customer": "张伟", "customer_id": 1, "grade": "H", "model": None, "consultant": "Li Na",
        "due_by": "2026-10-02", "days_over": 7, "neglect_days": 3,
    }]  # fmt: skip
    assert record["by_consultant"] == [{"consultant": "Li Na", "leads": 1, "grades": {"H": 1}}]
    assert record["operation"] == floor.json("operations", now="2026-10-09T19:00")[0]["id"]


def test_a_dry_run_changes_nothing(floor: Floor) -> None:
    floor.opened(1, "--grade", "H", on="2026-10-01")
    before = floor.rows()
    record = floor.json("assign", "--release", "--dry-run", now="2026-10-09T18:00", as_="Boss")
    assert (record["leads"], record["operation"]) == (1, None)
    assert floor.rows() == before


def test_nothing_to_release_is_said_and_is_no_operation(floor: Floor) -> None:
    floor.opened(1, "--grade", "H", on="2026-10-01")
    before = floor.json("operations", now="2026-10-02T19:00")
    assert "nothing to release" in floor.run("assign", "--release", now="2026-10-02T18:00", as_="Boss")
    record = floor.json("assign", "--release", now="2026-10-02T18:00", as_="Boss")
    assert (record["leads"], record["operation"], record["released"]) == (0, None, [])
    assert floor.json("operations", now="2026-10-02T19:00") == before


def test_undo_gives_every_lead_back_as_it_was(floor: Floor) -> None:
    for number in (1, 2, 3):
        floor.opened(number, "--grade", "HA"[number % 2], on="2026-10-01")
    floor.run("assign", 2, "--to", "Wang Qiang", now="2026-10-02T09:00")
    before = floor.rows()
    record = floor.json("assign", "--release", now="2026-10-12T18:00", as_="Boss")
    assert record["leads"] == 3
    assert floor.healthy("2026-10-12")
    after = floor.rows()
    undone = floor.json("undo", record["operation"], now="2026-10-12T18:30", as_="Boss")
    assert floor.rows() == before
    assert floor.healthy("2026-10-12")
    floor.run("assign", 1, "--to", "Li Na", now="2026-10-12T18:40")  # who has lost nothing may have everything
    floor.run("undo", now="2026-10-12T18:45")
    floor.run("undo", undone["operation"], now="2026-10-12T18:50", as_="Boss")
    assert floor.rows() == after


def test_the_line_of_a_lead_announces_its_release(floor: Floor) -> None:
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    said = {day: floor.why(lead, f"2026-10-{day:02}") for day in range(2, 8)}
    assert said == {
        2: "first follow-up: came 1 d ago",
        3: "first follow-up: came 2 d ago; to the common pool in 3 days",
        4: "first follow-up: came 3 d ago; to the common pool in 2 days",
        5: "first follow-up: came 4 d ago; to the common pool tomorrow",
        6: "first follow-up: came 5 d ago; goes to the common pool at the next release",
        7: "first follow-up: came 6 d ago; goes to the common pool at the next release",
    }
    assert floor.why(lead, "2026-10-05", as_="Boss") == said[5]
    assert floor.json("show", lead, now="2026-10-05T08:00")["why"] == said[5]
    assert "to the common pool tomorrow" in floor.run("due", now="2026-10-05T08:00", as_="Li Na")
    assert "明天转入公共池" in floor.run("due", "--lang", "zh", now="2026-10-05T08:00", as_="Li Na")


def test_the_store_says_how_long_before_it_announces(floor: Floor, policy_file: Path) -> None:
    with policy_file.open("a", encoding="utf-8") as file:
        file.write("\n[neglect]\nannounce = 1\n")
    floor.run("policy", "set", policy_file, now="2026-09-01T09:00")
    lead = floor.opened(1, "--grade", "H", on="2026-10-01")
    assert "pool" not in str(floor.why(lead, "2026-10-04"))
    assert "to the common pool tomorrow" in str(floor.why(lead, "2026-10-05"))
    shown = floor.json("policy", "show", now="2026-10-05T09:00")
    assert shown["neglect"] == {"announce": 1, "keep_away": 7}


def test_an_import_of_old_leads_points_at_the_release(floor: Floor, tmp_path: Path) -> None:
    register = tmp_path / "old.csv"
    register.write_text("arrived_at,phone,consultant,grade\n2026-10-01 10:00,13800138001,Li Na,H\n", encoding="utf-8")
    assert "leadctl assign --release" in floor.told("log-visit", "--from", register, now="2026-11-01T09:00")
    assert floor.released("2026-11-01") == [1]
