"""Contacts with owners, what follows from them (complaints, new leads), and the store's own occasions for them."""

from __future__ import annotations

import json
import sqlite3

from leadctl.domain.aftercare import Reminders
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, has_rows, read_row
from leadctl.store.core.settings import REMINDERS, read_setting, reminders_of
from leadctl.store.core.writer import Writer
from leadctl.store.derivation.cars import derive_all_cars
from leadctl.store.facts.assignments import add_assignment
from leadctl.store.queries.complaints import Complaint, find_complaint
from leadctl.store.queries.customers import add_customer, customer_row, edit_customer, owner_of
from leadctl.store.queries.owned_cars import OwnedCar


class Scores(NamedTuple):
    """How satisfied an owner said they were, from 1 to 10: all in all, with the sale, and with the service; None: they
    did not say."""

    score: int | None = None
    ssi: int | None = None
    csi: int | None = None


def add_contact(
    writer: Writer,
    car: OwnedCar,
    *,
    occasion: str,
    due_on: str,
    at: str,
    result: str,
    scores: Scores,
    note: str | None,
    new_lead: int | None,
    named_only: bool,
) -> int:
    """Record a contact with the owner of a car by the acting person; returns its id.

    ``named_only``: it settles the occasions that it names and nothing else.
    """
    identity = writer.insert(
        "aftercare",
        delivery=car.delivery,
        car=car.car if car.delivery is None else None,
        occasion=occasion,
        due_on=due_on,
        at=at,
        by=writer.author.staff,
        result=result,
        **scores._asdict(),
        note=note,
        new_lead=new_lead,
        named_only=int(named_only),
    )
    writer.touch_owner(car.customer_id)
    return identity


class ContactFacts(NamedTuple):
    """What was recorded of a contact with an owner."""

    occasion: str
    due_on: str
    at: str
    result: str
    score: int | None
    ssi: int | None
    csi: int | None


def contact_facts(db: sqlite3.Connection, contact: int) -> ContactFacts:
    """What was recorded of a contact."""
    sql = "SELECT occasion, due_on, at, result, score, ssi, csi FROM aftercare WHERE id = ?"
    return read_row(db, ContactFacts, sql, (contact,))


def open_lead(writer: Writer, customer: int, at: str, consultant: int | None) -> tuple[int, bool]:
    """The lead of what an owner's word makes somebody want; (lead, whether it is new).

    A customer has one open lead: who has one keeps it. A new one begins at the moment of the contact, is first
    followed up the next day, and has its source from the contact: the owner's own wish, or a referral.
    """
    db, of = writer.db, (customer,)
    known = find_value(db, int, "SELECT id FROM leads WHERE customer = ? AND closed_at IS NULL", of)
    if known is not None:
        return known, False
    closed = find_value(db, str, "SELECT max(closed_at) FROM leads WHERE customer = ?", of)
    start = max(at, closed or at)
    lead = writer.insert("leads", customer=customer, start_at=start)
    add_assignment(writer, lead, start, consultant, None)
    return lead, True


def add_friend(writer: Writer, phone: str, name: str | None) -> int:
    """The customer of this phone, who is added when new, and named when nobody knew how."""
    customer = owner_of(writer.db, phone)
    if customer is None:
        return add_customer(writer, phone, name, None)
    if name is not None and customer_row(writer.db, customer).name is None:
        edit_customer(writer, customer, {"name": name})
    return customer


def works_here(db: sqlite3.Connection, member: int | None, today: str) -> bool:
    """Whether a member of staff works here on that day."""
    return has_rows(db, "SELECT 1 FROM staff WHERE id = ? AND (left_on IS NULL OR left_on > ?)", (member, today))


def add_complaint(writer: Writer, contact: int, what: str, member: int | None, until: str) -> int:
    """Record what an owner complains of, who answers for it and until when; returns its id."""
    return writer.insert("complaints", aftercare=contact, what=what, staff=member, until=until)


def solve_complaint(writer: Writer, complaint: int, on: str, solution: str | None) -> Complaint:
    """A complaint is settled; returns it as :func:`find_complaint`. Raises Refused for one that is not open."""
    known = find_complaint(writer.db, complaint)
    if known.solved_on is not None:
        raise Refused("Complaint {complaint} was solved on {day} already.", complaint=complaint, day=known.solved_on)
    if on < known.at[:10]:
        raise Refused("{on} lies before the complaint of {day}.", on=on, day=known.at[:10])
    writer.update("complaints", complaint, solved_on=on, solution=solution)
    return find_complaint(writer.db, complaint)


def change_reminders(writer: Writer, reminders: Reminders) -> None:
    """Follow these from now on: the next contact of every car is derived again."""
    text = json.dumps(
        {
            "dated": sorted(reminders.dated, key=lambda one: (one[1], one[0])),
            "recurring": sorted(reminders.recurring),
            "warranty_months": reminders.warranty_months,
            "festivals": list(reminders.festivals),
        },
        ensure_ascii=False,
    )
    if read_setting(writer.db, REMINDERS) is not None and reminders == reminders_of(writer.db):
        raise Refused("That is how it stands already; see: leadctl aftercare reminders")
    writer.put("settings", {"key": REMINDERS}, value=text)
    derive_all_cars(writer.db)
