"""Grades that a manager should look at again."""

from __future__ import annotations

from typing import Any

import pytest

from leadctl.domain.checks import DOUBTS
from leadctl.domain.doubts import doubts_of
from leadctl.domain.facts import Fact
from tests.domain.lives import fact
from tests.domain.test_policy import FIVE, FOUR

TODAY = "2026-11-22"


def given_on(day: int, grade: str) -> Fact:
    return fact("assess", f"2026-11-{day:02}T10:00", day, grade=grade)


def called_on(day: int, outcome: str, kind: str = "contact") -> Fact:
    return fact(kind, f"2026-11-{day:02}T12:00", 100 + day, result=outcome)


def doubts(*facts: Fact, grade: str | None = "B", need: str | None = None, policy: Any = FIVE) -> list[str]:
    return list(doubts_of(facts, grade, need, policy, TODAY))


def test_a_plausible_grade_is_not_doubted() -> None:
    assert doubts(given_on(1, "B"), called_on(2, "continued"), called_on(3, "continued"), need="2027-01-15") == []


@pytest.mark.parametrize(
    ("facts", "grade", "need", "doubt"),
    [
        ([], None, None, "ungraded"),
        ([], "B", "2026-11-21", "need-passed"),
        ([], "B", "2026-11-29", "need-nearer"),
        ([], "C", "2027-01-15", "need-nearer"),
        ([given_on(14, "H")], "H", None, "hot-too-long"),
        ([given_on(10, "H"), given_on(20, "H")], "H", None, "hot-too-long"),
        ([given_on(1, "B"), given_on(20, "N")], "N", None, "jumped"),
        ([called_on(1, "continued"), called_on(2, "refused"), called_on(3, "x", "letter")], "B", None, "no-advance"),
    ],
)
def test_what_makes_a_grade_doubtful(facts: list[Fact], grade: str | None, need: str | None, doubt: str) -> None:
    assert doubts(*facts, grade=grade, need=need) == [doubt]


def test_a_grade_that_the_policy_lacks_is_said() -> None:
    assert doubts(grade="N", policy=FOUR) == ["not-in-policy"]


@pytest.mark.parametrize(
    ("facts", "grade", "need"),
    [
        ([given_on(15, "H")], "H", None),  # its seven days end today
        ([given_on(1, "H"), given_on(3, "A"), given_on(20, "H")], "H", None),  # hot again, for two days
        ([given_on(1, "A"), given_on(20, "B")], "B", None),
        ([given_on(1, "H"), given_on(2, "B"), given_on(20, "A")], "A", None),  # the jump lies before the last change
        ([called_on(1, "refused"), called_on(2, "advance"), called_on(3, "refused")], "B", None),
        ([called_on(1, "refused"), called_on(2, "x", "try"), called_on(3, "refused")], "B", None),
        ([], "B", "2026-12-23"),
    ],
)
def test_what_does_not(facts: list[Fact], grade: str, need: str | None) -> None:
    assert doubts(*facts, grade=grade, need=need) == []


def test_several_doubts_come_in_their_order() -> None:
    found = doubts(given_on(1, "B"), given_on(2, "H"), grade="H", need="2026-11-20")
    assert found == ["need-passed", "hot-too-long", "jumped"]
    assert sorted(found, key=DOUBTS.index) == found


@pytest.mark.parametrize(
    ("facts", "grade", "need", "since"),
    [
        ([given_on(1, "B"), given_on(3, "C")], "C", "2026-11-10", {"need-passed": "2026-11-10"}),
        ([given_on(2, "A"), given_on(5, "H"), given_on(9, "H")], "H", None, {"hot-too-long": "2026-11-05"}),
        ([given_on(1, "B"), given_on(20, "N"), given_on(21, "N")], "N", None, {"jumped": "2026-11-20"}),
        (
            [called_on(1, "continued"), called_on(4, "continued"), called_on(8, "refused"), called_on(9, "continued")],
            "B",
            None,
            {"no-advance": "2026-11-04"},
        ),
        ([called_on(4, "advance")], None, None, {"ungraded": "2026-11-04"}),
    ],
)
def test_a_doubt_says_since_when(facts: list[Fact], grade: str | None, need: str | None, since: object) -> None:
    assert doubts_of(facts, grade, need, FIVE, TODAY) == since
