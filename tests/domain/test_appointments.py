"""Appointments and screening in a lead's life, by days counted by hand. The first visit or enquiry is on the 10th."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.walk import Replay
from tests.domain.lives import fact, happenings
from tests.domain.test_policy import FIVE


def walk(*facts: Fact, today: str | None = None) -> Replay:
    return replay(facts, FIVE, today=today)


def owed(*facts: Fact, today: str | None = None) -> tuple[str | None, str | None, str | None]:
    standing = walk(*facts, today=today).standing
    return standing.task, standing.due_from, standing.due_by


def visit(day: int = 10, **more: Any) -> Fact:
    return fact("visit", f"2026-11-{day}T10:00", day, **{"result": "walk-in", "staff": 7, "grade": "B", **more})


def called(day: int, **more: Any) -> Fact:
    return fact("contact", f"2026-11-{day}T11:00", day, **more)


def appointed(made: int, comes: str, id_: int = 90) -> Fact:
    return fact("appoint", f"2026-11-{made}T12:00", id_, on=f"2026-{comes}T15:00")


ENQUIRY = visit(result="online", grade=None, staff=None)


def screened(result: str, on: str | None = None, day: int = 10) -> Fact:
    return fact("screen", f"2026-11-{day}T10:20", 50 + day, result=result, on=on)


def test_an_appointment_before_the_next_contact_takes_its_place_until_its_day() -> None:
    assert owed(visit(), called(11)) == ("follow-up", "2026-11-18", "2026-11-18")  # B: every 7 days
    assert owed(visit(), called(11), appointed(11, "11-16")) == ("appointment", "2026-11-16", "2026-11-16")


def test_one_on_the_last_day_of_the_window_takes_its_place_too() -> None:
    assert owed(visit(), called(11), appointed(11, "11-18"))[0] == "appointment"


def test_an_appointment_beyond_the_window_leaves_the_contact_owed() -> None:
    found = walk(visit(), called(11), appointed(11, "11-19")).standing
    assert (found.task, found.due_by) == ("follow-up", "2026-11-18")
    assert found.meets_at == "2026-11-19T15:00"


def test_a_contact_before_a_far_appointment_lets_it_take_the_next_windows_place() -> None:
    assert owed(visit(), called(11), appointed(11, "11-19"), called(17)) == ("appointment", "2026-11-19", "2026-11-19")


def test_the_first_follow_up_is_owed_before_an_appointment_three_days_off() -> None:
    assert owed(visit(), appointed(10, "11-13")) == ("first-follow-up", "2026-11-11", "2026-11-11")


@pytest.mark.parametrize("kind", ["walk-in", "event"])
def test_a_visit_on_the_day_keeps_it_and_restarts_the_clock(kind: str) -> None:
    found = walk(visit(), called(11), appointed(11, "11-16"), visit(16, result=kind))
    assert found.meetings[90].result == "kept"
    assert (found.standing.task, found.standing.due_by) == ("follow-up", "2026-11-23")


def test_a_call_on_the_day_does_not_keep_it() -> None:
    found = walk(visit(), called(11), appointed(11, "11-16"), visit(16, result="call"), today="2026-11-17")
    assert found.meetings[90].result == "missed"


def test_a_contact_made_by_coming_here_keeps_it() -> None:
    found = walk(visit(), called(11), appointed(11, "11-16"), called(16, flag=True))
    assert found.meetings[90].result == "kept"


def test_a_visit_on_another_day_does_not_keep_it() -> None:
    found = walk(visit(), called(11), appointed(11, "11-16"), visit(15))
    assert found.meetings[90].result is None
    assert found.standing.task == "appointment"


def test_who_does_not_come_is_owed_a_contact_on_the_day_after() -> None:
    facts = (visit(), called(11), appointed(11, "11-16"))
    assert owed(*facts, today="2026-11-16")[0] == "appointment"
    assert owed(*facts, today="2026-11-17") == ("follow-up", "2026-11-17", "2026-11-17")
    assert owed(*facts, fact("assign", "2026-11-20T10:00", 91, staff=3)) == ("follow-up", "2026-11-17", "2026-11-17")


def test_one_missed_on_the_last_day_of_the_window_is_owed_the_day_after_too() -> None:
    facts = (visit(), called(11), appointed(11, "11-18"))
    assert owed(*facts, today="2026-11-19") == ("follow-up", "2026-11-19", "2026-11-19")
    assert owed(*facts, fact("assess", "2026-11-20T10:00", 91)) == ("follow-up", "2026-11-19", "2026-11-19")


def test_who_misses_a_far_appointment_is_still_owed_the_contact_before_it() -> None:
    found = owed(visit(), called(11), appointed(11, "11-19"), today="2026-11-22")
    assert found == ("follow-up", "2026-11-18", "2026-11-18")


def test_a_second_appointment_moves_the_first() -> None:
    found = walk(visit(), called(11), appointed(11, "11-14"), appointed(12, "11-16", 91))
    assert [found.meetings[number].result for number in (90, 91)] == ["moved", None]
    assert found.standing.meets_at == "2026-11-16T15:00"


def test_one_that_was_missed_is_not_moved_by_the_next() -> None:
    found = walk(visit(), called(11), appointed(11, "11-14"), appointed(15, "11-16", 91))
    assert [found.meetings[number].result for number in (90, 91)] == ["missed", None]


@pytest.mark.parametrize(
    "end",
    [
        fact("churn", "2026-11-12T10:00", 92, result="defeat"),
        fact("dormant", "2026-11-12T10:00", 92, on="2026-12-24"),
    ],
)
def test_nobody_waits_for_who_is_lost_or_asleep(end: Fact) -> None:
    found = walk(visit(), called(11), appointed(11, "11-16"), end)
    assert found.meetings[90].result == "dropped"
    assert found.standing.meets_at is None


def test_an_appointment_wakes_who_sleeps() -> None:
    found = walk(visit(), fact("dormant", "2026-11-12T10:00", 92, on="2026-12-24"), appointed(13, "11-16")).standing
    assert (found.status, found.task, found.due_by) == ("open", "appointment", "2026-11-16")


def test_an_appointment_is_whose_the_lead_was_when_it_was_made() -> None:
    later = fact("assign", "2026-11-12T10:00", 91, staff=3)
    assert walk(visit(), appointed(11, "11-14"), later).meetings[90].consultant == 7


def test_an_online_enquiry_is_to_be_screened_at_once() -> None:
    assert owed(ENQUIRY) == ("screening", "2026-11-10", "2026-11-10")


@pytest.mark.parametrize("after", [called(11), visit(12)])
def test_who_was_spoken_with_otherwise_needs_no_screening(after: Fact) -> None:
    assert owed(ENQUIRY, after)[0] == "follow-up"


def test_who_was_not_reached_is_screened_again_the_next_day() -> None:
    found = walk(ENQUIRY, screened("unreached")).standing
    assert (found.task, found.due_by, found.attempts) == ("screening", "2026-11-11", 1)
    assert (found.last_contact, found.screened) == ("2026-11-10T10:00", None)


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
        assert walk(ENQUIRY, screened(result)).standing.grade is None


@given(happenings())
def test_one_appointment_stands_at_most_and_only_its_day_keeps_it(facts: list[Fact]) -> None:
    found = replay(facts, FIVE)
    standing = [number for number, meeting in found.meetings.items() if meeting.result is None]
    assert len(standing) == (found.standing.meets_at is not None)
    days = {each.id: str(each.on)[:10] for each in facts if each.kind == "appoint"}
    came = {each.at[:10] for each in facts if each.kind in ("visit", "contact", "order")}
    for number, meeting in found.meetings.items():
        assert meeting.result != "kept" or days[number] in came


@given(happenings())
def test_what_is_owed_is_an_appointment_only_while_one_stands(facts: list[Fact]) -> None:
    found = replay(facts, FIVE).standing
    if found.task == "appointment":
        assert str(found.meets_at)[:10] == found.due_by
    if found.closed_at is not None:
        assert found.meets_at is None
