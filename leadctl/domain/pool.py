"""The common pool: when a neglected lead goes there, what is said of it before, and when who lost it may have it again.

A lead is neglected when its contact is overdue by more days than the policy gives its grade (H 3, A 7, B 14, others
30). Its owner has these days whole: of one that was handed over while it was overdue they run from the hand-over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from leadctl.domain.days import add_days, days_between
from leadctl.domain.due import Reason
from leadctl.domain.policy import Policy


class OwnedLead(NamedTuple):
    """What the common pool asks of a lead. ``due_by``: the ISO date by which a contact is owed, as of the day of the
    question; ``owned_since``: when its owner took it over (None: they were the first); ``released_from``: the name of
    who neglected it when it came where it is."""

    consultant: int | None
    grade: str | None
    is_open: bool
    due_by: str
    owned_since: str | None
    released_from: str | None = None


def released_on(lead: OwnedLead, policy: Policy) -> str | None:
    """The first ISO date on which an open lead of somebody may be released; None: of no other lead."""
    if lead.consultant is None or not lead.is_open:
        return None
    since = max(lead.due_by, (lead.owned_since or "")[:10])
    return add_days(since, policy.rule(lead.grade).neglect + 1)


def notes_on_pool(lead: OwnedLead, today: str, policy: Policy) -> Iterator[Reason]:
    """What a lead's line says of the common pool beside why a contact is owed."""
    if lead.consultant is None and lead.released_from is not None:
        yield Reason("from the common pool (was {name}'s)", {"name": lead.released_from})
    day = released_on(lead, policy)
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
