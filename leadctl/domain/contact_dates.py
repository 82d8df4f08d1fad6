"""When the next contact with a lead is owed: its windows, its appointment, and the states that follow each other.

The dates that a replay of a lead's facts keeps; what each kind of fact does to them stands in
:mod:`leadctl.domain.replay`. Rules: docs/domain.md section 3.
"""

from __future__ import annotations

from leadctl.domain.days import add_days
from leadctl.domain.facts import NO_SHOW_FACT, Fact
from leadctl.domain.lead_state import AppointmentResult, ContactWindow, LeadState, StatePeriod
from leadctl.domain.policy import Policy
from leadctl.domain.terms import AGAIN, FIRST

SCREENING = "screening"


class RunningWindow:
    """The contact that is owed now; ``passed``: its last day is over, so that ``owner`` stays who it was then.

    ``contact``: the moment from which the grade dates it; None: its date is fixed. ``invite_on``: the day on which
    they are to be invited again after a no-show in it, before which it does not end; empty: there was none.
    """

    __slots__ = ("contact", "due_by", "due_from", "grade", "invite_on", "owner", "passed", "since", "task")

    def __init__(self, task: str, grade: str | None, since: str, due_from: str, due_by: str) -> None:
        self.task = task
        self.grade = grade
        self.since = since
        self.due_from = due_from
        self.due_by = due_by
        self.contact: str | None = None
        self.invite_on = ""
        self.passed = False
        self.owner: int | None = None


class ContactDates:
    """The state of a lead so far, with what is owed next.

    ``state``: after the facts so far; ``periods``: the states before it; ``windows``: the contact windows that have
    ended; ``appointments``: what became of each, by its id.
    """

    def __init__(self, policy: Policy) -> None:
        self.state = LeadState()
        self.periods: list[StatePeriod] = []
        self.windows: list[ContactWindow] = []
        self.appointments: dict[int, AppointmentResult] = {}
        self._policies = policy
        self._begins = list(policy.begins)
        self._policy = policy  # in force on the day of the fact at hand
        self._window: RunningWindow | None = None
        self._history: tuple[object, ...] = ()
        self._unscreened = False  # the call that screens an online lead is still to come
        self._first_pending = False  # the first follow-up is still to come
        self._date_fixed = False  # no change of the grade moves the window
        self._churn: int | None = None  # the churn that waits for its verification
        self._appointment: int | None = None  # the one that stands

    def _begin_policies(self, until: str) -> None:
        """A policy that begins while a window still runs dates it again: docs/domain.md section 3."""
        while self._begins and self._begins[0] <= until:
            day, *self._begins = self._begins
            window = self._window
            if window is None or window.contact is None or window.due_by < day:
                continue
            due_from, due_by = self._policies.find_known_policy(day).window(self.state.grade, window.contact)
            due_by = max(due_by, window.invite_on)
            if (due_from, due_by) != (window.due_from, window.due_by):
                window.due_from, window.due_by = due_from, due_by
                self._show_due()
                self._note_period(f"{day}T00:00")

    def _note_period(self, at: str) -> None:
        history = self.state.history()
        if history == self._history:
            return
        since = self.state.since
        if self._history and since < at:
            self.periods.append(StatePeriod(since, at, self._history))
        if not since or since < at:
            self.state.since = max(at, self.state.opened_at) if not since else at
        self._history = history

    def _note_window_end(self, day: str) -> None:
        window = self._window
        if window is not None and not window.passed and window.due_by < day:
            window.passed, window.owner = True, self.state.consultant

    def _start_window(self, due_from: str, due_by: str, at: str) -> None:
        """Owe the next contact; a window that runs is replaced unless it is the same."""
        if self._churn is not None:
            return
        task = SCREENING if self._unscreened else FIRST if self._first_pending else AGAIN
        running = self._window
        if running is not None and (running.task, running.due_from, running.due_by) == (task, due_from, due_by):
            return
        self._end_window()
        self._window = RunningWindow(task, self.state.grade, at, due_from, due_by)

    def _fix_date(self, day: str, at: str) -> None:
        """A date that holds until the next contact, whatever the grade's window says."""
        day = self._policy.open_day(day)
        self._date_fixed = True
        self._start_window(day, day, at)
        if self._window is not None:
            self._window.contact = None

    def _date_by_grade(self, since: str, at: str) -> None:
        self._date_fixed = False
        policy = self._policies.find_known_policy(at[:10]) if self._begins else self._policy
        due_from, due_by = policy.window(self.state.grade, since)
        self._start_window(due_from, due_by, at)
        if self._window is not None:
            self._window.contact = since

    def _end_window(self, answered_at: str | None = None) -> None:
        window, self._window = self._window, None
        if window is None or window.task == SCREENING:
            return
        if answered_at is not None or window.passed:
            on_time = answered_at is not None and answered_at[:10] <= window.due_by
            self.windows.append(
                ContactWindow(
                    task=window.task,
                    grade=window.grade,
                    since=window.since,
                    due_from=window.due_from,
                    due_by=window.due_by,
                    owner=window.owner if window.passed else self.state.consultant,
                    answered_at=answered_at,
                    counted_on=answered_at[:10] if on_time and answered_at is not None else window.due_by,
                )
            )

    def _show_due(self) -> None:
        """What is owed next, as it is shown: docs/domain.md section 3."""
        state, window = self.state, self._window
        state.invite_on = None
        if state.closed_at is not None:
            state.task = state.due_from = state.due_by = state.list_on = None
        elif self._churn is None and window is not None:
            meets_on = None if state.meets_at is None else state.meets_at[:10]
            if state.call_on is not None and state.call_on <= window.due_by:
                state.task, state.due_from, state.due_by = AGAIN, state.call_on, state.call_on
            elif meets_on is not None and meets_on <= window.due_by:
                state.task, state.due_from, state.due_by = "appointment", meets_on, meets_on
                state.invite_on = self._policies.open_day(add_days(meets_on, 1))
            else:
                state.task, state.due_from, state.due_by = window.task, window.due_from, window.due_by
            state.list_on = (None if state.invite_on else state.retry_on) or state.due_from
        else:
            state.list_on = state.due_from
        self._show_window()

    def _show_window(self) -> None:
        state, window = self.state, self._window
        if window is None or window.task == SCREENING:
            state.window_task = state.window_since = state.window_from = state.window_by = state.window_owner = None
            return
        state.window_task, state.window_since = window.task, window.since
        # A window that contains the appointment does not end before they are to be invited again.
        state.window_from, state.window_by = window.due_from, max(window.due_by, state.invite_on or "")
        state.window_owner = window.owner if window.passed else state.consultant

    def _no_show_before(self, moment: str) -> Fact | None:
        """Time alone makes one fact: that they did not come on the day of their appointment."""
        meets_at = self.state.meets_at
        if meets_at is None or self._appointment is None or meets_at[:10] >= moment[:10]:
            return None
        return Fact(f"{add_days(meets_at[:10], 1)}T00:00", 0, 0, self._appointment, NO_SHOW_FACT)

    def _end_appointment(self, result: str) -> None:
        if self._appointment is not None:
            found = self.appointments[self._appointment]
            self.appointments[self._appointment] = found._replace(result=result)
            self._appointment = self.state.meets_at = None

    def _keep_appointment(self, day: str) -> None:
        """They came: on the day of the appointment that stands, it is kept."""
        if self.state.meets_at is not None and self.state.meets_at[:10] == day:
            self._end_appointment("kept")
