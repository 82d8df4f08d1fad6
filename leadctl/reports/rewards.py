"""The rewards that are due, one by one, what of them is still to be paid, and to whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from leadctl.domain.referrers import mask_numbers
from leadctl.domain.rewards import OCCASIONS, Claim, settle
from leadctl.errors import Refused, Sentence, listing
from leadctl.reports.referrers import Circle, FindPhone, Referrer
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.measures import Record, Span, count_by, records
from leadctl.store.queries.figures.payments import PAID, PAID_TO
from leadctl.store.queries.figures.referrals import BY, REFERRALS
from leadctl.store.records.rewards import Rules, reward_rules, rule_for
from leadctl.store.records.staff import unknown

_TOLD = ("lead", "customer_id", "customer", "phone", "opened_at")


@dataclass(frozen=True, slots=True)
class Due:
    """A reward that is due to a referrer, on which occasion, and the record that it is due for."""

    referrer: Referrer
    claim: Claim
    occasion: str
    of: Record

    @property
    def age(self) -> tuple[str, int, int, int]:
        """What sorts the oldest lead first, and in it the visit before the test drive before the sale."""
        lead, order = int(str(self.of["lead"])), int(str(self.of.get("order", 0)))
        return str(self.of["opened_at"]), lead, list(OCCASIONS).index(self.occasion), order

    def record(self, **money: float) -> Record:
        """As ``--list`` has it, with these amounts in yuan."""
        told = {key: self.of[key] for key in _TOLD}
        named = {"referrer": self.of["referrer"], "campaign": self.claim.campaign}
        return {**told, "occasion": self.occasion, **money, **named}


def rewards_due(db: Database, circle: Circle, span: Span) -> list[Due]:
    """The rewards due for leads opened in a span, those of the oldest leads first. Nobody named, nothing due."""
    rules = reward_rules(db)
    promised = {occasion for rule in rules.values() for occasion, amount in rule.items() if amount}
    found = [
        due
        for occasion, figure in OCCASIONS.items()
        if occasion in promised
        for record in records(db, REFERRALS[figure], span)
        if (due := _due(circle, rules, occasion, record)) is not None
    ]
    return sorted(found, key=lambda due: due.age)


def _due(circle: Circle, rules: Rules, occasion: str, record: Record) -> Due | None:
    campaign = None if record["campaign"] is None else str(record["campaign"])
    amount = rule_for(rules, campaign).get(occasion, 0.0) * int(str(record.get("count", 1)))
    if not amount or record["referrer"] is None:
        return None
    return Due(circle.of(str(record["referrer"])), Claim(campaign, amount, amount), occasion, record)


def rewards_open(db: Database, circle: Circle, span: Span) -> list[Due]:
    """The rewards due for leads opened before a span's end that are still to be paid, now, after all payments."""
    ever = Span("", "9999-12-31", span.today)
    claims: dict[Referrer, list[Claim]] = defaultdict(list)
    found = rewards_due(db, circle, ever)
    for due in found:
        claims[due.referrer].append(due.claim)
    paid = _payments(db, circle, ever)
    for referrer, wanted in claims.items():
        settle(wanted, paid[referrer])
    return [due for due in found if due.claim.open and str(due.of["opened_at"]) < span.end]


def _payments(db: Database, circle: Circle, span: Span) -> dict[Referrer, list[tuple[str | None, float]]]:
    """Referrer -> what was paid to them, by campaign."""
    paid: dict[Referrer, list[tuple[str | None, float]]] = defaultdict(list)
    for (who, campaign), counts in count_by(db, {"paid": PAID}, span, PAID_TO, "campaign").items():
        name = None if campaign is None else str(campaign)
        paid[circle.of(str(who))].append((name, float(counts["paid"])))
    return paid


@dataclass(frozen=True, slots=True)
class Account:
    """One referrer, and what is to be paid to them now."""

    referrer: Referrer
    dues: list[Due]

    def open_for(self, campaign: str | None) -> float:
        """Yuan to be paid for leads of a campaign; None: for all leads."""
        wanted = [due for due in self.dues if campaign in (None, due.claim.campaign)]
        return round(sum(due.claim.open for due in wanted), 2)


def account_of(db: Database, today: str, word: str, find_phone: FindPhone) -> Account:
    """The account of the referrer that a word means: ``c17``, a phone, or a name as it stands on visits.

    Raises Refused for who never referred anybody, with near names, and for a name that several customers have.
    """
    circle, ever = Circle(db, find_phone), Span("", "9999-12-31", today)
    for (text,) in count_by(db, {"leads": REFERRALS["leads"]}, ever, BY[0]):
        if text is not None:
            circle.of(str(text))
    dues = rewards_open(db, circle, ever)
    found = circle.matching(word)
    if len(found) > 1:
        numbers = listing((f"c{one.customer}" for one in found), " or ")
        raise Refused("Several customers of that name refer others; say which: {numbers}.", numbers=numbers)
    if not found:
        raise _unknown_referrer(circle, word, find_phone)
    return Account(found[0], [due for due in dues if due.referrer is found[0]])


def _unknown_referrer(circle: Circle, word: str, find_phone: FindPhone) -> Refused:
    hint = Sentence("See who did: leadctl report referrals --all")
    if find_phone(word) is not None:
        return Refused("Nobody with that phone referred anybody. {hint}", hint=hint)
    names = [mask_numbers(one.name) for one in circle.referrers if one.name is not None]
    return unknown(Sentence("referrer"), word, names, hint)
