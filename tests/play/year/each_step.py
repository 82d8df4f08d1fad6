"""What must hold after every single write, asked of the file itself and of the ledger beside it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import Any

from tests.play.ledger import Purchase
from tests.play.year.store import Store

LAWS = {
    "one open lead a customer": (
        "SELECT customer FROM leads WHERE closed_at IS NULL GROUP BY customer HAVING count(*) > 1"
    ),
    "every open lead has a next contact": (
        "SELECT id FROM leads WHERE closed_at IS NULL"
        " AND (due_from IS NULL OR due_by IS NULL OR task IS NULL OR due_from > due_by)"
    ),
    "a closed lead owes nothing": "SELECT id FROM leads WHERE closed_at IS NOT NULL AND task IS NOT NULL",
    "every open lead is in the pool, or somebody's": (
        "SELECT l.id FROM leads AS l LEFT JOIN staff AS s ON s.id = l.consultant"
        " WHERE l.closed_at IS NULL AND l.consultant IS NOT NULL AND s.id IS NULL"
    ),
    "one appointment stands, of a lead that is worked": (
        "SELECT a.lead FROM appointments AS a JOIN leads AS l ON l.id = a.lead WHERE a.result IS NULL"
        " GROUP BY a.lead HAVING count(*) > 1 OR max(l.closed_at) IS NOT NULL OR max(l.meets_at) IS NOT max(a.for_at)"
    ),
}
"""What holds after each write -> the rows for which it would not."""

NIGHTLY = {
    "nobody's visit has no lead, everybody else's has": (
        "SELECT id FROM visits WHERE (customer IS NULL) <> (lead IS NULL)"
    ),
    "a visit's lead is its customer's": (
        "SELECT v.id FROM visits AS v JOIN leads AS l ON l.id = v.lead WHERE l.customer <> v.customer"
    ),
    "a customer has a phone": "SELECT id FROM customers WHERE id NOT IN (SELECT customer FROM phones)",
}
"""The same, looked at when a day is over."""

LEADS = (
    "SELECT (SELECT p.phone FROM phones AS p WHERE p.customer = l.customer LIMIT 1), l.opened_at, l.status, l.grade,"
    " l.opened_grade, s.name, m.name, r.code, l.campaign, l.task, l.due_from, l.due_by, l.attempts, l.last_contact,"
    " l.meets_at, l.screened, l.verification, l.wake_on, l.closed_at, l.retry_on, l.call_on,"
    " (SELECT o.name FROM staff AS o WHERE o.id = l.opened_consultant),"
    " (SELECT o.code FROM sources AS o WHERE o.id = l.opened_source),"
    " (SELECT o.name FROM models AS o WHERE o.id = l.opened_model)"
    " FROM leads AS l LEFT JOIN staff AS s ON s.id = l.consultant LEFT JOIN models AS m ON m.id = l.model"
    " LEFT JOIN sources AS r ON r.id = l.source"
)
OF_THESE = " WHERE l.customer IN (SELECT p.customer FROM phones AS p WHERE p.phone IN (SELECT value FROM json_each(?)))"


def examine(store: Store) -> None:
    """The laws; and of the customers whose story changed, that file and ledger tell the same one."""
    uphold(store.db, LAWS)
    compare(store, store.ledger.touched)
    store.ledger.touched = set()


def examine_all(store: Store) -> None:
    """The same of everybody."""
    store.settle()
    uphold(store.db, NIGHTLY)
    compare(store, None)


def uphold(db: sqlite3.Connection, laws: dict[str, str]) -> None:
    for law, broken in laws.items():
        assert db.execute(broken).fetchall() == [], law


def compare(store: Store, people: set[int] | None) -> None:
    """Where every lead stands, by the file and by the ledger."""
    ledger = store.ledger
    if people is None:
        rows, purchases = store.db.execute(LEADS), ledger.purchases()
    else:
        phones = [phone for phone, person in ledger.phones.items() if person in people]
        rows = store.db.execute(LEADS + OF_THESE, (json.dumps(phones),))
        purchases = [purchase for person in people for purchase in ledger.purchases_of(person)]
    shown = Counter((ledger.phones[phone], *cells) for phone, *cells in rows)
    known = Counter(map(_row, purchases))
    assert shown == known, _difference(shown, known)


def _row(purchase: Purchase) -> tuple[Any, ...]:
    due = purchase.due or (None, None)
    meets = purchase.meeting.fact.get("comes") if purchase.meeting else None
    return (
        purchase.person, purchase.opened, purchase.status, purchase.grade, purchase.opened_grade, purchase.owner,
        purchase.model, purchase.source, purchase.campaign, purchase.task, *due, purchase.tries, purchase.contact,
        meets, purchase.screened, purchase.verification, purchase.waking, purchase.closed, purchase.retry,
        purchase.call, purchase.origin.owner, purchase.origin.source, purchase.origin.model,
    )  # fmt: skip


def _difference(shown: Counter[Any], known: Counter[Any]) -> str:
    lines = [f"leadctl: {row}" for row in shown - known] + [f"ledger:  {row}" for row in known - shown]
    return "\n".join(sorted(lines, key=lambda line: line[9:])[:20])
