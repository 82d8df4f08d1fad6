"""Of a lead that visits alone speak of, plain rows tell what the walk through all its facts tells."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from leadctl.domain.doubts import doubts_of, doubts_of_visits
from leadctl.domain.facts import Fact
from leadctl.domain.visits_alone import Seen, conducts_of
from leadctl.domain.windows import conduct_of, graded_at, reach
from tests.domain.lives import happenings
from tests.domain.test_opening import fact, in_time, later, policy, seen

TODAY = "2026-11-22"
CLOSED_WEEK = frozenset(f"2026-11-{day:02}" for day in range(8, 15))

lives = st.lists(seen, min_size=1, max_size=6).map(lambda visits: sorted(visits, key=lambda visit: visit[0]))


def facts_of(visits: list[Seen]) -> list[Fact]:
    return [fact(place, visit) for place, visit in enumerate(visits)]


@pytest.mark.parametrize("name", ["four-grade", "five-grade"])
@given(visits=lives, later=later)
def test_visits_alone_owe_the_windows_of_the_walk(
    name: str, visits: list[Seen], later: list[tuple[str, int, frozenset[str]]]
) -> None:
    rules = in_time(name, later)
    (alone, _), walked = conducts_of([visits, visits[:1]], rules), conduct_of(facts_of(visits), rules, TODAY)
    assert alone.windows == walked.windows
    assert (alone.standing, alone.graded_at) == (walked.standing, walked.graded_at)
    assert (alone.contacts, alone.tries, alone.orders) == (walked.contacts, walked.tries, walked.orders) == ([], [], {})


@given(visits=lives)
def test_the_grades_of_visits_alone_are_doubted_as_the_walk_doubts_them(visits: list[Seen]) -> None:
    rules, facts = policy("five-grade"), facts_of(visits)
    grade = conduct_of(facts, rules).standing.grade
    said = [(visit[0], visit[10]) for visit in visits]
    for need in (None, "2026-11-01", "2026-11-25", "2027-11-01"):
        asked = (grade, need, rules, TODAY)
        assert list(doubts_of_visits(said, *asked).items()) == list(doubts_of(facts, *asked).items())


def test_a_grade_holds_since_it_was_given_after_another_one() -> None:
    assert graded_at([("1", "H"), ("2", "B"), ("3", None), ("4", "B")]) == "2"
    assert graded_at([("1", None), ("2", None), ("3", "B")]) == "3"
    assert graded_at([("1", None), ("2", None)]) == "1"
    assert graded_at([("1", "H"), ("2", "B"), ("3", "H")]) == "3"


@given(facts=happenings(), later=later, day=st.integers(1, 28))
def test_no_window_that_ends_in_a_month_begins_before_its_reach(
    facts: list[Fact], later: list[tuple[str, int, frozenset[str]]], day: int
) -> None:
    """Unless it was agreed for a date of the month itself: with the customer, or by an appointment or a rest."""
    rules, first = in_time("five-grade", later), f"2026-11-{day:02}"
    agreed, dated = reach(rules, first)
    days = {each.on[:10] for each in facts if each.on is not None}
    for window in conduct_of(facts, rules, "2027-01-31").windows:
        if window.due_by >= first and not any(agreed <= each for each in days):
            assert window.since >= dated


def test_closed_days_before_a_month_carry_dates_agreed_for_them_into_it() -> None:
    rules = in_time("five-grade", [("2026-01-01", 1, CLOSED_WEEK)])
    assert reach(rules, "2026-11-15") == ("2026-11-08", "2026-10-24")
    assert reach(rules, "2026-11-08") == ("2026-11-08", "2026-10-24")
    assert reach(rules, "2026-11-16") == ("2026-11-16", "2026-11-01")
