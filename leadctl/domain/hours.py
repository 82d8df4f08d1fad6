"""How long somebody waited while the store was open."""

from __future__ import annotations

from leadctl.domain.days import add_days
from leadctl.domain.policy import Policy


def open_minutes(start: str, end: str, policy: Policy) -> int:
    """Minutes between two ISO moments that lie within the opening hours of open days; 0 when ``end`` comes first.

    Each day goes by the hours and closed dates of the policy in force on it.
    """
    total, day = 0, start[:10]
    while day <= end[:10]:
        rules = policy.at(day)
        if day not in rules.closed:
            since = max(start[:16], f"{day}T{rules.opens}")
            until = min(end[:16], f"{day}T{rules.closes}")
            total += max(0, _minute(until) - _minute(since))
        day = add_days(day, 1)
    return total


def _minute(moment: str) -> int:
    """The minute of its day that an ISO moment names."""
    return 60 * int(moment[11:13]) + int(moment[14:16])
