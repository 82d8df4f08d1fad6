"""Contacts with owners into the store, and what follows from them: complaints and new leads."""

from __future__ import annotations

import sqlite3

from leadctl.domain.aftercare import Owed
from leadctl.errors import Refused
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
) -> int:
    """Record a contact with the owner of a car by the acting person; returns its id."""
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
    )
    writer.touch_owner(car.customer_id)
    return identity


def contact_facts(db: sqlite3.Connection, contact: int) -> dict[str, object]:
    """What was recorded of a contact: occasion, due_on, at, result and score."""
    row = db.execute("SELECT occasion, due_on, at, result, score FROM aftercare WHERE id = :id", {"id": contact})
    return dict(row.fetchone())


def named(owed: Owed) -> str:
    """Its occasions as the store keeps them."""
    return ", ".join(occasion.code for occasion in owed.occasions)


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


def befriend(writer: Writer, phone: str, name: str | None) -> int:
    """The customer of this phone, who is added when new, and named when nobody knew how."""
    customer = owner_of(writer.db, phone)
    if customer is None:
        return add_customer(writer, phone, name, None)
    if name is not None and customer_row(writer.db, customer)["name"] is None:
        edit_customer(writer, customer, {"name": name})
    return customer


def still_here(db: sqlite3.Connection, member: int | None, today: str) -> bool:
    """Whether a member of staff works here on that day."""
    row = db.execute("SELECT left_on FROM staff WHERE id = :id", {"id": member}).fetchone()
    return row is not None and (row["left_on"] is None or row["left_on"] > today)


def add_complaint(writer: Writer, contact: int, what: str, member: int | None, until: str) -> int:
    """Record what an owner complains of, who answers for it and until when; returns its id."""
    return writer.insert("complaints", aftercare=contact, what=what, staff=member, until=until)


def solve_complaint(writer: Writer, complaint: int, on: str, solution: str | None) -> sqlite3.Row:
    """A complaint is settled; returns it as :func:`complaint_row`. Raises Refused for one that is not open."""
    row = complaint_row(writer.db, complaint)
    if row["solved_on"] is not None:
        raise Refused("Complaint {complaint} was solved on {day} already.", complaint=complaint, day=row["solved_on"])
    if on < row["at"][:10]:
        raise Refused("{on} lies before the complaint of {day}.", on=on, day=row["at"][:10])
    writer.update("complaints", complaint, solved_on=on, solution=solution)
    return complaint_row(writer.db, complaint)


COMPLAINT = (
    "SELECT k.id AS complaint, k.what, k.until, k.solved_on, k.solution, k.staff AS staff_id, t.name AS staff,"
    " t.left_on AS staff_left_on, a.at, o.lead, coalesce(m.name, n.name) AS model,"
    " coalesce(o.consultant, w.consultant) AS consultant_id, q.name AS consultant, q.left_on AS consultant_left_on,"
    " c.id AS customer_id, c.name AS customer, c.importance,"
    " (SELECT p.phone FROM phones AS p WHERE p.customer = c.id ORDER BY p.id LIMIT 1) AS phone"
    " FROM complaints AS k JOIN aftercare AS a ON a.id = k.aftercare LEFT JOIN orders AS o ON o.id = a.delivery"
    " LEFT JOIN leads AS l ON l.id = o.lead LEFT JOIN owned_cars AS w ON w.id = a.car"
    " JOIN customers AS c ON c.id = coalesce(l.customer, w.customer)"
    " LEFT JOIN models AS m ON m.id = coalesce(o.model, l.model) LEFT JOIN models AS n ON n.id = w.model"
    " LEFT JOIN staff AS t ON t.id = k.staff LEFT JOIN staff AS q ON q.id = coalesce(o.consultant, w.consultant)"
)
"""A complaint with its owner, car and names."""


def complaint_row(db: sqlite3.Connection, complaint: int) -> sqlite3.Row:
    """A complaint. Raises Refused when there is none."""
    row: sqlite3.Row | None = db.execute(f"{COMPLAINT} WHERE k.id = :id", {"id": complaint}).fetchone()
    if row is None:
        raise Refused(
            "There is no complaint {complaint}; the open ones stand in: leadctl aftercare complaints",
            complaint=complaint,
        )
    return row


def open_complaints(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """The complaints that nobody has solved, the most pressing first."""
    return db.execute(f"{COMPLAINT} WHERE k.until > '' AND k.solved_on IS NULL ORDER BY k.until, k.id").fetchall()
