"""What cannot follow what, whichever file or row came first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.facts import Fact
from leadctl.domain.replay import replay
from leadctl.domain.sequence import course_of
from tests.domain.facts_of_leads import fact, facts_of_lead
from tests.domain.test_policy import FIVE

OPENED = fact("visit", "2026-11-01T10:00", 1, result="walk-in")


def on(day: int, kind: str, **more: Any) -> Fact:
    return fact(kind, f"2026-11-{day:02}T10:00", day, **more)


LOST = on(5, "churn", result="defeat")
CONFIRMED = on(6, "verify", result="confirmed")
OVERTURNED = on(6, "verify", result="overturned")


def reasons(*facts: Fact) -> list[str]:
    return [clash.reason for clash in course_of([OPENED, *facts]).clashes]


def test_what_may_follow_follows() -> None:
    assert reasons(on(2, "contact"), on(3, "order"), on(4, "cancel"), LOST, OVERTURNED, on(8, "order")) == []
    assert reasons(LOST, CONFIRMED, on(8, "visit"), on(9, "contact"), on(10, "order"), on(11, "deliver")) == []
    assert reasons(LOST, on(6, "visit"), on(7, "contact")) == [], "who came has not churned"
    assert reasons(LOST, on(6, "order"), on(7, "contact")) == []
    assert reasons(LOST, on(6, "try"), on(7, "visit")) == [], "the visit settles it before anybody verified"
    assert reasons(CONFIRMED) == [], "a call-back of nothing moves nothing"


@pytest.mark.parametrize("kind", ["contact", "letter", "try", "dormant", "order", "churn"])
def test_nothing_is_done_to_a_closed_lead(kind: str) -> None:
    (reason,) = reasons(LOST, CONFIRMED, on(8, kind, result="defeat"))
    assert reason.startswith("the lead was closed on 2026-11-06, before its ")
    assert reason.endswith("of 2026-11-08")


def test_owners_and_judgements_may_change_after_the_closing() -> None:
    assert reasons(LOST, CONFIRMED, on(8, "assign"), on(9, "assess")) == []


def test_an_ordered_lead_is_not_lost_and_not_ordered_again() -> None:
    assert reasons(on(3, "order"), LOST) == [
        "an order of 2026-11-03 stands at the churn of 2026-11-05; cancel the order first"
    ]
    assert reasons(on(3, "order"), on(4, "order")) == [
        "an order of 2026-11-03 stands at the order of 2026-11-04; deliver or cancel the first before"
    ]


def test_a_lead_is_not_lost_twice_at_once() -> None:
    assert reasons(LOST, on(7, "churn", result="defeat")) == [
        "the lead was lost on 2026-11-05 and waits for verification, before the churn of 2026-11-07"
    ]
    assert reasons(LOST, OVERTURNED, on(7, "churn", result="defeat")) == []


def test_nobody_calls_a_lead_that_waits_for_verification() -> None:
    assert reasons(LOST, on(7, "contact")) == [
        "the lead was lost on 2026-11-05 and waits for verification, before its follow-up of 2026-11-07"
    ]


def test_an_old_churn_and_three_unreachable_call_backs_close() -> None:
    assert course_of([OPENED, on(5, "churn", result="lost-contact", flag=True)]).closed is not None
    tries = [on(day, "verify", result="unreachable") for day in (6, 7, 8)]
    assert course_of([OPENED, LOST, *tries[:2]]).closed is None
    assert course_of([OPENED, LOST, *tries]).closed == tries[2]


def test_a_clash_names_its_two_rows() -> None:
    (clash,) = course_of([OPENED, on(3, "order"), LOST]).clashes
    assert clash.pair == ("order", 3, "churn", 5)


@given(facts_of_lead(), st.randoms())
def test_the_order_in_which_rows_come_does_not_matter(facts: list[Fact], chance: Any) -> None:
    shuffled = list(facts)
    chance.shuffle(shuffled)
    one, other = course_of(facts), course_of(shuffled)
    assert (one.clashes, one.closed) == (other.clashes, other.closed)


@given(facts_of_lead())
def test_a_course_without_clashes_closes_when_the_lead_does(facts: list[Fact]) -> None:
    course = course_of(facts)
    if not course.clashes:
        closed = replay(facts, FIVE).state.closed_at
        assert (course.closed.at if course.closed else None) == closed
