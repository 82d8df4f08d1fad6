"""Online leads are screened by one call; those nurtured are called again."""

from __future__ import annotations

from typing import Any

from tests.play.ledger import Purchase
from tests.play.year.store import RECEPTION, Store

RESULTS = ("A", "A", "B", "C", "D", "unreached", "unreached")


def enquiries(store: Store) -> None:
    """Reception calls some of those who wait, and of those who are nurtured."""
    waiting = any(purchase.unscreened for purchase in store.purchases("open"))
    for task in store.ask("due", as_=RECEPTION) if waiting else ():
        if task["task"] == "screening" and store.some(0.7):
            screen(store, RECEPTION, task["phone"])
    purchase = next((c for c in store.purchases("open") if nurtured(c) and c.owed[0] <= str(store.today)), None)
    if purchase is not None:
        screen(store, RECEPTION, store.phone_of(purchase))


def nurtured(purchase: Purchase) -> bool:
    return purchase.screened in ("B", "C") and purchase.enquired


def screen(store: Store, who: str, phone: str) -> None:
    """A promises a day within a week, B within a fortnight."""
    person = store.ledger.person(phone)
    result = store.chance.choice(RESULTS)
    comes = None
    if result in ("A", "B") and store.some(0.7):
        comes = f"{store.day(store.chance.randint(1, 6 if result == 'A' else 14))}T10:30"
    options = ("--appointment", comes) if comes else ()
    record = store.do("screen", phone, result, *options, as_=who)
    promised = None if comes is None else comes[:10]
    store.note(record, "screen", person, result=result, promised=promised)
    if comes is not None:
        store.note(record, "appoint", person, comes=comes)
    _follow(store, record, person, result)


def _follow(store: Store, record: Any, person: int | None, result: str) -> None:
    """A goes to a consultant, D is a defeat."""
    assert person is not None
    if result == "D":
        store.note(record, "lost", person, reason="gave-up")
    elif result == "A" and store.ledger.purchases_of(person)[-1].owner is None:
        assert record["consultant"] in store.team, "by the store's rule"
        store.note(record, "give", person, staff=record["consultant"])
