"""Where a lead stands follows from what happened, and from nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.facts import Fact, follow_up_kind
from leadctl.domain.lifecycle import replay
from leadctl.domain.policy import parse_policy
from tests.domain.lives import at, fact, happenings
from tests.domain.test_policy import FIVE, FOUR, SMALL

POLICIES = st.sampled_from([FIVE, FOUR])
NOON = 12 * 60


def opened(**more: Any) -> Fact:
    """The first visit, on the 10th."""
    return fact("visit", "2026-11-10T10:00", 1, **{"result": "walk-in", "staff": 7, "grade": "A", **more})


def stood(*facts: Fact) -> Any:
    return replay([opened(), *facts], FIVE).standing


@given(happenings(), POLICIES, st.randoms())
def test_the_order_in_which_facts_are_given_does_not_matter(facts: list[Fact], policy: Any, chance: Any) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    one, other = replay(facts, policy), replay(shuffled, policy)
    assert one.standing == other.standing
    assert (one.visits, one.churns, one.orders, one.beyond) == (other.visits, other.churns, other.orders, other.beyond)


@given(happenings(), POLICIES)
def test_what_is_not_closed_is_due_and_what_is_closed_is_not(facts: list[Fact], policy: Any) -> None:
    standing = replay(facts, policy).standing
    owed = (standing.task, standing.due_from, standing.due_by)
    if standing.closed_at is None:
        assert standing.task is not None
        assert standing.due_from is not None
        assert standing.due_by is not None
        assert standing.due_from <= standing.due_by
        assert (standing.task == "verification") == (standing.verification == "pending")
    else:
        assert owed == (None, None, None)
        assert standing.status in ("delivered", "defeated", "lost")


@given(happenings(), st.integers(1, 28), POLICIES)
def test_a_try_is_never_a_contact(facts: list[Fact], day: int, policy: Any) -> None:
    tried = fact("try", at(day, NOON), 99)
    before, after = replay(facts, policy).standing, replay([*facts, tried], policy).standing
    assert (after.last_contact, after.contacts) == (before.last_contact, before.contacts)
    assert after.status == before.status


@given(happenings(), POLICIES)
def test_the_same_grade_once_more_changes_nothing(facts: list[Fact], policy: Any) -> None:
    before = replay(facts, policy, today="2026-11-29").standing
    if before.grade in (None, "O"):
        return
    assert replay([*facts, fact("assess", "2026-11-29T10:00", 99, grade=before.grade)], policy).standing == before


@given(happenings(), POLICIES)
def test_after_a_closing_only_a_visit_speaks_of_something_new(facts: list[Fact], policy: Any) -> None:
    walk = replay(facts, policy)
    if walk.standing.closed_at is None:
        assert walk.beyond == []
        return
    later = [f for f in facts if f.at > walk.standing.closed_at]
    assert bool(walk.beyond) >= any(f.kind == "visit" for f in later)
    if walk.beyond:
        assert walk.beyond[0].kind == "visit"
        assert walk.standing == replay([f for f in facts if f not in walk.beyond], policy).standing


@given(happenings(), POLICIES)
def test_each_churn_and_visit_is_told_of_once(facts: list[Fact], policy: Any) -> None:
    walk = replay(facts, policy)
    assert sum(result.result == "pending" for result in walk.churns.values()) == (
        walk.standing.verification == "pending" and walk.standing.closed_at is None
    )
    told = set(walk.visits) | {f.id for f in walk.beyond if f.kind == "visit"}
    assert told == {f.id for f in facts if f.kind == "visit"}


def test_without_facts_there_is_no_lead() -> None:
    with pytest.raises(ValueError, match="without facts"):
        replay([], FIVE)


def test_the_first_follow_up_is_due_the_next_day_and_stays_the_first_until_answered() -> None:
    assert (stood().task, stood().due_from, stood().due_by) == ("first-follow-up", "2026-11-11", "2026-11-11")
    tried = stood(fact("try", "2026-11-11T10:00", 2))
    assert (tried.task, tried.due_by, tried.attempts) == ("first-follow-up", "2026-11-12", 1)
    reached = stood(fact("try", "2026-11-11T10:00", 2), fact("contact", "2026-11-12T10:00", 3))
    assert (reached.task, reached.due_from, reached.due_by, reached.attempts) == (
        "follow-up", "2026-11-15", "2026-11-17", 0,
    )  # fmt: skip


def test_a_regrade_waits_for_the_first_follow_up_and_for_an_agreed_day() -> None:
    assert stood(fact("assess", "2026-11-10T12:00", 2, grade="N")).due_by == "2026-11-11"
    agreed = [fact("contact", "2026-11-11T10:00", 2, on="2026-11-20"), fact("assess", "2026-11-12T10:00", 3, grade="H")]
    assert (stood(*agreed).due_from, stood(*agreed).due_by, stood(*agreed).grade) == ("2026-11-20", "2026-11-20", "H")


def test_a_regrade_counts_from_the_last_contact() -> None:
    called = fact("contact", "2026-11-11T10:00", 2)
    assert stood(called, fact("assess", "2026-11-13T10:00", 3, grade="B")).due_by == "2026-11-18"


def test_a_try_with_an_agreed_day_comes_back_then() -> None:
    standing = stood(fact("contact", "2026-11-11T10:00", 2), fact("try", "2026-11-15T10:00", 3, on="2026-11-19"))
    assert (standing.due_from, standing.last_contact) == ("2026-11-19", "2026-11-11T10:00")


def test_a_letter_is_followed_by_a_call_three_days_later() -> None:
    assert stood(fact("letter", "2026-11-11T10:00", 2)).due_by == "2026-11-14"
    assert stood(fact("letter", "2026-11-11T10:00", 2, on="2026-11-13")).due_by == "2026-11-13"


def test_an_order_sets_o_and_its_cancellation_gives_the_grade_back() -> None:
    ordered = fact("order", "2026-11-12T10:00", 2)
    assert (stood(ordered).status, stood(ordered).grade, stood(ordered).due_by) == ("ordered", "O", "2026-11-19")
    graded = stood(ordered, fact("assess", "2026-11-13T10:00", 3, grade="C"))
    assert graded.grade == "O"
    back = stood(ordered, fact("cancel", "2026-11-14T10:00", 3))
    assert (back.status, back.grade, back.due_by, back.ordered_at) == ("open", "A", "2026-11-15", None)


def test_a_second_order_after_a_cancellation_remembers_the_same_grade() -> None:
    facts = [
        fact("order", "2026-11-12T10:00", 2), fact("cancel", "2026-11-13T10:00", 3),
        fact("order", "2026-11-14T10:00", 4), fact("cancel", "2026-11-15T10:00", 5),
    ]  # fmt: skip
    assert stood(*facts).grade == "A"


def test_a_delivery_closes() -> None:
    standing = stood(fact("order", "2026-11-12T10:00", 2), fact("deliver", "2026-11-15T10:00", 3))
    assert (standing.status, standing.closed_at, standing.grade) == ("delivered", "2026-11-15T10:00", "O")


LOST = fact("churn", "2026-11-15T10:00", 2, result="defeat")


def unreachable(day: int) -> Fact:
    return fact("verify", f"2026-11-{day}T10:00", day, result="unreachable")


def test_a_churn_is_to_be_verified_by_the_next_day() -> None:
    assert (stood(LOST).status, stood(LOST).task) == ("defeated", "verification")
    assert (stood(LOST).due_from, stood(LOST).due_by) == ("2026-11-15", "2026-11-16")


def test_three_unreachable_call_backs_archive_it() -> None:
    assert (stood(LOST, unreachable(16)).attempts, stood(LOST, unreachable(16)).due_by) == (1, "2026-11-17")
    assert stood(LOST, unreachable(16), unreachable(17)).closed_at is None
    gone = stood(LOST, unreachable(16), unreachable(17), unreachable(18))
    assert (gone.verification, gone.closed_at) == ("unreachable", "2026-11-18T10:00")


def test_an_overturned_churn_is_due_the_next_day_and_may_churn_again() -> None:
    back = stood(LOST, fact("verify", "2026-11-16T10:00", 3, result="overturned"))
    assert (back.status, back.verification, back.due_by, back.attempts) == ("open", "overturned", "2026-11-17", 0)
    again = stood(
        LOST,
        fact("verify", "2026-11-16T10:00", 3, result="overturned"),
        fact("churn", "2026-11-18T10:00", 4, result="lost-contact"),
    )
    assert (again.status, again.verification) == ("lost", "pending")


def test_who_comes_or_orders_while_it_is_verified_has_not_churned() -> None:
    for back in (fact("visit", "2026-11-15T15:00", 3, result="walk-in"), fact("order", "2026-11-15T15:00", 3)):
        walk = replay([opened(), LOST, back, fact("verify", "2026-11-15T16:00", 4, result="confirmed")], FIVE)
        assert (walk.churns[2].result, walk.churns[2].decided_at) == ("overturned", "2026-11-15T15:00")
        assert walk.standing.closed_at is None


def test_a_churn_of_an_old_register_is_asked_of_nobody() -> None:
    walk = replay([opened(), fact("churn", "2026-11-15T23:59", 2, result="lost-contact", flag=True)], FIVE)
    assert (walk.standing.status, walk.standing.closed_at) == ("lost", "2026-11-15T23:59")
    assert (walk.standing.verification, walk.churns[2].result) == (None, None)


def test_a_sleeping_lead_wakes_on_its_day_or_by_a_contact() -> None:
    asleep = fact("dormant", "2026-11-11T10:00", 2, on="2027-02-01")
    assert (stood(asleep).status, stood(asleep).wake_on, stood(asleep).due_from) == (
        "dormant", "2027-02-01", "2027-02-01",
    )  # fmt: skip
    woken = stood(asleep, fact("contact", "2026-11-12T10:00", 3))
    assert (woken.status, woken.wake_on, woken.due_by) == ("open", None, "2026-11-17")
    assert stood(asleep, fact("try", "2026-11-12T10:00", 3)).status == "dormant"


def test_a_churned_lead_cannot_sleep() -> None:
    assert stood(LOST, fact("dormant", "2026-11-15T12:00", 3, on="2027-02-01")).task == "verification"


def test_a_lead_that_is_won_back_begins_on_its_day_or_when_they_come() -> None:
    start, known = fact("start", "2026-12-01T00:00", 1), fact("assess", "2026-11-10T11:00", 2, grade="B")
    waiting = replay([start, known], FIVE).standing
    assert (waiting.status, waiting.opened_at, waiting.opened_grade) == ("dormant", "2026-12-01T00:00", "B")
    assert (waiting.task, waiting.due_from, waiting.last_contact) == ("first-follow-up", "2026-12-01", None)
    here = replay([start, known, fact("visit", "2026-11-20T10:00", 3, result="walk-in")], FIVE).standing
    assert (here.status, here.opened_at, here.due_by) == ("open", "2026-11-20T10:00", "2026-11-21")
    graded = replay([start, fact("assess", "2026-12-02T10:00", 2, grade="H")], FIVE).standing
    assert (graded.grade, graded.due_by) == ("H", "2026-12-01")


def test_a_closed_day_passes_every_due_date_on() -> None:
    policy = parse_policy('closed = ["2026-11-11", "2026-11-12"]\n' + SMALL.lstrip())
    assert replay([opened(grade="H")], policy).standing.due_by == "2026-11-13"
    churned = replay([opened(grade="H"), fact("churn", "2026-11-11T10:00", 2, result="defeat")], policy).standing
    assert (churned.due_from, churned.due_by) == ("2026-11-13", "2026-11-13")


def test_the_first_to_serve_owns_the_lead_until_it_is_given_away() -> None:
    again = fact("visit", "2026-11-12T10:00", 2, result="walk-in", staff=8)
    assert stood(again).consultant == 7
    assert stood(again, fact("assign", "2026-11-11T10:00", 3, staff=9)).consultant == 9
    pooled = [fact("assign", "2026-11-11T10:00", 3, staff=None), again]
    assert stood(*pooled).consultant is None, "whoever serves a lead of the pool does not own it by that"


def test_the_card_keeps_the_first_source_and_the_last_need() -> None:
    standing = replay(
        [
            opened(card={"source": 1, "model": 1, "budget_low": 1.0, "budget_high": 2.0}),
            fact("visit", "2026-11-12T10:00", 2, result="call", card={"source": 2, "model": 2, "budget_high": 3.0}),
        ],
        FIVE,
    ).standing
    assert (standing.source, standing.model) == (1, 2)
    assert (standing.budget_low, standing.budget_high) == (None, 3.0), "a new budget is a whole one"


def test_visits_are_first_or_return_and_new_or_not() -> None:
    walk = replay(
        [
            fact("visit", "2026-11-10T10:00", 1, result="call"),
            fact("visit", "2026-11-11T10:00", 2, result="walk-in"),
            fact("visit", "2026-11-12T10:00", 3, result="walk-in", flag=True),
            fact("visit", "2026-11-13T10:00", 4, result="online"),
            fact("visit", "2026-11-14T10:00", 5, result="walk-in", first=1),
        ],
        FIVE,
    )
    assert walk.visits == {
        1: (None, True), 2: ("first", True), 3: ("return", False), 4: (None, False), 5: ("first", True),
    }  # fmt: skip
    assert (walk.standing.met_at, walk.standing.drove_at) == ("2026-11-11T10:00", "2026-11-12T10:00")


def test_a_follow_up_without_an_answer_is_a_try_however_it_was_made() -> None:
    assert follow_up_kind("letter", "no-answer") == follow_up_kind("phone", "no-answer") == "try"
    assert follow_up_kind("letter", "continued") == "letter"
    assert follow_up_kind("home-visit", "refused") == "contact"
