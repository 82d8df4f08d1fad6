"""Reception: who comes in, calls or asks online, and who comes on the day agreed."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

from tests.play.ledger import Fact, Purchase
from tests.play.shop import GRADES, MODELS, SOURCES
from tests.play.year.store import RECEPTION, Store

CHANNELS = ("wechat", "app", "forum")


def somebody_new(store: Store) -> None:
    """A consultant receives them."""
    said = {"grade": store.chance.choice(GRADES), "drive": store.some(0.5), "source": store.chance.choice(SOURCES)}
    said |= {"model": store.chance.choice(MODELS)}
    store.type_visit(store.stranger(), store.consultant(), **said)


def somebody_again(store: Store) -> None:
    """Somebody known, also one who was lost or has bought."""
    kind = store.chance.choice(("walk-in", "call", "event"))
    store.type_visit(store.known(), store.consultant(), kind=kind, drive=store.some(0.2))


def visit_written_late(store: Store) -> None:
    """A visit of days ago, also from before somebody was lost, bought, or came for the first time."""
    day, minute = store.day(-store.chance.randint(1, 30)), store.chance.choice((2, 14, 27))
    at = f"{day}T{store.chance.randint(9, 17):02}:{minute:02}"
    phone, who = store.known(), store.consultant()
    if at >= "2026-01-02":
        said: dict[str, Any] = {"kind": "walk-in", "drive": store.some(0.3), "staff": who}
        flags = ("--test-drive",) if said["drive"] else ()
        record = store.do("log-visit", "--phone", phone, "--at", at, *flags, as_=who)
        person = store.ledger.person(phone)
        store.ledger.add(Fact(at, record["operation"], "visit", person, record["visit"], said))


def call(store: Store) -> None:
    """Reception answers; who it was is not always known."""
    phone = store.stranger() if store.some(0.6) else None
    store.type_visit(phone, RECEPTION, kind="call", source="phone", model=store.chance.choice((*MODELS, None)))


def enquiry(store: Store) -> None:
    phone = store.stranger() if store.some(0.8) else store.known()
    channel = store.chance.choice(CHANNELS)
    store.type_visit(phone, RECEPTION, kind="online", source="online", channel=channel)


def referred(store: Store) -> None:
    """By one of the staff, or by an owner."""
    owners = [purchase for purchase in store.ledger.purchases() if purchase.delivered]
    referrer = store.consultant()
    if owners and store.some(0.7):
        referrer = store.phone_of(store.chance.choice(owners))
    store.type_visit(store.stranger(), store.consultant(), source="referral", referrer=referrer, drive=store.some(0.4))


def online_leads(store: Store) -> None:
    """A file of a website: two new enquiries of this morning, and nobody's double."""
    early = store.now.replace(hour=8, minute=1)
    moments = [(early + timedelta(minutes=2 * n)).isoformat(timespec="minutes") for n in range(2)]
    rows = [{"at": at, "phone": store.stranger(), "model": "X5"} for at in moments]
    path = store.folder / "online.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["at", "phone", "model", "channel"])
        writer.writeheader()
        writer.writerows(row | {"channel": store.chance.choice(CHANNELS)} for row in rows)
    record = store.take_in("import", "online", path)
    _note_enquiries(store, rows, record["operation"])
    assert store.ask("import", "online", path)["unchanged"] == 2


def _note_enquiries(store: Store, rows: list[dict[str, str]], operation: int) -> None:
    visits = store.visits_of_today()
    for row in rows:
        said: dict[str, Any] = {"kind": "online", "model": row["model"], "source": "online"}
        person = store.ledger.person(row["phone"])
        store.ledger.add(Fact(row["at"], operation, "visit", person, visits[row["at"]], said))


# appointments


def expected(store: Store) -> list[Purchase]:
    """Who is to come today."""
    found = store.purchases("open", "ordered")
    return [purchase for purchase in found if purchase.meeting and purchase.meeting.day == str(store.today)]


def those_who_come(store: Store) -> None:
    """Some come on the day agreed, some put it off; the others are missed."""
    for purchase in expected(store):
        if store.some(0.55):
            phone = store.phone_of(purchase)
            store.type_visit(phone, purchase.owner or store.consultant(), drive=store.some(0.6))
        elif store.some(0.3):
            appoint(store, purchase)


def appoint(store: Store, purchase: Purchase | None = None) -> None:
    """To come one of the next days; who has an appointment moves it."""
    purchase = purchase or store.of("open", "dormant", unscreened=False)
    if purchase is not None:
        comes = f"{store.day(store.chance.randint(1, 12))}T{store.chance.randint(9, 17):02}:30"
        record = store.do("appoint", store.phone_of(purchase), "--at", comes, as_=purchase.owner or store.consultant())
        store.note(record, "appoint", purchase.person, record["appointment"], comes=comes)
