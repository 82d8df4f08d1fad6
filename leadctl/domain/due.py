"""Today's work: which tasks there are, why each is owed, and in what order they are done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import add_days, days_between, minutes_between
from leadctl.domain.policy import Policy
from leadctl.domain.policy_rules import GradeRule
from leadctl.domain.screening import COMES_WITHIN, NURTURE_DAYS
from leadctl.domain.terms import IMPORTANCES, WORK_ORDER
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any

_MINUTES = {"d": 24 * 60, "h": 60, "min": 1}
_WAITING = {
    "d": "online enquiry, waiting {count} d: first call",
    "h": "online enquiry, waiting {count} h: first call",
    "min": "online enquiry, waiting {count} min: first call",
}
DAY_ONLY = "00:00"
"""The time of an appointment of which only the day is agreed."""


class Task(NamedTuple):
    """One line of the due list. Dates are ISO; ``days_over`` = today - due_by, negative before it, whatever was tried.
    ``at``: the moment of an appointment or of a callback. ``retry_on``: the day on which an unanswered try is repeated.

    ``lead`` and what is known of it are None where the task is not about one. What follows ``subject`` is read only of
    the lines that are shown.
    """

    lead: int | None
    customer_id: int | None
    grade: str | None
    task: str
    at: str | None
    due_from: str
    due_by: str
    days_over: int
    attempts: int
    last_contact: str | None
    importance: str = "ordinary"
    retry_on: str | None = None
    callback_at: str | None = None
    subject: tuple[str, int] | None = None
    """What else it is about: the campaign's name and the id of its task, or "complaint" and its number."""
    customer: str | None = None
    phone: str | None = None
    model: str | None = None
    consultant: str | None = None
    last_note: str | None = None
    why: str = ""
    aim: str = ""


KEYS = (
    "lead", "customer", "customer_id", "phone", "grade", "model", "consultant", "task", "at", "due_from", "due_by",
    "retry_on", "days_over", "attempts", "last_contact", "last_note", "why", "aim",
)  # fmt: skip
"""The keys of a line in JSON, in their order."""


def work_order(task: Task) -> tuple[object, ...]:
    """Who waits for the first call before all; overdue before due, then by grade, key customers first inside a
    grade, then the longest waiting."""
    return (
        task.task != "screening",
        task.days_over <= 0,
        WORK_ORDER[task.grade],
        IMPORTANCES.index(task.importance),
        task.due_by,
        task.last_contact or "",
        task.lead or 0,
    )


URGENCY = "urgency"
"""What :func:`work_order` sorts by, as :func:`sort_tasks` calls it."""


def sort_tasks(tasks: Iterable[Task], keys: Sequence[tuple[str, bool]]) -> list[Task]:
    """Lines in the order of some of :data:`KEYS` or of :data:`URGENCY`, the first key before all, each perhaps turned
    round; what a line does not have comes last. Equal ones stay in the order of their urgency."""
    found = sorted(tasks, key=work_order)
    for key, turned in reversed(keys):
        if key == URGENCY:
            found.sort(key=work_order, reverse=turned)
            continue
        having = [task for task in found if getattr(task, key) is not None]
        having.sort(key=lambda task: _sort_value(key, getattr(task, key)), reverse=turned)
        found = having + [task for task in found if getattr(task, key) is None]
    return found


def _sort_value(key: str, value: Any) -> Any:
    return WORK_ORDER[value] if key == "grade" else value


class Reason(NamedTuple):
    """Why something is owed: a sentence to be translated, and what is put into it."""

    text: str
    values: Mapping[str, object]


class OwedContact(NamedTuple):
    """What a contact is owed for. Moments and days are ISO; as of the day on which it is asked.

    ``missed_at``: the appointment to which they did not come, while they are to be invited again; ``enquired_at``: the
    enquiry that waits for an answer; ``screened_as``, ``promised_on``: the screening at the last contact, if any.
    """

    task: str
    grade: str | None
    due_from: str
    due_by: str
    attempts: int
    opened_at: str
    ordered_at: str | None
    last_contact: str | None
    wake_on: str | None
    verification: str | None
    call_on: str | None
    missed_at: str | None
    enquired_at: str | None
    cancelled_at: str | None
    screened_as: str | None
    promised_on: str | None


def reasons_of(owed: OwedContact, policy: Policy, now: str) -> list[Reason]:
    """Why a contact is owed by the ISO moment ``now``: the tries so far, and the reason itself."""
    found = []
    if owed.attempts:
        found.append(Reason("no answer {count}×: try again", {"count": owed.attempts}))
    if owed.missed_at is not None:
        found.append(Reason("did not come on {day}: invite again", {"day": owed.missed_at[:10]}))
    if owed.enquired_at is not None:
        found.append(Reason("enquired again on {day}: answer", {"day": owed.enquired_at[:10]}))
    of_window = _window_reason(owed, policy, now)
    if of_window is not None:
        found.append(of_window)
    return found


def _window_reason(owed: OwedContact, policy: Policy, now: str) -> Reason | None:
    """Why the window that is shown runs; None where a call beside it is shown instead."""
    if owed.task == "screening":
        return None if owed.attempts else screening_reason(owed.opened_at, 0, now)
    if (owed.missed_at or owed.enquired_at) and owed.call_on in (None, owed.due_by):
        return None
    if owed.wake_on is not None:
        text = "won back: call again since {day}" if owed.task == "first-follow-up" else "slept until {day}"
        return Reason(text, {"day": owed.wake_on})
    if owed.task == "first-follow-up":
        text = "first follow-up: came {days} d ago"
        if owed.last_contact is None:
            text = "first follow-up: an owner spoke of it {days} d ago"
        return Reason(text, {"days": days_between(owed.opened_at, now)})
    return _follow_up_reason(owed, policy, now)


def appointment_reason(meets_at: str, today: str) -> Reason:
    """What is expected of the day of an appointment."""
    day, time = meets_at[:10], meets_at[11:16]
    if day != today:
        return Reason("comes on {day}", {"day": day})
    return Reason("comes today", {}) if time == DAY_ONLY else Reason("comes today at {time}", {"time": time})


def callback_reasons(call_at: str, note: str | None, today: str) -> list[Reason]:
    """When the customer wants to be called back, and what they said."""
    day, time = call_at[:10], call_at[11:16]
    if day == today:
        text = "call back today" if time == DAY_ONLY else "call back at {time}"
    else:
        text = "call back on {day}" if time == DAY_ONLY else "call back on {day} at {time}"
    said = [] if note is None else [Reason("they said: {note}", {"note": note})]
    return [Reason(text, {"day": day, "time": time}), *said]


def screening_reason(enquired_at: str, attempts: int, now: str) -> Reason:
    """How long an online enquiry has waited for its first call by the moment ``now``."""
    if attempts:
        return Reason("no answer {count}×: try again", {"count": attempts})
    minutes = max(0, minutes_between(enquired_at, now))
    unit = next((name for name, size in _MINUTES.items() if minutes >= 2 * size), "min")
    return Reason(_WAITING[unit], {"count": minutes // _MINUTES[unit]})


def _follow_up_reason(owed: OwedContact, policy: Policy, now: str) -> Reason:
    last = owed.last_contact or owed.opened_at
    since = owed.ordered_at if owed.ordered_at is not None and owed.ordered_at > last else last
    if owed.screened_as == "B":
        promised = owed.promised_on or add_days(since[:10], COMES_WITHIN["B"])
        return Reason("promised to come by {promised}: call before", {"promised": promised})
    if owed.screened_as == "C":
        values: dict[str, object] = {"every": NURTURE_DAYS, "days": days_between(since, now)}
        return Reason("interested, no date: every {every} d, last {days} d ago", values)
    rule, due_from, due_by = policy.rule_and_window(owed.grade, since)
    if due_by == owed.due_by and due_from == owed.due_from:
        values = {"grade": owed.grade or "ungraded", "every": _describe_rhythm(rule), "days": days_between(since, now)}
        return Reason("{grade}: every {every} d, last {days} d ago", values)
    if owed.cancelled_at is not None and owed.cancelled_at >= last:
        return Reason("order cancelled: find out why", {})
    if owed.verification == "overturned":
        return Reason("churn overturned: win them back", {})
    return Reason("agreed for {day}", {"day": owed.due_by})


def _describe_rhythm(rule: GradeRule) -> str:
    return str(rule.last) if rule.first == rule.last else f"{rule.first}-{rule.last}"
