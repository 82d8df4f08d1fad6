"""Campaigns with their costs, tasks and guests; tags; what referrers are promised and paid."""

from __future__ import annotations

from typing import Any

from tests.play.year.store import MANAGER, Store

TAGS = ("golf", "family", "club")


def campaigns(store: Store) -> list[dict[str, Any]]:
    return [card for card in store.ask("campaign", "list") if card["card"]]


def running(store: Store) -> dict[str, Any] | None:
    """A campaign that is not over."""
    found = [card for card in campaigns(store) if card["ends_on"] >= str(store.today)]
    return store.chance.choice(found) if found else None


def plan(store: Store) -> None:
    """A campaign of the month, with the usual tasks."""
    name, start = f"tour-{store.at[:10]}", store.day(10)
    dates = ("--start", start, "--end", store.day(12))
    store.do("campaign", "add", name, "--kind", "tour", "--source", "outreach", *dates, "--budget", 3000, as_=MANAGER)
    store.do("campaign", "tasks", name, "--usual", as_=MANAGER)
    store.do("campaign", "approve", name, as_=MANAGER)


def spend(store: Store) -> None:
    card = running(store)
    if card is not None:
        amount = store.chance.choice((0, 150, 480, 1500))
        item = store.chance.choice(("venue", "materials", "other"))
        record = store.do("campaign", "cost", card["campaign"], item, amount, as_=MANAGER)
        store.ledger.count(record["operation"], "cost", card["campaign"], by=amount)


def invite(store: Store) -> None:
    """One of the two groups, or whom it suits; it may be that nobody fits."""
    card = running(store)
    if card is not None:
        whom = store.chance.choice((("--who", "never-came"), ("--who", "not-sold"), ("--tag", "golf")))
        record = store.attempt("campaign", "invite", card["campaign"], *whom, as_=MANAGER)
        if record is not None:
            store.ledger.count(record["operation"], "listed", card["campaign"], by=record["listed"])


def answer(store: Store) -> None:
    """A guest is invited, or promises to come."""
    card = running(store)
    if card is None:
        return
    guests = store.ask("campaign", "show", card["campaign"], "--reveal")["invitations"]
    waiting = [guest for guest in guests if guest["confirmed_on"] is None]
    if waiting:
        guest = store.chance.choice(waiting)
        word = "confirmed" if guest["invited_on"] or store.some(0.3) else "invited"
        store.do("campaign", word, card["campaign"], guest["lead"])


def finish_task(store: Store, who: str) -> None:
    """The most pressing of the open tasks."""
    for card in campaigns(store):
        tasks = [task for task in store.ask("campaign", "tasks", card["campaign"]) if task["done_on"] is None]
        if tasks and tasks[0]["due_on"] <= str(store.today):
            store.do("campaign", "tasks", card["campaign"], "--done", tasks[0]["id"], as_=who)
            return


def sum_up(store: Store) -> None:
    over = [card for card in campaigns(store) if card["ends_on"] < str(store.today) and card["summary"] is None]
    if over:
        store.do("campaign", "summary", over[0]["campaign"], "rain, but they came", as_=MANAGER)


def guests_come(store: Store) -> None:
    """Somebody comes because of the campaign, most of them to its day."""
    card = running(store)
    if card is not None:
        phone = store.stranger() if store.some(0.6) else store.known()
        said = {"kind": store.chance.choice(("event", "event", "walk-in")), "campaign": card["campaign"]}
        store.type_visit(phone, store.consultant(), source="outreach", drive=store.some(0.5), **said)


def tag(store: Store) -> None:
    phone, word = store.known(), store.chance.choice(TAGS)
    held = store.ask("tag", phone)["tags"]
    store.do("tag", phone, word, *(("--remove",) if word in held else ()))


def reward(store: Store) -> None:
    """An owner who refers is paid, or something is promised."""
    owed = [who for who in store.ask("report", "referrals", "--all", "--reveal") if who["open"] and who["phone"]]
    if owed and store.some(0.7):
        who = store.chance.choice(owed)
        store.do("reward", "pay", who["phone"], min(10, who["open"]), as_=MANAGER)
    else:
        occasion = store.chance.choice(("visit", "test-drive", "sale"))
        store.do("reward", "set", occasion, store.chance.choice((20, 50, 500)), as_=MANAGER)
