"""An online lead waits for the call that screens it, and what the call finds dates the next one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from leadctl.domain.due import Task, screening_reason, work_order
from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.policy import Policy, parse_policy
from leadctl.domain.screening import call_again_on
from tests.domain.lives import fact
from tests.domain.test_due_order import TASK
from tests.domain.test_policy import FIVE, SMALL

CLOSED = parse_policy('closed = ["2026-11-10", "2026-11-11"]\n' + SMALL.lstrip())
"""The store is closed on the day of the enquiry and the day after."""


def enquiry(at: str = "2026-11-10T10:00", id_: int = 1, **more: Any) -> Fact:
    return fact("visit", at, id_, **({"result": "online"} | more))


def screened(result: str, at: str, id_: int = 2, on: str | None = None) -> Fact:
    return fact("screen", at, id_, result=result, on=on)


def stood(*facts: Fact, policy: Policy = FIVE, today: str | None = None) -> Any:
    return replay([enquiry(), *facts], policy, today=today).standing


def owed(standing: Any) -> tuple[str, str, str]:
    return standing.task, standing.due_from, standing.due_by


def test_an_enquiry_is_to_be_screened_at_once() -> None:
    assert owed(stood()) == ("screening", "2026-11-10", "2026-11-10")


def test_an_enquiry_while_the_store_is_closed_is_screened_on_its_next_day() -> None:
    assert owed(stood(policy=CLOSED)) == ("screening", "2026-11-12", "2026-11-12")


def test_unreached_comes_back_the_next_day_and_stays_a_screening() -> None:
    standing = stood(screened("unreached", "2026-11-10T10:20"))
    assert owed(standing) == ("screening", "2026-11-11", "2026-11-11")
    assert (standing.attempts, standing.screened, standing.last_contact) == (1, None, "2026-11-10T10:00")


def test_a_comes_with_the_appointment() -> None:
    standing = stood(
        screened("A", "2026-11-10T10:20", on="2026-11-14"),
        fact("appoint", "2026-11-10T10:20", 3, on="2026-11-14T15:00"),
    )
    assert owed(standing) == ("appointment", "2026-11-14", "2026-11-14")
    assert (standing.screened, standing.attempts, standing.last_contact) == ("A", 0, "2026-11-10T10:20")


def test_an_a_without_an_appointment_is_called_the_next_day_to_make_it() -> None:
    assert owed(stood(screened("A", "2026-11-10T10:20"))) == ("follow-up", "2026-11-11", "2026-11-11")


def test_an_a_that_does_not_come_is_invited_again_the_day_after() -> None:
    agreed = fact("appoint", "2026-11-10T10:20", 3, on="2026-11-14T15:00")
    facts = [screened("A", "2026-11-10T10:20", on="2026-11-14"), agreed]
    assert owed(stood(*facts, today="2026-11-14")) == ("appointment", "2026-11-14", "2026-11-14")
    assert owed(stood(*facts, today="2026-11-15")) == ("follow-up", "2026-11-15", "2026-11-15")


@pytest.mark.parametrize(
    ("promised", "called_on"),
    [("2026-11-20", "2026-11-18"), ("2026-11-12", "2026-11-11"), ("2026-11-11", "2026-11-11"), (None, "2026-11-23")],
)
def test_b_is_called_two_days_before_the_promised_day_and_not_today(promised: str | None, called_on: str) -> None:
    """Without a day they come on the last one, the 15th after the call: the 25th."""
    assert owed(stood(screened("B", "2026-11-10T10:20", on=promised))) == ("follow-up", called_on, called_on)


def test_c_is_called_every_15_days() -> None:
    first = screened("C", "2026-11-10T10:20")
    assert owed(stood(first)) == ("follow-up", "2026-11-25", "2026-11-25")
    again = screened("C", "2026-11-25T09:00", 3)
    assert owed(stood(first, again)) == ("follow-up", "2026-12-10", "2026-12-10")


def test_who_is_nurtured_and_not_reached_is_tried_again_and_keeps_the_result() -> None:
    standing = stood(
        screened("B", "2026-11-10T10:20", on="2026-11-20"), screened("unreached", "2026-11-18T09:00", 3)
    )  # fmt: skip
    assert owed(standing) == ("follow-up", "2026-11-19", "2026-11-19")
    assert (standing.screened, standing.attempts) == ("B", 1)


def test_the_latest_result_counts() -> None:
    standing = stood(screened("C", "2026-11-10T10:20"), screened("A", "2026-11-25T09:00", 3))
    assert (standing.screened, owed(standing)) == ("A", ("follow-up", "2026-11-26", "2026-11-26"))


def test_a_result_is_no_grade() -> None:
    ungraded = stood(screened("A", "2026-11-10T10:20"))
    assert (ungraded.grade, ungraded.opened_grade) == (None, None)
    graded = replay([enquiry(grade="H"), screened("C", "2026-11-10T10:20")], FIVE).standing
    assert (graded.grade, graded.screened) == ("H", "C")


GAVE_UP = (screened("D", "2026-11-10T10:20"), fact("churn", "2026-11-10T10:20", 3, result="defeat"))


def test_d_is_a_defeat_that_awaits_its_verification() -> None:
    standing = stood(*GAVE_UP)
    assert (standing.status, standing.verification, standing.screened) == ("defeated", "pending", "D")
    assert owed(standing) == ("verification", "2026-11-10", "2026-11-11")


def test_an_overturned_d_is_called_the_next_day_and_may_be_screened_again() -> None:
    back = fact("verify", "2026-11-12T09:00", 4, result="overturned")
    assert owed(stood(*GAVE_UP, back)) == ("follow-up", "2026-11-13", "2026-11-13")
    assert stood(*GAVE_UP, back, screened("B", "2026-11-13T09:00", 5, on="2026-11-20")).screened == "B"


def test_who_enquires_again_before_the_first_call_still_waits_for_it() -> None:
    again = enquiry("2026-11-10T20:00", 2)
    standing = stood(again)
    assert owed(standing) == ("screening", "2026-11-10", "2026-11-10")
    assert standing.last_contact == "2026-11-10T20:00"
    assert owed(stood(enquiry("2026-11-12T20:00", 2))) == ("screening", "2026-11-10", "2026-11-10")


def test_who_enquires_again_after_a_try_is_called_today_and_not_tomorrow() -> None:
    standing = stood(screened("unreached", "2026-11-10T10:20"), enquiry("2026-11-10T20:00", 3))
    assert owed(standing) == ("screening", "2026-11-10", "2026-11-10")
    assert standing.attempts == 0


def test_an_enquiry_after_the_screening_is_a_contact_like_any_other() -> None:
    """Ungraded as the coldest grade: within 15 days."""
    standing = stood(screened("C", "2026-11-10T10:20"), enquiry("2026-11-12T10:00", 3))
    assert owed(standing) == ("follow-up", "2026-11-27", "2026-11-27")


def test_whom_somebody_spoke_with_needs_no_first_call() -> None:
    came = stood(fact("visit", "2026-11-10T15:00", 2, result="walk-in", grade="H"))
    assert owed(came) == ("follow-up", "2026-11-11", "2026-11-12")
    called = stood(fact("contact", "2026-11-10T10:10", 2, grade="H"))
    assert owed(called) == ("follow-up", "2026-11-11", "2026-11-12")


def test_a_try_by_a_follow_up_leaves_the_screening_open() -> None:
    assert owed(stood(fact("try", "2026-11-10T10:10", 2))) == ("screening", "2026-11-11", "2026-11-11")


def test_an_enquiry_of_somebody_who_came_before_opens_nothing_to_screen() -> None:
    facts = [fact("visit", "2026-11-10T09:00", 1, result="walk-in", grade="H"), enquiry("2026-11-10T10:00", 2)]
    assert owed(replay(facts, FIVE).standing) == ("follow-up", "2026-11-11", "2026-11-12")


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
    late: Task = replace(TASK, lead=1, grade="H", days_over=9, due_by="2026-11-13")
    new = replace(TASK, lead=3, task="screening", grade=None, due_by="2026-11-22", last_contact="2026-11-22T08:00")
    older = replace(new, lead=2, last_contact="2026-11-22T07:00")
    assert [task.lead for task in sorted([late, new, older], key=work_order)] == [2, 3, 1]
