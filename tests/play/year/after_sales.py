"""Customer service, and consultants with the owners of the cars they sold."""

from __future__ import annotations

from typing import Any

from tests.play.year.store import MANAGER, SERVICE, Store

RESULTS = ("confirmed", "overturned", "unreachable", "unreachable", "unreachable")
ENDINGS = ("fine", "fine", "fine", "no-answer", "complaint", "replace", "add", "recommend")


def verifications(store: Store) -> None:
    """Customer service calls back who was lost."""
    waiting = any(purchase.loss for purchase in store.ledger.purchases())
    for task in store.ask("due", as_=SERVICE) if waiting else ():
        if task["task"] == "verification" and store.some(0.5):
            store.verify(task["phone"], store.chance.choice(RESULTS))


def an_owner(store: Store) -> None:
    """One of those to whom something is owed."""
    consultant = store.consultant()
    owed = [task for task in store.ask("due", as_=consultant) if task["task"] == "aftercare"]
    if owed:
        care(store, consultant, store.chance.choice(owed))


def care(store: Store, who: str, task: dict[str, Any]) -> None:
    """An owner is contacted, with any of its endings; a complaint that is open is settled."""
    if task["why"].startswith("complaint"):
        settle(store, who)
        return
    result = _next_ending(store)
    friend = store.stranger() if result == "recommend" else None
    options: tuple[object, ...] = ("--note", "a door rattles") if result == "complaint" else ()
    options += ("--score", store.chance.randint(1, 10)) if result == "fine" else ()
    options += ("--phone", friend) if friend else ()
    record = store.do("aftercare", "done", task["phone"], "--result", result, *options, as_=who)
    store.ledger.count(record["operation"], "care", store.month, result)
    if record["opened"]:
        _note_lead(store, record, friend or task["phone"], "referral" if friend else "owner", who)


def _next_ending(store: Store) -> str:
    """The next of a shuffled deck, so that each has its turn."""
    if not store.endings:
        store.endings = store.chance.sample(ENDINGS, len(ENDINGS))
    return store.endings.pop()


def _note_lead(store: Store, record: Any, phone: str, source: str, who: str) -> None:
    person = store.ledger.person(phone)
    store.note(record, "start", person, word=True, source=source)
    store.note(record, "give", person, staff=who)


def settle(store: Store, who: str) -> None:
    """The most pressing complaint."""
    complaints = store.ask("aftercare", "complaints")
    if complaints:
        number = complaints[0]["complaint"]
        record = store.do("aftercare", "solved", number, "--note", "oiled", as_=who)
        store.ledger.count(record["operation"], "solved", store.month)


def settle_one(store: Store) -> None:
    settle(store, MANAGER)
