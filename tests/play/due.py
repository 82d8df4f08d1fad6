"""The list of what is due, against the ledger."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.play.ledger import later
from tests.play.shop import CONSULTANTS, WORK, Shop

FAR = "2027-12-31"


def compare_work(shop: Shop, due: list[dict[str, Any]]) -> None:
    """Everything that leadctl says of an open lead, the ledger says too."""
    assert {task["task"] for task in due} <= {*WORK, "aftercare"}
    leads = [task for task in due if task["task"] != "aftercare"]
    shown = {
        shop.ledger.person(task["phone"]): (
            task["task"], task["grade"], task["consultant"], task["model"],
            (task["due_from"], task["due_by"]), task["attempts"], task["last_contact"],
        )
        for task in leads
    }  # fmt: skip
    known = {
        c.person: (c.task, c.grade, c.owner, c.model, c.due, c.tries, c.contact)
        for c in shop.ledger.purchases()
        if c.closed is None
    }
    assert shown == known
    assert len(leads) == len(shown), "nobody is due twice"


def compare_care(shop: Shop, due: list[dict[str, Any]], day: str) -> None:
    """Who has a car that was delivered, and nobody else, is owed the contacts of its plan of the month before ``day``:
    one line a person, of the car whose contact has waited longest."""
    shown = [
        (
            shop.ledger.person(task["phone"]), task["consultant"], task["model"], task["due_from"], task["due_by"],
            task["days_over"], task["grade"], task["attempts"], task["last_contact"],
        )
        for task in due
        if task["task"] == "aftercare"
    ]  # fmt: skip
    oldest: dict[int, tuple[str, Any]] = {}
    for purchase in shop.ledger.purchases():
        for sale in purchase.sales:
            owed = _care_day(sale.delivered, day) if sale.delivered else None
            if owed is not None and (purchase.person not in oldest or owed < oldest[purchase.person][0]):
                oldest[purchase.person] = owed, sale
    known = [
        (person, sale.owner, sale.fact.get("model"), owed, owed, _days(owed, day), None, 0, None)
        for person, (owed, sale) in oldest.items()
    ]
    assert Counter(shown) == Counter(known)


def _care_day(delivered: str, today: str) -> str | None:
    """The first day within a month before ``today`` on which an owner whom nobody has called was to be called.

    As far as the play goes: on days 3, 7 and 14, and a month (of October's or November's days) after.
    """
    day = date.fromisoformat(delivered[:10])
    month = later(delivered, 31 if day.month == 10 and day.day < 31 else 30)
    plan = (*(later(delivered, days) for days in (3, 7, 14)), month)
    return next((owed for owed in plan if owed <= today <= _a_month_after(owed)), None)


def _a_month_after(day: str) -> str:
    year, month, number = map(int, day.split("-"))
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(number, last)).isoformat()


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def add_up(shop: Shop, due: list[dict[str, Any]]) -> None:
    """Consultants' own lists, what nobody owns, and the verifications make the list of all."""
    parts: Counter[int] = Counter(task["lead"] for task in due if task["task"] == "verification")
    for place, consultant in enumerate(CONSULTANTS):
        for task in shop.ask("due", "--consultant", consultant, "--on", FAR):
            assert task["consultant"] in (consultant, None)
            if task["task"] != "verification" and (task["consultant"] or not place):
                parts[task["lead"]] += 1
    assert parts == Counter(task["lead"] for task in due)
    order = [(task["task"] != "screening", task["days_over"] <= 0, _rank(task["grade"])) for task in due]
    assert order == sorted(order)


def _rank(grade: str | None) -> int:
    return "OHABCN".find(grade or "-") % 7
