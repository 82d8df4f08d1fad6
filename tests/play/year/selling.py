"""Consultants: the list of the morning, and what they do with leads besides."""

from __future__ import annotations

from typing import Any

from tests.play.ledger import Fact, Purchase
from tests.play.shop import FOLLOW_UPS
from tests.play.year import after_sales, desk, marketing, screening
from tests.play.year.store import Store

Task = dict[str, Any]


def morning(store: Store, consultant: str) -> None:
    """A share of what is due is done, from the top."""
    due = store.ask("due", as_=consultant)
    mine = [task for task in due if task["consultant"] in (None, consultant)]
    for task in mine[: store.chance.randint(0, 2)]:
        work(store, consultant, task)


def work(store: Store, consultant: str, task: Task) -> None:
    kind = task["task"]
    if kind in FOLLOW_UPS:
        follow_up(store, consultant, task)
    elif kind == "screening":
        screening.screen(store, consultant, task["phone"])
    elif kind == "aftercare":
        after_sales.care(store, consultant, task)
    elif kind == "campaign":
        marketing.finish_task(store, consultant)


def follow_up(store: Store, consultant: str, task: Task) -> None:
    if store.some(0.1) and task["last_contact"] and task["last_contact"][:10] < store.day(-1):
        late(store, consultant, task)
    else:
        store.follow_up(task["phone"], consultant, ordered=task["grade"] == "O")


def late(store: Store, consultant: str, task: Task) -> None:
    """Yesterday's call, written down today."""
    at = f"{store.day(-1)}T{store.chance.randint(9, 17):02}:{store.chance.choice((3, 13, 23, 33, 43)):02}"
    record = store.do("followup", task["phone"], "said", "--at", at, as_=consultant)
    person = store.ledger.person(task["phone"])
    more = {"outcome": "continued", "via": "phone"}
    store.ledger.add(Fact(at, record["operation"], "contact", person, record["followup"], more))


def visited(store: Store) -> None:
    """A contact by their coming here, which keeps an appointment of the day."""
    purchase = store.of("open", unscreened=False)
    if purchase is not None:
        record = store.do("followup", store.phone_of(purchase), "--via", "visit", "--outcome", "advance")
        more = {"outcome": "advance", "via": "visit"}
        store.note(record, "contact", purchase.person, record["followup"], **more)


def of(*statuses: str, **known: Any) -> Any:
    """A action of the shop, done to somebody's purchase."""

    def doing(action: str) -> Any:
        def to_somebody(store: Store) -> None:
            purchase: Purchase | None = store.of(*statuses, **known)
            if purchase is not None:
                getattr(store, action)(purchase)

        to_somebody.__name__ = action
        return to_somebody

    return doing


order = of("open")("order")
order_of_sleeper = of("dormant")("order")
deliver = of("ordered")("deliver")
cancel = of("ordered")("cancel")
lose = of("open")("lose")
sleep = of("open")("sleep")
grade = of("open", unscreened=False)("grade")
appoint = desk.appoint
