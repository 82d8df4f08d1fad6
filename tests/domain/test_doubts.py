"""Grades that a manager should look at again."""

from __future__ import annotations

import pytest

from leadctl.domain.facts import Fact
from leadctl.domain.grading import GradedLead, doubts_of
from leadctl.domain.lead_state import HISTORY
from leadctl.domain.policy import Policy
from leadctl.domain.replay import replay
from leadctl.domain.terms import DOUBTS
from tests.domain.facts_of_leads import fact
from tests.domain.test_policy import FIVE, FOUR

TODAY = "2026-11-22"
GRADE = HISTORY.index("grade")
LEAD = GradedLead("B", "2026-11-01T10:00", "2026-11-01T10:00")


def graded_on(day: int, grade: str) -> Fact:
    return fact("assess", f"2026-11-{day:02}T11:00", day, grade=grade)


def graded_lead(*facts: Fact, need_by: str | None = None) -> GradedLead:
    """What is asked of a lead that came on the first of November and was graded by these facts."""
    found = replay([fact("visit", "2026-11-01T10:00", 100, result="walk-in"), *facts], FIVE)
    state = found.state
    before = [period.values[GRADE] for period in found.periods if period.until_at <= str(state.graded_at)]
    previous = str(before[-1]) if before and before[-1] is not None else None
    return GradedLead(state.grade, state.opened_at, str(state.graded_at), previous, need_by)


def doubts(lead: GradedLead, policy: Policy = FIVE) -> list[str]:
    return list(doubts_of(lead, policy, TODAY))


def test_a_plausible_grade_is_not_doubted() -> None:
    assert doubts(LEAD._replace(need_by="2027-01-15")) == []


@pytest.mark.parametrize(
    ("lead", "doubt"),
    [
        (LEAD._replace(grade=None), "ungraded"),
        (LEAD._replace(need_by="2026-11-21"), "need-passed"),
        (LEAD._replace(need_by="2026-11-29"), "need-nearer"),
        (LEAD._replace(grade="C", need_by="2027-01-15"), "need-nearer"),
        (graded_lead(graded_on(14, "H")), "hot-too-long"),
        (graded_lead(graded_on(10, "H"), graded_on(20, "H")), "hot-too-long"),
        (graded_lead(graded_on(1, "B"), graded_on(20, "N")), "jumped"),
        (LEAD._replace(fruitless_since="2026-11-04T12:00"), "no-advance"),
    ],
)
def test_what_makes_a_grade_doubtful(lead: GradedLead, doubt: str) -> None:
    assert doubts(lead) == [doubt]


def test_a_grade_that_the_policy_lacks_is_said() -> None:
    assert doubts(LEAD._replace(grade="N"), FOUR) == ["not-in-policy"]


@pytest.mark.parametrize(
    "lead",
    [
        graded_lead(graded_on(15, "H")),  # its seven days end today
        graded_lead(graded_on(1, "H"), graded_on(3, "A"), graded_on(20, "H")),  # hot again, for two days
        graded_lead(graded_on(1, "A"), graded_on(20, "B")),
        graded_lead(graded_on(1, "H"), graded_on(2, "B"), graded_on(20, "A")),  # the jump lies before the last change
        LEAD._replace(need_by="2026-12-23"),
    ],
)
def test_what_does_not(lead: GradedLead) -> None:
    assert doubts(lead) == []


def test_several_doubts_come_in_their_order() -> None:
    found = doubts(graded_lead(graded_on(1, "B"), graded_on(2, "H"), need_by="2026-11-20"))
    assert found == ["need-passed", "hot-too-long", "jumped"]
    assert sorted(found, key=DOUBTS.index) == found


@pytest.mark.parametrize(
    ("lead", "since"),
    [
        (graded_lead(graded_on(1, "B"), graded_on(3, "C"), need_by="2026-11-10"), {"need-passed": "2026-11-10"}),
        (graded_lead(graded_on(2, "A"), graded_on(5, "H"), graded_on(9, "H")), {"hot-too-long": "2026-11-05"}),
        (graded_lead(graded_on(1, "B"), graded_on(20, "N"), graded_on(21, "N")), {"jumped": "2026-11-20"}),
        (LEAD._replace(fruitless_since="2026-11-04T12:00"), {"no-advance": "2026-11-04"}),
        (GradedLead(None, "2026-11-04T12:00", "2026-11-04T12:00"), {"ungraded": "2026-11-04"}),
    ],
)
def test_a_doubt_says_since_when(lead: GradedLead, since: dict[str, str]) -> None:
    assert doubts_of(lead, FIVE, TODAY) == since


def test_a_lead_that_is_won_back_has_its_grade_since_it_began() -> None:
    """Its old grade is known before: it is not hot for longer than the lead is old."""
    known = fact("assess", "2026-10-01T10:00", 1, grade="H")
    begins = fact("start", "2026-11-18T00:00", 2)
    state = replay([known, begins], FIVE).state
    assert doubts_of(GradedLead(state.grade, state.opened_at, str(state.graded_at)), FIVE, TODAY) == {}
