"""What the figures of owners count: contacts by result, complaints, and what came of owners.

The contacts that fell due are no rows of a table but follow from the plan; they are worked out car by car.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator
from itertools import groupby

from leadctl.domain.aftercare import OF_THE_PERSON, Occasion, Owed, find_first_owed, last_owed_day, occasions
from leadctl.domain.days import add_days
from leadctl.domain.periods import Span
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, read_values
from leadctl.store.core.settings import policy_on, reminders_of
from leadctl.store.core.tables import CAR_CONSULTANT, MAIN_PHONE
from leadctl.store.queries.figures.kinds import LEADS, ORDERS
from leadctl.store.queries.figures.measures import Facts, Measure, Part
from leadctl.store.queries.owned_cars import OwnedCar, Owner, owners_before, owners_of_day

_PHONE = MAIN_PHONE.format(customer="c.id")
_OF_CAR = (
    " LEFT JOIN orders AS o ON o.id = a.delivery LEFT JOIN leads AS l ON l.id = o.lead"
    " LEFT JOIN owned_cars AS w ON w.id = a.car"
)
_NAMED = (
    " JOIN customers AS c ON c.id = coalesce(l.customer, w.customer)"
    " LEFT JOIN models AS m ON m.id = coalesce(o.model, l.model, w.model) LEFT JOIN staff AS s ON s.id = {staff}"
)
_RECORD = f"o.lead, c.id AS customer_id, c.name AS customer, {_PHONE}, a.at"

CONTACTS = Facts(
    source="aftercare AS a",
    id="a.id",
    moment="a.at",
    inside="a.at >= :first AND a.at < :end",
    joins=_OF_CAR,
    groups={"consultant": CAR_CONSULTANT},
    record=f"a.id AS contact, {_RECORD}, a.occasion, a.due_on, a.result, a.score, a.ssi, a.csi, a.note,"
    " m.name AS model, s.name AS consultant",
    named=_NAMED.format(staff=CAR_CONSULTANT),
)

_COMPLAINTS = Facts(
    source="complaints AS k JOIN aftercare AS a ON a.id = k.aftercare",
    id="k.id",
    moment="a.at",
    inside="a.at >= :first AND a.at < :end",
    joins=_OF_CAR,
    groups={"consultant": CAR_CONSULTANT},
    record=f"k.id AS complaint, {_RECORD}, k.what, t.name AS staff, k.until, k.solved_on, m.name AS model,"
    " s.name AS consultant",
    named=_NAMED.format(staff=CAR_CONSULTANT) + " LEFT JOIN staff AS t ON t.id = k.staff",
)
_SOLVED = _COMPLAINTS._replace(inside="k.solved_on >= :first AND k.solved_on < :end")
_OPEN = _COMPLAINTS._replace(inside="a.at < :end AND (k.solved_on IS NULL OR k.solved_on >= :end)")

RESULTS: dict[str, Measure] = {
    result.replace("-", "_"): (Part(CONTACTS, f"a.result = '{result}'"),)
    for result in ("fine", "complaint", "replace", "add", "recommend", "no-answer")
}
"""Contacts made in a span, by how they ended."""

SCORED: dict[str, Measure] = {
    "ssi_answers": (Part(CONTACTS, "a.ssi IS NOT NULL"),),
    "csi_answers": (Part(CONTACTS, "a.csi IS NOT NULL"),),
}
"""Contacts in which an owner said how satisfied they were with the sale, and with the service."""

REACHED: Measure = (Part(CONTACTS, "a.result <> 'no-answer'"),)
"""Contacts with owners that reached them, planned or not, under whose car it was about."""

COMPLAINTS: dict[str, Measure] = {
    "made": (Part(_COMPLAINTS),),
    "solved": (Part(_SOLVED),),
    "open": (Part(_OPEN),),
}
"""Complaints made in a span, solved in it, and open at its end, whenever they were made."""

_SOURCE = "l.source = (SELECT id FROM sources WHERE code = '{code}')"
_OWNED_ONE = (
    "EXISTS (SELECT 1 FROM leads AS f JOIN orders AS e ON e.lead = f.id WHERE f.customer = l.customer"
    " AND e.delivered_at < o.ordered_at AND e.id <> o.id)"
    " OR EXISTS (SELECT 1 FROM owned_cars AS e WHERE e.customer = l.customer AND e.origin <> 'other-brand'"
    " AND e.delivered_on < substr(o.ordered_at, 1, 10))"
)
_SALES = ORDERS._replace(source="orders AS o JOIN leads AS l ON l.id = o.lead", joins="")

GAINED: dict[str, Measure] = {
    "owner_leads": (Part(LEADS, _SOURCE.format(code="owner")),),
    "referral_leads": (Part(LEADS, _SOURCE.format(code="referral")),),
    "repeat_sales": (Part(_SALES, f"o.cancelled_at IS NULL AND ({_OWNED_ONE})", weight="o.count"),),
    "referral_sales": (
        Part(_SALES, f"o.cancelled_at IS NULL AND {_SOURCE.format(code='referral')}", weight="o.count"),
    ),
}
"""Leads opened in a span with an owner behind them; cars sold to those who had one of our brand, and to the
referred."""


class Satisfaction(NamedTuple):
    """How satisfied owners were with the sale and with the service: sums of the scores, and how many gave one."""

    ssi: int = 0
    ssi_answers: int = 0
    csi: int = 0
    csi_answers: int = 0

    def plus(self, other: Satisfaction) -> Satisfaction:
        """Both together."""
        return Satisfaction(*(one + two for one, two in zip(self, other, strict=True)))


def sum_scores(db: sqlite3.Connection, span: Span) -> dict[int | None, Satisfaction]:
    """Whose cars -> how satisfied their owners were in a span; those of whom nobody said are left out."""
    owner = CONTACTS.groups["consultant"]
    only = "" if span.consultant is None else f" AND {owner} IS :consultant"
    rows = db.execute(
        f"SELECT {owner}, coalesce(sum(a.ssi), 0), count(a.ssi), coalesce(sum(a.csi), 0), count(a.csi)"
        f" FROM {CONTACTS.source}{CONTACTS.joins} WHERE {CONTACTS.inside}"
        f" AND (a.ssi IS NOT NULL OR a.csi IS NOT NULL){only} GROUP BY {owner}",
        span.values(),
    )
    return {row[0]: Satisfaction(*row[1:]) for row in rows.fetchall()}


def average_score(db: sqlite3.Connection, span: Span) -> float | None:
    """How satisfied owners said they were in a span, from 1 to 10; None when nobody said."""
    sql = f"SELECT avg(a.score) FROM {CONTACTS.source}{CONTACTS.joins} WHERE {CONTACTS.inside}"
    if span.consultant is not None:
        sql += f" AND {CONTACTS.groups['consultant']} IS :consultant"
    return find_value(db, float, sql, span.values())


class DueContact(NamedTuple):
    """A contact with an owner that fell due, as JSON shows it.

    ``state``: ``done`` while it was owed (or ahead, by name), ``waiting`` while it is owed, else ``missed``.
    """

    lead: int | None
    customer_id: int
    customer: str | None
    phone: str | None
    occasion: str
    due_on: str
    answered_at: str | None
    state: str
    model: str | None
    consultant: str | None


def contacts_due(db: sqlite3.Connection, span: Span) -> list[DueContact]:
    """The contacts that fell due in a span, to date, by day; occasions of one day are one contact."""
    reminders = reminders_of(db)
    first, last = add_days(span.first, -1), add_days(span.end, -1)
    found: list[DueContact] = []
    for owner in owners_before(db, span.end):
        greeted: set[str] = set()
        today = _find_last_day(owner, span.today)
        for car in owner.cars:
            if span.consultant not in (None, car.consultant_id):
                continue
            due = [one for one in occasions(car.plan, reminders, first, min(last, today)) if one.code not in greeted]
            greeted.update(one.code for one in due if one.kind in OF_THE_PERSON)
            found += _join_occasions(owner, car, due, today)
    return sorted(found, key=lambda contact: (contact.due_on, contact.customer_id))


class PlannedContact(NamedTuple):
    """An owner who is owed a contact on a day, as it was known in its morning; ``answered_at``: when they were reached
    on that day; ``due_on``: since when it is owed."""

    lead: int | None
    customer_id: int
    customer: str | None
    phone: str | None
    occasion: str
    due_on: str
    answered_at: str | None
    model: str | None
    consultant_id: int | None
    consultant: str | None


_WORKING = "SELECT id FROM staff WHERE left_on IS NULL OR left_on > :day"


def contacts_planned(db: sqlite3.Connection, day: str, consultant: int | None = None) -> list[PlannedContact]:
    """The owners to contact on a day, one line an owner as in ``due`` (docs/domain.md section 9), the longest owed
    first. Cars of somebody who has left are nobody's."""
    reminders, policy = reminders_of(db), policy_on(db, day)
    here = set(read_values(db, int, _WORKING, {"day": day}))
    found = []
    for owner in owners_of_day(db, day):
        before = [said.contact for said in owner.said if said.at < day]
        owed = find_first_owed(owner.plans, reminders, before, policy, day, day)
        if owed is None:
            continue
        planned = _plan_contact(owner, owed[1], day, here)
        if consultant in (None, planned.consultant_id):
            found.append(planned)
    return sorted(found, key=lambda one: (one.due_on, one.customer_id))


def _plan_contact(owner: Owner, owed: Owed, day: str, here: Container[int | None]) -> PlannedContact:
    car = owner.car(owed.occasions[0].car)
    works = car.consultant_id in here
    return PlannedContact(
        lead=car.lead,
        customer_id=car.customer_id,
        customer=car.customer,
        phone=car.phone,
        occasion=", ".join(dict.fromkeys(one.code for one in owed.occasions)),
        due_on=owed.due_on,
        answered_at=next((one.at for one in owner.said if one.at[:10] == day and one.result != "no-answer"), None),
        model=car.model,
        consultant_id=car.consultant_id if works else None,
        consultant=car.consultant if works else None,
    )


def _find_last_day(owner: Owner, today: str) -> str:
    """The day as of which an owner is looked at: nothing is owed to them since they were forgotten."""
    return min(today, owner.cars[0].forgotten_on or today)


def _join_occasions(owner: Owner, car: OwnedCar, due: list[Occasion], today: str) -> Iterator[DueContact]:
    """A contact a day on which something of a car fell due."""
    for day, same_day in groupby(due, key=lambda one: one.due_on):
        named = tuple(same_day)
        answered = _answered_at(owner, named)
        yield DueContact(
            lead=car.lead,
            customer_id=car.customer_id,
            customer=car.customer,
            phone=car.phone,
            occasion=", ".join(one.code for one in named),
            due_on=day,
            answered_at=answered,
            state="done" if answered else "waiting" if last_owed_day(named[0]) >= today else "missed",
            model=car.model,
            consultant=car.consultant,
        )


def _answered_at(owner: Owner, named: tuple[Occasion, ...]) -> str | None:
    """When an owner was reached for one of the occasions of a day, while they were owed."""
    last = last_owed_day(named[0])
    return next(
        (said.at for said in owner.said if said.at[:10] <= last and any(map(said.contact.settles, named))), None
    )
