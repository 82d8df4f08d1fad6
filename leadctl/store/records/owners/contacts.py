"""Contacts with owners into the store, and what follows from them: complaints and new leads."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from leadctl.errors import Refused
from leadctl.store.core.tables import MAIN_PHONE
from leadctl.store.core.writer import Writer
from leadctl.store.facts.assignments import add_assignment
from leadctl.store.queries.customers import add_customer, customer_row, edit_customer, owner_of
from leadctl.store.records.owners.cars import OwnedCar


def add_contact(
    writer: Writer,
    car: OwnedCar,
    *,
    occasion: str,
    due_on: str,
    at: str,
    result: str,
    score: int | None,
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
        score=score,
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


def contact_facts(db: sqlite3.Connection, contact: int) -> ContactFacts:
    """What was recorded of a contact."""
    row = db.execute("SELECT occasion, due_on, at, result, score FROM aftercare WHERE id = :id", {"id": contact})
    return ContactFacts(*row.fetchone())


def open_lead(writer: Writer, customer: int, at: str, consultant: int | None) -> tuple[int, bool]:
    """The lead of what an owner's word makes somebody want; (lead, whether it is new).

    A customer has one open lead: who has one keeps it. A new one begins at the moment of the contact, is first
    followed up the next day, and has its source from the contact: the owner's own wish, or a referral.
    """
    of = {"customer": customer}
    row = writer.db.execute("SELECT id FROM leads WHERE customer = :customer AND closed_at IS NULL", of).fetchone()
    if row is not None:
        return int(row["id"]), False
    closed = writer.db.execute("SELECT max(closed_at) AS at FROM leads WHERE customer = :customer", of).fetchone()["at"]
    start = max(at, closed or at)
    lead = writer.insert("leads", customer=customer, start_at=start)
    add_assignment(writer, lead, start, consultant, None)
    return lead, True


def add_friend(writer: Writer, phone: str, name: str | None) -> int:
    """The customer of this phone, who is added when new, and named when nobody knew how."""
    customer = owner_of(writer.db, phone)
    if customer is None:
        return add_customer(writer, phone, name, None)
    if name is not None and customer_row(writer.db, customer)["name"] is None:
        edit_customer(writer, customer, {"name": name})
    return customer


def works_here(db: sqlite3.Connection, member: int | None, today: str) -> bool:
    """Whether a member of staff works here on that day."""
    row = db.execute("SELECT left_on FROM staff WHERE id = :id", {"id": member}).fetchone()
    return row is not None and (row["left_on"] is None or row["left_on"] > today)


def add_complaint(writer: Writer, contact: int, what: str, member: int | None, until: str) -> int:
    """Record what an owner complains of, who answers for it and until when; returns its id."""
    return writer.insert("complaints", aftercare=contact, what=what, staff=member, until=until)


class Complaint(NamedTuple):
    """A complaint with its owner, car and names.

    ``at`` is the moment of the contact, ``until`` and ``solved_on`` are ISO dates; ``staff`` is whom it was given to,
    ``consultant`` who sold the car; since the day ``_left_on`` they no longer work here.
    """

    complaint: int
    what: str
    until: str
    solved_on: str | None
    solution: str | None
    staff_id: int | None
    staff: str | None
    staff_left_on: str | None
    at: str
    lead: int | None
    model: str | None
    consultant_id: int | None
    consultant: str | None
    consultant_left_on: str | None
    customer_id: int
    customer: str | None
    importance: str
    phone: str | None

    def answering(self, today: str) -> tuple[int | None, str | None]:
        """Who answers for it (id, name): whom it was given to, else the seller of the car, if they work here; else
        nobody."""
        known = (
            (self.staff_id, self.staff, self.staff_left_on),
            (self.consultant_id, self.consultant, self.consultant_left_on),
        )
        here = ((member, name) for member, name, left in known if member is not None and (left is None or left > today))
        return next(here, (None, None))


_COMPLAINTS = (
    "SELECT k.id, k.what, k.until, k.solved_on, k.solution, k.staff, t.name, t.left_on, a.at, o.lead,"
    " coalesce(m.name, n.name), coalesce(o.consultant, w.consultant), q.name, q.left_on, c.id, c.name, c.importance,"
    f" {MAIN_PHONE.format(customer='c.id')}"
    " FROM complaints AS k JOIN aftercare AS a ON a.id = k.aftercare LEFT JOIN orders AS o ON o.id = a.delivery"
    " LEFT JOIN leads AS l ON l.id = o.lead LEFT JOIN owned_cars AS w ON w.id = a.car"
    " JOIN customers AS c ON c.id = coalesce(l.customer, w.customer)"
    " LEFT JOIN models AS m ON m.id = coalesce(o.model, l.model) LEFT JOIN models AS n ON n.id = w.model"
    " LEFT JOIN staff AS t ON t.id = k.staff LEFT JOIN staff AS q ON q.id = coalesce(o.consultant, w.consultant)"
)


def solve_complaint(writer: Writer, complaint: int, on: str, solution: str | None) -> Complaint:
    """A complaint is settled; returns it as :func:`find_complaint`. Raises Refused for one that is not open."""
    known = find_complaint(writer.db, complaint)
    if known.solved_on is not None:
        raise Refused("Complaint {complaint} was solved on {day} already.", complaint=complaint, day=known.solved_on)
    if on < known.at[:10]:
        raise Refused("{on} lies before the complaint of {day}.", on=on, day=known.at[:10])
    writer.update("complaints", complaint, solved_on=on, solution=solution)
    return find_complaint(writer.db, complaint)


def find_complaint(db: sqlite3.Connection, complaint: int) -> Complaint:
    """A complaint. Raises Refused when there is none."""
    row = db.execute(f"{_COMPLAINTS} WHERE k.id = :id", {"id": complaint}).fetchone()
    if row is None:
        raise Refused(
            "There is no complaint {complaint}; the open ones stand in: leadctl aftercare complaints",
            complaint=complaint,
        )
    return Complaint(*row)


def open_complaints(db: sqlite3.Connection) -> list[Complaint]:
    """The complaints that nobody has solved, the most pressing first."""
    rows = db.execute(f"{_COMPLAINTS} WHERE k.until > '' AND k.solved_on IS NULL ORDER BY k.until, k.id")
    return [Complaint(*row) for row in rows]
