"""A walk through a lead's facts: where it stands so far, what is owed next, and what became of single rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadctl.domain.days import add_days
from leadctl.domain.facts import Fact
from leadctl.domain.policy import Policy
from leadctl.domain.standing import ChurnResult, Standing


@dataclass(slots=True)
class Meeting:
    """What became of an appointment: ``kept missed moved dropped`` (None: it stands); whose lead it was when agreed."""

    result: str | None
    consultant: int | None


@dataclass(slots=True)
class Replay:
    """A standing and what the same walk through the facts says of single rows.

    ``visits``: visit id -> (``first``/``return``/None, whether it is new traffic); ``orders``: order id ->
    owner at the order; ``beyond``: facts after the closing, when a visit is among them: they belong to the
    customer's next purchase.

    Of the walk itself: ``policy``: in force at the fact's day; ``unscreened``, ``first_pending``: the call that
    screens an online lead, and the first follow-up, are still to come; ``fixed_due``: a due date that no grade's
    window moves; ``churn``: the one that awaits its verification; ``meeting``: the appointment that stands.
    """

    policy: Policy
    standing: Standing = field(default_factory=Standing)
    visits: dict[int, tuple[str | None, bool]] = field(default_factory=dict)
    churns: dict[int, ChurnResult] = field(default_factory=dict)
    orders: dict[int, int | None] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)
    beyond: list[Fact] = field(default_factory=list)
    unscreened: bool = False
    first_pending: bool = False
    fixed_due: str | None = None
    assigned: bool = False
    walked_in: bool = False
    grade_before_order: str | None = None
    churn: int | None = None
    meeting: int | None = None
    owed: tuple[str, str] = ("", "")

    def fix_due(self, day: str) -> None:
        """A due date that holds until the next contact, whatever the grade's window says."""
        day = self.policy.open_day(day)
        self.fixed_due = day
        self.owe(day, day)

    def redate(self, since: str) -> None:
        """Owe the next contact within the grade's window since a moment."""
        self.owe(*self.policy.window(self.standing.grade, since))

    def owe(self, due_from: str, due_by: str) -> None:
        """What is due next; while a churn awaits its verification, that stays due."""
        self.owed = due_from, due_by
        if self.churn is None:
            self._show_task()

    def _show_task(self) -> None:
        """An appointment no later than the contact that is owed replaces it until its day."""
        standing, (due_from, due_by) = self.standing, self.owed
        if standing.meets_at is not None and standing.meets_at[:10] <= due_by:
            standing.task = "appointment"
            standing.due_from = standing.due_by = standing.meets_at[:10]
            return
        standing.due_from, standing.due_by = due_from, due_by
        contact = "first-follow-up" if self.first_pending else "follow-up"
        standing.task = "screening" if self.unscreened else contact

    def meet(self, appointment: int, for_at: str) -> None:
        """An appointment is agreed; one that stood is moved to it."""
        self._end_meeting("moved")
        self.meeting, self.standing.meets_at = appointment, for_at
        self.meetings[appointment] = Meeting(None, self.standing.consultant)
        if self.churn is None:
            self._show_task()

    def keep_meeting(self, day: str) -> None:
        """They came: on the day of the appointment that stands, it is kept."""
        if self.standing.meets_at is not None and self.standing.meets_at[:10] == day:
            self._end_meeting("kept")

    def drop_meeting(self) -> None:
        """Nobody waits for them any more."""
        self._end_meeting("dropped")

    def no_show(self, today: str) -> Fact | None:
        """The fact that they did not come, once the day of the appointment that stands has passed by ``today``."""
        meets_at, meeting = self.standing.meets_at, self.meeting
        if meets_at is None or meeting is None or meets_at[:10] >= today[:10]:
            return None
        return Fact(f"{add_days(meets_at[:10], 1)}T00:00", 0, 0, meeting, "no-show")

    def miss_meeting(self, day: str) -> None:
        """They did not come: to be invited again from ``day`` on, the day after, unless a contact was owed before."""
        self._end_meeting("missed")
        if self.churn is not None:
            return
        if add_days(self.owed[1], 1) < day:
            self._show_task()
        else:
            self.unscreened = self.first_pending = False
            self.fix_due(day)

    def _end_meeting(self, result: str) -> None:
        if self.meeting is not None:
            self.meetings[self.meeting].result = result
            self.meeting = self.standing.meets_at = None

    def decide(self, result: str, at: str) -> None:
        """The churn that awaits its verification is decided."""
        assert self.churn is not None
        churn = self.churns[self.churn]
        churn.result, churn.decided_at = result, at
        self.standing.verification, self.churn = result, None

    def close(self, at: str) -> None:
        """Nothing is owed any more."""
        self.drop_meeting()
        standing = self.standing
        standing.closed_at = at
        standing.task = standing.due_from = standing.due_by = None
