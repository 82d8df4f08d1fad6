"""Writing what follows from the facts: every write ends here.

``derive`` reads the facts of a set of leads, replays them under the policy, and stores where each lead
stands. Visits after a closing are handed on to the customer's next lead, which is opened if need be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from leadctl.domain.facts import Fact
from leadctl.domain.lifecycle import replay
from leadctl.domain.policy import Policy
from leadctl.domain.walk import Replay
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.schema import DERIVED_COLUMNS
from leadctl.store.core.writer import Writer
from leadctl.store.derivation.cars import derive_cars
from leadctl.store.derivation.reopening import take_back_successors
from leadctl.store.facts.registry import TABLE_OF, facts_of
from leadctl.store.tables import LISTS_OF_LEADS

CHUNK = 5000
_TAKE_PLACE = (
    "UPDATE OR IGNORE {table} SET lead = (SELECT o.id FROM leads AS g JOIN leads AS o"
    " ON o.customer = g.customer AND o.id NOT IN (SELECT value FROM json_each(:gone))"
    " WHERE g.id = {table}.lead ORDER BY o.closed_at IS NOT NULL, o.id DESC LIMIT 1)"
    " WHERE lead IN (SELECT value FROM json_each(:gone))"
)
_BUYERS = (
    "SELECT DISTINCT l.customer FROM json_each(?) AS wanted CROSS JOIN orders AS o ON o.lead = wanted.value"
    " JOIN leads AS l ON l.id = o.lead"
)
DERIVED = DERIVED_COLUMNS["leads"]
_UPDATE = f"UPDATE leads SET {', '.join(f'{name} = ?' for name in DERIVED)} WHERE id = ?"


def settle(writer: Writer) -> None:
    """Derive the leads and cars that a write touched, until nothing more follows."""
    while writer.touched:
        leads, writer.touched = writer.touched, set()
        writer.touched |= derive(writer.db, leads, writer.policy, writer.operation)
        writer.owners |= customers_with_orders(writer.db, leads)
    if writer.owners:
        owners, writer.owners = writer.owners, set()
        derive_cars(writer.db, owners)


def derive(db: sqlite3.Connection, leads: Iterable[int], policy: Policy, operation: int) -> set[int]:
    """Derive these leads afresh; returns leads whose facts that changed (handed on to them, or taken back).

    Raises sqlite3.IntegrityError when a customer would have two open leads.
    """
    handed_on: set[int] = set()
    pending = iter(sorted(leads))
    while chunk := list(islice(pending, CHUNK)):
        facts = facts_of(db, chunk)
        walks = {lead: replay(facts[lead], policy) for lead in chunk if lead in facts}
        handed_on |= take_back_successors(db, walks)
        _write(db, walks)
        _drop_empty(db, [lead for lead in chunk if lead not in facts])
        for lead, walk in walks.items():
            if walk.beyond:
                handed_on.add(_hand_on(db, lead, walk.beyond, operation))
    return handed_on


def customers_with_orders(db: sqlite3.Connection, leads: Iterable[int]) -> set[int]:
    """The customers of those of these leads that have orders: what they own may have changed."""
    return {row[0] for row in db.execute(_BUYERS, (json_ids(leads),))}


def _write(db: sqlite3.Connection, walks: Mapping[int, Replay]) -> None:
    """Closed leads first, so that a customer's old lead is closed before the next one is open."""
    standings = sorted(
        ((walk.standing, lead) for lead, walk in walks.items()), key=lambda pair: pair[0].closed_at is None
    )
    db.executemany(_UPDATE, [(*(getattr(standing, name) for name in DERIVED), lead) for standing, lead in standings])
    db.executemany(
        "UPDATE visits SET nature = ?1, is_new = ?2 WHERE id = ?3 AND (nature IS NOT ?1 OR is_new <> ?2)",
        [(nature, new, visit) for walk in walks.values() for visit, (nature, new) in walk.visits.items()],
    )
    db.executemany(
        "UPDATE churns SET result = ?, decided_at = ?, consultant = ? WHERE id = ?",
        [
            (found.result, found.decided_at, found.consultant, churn)
            for walk in walks.values()
            for churn, found in walk.churns.items()
        ],
    )
    db.executemany(
        "UPDATE appointments SET result = ?, consultant = ? WHERE id = ?",
        [
            (found.result, found.consultant, appointment)
            for walk in walks.values()
            for appointment, found in walk.meetings.items()
        ],
    )
    db.executemany(
        "UPDATE orders SET consultant = ? WHERE id = ?",
        [(owner, order) for walk in walks.values() for order, owner in walk.orders.items()],
    )


def _drop_empty(db: sqlite3.Connection, leads: Sequence[int]) -> None:
    """A lead that no fact speaks of any more goes; who is on a list takes the customer's other lead there."""
    if leads:
        gone = {"gone": json_ids(leads)}
        for table in LISTS_OF_LEADS:
            db.execute(_TAKE_PLACE.format(table=table), gone)
            db.execute(f"DELETE FROM {table} WHERE lead IN (SELECT value FROM json_each(:gone))", gone)
        db.execute("DELETE FROM leads WHERE id IN (SELECT value FROM json_each(:gone))", gone)


def _hand_on(db: sqlite3.Connection, lead: int, beyond: Sequence[Fact], operation: int) -> int:
    """Give facts after a lead's closing to the customer's next lead, a new one where there is none."""
    heir = _next_lead(db, lead, beyond[0].at) or _open_next(db, lead, operation)
    for fact in beyond:
        table = TABLE_OF.get(fact.kind)
        if table is not None:
            db.execute(f"UPDATE {table} SET lead = ? WHERE id = ?", (heir, fact.id))
    return heir


def _next_lead(db: sqlite3.Connection, lead: int, at: str) -> int | None:
    row = db.execute(
        "SELECT b.id FROM leads AS a JOIN leads AS b ON b.customer = a.customer AND b.id <> a.id"
        " WHERE a.id = :lead AND (b.closed_at IS NULL OR b.closed_at > :at) ORDER BY b.closed_at NULLS LAST LIMIT 1",
        {"lead": lead, "at": at},
    ).fetchone()
    return None if row is None else int(row["id"])


def _open_next(db: sqlite3.Connection, lead: int, operation: int) -> int:
    cursor = db.execute(
        "INSERT INTO leads (operation, customer) SELECT :operation, customer FROM leads WHERE id = :lead",
        {"operation": operation, "lead": lead},
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid
