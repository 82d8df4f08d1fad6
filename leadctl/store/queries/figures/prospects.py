"""The leads that a forecast counts on: ordered or active ones, at any moment of the past or now."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from leadctl.domain.days import add_days
from leadctl.domain.forecast import PAST, Closed, Prospect, amount_of
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import LazyRecords, Record
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows, read_value
from leadctl.store.queries.figures.history import active_on, states_before
from leadctl.store.queries.figures.kinds import DELIVERIES, LEAD_NAMES, LEAD_RECORD

_STANDING = "(t.status = 'ordered' OR {active})"
_COUNTED = f"FROM {states_before(':before')} AS t WHERE {_STANDING.format(active=active_on(':evening'))}"
_LEADS = (
    "SELECT t.lead, t.need_by, t.grade, t.budget_low, t.budget_high, substr(t.need_by, 1, 7), t.need_by < :evening,"
    f" CASE WHEN t.status = 'ordered' THEN t.lead END {_COUNTED}"
)
_OF_CONSULTANT = " AND t.consultant IS :consultant"

# Leads are counted by everything their prospects follow from: one that has ordered brings what its own order says, and
# is like no other. As one text, since sorting hundreds of thousands of leads by a column each takes longer.
_ALIKE = (
    "SELECT t.grade, t.budget_low, t.budget_high, substr(t.need_by, 1, 7), {past},"
    " CASE WHEN t.status = 'ordered' THEN t.{lead} END, {counts} FROM {states}{owner}"
    " GROUP BY json_array(t.grade, t.budget_low, t.budget_high, substr(t.need_by, 1, 7), {past},"
    " CASE WHEN t.status = 'ordered' THEN t.{lead} END)"
)
_STATES = (
    # What a lead is called, from when and until when its state was so, and the states that fall into the moments.
    ("lead", "t.from_at", "t.until_at", "lead_states AS t WHERE t.until_at >= :first AND t.from_at < :last"),
    ("id", "t.since", "'9999'", "leads AS t WHERE t.task IS NOT NULL AND t.due_by > '' AND t.since < :last"),
)

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


class Moment(NamedTuple):
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
    """What a lead's prospect follows from; ``need``: the month of purchase; ``past``: of how many of the moments asked
    for that day has passed; ``ordered``: the lead's id once it is ordered."""

    grade: str | None
    low: float | None
    high: float | None
    need: str | None
    past: int | None
    ordered: int | None


_LIKENESS = len(_Likeness._fields)


class _Order(NamedTuple):
    lead: int
    cars: int
    price: float | None


def count_prospects(db: sqlite3.Connection, moments: Sequence[Moment]) -> list[Counter[Prospect]]:
    """Of each of these moments, in the order of their time, and all of one consultant or of everybody: what the ordered
    and active leads may bring, and how many are alike in it. One pass over the states, however many moments."""
    values = _name_moments(moments)
    rows = [row for sql in _ask_alike(moments) for row in db.execute(sql, values).fetchall()]
    return [_count_at(db, moment, rows, place, len(moments)) for place, moment in enumerate(moments)]


def _count_at(
    db: sqlite3.Connection, moment: Moment, rows: Sequence[Sequence[Any]], place: int, moments: int
) -> Counter[Prospect]:
    """``rows``: what leads are alike in, then how many of them there are at each of so many moments; this is one."""
    alike = [(_Likeness(*row[:_LIKENESS]), row[_LIKENESS + place]) for row in rows if row[_LIKENESS + place]]
    orders = _orders(db, moment, {one.ordered for one, _ in alike if one.ordered is not None})
    found: Counter[Prospect] = Counter()
    for one, leads in alike:
        # A day that has passed at a moment has passed at all later ones.
        past = one.past is not None and one.past >= moments - place
        found[_prospect(one, past, orders.get(one.ordered))] += leads
    return found


def _name_moments(moments: Sequence[Moment]) -> dict[str, object]:
    values: dict[str, object] = {"consultant": moments[0].consultant}
    for place, moment in enumerate(moments):
        values |= {f"before{place}": add_days(moment.day, 1), f"evening{place}": moment.morning}
    return values | {"first": values["before0"], "last": values[f"before{len(moments) - 1}"]}


def _ask_alike(moments: Sequence[Moment]) -> Iterator[str]:
    """The questions of the past states and of the present ones, with the names of :func:`_name_moments`."""
    past = " + ".join(f"(t.need_by < :evening{place})" for place in range(len(moments)))
    for lead, since, until, states in _STATES:
        counts = ", ".join(
            f"sum({since} < :before{place} AND {until} >= :before{place}"
            f" AND {_STANDING.format(active=active_on(f':evening{place}'))})"
            for place in range(len(moments))
        )
        yield _ALIKE.format(past=past, lead=lead, counts=counts, states=states, owner=moments[0].owner_clause)


class OpenLead(NamedTuple):
    """An ordered or active lead: what it may bring, and the expected day of purchase (ISO)."""

    prospect: Prospect
    need_by: str | None


def list_prospects(db: sqlite3.Connection, moment: Moment) -> dict[int, OpenLead]:
    """Each ordered or active lead at a moment -> what it may bring."""
    rows = db.execute(f"{_LEADS}{moment.owner_clause}", moment.values())
    leads = {lead: (_Likeness(*likeness), need_by) for lead, need_by, *likeness in rows}
    orders = _orders(db, moment, (lead for lead, (one, _) in leads.items() if one.ordered is not None))
    return {
        lead: OpenLead(_prospect(one, bool(one.past), orders.get(lead)), need_by)
        for lead, (one, need_by) in leads.items()
    }


def _orders(db: sqlite3.Connection, moment: Moment, leads: Iterable[int]) -> dict[int | None, _Order]:
    orders = read_rows(db, _Order, _ORDERS, moment.values() | {"ids": json_ids(leads)})
    return {order.lead: order for order in orders}


def _prospect(one: _Likeness, past: bool, order: _Order | None) -> Prospect:
    cars = 1 if order is None else order.cars
    price = None if order is None else order.price
    return Prospect(one.grade, cars, amount_of(price, cars, one.low, one.high), PAST if past else one.need)


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
# A churn that was taken over with an old register closes its lead at once, unless an earlier one had.
_LOST = (
    "SELECT ch.lead_grade, {counts} FROM churns AS ch WHERE ch.at >= :since0 AND ch.at < :until{last}"
    " AND (ch.result = 'confirmed' OR ch.result = 'unreachable' OR (ch.historic = 1"
    " AND EXISTS (SELECT 1 FROM leads AS l WHERE l.id = ch.lead AND l.closed_at = ch.at))) GROUP BY ch.lead_grade"
)
_LOST_WITHIN = (
    "sum(ch.at >= :since{place} AND ch.at < :until{place} AND coalesce(ch.decided_at, ch.at) < :until{place})"
)


class Closings(NamedTuple):
    """The leads closed from ``since`` (ISO, included) to ``until`` (excluded); ``coldest``: the grade that an ungraded
    one is taken for."""

    since: str
    until: str
    coldest: str


def count_closed(db: sqlite3.Connection, asked: Sequence[Closings]) -> list[Mapping[str, Closed]]:
    """Of each of these, in the order of their time: grade -> the leads that were closed, and those won.

    A lead counts on the day of its delivery or its churn, under its last grade before the order or the churn; a churn
    that awaits its verification has closed nothing yet.
    """
    counts = ", ".join(_LOST_WITHIN.format(place=place) for place in range(len(asked)))
    values = {f"{name}{place}": getattr(one, name) for place, one in enumerate(asked) for name in ("since", "until")}
    lost = db.execute(_LOST.format(counts=counts, last=len(asked) - 1), values).fetchall()
    found: list[Mapping[str, Closed]] = []
    for place, one in enumerate(asked):
        won = db.execute(_WON, {"since": one.since, "until": one.until}).fetchall()
        closed: dict[str, Closed] = {}
        for grade, leads, won_of_them in (
            *((row[0], row[place + 1], 0) for row in lost),
            *((g, 1, 1) for _, g, _ in won),
        ):
            known = closed.get(grade or one.coldest, Closed())
            closed[grade or one.coldest] = Closed(known.leads + leads, known.won + won_of_them)
        found.append(closed)
    return found
