"""Correcting and removing facts; what follows from them is derived again.

A visit keeps the identity under which a register named its row (``who``), so that the same file sent
again still finds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from leadctl.errors import Refused, Sentence, listing
from leadctl.store.core.writer import Writer
from leadctl.store.facts import followups, orders, visits
from leadctl.store.facts.kind import FactKind
from leadctl.store.facts.registry import KINDS
from leadctl.store.facts.visits import derive_anonymous, visit_row
from leadctl.store.journal.changes import suspend
from leadctl.store.privacy.forgetting.erasing import ERASED
from leadctl.store.queries.customers import (
    add_customer,
    customer_of_lead,
    customer_row,
    drop_if_silent,
    edit_customer,
    owner_of,
    refuse_forgotten,
)
from leadctl.store.registers.known_rows import retire


def follow_up_row(db: sqlite3.Connection, followup: int) -> sqlite3.Row:
    """A follow-up's row. Raises Refused when there is none."""
    return _row(db, followups.KIND, followup)


def order_row(db: sqlite3.Connection, order: int) -> sqlite3.Row:
    """An order's row. Raises Refused when there is none."""
    return _row(db, orders.KIND, order)


def _row(db: sqlite3.Connection, kind: FactKind, identity: int) -> sqlite3.Row:
    row: sqlite3.Row | None = db.execute(f"SELECT * FROM {kind.table.name} WHERE id = ?", (identity,)).fetchone()
    if row is None:
        raise Refused(
            "There is no {name} {identity}; its id stands in: leadctl show LEAD",
            name=Sentence(kind.noun),
            identity=identity,
        )
    return row


def edit_visit(writer: Writer, visit: int, changes: Mapping[str, object]) -> int | None:
    """Change columns of a visit; returns the lead it belongs to now. Its customer and lead follow its time.

    Raises Refused when its lead would be left with facts and without a beginning.
    """
    row = visit_row(writer.db, visit)
    _refuse_naming(writer.db, "visits", row["customer"], changes)
    writer.update("visits", visit, **_identified(writer, visits.KIND, row, changes))
    if row["customer"] is not None and "at" in changes:
        return _attach(writer, visit, row["customer"])
    return _settled(writer, visit, row)


def attach_visit(writer: Writer, visit: int, phone: str | None) -> int | None:
    """Give a visit to the customer of this phone (None: to nobody); returns the lead it belongs to now.

    A phone that nobody has makes a new customer. Raises Refused like :func:`edit_visit`.
    """
    row = visit_row(writer.db, visit)
    refuse_forgotten(writer.db, row["customer"])
    if phone is None:
        writer.update("visits", visit, customer=None, lead=None)
        return _settled(writer, visit, row)
    customer = owner_of(writer.db, phone)
    if customer is None:
        customer = add_customer(writer, phone, row["name"], row["gender"])
    elif customer_row(writer.db, customer)["name"] is None and row["name"]:
        edit_customer(writer, customer, {"name": row["name"]})
    return _attach(writer, visit, customer)


def _refuse_naming(db: sqlite3.Connection, table: str, customer: int | None, changes: Mapping[str, object]) -> None:
    """Raises Refused where words would come back into what was emptied when a person was forgotten."""
    if any(changes.get(column) is not None for column in ERASED[table]):
        refuse_forgotten(db, customer)


def _attach(writer: Writer, visit: int, customer: int) -> int | None:
    """A visit belongs to the customer's lead in whose stretch of time it falls, a new one after all of them."""
    row = visit_row(writer.db, visit)
    found = writer.db.execute(
        "SELECT id FROM leads WHERE customer = :customer AND (closed_at IS NULL OR closed_at > :at)"
        " ORDER BY closed_at NULLS LAST LIMIT 1",
        {"customer": customer, "at": row["at"]},
    ).fetchone()
    lead = found["id"] if found is not None else writer.insert("leads", customer=customer)
    if (customer, lead) != (row["customer"], row["lead"]):
        writer.update("visits", visit, customer=customer, lead=lead)
    return _settled(writer, visit, row)


def _settled(writer: Writer, visit: int, before: sqlite3.Row) -> int | None:
    """Derive what a corrected visit concerns: the lead and customer it has, and those it had."""
    now = visit_row(writer.db, visit)
    derive_anonymous(writer.db, visit, visit)
    _settle(writer, {before["lead"], now["lead"]}, {before["customer"]})
    lead: int | None = visit_row(writer.db, visit)["lead"]
    return lead


def edit_follow_up(writer: Writer, followup: int, changes: Mapping[str, object]) -> int:
    """Change columns of a follow-up; returns its lead."""
    row = follow_up_row(writer.db, followup)
    _refuse_naming(writer.db, "followups", customer_of_lead(writer.db, row["lead"]), changes)
    writer.update("followups", followup, **_identified(writer, followups.KIND, row, changes))
    _settle(writer, {row["lead"]}, set())
    return int(row["lead"])


def edit_order(writer: Writer, order: int, changes: Mapping[str, object]) -> int:
    """Change columns of an order; returns its lead."""
    lead = int(order_row(writer.db, order)["lead"])
    _refuse_naming(writer.db, "orders", customer_of_lead(writer.db, lead), changes)
    if "delivered_at" in changes and changes["delivered_at"] is None:
        refuse_forgotten(writer.db, customer_of_lead(writer.db, lead))  # it would be worked again
    writer.update("orders", order, **changes)
    _settle(writer, {lead}, set())
    return lead


def delete_visit(writer: Writer, visit: int) -> int | None:
    """Remove a visit; returns the lead it belonged to, if that is still there.

    A lead of which nothing else speaks goes with it, and so does its customer. Raises Refused when the
    lead would be left with facts and without a beginning.
    """
    row = visit_row(writer.db, visit)
    retire(writer, visits.KIND, row)
    writer.delete("visits", visit)
    _settle(writer, {row["lead"]}, {row["customer"]})
    return _still_there(writer.db, row["lead"])


def delete_follow_up(writer: Writer, followup: int) -> int | None:
    """Remove a follow-up; returns its lead, if that is still there."""
    row = follow_up_row(writer.db, followup)
    retire(writer, followups.KIND, row)
    lead = row["lead"]
    customer = writer.db.execute("SELECT customer FROM leads WHERE id = :lead", {"lead": lead}).fetchone()["customer"]
    writer.delete("followups", followup)
    _settle(writer, {lead}, {customer})
    return _still_there(writer.db, lead)


def _still_there(db: sqlite3.Connection, lead: int | None) -> int | None:
    found = db.execute("SELECT 1 FROM leads WHERE id = :lead", {"lead": lead}).fetchone()
    return None if found is None else lead


def _settle(writer: Writer, leads: set[int | None], customers: set[int | None]) -> None:
    """Derive these leads, and let customers go of whom nothing speaks any more."""
    concerned = {lead for lead in leads if lead is not None}
    for lead in concerned:
        _refuse_without_beginning(writer.db, lead)
    suspend(writer.db, concerned)
    writer.touch(*concerned)
    try:
        writer.settle()
    except sqlite3.IntegrityError as error:
        raise Refused("That would leave the customer with two open leads; correct the later one first.") from error
    for customer in customers:
        if customer is not None:
            drop_if_silent(writer, customer)


def _refuse_without_beginning(db: sqlite3.Connection, lead: int) -> None:
    """A lead begins with a visit (or on a day): what happened in it cannot come before that."""
    beginning = db.execute(
        "SELECT min(at) AS at FROM (SELECT at FROM visits WHERE lead = :lead"
        " UNION ALL SELECT start_at FROM leads WHERE id = :lead AND start_at IS NOT NULL)",
        {"lead": lead},
    ).fetchone()["at"]
    was = db.execute("SELECT customer, opened_at FROM leads WHERE id = :lead", {"lead": lead}).fetchone()
    span = {"lead": lead, "was": was["opened_at"] or "", "now": beginning}
    stranded = [
        kind.plural
        for kind in KINDS
        if not (kind.opens or (kind.precedes and beginning is not None))
        and db.execute(
            f"SELECT 1 FROM {kind.table.name} WHERE lead = :lead AND {kind.time} >= :was"
            f" AND (:now IS NULL OR {kind.time} < :now) LIMIT 1",
            span,
        ).fetchone()
    ]
    if stranded:
        raise Refused(
            "Lead {lead} has {stranded} that would come before its first visit. Correct those first; "
            "if the visit's phone was wrong for all of it: leadctl edit customer c{customer} --phone PHONE",
            lead=lead,
            stranded=listing(map(Sentence, stranded), " and "),
            customer=was["customer"],
        )


def _identified(writer: Writer, kind: FactKind, row: sqlite3.Row, changes: Mapping[str, object]) -> dict[str, object]:
    """The changes, with the next free ``nth`` where an imported row comes to stand beside one of its kind."""
    table, key = kind.table.name, kind.identity
    values = {name: changes.get(name, row[name]) for name in key}
    if row["nth"] is None or not set(key) & set(changes):
        return dict(changes)
    if any(values[name] != row[name] for name in key):
        retire(writer, kind, row)
    same = " AND ".join(f"{name} IS :{name}" for name in key)
    taken = {
        found["nth"]
        for found in writer.db.execute(
            f"SELECT nth FROM {table} WHERE {same} AND id <> :id", {**values, "id": row["id"]}
        )
    }
    nth = row["nth"] if row["nth"] not in taken else max(filter(None, taken)) + 1
    return dict(changes) | {"nth": nth}
