"""The audit: what a manager checks before trusting the figures, and whether the store's limits are kept.

Grades, dates, owners and churn are looked at as they stand today; the register, the cards and the spot checks are
those of a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from leadctl.domain.figures import share
from leadctl.domain.periods import Period
from leadctl.domain.phones import mask_phone
from leadctl.domain.policy import Policy
from leadctl.domain.policy_rules import Limits
from leadctl.domain.record_lists import PackedRecords, Record
from leadctl.domain.terms import CHECKS, DOUBTS, SHARES, SPOT_FALSE
from leadctl.errors import WrongUsage
from leadctl.reports.audit.card_rates import card_rates, is_reached, rate_by_consultant, spot_rates
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_on
from leadctl.store.queries import checks
from leadctl.store.queries.checks import KEYS
from leadctl.store.queries.figures.definitions import TRAFFIC, VERIFICATION
from leadctl.store.queries.figures.measures import Measure, count, records
from leadctl.store.records.spot_checks import DrawnCard, cards_to_call, spot_checks_of

_MEASURED: dict[str, tuple[Measure, Measure]] = {
    "churn-coverage": (VERIFICATION["confirmed"] + VERIFICATION["overturned"], VERIFICATION["churned"]),
    "contact-rate": (TRAFFIC["contacts"], TRAFFIC["first_visits"]),
}
"""Share -> what it counts, and of what."""


Present = Callable[[Record], Record]
"""How a record is presented: in full, or with what nobody asked to see masked."""


def keep_record(record: Record) -> Record:
    """The record in full."""
    return record


def mask_record(record: Record) -> Record:
    """The record with its phone masked, where it has any."""
    phone = record.get("phone")
    return record if phone is None else record | {"phone": mask_phone(str(phone))}


@dataclass(slots=True)
class Found:
    """How many records a check found, and the first ``most`` of them (None: all), as ``present`` makes them."""

    present: Present
    most: int | None
    count: int = 0
    _keys: tuple[str, ...] = ()
    _rows: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """One more; all of a check have the same keys."""
        self.count += 1
        if self.most is None or self.count <= self.most:
            shown = self.present(record)
            self._keys = self._keys or tuple(shown)
            self._rows.append(tuple(shown.values()))

    @property
    def records(self) -> PackedRecords:
        """Those that are kept."""
        return PackedRecords(self._keys, self._rows)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found on the ISO day ``day``. ``found``: what each of ``CHECKS`` did; ``cards``,
    ``drawn``: those of the month, with what is missing and what was found; ``measured``: share -> (part, whole)."""

    day: str
    month: str
    found: dict[str, Found]
    cards: list[Record]
    drawn: list[Record]
    measured: dict[str, tuple[int, int]]
    limits: Limits

    @property
    def counts(self) -> dict[str, int]:
        """Check -> how many records it found."""
        return {check: self.found[check].count for check in CHECKS}

    @property
    def shares(self) -> dict[str, float | None]:
        """Share -> its fraction 0-1; None where there is nothing to divide by."""
        spot, card = spot_rates(self.drawn), card_rates(self.cards)
        made = {name: share(*parts) for name, parts in self.measured.items()}
        made |= {"complete": card.share, "spot-called": share(spot.called, spot.drawn), "spot-true": spot.share}
        return {name: made[name] for name in SHARES}

    @property
    def exceeded_limits(self) -> list[str]:
        """The checks and shares beyond the store's limits."""
        return self.limits.find_exceeded(self.counts, self.shares)

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it, with the records that are kept of each check."""
        exceeded = self.exceeded_limits
        return {
            "day": self.day,
            "month": self.month,
            "checks": [
                {
                    "check": check,
                    "count": found.count,
                    "limit": self.limits.most.get(check),
                    "exceeded": check in exceeded,
                    "records": found.records,
                }
                for check, found in self.found.items()
                if found.count
            ],
            "counts": self.counts,
            "shares": self.shares,
            "limits": self.limits.by_name,
            "exceeded": exceeded,
            "verify_days": self.limits.verify_days,
            "cards": rate_by_consultant(self.cards, card_rates),
            "spot_checks": rate_by_consultant(self.drawn, spot_rates),
        }


def audit_of(db: Database, period: Period, most: int | None = None, present: Present = keep_record) -> Audit:
    """The audit of a month, as of today; of each check at most ``most`` records are kept (None: all)."""
    policy = policy_on(db, period.today)
    found = {check: Found(present, most) for check in CHECKS}
    for doubt, record in checks.find_grade_doubts(db, policy, period.today):
        found[doubt].add(record)
    for check, find in _finders(db, period, policy).items():
        for record in find():
            found[check].add(record)
    return Audit(
        day=period.today,
        month=str(period),
        found=found,
        cards=checks.list_cards(db, period.span),
        drawn=_list_drawn_cards(db, period),
        measured=_count_measured(db, period),
        limits=policy.limits,
    )


def _finders(db: Database, period: Period, policy: Policy) -> dict[str, Callable[[], Iterable[Record]]]:
    """Check -> what finds its records; the doubts of grades are found together."""
    span, today = period.span, period.today
    return {
        "no-next-date": lambda: checks.find_leads_without_date(db),
        "neglected": lambda: checks.find_neglected_leads(db, policy, today),
        "unowned": lambda: checks.find_unowned_leads(db, today),
        "planned-beyond-window": lambda: checks.find_late_plans(db, policy, today),
        "unverified": lambda: checks.find_unverified_churns(db, policy, today),
        "verified-under-recorders-login": lambda: checks.find_own_verifications(db, span),
        "incomplete": lambda: [card for card in checks.list_cards(db, span) if card["missing"]],
        "not-updated": lambda: checks.find_stale_cards(db, today),
        "no-leaving-time": lambda: checks.find_open_visits(db, span),
        "entered-after-its-day": lambda: checks.find_late_entries(db, span),
        "dated-ahead": lambda: checks.find_facts_ahead(db, today),
        "no-contact": lambda: checks.find_visits_without_contact(db, span),
        "no-consultant": lambda: checks.find_visits_without_consultant(db, span),
        "do-not-contact": lambda: checks.find_objections(db, today),
        "spot-false": lambda: [card for card in _list_drawn_cards(db, period) if card["result"] in SPOT_FALSE],
        "to-call": lambda: [_spot_finding(card) for card in cards_to_call(db)],
    }


def _list_drawn_cards(db: Database, period: Period) -> list[Record]:
    return [_spot_finding(card) for card in spot_checks_of(db, str(period))]


def _count_measured(db: Database, period: Period) -> dict[str, tuple[int, int]]:
    asked = {f"{name} {place}": measure for name, pair in _MEASURED.items() for place, measure in enumerate(pair)}
    counted = count(db, asked, period.span)
    return {name: (counted[f"{name} 0"], counted[f"{name} 1"]) for name in _MEASURED}


def _spot_finding(card: DrawnCard) -> Record:
    """A spot check as a record like any other: of the day on which it was drawn, or called."""
    drawn_on, checked_on = card.drawn_at[:10], (card.checked_at or card.drawn_at)[:10]
    what = "spot-false" if card.result in SPOT_FALSE else f"spot-{card.result}"
    days = {"what": "to-call" if card.result is None else what, "day": checked_on, "since": drawn_on}
    return dict.fromkeys(KEYS) | card._asdict() | days


_OF_CARDS: dict[str, Callable[[Record], bool]] = {"cards": lambda _: True, "complete": lambda card: not card["missing"]}
_OF_DRAWN: dict[str, Callable[[Record], bool]] = {
    "spot-drawn": lambda _: True,
    "spot-called": lambda card: card["result"] is not None,
    "spot-reached": lambda card: is_reached(card["result"]),
    "spot-true": lambda card: card["result"] == "true",
}
FIGURES = (*CHECKS, *_MEASURED, *_OF_CARDS, *_OF_DRAWN)
"""What ``--list`` takes: a check, a share for what it counts, and what the shares are made of."""


def list_records(db: Database, period: Period, figure: str) -> list[Record]:
    """The records behind a check or a share. Raises WrongUsage for another figure."""
    if figure not in FIGURES:
        raise WrongUsage(
            "--list {figure!r} is no check of the audit; these are: {known}", figure=figure, known=" ".join(FIGURES)
        )
    if figure in _MEASURED:
        return records(db, _MEASURED[figure][0], period.span)
    if figure in _OF_CARDS:
        return list(filter(_OF_CARDS[figure], checks.list_cards(db, period.span)))
    if figure in _OF_DRAWN:
        return list(filter(_OF_DRAWN[figure], _list_drawn_cards(db, period)))
    policy = policy_on(db, period.today)
    if figure in DOUBTS:
        return [record for doubt, record in checks.find_grade_doubts(db, policy, period.today) if doubt == figure]
    return list(_finders(db, period, policy)[figure]())
