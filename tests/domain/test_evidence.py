"""What speaks for a grade, and MAN beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.grading import CRITERIA, MAN, jump, normal_man, suggest
from leadctl.domain.terms import GRADES, WORK_ORDER
from tests.domain.test_policy import FIVE, FOUR, OWN

TODAY = "2026-11-22"

# The table of the trade, answer by answer: the grades that it fits.
FITS = {
    ("decision", "made"): "H",
    ("decision", "comparing"): "A",
    ("decision", "surveying"): "B",
    ("decision", "none"): "CN",
    ("money", "ready"): "HA",
    ("money", "preparing"): "BC",
    ("money", "none"): "N",
    ("deciders", "all"): "HA",
    ("deciders", "some"): "BCN",
    ("interest", "price"): "H",
    ("interest", "rivals"): "A",
    ("interest", "equipment"): "B",
    ("interest", "range"): "C",
    ("interest", "basics"): "N",
    ("behaviour", "active"): "H",
    ("behaviour", "agrees"): "A",
    ("behaviour", "reserved"): "BC",
    ("behaviour", "silent"): "N",
}
ANSWERS = st.fixed_dictionaries(
    {}, optional={criterion: st.sampled_from(sorted(answers)) for criterion, answers in CRITERIA.items()}
)
NEEDS = st.sampled_from([None, "unknown", "2026-11-25", "2026-12-10", "2027-02-01", "2028-01-01"])


def test_the_table_is_complete() -> None:
    assert {(criterion, answer) for criterion, answers in CRITERIA.items() for answer in answers} == set(FITS)


@pytest.mark.parametrize(("criterion", "answer"), FITS)
def test_an_answer_votes_for_the_grades_it_fits_and_a_tie_goes_colder(criterion: str, answer: str) -> None:
    fits = FITS[criterion, answer]
    found = suggest({criterion: answer}, None, FIVE, TODAY)
    assert found.votes == {grade: int(grade in fits) for grade in GRADES}
    assert found.grade == fits[-1]


def test_the_date_weighs_two() -> None:
    found = suggest({"decision": "made"}, "2026-12-10", FIVE, TODAY)
    assert found.votes == {"H": 1, "A": 2, "B": 0, "C": 0, "N": 0}
    assert found.grade == "A"
    assert suggest({"decision": "made", "interest": "price"}, "2026-12-10", FIVE, TODAY).grade == "A", "2 to 2"


def test_an_unknown_date_has_its_own_grade() -> None:
    assert suggest({}, "unknown", FIVE, TODAY).grade == "N"
    assert suggest({}, "unknown", FOUR, TODAY).grade == "C"


def test_a_vote_for_a_grade_that_is_not_there_goes_to_the_coldest_once() -> None:
    assert suggest({"decision": "none"}, None, FOUR, TODAY).votes == {"H": 0, "A": 0, "B": 0, "C": 1}
    assert set(suggest({"interest": "basics"}, None, OWN, TODAY).votes) == set(OWN.grades)


def test_without_evidence_there_is_no_suggestion() -> None:
    with pytest.raises(ValueError, match="no evidence"):
        suggest({}, None, FIVE, TODAY)


@given(ANSWERS, NEEDS, st.sampled_from(sorted(FITS)), st.sampled_from([FIVE, FOUR, OWN]))
def test_one_more_answer_never_lowers_a_sum(
    answers: dict[str, str], need: str | None, more: tuple[str, str], policy: object
) -> None:
    others = {criterion: answer for criterion, answer in answers.items() if criterion != more[0]}
    if not others and need is None:
        return
    before = suggest(others, need, policy, TODAY)  # type: ignore[arg-type]
    after = suggest({**others, more[0]: more[1]}, need, policy, TODAY)  # type: ignore[arg-type]
    assert all(after.votes[grade] >= before.votes[grade] for grade in before.votes)
    assert sum(after.votes.values()) > sum(before.votes.values())


@given(ANSWERS, NEEDS)
def test_the_suggested_grade_has_the_most_votes_and_none_colder_has_as_many(
    answers: dict[str, str], need: str | None
) -> None:
    if not answers and need is None:
        return
    found = suggest(answers, need, FIVE, TODAY)
    most = max(found.votes.values())
    assert found.votes[found.grade] == most
    assert all(found.votes[grade] < most for grade in GRADES[GRADES.index(found.grade) + 1 :])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("MAN", "MAN"), ("nam", "MAN"), ("m+n", "MN"), ("A & N", "AN"), ("none", ""), ("-", ""), ("MM", "M"), ("a", "A")],
)
def test_man_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normal_man(typed) == kept
    assert kept in MAN


@pytest.mark.parametrize("typed", ["", "XYZ", "MANX", "+"])
def test_what_is_no_man_is_none(typed: str) -> None:
    assert normal_man(typed) is None


def test_every_combination_of_man_has_its_advice() -> None:
    assert set(MAN) == {"MAN", "MA", "MN", "AN", "M", "A", "N", ""}
    assert MAN["MAN"].startswith("ideal")
    assert "skilled selling" in MAN["MA"]
    assert MAN["MN"] == "find the decider"
    assert "credit" in MAN["AN"]
    assert MAN["M"] == MAN["A"] == MAN["N"] == "watch and nurture"
    assert MAN[""] == "stop spending time"


def test_grades_run_from_hot_to_cold() -> None:
    assert sorted(WORK_ORDER, key=lambda grade: WORK_ORDER[grade]) == ["O", "H", "A", "B", "C", "N", None]
    assert jump("H", "B") == jump("B", "H") == 2
    assert jump("C", "C") == 0
