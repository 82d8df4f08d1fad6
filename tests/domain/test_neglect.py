"""When a lead is neglected, what is said of it before, and what a policy may say of that."""

from __future__ import annotations

import pytest

from leadctl.domain.policy import parse_policy
from leadctl.domain.pool import OwnedLead, allowed_from, notes_on_pool, released_on
from leadctl.domain.replay import replay
from leadctl.errors import Refused
from tests.domain.facts_of_leads import fact
from tests.domain.test_policy import FIVE, OWN, SMALL

LEAD = OwnedLead(is_owned=True, grade="H", is_open=True, due_by="2026-11-10", owned_since=None)


@pytest.mark.parametrize(
    ("grade", "day"),
    [
        ("H", "2026-11-14"), ("A", "2026-11-18"), ("B", "2026-11-25"), ("C", "2026-12-11"), ("N", "2026-12-11"),
        (None, "2026-12-11"),
    ],
)  # fmt: skip
def test_a_lead_due_on_the_tenth_is_released_the_day_after_its_grades_days(grade: str | None, day: str) -> None:
    assert released_on(LEAD._replace(grade=grade), FIVE) == day


def test_an_ungraded_lead_has_the_days_of_the_coldest_grade() -> None:
    """B is the coldest grade of this policy."""
    assert released_on(LEAD._replace(grade=None), OWN) == "2026-11-25"


@pytest.mark.parametrize("lead", [LEAD._replace(is_open=False), LEAD._replace(is_owned=False)])
def test_only_an_open_lead_of_somebody_is_released(lead: OwnedLead) -> None:
    assert released_on(lead, FIVE) is None
    assert list(notes_on_pool(lead, "2026-11-30", FIVE)) == []


def test_a_missed_appointment_is_owed_on_the_next_open_day() -> None:
    """2027-02-06 to 08 are closed: they are invited again on the 9th."""
    missed = LEAD._replace(due_by="2027-02-09")
    assert released_on(missed, OWN) == "2027-02-13"
    missed = LEAD._replace(due_by="2027-02-06")
    assert released_on(missed, FIVE) == "2027-02-10"


@pytest.mark.parametrize("day", [16, 20, 25])
def test_a_try_does_not_keep_a_lead_out_of_the_pool(day: int) -> None:
    """H: the contact owed by the 13th and the three days of neglect run on."""
    facts = [
        fact("visit", "2026-11-10T10:00", 1, result="walk-in", staff=1, grade="H"),
        fact("contact", "2026-11-11T10:00", 2),
        fact("try", f"2026-11-{day}T10:00", 3),
    ]
    state = replay(facts, FIVE).state
    lead = OwnedLead(state.consultant is not None, state.grade, state.status == "open", str(state.due_by), None)
    assert released_on(lead, FIVE) == "2026-11-17"


def test_what_a_lead_of_the_pool_was_before_is_said() -> None:
    lead = LEAD._replace(is_owned=False, released_from="Li Na")
    notes = [note.text.format(**note.values) for note in notes_on_pool(lead, "2026-11-30", FIVE)]
    assert notes == ["from the common pool (was Li Na's)"]


def test_who_took_it_over_has_the_days_whole() -> None:
    assert released_on(LEAD._replace(owned_since="2026-11-20T09:00"), FIVE) == "2026-11-24"
    assert released_on(LEAD._replace(owned_since="2026-11-02T09:00"), FIVE) == "2026-11-14"


@pytest.mark.parametrize(
    ("today", "notes"),
    [
        ("2026-11-10", []),
        ("2026-11-11", ["to the common pool in 3 days"]),
        ("2026-11-12", ["to the common pool in 2 days"]),
        ("2026-11-13", ["to the common pool tomorrow"]),
        ("2026-11-14", ["goes to the common pool at the next release"]),
        ("2026-11-30", ["goes to the common pool at the next release"]),
    ],
)
def test_it_is_announced_days_before(today: str, notes: list[str]) -> None:
    assert [note.text.format(**note.values) for note in notes_on_pool(LEAD, today, FIVE)] == notes


def test_a_policy_says_how_long_before_and_how_long_after() -> None:
    policy = parse_policy(f"{SMALL}\n[neglect]\nannounce = 0\nkeep_away = 10\n")
    assert list(notes_on_pool(LEAD, "2026-11-13", policy)) == []
    assert len(list(notes_on_pool(LEAD, "2026-11-14", policy))) == 1
    assert allowed_from("2026-11-14T18:00", policy) == "2026-11-24"
    assert allowed_from("2026-11-14T18:00", FIVE) == "2026-11-21"


@pytest.mark.parametrize(
    ("table", "message"),
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
def test_a_table_that_says_something_else_is_refused(table: str, message: str) -> None:
    text = f"{table}\n{SMALL}" if "[" not in table else f"{SMALL}\n{table}\n"
    with pytest.raises(Refused, match=message):
        parse_policy(text)
