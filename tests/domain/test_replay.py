"""The state of a lead, its past and its contact windows follow from its facts and the policy: rules counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from leadctl.domain.facts import Fact, follow_up_kind
from leadctl.domain.lead_state import LeadState
from leadctl.domain.policy import parse_policy
from leadctl.domain.replay import replay
from tests.domain.facts_of_leads import fact
from tests.domain.test_policy import FIVE, SMALL

HOLIDAYS = FIVE._replace(closed=frozenset({"2026-11-14", "2026-11-15", "2026-11-16"}))


def opened(**more: Any) -> Fact:
    """The first visit, on the 10th."""
    return fact("visit", "2026-11-10T10:00", 1, **{"result": "walk-in", "staff": 7, "grade": "A", **more})


def state_after(*facts: Fact) -> LeadState:
    """The state after the first visit and these facts."""
    return replay([opened(), *facts], FIVE).state


def test_without_facts_there_is_no_lead() -> None:
    with pytest.raises(ValueError, match="without facts"):
        replay([], FIVE)


def test_the_first_follow_up_is_due_the_next_day_and_stays_the_first_until_answered() -> None:
    first = state_after()
    assert (first.task, first.due_from, first.due_by) == ("first-follow-up", "2026-11-11", "2026-11-11")
    tried = state_after(fact("try", "2026-11-11T10:00", 2))
    assert (tried.task, tried.due_by, tried.attempts) == ("first-follow-up", "2026-11-11", 1)
    reached = state_after(fact("try", "2026-11-11T10:00", 2), fact("contact", "2026-11-12T10:00", 3))
    assert (reached.task, reached.due_from, reached.due_by, reached.attempts) == (
        "follow-up", "2026-11-15", "2026-11-17", 0,
    )  # fmt: skip


def test_a_try_is_repeated_on_the_next_open_day_and_listed_then() -> None:
    tried = state_after(fact("try", "2026-11-11T10:00", 2))
    assert (tried.retry_on, tried.list_on) == ("2026-11-12", "2026-11-12")
    closed = replay([opened(), fact("try", "2026-11-13T10:00", 2)], HOLIDAYS).state
    assert (closed.due_by, closed.retry_on) == ("2026-11-11", "2026-11-17")
    reached = state_after(fact("try", "2026-11-11T10:00", 2), fact("contact", "2026-11-11T11:00", 3))
    assert (reached.retry_on, reached.list_on) == (None, "2026-11-14")


def test_a_try_is_not_repeated_before_an_agreed_date() -> None:
    agreed = fact("contact", "2026-11-11T10:00", 2, on="2026-11-20")
    early = state_after(agreed, fact("try", "2026-11-15T10:00", 3))
    assert (early.due_by, early.retry_on, early.list_on, early.attempts) == ("2026-11-20", None, "2026-11-20", 1)
    on_the_day = state_after(agreed, fact("try", "2026-11-20T10:00", 3))
    assert (on_the_day.due_by, on_the_day.retry_on) == ("2026-11-20", "2026-11-21")


def test_a_second_try_before_an_agreed_date_leaves_no_older_retry() -> None:
    """The first one named the 14th; what is agreed is the 20th."""
    agreed = fact("contact", "2026-11-11T10:00", 2, on="2026-11-20")
    named = fact("try", "2026-11-12T10:00", 3, on="2026-11-14")
    again = state_after(agreed, named, fact("try", "2026-11-14T10:00", 4))
    assert (again.retry_on, again.list_on, again.attempts) == (None, "2026-11-20", 2)


def test_a_try_is_not_repeated_before_an_appointment() -> None:
    comes = fact("appoint", "2026-11-11T11:00", 3, on="2026-11-16T15:00")
    facts = (fact("contact", "2026-11-11T10:00", 2), comes, fact("try", "2026-11-14T10:00", 4))
    state = state_after(*facts)
    assert (state.task, state.due_by, state.retry_on, state.list_on) == (
        "appointment", "2026-11-16", None, "2026-11-16",
    )  # fmt: skip


def test_a_day_by_rule_is_not_agreed_with_the_customer() -> None:
    """The call after a letter, on the 14th."""
    state = state_after(fact("letter", "2026-11-11T10:00", 2), fact("try", "2026-11-12T10:00", 3))
    assert (state.due_by, state.retry_on) == ("2026-11-14", "2026-11-13")


def test_a_try_that_names_a_day_is_repeated_then() -> None:
    """A: from 3 to 5 days after the contact, the 14th to the 16th."""
    state = state_after(fact("contact", "2026-11-11T10:00", 2), fact("try", "2026-11-15T10:00", 3, on="2026-11-19"))
    assert (state.due_from, state.due_by, state.last_contact) == ("2026-11-14", "2026-11-16", "2026-11-11T10:00")
    assert (state.retry_on, state.list_on) == ("2026-11-19", "2026-11-19")


def test_a_try_on_an_overdue_lead_does_not_make_it_fresh() -> None:
    tries = [fact("try", f"2026-11-{day}T10:00", day) for day in (14, 16, 18)]
    state = state_after(*tries)
    assert (state.task, state.due_from, state.due_by, state.attempts) == (
        "first-follow-up", "2026-11-11", "2026-11-11", 3,
    )  # fmt: skip


def test_a_regrade_waits_for_the_first_follow_up_and_for_an_agreed_day() -> None:
    assert state_after(fact("assess", "2026-11-10T12:00", 2, grade="N")).due_by == "2026-11-11"
    agreed = [fact("contact", "2026-11-11T10:00", 2, on="2026-11-20"), fact("assess", "2026-11-12T10:00", 3, grade="H")]
    state = state_after(*agreed)
    assert (state.due_from, state.due_by, state.grade) == ("2026-11-20", "2026-11-20", "H")


def test_a_regrade_counts_from_the_last_contact() -> None:
    called = fact("contact", "2026-11-11T10:00", 2)
    assert state_after(called, fact("assess", "2026-11-13T10:00", 3, grade="B")).due_by == "2026-11-18"


def test_a_letter_is_followed_by_a_call_three_days_later() -> None:
    assert state_after(fact("letter", "2026-11-11T10:00", 2)).due_by == "2026-11-14"
    assert state_after(fact("letter", "2026-11-11T10:00", 2, on="2026-11-13")).due_by == "2026-11-13"


ORDERED = fact("order", "2026-11-12T10:00", 2)


def cancelled(day: int, order: int, operation: int) -> Fact:
    return fact("cancel", f"2026-11-{day}T10:00", order, operation)


def test_an_order_sets_o_and_its_cancellation_gives_the_grade_back() -> None:
    state = state_after(ORDERED)
    assert (state.status, state.grade, state.due_by) == ("ordered", "O", "2026-11-19")
    assert state_after(ORDERED, fact("assess", "2026-11-13T10:00", 3, grade="C")).grade == "O"
    back = state_after(ORDERED, cancelled(14, 2, 3))
    assert (back.status, back.grade, back.due_by, back.ordered_at) == ("open", "A", "2026-11-15", None)


def test_a_cancellation_asks_for_a_call_tomorrow_whatever_was_tried_or_agreed_before() -> None:
    """A try of the order's time names the 25th; that it was cancelled is asked on the 15th."""
    tried = fact("try", "2026-11-13T10:00", 3, on="2026-11-25")
    back = state_after(ORDERED, tried, cancelled(14, 2, 4))
    assert (back.due_by, back.list_on, back.retry_on) == ("2026-11-15", "2026-11-15", None)
    agreed = fact("contact", "2026-11-13T10:00", 3, on="2026-11-25")
    again = state_after(ORDERED, agreed, cancelled(14, 2, 4), fact("try", "2026-11-15T10:00", 5))
    assert (again.due_by, again.retry_on) == ("2026-11-15", "2026-11-16")


def test_a_second_order_after_a_cancellation_remembers_the_same_grade() -> None:
    facts = [ORDERED, cancelled(13, 2, 3), fact("order", "2026-11-14T10:00", 4), cancelled(15, 4, 5)]
    assert state_after(*facts).grade == "A"
    assert [result.grade for result in replay([opened(), *facts], FIVE).orders.values()] == ["A", "A"]


@pytest.mark.parametrize("order", [2, 4])
def test_a_cancellation_ends_its_own_order_only(order: int) -> None:
    """Whichever of two orders it is, the other stands, and may be delivered or cancelled."""
    other = {2: 4, 4: 2}[order]
    facts = [ORDERED, fact("order", "2026-11-13T10:00", 4), cancelled(14, order, 5)]
    state = state_after(*facts)
    assert (state.status, state.grade, state.ordered_at) == (
        "ordered", "O", {2: "2026-11-12T10:00", 4: "2026-11-13T10:00"}[other],
    )  # fmt: skip
    assert state_after(*facts, fact("deliver", "2026-11-15T10:00", other, 6)).status == "delivered"
    assert state_after(*facts, cancelled(15, other, 6)).status == "open"


def test_an_order_that_is_recorded_after_the_cancellation_of_another_stands() -> None:
    """Ordered on the 12th and cancelled on the 14th; then an order of the 13th is recorded."""
    state = state_after(ORDERED, cancelled(14, 2, 3), fact("order", "2026-11-13T10:00", 4))
    assert (state.status, state.ordered_at) == ("ordered", "2026-11-13T10:00")


def test_a_delivery_closes() -> None:
    state = state_after(ORDERED, fact("deliver", "2026-11-15T10:00", 2, 3))
    assert (state.status, state.closed_at, state.grade) == ("delivered", "2026-11-15T10:00", "O")


def test_an_order_and_its_delivery_are_whose_the_lead_was_then() -> None:
    facts = [
        opened(card={"source": 5, "model": 6}),
        fact("contact", "2026-11-11T10:00", 2),
        fact("try", "2026-11-11T11:00", 3),
        fact("order", "2026-11-12T10:00", 4),
        fact("assign", "2026-11-13T10:00", 5, staff=8),
        fact("contact", "2026-11-14T10:00", 6, grade="C"),
        fact("deliver", "2026-11-15T10:00", 4, 7),
        fact("assign", "2026-11-16T10:00", 8, staff=9),
    ]
    assert replay(facts, FIVE).orders == {4: (7, 5, 6, "A", 1, 8)}
    assert replay(facts, FIVE).follow_ups == {2: 7, 3: 7, 6: 8}


def test_a_churn_is_whose_the_lead_was_then() -> None:
    lost = fact("churn", "2026-11-12T10:00", 2, result="defeat")
    later = [
        fact("assign", "2026-11-13T10:00", 3, staff=8),
        fact("assess", "2026-11-13T11:00", 4, grade="H", card={"model": 9}),
        fact("verify", "2026-11-14T10:00", 5, result="confirmed"),
    ]
    found = replay([opened(card={"source": 5, "model": 6}), lost, *later], FIVE)
    assert found.churns == {2: ("confirmed", "2026-11-14T10:00", 7, 5, 6, "A")}


def test_an_opening_is_what_was_known_when_its_day_ended() -> None:
    evening = fact("assign", "2026-11-10T20:00", 2, staff=8)
    known = fact("assess", "2026-11-10T21:00", 3, grade="H", card={"model": 6})
    changed = fact("assess", "2026-11-11T10:00", 4, grade="C", card={"model": 9})
    handed_over = fact("assign", "2026-11-11T10:00", 5, staff=9)
    state = replay([opened(card={"source": 5, "model": 4}), evening, known, changed, handed_over], FIVE).state
    assert (state.opened_consultant, state.opened_source, state.opened_model) == (8, 5, 6)
    assert (state.consultant, state.model) == (9, 9)


def test_an_opening_of_nobody_is_the_first_owners() -> None:
    state = replay(
        [
            opened(staff=None),
            fact("assign", "2026-11-12T10:00", 2, staff=8),
            fact("visit", "2026-11-13T10:00", 3, result="walk-in", card={"source": 5, "model": 6}),
            fact("assign", "2026-11-14T10:00", 4, staff=9),
        ],
        FIVE,
    ).state
    assert (state.opened_consultant, state.opened_source, state.opened_model) == (8, 5, 6)


LOST = fact("churn", "2026-11-15T10:00", 2, result="defeat")


def unreachable(day: int) -> Fact:
    return fact("verify", f"2026-11-{day}T10:00", day, result="unreachable")


def test_a_churn_is_to_be_verified_by_the_next_day() -> None:
    state = state_after(LOST)
    assert (state.status, state.task) == ("defeated", "verification")
    assert (state.due_from, state.due_by) == ("2026-11-15", "2026-11-16")


def test_three_unreachable_call_backs_archive_it() -> None:
    once = state_after(LOST, unreachable(16))
    assert (once.attempts, once.due_by) == (1, "2026-11-17")
    assert state_after(LOST, unreachable(16), unreachable(17)).closed_at is None
    gone = state_after(LOST, unreachable(16), unreachable(17), unreachable(18))
    assert (gone.verification, gone.closed_at) == ("unreachable", "2026-11-18T10:00")


def test_an_overturned_churn_is_due_the_next_day_and_may_churn_again() -> None:
    back = state_after(LOST, fact("verify", "2026-11-16T10:00", 3, result="overturned"))
    assert (back.status, back.verification, back.due_by, back.attempts) == ("open", "overturned", "2026-11-17", 0)
    again = state_after(
        LOST,
        fact("verify", "2026-11-16T10:00", 3, result="overturned"),
        fact("churn", "2026-11-18T10:00", 4, result="lost-contact"),
    )
    assert (again.status, again.verification) == ("lost", "pending")


def test_who_comes_or_orders_while_it_is_verified_has_not_churned() -> None:
    for back in (fact("visit", "2026-11-15T15:00", 3, result="walk-in"), fact("order", "2026-11-15T15:00", 3)):
        found = replay([opened(), LOST, back, fact("verify", "2026-11-15T16:00", 4, result="confirmed")], FIVE)
        assert (found.churns[2].result, found.churns[2].decided_at) == ("overturned", "2026-11-15T15:00")
        assert found.state.closed_at is None


def test_a_churn_of_an_old_register_is_asked_of_nobody() -> None:
    found = replay([opened(), fact("churn", "2026-11-15T23:59", 2, result="lost-contact", flag=True)], FIVE)
    assert (found.state.status, found.state.closed_at) == ("lost", "2026-11-15T23:59")
    assert (found.state.verification, found.churns[2].result) == (None, None)


def test_a_sleeping_lead_wakes_on_its_day_or_by_a_contact() -> None:
    asleep = fact("dormant", "2026-11-11T10:00", 2, on="2027-02-01")
    state = state_after(asleep)
    assert (state.status, state.wake_on, state.due_from) == ("dormant", "2027-02-01", "2027-02-01")
    woken = state_after(asleep, fact("contact", "2026-11-12T10:00", 3))
    assert (woken.status, woken.wake_on, woken.due_by) == ("open", None, "2026-11-17")
    tried = state_after(asleep, fact("try", "2026-11-12T10:00", 3))
    assert (tried.status, tried.due_by, tried.retry_on) == ("dormant", "2027-02-01", None)


def test_an_ordered_lead_cannot_sleep() -> None:
    """Laid to sleep on the 13th, then an order of the 12th is recorded: no command lets an ordered lead sleep."""
    state = state_after(fact("dormant", "2026-11-13T10:00", 2, on="2027-02-01"), fact("order", "2026-11-12T10:00", 3))
    assert (state.status, state.wake_on, state.due_by) == ("ordered", None, "2026-11-19")


def test_a_churned_lead_cannot_sleep() -> None:
    assert state_after(LOST, fact("dormant", "2026-11-15T12:00", 3, on="2027-02-01")).task == "verification"


def test_a_lead_that_is_won_back_begins_on_its_day_or_when_they_come() -> None:
    start, known = fact("start", "2026-12-01T00:00", 1), fact("assess", "2026-11-10T11:00", 2, grade="B")
    waiting = replay([start, known], FIVE).state
    assert (waiting.status, waiting.opened_at, waiting.opened_grade) == ("dormant", "2026-12-01T00:00", "B")
    assert (waiting.task, waiting.due_from, waiting.last_contact) == ("first-follow-up", "2026-12-01", None)
    assert waiting.graded_at == "2026-12-01T00:00", "its grade is no older than itself"
    here = replay([start, known, fact("visit", "2026-11-20T10:00", 3, result="walk-in")], FIVE).state
    assert (here.status, here.opened_at, here.due_by) == ("open", "2026-11-20T10:00", "2026-11-21")
    assert here.graded_at == "2026-11-20T10:00"
    graded = replay([start, fact("assess", "2026-12-02T10:00", 2, grade="H")], FIVE).state
    assert (graded.grade, graded.due_by) == ("H", "2026-12-01")


def test_a_closed_day_passes_every_due_date_on() -> None:
    policy = parse_policy('closed = ["2026-11-11", "2026-11-12"]\n' + SMALL.lstrip())
    assert replay([opened(grade="H")], policy).state.due_by == "2026-11-13"
    churned = replay([opened(grade="H"), fact("churn", "2026-11-11T10:00", 2, result="defeat")], policy).state
    assert (churned.due_from, churned.due_by) == ("2026-11-13", "2026-11-13")


def test_the_first_to_serve_owns_the_lead_until_it_is_given_away() -> None:
    again = fact("visit", "2026-11-12T10:00", 2, result="walk-in", staff=8)
    assert state_after(again).consultant == 7
    assert state_after(again, fact("assign", "2026-11-11T10:00", 3, staff=9)).consultant == 9
    pooled = [fact("assign", "2026-11-11T10:00", 3, staff=None), again]
    assert state_after(*pooled).consultant is None, "whoever serves a lead of the pool does not own it by that"


def test_the_card_keeps_the_first_source_and_the_last_need() -> None:
    state = replay(
        [
            opened(card={"source": 1, "model": 1, "budget_low": 1.0, "budget_high": 2.0}),
            fact("visit", "2026-11-12T10:00", 2, result="call", card={"source": 2, "model": 2, "budget_high": 3.0}),
        ],
        FIVE,
    ).state
    assert (state.source, state.model) == (1, 2)
    assert (state.budget_low, state.budget_high) == (None, 3.0), "a new budget is a whole one"


def test_visits_are_first_or_return_and_new_or_not() -> None:
    found = replay(
        [
            fact("visit", "2026-11-10T10:00", 1, result="call"),
            fact("visit", "2026-11-11T10:00", 2, result="walk-in"),
            fact("visit", "2026-11-12T10:00", 3, result="walk-in", flag=True),
            fact("visit", "2026-11-13T10:00", 4, result="online"),
            fact("visit", "2026-11-14T10:00", 5, result="walk-in", first=1),
        ],
        FIVE,
    )
    assert {visit: (result.nature, result.is_new) for visit, result in found.visits.items()} == {
        1: (None, True), 2: ("first", True), 3: ("return", False), 4: (None, False), 5: ("first", True),
    }  # fmt: skip
    assert (found.state.met_at, found.state.drove_at) == ("2026-11-11T10:00", "2026-11-12T10:00")


def test_a_visit_that_names_nobody_is_the_leads_owners_of_that_time() -> None:
    """So are its source and its model, where it says none."""
    found = replay(
        [
            opened(card={"source": 5, "model": 6}),
            fact("visit", "2026-11-12T10:00", 2, result="walk-in"),
            fact("assign", "2026-11-13T10:00", 3, staff=8),
            fact("visit", "2026-11-14T10:00", 4, result="walk-in", staff=9, card={"source": 1, "model": 7}),
            fact("visit", "2026-11-15T10:00", 5, result="call"),
        ],
        FIVE,
    )
    assert {visit: result[2:] for visit, result in found.visits.items()} == {
        1: (None, None, None), 2: (7, 5, 6), 4: (None, None, None), 5: (8, 5, 7),
    }  # fmt: skip


def test_a_follow_up_without_an_answer_is_a_try_however_it_was_made() -> None:
    assert follow_up_kind("letter", "no-answer") == follow_up_kind("phone", "no-answer") == "try"
    assert follow_up_kind("letter", "continued") == "letter"
    assert follow_up_kind("home-visit", "refused") == "contact"
