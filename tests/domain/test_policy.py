"""Policies: windows of every grade, horizons, closed days, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.days import days_between
from leadctl.domain.policy import Policy, parse_policy, stored_policy
from leadctl.errors import Refused

ROOT = Path(__file__).parents[2]
FIVE = parse_policy((ROOT / "leadctl/policies/five-grade.toml").read_text(encoding="utf-8"))
FOUR = parse_policy((ROOT / "leadctl/policies/four-grade.toml").read_text(encoding="utf-8"))
OWN = parse_policy((ROOT / "examples/three-step.toml").read_text(encoding="utf-8"))

SMALL = """
name = "small"
unknown = "B"
[grades.H]
within = "7 days"
contact = [1, 2]
[grades.B]
contact = [7, 9]
[grades.O]
contact = [7, 7]
"""

# The last contact is on Friday 2026-11-27: the windows run over the end of the month.
WINDOWS = [
    (FIVE, "H", "2026-11-28", "2026-11-29"),
    (FIVE, "A", "2026-11-30", "2026-12-02"),
    (FIVE, "B", "2026-12-04", "2026-12-04"),
    (FIVE, "C", "2026-12-07", "2026-12-07"),
    (FIVE, "N", "2026-12-12", "2026-12-12"),
    (FIVE, "O", "2026-12-04", "2026-12-04"),
    (FIVE, None, "2026-12-12", "2026-12-12"),
    (FOUR, "H", "2026-11-29", "2026-11-29"),
    (FOUR, "A", "2026-11-30", "2026-11-30"),
    (FOUR, "B", "2026-12-04", "2026-12-04"),
    (FOUR, "C", "2026-12-12", "2026-12-12"),
    (FOUR, "O", "2026-12-04", "2026-12-04"),
    (FOUR, None, "2026-12-12", "2026-12-12"),
    (FOUR, "N", "2026-12-12", "2026-12-12"),
]


@pytest.mark.parametrize(("policy", "grade", "first", "last"), WINDOWS)
def test_the_window_of_every_grade(policy: Policy, grade: str | None, first: str, last: str) -> None:
    assert policy.window(grade, "2026-11-27T16:40") == (first, last)


@pytest.mark.parametrize("policy", [FIVE, FOUR, OWN], ids=lambda policy: policy.name)
def test_the_first_follow_up_falls_on_the_next_day(policy: Policy) -> None:
    assert policy.first_follow_up_days == 1
    assert policy.retry_days == 1
    assert policy.letter_days == 3


HORIZONS = [
    (FIVE, "2026-01-31", "H"),
    (FIVE, "2026-02-07", "H"),
    (FIVE, "2026-02-08", "A"),
    (FIVE, "2026-02-28", "A"),
    (FIVE, "2026-03-01", "B"),
    (FIVE, "2026-04-30", "B"),
    (FIVE, "2026-05-01", "C"),
    (FIVE, None, "N"),
    (FOUR, "2026-02-28", "A"),
    (FOUR, "2026-03-31", "B"),
    (FOUR, "2026-04-01", "C"),
    (FOUR, None, "C"),
]


@pytest.mark.parametrize(("policy", "need", "grade"), HORIZONS)
def test_the_date_of_the_need_is_read_by_the_horizons_of_the_policy(
    policy: Policy, need: str | None, grade: str
) -> None:
    """On 2026-01-31, from which a month ends with February."""
    assert policy.grade_for(need, "2026-01-31") == grade


def test_the_policy_of_a_store_has_its_own_grades() -> None:
    assert set(OWN.grades) < {"H", "A", "B", "C", "N"}
    assert len(OWN.grades) == 3
    assert OWN.coldest == OWN.grades[-1]


def test_a_closed_day_moves_to_the_next_open_one() -> None:
    policy = parse_policy('closed = ["2026-11-28", "2026-11-29", "2026-12-04"]\n' + SMALL.lstrip())
    assert policy.open_day("2026-11-28") == "2026-11-30"
    assert policy.open_day("2026-11-27") == "2026-11-27"
    assert policy.window("H", "2026-11-27T10:00") == ("2026-11-30", "2026-11-30")
    assert policy.window("B", "2026-11-27T10:00") == ("2026-12-05", "2026-12-06")


@given(st.dates(), st.sampled_from(["H", "A", "B", "C", "N", "O", None]), st.sampled_from([FIVE, FOUR, OWN]))
def test_a_window_begins_after_the_contact_and_ends_no_sooner(day: object, grade: str | None, policy: Policy) -> None:
    contact = str(day)
    if contact > "9990":
        return
    first, last = policy.window(grade, contact)
    assert 1 <= days_between(contact, first) <= days_between(contact, last) <= 366


def test_horizons_may_be_in_weeks() -> None:
    policy = parse_policy(SMALL.replace('"7 days"', '"2 weeks"'))
    assert policy.grade_for("2026-12-06", "2026-11-22") == "H"
    assert policy.grade_for("2026-12-07", "2026-11-22") == "B"


WRONG = [
    ("name = ", "The policy is no TOML"),
    ('name = "x"', "has no [grades.X] tables; see examples/three-step.toml"),
    (SMALL.replace('"small"', "3"), "The policy's name must be a text."),
    (SMALL.replace('"small"', '" "'), "The policy's name must be a text."),
    (SMALL.replace('unknown = "B"', ""), "The policy's unknown must be a text."),
    (SMALL.replace('unknown = "B"', 'unknown = "N"'), "The policy's unknown is 'N', which is none of its grades."),
    ("retry_days = 0\n" + SMALL, "The policy's retry_days must be a whole number of days from 1 to 366."),
    ("retry_days = true\n" + SMALL, "The policy's retry_days must be a whole number of days from 1 to 366."),
    ("letter_days = 367\n" + SMALL, "The policy's letter_days must be a whole number of days from 1 to 366."),
    ('first_follow_up_days = "1"\n' + SMALL, "first_follow_up_days must be a whole number of days"),
    ('closed = "2026-11-28"\n' + SMALL, "closed must be a list of dates"),
    ('closed = ["tomorrow"]\n' + SMALL, "closed holds something that is no date"),
    (SMALL + "[grades.X]\ncontact = [1, 2]\n", "names a grade 'X'; grades are H A B C N and O."),
    (SMALL.replace("[grades.H]", "[grades]\nH = 1\n[grades.A]"), "[grades.H] must be a table."),
    (SMALL.replace("[1, 2]", "[2, 1]"), "contact of [grades.H] must be two numbers of days"),
    (SMALL.replace("[1, 2]", "[0, 2]"), "contact of [grades.H] must be two numbers of days"),
    (SMALL.replace("[1, 2]", "3"), "contact of [grades.H] must be two numbers of days"),
    (SMALL.replace("[1, 2]", "[1]"), "contact of [grades.H] must be two numbers of days"),
    (SMALL.replace('"7 days"', '"soon"'), "within of [grades.H] must read like"),
    (SMALL.replace('"7 days"', '"0 days"'), "within of [grades.H] must read like"),
    (SMALL.replace('"7 days"', '"7 years"'), "within of [grades.H] must read like"),
    (SMALL.replace("contact = [1, 2]", "contact = [1, 2]\nneglect = 0"), "neglect must be a whole number of days"),
    (SMALL.replace("[grades.O]\ncontact = [7, 7]", ""), "and [grades.O] for ordered leads"),
    (SMALL.replace("[7, 9]", '[7, 9]\nwithin = "3 days"'), "horizons must grow from hot to cold"),
    (SMALL.replace("[7, 9]", '[7, 9]\nwithin = "3 months"'), "the coldest grade have no within"),
    ('name = "x"\nunknown = "B"\n[grades.O]\ncontact = [7, 7]', "needs at least one grade of H A B C N"),
    (
        "retry_day = 2\n" + SMALL,
        "The policy knows no 'retry_day'. Did you mean retry_days or letter_days? Its keys are:",
    ),
    ("qwerty = 2\n" + SMALL, "The policy knows no 'qwerty'. Its keys are: name unknown"),
    (
        SMALL.replace("contact = [7, 9]", "contact = [7, 9]\nwihtin = 3"),
        "[grades.B] knows no 'wihtin'. Did you mean within?",
    ),
    ('hours = "08:30"\n' + SMALL, "hours must be two times"),
    ('hours = ["08:30"]\n' + SMALL, "hours must be two times"),
    ('hours = ["8:30", "18:00"]\n' + SMALL, "hours must be two times"),
    ('hours = ["08:30", "24:00"]\n' + SMALL, "hours must be two times"),
    ('hours = ["18:00", "08:30"]\n' + SMALL, 'as in hours = ["08:30", "18:00"].'),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_is_wrong_with_a_policy_is_said(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_policy(text)
    assert sentence in str(refused.value)


def test_opening_hours_are_the_house_rule_unless_the_policy_says_otherwise() -> None:
    assert (FIVE.opens, FIVE.closes) == ("08:30", "18:00")
    told = parse_policy('hours = ["09:00", "20:15"]\n' + SMALL)
    assert (told.opens, told.closes) == ("09:00", "20:15")


def test_what_an_earlier_program_let_pass_does_not_stop_a_store() -> None:
    assert stored_policy("mood = 3\n" + SMALL).name == "small"


def test_neglect_is_the_house_rule_unless_the_policy_says_otherwise() -> None:
    assert {grade: FIVE.rules[grade].neglect for grade in "HABCN"} == {"H": 3, "A": 7, "B": 14, "C": 30, "N": 30}
    assert parse_policy(SMALL.replace("[1, 2]", "[1, 2]\nneglect = 5")).rules["H"].neglect == 5
