"""What can happen in a store. A fact has the moment when it happened, whenever it was entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TypeVar


@dataclass(frozen=True)
class Fact:
    """Something that happened at a moment, to a lead (None: to nobody that is known)."""

    at: datetime
    lead: int | None

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Visit(Fact):
    """Somebody came, called or wrote to us (docs/domain.md section 2)."""

    number: int
    kind: str
    phone: str | None = None
    consultant: str | None = None
    source: str | None = None
    model: str | None = None
    grade: str | None = None
    test_drive: bool = False
    left_at: datetime | None = None
    note: str | None = None
    need_by: date | None = None

    @property
    def in_person(self) -> bool:
        return self.kind in ("walk-in", "event")


@dataclass(frozen=True)
class FollowUp(Fact):
    """We reached the customer, or tried to (``no-answer``)."""

    number: int
    outcome: str
    entered_on: date
    via: str = "phone"
    grade: str | None = None
    next_on: date | None = None
    note: str | None = None

    @property
    def is_try(self) -> bool:
        return self.outcome == "no-answer"


@dataclass(frozen=True)
class Screening(Fact):
    """The first call to an online lead (docs/domain.md section 4)."""

    result: str
    promised: datetime | None = None
    to: str | None = None


@dataclass(frozen=True)
class Grading(Fact):
    """The grade was set without a contact."""

    grade: str


@dataclass(frozen=True)
class NewValue(Fact):
    """Something newer was learnt of the lead."""

    model: str


@dataclass(frozen=True)
class Assignment(Fact):
    """The lead was handed over."""

    to: str


@dataclass(frozen=True)
class Appointment(Fact):
    """On ``at`` it was agreed that the customer comes at ``meets_at``."""

    meets_at: datetime


@dataclass(frozen=True)
class Dormancy(Fact):
    """The lead sleeps until a day."""

    until: date


@dataclass(frozen=True)
class Churn(Fact):
    """A defeat (with a reason) or a lost contact (without)."""

    reason: str | None

    @property
    def is_defeat(self) -> bool:
        return self.reason is not None


@dataclass(frozen=True)
class Verification(Fact):
    """Customer service's call-back: confirmed, overturned or unreachable."""

    result: str
    to: str | None = None


@dataclass(frozen=True)
class WinBack(Fact):
    """A new lead of a customer whose churn was confirmed; it opens when its day begins."""

    grade: str | None
    model: str | None
    owner: str | None


@dataclass(frozen=True)
class Order(Fact):
    """Cars were ordered."""

    number: int
    cars: int = 1


@dataclass(frozen=True)
class Cancellation(Fact):
    """The lead's order was cancelled."""


@dataclass(frozen=True)
class Delivery(Fact):
    """The ordered cars were delivered."""


@dataclass(frozen=True)
class OwnerContact(Fact):
    """Somebody spoke with the owner of a delivered car."""


@dataclass(frozen=True)
class ChannelSale(Fact):
    """Cars sold without a lead, through a sub-dealer or by wholesale."""

    channel: str
    cars: int


F = TypeVar("F", bound=Fact)


@dataclass
class Store:
    """All facts of a store, as entered, and who sells in it."""

    policy: str
    consultants: tuple[str, ...]
    entered: list[Fact] = field(default_factory=list)

    def add(self, fact: Fact) -> None:
        self.entered.append(fact)

    def correct(self, fact: F, **values: object) -> F:
        """The fact as it should have been entered takes the place of what was."""
        mended = replace(fact, **values)  # type: ignore[arg-type]
        self.entered[self.entered.index(fact)] = mended
        return mended

    def remove(self, fact: Fact) -> None:
        self.entered.remove(fact)

    def in_order(self) -> list[Fact]:
        """All facts in the order of time; what happened in one minute, as entered."""
        return sorted(self.entered, key=lambda fact: fact.at)

    def of(self, lead: int) -> list[Fact]:
        """The facts of one lead, in the order of time."""
        return [fact for fact in self.in_order() if fact.lead == lead]

    def leads(self) -> list[int]:
        return sorted({fact.lead for fact in self.entered if fact.lead is not None})

    def all(self, kind: type[F]) -> Iterator[F]:
        """All facts of one kind, in the order of time."""
        return only(self.in_order(), kind)


def only(facts: Iterable[Fact], kind: type[F]) -> Iterator[F]:
    """Those of the facts that are of one kind."""
    return (fact for fact in facts if isinstance(fact, kind))


def end_of(day: date) -> datetime:
    """The last minute of a day."""
    return datetime.combine(day, time(23, 59))


def start_of(day: date) -> datetime:
    """The first minute of a day."""
    return datetime.combine(day, time(0, 0))
