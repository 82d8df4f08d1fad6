"""The audit: what a manager checks before trusting the figures, and whether the store's limits are kept.

Grades, dates, owners and churn are looked at as they stand today; the register, the cards and the spot checks are
those of a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from leadctl.domain.checks import CHECKS, DOUBTS, SHARES, SPOT_FALSE
from leadctl.domain.figures import share
from leadctl.domain.limits import Limits
from leadctl.domain.phones import mask_phone
from leadctl.domain.policy import Policy
from leadctl.errors import WrongUsage
from leadctl.reports.card_rates import by_consultant, card_rates, spot_rates, was_reached
from leadctl.reports.period import Period
from leadctl.store.checks import churns, leads, neglect, registration
from leadctl.store.checks.cards import cards
from leadctl.store.checks.findings import KEYS
from leadctl.store.connection import Database
from leadctl.store.figures.definitions import TRAFFIC, VERIFICATION
from leadctl.store.figures.measures import Measure, Record, count, records
from leadctl.store.settings import policy_on
from leadctl.store.spot_checks import spot_checks_of, to_call

_MEASURED: dict[str, tuple[Measure, Measure]] = {
    "churn-coverage": (VERIFICATION["confirmed"] + VERIFICATION["overturned"], VERIFICATION["churned"]),
    "contact-rate": (TRAFFIC["contacts"], TRAFFIC["first_visits"]),
}
"""Share -> what it counts, and of what."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found on the ISO day ``day``. ``found``: check -> its records, for each of ``CHECKS``; ``cards``,
    ``drawn``: those of the month, with what is missing and what was found; ``measured``: share -> (part, whole)."""

    day: str
    month: str
    found: dict[str, list[Record]]
    cards: list[Record]
    drawn: list[Record]
    measured: dict[str, tuple[int, int]]
    limits: Limits

    @property
    def counts(self) -> dict[str, int]:
        """Check -> how many records it found."""
        return {check: len(self.found[check]) for check in CHECKS}

    @property
    def shares(self) -> dict[str, float | None]:
        """Share -> its fraction 0-1; None where there is nothing to divide by."""
        spot, card = spot_rates(self.drawn), card_rates(self.cards)
        made = {name: share(*parts) for name, parts in self.measured.items()}
        made |= {"complete": card.share, "spot-called": share(spot.called, spot.drawn), "spot-true": spot.share}
        return {name: made[name] for name in SHARES}

    @property
    def exceeded(self) -> list[str]:
        """The checks and shares beyond the store's limits."""
        return self.limits.exceeded(self.counts, self.shares)

    def record(self, limit: int | None) -> dict[str, object]:
        """All of it as JSON has it, with at most ``limit`` records a check (None: all)."""
        exceeded = self.exceeded
        return {
            "day": self.day,
            "month": self.month,
            "checks": [
                {
                    "check": check,
                    "count": len(found),
                    "limit": self.limits.most.get(check),
                    "exceeded": check in exceeded,
                    "records": found[:limit],
                }
                for check, found in self.found.items()
                if found
            ],
            "counts": self.counts,
            "shares": self.shares,
            "limits": self.limits.by_name,
            "exceeded": exceeded,
            "verify_days": self.limits.verify_days,
            "cards": by_consultant(self.cards, card_rates),
            "spot_checks": by_consultant(self.drawn, spot_rates),
        }


def audit_of(db: Database, period: Period) -> Audit:
    """The audit of a month, as of today."""
    policy = policy_on(db, period.today)
    finders = _finders(db, period, policy)
    return Audit(
        day=period.today,
        month=str(period),
        found={check: finders[check]() for check in CHECKS},
        cards=cards(db, period.span),
        drawn=_drawn(db, period),
        measured=_measured(db, period),
        limits=policy.limits,
    )


def _finders(db: Database, period: Period, policy: Policy) -> dict[str, Callable[[], list[Record]]]:
    """Check -> what finds its records."""
    span, today = period.span, period.today
    doubts = cache(lambda: _doubts(db, policy, today))
    return {doubt: partial(_doubted, doubts, doubt) for doubt in DOUBTS} | {
        "no-next-date": lambda: leads.without_next_date(db),
        "neglected": lambda: neglect.neglected(db, policy, today),
        "unowned": lambda: leads.unowned(db, today),
        "planned-beyond-window": lambda: leads.planned_beyond(db, policy, today),
        "unverified": lambda: churns.unverified(db, policy, today),
        "verified-under-recorders-login": lambda: churns.verified_by_recorder(db, span),
        "incomplete": lambda: [card for card in cards(db, span) if card["missing"]],
        "no-leaving-time": lambda: registration.not_closed(db, span),
        "entered-after-its-day": lambda: registration.entered_late(db, span),
        "no-contact": lambda: registration.without_contact(db, span),
        "no-consultant": lambda: registration.without_consultant(db, span),
        "spot-false": lambda: [card for card in _drawn(db, period) if card["result"] in SPOT_FALSE],
        "to-call": lambda: [_spot_finding(row) for row in to_call(db)],
    }


def _doubts(db: Database, policy: Policy, today: str) -> dict[str, list[Record]]:
    """Doubt -> the leads that it is about: one walk through the facts of the active leads for all of them."""
    found: dict[str, list[Record]] = {doubt: [] for doubt in DOUBTS}
    for doubt, record in leads.grade_doubts(db, policy, today):
        found[doubt].append(record)
    return found


def _doubted(doubts: Callable[[], dict[str, list[Record]]], doubt: str) -> list[Record]:
    return doubts()[doubt]


def _drawn(db: Database, period: Period) -> list[Record]:
    return [_spot_finding(row) for row in spot_checks_of(db, str(period))]


def _measured(db: Database, period: Period) -> dict[str, tuple[int, int]]:
    asked = {f"{name} {place}": measure for name, pair in _MEASURED.items() for place, measure in enumerate(pair)}
    counted = count(db, asked, period.span)
    return {name: (counted[f"{name} 0"], counted[f"{name} 1"]) for name in _MEASURED}


def _spot_finding(row: Record) -> Record:
    """A spot check as a record like any other: of the day on which it was drawn, or called."""
    day = str(row["checked_at"] or row["drawn_at"])[:10]
    result = row["result"]
    what = "to-call" if result is None else "spot-false" if result in SPOT_FALSE else f"spot-{result}"
    return dict.fromkeys(KEYS) | row | {"what": what, "day": day, "since": str(row["drawn_at"])[:10]}


def mask(found: Iterable[Record]) -> None:
    """Mask the phones of these records, where they have any."""
    for record in found:
        phone = record.get("phone")
        if phone is not None:
            record["phone"] = mask_phone(str(phone))


_OF_CARDS: dict[str, Callable[[Record], bool]] = {"cards": lambda _: True, "complete": lambda card: not card["missing"]}
_OF_DRAWN: dict[str, Callable[[Record], bool]] = {
    "spot-drawn": lambda _: True,
    "spot-called": lambda card: card["result"] is not None,
    "spot-reached": lambda card: was_reached(card["result"]),
    "spot-true": lambda card: card["result"] == "true",
}
FIGURES = (*CHECKS, *_MEASURED, *_OF_CARDS, *_OF_DRAWN)
"""What ``--list`` takes: a check, a share for what it counts, and what the shares are made of."""


def behind_audit(db: Database, period: Period, figure: str) -> list[Record]:
    """The records behind a check or a share. Raises WrongUsage for another figure."""
    if figure not in FIGURES:
        raise WrongUsage(
            "--list {figure!r} is no check of the audit; these are: {known}", figure=figure, known=" ".join(FIGURES)
        )
    if figure in _MEASURED:
        return records(db, _MEASURED[figure][0], period.span)
    if figure in _OF_CARDS:
        return list(filter(_OF_CARDS[figure], cards(db, period.span)))
    if figure in _OF_DRAWN:
        return list(filter(_OF_DRAWN[figure], _drawn(db, period)))
    return _finders(db, period, policy_on(db, period.today))[figure]()
