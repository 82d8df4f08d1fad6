"""The order of the day's work, and why each thing is owed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.due import KEYS, Task, reason_of, work_order
from tests.domain.test_policy import FIVE

TASK = Task(
    lead=1, customer="王伟", customer_id=1, phone="13800138000", grade="A", model="X5", consultant="Li Na",
    task="follow-up", at=None, due_from="2026-11-20", due_by="2026-11-22", days_over=0, attempts=0,
    last_contact="2026-11-17T10:00", last_note=None, why="", aim="",
)  # fmt: skip

TASKS = st.builds(
    lambda lead, grade, over, contact, importance: replace(
        TASK, lead=lead, grade=grade, days_over=over, due_by=f"2026-11-{22 - over:02}", last_contact=contact,
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
        replace(TASK, lead=9, grade="N", days_over=1, due_by="2026-11-21"),
        replace(TASK, lead=8, grade="O"),
        replace(TASK, lead=7, grade="H"),
        replace(TASK, lead=6, importance="key"),
        replace(TASK, lead=5, importance="secondary"),
        replace(TASK, lead=4, last_contact="2026-11-01T10:00"),
        replace(TASK, lead=3, last_contact="2026-11-02T10:00"),
        replace(TASK, lead=2, grade="B"),
        replace(TASK, lead=1, grade=None),
    ]
    shuffled = ordered[::-1]
    assert sorted(shuffled, key=work_order) == ordered


def test_the_keys_of_a_line_are_the_contracts() -> None:
    assert KEYS == (
        "lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "task", "at", "due_from",
        "due_by", "days_over", "attempts", "last_contact", "last_note", "why", "aim",
    )  # fmt: skip


LEAD: dict[str, object] = {
    "attempts": 0, "last_contact": "2026-11-17T10:00", "wake_on": None, "task": "follow-up", "grade": "A",
    "opened_at": "2026-11-10T10:00", "ordered_at": None, "verification": None,
    "due_from": "2026-11-20", "due_by": "2026-11-22",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "A: every 3-5 d, last 5 d ago"),
        ({"grade": "B", "due_from": "2026-11-24", "due_by": "2026-11-24"}, "B: every 7 d, last 5 d ago"),
        ({"grade": None, "due_from": "2026-12-02", "due_by": "2026-12-02"}, "ungraded: every 15 d, last 5 d ago"),
        ({"attempts": 2}, "no answer 2×: try again"),
        ({"wake_on": "2026-11-20"}, "slept until 2026-11-20"),
        ({"wake_on": "2026-11-20", "task": "first-follow-up"}, "won back: call again since 2026-11-20"),
        ({"task": "first-follow-up"}, "first follow-up: came 12 d ago"),
        ({"due_from": "2026-11-22"}, "agreed for 2026-11-22"),
        ({"due_from": "2026-11-22", "verification": "overturned"}, "churn overturned: win them back"),
        (
            {"grade": "O", "ordered_at": "2026-11-18T10:00", "due_from": "2026-11-25", "due_by": "2026-11-25"},
            "O: every 7 d, last 4 d ago",
        ),
    ],
)
def test_each_line_says_why_it_is_owed(changed: dict[str, object], why: str) -> None:
    reason = reason_of(LEAD | changed, FIVE, "2026-11-22")
    assert reason.text.format(**reason.values) == why
