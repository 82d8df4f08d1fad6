"""Who refers customers, what became of them, and the rewards that are due, paid and open for it."""

from __future__ import annotations

from leadctl.domain.rewards import reward_due
from leadctl.errors import WrongUsage
from leadctl.reports.period import unknown_figure
from leadctl.reports.referrers import Circle, FindPhone, Referrer
from leadctl.reports.rewards import rewards_due, rewards_open
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.measures import Record, Span, count_by, records
from leadctl.store.queries.figures.payments import PAID, PAID_TO
from leadctl.store.queries.figures.referrals import BY, REFERRALS
from leadctl.store.records.rewards import reward_rules, rule_for

MONEY = ("reward", "paid", "open")


def referrals(db: Database, span: Span, find_phone: FindPhone) -> list[Referrer]:
    """Referrers of the leads opened in a span, most sales first; who was not named comes last.

    Rewards are due by the rule of the lead's campaign, and where that leaves it open, of the store; nothing is
    due where nobody was named. ``paid`` is what was paid in the span; ``open`` what is still to be paid now of what is
    due for leads opened until its end. Who was paid, or is to be paid, stands there also without a lead in the span.
    """
    circle = Circle(db, find_phone)
    rules = reward_rules(db)
    for (text, campaign), counts in count_by(db, REFERRALS, span, *BY).items():
        referrer = circle.of(_text(text))
        for name, value in counts.items():
            referrer.counts[name] += value
        if text is not None:
            referrer.reward += reward_due(rule_for(rules, _text(campaign)), counts)
    _add_payments(db, circle, span)
    spoken_of = [one for one in circle.referrers if any(one.counts.values()) or one.paid or one.open]
    return sorted(spoken_of, key=_place)


def _add_payments(db: Database, circle: Circle, span: Span) -> None:
    if span.consultant is not None:
        for referrer in circle.referrers:
            referrer.paid = referrer.open = None
        return
    for (who,), counts in count_by(db, {"paid": PAID}, span, PAID_TO).items():
        referrer = circle.of(str(who))
        referrer.paid = (referrer.paid or 0.0) + counts["paid"]
    for due in rewards_open(db, circle, span):
        due.referrer.open = (due.referrer.open or 0.0) + due.claim.open


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _place(referrer: Referrer) -> tuple[object, ...]:
    who = referrer.name or referrer.phone or ""
    named = bool(who) or referrer.customer is not None
    return (not named, -referrer.counts["sales"], -referrer.counts["leads"], who)


def behind_referrals(db: Database, span: Span, figure: str, find_phone: FindPhone) -> list[Record]:
    """The records behind a figure of all, or ``NAME.figure`` (``c17.figure``, ``none.figure``). Raises WrongUsage."""
    name, _, one = figure.rpartition(".")
    if one in MONEY:
        return _behind_money(db, span, name, one, find_phone)
    if one not in REFERRALS:
        raise unknown_figure(figure, (*REFERRALS, *MONEY, "REFERRER.FIGURE"))
    if not name:
        return records(db, REFERRALS[one], span)
    circle = Circle(db, find_phone)
    for text, _ in count_by(db, REFERRALS, span, *BY):
        circle.of(_text(text))
    return [
        record
        for referrer in circle.matching(name)
        for text in referrer.texts
        for record in records(db, REFERRALS[one], span, {"referrer": text})
    ]


def _behind_money(db: Database, span: Span, name: str, figure: str, find_phone: FindPhone) -> list[Record]:
    """Rewards due, those not paid yet, or payments: of all, or of one referrer."""
    if span.consultant is not None and figure != "reward":
        raise WrongUsage("What was paid is nobody's in particular; leave --consultant out.")
    circle = Circle(db, find_phone)
    found: list[tuple[Referrer, Record]]
    if figure == "paid":
        found = [(circle.of(str(record["paid_to"])), record) for record in records(db, PAID, span)]
    elif figure == "open":
        dues = rewards_open(db, circle, span)
        found = [(due.referrer, due.record(amount=due.claim.amount, open=due.claim.open)) for due in dues]
    else:
        found = [(due.referrer, due.record(amount=due.claim.amount)) for due in rewards_due(db, circle, span)]
    wanted = circle.matching(name) if name else circle.referrers
    return [record for referrer, record in found if referrer in wanted]
