"""The leads that a forecast counts on: ordered or active ones, at any moment of the past or now."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from leadctl.domain.days import add_days
from leadctl.domain.forecast import PAST, Closed, Prospect, amount_of
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import LazyRecords, Record
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows, read_value
from leadctl.store.queries.figures.history import active_on, states_before
from leadctl.store.queries.figures.kinds import DELIVERIES, LEAD_NAMES, LEAD_RECORD

# An ordered lead brings what its own order says, and is like no other.
_NEED = f"CASE WHEN t.need_by < :evening THEN '{PAST}' ELSE substr(t.need_by, 1, 7) END"
_LIKENESS = f"t.grade, t.budget_low, t.budget_high, {_NEED}, CASE WHEN t.status = 'ordered' THEN t.lead END"
_COUNTED = f"FROM {states_before(':before')} AS t WHERE (t.status = 'ordered' OR {active_on(':evening')})"
_LEADS = f"SELECT t.lead, t.need_by, {_LIKENESS} {_COUNTED}"
_ALIKE = f"SELECT count(*), {_LIKENESS} {_COUNTED}"
_GROUPED = " GROUP BY 2, 3, 4, 5, 6"
_OF_CONSULTANT = " AND t.consultant IS :consultant"

# The latest order of a lead that stood at the moment: neither delivered nor cancelled by then.
_ORDERS = (
    "SELECT o.lead, o.count, o.price FROM orders AS o"
    " WHERE o.lead IN (SELECT value FROM json_each(:ids)) AND o.ordered_at <= :night"
    " AND (o.delivered_at IS NULL OR o.delivered_at > :night)"
    " AND (o.cancelled_at IS NULL OR o.cancelled_at > :night) ORDER BY o.id"
)
_SOLD = (
    "SELECT coalesce(sum(o.count), 0) FROM orders AS o WHERE o.ordered_at >= :first AND o.ordered_at <= :night"
    " AND (o.cancelled_at IS NULL OR o.cancelled_at > :night)"
)
_RECORDS = (
    f"SELECT {LEAD_RECORD} FROM leads AS l{LEAD_NAMES} WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.id"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What had happened by the end of ``day`` (ISO), looked at on the ``morning``: the same day, or the one after,
    when leads that were dormant until then are awake. ``consultant``: a staff id; None: everybody's."""

    day: str
    morning: str
    policy: Policy
    consultant: int | None = None

    def values(self) -> dict[str, object]:
        """The named parameters of the questions."""
        return {
            "night": f"{self.day}T23:59",
            "before": add_days(self.day, 1),
            "evening": self.morning,
            "consultant": self.consultant,
        }

    @property
    def owner_clause(self) -> str:
        """What keeps the leads of the one consultant."""
        return "" if self.consultant is None else _OF_CONSULTANT


class _Likeness(NamedTuple):
    """What a lead's prospect follows from; ``ordered``: its id once it is ordered."""

    grade: str | None
    low: float | None
    high: float | None
    need: str | None
    ordered: int | None


class _Order(NamedTuple):
    lead: int
    cars: int
    price: float | None


def count_prospects(db: sqlite3.Connection, moment: Moment) -> Counter[Prospect]:
    """What the ordered and active leads at a moment may bring, and how many are alike in it."""
    rows = db.execute(f"{_ALIKE}{moment.owner_clause}{_GROUPED}", moment.values())
    alike = {_Likeness(*likeness): leads for leads, *likeness in rows}
    orders = _orders(db, moment, (one.ordered for one in alike if one.ordered is not None))
    found: Counter[Prospect] = Counter()
    for one, leads in alike.items():
        found[_prospect(one, orders.get(one.ordered))] += leads
    return found


class OpenLead(NamedTuple):
    """An ordered or active lead: what it may bring, and the expected day of purchase (ISO)."""

    prospect: Prospect
    need_by: str | None


def list_prospects(db: sqlite3.Connection, moment: Moment) -> dict[int, OpenLead]:
    """Each ordered or active lead at a moment -> what it may bring."""
    rows = db.execute(f"{_LEADS}{moment.owner_clause}", moment.values())
    leads = {lead: (_Likeness(*likeness), need_by) for lead, need_by, *likeness in rows}
    orders = _orders(db, moment, (lead for lead, (one, _) in leads.items() if one.ordered is not None))
    return {lead: OpenLead(_prospect(one, orders.get(lead)), need_by) for lead, (one, need_by) in leads.items()}


def _orders(db: sqlite3.Connection, moment: Moment, leads: Iterable[int]) -> dict[int | None, _Order]:
    orders = read_rows(db, _Order, _ORDERS, moment.values() | {"ids": json_ids(leads)})
    return {order.lead: order for order in orders}


def _prospect(one: _Likeness, order: _Order | None) -> Prospect:
    cars = 1 if order is None else order.cars
    price = None if order is None else order.price
    return Prospect(one.grade, cars, amount_of(price, cars, one.low, one.high), one.need)


def prospect_records(
    db: sqlite3.Connection, found: Mapping[int, OpenLead], chances: Mapping[Prospect, Fraction], today: str
) -> LazyRecords[int]:
    """These leads as records, each with the grade, cars, yuan and day of purchase that it was counted with.

    ``chances``: of a lead with such prospects, the cars that it is expected to bring; empty: nothing of it is said.
    """

    def read(leads: Sequence[int]) -> list[Record]:
        rows = db.execute(_RECORDS, {"ids": json_ids(leads), "today": today}).fetchall()
        return [dict(row) | _make_record(found[row["lead"]], chances) for row in rows]

    return LazyRecords(sorted(found), read)


def _make_record(lead: OpenLead, chances: Mapping[Prospect, Fraction]) -> Record:
    prospect = lead.prospect
    amount = None if prospect.amount is None else float(prospect.amount)
    record: Record = {"grade": prospect.grade, "count": prospect.cars, "amount": amount, "need_by": lead.need_by}
    return record | ({"expected_cars": float(chances[prospect])} if prospect in chances else {})


def count_sold(db: sqlite3.Connection, first: str, moment: Moment) -> int:
    """Cars ordered from a day on until a moment, and not cancelled by then."""
    owner = "" if moment.consultant is None else " AND o.consultant IS :consultant"
    return read_value(db, int, f"{_SOLD}{owner}", moment.values() | {"first": first})


class Delivered(NamedTuple):
    """Cars handed over, the yuan that are known of them, and of how many deliveries they are."""

    cars: int
    amount: Fraction
    with_amount: int


def count_deliveries(db: sqlite3.Connection, span: Span) -> Delivered:
    """What was handed over in a span."""
    owner = "" if span.consultant is None else f" AND {DELIVERIES.groups['consultant']} IS :consultant"
    rows = db.execute(
        f"SELECT o.price, o.count, l.budget_low, l.budget_high FROM {DELIVERIES.source}{DELIVERIES.joins}"
        f" WHERE {DELIVERIES.inside}{owner}",
        span.values(),
    ).fetchall()
    known = [amount for amount in (amount_of(*row) for row in rows) if amount is not None]
    return Delivered(sum(cars for _, cars, *_ in rows), sum(known, Fraction(0)), len(known))


_WON = (
    "SELECT o.lead, o.lead_grade, max(o.id) FROM orders AS o"
    " WHERE o.delivered_at >= :since AND o.delivered_at < :until GROUP BY o.lead"
)
_LOST = (
    "SELECT ch.lead_grade AS grade, count(DISTINCT l.id) AS leads FROM churns AS ch JOIN leads AS l ON l.id = ch.lead"
    " WHERE ch.at >= :since AND ch.at < :until AND ch.result IS NOT 'overturned'"
    " AND l.closed_at < :until AND (l.status = 'defeated' OR l.status = 'lost') GROUP BY ch.lead_grade"
)


def closed_by_grade(db: sqlite3.Connection, since: str, until: str, policy: Policy) -> Mapping[str, Closed]:
    """Grade -> the leads that were closed from ``since`` (included) to ``until`` (excluded), and those won.

    A lead counts on the day of its delivery or its churn, under its last grade before the order or the churn
    (an ungraded one under the coldest); a churn that awaits its verification has closed nothing yet.
    """
    values = {"since": since, "until": until}
    won = Counter(grade or policy.coldest for _, grade, _ in db.execute(_WON, values))
    lost: Counter[str] = Counter()
    for grade, leads in db.execute(_LOST, values):
        lost[grade or policy.coldest] += leads
    return {grade: Closed(won[grade] + lost[grade], won[grade]) for grade in won | lost}
