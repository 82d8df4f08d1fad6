"""What was written down wrongly is set right or removed, once no register tells of it any more."""

from __future__ import annotations

from datetime import timedelta

from tests.play.ledger import Fact
from tests.play.shop import GRADES, Shop


def pick_old_fact(shop: Shop, *kinds: str, nobodys: bool = False) -> Fact | None:
    """A fact of these kinds that no register will send again."""
    before = str(shop.today - timedelta(days=4))
    facts = shop.ledger.facts
    found = [f for f in facts if f.kind in kinds and f.at < before and (f.person is None or not nobodys)]
    return shop.chance.choice(found) if found else None


def regrade(shop: Shop) -> None:
    fact, grade = pick_old_fact(shop, "visit"), shop.chance.choice(GRADES)
    if fact is not None:
        record = shop.do("edit", "visit", fact.id, "--grade", grade, "--test-drive", "yes")
        shop.ledger.change(record["operation"], fact, fact.but(grade=grade, drive=True))


def reword(shop: Shop) -> None:
    """Nobody had answered after all."""
    fact = pick_old_fact(shop, "contact", "letter")
    if fact is not None:
        record = shop.do("edit", "followup", fact.id, "--outcome", "no-answer")
        tried = Fact(fact.at, fact.operation, "try", fact.person, fact.id, fact.more)
        shop.ledger.change(record["operation"], fact, tried)


def forget_call(shop: Shop) -> None:
    fact = pick_old_fact(shop, "contact", "letter", "try")
    if fact is not None:
        record = shop.do("delete", "followup", fact.id)
        shop.ledger.change(record["operation"], fact, None)


def forget_stranger(shop: Shop) -> None:
    fact = pick_old_fact(shop, "visit", nobodys=True)
    if fact is not None:
        record = shop.do("delete", "visit", fact.id)
        shop.ledger.change(record["operation"], fact, None)
