"""How complete and how true the cards are, of a consultant and of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TypeVar

from leadctl.domain.figures import share as share_of
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import CARD_FIELDS


@dataclass(frozen=True, slots=True)
class CardRates:
    """Cards, how many of them are complete and the fraction (None: no cards); ``missing``: field -> cards without."""

    cards: int
    complete: int
    share: float | None
    missing: dict[str, int]


@dataclass(frozen=True, slots=True)
class SpotRates:
    """Cards drawn, called, reached (called with an answer, also from a stranger) and found true, and the fraction
    of true ones of those reached (None: none was)."""

    drawn: int
    called: int
    reached: int
    true: int
    share: float | None


Rates = TypeVar("Rates", CardRates, SpotRates)


def card_rates(cards: Iterable[Record]) -> CardRates:
    """How complete these cards are."""
    missing = [_list_missing(card) for card in cards]
    complete = sum(1 for fields in missing if not fields)
    without = {field: sum(1 for fields in missing if field in fields) for field in CARD_FIELDS}
    return CardRates(len(missing), complete, share_of(complete, len(missing)), without)


def _list_missing(card: Record) -> list[object]:
    missing = card["missing"]
    assert isinstance(missing, list)
    return missing


def spot_rates(drawn: Iterable[Record]) -> SpotRates:
    """What was found of the cards that were drawn."""
    results = [card["result"] for card in drawn]
    reached = [result for result in results if is_reached(result)]
    true = reached.count("true")
    called = sum(1 for result in results if result is not None)
    return SpotRates(len(results), called, len(reached), true, share_of(true, len(reached)))


def is_reached(result: object) -> bool:
    """Whether a call with this result (None: not called yet) says something of the card."""
    return result is not None and result != "unreachable"


def rate_by_consultant(found: Iterable[Record], rates: Callable[[Iterable[Record]], Rates]) -> dict[str, object]:
    """The rates of all, and under ``consultants`` of each who has any of the cards, nobody's last."""
    groups: dict[str | None, list[Record]] = defaultdict(list)
    for record in found:
        owner = record["consultant"]
        groups[None if owner is None else str(owner)].append(record)
    whole = [record for group in groups.values() for record in group]
    names = sorted(groups, key=lambda name: (name is None, name or ""))
    rows = [{"consultant": name, **asdict(rates(groups[name]))} for name in names]
    return {**asdict(rates(whole)), "consultants": rows}
