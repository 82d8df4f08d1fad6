"""The list of what is due, against the file asked in plain SQL: every open lead exactly when its window says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from tests.play.cadence import later
from tests.play.year.store import Store

Line = tuple[Any, ...]


def check_due(store: Store) -> None:
    """Of everybody, today."""
    today = str(store.today)
    shown = store.ask("due", "--all")
    leads = [task for task in shown if task["task"] not in ("aftercare", "campaign")]
    assert Counter(map(_line, leads)) == Counter(leads_due(store, today))
    assert [task["due_from"] for task in shown if task["task"] == "campaign"] == campaign_tasks(store, today)
    owners = [task for task in shown if task["task"] == "aftercare"]
    complaints = [task for task in owners if task["why"].startswith("complaint")]
    assert len(complaints) == len(store.sql("SELECT id FROM complaints WHERE solved_on IS NULL"))
    assert Counter(task["customer_id"] for task in owners if task not in complaints) == Counter(
        owners_due(store, today)
    )
    assert all(task["days_over"] == _days(task["due_by"], today) for task in shown)
    _check_order(shown)


def check_own(store: Store) -> None:
    """Of a consultant: their own, and what nobody owns who works here."""
    today, who = str(store.today), store.consultant()
    shown = [task for task in store.ask("due", "--consultant", who) if task["task"] not in ("aftercare", "campaign")]
    question = "SELECT l.id FROM leads AS l LEFT JOIN staff AS s ON s.id = l.consultant WHERE l.closed_at IS NULL"
    rows = store.sql(f"{question} AND (s.name IS NULL OR s.name = ? OR s.left_on <= ?)", who, today)
    mine = {lead for (lead,) in rows}
    known = [line for line in leads_due(store, today) if line[0] in mine and line[1] != "verification"]
    assert Counter(map(_line, (task for task in shown if task["task"] != "verification"))) == Counter(known)


def _line(task: dict[str, Any]) -> Line:
    return task["lead"], task["task"], task["due_from"], task["due_by"]


def leads_due(store: Store, today: str) -> list[Line]:
    """Each open lead from the first day of what is owed, or from the day on which a try is repeated.

    An appointment stands on its day alone, and on the day after who did not come is to be invited again.
    """
    lines: list[Line] = []
    question = "SELECT id, task, due_from, due_by, substr(meets_at, 1, 10), retry_on FROM leads WHERE closed_at IS NULL"
    for lead, task, first, last, meets, retry in store.sql(question):
        if meets == today:
            lines.append((lead, "appointment", today, today))
        if task == "appointment" and meets < today:
            again = store.ledger.cadence.open_day(later(meets, 1))
            if again <= today:
                lines.append((lead, "follow-up", again, again))
        elif task != "appointment" and (retry or first) <= today:
            lines.append((lead, task, first, last))
    return lines


def campaign_tasks(store: Store, today: str) -> list[str]:
    found = store.sql("SELECT due_on FROM campaign_tasks WHERE done_on IS NULL AND due_on <= ? ORDER BY due_on", today)
    return [day for (day,) in found]


FESTIVALS = ("2026-02-17", "2026-06-19", "2026-09-25", "2026-10-01")
"""Spring Festival, Dragon Boat, Mid-Autumn and National Day of the year."""


def owners_due(store: Store, today: str) -> list[int]:
    """People with a car that was delivered and a contact of the last month that nobody made: one line each."""
    contacts: dict[int, list[tuple[str, str]]] = {}
    said = (
        "SELECT l.customer, substr(a.at, 1, 10), a.result FROM aftercare AS a JOIN orders AS o ON o.id = a.delivery"
        " JOIN leads AS l ON l.id = o.lead"
    )
    for customer, at, result in store.sql(said):
        contacts.setdefault(customer, []).append((at, result))
    cars: dict[int, list[str]] = {}
    sold = (
        "SELECT l.customer, substr(o.delivered_at, 1, 10) FROM orders AS o JOIN leads AS l ON l.id = o.lead"
        " WHERE o.delivered_at IS NOT NULL"
    )
    for customer, day in store.sql(sold):
        cars.setdefault(customer, []).append(day)
    return [who for who, days in cars.items() if _owed(store, days, contacts.get(who, []), today)]


def _owed(store: Store, deliveries: list[str], contacts: list[tuple[str, str]], today: str) -> bool:
    """A call on days 3 and 7, mail on day 14, then after 1, 3, 6 and 9 months; insurance and inspection come after
    eleven months. Each stays for a month. Who did not answer is called again the next day."""
    open_day = store.ledger.cadence.open_day
    answered = max((day for day, result in contacts if result != "no-answer"), default="")
    plan: set[str] = set()
    for delivered in deliveries:
        plan |= {later(delivered, days) for days in (3, 7, 14)} | {_months(delivered, count) for count in (1, 3, 6, 9)}
        plan |= {later(_months(delivered, 12), -30)} | {day for day in FESTIVALS if day > delivered}
    missing = sorted(day for day in plan if open_day(day) <= today <= _months(day, 1) and day > answered)
    if not missing:
        return False
    tries = [day for day, result in contacts if result == "no-answer" and day >= missing[0]]
    new = not tries or any(open_day(day) > max(tries) for day in missing)
    return new or open_day(later(max(tries), 1)) <= today


def _months(day: str, count: int) -> str:
    """Calendar months later, the last day of a shorter month."""
    months = int(day[:4]) * 12 + int(day[5:7]) - 1 + count
    first = f"{months // 12}-{months % 12 + 1:02}-01"
    days = [later(first, int(day[8:]) - 1 - less) for less in range(4)]
    return next(found for found in days if found[:7] == first[:7])


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _check_order(shown: list[dict[str, Any]]) -> None:
    """Who waits for the first call before all, then overdue before due, then by grade."""
    ranks = [(task["task"] != "screening", task["days_over"] <= 0, _rank(task["grade"])) for task in shown]
    assert ranks == sorted(ranks)


def _rank(grade: str | None) -> int:
    return "OHABCN".index(grade) if grade else 6
