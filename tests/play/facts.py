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


@dataclass(frozen=True)
class Origin:
    """Whose a purchase was at a moment, and the source and model that were known of it then."""

    owner: str | None
    source: str | None
    model: str | None


NOBODYS = Origin(None, None, None)
"""Of a purchase of which nothing of this is known."""


@dataclass
class Loss:
    """A churn, whose it was, and what became of it."""

    fact: Fact
    origin: Origin
    result: str = "pending"

    @property
    def owner(self) -> str | None:
        return self.origin.owner


@dataclass
class Sale:
    """An order, whose it was, and what became of it; ``delivered_by``: who owned the purchase then."""

    fact: Fact
    origin: Origin
    delivered: str | None = None
    delivered_by: str | None = None
    cancelled: str | None = None

    @property
    def owner(self) -> str | None:
        return self.origin.owner


@dataclass
class Meeting:
    """An appointment and what became of it (None: it stands)."""

    fact: Fact
    result: str | None = None

    @property
    def day(self) -> str:
        return str(self.fact.get("comes"))[:10]
