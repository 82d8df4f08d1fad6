"""What is derived of a lead: where it stands, and what became of its churns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VERIFICATION_TRIES = 3
"""Unreachable call-backs after which a churn is archived as unreachable."""


@dataclass(slots=True)
class Standing:
    """Where a lead stands. Dates are ISO; ``due_*`` and ``task`` are None once nothing is owed."""

    opened_at: str = ""
    opened_grade: str | None = None
    status: str = ""
    verification: str | None = None
    grade: str | None = None
    consultant: int | None = None
    last_contact: str | None = None
    attempts: int = 0
    contacts: int = 0
    task: str | None = None
    due_from: str | None = None
    due_by: str | None = None
    wake_on: str | None = None
    met_at: str | None = None
    drove_at: str | None = None
    ordered_at: str | None = None
    delivered_at: str | None = None
    churned_at: str | None = None
    closed_at: str | None = None
    meets_at: str | None = None
    screened: str | None = None
    source: object = None
    channel: object = None
    campaign: object = None
    model: object = None
    budget_low: object = None
    budget_high: object = None
    need_by: object = None
    man: object = None
    confidence: object = None

    def learn(self, card: Mapping[str, object]) -> None:
        """The card keeps the last thing said of each need, and the first of where the lead came from."""
        for key, value in card.items():
            if key in ("source", "channel", "campaign"):
                if getattr(self, key) is None:
                    setattr(self, key, value)
            elif key in ("budget_low", "budget_high"):
                self.budget_low, self.budget_high = card.get("budget_low"), card.get("budget_high")
            else:
                setattr(self, key, value)


@dataclass(slots=True)
class ChurnResult:
    """What became of one churn: ``pending`` (or None: taken over unverified) until customer service decided."""

    result: str | None
    consultant: int | None
    decided_at: str | None = None
    tries: int = 0
