"""The order of the day's work, and why each thing is owed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.due import KEYS, OwedContact, Task, reasons_of, work_order
from tests.domain.test_policy import FIVE

TASK = Task(
    lead=1, customer="王伟", customer_id=1, phone="13800138000", grade="A", model="X5", consultant="Li Na",
    task="follow-up", at=None, due_from="2026-11-20", due_by="2026-11-22", days_over=0, attempts=0,
    last_contact="2026-11-17T10:00", last_note=None, why="", aim="",
)  # fmt: skip

TASKS = st.builds(
    lambda lead, grade, over, contact, importance: TASK._replace(
        lead=lead, grade=grade, days_over=over, due_by=f"2026-11-{22 - over:02}", last_contact=contact,
        importance=importance,
    ),
    st.integers(1, 10**6),
    st.sampled_from(["O", "H", "A", "B", "C", "N", None]),
    st.integers(-5, 20),
    st.sampled_from([None, "2026-11-01T10:00", "2026-11-02T10:00"]),
    st.sampled_from(["key", "secondary", "ordinary"]),
)  # fmt: skip


@given(st.lists(TASKS, unique_by=lambda task: task.lead), st.randoms())
def test_the_order_of_the_work_is_total(tasks: list[Task], chance: Any) -> None:
    """However the tasks are found, they come in one order."""
    shuffled = list(tasks)
    chance.shuffle(shuffled)
    assert sorted(shuffled, key=work_order) == sorted(tasks, key=work_order)
    assert len({work_order(task) for task in tasks}) == len(tasks)


def test_overdue_comes_first_then_the_grade_then_key_customers_then_who_waits_longest() -> None:
    ordered = [
        TASK._replace(lead=9, grade="N", days_over=1, due_by="2026-11-21"),
        TASK._replace(lead=8, grade="O"),
        TASK._replace(lead=7, grade="H"),
        TASK._replace(lead=6, importance="key"),
        TASK._replace(lead=5, importance="secondary"),
        TASK._replace(lead=4, last_contact="2026-11-01T10:00"),
        TASK._replace(lead=3, last_contact="2026-11-02T10:00"),
        TASK._replace(lead=2, grade="B"),
        TASK._replace(lead=1, grade=None),
    ]
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=work_order) == ordered


def test_the_keys_of_a_line_are_the_contracts() -> None:
    assert KEYS == (
        "lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "task", "at", "due_from",
        "due_by", "retry_on", "days_over", "attempts", "last_contact", "last_note", "why", "aim",
    )  # fmt: skip


OWED = OwedContact(
    task="follow-up", grade="A", due_from="2026-11-20", due_by="2026-11-22", attempts=0,
    opened_at="2026-11-10T10:00", ordered_at=None, last_contact="2026-11-17T10:00", wake_on=None, verification=None,
    call_on=None, missed_at=None, enquired_at=None, cancelled_at=None, screened_as=None, promised_on=None,
)  # fmt: skip
A_WINDOW = "A: every 3-5 d, last 5 d ago"
INVITE, ANSWER = "did not come on 2026-11-19: invite again", "enquired again on 2026-11-20: answer"


def list_reasons(**changes: Any) -> list[str]:
    reasons = reasons_of(OWED._replace(**changes), FIVE, "2026-11-22T09:00")
    return [reason.text.format(**reason.values) for reason in reasons]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, A_WINDOW),
        ({"grade": "B", "due_from": "2026-11-24", "due_by": "2026-11-24"}, "B: every 7 d, last 5 d ago"),
        ({"grade": None, "due_from": "2026-12-02", "due_by": "2026-12-02"}, "ungraded: every 15 d, last 5 d ago"),
        ({"wake_on": "2026-11-20"}, "slept until 2026-11-20"),
        ({"wake_on": "2026-11-20", "task": "first-follow-up"}, "won back: call again since 2026-11-20"),
        ({"task": "first-follow-up"}, "first follow-up: came 12 d ago"),
        (
            {"task": "first-follow-up", "last_contact": None},
            "first follow-up: an owner spoke of it 12 d ago",
        ),
        ({"due_from": "2026-11-22"}, "agreed for 2026-11-22"),
        ({"due_from": "2026-11-22", "verification": "overturned"}, "churn overturned: win them back"),
        ({"due_from": "2026-11-22", "cancelled_at": "2026-11-21T10:00"}, "order cancelled: find out why"),
        ({"due_from": "2026-11-22", "cancelled_at": "2026-11-16T10:00"}, "agreed for 2026-11-22"),
        (
            {"grade": "O", "ordered_at": "2026-11-18T10:00", "due_from": "2026-11-25", "due_by": "2026-11-25"},
            "O: every 7 d, last 4 d ago",
        ),
        (
            {"due_from": "2026-11-22", "screened_as": "B", "promised_on": "2026-11-24"},
            "promised to come by 2026-11-24: call before",
        ),
        (
            {"due_from": "2026-11-30", "due_by": "2026-11-30", "screened_as": "B"},
            "promised to come by 2026-12-02: call before",
        ),
        (
            {"due_from": "2026-12-02", "due_by": "2026-12-02", "screened_as": "C"},
            "interested, no date: every 15 d, last 5 d ago",
        ),
    ],
)
def test_each_line_says_why_it_is_owed(changes: dict[str, object], why: str) -> None:
    assert list_reasons(**changes) == [why]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"attempts": 2}, ["no answer 2×: try again", A_WINDOW]),
        # The call is what is shown: the window runs beside it.
        ({"missed_at": "2026-11-19T10:00", "call_on": "2026-11-22"}, [INVITE]),
        ({"enquired_at": "2026-11-20T10:00", "call_on": "2026-11-22"}, [ANSWER]),
        # An appointment that time alone made a no-show: no fact says yet that a call is owed.
        ({"missed_at": "2026-11-19T10:00"}, [INVITE]),
        # The window is older and is what is shown; the call is owed too.
        ({"missed_at": "2026-11-19T10:00", "call_on": "2026-11-25"}, [INVITE, A_WINDOW]),
        ({"enquired_at": "2026-11-20T10:00", "call_on": "2026-11-25"}, [ANSWER, A_WINDOW]),
        ({"attempts": 1, "missed_at": "2026-11-19T10:00"}, ["no answer 1×: try again", INVITE]),
    ],
)
def test_tries_come_first_then_calls_beside_the_window_then_the_window(
    changes: dict[str, object], why: list[str]
) -> None:
    assert list_reasons(**changes) == why


def test_a_screening_says_how_long_it_waits_or_how_often_it_was_tried() -> None:
    waiting = {"task": "screening", "last_contact": None, "opened_at": "2026-11-22T08:00", "due_by": "2026-11-22"}
    assert list_reasons(**waiting) == ["online enquiry, waiting 60 min: first call"]
    assert list_reasons(**waiting, attempts=2) == ["no answer 2×: try again"]
