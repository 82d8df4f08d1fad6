"""How a lead was worked: the windows in which a contact was owed, and how each of them ended.

A window runs from the last contact (a visit or an answered follow-up) by the grade of that time and the policy;
the first one asks for a contact by the next day, and a date agreed with the customer replaces it. An appointment
takes the place of the window in which it falls; who does not come is owed a contact on the day after. The same walk
that tells where a lead stands tells its windows, so that nothing here decides what is owed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from leadctl.domain.days import add_days
from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.policy import Policy
from leadctl.domain.screening import COMES_WITHIN, NURTURE_DAYS
from leadctl.domain.standing import Standing

FIRST, AGAIN = "first-follow-up", "follow-up"
OWED = (FIRST, AGAIN)
"""Tasks that ask for a contact; a call-back of customer service is none."""

_FOLLOW_UPS = ("contact", "letter")


@dataclass(slots=True)
class Window:
    """A contact that was owed from ``due_from`` to ``due_by`` (ISO dates, both included) since the moment ``since``.

    ``owner``: whose lead it was when the window was answered or ended (None: nobody's). ``answered_at``: the
    contact that answered it, in time or late. ``cut``: a closing, a rest, an order or a new date came before
    its end, so that it was neither kept nor missed.
    """

    task: str
    grade: str | None
    since: str
    due_from: str
    due_by: str
    owner: int | None
    answered_at: str | None = None
    cut: bool = False
    passed: bool = False

    @property
    def on_time(self) -> bool:
        """Whether a contact came no later than its last day; one before its first day is on time."""
        return self.answered_at is not None and self.answered_at[:10] <= self.due_by

    def counted_on(self, today: str) -> str | None:
        """The ISO date on which it counts: answered in time, that day; else its last day, once that has passed."""
        if self.answered_at is not None and self.on_time:
            return self.answered_at[:10]
        return None if self.cut or self.due_by >= today else self.due_by


@dataclass(frozen=True, slots=True)
class Contact:
    """A follow-up: its row, its moment, whose lead it was, and whether it moved something."""

    id: int
    at: str
    owner: int | None
    advance: bool = False


@dataclass(slots=True)
class Conduct:
    """What a lead's facts tell of the work on it.

    ``windows``, ``contacts`` (answered follow-ups), ``tries`` (unanswered ones): in the order of their time;
    ``orders``: order id -> the contacts before it;
    ``graded_at``: the moment since which the lead has had its grade; ``standing``: where it stands in the end.
    """

    windows: list[Window] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    tries: list[Contact] = field(default_factory=list)
    orders: dict[int, tuple[Contact, ...]] = field(default_factory=dict)
    graded_at: str = ""
    standing: Standing = field(default_factory=Standing)
    _running: Window | None = None
    _owed: tuple[str | None, ...] = ()
    _grade: str | None = None

    def watch(self, standing: Standing, fact: Fact) -> None:
        """Take the next fact, after which the lead stands so."""
        if fact.kind in _FOLLOW_UPS:
            self.contacts.append(Contact(fact.id, fact.at, standing.consultant, fact.result == "advance"))
        elif fact.kind == "try":
            self.tries.append(Contact(fact.id, fact.at, standing.consultant))
        elif fact.kind == "order":
            self.orders[fact.id] = tuple(self.contacts)
        if not self.graded_at or standing.grade != self._grade:
            self.graded_at, self._grade = fact.at, standing.grade
        self._settle(standing, fact)
        self._open(standing, fact)
        self._owed = _owed(standing)

    def _settle(self, standing: Standing, fact: Fact) -> None:
        """What the fact does to the window that runs. A try does nothing to it, whatever date it names."""
        window = self._running
        if window is None:
            return
        window.passed = window.passed or window.due_by < fact.at[:10]
        if not window.passed:
            window.owner = standing.consultant
        if _answers(fact):
            window.answered_at, self._running = fact.at, None
        elif fact.kind == "order" or (fact.kind != "try" and _owed(standing) != self._owed):
            window.cut, self._running = not window.passed, None

    def _open(self, standing: Standing, fact: Fact) -> None:
        if self._running is not None or standing.task not in OWED:
            return
        assert standing.due_from is not None
        assert standing.due_by is not None
        self._running = Window(
            standing.task, standing.grade, fact.at, standing.due_from, standing.due_by, standing.consultant
        )
        self.windows.append(self._running)


def conduct_of(facts: Iterable[Fact], policy: Policy, today: str | None = None) -> Conduct:
    """Walk through a lead's facts in the order of their time. Raises ValueError when there are none.

    ``today`` (an ISO date): who did not come to an appointment before it is owed a contact again.
    """
    conduct = Conduct()
    conduct.standing = replay(facts, policy, conduct.watch, today).standing
    return conduct


def graded_at(said: Iterable[tuple[str, str | None]]) -> str:
    """The moment since which the grade holds that was given last: of (moment, the grade given then or None), in the
    order of their time; no grade is one too."""
    since, held = "", None
    for at, grade in said:
        if not since or (grade is not None and grade != held):
            since, held = at, grade
    return since


def reach(policy: Policy, day: str) -> tuple[str, str]:
    """How far back a window may begin that ends on the ISO date ``day`` or after it: (the earliest date agreed for the
    next contact, the earliest day of a fact that the policies date one from), both ISO dates."""
    agreed = day
    while policy.open_day(before := add_days(agreed, -1)) >= day:
        agreed = before
    return agreed, add_days(agreed, -max(map(_longest, policy.ever)))


def _longest(policy: Policy) -> int:
    """Days from a fact to the end of the longest window that a policy dates."""
    agreed = (policy.first_follow_up_days, policy.retry_days, policy.letter_days, NURTURE_DAYS, *COMES_WITHIN.values())
    return max(*(rule.last for rule in policy.rules.values()), *agreed)


def _answers(fact: Fact) -> bool:
    """Whether somebody was spoken with: at a visit, by a follow-up, or by a screening that reached them."""
    return fact.kind in ("visit", *_FOLLOW_UPS) or (fact.kind == "screen" and fact.result != "unreached")


def _owed(standing: Standing) -> tuple[str | None, ...]:
    return standing.task, standing.due_from, standing.due_by
