"""When a lead is neglected, what is said of it before, and what a policy may say of that."""

from __future__ import annotations

from typing import Any

import pytest

from leadctl.domain.policy import parse_policy
from leadctl.domain.pool import allowed_from, notes_on_pool, released_on
from leadctl.errors import Refused
from tests.domain.test_policy import FIVE, OWN, SMALL

LEAD: dict[str, Any] = {
    "status": "open", "wake_on": None, "consultant": "Li Na", "grade": "H", "task": "follow-up", "due_by": "2026-11-10",
    "meets_at": None, "owned_since": None, "released_from": None,
}  # fmt: skip


def lead(**changes: Any) -> dict[str, Any]:
    return LEAD | changes


@pytest.mark.parametrize(
    ("grade", "day"),
    [
        ("H", "2026-11-14"), ("A", "2026-11-18"), ("B", "2026-11-25"), ("C", "2026-12-11"), ("N", "2026-12-11"),
        (None, "2026-12-11"),
    ],
)  # fmt: skip
def test_a_lead_due_on_the_tenth_is_released_the_day_after_its_grades_days(grade: str | None, day: str) -> None:
    assert released_on(lead(grade=grade), "2026-11-12", FIVE) == day


def test_an_ungraded_lead_has_the_days_of_the_coldest_grade() -> None:
    """B is the coldest grade of this policy."""
    assert released_on(lead(grade=None), "2026-11-12", OWN) == "2026-11-25"


@pytest.mark.parametrize("changes", [
    {"status": "ordered"}, {"status": "defeated"}, {"status": "lost"}, {"status": "dormant", "wake_on": "2026-12-01"},
    {"consultant": None},
])  # fmt: skip
def test_only_an_open_lead_of_somebody_is_released(changes: dict[str, Any]) -> None:
    assert released_on(lead(**changes), "2026-11-20", FIVE) is None


def test_who_slept_until_today_is_open() -> None:
    assert released_on(lead(status="dormant", wake_on="2026-11-10"), "2026-11-10", FIVE) == "2026-11-14"


def test_a_missed_appointment_is_owed_on_the_next_open_day() -> None:
    """2027-02-06 to 08 are closed: they are invited again on the 9th."""
    missed = lead(task="appointment", due_by="2027-02-05", meets_at="2027-02-05T10:00")
    assert released_on(missed, "2027-02-10", OWN) == "2027-02-13"
    assert released_on(missed, "2027-02-10", FIVE) == "2027-02-10"


def test_who_took_it_over_has_the_days_whole() -> None:
    assert released_on(lead(owned_since="2026-11-20T09:00"), "2026-11-20", FIVE) == "2026-11-24"
    assert released_on(lead(owned_since="2026-11-02T09:00"), "2026-11-20", FIVE) == "2026-11-14"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-11-10", []),
        ("2026-11-11", ["to the common pool in 3 days"]),
        ("2026-11-12", ["to the common pool in 2 days"]),
        ("2026-11-13", ["to the common pool tomorrow"]),
        ("2026-11-14", ["goes to the common pool at the next release"]),
        ("2026-11-30", ["goes to the common pool at the next release"]),
    ],
)
def test_it_is_announced_days_before(today: str, said: list[str]) -> None:
    assert [note.text.format(**note.values) for note in notes_on_pool(LEAD, today, FIVE)] == said


def test_a_policy_says_how_long_before_and_how_long_after() -> None:
    policy = parse_policy(f"{SMALL}\n[neglect]\nannounce = 0\nkeep_away = 10\n")
    assert list(notes_on_pool(LEAD, "2026-11-13", policy)) == []
    assert len(list(notes_on_pool(LEAD, "2026-11-14", policy))) == 1
    assert allowed_from("2026-11-14T18:00", policy) == "2026-11-24"
    assert allowed_from("2026-11-14T18:00", FIVE) == "2026-11-21"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("[neglect]\nannounce = -1", "announce of .neglect. must be a whole number of days from 0 to 366"),
        ("[neglect]\nkeep_away = 1.5", "keep_away of .neglect. must be"),
        ("[neglect]\nkeep_away = true", "keep_away of .neglect. must be"),
        ("[neglect]\nkeepaway = 3", "keep_away"),
        ("[dispatch]\nrule = 'by-mood'", "in-turn or weighted"),
        ("[dispatch]\nrules = 'weighted'", "rule"),
        ("neglect = 3", "must be a table"),
        ("dispatch = 'weighted'", "must name a rule"),
    ],
)
def test_a_table_that_says_something_else_is_refused(table: str, said: str) -> None:
    text = f"{table}\n{SMALL}" if "[" not in table else f"{SMALL}\n{table}\n"
    with pytest.raises(Refused, match=said):
        parse_policy(text)
