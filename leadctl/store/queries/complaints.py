"""Complaints of owners: which are open, whose they are, and who answers for them."""

from __future__ import annotations

import sqlite3

from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, read_rows
from leadctl.store.core.tables import CAR_CONSULTANT, MAIN_PHONE


class Complaint(NamedTuple):
    """A complaint with its owner, car and names.

    ``at`` is the moment of the contact, ``until`` and ``solved_on`` are ISO dates; ``staff`` is whom it was given to,
    ``consultant`` whose the owner of the car is; since the day ``_left_on`` they no longer work here.
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

    def find_answerer(self, today: str) -> tuple[int | None, str | None]:
        """Who answers for it (id, name): whom it was given to, else the consultant of the car, if they work here; else
        nobody."""
        known = (
            (self.staff_id, self.staff, self.staff_left_on),
            (self.consultant_id, self.consultant, self.consultant_left_on),
        )
        here = ((member, name) for member, name, left in known if member is not None and (left is None or left > today))
        return next(here, (None, None))


_COMPLAINTS = (
    "SELECT k.id, k.what, k.until, k.solved_on, k.solution, k.staff, t.name, t.left_on, a.at, o.lead,"
    f" coalesce(m.name, n.name), {CAR_CONSULTANT}, q.name, q.left_on, c.id, c.name, c.importance,"
    f" {MAIN_PHONE.format(customer='c.id')}"
    " FROM complaints AS k JOIN aftercare AS a ON a.id = k.aftercare LEFT JOIN orders AS o ON o.id = a.delivery"
    " LEFT JOIN leads AS l ON l.id = o.lead LEFT JOIN owned_cars AS w ON w.id = a.car"
    " JOIN customers AS c ON c.id = coalesce(l.customer, w.customer)"
    " LEFT JOIN models AS m ON m.id = coalesce(o.model, l.model) LEFT JOIN models AS n ON n.id = w.model"
    f" LEFT JOIN staff AS t ON t.id = k.staff LEFT JOIN staff AS q ON q.id = {CAR_CONSULTANT}"
)


def find_complaint(db: sqlite3.Connection, complaint: int) -> Complaint:
    """A complaint. Raises Refused when there is none."""
    found = find_row(db, Complaint, f"{_COMPLAINTS} WHERE k.id = ?", (complaint,))
    if found is None:
        raise Refused(
            "There is no complaint {complaint}; the open ones stand in: leadctl aftercare complaints",
            complaint=complaint,
        )
    return found


def open_complaints(db: sqlite3.Connection) -> list[Complaint]:
    """The complaints that nobody has solved, the most pressing first."""
    return read_rows(db, Complaint, f"{_COMPLAINTS} WHERE k.until > '' AND k.solved_on IS NULL ORDER BY k.until, k.id")
