"""The state of a lead, the periods in which it held, and the windows in which a contact was owed.

All of it is derived from facts by :mod:`leadctl.domain.replay`; see docs/domain.md section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter

from leadctl.domain.terms import AGAIN
from leadctl.named_tuple import NamedTuple

VERIFICATION_TRIES = 3
"""Unreachable call-backs after which a churn is archived as unreachable."""

NO_SHOW, ENQUIRY = "no-show", "enquiry"
"""Why a call is owed beside the window: they did not come to an appointment; they enquired once more."""

HISTORY = (
    "status",
    "grade",
    "graded_at",
    "consultant",
    "model",
    "budget_low",
    "budget_high",
    "need_by",
    "man",
    "confidence",
    "contacts",
    "last_contact",
    "attempts",
    "task",
    "due_from",
    "due_by",
    "invite_on",
    "meets_at",
    "wake_on",
)
"""What is kept of the past states of a lead: what reports ask about a past evening."""


class LeadState:
    """The state of a lead. Moments are ISO to the minute, days ISO dates, people and models ids.

    ``opened_grade``, ``opened_consultant``, ``opened_source``, ``opened_model``: as they were known when its opening
    day ended, else as they became known first. ``graded_at``: since when the lead has its grade. ``last_contact``: the
    last time somebody was spoken with; ``contacts``: follow-ups answered; ``attempts``: tries since the last contact.

    What is owed: ``task`` between ``due_from`` and ``due_by``; all None once nothing is. ``retry_on``: the day on which
    an unanswered try is repeated; ``list_on``: the first day on which the due list shows the lead. ``meets_at``: the
    appointment that stands. ``invite_on``: where ``task`` is an appointment, the day on which the customer is to be
    invited again if nobody came. ``call_on``, ``call_why``: a call that is owed beside the window.
    ``callback_at``: the moment for which the customer asked to be called back (at 00:00: only the day), until they are
    spoken with or were called at that time.
    ``window_*``: the contact window that runs; ``window_owner``: whose it is, the owner on its last day once that has
    passed. ``since``: the moment since which all of :data:`HISTORY` has been as it is.
    """

    opened_at: str = ""
    opened_grade: str | None = None
    opened_consultant: int | None = None
    opened_source: int | None = None
    opened_model: int | None = None
    since: str = ""
    status: str = ""
    verification: str | None = None
    grade: str | None = None
    graded_at: str | None = None
    consultant: int | None = None
    last_contact: str | None = None
    attempts: int = 0
    contacts: int = 0
    task: str | None = None
    due_from: str | None = None
    due_by: str | None = None
    retry_on: str | None = None
    list_on: str | None = None
    invite_on: str | None = None
    call_on: str | None = None
    call_why: str | None = None
    callback_at: str | None = None
    window_task: str | None = None
    window_since: str | None = None
    window_from: str | None = None
    window_by: str | None = None
    window_owner: int | None = None
    wake_on: str | None = None
    met_at: str | None = None
    drove_at: str | None = None
    ordered_at: str | None = None
    delivered_at: str | None = None
    churned_at: str | None = None
    closed_at: str | None = None
    meets_at: str | None = None
    screened: str | None = None
    source: int | None = None
    channel: str | None = None
    campaign: str | None = None
    model: int | None = None
    budget_low: float | None = None
    budget_high: float | None = None
    need_by: str | None = None
    man: str | None = None
    confidence: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LeadState) and self.values() == other.values()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"LeadState({vars(self)})"

    def values(self) -> tuple[object, ...]:
        """The values of :data:`FIELDS`, in their order."""
        return _VALUES(self)

    def history(self) -> tuple[object, ...]:
        """The values of :data:`HISTORY`, in their order."""
        return _HISTORY_VALUES(self)

    def due_on(self, today: str) -> tuple[str | None, str | None, str | None]:
        """(task, due from, due by) on an ISO date, at which time alone may have made an appointment a no-show."""
        if self.task == "appointment" and (self.meets_at or "")[:10] < today:
            return AGAIN, self.invite_on, self.invite_on
        return self.task, self.due_from, self.due_by

    def learn(self, card: Mapping[str, object]) -> None:
        """Take what was learnt: the last thing said of each need, and the first of where the lead came from."""
        for key, value in card.items():
            if key in ("source", "channel", "campaign"):
                if getattr(self, key) is None:
                    setattr(self, key, value)
            elif key in ("budget_low", "budget_high"):
                self.budget_low, self.budget_high = card.get("budget_low"), card.get("budget_high")  # type: ignore[assignment]
            else:
                setattr(self, key, value)


FIELDS = tuple(name for name in LeadState.__annotations__)
"""The names of everything derived of a lead, as the columns of ``leads`` are called."""

_VALUES: Callable[[LeadState], tuple[object, ...]] = attrgetter(*FIELDS)
_HISTORY_VALUES: Callable[[LeadState], tuple[object, ...]] = attrgetter(*HISTORY)


class StatePeriod(NamedTuple):
    """A past state: from the moment ``from_at`` to before ``until_at``; ``values`` as :data:`HISTORY` names them."""

    from_at: str
    until_at: str
    values: tuple[object, ...]


class ContactWindow(NamedTuple):
    """A contact window that has ended: owed from ``due_from`` to ``due_by``, both included, since a moment.

    ``owner``: whose lead it was when the window was answered in time or on its last day (None: nobody's).
    ``answered_at``: the contact that answered it, in time or late; None: an order, a churn, a rest or a closing ended
    it after its last day. ``counted_on``: the day on which it counts: of the contact in time, else its last day.
    A window that was replaced before its last day counts nowhere and is not kept.
    """

    task: str
    grade: str | None
    since: str
    due_from: str
    due_by: str
    owner: int | None
    answered_at: str | None
    counted_on: str

    @property
    def on_time(self) -> bool:
        """Whether a contact came no later than its last day; one before its first day is on time."""
        return self.answered_at is not None and self.answered_at[:10] <= self.due_by


class VisitResult(NamedTuple):
    """``nature``: ``first`` or ``return`` (None: no walk-in); ``is_new``: new traffic. ``consultant``, ``source``,
    ``model``: as the lead had them then."""

    nature: str | None
    is_new: bool
    consultant: int | None
    source: int | None
    model: int | None


class ChurnResult(NamedTuple):
    """What became of a churn: ``pending`` (None: taken over unverified) until customer service decided; and the lead's
    owner, source, model and grade when it churned."""

    result: str | None
    decided_at: str | None
    consultant: int | None
    source: int | None
    model: int | None
    grade: str | None


class OrderResult(NamedTuple):
    """The lead's owner, source, model and grade just before an order, and its owner at the delivery."""

    consultant: int | None
    source: int | None
    model: int | None
    grade: str | None
    follow_ups: int
    delivered_by: int | None = None


class AppointmentResult(NamedTuple):
    """``kept missed moved dropped`` (None: it stands), and whose lead it was when it was agreed."""

    result: str | None
    consultant: int | None
