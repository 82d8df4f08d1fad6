"""Today's work: which tasks there are, why each is owed, and in what order they are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadctl.domain.days import days_between
from leadctl.domain.grades import WORK_ORDER
from leadctl.domain.policy import Policy
from leadctl.domain.terms import IMPORTANCES

TASKS = ("first-follow-up", "follow-up", "appointment", "screening", "verification", "aftercare", "campaign")


@dataclass(slots=True)
class Task:
    """One line of the due list. Dates are ISO; ``days_over`` = today - due_by, negative before it.

    ``lead`` and what is known of it are None where the task is not about one.
    """

    lead: int | None
    customer: str | None
    customer_id: int | None
    phone: str | None
    grade: str | None
    model: str | None
    consultant: str | None
    task: str
    at: str | None
    due_from: str
    due_by: str
    days_over: int
    attempts: int
    last_contact: str | None
    last_note: str | None
    why: str
    aim: str
    importance: str = "ordinary"


KEYS = tuple(name for name in Task.__slots__ if name != "importance")
"""The keys of a line in JSON, in their order."""


def work_order(task: Task) -> tuple[object, ...]:
    """Overdue before due, then by grade, key customers first inside a grade, then the longest waiting."""
    return (
        task.days_over <= 0,
        WORK_ORDER.get(task.grade, 6),
        IMPORTANCES.index(task.importance),
        task.due_by,
        task.last_contact or "",
        task.lead or 0,
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is owed: a sentence to be translated, and what is put into it."""

    text: str
    values: Mapping[str, object]


def reason_of(row: Mapping[str, object], policy: Policy, today: str) -> Reason:
    """Why a follow-up is owed, from the lead's derived columns (keys as in the ``leads`` table)."""
    attempts, last = int(str(row["attempts"])), row["last_contact"]
    if attempts:
        return Reason("no answer {count}×: try again", {"count": attempts})
    if row["wake_on"] is not None:
        text = "won back: call again since {day}" if row["task"] == "first-follow-up" else "slept until {day}"
        return Reason(text, {"day": row["wake_on"]})
    if row["task"] == "first-follow-up" and last is None:
        days = days_between(str(row["opened_at"]), today)
        return Reason("first follow-up: an owner spoke of it {days} d ago", {"days": days})
    if row["task"] == "first-follow-up":
        days = days_between(str(row["opened_at"]), today)
        return Reason("first follow-up: came {days} d ago", {"days": days})
    return _follow_up_reason(row, policy, today, str(last or row["opened_at"]))


def _follow_up_reason(row: Mapping[str, object], policy: Policy, today: str, last: str) -> Reason:
    grade, ordered = row["grade"], row["ordered_at"]
    since = str(ordered) if ordered is not None and str(ordered) > last else last
    values = {
        "grade": grade or "ungraded",
        "every": _every(policy, grade),
        "days": days_between(since, today),
        "day": row["due_by"],
    }
    if policy.window(None if grade is None else str(grade), since) == (row["due_from"], row["due_by"]):
        return Reason("{grade}: every {every} d, last {days} d ago", values)
    cancelled = row.get("cancelled_at")
    if cancelled is not None and str(cancelled) >= last:
        return Reason("order cancelled: find out why", values)
    if row["verification"] == "overturned":
        return Reason("churn overturned: win them back", values)
    return Reason("agreed for {day}", values)


def _every(policy: Policy, grade: object) -> str:
    rule = policy.rule(None if grade is None else str(grade))
    return str(rule.last) if rule.first == rule.last else f"{rule.first}-{rule.last}"
