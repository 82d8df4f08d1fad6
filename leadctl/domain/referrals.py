"""Referrals: what is typed of a referrer, and the rewards for whoever refers.

A store promises rewards; what is due follows from what came of a referral, and payments settle it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadctl.domain.phones import mask_phone
from leadctl.plain_text import normalise

_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){6,}")


def number_in(text: str) -> str | None:
    """The first thing in a text that looks like a phone, as it was typed (wide digits made narrow)."""
    found = _NUMBER.search(_narrow(text))
    return None if found is None else found.group()


def mask_numbers(text: str) -> str:
    """A text in which everything that looks like a phone is masked."""
    return _NUMBER.sub(lambda found: str(mask_phone(re.sub("[ -]", "", found.group()))), _narrow(text))


def _narrow(text: str) -> str:
    return normalise(text)


OCCASIONS = {"flyer": "flyers", "visit": "came", "test-drive": "test_drives", "sale": "sales"}
"""What a reward is given for -> the figure that counts it: a flyer handed out, a referred lead that came, one that
drove, a car sold."""

_FEN = 2


@dataclass(slots=True)
class Claim:
    """Yuan due for one occasion, for a lead of a campaign (None: of none); ``open``: what of it is still to be paid."""

    campaign: str | None
    amount: float
    open: float = 0.0


def reward_due(rule: Mapping[str, float], counts: Mapping[str, int]) -> float:
    """Yuan due by a rule (occasion -> yuan each) for these counts."""
    return sum(rule.get(occasion, 0.0) * counts[figure] for occasion, figure in OCCASIONS.items())


def settle(claims: Iterable[Claim], payments: Iterable[tuple[str | None, float]]) -> None:
    """Find out what of the claims of one referrer, the oldest first, is still open after payments (campaign, yuan).

    A payment for a campaign goes to that campaign's claims first; what is left of it, and a payment for none, to
    the oldest claims of all. What was paid beyond all claims stays there for later ones. (House rule.)
    """
    wanted = list(claims)
    purses: dict[str | None, float] = {}
    for campaign, amount in payments:
        purses[campaign] = purses.get(campaign, 0.0) + amount
    for claim in wanted:
        claim.open = claim.amount
        if claim.campaign is not None and claim.campaign in purses:
            purses[claim.campaign] = _pay(claim, purses[claim.campaign])
    purse = sum(purses.values())
    for claim in wanted:
        purse = _pay(claim, purse)


def _pay(claim: Claim, purse: float) -> float:
    """Pay what the purse has; returns what is left in it."""
    paid = min(claim.open, purse)
    claim.open = round(claim.open - paid, _FEN)
    return purse - paid
