"""What cannot follow what in a lead's life.

Typed commands keep these rules by the leads they can act on. Facts that come in files, in any order, are
judged here in the order of their own time, so that it does not matter which file or row came first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from leadctl.domain.facts import Fact
from leadctl.domain.lead_state import VERIFICATION_TRIES
from leadctl.errors import Sentence, template
from leadctl.named_tuple import NamedTuple


class Clash(NamedTuple):
    """Two facts of a lead of which the later cannot follow the earlier; ``reason`` is a sentence with both days."""

    earlier: Fact
    later: Fact
    reason: Sentence

    @property
    def pair(self) -> tuple[str, int, str, int]:
        """Which two rows clash."""
        return self.earlier.kind, self.earlier.id, self.later.kind, self.later.id


@dataclass(slots=True)
class Course:
    """A walk through facts: what clashes, and the fact that first closed the lead (None: it is not closed)."""

    clashes: list[Clash] = field(default_factory=list)
    closed: Fact | None = None
    _closing: Fact | None = None
    _order: Fact | None = None
    _churn: Fact | None = None
    _tries: int = 0
    _unsettled: list[Fact] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        """Take the next fact. A visit after a closing begins the customer's next lead."""
        if self._closing is None:
            _STEPS.get(fact.kind, _pass)(self, fact)
        elif fact.kind == "visit":
            self._closing = self._order = self._churn = None
        elif fact.kind in _WORK:
            self._clash(self._closing, fact, _CLOSED)

    def end(self) -> None:
        """No more facts: a churn that nobody verified leaves the lead to customer service."""
        for fact in self._unsettled if self._churn is not None else ():
            assert self._churn is not None
            self._clash(self._churn, fact, _UNVERIFIED)

    def _clash(self, earlier: Fact, later: Fact, sentence: str) -> None:
        named = Sentence(_NAMED[later.kind], day=later.at[:10])
        self.clashes.append(Clash(earlier, later, Sentence(sentence, day=earlier.at[:10], fact=named)))

    def _close(self, fact: Fact) -> None:
        self._closing = fact
        self.closed = self.closed or fact
        self._settle_churn()

    def _settle_churn(self) -> None:
        self._churn, self._tries = None, 0
        self._unsettled.clear()


def course_of(facts: Iterable[Fact]) -> Course:
    """Walk through a lead's facts in the order of their time."""
    course = Course()
    for fact in sorted(facts, key=lambda fact: fact[:4]):
        course.add(fact)
    course.end()
    return course


def _pass(course: Course, fact: Fact) -> None:
    """Facts that may stand anywhere."""


def _visit(course: Course, fact: Fact) -> None:
    course._settle_churn()


def _contact(course: Course, fact: Fact) -> None:
    if course._churn is not None:
        course._unsettled.append(fact)


def _churn(course: Course, fact: Fact) -> None:
    if course._order is not None:
        course._clash(course._order, fact, _STILL_ORDERED)
    elif course._churn is not None:
        course._clash(course._churn, fact, _LOST_TWICE)
    elif fact.flag:
        course._close(fact)
    else:
        course._churn = fact


def _verify(course: Course, fact: Fact) -> None:
    if course._churn is None:
        return
    course._tries += fact.result == "unreachable"
    if fact.result == "overturned":
        course._settle_churn()
    elif fact.result == "confirmed" or course._tries >= VERIFICATION_TRIES:
        course._close(fact)


def _order(course: Course, fact: Fact) -> None:
    if course._order is not None:
        course._clash(course._order, fact, _ORDERED_TWICE)
    course._settle_churn()
    course._order = fact


def _deliver(course: Course, fact: Fact) -> None:
    course._close(fact)


def _cancel(course: Course, fact: Fact) -> None:
    course._order = None


_STEPS: dict[str, Callable[[Course, Fact], None]] = {
    "visit": _visit,
    "contact": _contact,
    "letter": _contact,
    "try": _contact,
    "churn": _churn,
    "verify": _verify,
    "order": _order,
    "deliver": _deliver,
    "cancel": _cancel,
}
_CLOSED = template("the lead was closed on {day}, before its {fact}")
_UNVERIFIED = template("the lead was lost on {day} and waits for verification, before its {fact}")
_LOST_TWICE = template("the lead was lost on {day} and waits for verification, before the {fact}")
_STILL_ORDERED = template("an order of {day} stands at the {fact}; cancel the order first")
_ORDERED_TWICE = template("an order of {day} stands at the {fact}; deliver or cancel the first before")
_NAMED = {
    "contact": template("follow-up of {day}"),
    "letter": template("follow-up of {day}"),
    "try": template("follow-up of {day}"),
    "dormant": template("dormancy of {day}"),
    "churn": template("churn of {day}"),
    "order": template("order of {day}"),
}
_WORK = frozenset(_NAMED)
"""What can only happen to a lead that is not closed."""
