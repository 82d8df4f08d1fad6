"""What a store did, kept in plain Python: a second opinion on leadctl that shares none of its code.

The rules of the trade are written here once more, in the shortest way that reads: facts of a person in the order
of their time make chapters (one purchase each), and everything a report counts is counted from these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

WINDOWS = {"H": (1, 2), "A": (3, 5), "B": (7, 7), "C": (10, 10), "N": (15, 15), "O": (7, 7), None: (15, 15)}
"""Grade -> the contact window of the five-grade policy, in days after the last contact."""

ORDER = (
    "start", "visit", "contact", "letter", "try", "grade", "give", "sleep", "lost", "check",
    "order", "deliver", "cancel",
)  # fmt: skip
"""What comes first inside one operation."""


def later(moment: str, days: int) -> str:
    return (date.fromisoformat(moment[:10]) + timedelta(days=days)).isoformat()


@dataclass(frozen=True)
class Fact:
    """Something that happened; ``more``: what each kind says besides."""

    at: str
    operation: int
    kind: str
    person: int | None
    id: int = 0
    more: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        return self.more.get(key)

    def but(self, **more: Any) -> Fact:
        return replace(self, more={**self.more, **more})

    @property
    def place(self) -> tuple[object, ...]:
        return self.at, self.operation, bool(self.get("wins_back")), ORDER.index(self.kind), self.id


@dataclass
class Loss:
    """A churn and what became of it."""

    fact: Fact
    owner: str | None
    result: str = "pending"


@dataclass
class Sale:
    """An order and what became of it."""

    fact: Fact
    owner: str | None
    delivered: str | None = None
    cancelled: str | None = None


@dataclass
class Chapter:
    """One purchase of a person, and where it stands."""

    person: int
    number: int | None = None
    opened: str | None = None
    opened_grade: str | None = None
    grade: str | None = None
    grade_before: str | None = None
    status: str = "unopened"
    source: str | None = None
    model: str | None = None
    owner: str | None = None
    given: bool = False
    contact: str | None = None
    tries: int = 0
    task: str | None = None
    due: tuple[str, str] | None = None
    fixed: bool = False
    waking: str | None = None
    met: bool = False
    drove: bool = False
    walked_in: bool = False
    closed: str | None = None
    loss: Loss | None = None
    unreached: int = 0
    visits: dict[int, tuple[str | None, bool]] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)

    @property
    def ordered(self) -> bool:
        return any(sale.cancelled is None for sale in self.sales)

    @property
    def delivered(self) -> bool:
        return any(sale.delivered for sale in self.sales)

    def add(self, fact: Fact) -> None:
        getattr(self, f"_{fact.kind}")(fact)

    def _owe(self, first: str, last: str, *, fixed: bool = False) -> None:
        self.fixed = fixed
        if self.loss is None:
            self.due = first, last
            self.task = "follow-up" if self.task != "first-follow-up" else self.task

    def _owe_window(self, since: str) -> None:
        first, last = WINDOWS[self.grade]
        self._owe(later(since, first), later(since, last))

    def _regrade(self, fact: Fact) -> None:
        if fact.get("grade") and self.grade != "O":
            self.grade = fact.get("grade")

    def _begin(self, fact: Fact) -> None:
        self.opened, self.status = fact.at, "open"
        self.grade = fact.get("grade") or self.grade
        self.opened_grade, self.task = self.grade, "first-follow-up"

    def _start(self, fact: Fact) -> None:
        if self.opened is None:
            self._begin(fact)
            self.status, self.waking = "dormant", fact.at[:10]
            self._owe(fact.at[:10], fact.at[:10], fixed=True)

    def _visit(self, fact: Fact) -> None:
        opens = self.opened is None
        if opens:
            self._begin(fact)
            self.contact = fact.at
            self._owe(later(fact.at, 1), later(fact.at, 1), fixed=True)
        else:
            if self.loss is not None:
                self._settle("overturned")
                self.status = "open"
            self._spoken(fact)
        self._note(fact, opens)
        if not self.given and self.owner is None:
            self.owner = fact.get("staff")

    def _note(self, fact: Fact, opens: bool) -> None:
        nature = None
        if fact.get("kind") == "walk-in":
            said = fact.get("first")
            nature = "first" if (not self.walked_in if said is None else said) else "return"
            self.walked_in = True
        self.visits[fact.id] = nature, nature == "first" or (nature is None and opens)
        self.drove |= bool(fact.get("drive"))
        self.met |= bool(fact.get("drive")) or fact.get("kind") in ("walk-in", "event")
        self.source = self.source or fact.get("source")
        self.model = fact.get("model") or self.model

    def _spoken(self, fact: Fact) -> None:
        if self.status == "dormant":
            self.status, self.waking = "open", None
        self.contact, self.tries, self.task = fact.at, 0, None if self.loss is None else self.task
        self._regrade(fact)
        if fact.get("next"):
            self._owe(fact.get("next"), fact.get("next"), fixed=True)
        else:
            self._owe_window(fact.at)

    _contact = _spoken

    def _letter(self, fact: Fact) -> None:
        self._spoken(fact)
        if not fact.get("next"):
            self._owe(later(fact.at, 3), later(fact.at, 3), fixed=True)

    def _try(self, fact: Fact) -> None:
        self.tries += 1
        self._regrade(fact)
        again = fact.get("next") or later(fact.at, 1)
        self._owe(again, again, fixed=bool(fact.get("next")))

    def _grade(self, fact: Fact) -> None:
        self.number = self.number or fact.get("wins_back")
        self._regrade(fact)
        self.model = fact.get("model") or self.model
        waits = self.task == "first-follow-up" or self.fixed or self.status != "open" or self.contact is None
        if fact.get("grade") and not waits and self.contact:
            self._owe_window(self.contact)

    def _give(self, fact: Fact) -> None:
        self.owner, self.given = fact.get("staff"), True

    def _sleep(self, fact: Fact) -> None:
        self.status, self.waking, self.task = "dormant", fact.get("until"), None
        self._owe(fact.get("until"), fact.get("until"), fixed=True)

    def _lost(self, fact: Fact) -> None:
        self.status = "lost" if fact.get("reason") is None else "defeated"
        self.loss = Loss(fact, self.owner)
        self.losses.append(self.loss)
        self.tries = self.unreached = 0
        self.task, self.due, self.waking = "verification", (fact.at[:10], later(fact.at, 1)), None

    def _settle(self, result: str) -> None:
        assert self.loss is not None
        self.loss.result, self.loss, self.task = result, None, None

    def _check(self, fact: Fact) -> None:
        result = fact.get("result")
        if self.loss is None:
            return
        if result == "overturned":
            self._settle(result)
            self.status, self.tries = "open", 0
            self._owe(later(fact.at, 1), later(fact.at, 1), fixed=True)
            return
        self.unreached += result == "unreachable"
        self.tries = self.unreached
        if result == "confirmed" or self.unreached == 3:
            self._settle(result)
            self._close(fact)
        else:
            self.due = later(fact.at, 1), later(fact.at, 1)

    def _order(self, fact: Fact) -> None:
        self.sales.append(Sale(fact, self.owner))
        self.grade_before, self.grade, self.status = self.grade, "O", "ordered"
        self.model = fact.get("model") or self.model
        self.task, self.waking, self.tries = None, None, 0
        self._owe_window(fact.at)

    def _deliver(self, fact: Fact) -> None:
        self.sales[-1].delivered, self.status = fact.at, "delivered"
        self._close(fact)

    def _cancel(self, fact: Fact) -> None:
        self.sales[-1].cancelled = fact.at
        self.grade, self.status = self.grade_before, "open"
        self._owe(later(fact.at, 1), later(fact.at, 1), fixed=True)

    def _close(self, fact: Fact) -> None:
        self.closed, self.task, self.due = fact.at, None, None


def chapters_of(person: int, facts: Iterable[Fact]) -> list[Chapter]:
    """A person's purchases, from all that happened to them."""
    chapters: list[Chapter] = []
    for fact in sorted(facts, key=lambda fact: fact.place):
        if not chapters or chapters[-1].closed:
            if fact.kind != "visit" and not (fact.kind == "grade" and fact.get("wins_back")):
                continue
            chapters.append(Chapter(person))
        chapters[-1].add(fact)
    return chapters


@dataclass
class Ledger:
    """All facts. ``facts`` is replaced, never changed, so that keeping the old one is enough to take a step back."""

    facts: tuple[Fact, ...] = ()
    phones: dict[str, int] = field(default_factory=dict)

    def person(self, phone: str | None) -> int | None:
        """Who has this phone; somebody new gets a number."""
        return None if phone is None else self.phones.setdefault(phone, len(self.phones) + 1)

    def add(self, *facts: Fact) -> None:
        self.facts += facts

    def change(self, old: Fact, new: Fact | None) -> None:
        kept = tuple(fact for fact in self.facts if fact is not old)
        assert len(kept) == len(self.facts) - 1
        self.facts = kept if new is None else (*kept, new)

    def join(self, gone: int, kept: int) -> None:
        """Two persons were one."""
        self.facts = tuple(replace(fact, person=kept) if fact.person == gone else fact for fact in self.facts)
        self.phones = {phone: kept if who == gone else who for phone, who in self.phones.items()}

    def chapters(self, until: str = "9999") -> list[Chapter]:
        """Everybody's purchases as they stand, or stood at a moment."""
        told: dict[int, list[Fact]] = {}
        for fact in self.facts:
            if fact.person is not None and fact.at <= until:
                told.setdefault(fact.person, []).append(fact)
        return [chapter for person, facts in told.items() for chapter in chapters_of(person, facts)]

    def visits(self) -> list[Fact]:
        return sorted((fact for fact in self.facts if fact.kind == "visit"), key=lambda fact: fact.place)
