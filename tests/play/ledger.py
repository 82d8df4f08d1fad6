"""What a store did, kept in plain Python: a second opinion on leadctl that shares none of its code.

Facts are kept by person, counts by what they are of; each operation remembers what it put down and took away, so
that it can be taken back as leadctl's own can.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tests.play.cadence import Cadence, Rules, later
from tests.play.facts import Fact, Loss, Meeting, Sale
from tests.play.purchases import Purchase, purchases_of

__all__ = ["Cadence", "Fact", "Ledger", "Loss", "Meeting", "Purchase", "Rules", "Sale", "later"]

Counts = Counter[tuple[str, ...]]


Handed = dict[str, tuple[int | None, int | None]]
"""Phone -> (whose it was, whose it is)."""


@dataclass
class Step:
    """What one operation changed."""

    added: list[Fact] = field(default_factory=list)
    removed: list[Fact] = field(default_factory=list)
    counts: Counts = field(default_factory=Counter)
    phones: Handed = field(default_factory=dict)

    def back(self) -> Step:
        """What takes it back."""
        counts = Counter({key: -count for key, count in self.counts.items()})
        phones = {phone: (new, old) for phone, (old, new) in self.phones.items()}
        return Step(list(self.removed), list(self.added), counts, phones)

    def joined(self) -> set[tuple[int, int]]:
        """(who was merged, into whom)."""
        return {(old, new) for old, new in self.phones.values() if old is not None and new is not None}


@dataclass
class Ledger:
    """All facts and counts. ``phones``: whose each number is; ``counts``: what no person's facts tell;
    ``touched``: persons whose story changed since somebody looked."""

    phones: dict[str, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counter)
    cadence: Cadence = field(default_factory=Cadence)
    steps: dict[int, Step] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    _facts: dict[int | None, list[Fact]] = field(default_factory=dict)
    _purchases: dict[int, list[Purchase]] = field(default_factory=dict)
    _heirs: dict[int | None, int] = field(default_factory=dict)
    _people: int = 0

    @property
    def facts(self) -> list[Fact]:
        return [fact for facts in self._facts.values() for fact in facts]

    def person(self, phone: str | None) -> int | None:
        """Who has this phone; somebody new gets a number."""
        if phone is not None and phone not in self.phones:
            self._people += 1
            self.phones[phone] = self._people
        return None if phone is None else self.phones[phone]

    def phone_of(self, person: int) -> str:
        return next(phone for phone, who in self.phones.items() if who == person)

    def add(self, *facts: Fact) -> None:
        for fact in facts:
            self._apply(fact.operation, Step(added=[fact]))

    def change(self, operation: int, old: Fact, new: Fact | None) -> None:
        """A fact was written down wrongly (``new`` None: it never was)."""
        self._apply(operation, Step(added=[] if new is None else [new], removed=[old]))

    def count(self, operation: int, *key: str, by: int = 1) -> None:
        self._apply(operation, Step(counts=Counter({key: by})))

    def join(self, operation: int, gone: int, kept: int) -> None:
        """Two persons were one."""
        old = list(self._facts.get(gone, ()))
        moved = [fact.of(kept) for fact in old]
        phones: Handed = {phone: (gone, kept) for phone, who in self.phones.items() if who == gone}
        self._apply(operation, Step(moved, old, phones=phones))
        self._heirs[gone] = kept

    def know(self, operation: int, phone: str, of: str) -> None:
        """One more phone of somebody known."""
        self._apply(operation, Step(phones={phone: (None, self.phones[of])}))

    def forget(self, operation: int, person: int) -> None:
        """Nothing speaks of them any more."""
        phones: Handed = {phone: (person, None) for phone, who in self.phones.items() if who == person}
        self._apply(operation, Step(phones=phones))

    def take_back(self, target: int, operation: int) -> None:
        """Operation ``target`` was undone by ``operation``."""
        step = self.steps.get(target)
        if step is None:
            return
        for gone, kept in step.joined():
            if self._heirs.get(gone) == kept:
                del self._heirs[gone]
            else:
                self._heirs[kept] = gone  # that they were two was taken back
        self._apply(operation, step.back() if step.joined() else self._of_today(step.back()))

    def _of_today(self, step: Step) -> Step:
        """Its facts are those of the persons with whom their persons turned out to be one since."""
        return replace(
            step, added=list(map(self._inherited, step.added)), removed=list(map(self._inherited, step.removed))
        )

    def _inherited(self, fact: Fact) -> Fact:
        person = fact.person
        while person in self._heirs:
            person = self._heirs[person]
        return fact.of(person)

    def follow(self, rules: Rules) -> None:
        """Another policy holds from its day on."""
        self.cadence = self.cadence.then(rules)
        self._purchases.clear()
        self.touched.update(person for person in self._facts if person is not None)

    def _apply(self, operation: int, step: Step) -> None:
        for fact in step.removed:
            self._facts[fact.person].remove(fact)
        for fact in step.added:
            self._facts.setdefault(fact.person, []).append(fact)
        for fact in (*step.removed, *step.added):
            if fact.person is not None:
                self._purchases.pop(fact.person, None)
                self.touched.add(fact.person)
        self.counts.update(step.counts)
        for phone, (_, new) in step.phones.items():
            if new is None:
                self.phones.pop(phone, None)
            else:
                self.phones[phone] = new
        kept = self.steps.setdefault(operation, Step())
        kept.added += step.added
        kept.removed += step.removed
        kept.counts.update(step.counts)
        kept.phones |= step.phones

    def facts_of(self, person: int) -> list[Fact]:
        return self._facts.get(person, [])

    def purchases_of(self, person: int) -> list[Purchase]:
        if person not in self._purchases:
            self._purchases[person] = purchases_of(person, self._facts.get(person, ()), self.cadence)
        return self._purchases[person]

    def purchases(self, until: str = "9999") -> list[Purchase]:
        """Everybody's purchases as they stand, or stood at a moment."""
        people = [person for person in self._facts if person is not None]
        if until == "9999":
            return [purchase for person in people for purchase in self.purchases_of(person)]
        return [purchase for person in people for purchase in self._until(person, until)]

    def _until(self, person: int, until: str) -> Iterable[Purchase]:
        return purchases_of(person, (f for f in self._facts[person] if f.at <= until), self.cadence)

    def visits(self) -> list[Fact]:
        return sorted((fact for fact in self.facts if fact.kind == "visit"), key=lambda fact: fact.place)
