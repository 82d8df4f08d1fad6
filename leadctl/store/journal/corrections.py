"""Correcting and removing facts; what follows from them is derived again.

A visit keeps the identity under which a register named its row (``who``), so that the same file sent
again still finds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, has_rows, read_row, read_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.facts import followups, orders, visits
from leadctl.store.facts.followups import FollowUp, read_follow_up
from leadctl.store.facts.kind import FactKind
from leadctl.store.facts.orders import read_order
from leadctl.store.facts.registry import KINDS
from leadctl.store.facts.visits import Visit, derive_visits_without_lead, read_visit
from leadctl.store.journal.merging import merge_customers
from leadctl.store.journal.undo import suspend_leads
from leadctl.store.queries.customers import (
    add_customer,
    customer_of_lead,
    customer_row,
    drop_if_silent,
    edit_customer,
    owner_of,
    refuse_forgotten,
)


def edit_visit(writer: Writer, visit: int, changes: Mapping[str, object]) -> int | None:
    """Change columns of a visit; returns the lead it belongs to now. Its customer and lead follow its time.

    Raises Refused when its lead would be left with facts and without a beginning.
    """
    row = read_visit(writer.db, visit)
    _refuse_naming(writer.db, visits.KIND, row.customer, changes)
    writer.update("visits", visit, **_keep_identity(writer, visits.KIND, row, changes))
    if row.customer is not None and "at" in changes:
        return _move_to_customer(writer, visit, row.customer)
    return _settle_visit(writer, visit, row)


def attach_visit(writer: Writer, visit: int, phone: str | None) -> int | None:
    """Give a visit to the customer of this phone (None: to nobody); returns the lead it belongs to now.

    A phone that nobody has makes a new customer. Raises Refused like :func:`edit_visit`.
    """
    row = read_visit(writer.db, visit)
    refuse_forgotten(writer.db, row.customer)
    if phone is None:
        writer.update("visits", visit, customer=None, lead=None)
        return _settle_visit(writer, visit, row)
    customer = owner_of(writer.db, phone)
    if customer is None:
        customer = add_customer(writer, phone, row.name, row.gender)
    elif customer_row(writer.db, customer).name is None and row.name:
        edit_customer(writer, customer, {"name": row.name})
    return _move_to_customer(writer, visit, customer)


def mend_visit(writer: Writer, visit: int, key: Mapping[str, object], phone: str | None) -> None:
    """Give a visit what its register's mended row is known by: ``key`` holds ``at``, ``kind``, ``who``, ``nth`` where
    they changed, ``phone`` one that is not its customer's.

    Raises Refused like :func:`edit_visit`.
    """
    row = read_visit(writer.db, visit)
    refuse_forgotten(writer.db, row.customer)
    at = key.get("at", row.at)
    left = {"left_at": None} if row.left_at is not None and row.left_at < str(at) else {}
    writer.update("visits", visit, **key, **left)
    if phone is not None and (row.customer is None or owner_of(writer.db, phone) != row.customer):
        attach_visit(writer, visit, phone)
    elif row.customer is not None and "at" in key:
        _move_to_customer(writer, visit, row.customer)
    else:
        _settle_visit(writer, visit, row)


def mend_phone(writer: Writer, customer: int, wrong: str, right: str) -> None:
    """All that a register says of a customer has another phone now: theirs was wrong. Who has the right one already,
    is the same person. Raises Refused where the two cannot be one."""
    owner = owner_of(writer.db, right)
    row = read_value(writer.db, int, "SELECT id FROM phones WHERE customer = ? AND phone = ?", (customer, wrong))
    if owner is None:
        writer.update("phones", row, phone=right)
        writer.touch_owner(customer)
        return
    merge_customers(writer, customer, owner)
    for left in read_values(writer.db, int, "SELECT id FROM phones WHERE phone = ?", (wrong,)):
        writer.delete("phones", left)


def _refuse_naming(db: sqlite3.Connection, kind: FactKind, customer: int | None, changes: Mapping[str, object]) -> None:
    """Raises Refused where words would come back into what was emptied when a person was forgotten."""
    if any(changes.get(column) is not None for column in kind.table.erased):
        refuse_forgotten(db, customer)


def _move_to_customer(writer: Writer, visit: int, customer: int) -> int | None:
    """A visit belongs to the customer's lead in whose stretch of time it falls, a new one after all of them."""
    row = read_visit(writer.db, visit)
    sql = (
        "SELECT id FROM leads WHERE customer = ? AND (closed_at IS NULL OR closed_at > ?)"
        " ORDER BY closed_at NULLS LAST LIMIT 1"
    )
    lead = find_value(writer.db, int, sql, (customer, row.at)) or writer.insert("leads", customer=customer)
    if (customer, lead) != (row.customer, row.lead):
        writer.update("visits", visit, customer=customer, lead=lead)
    return _settle_visit(writer, visit, row)


def _settle_visit(writer: Writer, visit: int, before: Visit) -> int | None:
    """Derive what a corrected visit concerns: the lead and customer it has, and those it had."""
    now = read_visit(writer.db, visit)
    derive_visits_without_lead(writer.db, visit, visit)
    _settle_leads(writer, {before.lead, now.lead}, {before.customer})
    return read_visit(writer.db, visit).lead


def edit_follow_up(writer: Writer, followup: int, changes: Mapping[str, object]) -> int:
    """Change columns of a follow-up; returns its lead."""
    row = read_follow_up(writer.db, followup)
    _refuse_naming(writer.db, followups.KIND, customer_of_lead(writer.db, row.lead), changes)
    writer.update("followups", followup, **_keep_identity(writer, followups.KIND, row, changes))
    _settle_leads(writer, {row.lead}, set())
    return row.lead


def edit_order(writer: Writer, order: int, changes: Mapping[str, object]) -> int:
    """Change columns of an order; returns its lead."""
    lead = read_order(writer.db, order).lead
    _refuse_naming(writer.db, orders.KIND, customer_of_lead(writer.db, lead), changes)
    if "delivered_at" in changes and changes["delivered_at"] is None:
        refuse_forgotten(writer.db, customer_of_lead(writer.db, lead))  # it would be worked again
    writer.update("orders", order, **changes)
    _settle_leads(writer, {lead}, set())
    return lead


def delete_visit(writer: Writer, visit: int) -> int | None:
    """Remove a visit; returns the lead it belonged to, if that is still there.

    A lead of which nothing else speaks goes with it, and so does its customer. Raises Refused when the
    lead would be left with facts and without a beginning.
    """
    row = read_visit(writer.db, visit)
    _retire_row(writer, visits.KIND, row)
    writer.delete("visits", visit)
    _settle_leads(writer, {row.lead}, {row.customer})
    return _lead_if_present(writer.db, row.lead)


def delete_follow_up(writer: Writer, followup: int) -> int | None:
    """Remove a follow-up; returns its lead, if that is still there."""
    row = read_follow_up(writer.db, followup)
    _retire_row(writer, followups.KIND, row)
    customer = customer_of_lead(writer.db, row.lead)
    writer.delete("followups", followup)
    _settle_leads(writer, {row.lead}, {customer})
    return _lead_if_present(writer.db, row.lead)


def _lead_if_present(db: sqlite3.Connection, lead: int | None) -> int | None:
    return find_value(db, int, "SELECT id FROM leads WHERE id = ?", (lead,))


def _settle_leads(writer: Writer, leads: set[int | None], customers: set[int | None]) -> None:
    """Derive these leads, and let customers go of whom nothing speaks any more."""
    concerned = {lead for lead in leads if lead is not None}
    for lead in concerned:
        _refuse_without_beginning(writer.db, lead)
    suspend_leads(writer.db, concerned)
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
    sql = (
        "SELECT min(at) FROM (SELECT at FROM visits WHERE lead = :lead"
        " UNION ALL SELECT start_at FROM leads WHERE id = :lead AND start_at IS NOT NULL)"
    )
    beginning = find_value(db, str, sql, {"lead": lead})
    opened_at = find_value(db, str, "SELECT opened_at FROM leads WHERE id = ?", (lead,))
    span = {"lead": lead, "was": opened_at or "", "now": beginning}
    stranded = [
        kind.plural
        for kind in KINDS
        if not (kind.opens or (kind.precedes and beginning is not None))
        and has_rows(
            db,
            f"SELECT 1 FROM {kind.table.name} WHERE lead = :lead AND {kind.time} >= :was"
            f" AND (:now IS NULL OR {kind.time} < :now) LIMIT 1",
            span,
        )
    ]
    if stranded:
        raise Refused(
            "Lead {lead} has {stranded} that would come before its first visit. Correct those first; "
            "if the visit's phone was wrong for all of it: leadctl edit customer c{customer} --phone PHONE",
            lead=lead,
            stranded=listing(map(Sentence, stranded), " and "),
            customer=customer_of_lead(db, lead),
        )


def _retire_row(writer: Writer, kind: FactKind, row: Visit | FollowUp) -> None:
    """Keep the identity of a visit or follow-up that is about to lose it; a typed one has none."""
    if row.nth is None:
        return
    table = kind.table.name
    at, code, who = (getattr(row, column) for column in kind.identity)
    number = "record_id" if table == "visits" else "NULL"
    origin = read_row(writer.db, _Origin, f"SELECT register, {number} FROM {table} WHERE id = ?", (row.id,))
    key = {"tbl": table, "at": at, "code": code, "who": f"{who}", "nth": row.nth}
    writer.insert("retired_rows", **key, row=row.id, **origin._asdict())


class _Origin(NamedTuple):
    """The register that a row came with, and its number there."""

    register: int | None
    record_id: str | None


def _keep_identity(
    writer: Writer, kind: FactKind, row: Visit | FollowUp, changes: Mapping[str, object]
) -> dict[str, object]:
    """The changes, with the next free ``nth`` where an imported row comes to stand beside one of its kind."""
    table, key = kind.table.name, kind.identity
    values = {name: changes.get(name, getattr(row, name)) for name in key}
    if row.nth is None or not set(key) & set(changes):
        return dict(changes)
    if any(values[name] != getattr(row, name) for name in key):
        _retire_row(writer, kind, row)
    same = " AND ".join(f"{name} IS :{name}" for name in key)
    others = f"SELECT nth FROM {table} WHERE {same} AND id <> :id AND nth IS NOT NULL"
    taken = read_values(writer.db, int, others, {**values, "id": row.id})
    nth = row.nth if row.nth not in taken else max(taken) + 1
    return dict(changes) | {"nth": nth}
