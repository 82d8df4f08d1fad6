"""An online lead waits for the call that screens it, and what the call finds dates the next one."""

from __future__ import annotations

from typing import Any

import pytest

from leadctl.domain.due import Task, screening_reason, work_order
from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import LeadState
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.replay import replay
from leadctl.domain.screening import call_again_on
from tests.domain.facts_of_leads import fact
from tests.domain.test_due_order import TASK
from tests.domain.test_policy import FIVE, SMALL

CLOSED = parse_policy('closed = ["2026-11-10", "2026-11-11"]\n' + SMALL.lstrip())
"""The store is closed on the day of the enquiry and the day after."""


def enquiry(at: str = "2026-11-10T10:00", id_: int = 1, **more: Any) -> Fact:
    return fact("visit", at, id_, **({"result": "online"} | more))


def screened(result: str, at: str, id_: int = 2, on: str | None = None) -> Fact:
    return fact("screen", at, id_, result=result, on=on)


def state_after(*facts: Fact, policy: Policy = FIVE) -> LeadState:
    """The state after the enquiry of the 10th and these facts."""
    return replay([enquiry(), *facts], policy).state


def owed(state: LeadState) -> tuple[str | None, str | None, str | None]:
    return state.task, state.due_from, state.due_by


def test_an_enquiry_is_to_be_screened_at_once() -> None:
    assert owed(state_after()) == ("screening", "2026-11-10", "2026-11-10")


def test_an_enquiry_while_the_store_is_closed_is_screened_on_its_next_day() -> None:
    assert owed(state_after(policy=CLOSED)) == ("screening", "2026-11-12", "2026-11-12")


def test_unreached_is_tried_again_the_next_day_and_stays_a_screening_owed_since_the_enquiry() -> None:
    state = state_after(screened("unreached", "2026-11-10T10:20"))
    assert owed(state) == ("screening", "2026-11-10", "2026-11-10")
    assert (state.retry_on, state.list_on) == ("2026-11-11", "2026-11-11")
    assert (state.attempts, state.screened, state.last_contact) == (1, None, "2026-11-10T10:00")


def test_a_comes_with_the_appointment() -> None:
    state = state_after(
        screened("A", "2026-11-10T10:20", on="2026-11-14"),
        fact("appoint", "2026-11-10T10:20", 3, on="2026-11-14T15:00"),
    )
    assert owed(state) == ("appointment", "2026-11-14", "2026-11-14")
    assert (state.screened, state.attempts, state.last_contact) == ("A", 0, "2026-11-10T10:20")


def test_an_a_without_an_appointment_is_called_the_next_day_to_make_it() -> None:
    assert owed(state_after(screened("A", "2026-11-10T10:20"))) == ("follow-up", "2026-11-11", "2026-11-11")


def test_an_a_that_does_not_come_is_invited_again_the_day_after() -> None:
    agreed = fact("appoint", "2026-11-10T10:20", 3, on="2026-11-14T15:00")
    facts = [screened("A", "2026-11-10T10:20", on="2026-11-14"), agreed]
    assert owed(state_after(*facts)) == ("appointment", "2026-11-14", "2026-11-14")
    assert state_after(*facts).due_on("2026-11-14") == ("appointment", "2026-11-14", "2026-11-14")
    assert state_after(*facts).due_on("2026-11-15") == ("follow-up", "2026-11-15", "2026-11-15")


@pytest.mark.parametrize(
    ("promised", "called_on"),
    [("2026-11-20", "2026-11-18"), ("2026-11-12", "2026-11-11"), ("2026-11-11", "2026-11-11"), (None, "2026-11-23")],
)
def test_b_is_called_two_days_before_the_promised_day_and_not_today(promised: str | None, called_on: str) -> None:
    """Without a day they come on the last one, the 15th after the call: the 25th."""
    assert owed(state_after(screened("B", "2026-11-10T10:20", on=promised))) == ("follow-up", called_on, called_on)


def test_c_is_called_every_15_days() -> None:
    first = screened("C", "2026-11-10T10:20")
    assert owed(state_after(first)) == ("follow-up", "2026-11-25", "2026-11-25")
    again = screened("C", "2026-11-25T09:00", 3)
    assert owed(state_after(first, again)) == ("follow-up", "2026-12-10", "2026-12-10")


def test_who_is_nurtured_and_not_reached_is_tried_again_and_keeps_the_result() -> None:
    state = state_after(
        screened("B", "2026-11-10T10:20", on="2026-11-20"), screened("unreached", "2026-11-18T09:00", 3)
    )  # fmt: skip
    assert owed(state) == ("follow-up", "2026-11-18", "2026-11-18")
    assert (state.screened, state.attempts, state.retry_on) == ("B", 1, "2026-11-19")


def test_the_latest_result_counts() -> None:
    state = state_after(screened("C", "2026-11-10T10:20"), screened("A", "2026-11-25T09:00", 3))
    assert (state.screened, owed(state)) == ("A", ("follow-up", "2026-11-26", "2026-11-26"))


def test_a_result_is_no_grade() -> None:
    ungraded = state_after(screened("A", "2026-11-10T10:20"))
    assert (ungraded.grade, ungraded.opened_grade) == (None, None)
    graded = replay([enquiry(grade="H"), screened("C", "2026-11-10T10:20")], FIVE).state
    assert (graded.grade, graded.screened) == ("H", "C")


GAVE_UP = (screened("D", "2026-11-10T10:20"), fact("churn", "2026-11-10T10:20", 3, result="defeat"))


def test_d_is_a_defeat_that_awaits_its_verification() -> None:
    state = state_after(*GAVE_UP)
    assert (state.status, state.verification, state.screened) == ("defeated", "pending", "D")
    assert owed(state) == ("verification", "2026-11-10", "2026-11-11")


def test_an_overturned_d_is_called_the_next_day_and_may_be_screened_again() -> None:
    back = fact("verify", "2026-11-12T09:00", 4, result="overturned")
    assert owed(state_after(*GAVE_UP, back)) == ("follow-up", "2026-11-13", "2026-11-13")
    assert state_after(*GAVE_UP, back, screened("B", "2026-11-13T09:00", 5, on="2026-11-20")).screened == "B"


def test_who_enquires_again_before_the_first_call_still_waits_for_it() -> None:
    """It is no contact of ours."""
    state = state_after(enquiry("2026-11-10T20:00", 2))
    assert owed(state) == ("screening", "2026-11-10", "2026-11-10")
    assert (state.last_contact, state.call_on) == ("2026-11-10T10:00", None)
    assert owed(state_after(enquiry("2026-11-12T20:00", 2))) == ("screening", "2026-11-10", "2026-11-10")


def test_who_enquires_again_after_a_try_is_called_today_and_not_tomorrow() -> None:
    state = state_after(screened("unreached", "2026-11-10T10:20"), enquiry("2026-11-10T20:00", 3))
    assert owed(state) == ("screening", "2026-11-10", "2026-11-10")
    assert (state.attempts, state.retry_on, state.list_on) == (1, None, "2026-11-10")


def test_an_enquiry_after_the_screening_is_owed_an_answer_the_same_day() -> None:
    """A call beside the window: that of the screening, on the 25th, goes on."""
    state = state_after(screened("C", "2026-11-10T10:20"), enquiry("2026-11-12T10:00", 3))
    assert owed(state) == ("follow-up", "2026-11-12", "2026-11-12")
    assert (state.call_on, state.call_why, state.last_contact) == ("2026-11-12", "enquiry", "2026-11-10T10:20")
    assert (state.window_from, state.window_by) == ("2026-11-25", "2026-11-25")


def test_the_answer_to_an_enquiry_answers_the_window() -> None:
    """Ungraded as the coldest grade: within 15 days."""
    facts = [screened("C", "2026-11-10T10:20"), enquiry("2026-11-12T10:00", 3)]
    answer = fact("contact", "2026-11-13T10:00", 4)
    found = replay([enquiry(), *facts, answer], FIVE)
    assert [(window.due_by, window.counted_on) for window in found.windows] == [("2026-11-25", "2026-11-13")]
    assert (found.state.call_on, found.state.due_by) == (None, "2026-11-28")


def test_an_enquiry_that_nobody_answers_stays_owed_since_its_day() -> None:
    facts = [screened("C", "2026-11-10T10:20"), enquiry("2026-11-12T10:00", 3), enquiry("2026-11-14T10:00", 4)]
    assert owed(state_after(*facts)) == ("follow-up", "2026-11-12", "2026-11-12")
    tried = state_after(*facts, fact("try", "2026-11-14T11:00", 5))
    assert owed(tried) == ("follow-up", "2026-11-12", "2026-11-12")
    assert (tried.retry_on, tried.call_why) == ("2026-11-15", "enquiry")


def test_a_no_show_does_not_put_off_the_answer_to_an_enquiry() -> None:
    """C: called again on the 25th. They are to come on the 16th, enquire on the 14th, and do not come."""
    comes = fact("appoint", "2026-11-11T10:00", 3, on="2026-11-16T10:00")
    state = state_after(screened("C", "2026-11-10T10:20"), comes, enquiry("2026-11-14T10:00", 4))
    assert owed(state) == ("follow-up", "2026-11-14", "2026-11-14")
    assert state.due_on("2026-11-18") == ("follow-up", "2026-11-14", "2026-11-14")
    missed = state_after(
        screened("C", "2026-11-10T10:20"), comes, enquiry("2026-11-14T10:00", 4), fact("assess", "2026-11-18T10:00", 5)
    )
    assert owed(missed) == ("follow-up", "2026-11-14", "2026-11-14")


def test_an_enquiry_wakes_who_sleeps_and_is_answered_today() -> None:
    asleep = fact("dormant", "2026-11-11T10:00", 3, on="2027-02-01")
    state = state_after(screened("C", "2026-11-10T10:20"), asleep, enquiry("2026-11-20T10:00", 4))
    assert (state.status, owed(state)) == ("open", ("follow-up", "2026-11-20", "2026-11-20"))


def test_an_enquiry_while_a_churn_is_verified_overturns_it_and_is_answered_today() -> None:
    lost = fact("churn", "2026-11-12T10:00", 3, result="defeat")
    found = replay([enquiry(), screened("C", "2026-11-10T10:20"), lost, enquiry("2026-11-13T10:00", 4)], FIVE)
    assert (found.churns[3].result, found.state.status) == ("overturned", "open")
    assert owed(found.state) == ("follow-up", "2026-11-13", "2026-11-13")


def test_whom_somebody_spoke_with_needs_no_first_call() -> None:
    came = state_after(fact("visit", "2026-11-10T15:00", 2, result="walk-in", grade="H"))
    assert owed(came) == ("follow-up", "2026-11-11", "2026-11-12")
    called = state_after(fact("contact", "2026-11-10T10:10", 2, grade="H"))
    assert owed(called) == ("follow-up", "2026-11-11", "2026-11-12")


def test_a_try_by_a_follow_up_leaves_the_screening_open() -> None:
    state = state_after(fact("try", "2026-11-10T10:10", 2))
    assert (owed(state), state.retry_on) == (("screening", "2026-11-10", "2026-11-10"), "2026-11-11")


def test_an_enquiry_of_somebody_who_came_before_opens_nothing_to_screen() -> None:
    """They are owed an answer today, and the first follow-up tomorrow."""
    facts = [fact("visit", "2026-11-10T09:00", 1, result="walk-in", grade="H"), enquiry("2026-11-10T10:00", 2)]
    state = replay(facts, FIVE).state
    assert owed(state) == ("follow-up", "2026-11-10", "2026-11-10")
    assert (state.window_task, state.window_by) == ("first-follow-up", "2026-11-11")


@pytest.mark.parametrize(
    ("result", "promised", "day"),
    [
        ("A", "2026-03-05", None),
        ("A", None, "2026-02-28"),
        ("B", "2026-03-14", "2026-03-12"),
        ("B", None, "2026-03-12"),
        ("C", None, "2026-03-14"),
        ("D", None, None),
        ("unreached", None, None),
    ],
)
def test_the_next_call_over_the_end_of_a_month(result: str, promised: str | None, day: str | None) -> None:
    assert call_again_on(result, "2026-02-27", promised) == day


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-10T10:00", "online enquiry, waiting 0 min: first call"),
        ("2026-11-10T10:31", "online enquiry, waiting 31 min: first call"),
        ("2026-11-10T11:59", "online enquiry, waiting 119 min: first call"),
        ("2026-11-10T12:00", "online enquiry, waiting 2 h: first call"),
        ("2026-11-12T09:59", "online enquiry, waiting 47 h: first call"),
        ("2026-11-12T10:00", "online enquiry, waiting 2 d: first call"),
        ("2026-11-20T10:00", "online enquiry, waiting 10 d: first call"),
        ("2026-11-10T09:00", "online enquiry, waiting 0 min: first call"),
    ],
)
def test_waiting_is_told_in_minutes_then_hours_then_days(now: str, sentence: str) -> None:
    reason = screening_reason("2026-11-10T10:00", 0, now)
    assert reason.text.format(**reason.values) == sentence


def test_after_tries_the_reason_tells_them() -> None:
    reason = screening_reason("2026-11-10T10:00", 2, "2026-11-12T10:00")
    assert reason.text.format(**reason.values) == "no answer 2×: try again"


def test_who_is_to_be_screened_comes_before_all_else() -> None:
    late: Task = TASK._replace(lead=1, grade="H", days_over=9, due_by="2026-11-13")
    new = TASK._replace(lead=3, task="screening", grade=None, due_by="2026-11-22", last_contact="2026-11-22T08:00")
    older = new._replace(lead=2, last_contact="2026-11-22T07:00")
    assert [task.lead for task in sorted([late, new, older], key=work_order)] == [2, 3, 1]
