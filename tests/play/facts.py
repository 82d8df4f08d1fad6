"""What happens to a person, and what became of it: the nouns of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

ORDER = (
    "start", "visit", "contact", "letter", "try", "screen", "grade", "give", "appoint", "sleep", "lost", "check",
    "order", "deliver", "cancel",
)  # fmt: skip
"""What comes first inside one operation."""

IN_PERSON = ("walk-in", "event")


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

    def of(self, person: int | None) -> Fact:
        return replace(self, person=person)

    def on(self, day: str) -> Fact:
        return replace(self, at=day + self.at[10:])

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
class Meeting:
    """An appointment and what became of it (None: it stands)."""

    fact: Fact
    result: str | None = None

    @property
    def day(self) -> str:
        return str(self.fact.get("comes"))[:10]
