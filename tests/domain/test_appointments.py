"""Appointments and the first screening in the history of a lead, by days counted by hand.

The first visit or enquiry is on the 10th of November.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import ContactWindow, LeadState
from leadctl.domain.policy import Policy
from leadctl.domain.replay import Replay, replay
from tests.domain.facts_of_leads import fact, facts_of_lead
from tests.domain.test_policy import FIVE

Owed = tuple[str | None, str | None, str | None]


def replay_of(*facts: Fact, policy: Policy = FIVE) -> Replay:
    return replay(facts, policy)


def state_of(*facts: Fact, policy: Policy = FIVE) -> LeadState:
    return replay(facts, policy).state


def owed(*facts: Fact, today: str = "2026-11-10", policy: Policy = FIVE) -> Owed:
    """(task, due from, due by) on a day; before the day of any appointment unless it is said."""
    return state_of(*facts, policy=policy).due_on(today)


def visit(day: int = 10, **more: Any) -> Fact:
    return fact("visit", f"2026-11-{day}T10:00", day, **{"result": "walk-in", "staff": 7, "grade": "B", **more})


def called(day: int, **more: Any) -> Fact:
    return fact("contact", f"2026-11-{day}T11:00", day, **more)


def tried(day: int, **more: Any) -> Fact:
    return fact("try", f"2026-11-{day}T11:00", 200 + day, **more)


def appointed(made: int, comes: str, id_: int = 90) -> Fact:
    return fact("appoint", f"2026-11-{made}T12:00", id_, on=f"2026-{comes}T15:00")


def noted(day: int) -> Fact:
    """A fact of a later day that says nothing: by then, who had not come has not come."""
    return fact("assess", f"2026-11-{day}T10:00", 300 + day)


ENQUIRY = visit(result="online", grade=None, staff=None)


def screened(result: str, on: str | None = None, day: int = 10) -> Fact:
    return fact("screen", f"2026-11-{day}T10:20", 50 + day, result=result, on=on)


def test_an_appointment_before_the_next_contact_takes_its_place_until_its_day() -> None:
    assert owed(visit(), called(11)) == ("follow-up", "2026-11-18", "2026-11-18")  # B: every 7 days
    assert owed(visit(), called(11), appointed(11, "11-16")) == ("appointment", "2026-11-16", "2026-11-16")


def test_one_on_the_last_day_of_the_window_takes_its_place_too() -> None:
    assert owed(visit(), called(11), appointed(11, "11-18"))[0] == "appointment"


def test_an_appointment_beyond_the_window_leaves_the_contact_owed() -> None:
    state = state_of(visit(), called(11), appointed(11, "11-19"))
    assert (state.task, state.due_by) == ("follow-up", "2026-11-18")
    assert state.meets_at == "2026-11-19T15:00"


def test_a_contact_before_a_far_appointment_lets_it_take_the_next_windows_place() -> None:
    assert owed(visit(), called(11), appointed(11, "11-19"), called(17)) == ("appointment", "2026-11-19", "2026-11-19")


def test_the_first_follow_up_is_owed_before_an_appointment_three_days_off() -> None:
    assert owed(visit(), appointed(10, "11-13")) == ("first-follow-up", "2026-11-11", "2026-11-11")


@pytest.mark.parametrize("kind", ["walk-in", "event"])
def test_a_visit_on_the_day_keeps_it_and_restarts_the_clock(kind: str) -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-16"), visit(16, result=kind))
    assert found.appointments[90].result == "kept"
    assert (found.state.task, found.state.due_by) == ("follow-up", "2026-11-23")


def test_the_visit_that_keeps_it_answers_the_window_that_ran() -> None:
    """Making an appointment ends no window and counts for nothing by itself."""
    found = replay_of(visit(), called(11), appointed(11, "11-16"), visit(16))
    assert found.windows == [
        ContactWindow("first-follow-up", "B", "2026-11-10T10:00", "2026-11-11", "2026-11-11", 7, "2026-11-11T11:00",
                      "2026-11-11"),
        ContactWindow("follow-up", "B", "2026-11-11T11:00", "2026-11-18", "2026-11-18", 7, "2026-11-16T10:00",
                      "2026-11-16"),
    ]  # fmt: skip


def test_a_call_on_the_day_does_not_keep_it() -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-16"), visit(16, result="call"), noted(17))
    assert found.appointments[90].result == "missed"


def test_a_contact_made_by_coming_here_keeps_it() -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-16"), called(16, flag=True))
    assert found.appointments[90].result == "kept"


def test_an_order_on_the_day_keeps_it() -> None:
    ordered = fact("order", "2026-11-16T16:00", 91)
    assert replay_of(visit(), called(11), appointed(11, "11-16"), ordered).appointments[90].result == "kept"


def test_a_visit_on_another_day_does_not_keep_it() -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-16"), visit(15))
    assert found.appointments[90].result is None
    assert found.state.task == "appointment"


def test_who_does_not_come_is_owed_a_contact_on_the_day_after() -> None:
    facts = (visit(), called(11), appointed(11, "11-16"))
    assert owed(*facts, today="2026-11-16")[0] == "appointment"
    for today in ("2026-11-17", "2026-11-20"):
        assert owed(*facts, today=today) == ("follow-up", "2026-11-17", "2026-11-17")
    state = state_of(*facts, fact("assign", "2026-11-20T10:00", 91, staff=3))
    assert (state.task, state.due_from, state.due_by) == ("follow-up", "2026-11-17", "2026-11-17")
    assert (state.call_on, state.call_why, state.meets_at) == ("2026-11-17", "no-show", None)


def test_who_does_not_come_before_closed_days_is_invited_again_when_they_are_over() -> None:
    policy = FIVE._replace(closed=frozenset({"2026-11-17", "2026-11-18"}))
    facts = (visit(), called(11), appointed(11, "11-16"))
    assert owed(*facts, today="2026-11-17", policy=policy) == ("follow-up", "2026-11-19", "2026-11-19")
    state = state_of(*facts, noted(17), policy=policy)
    assert (state.due_by, state.call_on, state.window_by) == ("2026-11-19", "2026-11-19", "2026-11-19")


def test_a_no_show_does_not_end_the_window_that_ran() -> None:
    """B: the contact after that of the 11th is owed by the 18th, and was made on the 17th."""
    found = replay_of(visit(), called(11), appointed(11, "11-16"), called(17))
    assert [(window.due_by, window.counted_on, window.on_time) for window in found.windows] == [
        ("2026-11-11", "2026-11-11", True), ("2026-11-18", "2026-11-17", True),
    ]  # fmt: skip


def test_a_no_show_that_nobody_calls_counts_once() -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-16"), called(25))
    assert [(window.due_by, window.counted_on, window.on_time) for window in found.windows] == [
        ("2026-11-11", "2026-11-11", True), ("2026-11-18", "2026-11-18", False),
    ]  # fmt: skip


def test_one_missed_on_the_last_day_of_the_window_is_owed_the_day_after_too() -> None:
    """The window contains the appointment, so that it does not end before they are invited again."""
    facts = (visit(), called(11), appointed(11, "11-18"))
    assert owed(*facts, today="2026-11-19") == ("follow-up", "2026-11-19", "2026-11-19")
    assert owed(*facts, noted(20), today="2026-11-20") == ("follow-up", "2026-11-19", "2026-11-19")
    assert state_of(*facts, noted(20)).window_by == "2026-11-19"
    assert replay_of(*facts, called(19)).windows[1][4:] == ("2026-11-19", 7, "2026-11-19T11:00", "2026-11-19")
    assert replay_of(*facts, called(20)).windows[1][4:] == ("2026-11-19", 7, "2026-11-20T11:00", "2026-11-19")


def test_a_policy_that_begins_before_they_are_invited_again_does_not_end_the_window() -> None:
    """B: the contact after that of the 11th is owed by the 18th; the 19th and 20th are closed."""
    closed = FIVE._replace(closed=frozenset({"2026-11-19", "2026-11-20"}))
    policy = closed.join([("2026-11-20", closed)])
    facts = (visit(), called(11), appointed(11, "11-18"))
    for day in (19, 20, 22):
        state = state_of(*facts, noted(day), policy=policy)
        assert (state.due_by, state.window_from, state.window_by) == ("2026-11-21", "2026-11-18", "2026-11-21")
    assert replay_of(*facts, called(21), policy=policy).windows[1].on_time


def test_the_window_that_runs_knows_that_it_contains_the_appointment() -> None:
    """Else it would count as missed on the day on which they are invited again."""
    state = state_of(visit(), called(11), appointed(11, "11-18"))
    assert (state.window_from, state.window_by) == ("2026-11-18", "2026-11-19")


def test_who_misses_a_far_appointment_is_still_owed_the_contact_before_it() -> None:
    facts = (visit(), called(11), appointed(11, "11-19"))
    assert owed(*facts, today="2026-11-22") == ("follow-up", "2026-11-18", "2026-11-18")
    state = state_of(*facts, noted(22))
    assert (state.task, state.due_by, state.window_by) == ("follow-up", "2026-11-18", "2026-11-18")


def test_an_appointment_of_an_overdue_lead_adds_no_second_missed_window() -> None:
    """The first follow-up was due on the 11th. They did not come on the 16th, and were called on the 20th."""
    found = replay_of(visit(), appointed(14, "11-16"), tried(15), called(20))
    assert [(window.due_by, window.counted_on, window.on_time) for window in found.windows] == [
        ("2026-11-11", "2026-11-11", False)
    ]


def test_a_new_appointment_discharges_the_invitation_and_the_window_goes_on() -> None:
    """B: nobody came on the 14th; on the 15th they agree to the 17th. No contact was missed."""
    facts = (visit(), called(11), appointed(11, "11-14"), appointed(15, "11-17", 91))
    state = state_of(*facts)
    assert (state.task, state.due_by, state.call_on) == ("appointment", "2026-11-17", None)
    assert (state.window_since, state.window_by) == ("2026-11-11T11:00", "2026-11-18")
    assert len(replay_of(*facts).windows) == 1
    assert [window.on_time for window in replay_of(*facts, visit(17)).windows] == [True, True]


def test_a_new_appointment_beyond_the_window_leaves_the_contact_owed() -> None:
    facts = (visit(), called(11), appointed(11, "11-14"), appointed(15, "11-25", 91))
    assert owed(*facts) == ("follow-up", "2026-11-18", "2026-11-18")
    assert len(replay_of(*facts).windows) == 1


def test_a_try_after_a_no_show_leaves_the_invitation_owed() -> None:
    facts = (visit(), called(11), appointed(11, "11-16"), tried(17))
    state = state_of(*facts)
    assert (state.task, state.due_from, state.due_by) == ("follow-up", "2026-11-17", "2026-11-17")
    assert (state.call_on, state.retry_on, state.list_on) == ("2026-11-17", "2026-11-18", "2026-11-18")
    assert len(replay_of(*facts).windows) == 1


def test_a_try_that_names_a_later_day_hides_no_appointment() -> None:
    """Tried on the 12th, again on the 30th; they are to come on the 16th, and to be invited again on the 17th."""
    facts = (visit(), called(11), appointed(11, "11-16"), tried(12, on="2026-11-30"))
    state = state_of(*facts)
    assert (state.task, state.list_on) == ("appointment", "2026-11-16")
    missed = state_of(*facts, noted(17))
    assert (missed.call_on, missed.list_on) == ("2026-11-17", "2026-11-17")


def test_a_no_show_beside_a_window_that_has_ended_leaves_the_retry() -> None:
    """A's window ends on the 16th; tried on the 17th, to be tried again on the 18th; they were to come on the 19th."""
    facts = (visit(grade="A"), called(11), appointed(11, "11-19"), tried(17), noted(20))
    state = state_of(*facts)
    assert (state.due_by, state.retry_on, state.call_on) == ("2026-11-16", "2026-11-18", "2026-11-20")


def test_a_retry_on_a_later_day_hides_no_invitation_beside_a_window_that_has_ended() -> None:
    """Tried on the 17th, again on the 30th; they did not come on the 19th, and are to be invited again on the 20th."""
    facts = (visit(grade="A"), called(11), appointed(11, "11-19"), tried(17, on="2026-11-30"), noted(20))
    state = state_of(*facts)
    assert (state.retry_on, state.call_on, state.list_on) == (None, "2026-11-20", "2026-11-14")


def test_a_contact_after_a_no_show_answers_the_invitation() -> None:
    state = state_of(visit(), called(11), appointed(11, "11-16"), called(17))
    assert (state.call_on, state.call_why, state.due_by) == (None, None, "2026-11-24")


def test_a_second_appointment_moves_the_first() -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-14"), appointed(12, "11-16", 91))
    assert [found.appointments[number].result for number in (90, 91)] == ["moved", None]
    assert found.state.meets_at == "2026-11-16T15:00"


def test_one_that_was_missed_is_not_moved_by_the_next() -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-14"), appointed(15, "11-16", 91))
    assert [found.appointments[number].result for number in (90, 91)] == ["missed", None]


@pytest.mark.parametrize(
    "end",
    [
        fact("churn", "2026-11-12T10:00", 92, result="defeat"),
        fact("dormant", "2026-11-12T10:00", 92, on="2026-12-24"),
    ],
)
def test_nobody_waits_for_who_is_lost_or_asleep(end: Fact) -> None:
    found = replay_of(visit(), called(11), appointed(11, "11-16"), end)
    assert found.appointments[90].result == "dropped"
    assert found.state.meets_at is None


def test_an_appointment_wakes_who_sleeps() -> None:
    state = state_of(visit(), fact("dormant", "2026-11-12T10:00", 92, on="2026-12-24"), appointed(13, "11-16"))
    assert (state.status, state.task, state.due_by, state.wake_on) == ("open", "appointment", "2026-11-16", None)


def test_an_appointment_is_whose_the_lead_was_when_it_was_made() -> None:
    later = fact("assign", "2026-11-12T10:00", 91, staff=3)
    assert replay_of(visit(), appointed(11, "11-14"), later).appointments[90].consultant == 7


def test_an_online_enquiry_is_to_be_screened_at_once() -> None:
    assert owed(ENQUIRY) == ("screening", "2026-11-10", "2026-11-10")


@pytest.mark.parametrize("after", [called(11), visit(12)])
def test_who_was_spoken_with_otherwise_needs_no_screening(after: Fact) -> None:
    assert owed(ENQUIRY, after)[0] == "follow-up"


def test_who_was_not_reached_is_screened_again_the_next_day() -> None:
    """It is a try: the call is owed since the enquiry, and repeated tomorrow."""
    state = state_of(ENQUIRY, screened("unreached"))
    assert (state.task, state.due_by, state.attempts) == ("screening", "2026-11-10", 1)
    assert (state.retry_on, state.list_on) == ("2026-11-11", "2026-11-11")
    assert (state.last_contact, state.screened) == ("2026-11-10T10:00", None)


def test_an_a_with_its_appointment_waits_for_it() -> None:
    comes = fact("appoint", "2026-11-10T10:20", 90, on="2026-11-15T10:00")
    assert owed(ENQUIRY, screened("A", "2026-11-15"), comes) == ("appointment", "2026-11-15", "2026-11-15")


def test_an_a_without_one_is_called_tomorrow_to_make_it() -> None:
    assert owed(ENQUIRY, screened("A")) == ("follow-up", "2026-11-11", "2026-11-11")


@pytest.mark.parametrize(
    ("promised", "called_again"),
    [("2026-11-22", "2026-11-20"), ("2026-11-12", "2026-11-11"), ("2026-11-11", "2026-11-11"), (None, "2026-11-23")],
)
def test_a_b_is_called_two_days_before_the_promised_day_but_not_today(promised: str | None, called_again: str) -> None:
    assert owed(ENQUIRY, screened("B", promised)) == ("follow-up", called_again, called_again)


def test_a_c_is_called_again_after_fifteen_days() -> None:
    assert owed(ENQUIRY, screened("C")) == ("follow-up", "2026-11-25", "2026-11-25")


def test_the_screening_never_sets_a_grade() -> None:
    for result in ("A", "B", "C", "unreached"):
        assert state_of(ENQUIRY, screened(result)).grade is None


@given(facts_of_lead())
def test_one_appointment_stands_at_most_and_only_its_day_keeps_it(facts: list[Fact]) -> None:
    found = replay(facts, FIVE)
    standing = [number for number, appointment in found.appointments.items() if appointment.result is None]
    assert len(standing) == (found.state.meets_at is not None)
    days = {each.id: str(each.on)[:10] for each in facts if each.kind == "appoint"}
    came = {each.at[:10] for each in facts if each.kind in ("visit", "contact", "order")}
    for number, appointment in found.appointments.items():
        assert appointment.result != "kept" or days[number] in came


@given(facts_of_lead())
def test_what_is_owed_is_an_appointment_only_while_one_stands(facts: list[Fact]) -> None:
    state = replay(facts, FIVE).state
    if state.task == "appointment":
        assert str(state.meets_at)[:10] == state.due_by
    if state.closed_at is not None:
        assert state.meets_at is None
