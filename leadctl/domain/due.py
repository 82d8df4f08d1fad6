"""Today's work: which tasks there are, why each is owed, and in what order they are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadctl.domain.days import add_days, days_between, minutes_between
from leadctl.domain.grade_rules import GradeRule
from leadctl.domain.grades import WORK_ORDER
from leadctl.domain.policy import Policy
from leadctl.domain.terms import IMPORTANCES

TASKS = ("first-follow-up", "follow-up", "appointment", "screening", "verification", "aftercare", "campaign")


_MINUTES = {"d": 24 * 60, "h": 60, "min": 1}
_WAITING = {
    "d": "online enquiry, waiting {count} d: first call",
    "h": "online enquiry, waiting {count} h: first call",
    "min": "online enquiry, waiting {count} min: first call",
}
DAY_ONLY = "00:00"
"""The time of an appointment of which only the day is agreed."""


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
    """Who waits for the first call before all; overdue before due, then by grade, key customers first inside a
    grade, then the longest waiting."""
    return (
        task.task != "screening",
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


def reason_of(row: Mapping[str, object], policy: Policy, now: str) -> Reason:
    """Why a contact is owed, from the lead's derived columns (keys as in the ``leads`` table); ``now``: ISO moment.

    Beside them ``missed_at`` and ``cancelled_at``: the latest appointment missed, the latest order cancelled.
    """
    today = now[:10]
    attempts, last = int(str(row["attempts"])), row["last_contact"]
    missed = _no_show(row, today)
    if missed is not None and not attempts:
        return Reason("did not come on {day}: invite again", {"day": missed})
    if row["task"] == "appointment":
        return appointment_reason(str(row["meets_at"]), today)
    if row["task"] == "screening":
        return screening_reason(str(row["opened_at"]), attempts, now)
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


def _no_show(row: Mapping[str, object], today: str) -> str | None:
    """The day of an appointment to which they did not come, and since which nobody has spoken with them."""
    meets_at, missed = row.get("meets_at"), row.get("missed_at")
    if meets_at is not None and str(meets_at)[:10] < today:
        return str(meets_at)[:10]
    if missed is not None and str(missed) > str(row["last_contact"] or ""):
        return str(missed)[:10]
    return None


def invited_again_on(day: str, policy: Policy) -> str:
    """The ISO date on which somebody who did not come on ``day`` is invited again."""
    return policy.open_day(add_days(day, 1))


def appointment_reason(meets_at: str, today: str) -> Reason:
    """What is expected of the day of an appointment."""
    day, time = meets_at[:10], meets_at[11:16]
    if day != today:
        return Reason("comes on {day}", {"day": day})
    return Reason("comes today", {}) if time == DAY_ONLY else Reason("comes today at {time}", {"time": time})


def screening_reason(enquired_at: str, attempts: int, now: str) -> Reason:
    """How long an online enquiry has waited for its first call by the moment ``now``."""
    if attempts:
        return Reason("no answer {count}×: try again", {"count": attempts})
    minutes = max(0, minutes_between(enquired_at, now))
    unit = next((name for name, size in _MINUTES.items() if minutes >= 2 * size), "min")
    return Reason(_WAITING[unit], {"count": minutes // _MINUTES[unit]})


def _follow_up_reason(row: Mapping[str, object], policy: Policy, today: str, last: str) -> Reason:
    grade, ordered = row["grade"], row["ordered_at"]
    since = str(ordered) if ordered is not None and str(ordered) > last else last
    values = {
        "grade": grade or "ungraded",
        "every": _every(policy.window_rule(None if grade is None else str(grade), since)),
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


def _every(rule: GradeRule) -> str:
    return str(rule.last) if rule.first == rule.last else f"{rule.first}-{rule.last}"
