"""The common pool: when a neglected lead goes there, what is said of it before, and when who lost it may have it again.

A lead is neglected when its contact is overdue by more days than the policy gives its grade (H 3, A 7, B 14, others
30). Its owner has these days whole: of one that was handed over while it was overdue they run from the hand-over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadctl.domain.days import add_days, days_between
from leadctl.domain.due import Reason, invited_again_on
from leadctl.domain.policy import Policy


def owed_by(row: Mapping[str, object], today: str, policy: Policy) -> str:
    """The ISO date by which a contact is owed to a lead (keys as in the ``leads`` table), as the due list has it:
    of an appointment that nobody came to, the day on which they are invited again."""
    meets_at = row["meets_at"]
    if row["task"] == "appointment" and meets_at is not None and str(meets_at)[:10] < today:
        return invited_again_on(str(meets_at)[:10], policy)
    return str(row["due_by"])


def released_on(row: Mapping[str, object], today: str, policy: Policy) -> str | None:
    """The first ISO date on which an open lead of somebody may be released; None: of no other lead.

    ``row``: its derived columns, with ``consultant`` (None: nobody) and ``owned_since``, the moment at which the
    owner took it over (None: they were the first).
    """
    if row["consultant"] is None or not _is_open(row, today):
        return None
    since = max(owed_by(row, today, policy), str(row["owned_since"] or "")[:10])
    return add_days(since, _grace(row["grade"], policy) + 1)


def _is_open(row: Mapping[str, object], today: str) -> bool:
    """Open, or asleep until a day that has come."""
    return row["status"] == "open" or (row["status"] == "dormant" and str(row["wake_on"]) <= today)


def _grace(grade: object, policy: Policy) -> int:
    return policy.rule(None if grade is None else str(grade)).neglect


def notes_on_pool(row: Mapping[str, object], today: str, policy: Policy) -> Iterator[Reason]:
    """What a lead's line says of the common pool beside why it is owed; ``row`` as :func:`released_on` asks, and with
    ``released_from``: the name of who neglected it when it came where it is."""
    if row["consultant"] is None and row["released_from"] is not None:
        yield Reason("from the common pool (was {name}'s)", {"name": row["released_from"]})
    day = released_on(row, today, policy)
    left = None if day is None else days_between(today, day)
    if left is None or left > policy.neglect.announce:
        return
    if left <= 0:
        yield Reason("goes to the common pool at the next release", {})
    elif left == 1:
        yield Reason("to the common pool tomorrow", {})
    else:
        yield Reason("to the common pool in {days} days", {"days": left})


def allowed_from(released_at: str, policy: Policy) -> str:
    """The ISO date from which a lead may be given again to who lost it at that moment."""
    return add_days(released_at[:10], policy.neglect.keep_away)
