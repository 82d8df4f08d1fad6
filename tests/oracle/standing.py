"""Where one lead stands at a moment: its facts up to then, one after the other in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.oracle import policies
from tests.oracle.facts import (
    Appointment,
    Assignment,
    Cancellation,
    Churn,
    Delivery,
    Dormancy,
    Fact,
    FollowUp,
    Grading,
    NewValue,
    Order,
    Screening,
    Store,
    Verification,
    Visit,
    WinBack,
)

ONE_DAY = timedelta(days=1)
VERIFICATION_TRIES = 3


@dataclass
class Window:
    """A contact that is owed, from its first day to its last (docs/domain.md section 3).

    ``counts`` is False for the first call of an online lead and for a call-back of customer service, which are no
    follow-ups. ``deadline`` is the last day, or the day after a missed appointment that lay in the window: until then
    a contact is on time. A window that was neither answered nor cut short by something else runs.
    """

    first_day: date
    last_day: date
    task: str = "follow-up"
    by_grade: bool = False
    agreed: bool = False
    counts: bool = True
    deadline: date = field(init=False)
    answered_at: datetime | None = None
    cut_short_at: datetime | None = None

    def __post_init__(self) -> None:
        self.deadline = self.last_day

    def on_time(self) -> bool:
        """Answered no later than the deadline; a contact before the window is on time (docs/domain.md section 3)."""
        return self.answered_at is not None and self.answered_at.date() <= self.deadline

    def missed(self, today: date) -> bool:
        """The deadline passed and nobody had reached the customer, nor had anything else ended the window."""
        ends = [moment.date() for moment in (self.answered_at, self.cut_short_at) if moment is not None]
        return self.deadline < min([today, *ends])


@dataclass(frozen=True)
class Owed:
    """What is owed now: the task and its days."""

    task: str
    due_from: date
    due_by: date
    at: datetime | None = None


@dataclass
class Standing:
    """A lead after some of its facts."""

    policy: str
    status: str = "open"
    sleeps_until: date | None = None
    verification: str | None = None
    grade: str | None = None
    grade_before_order: str | None = None
    need_by: date | None = None
    owner: str | None = None
    source: str | None = None
    model: str | None = None
    opened_at: datetime | None = None
    last_contact: datetime | None = None
    last_note: str | None = None
    attempts: int = 0
    retry_on: date | None = None
    window: Window | None = None
    windows: list[Window] = field(default_factory=list)
    meets_at: datetime | None = None
    invite_on: date | None = None
    cars: int = 1
    follow_ups: int = 0

    @property
    def is_active(self) -> bool:
        """Neither won, dormant nor churned (docs/domain.md section 1)."""
        return self.status == "open"

    @property
    def clock_grade(self) -> str | None:
        return policies.ORDERED if self.status == "ordered" else self.grade

    @property
    def shown_grade(self) -> str | None:
        return policies.ORDERED if self.status in ("ordered", "delivered") else self.grade

    def owed(self) -> Owed | None:
        """What is owed now (docs/domain.md section 3).

        An appointment no later than the window's last day stands for the follow-up; after a no-show an invitation is
        owed the next day; else the window.
        """
        if self.window is None:
            return None
        if self.meets_at is not None and self.meets_at.date() <= self.window.last_day:
            return Owed("appointment", self.meets_at.date(), self.meets_at.date(), self.meets_at)
        if self.invite_on is not None:
            return Owed("follow-up", self.invite_on, self.invite_on)
        return Owed(self.window.task, self.window.first_day, self.window.last_day)

    def appointment_beside(self) -> datetime | None:
        """An appointment after the window's last day stands beside the follow-up."""
        if self.meets_at is None or self.window is None or self.meets_at.date() <= self.window.last_day:
            return None
        return self.meets_at


class _Teller:
    """Applies one fact after the other to a standing."""

    def __init__(self, policy: str) -> None:
        self.now = Standing(policy)

    def see_day(self, day: date) -> None:
        """What the calendar alone changes: who wakes, and who did not come (docs/domain.md section 3)."""
        now = self.now
        if now.sleeps_until is not None and now.sleeps_until <= day and now.status == "dormant":
            now.status = "open"
        if now.meets_at is not None and now.meets_at.date() < day:
            next_day = now.meets_at.date() + ONE_DAY
            if now.window is not None and now.meets_at.date() <= now.window.last_day:
                now.window.deadline = max(now.window.deadline, next_day)
                now.invite_on = next_day
            now.meets_at = None

    def tell(self, fact: Fact) -> None:
        self.see_day(fact.day)
        kinds: dict[type[Fact], Callable[[Any], None]] = {
            Visit: self.visit,
            FollowUp: self.follow_up,
            Screening: self.screening,
            Grading: self.grading,
            NewValue: self.new_value,
            Assignment: self.assignment,
            Appointment: self.appointment,
            Dormancy: self.dormancy,
            Churn: self.churn,
            Verification: self.verification,
            WinBack: self.win_back,
            Order: self.order,
            Cancellation: self.cancellation,
            Delivery: self.delivery,
        }
        if type(fact) in kinds:
            kinds[type(fact)](fact)

    def begin(self, window: Window | None) -> None:
        self.now.window = window
        if window is not None:
            self.now.windows.append(window)

    def cut_short(self, at: datetime) -> None:
        """Something else than a contact ends what was owed, and with it the tries that wait for an answer."""
        if self.now.window is not None:
            self.now.window.cut_short_at = at
        self.now.invite_on = None
        self.now.retry_on = None

    def grade_window(self, day: date) -> Window:
        return Window(*policies.contact_window(self.now.policy, self.now.clock_grade, day), by_grade=True)

    def contact(self, at: datetime, note: str | None = None, window: Window | None = None) -> None:
        """The customer was reached: the running window is answered, and the clock of the grade starts again."""
        now = self.now
        if now.window is not None:
            now.window.answered_at = at
        if now.status == "dormant":
            now.status = "open"
        now.sleeps_until = None
        now.last_contact = at
        now.last_note = note or now.last_note
        now.attempts, now.retry_on, now.invite_on = 0, None, None
        self.begin(window or self.grade_window(at.date()))

    def missed_try(self, day: date, next_on: date | None = None) -> None:
        """A try moves nothing; it adds a retry (section 3): on the day that is named with it, else the next day, but
        none where an agreed date, or an appointment that stands for the follow-up, lies ahead."""
        now = self.now
        now.attempts += 1
        window = now.window
        agreed_ahead = window is not None and window.agreed and window.last_day > day
        comes = window is not None and now.meets_at is not None and day < now.meets_at.date() <= window.last_day
        now.retry_on = next_on or (None if agreed_ahead or comes else day + ONE_DAY)

    def visit(self, fact: Visit) -> None:
        now = self.now
        opens = now.opened_at is None
        if now.meets_at is not None and now.meets_at.date() == fact.day:
            now.meets_at = None
        now.source = now.source or fact.source
        now.model = fact.model or now.model
        now.grade = fact.grade or now.grade
        now.need_by = fact.need_by or now.need_by
        if now.verification == "pending":
            now.verification, now.status = "overturned", "open"
        if opens:
            now.opened_at, now.owner = fact.at, fact.consultant
            now.last_contact, now.last_note = fact.at, fact.note
            next_day = fact.day + timedelta(days=policies.FIRST_FOLLOW_UP_DAYS)
            if fact.kind == "online":
                self.begin(Window(fact.day, fact.day, "screening", counts=False))
            else:
                self.begin(Window(next_day, next_day, "first-follow-up"))
        else:
            self.contact(fact.at, fact.note)

    def follow_up(self, fact: FollowUp) -> None:
        if fact.is_try:
            self.missed_try(fact.day, fact.next_on)
            return
        self.now.grade = fact.grade or self.now.grade
        self.now.follow_ups += 1
        window = None
        if fact.next_on is not None:
            window = Window(fact.next_on, fact.next_on, agreed=True)
        elif fact.via == "letter":
            day = fact.day + timedelta(days=policies.LETTER_DAYS)
            window = Window(day, day)
        self.contact(fact.at, fact.note, window)

    def screening(self, fact: Screening) -> None:
        """docs/domain.md section 4. No result sets a grade; D is followed by a churn of its own."""
        now = self.now
        if fact.result == "unreached":
            self.missed_try(fact.day)
            return
        now.owner = fact.to or now.owner
        window = None
        if fact.result == "B" and fact.promised is not None:
            day = fact.promised.date() - 2 * ONE_DAY
            window = Window(day, day)
        elif fact.result == "C":
            day = fact.day + timedelta(days=policies.SCREENED_C_DAYS)
            window = Window(day, day)
        self.contact(fact.at, None, window)
        now.meets_at = fact.promised

    def grading(self, fact: Grading) -> None:
        """Re-dates what the grade had dated; a first follow-up and an agreed date stay."""
        now = self.now
        now.grade = fact.grade
        if now.window is not None and now.window.by_grade and now.last_contact is not None:
            now.window.cut_short_at = fact.at
            self.begin(self.grade_window(now.last_contact.date()))

    def new_value(self, fact: NewValue) -> None:
        self.now.model = fact.model

    def assignment(self, fact: Assignment) -> None:
        self.now.owner = fact.to

    def appointment(self, fact: Appointment) -> None:
        """A second appointment moves the first, and is the invitation that a no-show asked for (section 3)."""
        now = self.now
        if now.status == "dormant":
            now.status, now.sleeps_until = "open", None
        now.meets_at, now.invite_on, now.retry_on = fact.meets_at, None, None

    def dormancy(self, fact: Dormancy) -> None:
        self.cut_short(fact.at)
        self.now.status, self.now.sleeps_until, self.now.meets_at = "dormant", fact.until, None
        self.begin(Window(fact.until, fact.until))

    def churn(self, fact: Churn) -> None:
        self.cut_short(fact.at)
        now = self.now
        now.status = "defeated" if fact.is_defeat else "lost"
        now.verification, now.attempts, now.meets_at, now.sleeps_until = "pending", 0, None, None
        self.begin(Window(fact.day, fact.day + ONE_DAY, "verification", counts=False))

    def verification(self, fact: Verification) -> None:
        """docs/domain.md section 5: overturned reopens, due tomorrow; unreachable comes back tomorrow, three tries."""
        now, tomorrow = self.now, fact.day + ONE_DAY
        self.cut_short(fact.at)
        if fact.result == "unreachable":
            now.attempts += 1
        if fact.result == "unreachable" and now.attempts < VERIFICATION_TRIES:
            self.begin(Window(tomorrow, tomorrow, "verification", counts=False))
            return
        now.verification = fact.result
        now.owner = fact.to or now.owner
        self.begin(None)
        if fact.result == "overturned":
            now.status, now.attempts = "open", 0
            self.begin(Window(tomorrow, tomorrow))

    def win_back(self, fact: WinBack) -> None:
        """The old grade, not the old date; due on its day (docs/domain.md section 5, issue's rule k)."""
        now = self.now
        now.opened_at, now.source = fact.at, "win-back"
        now.owner = now.owner or fact.owner
        now.grade, now.model = fact.grade, fact.model
        self.begin(Window(fact.day, fact.day, "first-follow-up"))

    def order(self, fact: Order) -> None:
        """Who orders on the day of an appointment has kept it (docs/domain.md section 3: only a no-show is invited)."""
        self.cut_short(fact.at)
        now = self.now
        if now.meets_at is not None and now.meets_at.date() == fact.day:
            now.meets_at = None
        now.status, now.grade_before_order, now.cars, now.sleeps_until = "ordered", now.grade, fact.cars, None
        self.begin(self.grade_window(fact.day))

    def cancellation(self, fact: Cancellation) -> None:
        self.cut_short(fact.at)
        now = self.now
        now.status, now.grade, now.cars = "open", now.grade_before_order, 1
        self.begin(Window(fact.day + ONE_DAY, fact.day + ONE_DAY))

    def delivery(self, fact: Delivery) -> None:
        self.cut_short(fact.at)
        self.now.status, self.now.meets_at = "delivered", None
        self.begin(None)


def standing(store: Store, lead: int, moment: datetime) -> Standing:
    """Where the lead stands at the moment: what had happened by then, in the order of time."""
    teller = _Teller(store.policy)
    for fact in store.of(lead):
        if fact.at <= moment:
            teller.tell(fact)
    teller.see_day(moment.date())
    return teller.now


def opening(store: Store, lead: int) -> datetime:
    """When the lead began: its first visit, or the day on which a customer is to be won back."""
    return next(fact.at for fact in store.of(lead) if isinstance(fact, Visit | WinBack))


def owner_at(store: Store, lead: int, moment: datetime) -> str | None:
    """Whose the lead was."""
    return standing(store, lead, moment).owner
