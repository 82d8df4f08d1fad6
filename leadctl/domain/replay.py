"""How the state of a lead, its history and its contact windows follow from its facts and the store's policy.

``replay`` is the only place that knows it (docs/domain.md sections 3 to 5). Facts may have been recorded in any order:
they are taken in the order of their own time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from leadctl.domain.contact_dates import ContactDates
from leadctl.domain.days import LATEST, add_days
from leadctl.domain.facts import NO_SHOW_FACT, Fact
from leadctl.domain.lead_state import (
    ENQUIRY,
    NO_SHOW,
    VERIFICATION_TRIES,
    AppointmentResult,
    ChurnResult,
    OrderResult,
    VisitResult,
)
from leadctl.domain.policy import Policy
from leadctl.domain.screening import COMES_WITHIN, call_again_on
from leadctl.domain.terms import IN_PERSON, ORDERED


class Replay(ContactDates):
    """What the facts of one lead say.

    ``state``: the state after the last fact; ``periods``: the states before it; ``windows``: the contact windows that
    have ended. Of single rows, by their ids: ``visits``, ``follow_ups`` (whose lead it was), ``orders``, ``churns``,
    ``appointments``. ``later_facts``: facts after the closing, where a visit is among them: they belong to the
    customer's next lead.
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy)
        self.visits: dict[int, VisitResult] = {}
        self.follow_ups: dict[int, int | None] = {}
        self.orders: dict[int, OrderResult] = {}
        self.churns: dict[int, ChurnResult] = {}
        self.later_facts: list[Fact] = []
        self._agreed_on: str | None = None  # agreed with the customer
        self._assigned = False
        self._walked_in = False
        self._grade_before_order: str | None = None
        self._standing_orders: dict[int, str] = {}
        self._tries = 0

    def take(self, fact: Fact) -> None:
        """Take the next fact in the order of time."""
        no_show = self._no_show_before(fact.at)
        if no_show is not None:
            self._begin_policies(no_show.at[:10])
            self._apply(no_show)
        self._begin_policies(fact.at[:10])
        self._apply(fact)

    def end(self) -> None:
        """No more facts. Policies that begin later date the window that runs."""
        self._begin_policies(LATEST)

    def _apply(self, fact: Fact) -> None:
        state = self.state
        grade_before = state.grade
        self._policy = self._policies.policy_on(fact.at[:10])
        if not state.status:
            self._begins = [day for day in self._begins if day > fact.at[:10]]
        if fact.kind != NO_SHOW_FACT:
            self._note_window_end(fact.at[:10])
        _HANDLERS[fact.kind](self, fact)
        state.learn(fact.card)
        if state.status and (state.graded_at is None or state.grade != grade_before):
            state.graded_at = max(fact.at, state.opened_at)
        if fact.kind == "visit":
            self._note_visit(fact)
        if state.status:
            self._note_opening(fact.at)
            self._show_due()
            self._note_period(fact.at)

    def _note_opening(self, at: str) -> None:
        """Whose the opening is, and its source and model: known by the end of its day, else as known first."""
        state = self.state
        same_day = at[:10] <= state.opened_at[:10]
        if same_day or state.opened_consultant is None:
            state.opened_consultant = state.consultant
        if same_day or state.opened_source is None:
            state.opened_source = state.source
        if same_day or state.opened_model is None:
            state.opened_model = state.model

    # appointments

    def _miss_appointment(self, fact: Fact) -> None:
        """They did not come: they are to be invited again the next day, and the window goes on.

        An appointment stands for the follow-up until its day, so that a window which contains it cannot end before
        they are invited again. One beside a window that has ended leaves the retry owed, unless that hid the
        invitation.
        """
        missed_on = add_days(fact.at[:10], -1)
        self._end_appointment("missed")
        window = self._window
        if self._churn is not None or window is None:
            return
        state, invite_on = self.state, self._policy.open_day(fact.at[:10])
        if missed_on <= window.due_by or (state.retry_on or "") > invite_on:
            state.retry_on = None
        if state.call_on is None:
            state.call_on, state.call_why = invite_on, NO_SHOW
        if missed_on <= window.due_by:
            window.invite_on = invite_on
            window.due_by = max(window.due_by, invite_on)
        self._note_window_end(fact.at[:10])

    # contacts

    def _reach_customer(self, fact: Fact, agreed_on: str | None, *, by_rule: bool = False) -> None:
        """A contact answers the window and restarts the grade's clock, unless a next date was agreed or a rule says
        it (``by_rule``)."""
        state = self.state
        self._wake()
        state.last_contact, state.attempts = fact.at, 0
        self._end_calls()
        self._end_window(fact.at)
        self._first_pending = self._unscreened = False
        self._give_grade(fact)
        self._agreed_on = None if by_rule else agreed_on
        if agreed_on is not None:
            self._fix_date(agreed_on, fact.at)
        else:
            self._date_by_grade(fact.at, fact.at)

    def _wake(self) -> None:
        if self.state.status == "dormant":
            self.state.status, self.state.wake_on = "open", None

    def _give_grade(self, fact: Fact) -> None:
        if fact.grade is not None and self.state.grade != ORDERED:
            self.state.grade = fact.grade

    def _change_grade(self, fact: Fact) -> None:
        """Another grade dates the next contact again; the same one once more changes nothing."""
        state, before = self.state, self.state.grade
        self._give_grade(fact)
        settled = self._first_pending or self._unscreened or self._date_fixed or state.status != "open"
        if state.grade != before and not settled and state.last_contact is not None:
            self._date_by_grade(state.last_contact, fact.at)

    def _count_try(self, fact: Fact, retry_on: str | None) -> None:
        """Nobody answered: it moves nothing, and is repeated the next day, unless nothing is owed before a date that
        was agreed or an appointment."""
        state, day = self.state, fact.at[:10]
        state.attempts += 1
        if state.callback_at is not None and state.callback_at <= fact.at:
            state.callback_at = None
        if self._churn is not None:
            return
        ahead = state.task == "appointment" and (state.due_from or "") > day
        if retry_on is None and (ahead or (self._agreed_on or "") > day):
            state.retry_on = None
        else:
            state.retry_on = self._policy.retry_on(day) if retry_on is None else self._policy.open_day(retry_on)

    def _forget_calls(self) -> None:
        """Neither a call nor a day that was agreed is owed any more."""
        self._end_calls()
        self._agreed_on = None

    def _end_calls(self) -> None:
        """Neither a retry, a call beside the window nor a callback is owed any more."""
        self.state.retry_on = self.state.call_on = self.state.call_why = self.state.callback_at = None

    # kinds of facts

    def _open(self, fact: Fact) -> None:
        state = self.state
        state.opened_at, state.status = fact.at, "open"
        state.grade = fact.grade or state.grade
        state.opened_grade = state.grade
        self._first_pending = True
        self._unscreened = fact.result == "online"
        self._fix_date(add_days(fact.at[:10], 0 if self._unscreened else self._policy.first_follow_up_days), fact.at)

    def _start(self, fact: Fact) -> None:
        """A lead that no visit opened: dormant until its day, and to be called on it, unless they came before.

        One that an owner asked for is open at once, and first followed up as if they had come.
        """
        if self.state.status:
            return
        self._open(fact)
        if not fact.flag:
            self.state.status, self.state.wake_on = "dormant", fact.at[:10]
            self._end_window()
            self._fix_date(fact.at[:10], fact.at)

    def _visit(self, fact: Fact) -> None:
        state = self.state
        if not self._assigned and state.consultant is None:
            state.consultant = fact.staff
        if not state.status:
            self._open(fact)
            state.last_contact = fact.at
            return
        self._overturn_by_visit(fact)
        if fact.result in IN_PERSON or fact.flag:
            self._keep_appointment(fact.at[:10])
        if fact.result == "online" and not fact.flag:
            self._enquire_again(fact)
        else:
            self._reach_customer(fact, fact.on)

    def _enquire_again(self, fact: Fact) -> None:
        """A repeated enquiry is no contact of ours: it is owed an answer the same day."""
        day = self._policy.open_day(fact.at[:10])
        self._wake()
        self._give_grade(fact)
        self.state.retry_on = None
        if self._window is None:
            self._fix_date(day, fact.at)
        elif not self._unscreened and self.state.call_on is None:
            self.state.call_on, self.state.call_why = day, ENQUIRY

    def _note_visit(self, fact: Fact) -> None:
        state = self.state
        opens = fact.at == state.opened_at and not self.visits
        nature = None
        if fact.result == "walk-in":
            first = not self._walked_in if fact.first is None else bool(fact.first)
            nature, self._walked_in = ("first" if first else "return"), True
        self.visits[fact.id] = VisitResult(
            nature=nature,
            is_new=nature == "first" or (nature is None and opens),
            consultant=state.consultant if fact.staff is None else None,
            source=None if "source" in fact.card else state.source,
            model=None if "model" in fact.card else state.model,
        )
        if (fact.result in IN_PERSON or fact.flag) and state.met_at is None:
            state.met_at = fact.at
        if fact.flag and state.drove_at is None:
            state.drove_at = fact.at

    def _contact(self, fact: Fact) -> None:
        self.state.contacts += 1
        self.follow_ups[fact.id] = self.state.consultant
        if fact.flag:
            self._keep_appointment(fact.at[:10])
        self._reach_customer(fact, fact.on)

    def _letter(self, fact: Fact) -> None:
        """A letter is followed by a call some days later."""
        self.state.contacts += 1
        self.follow_ups[fact.id] = self.state.consultant
        call_on = fact.on or add_days(fact.at[:10], self._policy.letter_days)
        self._reach_customer(fact, call_on, by_rule=fact.on is None)

    def _try(self, fact: Fact) -> None:
        self.follow_ups[fact.id] = self.state.consultant
        self._change_grade(fact)
        self._count_try(fact, fact.on)

    def _screen(self, fact: Fact) -> None:
        """The call that screens an online lead, or one more while it is nurtured."""
        if fact.result == "unreached":
            self._count_try(fact, None)
            return
        self.state.screened = fact.result
        call_on = call_again_on(str(fact.result), fact.at[:10], fact.on)
        self._reach_customer(fact, call_on, by_rule=fact.result not in COMES_WITHIN)

    def _assess(self, fact: Fact) -> None:
        self._change_grade(fact)

    def _assign(self, fact: Fact) -> None:
        self.state.consultant, self._assigned = fact.staff, True

    def _appoint(self, fact: Fact) -> None:
        """They are to come at a time: it answers an invitation, and who is dormant wakes for it."""
        self._wake()
        self._end_appointment("moved")
        self._appointment, self.state.meets_at = fact.id, str(fact.on)
        self.appointments[fact.id] = AppointmentResult(None, self.state.consultant)
        self._end_calls()

    def _agree_callback(self, fact: Fact) -> None:
        """They want to be called at a time: no contact, and it moves nothing else. A later word replaces it."""
        if self._churn is None:
            self.state.callback_at = fact.on

    def _sleep(self, fact: Fact) -> None:
        if self._churn is not None or self._standing_orders:
            return
        until = fact.on or fact.at[:10]
        self.state.status, self.state.wake_on = "dormant", until
        self._first_pending = self._unscreened = False
        self._forget_calls()
        self._end_appointment("dropped")
        self._agreed_on = until
        self._fix_date(until, fact.at)

    def _order(self, fact: Fact) -> None:
        state = self.state
        model = fact.card.get("model", state.model)
        self.orders[fact.id] = OrderResult(
            consultant=state.consultant,
            source=state.source,
            model=model if isinstance(model, int) else None,
            grade=self._grade_before_order if state.grade == ORDERED else state.grade,
            follow_ups=state.contacts,
        )
        if self._churn is not None:
            self._decide_churn("overturned", fact.at)
        if state.grade != ORDERED:
            self._grade_before_order = state.grade
        self._standing_orders[fact.id] = fact.at
        state.status, state.grade, state.ordered_at = "ordered", ORDERED, fact.at
        state.wake_on, state.attempts = None, 0
        self._first_pending = self._unscreened = False
        self._forget_calls()
        self._keep_appointment(fact.at[:10])
        self._date_by_grade(fact.at, fact.at)

    def _deliver(self, fact: Fact) -> None:
        if fact.id in self.orders:
            self.orders[fact.id] = self.orders[fact.id]._replace(delivered_by=self.state.consultant)
        self.state.status, self.state.delivered_at = "delivered", fact.at
        self._close(fact.at)

    def _cancel(self, fact: Fact) -> None:
        """A cancellation ends its own order; another one that stands goes on."""
        if self._standing_orders.pop(fact.id, None) is None:
            return
        state = self.state
        if self._standing_orders:
            state.ordered_at = max(self._standing_orders.values())
            return
        state.status, state.grade, state.ordered_at = "open", self._grade_before_order, None
        self._forget_calls()
        self._fix_date(add_days(fact.at[:10], 1), fact.at)

    # churn and its verification: docs/domain.md section 5

    def _lose(self, fact: Fact) -> None:
        state = self.state
        state.status = "lost" if fact.result == "lost-contact" else "defeated"
        state.churned_at, state.attempts, state.wake_on = fact.at, 0, None
        self._first_pending = self._unscreened = self._date_fixed = False
        self._forget_calls()
        self._end_appointment("dropped")
        self._end_window()
        self.churns[fact.id] = ChurnResult(
            None if fact.flag else "pending", None, state.consultant, state.source, state.model, state.grade
        )
        if fact.flag:
            state.verification = None
            self._close(fact.at)
            return
        self._churn, self._tries = fact.id, 0
        state.verification, state.task = "pending", "verification"
        state.due_from = self._policy.open_day(fact.at[:10])
        state.due_by = self._policy.open_day(add_days(fact.at[:10], 1))

    def _verify(self, fact: Fact) -> None:
        """A call-back after a visit has already overturned the churn changes nothing."""
        if self._churn is None or fact.result is None:
            return
        if fact.result == "unreachable":
            self._verify_again(fact)
            return
        self._decide_churn(fact.result, fact.at)
        if fact.result == "overturned":
            self.state.status, self.state.attempts = "open", 0
            self._fix_date(add_days(fact.at[:10], 1), fact.at)
        else:
            self._close(fact.at)

    def _verify_again(self, fact: Fact) -> None:
        state = self.state
        self._tries += 1
        state.attempts = self._tries
        if self._tries >= VERIFICATION_TRIES:
            self._decide_churn("unreachable", fact.at)
            self._close(fact.at)
        else:
            state.due_from = state.due_by = self._policy.open_day(add_days(fact.at[:10], 1))

    def _overturn_by_visit(self, fact: Fact) -> None:
        """Who comes while a churn awaits its verification has not churned."""
        if self._churn is not None:
            self._decide_churn("overturned", fact.at)
            self.state.status, self.state.attempts = "open", 0

    def _decide_churn(self, result: str, at: str) -> None:
        assert self._churn is not None
        self.churns[self._churn] = self.churns[self._churn]._replace(result=result, decided_at=at)
        self.state.verification, self._churn = result, None

    def _close(self, at: str) -> None:
        """Nothing is owed any more."""
        self._end_appointment("dropped")
        self._forget_calls()
        self._end_window()
        self.state.closed_at = at


def replay(facts: Iterable[Fact], policy: Policy) -> Replay:
    """Go through a lead's facts in the order of their time. Raises ValueError when there are none."""
    found = Replay(policy)
    ordered = sorted(facts)
    if not ordered:
        raise ValueError("a lead without facts has no state")
    for place, fact in enumerate(ordered):
        if found.state.closed_at is None:
            found.take(fact)
        elif fact.kind == "visit":
            found.later_facts = ordered[place:]  # only a visit begins the next purchase
            break
    found.end()
    return found


_HANDLERS: dict[str, Callable[[Replay, Fact], None]] = {
    "start": Replay._start,
    "visit": Replay._visit,
    "contact": Replay._contact,
    "letter": Replay._letter,
    "try": Replay._try,
    "screen": Replay._screen,
    "assess": Replay._assess,
    "assign": Replay._assign,
    "appoint": Replay._appoint,
    "callback": Replay._agree_callback,
    NO_SHOW_FACT: Replay._miss_appointment,
    "dormant": Replay._sleep,
    "churn": Replay._lose,
    "verify": Replay._verify,
    "order": Replay._order,
    "deliver": Replay._deliver,
    "cancel": Replay._cancel,
}
