"""The leads that a forecast counts on: ordered or active ones, at any moment of the past or now."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import add_days
from leadctl.domain.forecast import PAST, Closed, Prospect, amount_of
from leadctl.domain.periods import Span
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import LazyRecords, Record
from leadctl.domain.terms import GRADES, ORDERED
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows, read_value
from leadctl.store.queries.figures.history import RESTING, active_on, open_leads, states_before
from leadctl.store.queries.figures.kinds import DELIVERIES, LEAD_NAMES, LEAD_RECORD

if TYPE_CHECKING:
    from typing import Any

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
    "SELECT t.grade, t.budget_low, t.budget_high, substr(t.need_by, 1, 7), {past}, t.ordered, {counts} FROM ({states})"
    " AS t GROUP BY json_array(t.grade, t.budget_low, t.budget_high, substr(t.need_by, 1, 7), {past}, t.ordered)"
)
_LIKENESS_COLUMNS = "t.grade, t.budget_low, t.budget_high, t.need_by"
_CHANGED = (
    f"SELECT {_LIKENESS_COLUMNS}, t.status, t.wake_on, t.from_at, t.until_at,"
    " CASE WHEN t.status = 'ordered' THEN t.lead END AS ordered FROM lead_states AS t"
    " WHERE t.until_at >= :first AND t.from_at < :last{owner} UNION ALL"
    f" SELECT {_LIKENESS_COLUMNS}, t.status, t.wake_on, t.since, '9999',"
    f" CASE WHEN t.status = 'ordered' THEN t.id END FROM leads AS t WHERE {RESTING} AND t.since < :last{{owner}}"
)
# The open leads are nearly all: they are counted through an index that has those alike together, and none is sorted.
_OPEN = (
    f"SELECT {_LIKENESS_COLUMNS}, NULL AS ordered, {{counts}} FROM leads AS t WHERE {{opened}}"
    f" GROUP BY {_LIKENESS_COLUMNS}"
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
    def days(self) -> tuple[str, str]:
        """What orders moments by their time."""
        return self.day, self.morning

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
    """The questions of the states that have changed since or may, and of the open leads, with the names of
    :func:`_name_moments`."""
    places, owner = range(len(moments)), moments[0].owner_clause
    past = " + ".join(f"(t.need_by < :evening{place})" for place in places)
    standing = (
        f"count(*) FILTER (WHERE t.from_at < :before{place} AND t.until_at >= :before{place}"
        f" AND {_STANDING.format(active=active_on(f':evening{place}'))})"
        for place in places
    )
    yield _ALIKE.format(past=past, counts=", ".join(standing), states=_CHANGED.format(owner=owner))
    since = (f"count(*) FILTER (WHERE t.since < :before{place}) AS leads{place}" for place in places)
    opened = _OPEN.format(counts=", ".join(since), opened=open_leads(moments[0].consultant))
    yield _ALIKE.format(past=past, counts=", ".join(f"sum(t.leads{place})" for place in places), states=opened)


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
) -> LazyRecords:
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
    "SELECT o.lead, o.lead_grade, o.delivered_at FROM orders AS o"
    " WHERE o.delivered_at >= :first AND o.delivered_at < :end ORDER BY o.id"
)
_VERIFIED = (
    "SELECT ch.lead_grade, ch.at, ch.decided_at FROM churns AS ch"
    " WHERE ch.historic = 0 AND ch.at >= :first AND ch.at < :end"
    " AND (ch.result = 'confirmed' OR ch.result = 'unreachable')"
)
# A churn that was taken over with an old register closed its lead at once.
_TAKEN_OVER = (
    "SELECT count(*) FROM leads AS l WHERE l.closed_at IS NOT NULL AND l.verification IS NULL"
    " AND l.status <> 'delivered' AND l.grade IS :grade AND l.closed_at >= :first AND l.closed_at < :end"
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
    days = sorted({day for one in asked for day in (one.since, one.until)})
    within = {"first": days[0], "end": days[-1]}
    delivered = db.execute(_WON, within).fetchall()
    verified = db.execute(_VERIFIED, within).fetchall()
    taken_over = _count_taken_over(db, days)
    found: list[Mapping[str, Closed]] = []
    for one in asked:
        # Of several orders of a lead its last one.
        won = Counter({lead: grade for lead, grade, at in delivered if one.since <= at < one.until}.values())
        lost = Counter(grade for grade, at, decided in verified if one.since <= at and decided < one.until)
        for (grade, first, end), leads in taken_over.items():
            if one.since <= first and end <= one.until:
                lost[grade] += leads
        closed: dict[str, Closed] = {}
        for grade in {*won, *lost}:
            known = closed.get(grade or one.coldest, Closed())
            closed[grade or one.coldest] = Closed(known.leads + won[grade] + lost[grade], known.won + won[grade])
        found.append(closed)
    return found


def _count_taken_over(db: sqlite3.Connection, days: Sequence[str]) -> dict[tuple[str | None, str, str], int]:
    """(grade, a day, the next of these days) -> how many leads old registers brought as lost between the two."""
    return {
        (grade, first, end): read_value(db, int, _TAKEN_OVER, {"grade": grade, "first": first, "end": end})
        for grade in (*GRADES, ORDERED, None)
        for first, end in pairwise(days)
    }
