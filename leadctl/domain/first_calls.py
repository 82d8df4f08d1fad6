"""How soon an online enquiry is called: the first call is due within 30 minutes in opening hours (house rule)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from leadctl.domain.days import add_days, minutes_between
from leadctl.domain.policy import Policy
from leadctl.domain.screening import FIRST_CALL_MINUTES
from leadctl.named_tuple import NamedTuple


def open_minutes(start: str, end: str, policy: Policy) -> int:
    """Minutes between two ISO moments that lie within the opening hours of open days; 0 when ``end`` comes first.

    Each day goes by the hours and closed dates of the policy in force on it.
    """
    total, day = 0, start[:10]
    while day <= end[:10]:
        rules = policy.policy_on(day)
        if day not in rules.closed:
            since = max(start[:16], f"{day}T{rules.opens}")
            until = min(end[:16], f"{day}T{rules.closes}")
            total += max(0, _minute(until) - _minute(since))
        day = add_days(day, 1)
    return total


def _minute(moment: str) -> int:
    """The minute of its day that an ISO moment names."""
    return 60 * int(moment[11:13]) + int(moment[14:16])


CALLED, WAITING, UNCALLED = "called", "waiting", "uncalled"
"""A first call or try was made; it is still owed; it is owed no more: the customer came first, or the lead closed."""

WITHIN: Mapping[str, int | None] = {"within_5": 5, "within_30": FIRST_CALL_MINUTES, "within_day": None}
"""Figure -> minutes of opening hours within which the first call was made; None: those of one open day."""

LATE = "waiting_over_30"
"""The figure of those who wait for longer than the house rule allows."""


class OpenHours:
    """Minutes of opening hours under a store's policy. Days that many enquiries waited through are counted once."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._whole: dict[tuple[str, str], int] = {}

    def minutes(self, start: str, end: str) -> int:
        """Those between two ISO moments; 0 when ``end`` comes first."""
        if end[:10] <= start[:10]:
            return open_minutes(start, end, self.policy)
        evening, morning = f"{add_days(start[:10], 1)}T00:00", f"{end[:10]}T00:00"
        if (evening, morning) not in self._whole:
            self._whole[evening, morning] = open_minutes(evening, morning, self.policy)
        between = self._whole[evening, morning]
        return open_minutes(start, evening, self.policy) + between + open_minutes(morning, end, self.policy)

    def count_of_day(self, day: str) -> int:
        """Those of the first open day from an ISO date on."""
        rules = self.policy.policy_on(self.policy.open_day(day))
        return minutes_between(f"{day}T{rules.opens}", f"{day}T{rules.closes}")


class FirstCall(NamedTuple):
    """One lead's first call. ``minutes``: of opening hours, from the enquiry to the call or, while it waits, so far;
    ``day``: how many of them an open day had at the time of the enquiry."""

    lead: int
    channel: str | None
    state: str
    enquired_at: str
    called_at: str | None
    minutes: int
    day: int

    def is_within(self, limit: int | None) -> bool:
        """Whether it was made, or still waits, for no more than so many minutes (None: one open day)."""
        return self.minutes <= (self.day if limit is None else limit)


def first_call(
    lead: int,
    channel: str | None,
    enquired_at: str,
    called_at: str | None,
    came_at: str | None,
    *,
    waits: bool,
    now: str,
    hours: OpenHours,
) -> FirstCall:
    """The first call of a lead that an online enquiry opened. Moments are ISO to the minute.

    ``called_at``: of the first screening or follow-up, answered or not; ``came_at``: of the first visit of another
    kind, after which no first call is owed; ``waits``: the lead is still to be screened.
    """
    called = called_at is not None and (came_at is None or called_at <= came_at)
    state = CALLED if called else WAITING if waits else UNCALLED
    end = str(called_at) if called else now
    minutes = 0 if state == UNCALLED else hours.minutes(enquired_at, end)
    day = hours.count_of_day(enquired_at[:10])
    return FirstCall(lead, channel, state, enquired_at, called_at if called else None, minutes, day)


class Promptness(NamedTuple):
    """The first calls of several leads.

    ``median_minutes``: of those called, None when nobody was. ``shares``: figure of ``WITHIN`` -> share, as a fraction,
    of the calls that were made or are late by now: who waits for less than the limit is no failure yet. ``late``: who
    waits for longer than the house rule allows; ``waiting_since``: the moment of the oldest enquiry that waits.
    """

    called: int
    median_minutes: float | None
    shares: Mapping[str, float | None]
    waiting: int
    late: int
    waiting_since: str | None

    def record(self) -> dict[str, object]:
        """As JSON has it."""
        return {
            "median_minutes": self.median_minutes,
            **self.shares,
            "waiting": self.waiting,
            LATE: self.late,
            "waiting_since": self.waiting_since,
            "called": self.called,
        }


def promptness(calls: Collection[FirstCall]) -> Promptness:
    """The first calls of several leads as figures."""
    made = [call.minutes for call in calls if call.state == CALLED]
    waiting = [call for call in calls if call.state == WAITING]
    return Promptness(
        called=len(made),
        median_minutes=_median(sorted(made)),
        shares={figure: _share(calls, limit) for figure, limit in WITHIN.items()},
        waiting=len(waiting),
        late=len([call for call in waiting if is_behind(call, LATE)]),
        waiting_since=min((call.enquired_at for call in waiting), default=None),
    )


def is_behind(call: FirstCall, figure: str) -> bool:
    """Whether a figure (``called``, ``waiting``, ``LATE`` or one of ``WITHIN``) counts this call."""
    if figure == LATE:
        return call.state == WAITING and not call.is_within(FIRST_CALL_MINUTES)
    if figure in WITHIN:
        return call.state == CALLED and call.is_within(WITHIN[figure])
    return call.state == figure


def _share(calls: Collection[FirstCall], limit: int | None) -> float | None:
    made = [call for call in calls if call.state == CALLED]
    late = [call for call in calls if call.state == WAITING and not call.is_within(limit)]
    decided = len(made) + len(late)
    return len([call for call in made if call.is_within(limit)]) / decided if decided else None


def _median(numbers: Sequence[int]) -> float | None:
    """The middle one, or the mean of the middle two, of numbers in their order."""
    if not numbers:
        return None
    middle = len(numbers) // 2
    two = numbers[middle] + numbers[middle - 1 + len(numbers) % 2]
    return two // 2 if two % 2 == 0 else two / 2
