"""Who refers customers, what became of them, and the rewards that are due for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from leadctl.domain.phones import mask_phone
from leadctl.domain.rewards import reward_due
from leadctl.reports.period import unknown_figure
from leadctl.store.connection import Database
from leadctl.store.customers import customer_row, owner_of, phones_of
from leadctl.store.figures.measures import Record, Span, count_by, records
from leadctl.store.figures.referrals import BY, REFERRALS
from leadctl.store.rewards import reward_rules, rule_for

FindPhone = Callable[[str], str | None]
"""What was typed of a referrer -> the phone in it, in its stored form; None: it is a name."""


@dataclass(slots=True)
class Referrer:
    """Who refers: a customer of ours, a phone, or a name; all None: nobody was named."""

    name: str | None
    customer: int | None = None
    phone: str | None = None
    texts: list[str | None] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REFERRALS, 0))
    reward: float = 0.0

    def record(self, *, reveal: bool = False) -> dict[str, object]:
        """As JSON has it; ``reward``: yuan due. The phone is masked unless it is to be revealed."""
        phone = self.phone if reveal else mask_phone(self.phone)
        who = {"referrer": self.name or phone, "customer_id": self.customer, "phone": phone}
        return {**who, **self.counts, "reward": round(self.reward, 2)}


def referrals(db: Database, span: Span, find_phone: FindPhone) -> list[Referrer]:
    """Referrers of the leads opened in a span, most sales first; who was not named comes last.

    Rewards are due by the rule of the lead's campaign, and where that leaves it open, of the store; nothing is
    due where nobody was named.
    """
    found: dict[object, Referrer] = {}
    rules = reward_rules(db)
    for (text, campaign), counts in count_by(db, REFERRALS, span, *BY).items():
        typed = None if text is None else str(text)
        referrer = _known(db, found, typed, find_phone)
        for name, value in counts.items():
            referrer.counts[name] += value
        if typed is not None:
            rule = rule_for(rules, None if campaign is None else str(campaign))
            referrer.reward += reward_due(rule, counts)
    return sorted(found.values(), key=_place)


def _place(referrer: Referrer) -> tuple[object, ...]:
    named = bool(referrer.texts and referrer.texts[0])
    return (not named, -referrer.counts["sales"], -referrer.counts["leads"], referrer.name or referrer.phone or "")


def _known(db: Database, found: dict[object, Referrer], text: str | None, find_phone: FindPhone) -> Referrer:
    """The referrer that a text names: one customer by their number or any of their phones, however written."""
    phone = None if text is None else find_phone(text)
    customer = _numbered(db, text) if phone is None else owner_of(db, phone)
    key = customer or phone or text
    if key not in found:
        found[key] = _referrer(db, text, phone, customer)
    found[key].texts.append(text)
    return found[key]


def _numbered(db: Database, text: str | None) -> int | None:
    """The customer whose number, such as ``c17``, a text is."""
    digits = "" if text is None else text.strip()[1:]
    if text is None or text.strip()[:1] not in ("c", "C") or not digits.isascii() or not digits.isdigit():
        return None
    number = int(digits[:9])
    return number if customer_row(db, number) is not None else None


def _referrer(db: Database, text: str | None, phone: str | None, customer: int | None) -> Referrer:
    if customer is not None:
        main = next(iter(phones_of(db, customer)), phone)
        return Referrer(customer_row(db, customer)["name"], customer, main)
    return Referrer(text if phone is None else None, None, phone)


def behind_referrals(db: Database, span: Span, figure: str, find_phone: FindPhone) -> list[Record]:
    """The records behind a figure of all, or ``NAME.figure`` (``c17.figure``, ``none.figure``). Raises WrongUsage."""
    name, _, one = figure.rpartition(".")
    if one not in REFERRALS:
        raise unknown_figure(figure, (*REFERRALS, "REFERRER.FIGURE"))
    if not name:
        return records(db, REFERRALS[one], span)
    return [
        record
        for referrer in referrals(db, span, find_phone)
        if name in _names(referrer)
        for text in referrer.texts
        for record in records(db, REFERRALS[one], span, {"referrer": text})
    ]


def _names(referrer: Referrer) -> set[str | None]:
    if referrer.texts == [None]:
        return {"none"}
    return {referrer.name, referrer.phone, None if referrer.customer is None else f"c{referrer.customer}"}
