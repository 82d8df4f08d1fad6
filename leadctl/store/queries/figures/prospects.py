"""The leads that a forecast counts on: ordered or active ones, now as stored, in the past as their facts tell."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from leadctl.domain.forecast import Closed, Prospect, amount_of
from leadctl.domain.lifecycle import replay
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import LazyRecords
from leadctl.domain.standing import Standing
from leadctl.store.core.json_ids import json_ids
from leadctl.store.facts.registry import facts_of
from leadctl.store.queries.figures.evenings import BUDGET, GRADE, OWNER, Move, Stood, moved_since
from leadctl.store.queries.figures.kinds import DELIVERIES, LEAD_NAMES, LEAD_RECORD
from leadctl.store.queries.figures.measures import Record, Span
from leadctl.store.queries.figures.stock import Stock, stood_before

CHUNK = 2000

_COUNTED = (
    "FROM leads AS l WHERE l.task IS NOT NULL AND l.due_from > '' AND l.opened_at <= :night"
    " AND (l.status = 'open' OR l.status = 'ordered' OR (l.status = 'dormant' AND l.wake_on <= :morning))"
)
# An ordered lead brings what its own order says, and is like no other.
_LIKE = "l.grade, l.budget_low, l.budget_high, CASE WHEN l.status = 'ordered' THEN l.id END AS ordered"
_STORED = f"SELECT l.id, {_LIKE} {_COUNTED}"
_ALIKE = f"SELECT {_LIKE}, count(*) AS leads {_COUNTED}"
_GROUPED = " GROUP BY 1, 2, 3, 4"
_OF_CONSULTANT = " AND l.consultant IS :consultant"

# The latest order of a lead that stood at the moment: neither delivered nor cancelled by then.
_ORDERS = (
    "SELECT o.lead, o.count, o.price FROM orders AS o"
    " WHERE o.lead IN (SELECT value FROM json_each(:ids)) AND o.ordered_at <= :night"
    " AND (o.delivered_at IS NULL OR o.delivered_at > :night)"
    " AND (o.cancelled_at IS NULL OR o.cancelled_at > :night) ORDER BY o.id"
)
_TOLD = (
    f"SELECT {LEAD_RECORD} FROM leads AS l{LEAD_NAMES} WHERE l.id IN (SELECT value FROM json_each(:ids)) ORDER BY l.id"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What had happened by the end of ``day`` (ISO), looked at on the ``morning``: the same day, or the one after,
    when leads that slept until then are awake. ``consultant``: a staff id; None: everybody's."""

    day: str
    morning: str
    today: str
    policy: Policy
    consultant: int | None = None

    def values(self) -> dict[str, object]:
        """The named parameters of the questions."""
        return {"night": f"{self.day}T23:59", "morning": self.morning, "consultant": self.consultant}

    @property
    def stock(self) -> Stock:
        """The evening."""
        return Stock(self.day, self.today, self.policy)

    def counts(self, standing: Standing | Stood) -> bool:
        """Whether a lead that stood like this was ordered or active, and asked for."""
        asleep = standing.status == "dormant" and (standing.wake_on or "") > self.morning
        live = standing.status in ("open", "ordered", "dormant") and not asleep
        return live and self.consultant in (None, standing.consultant)


class _Like(NamedTuple):
    """What a lead's prospect follows from; ``ordered``: its id once it is ordered."""

    grade: str | None
    low: float | None
    high: float | None
    ordered: int | None


def prospects_alike(db: sqlite3.Connection, moment: Moment) -> Counter[Prospect]:
    """What the ordered and active leads at a moment may bring, and how many are alike in it."""
    owner = "" if moment.consultant is None else _OF_CONSULTANT
    likes: Counter[_Like] = Counter()
    for row in db.execute(f"{_ALIKE}{owner}{_GROUPED}", moment.values()):
        likes[_Like(row["grade"], row["budget_low"], row["budget_high"], row["ordered"])] = row["leads"]
    for move in _moves(db, moment):
        if move.later is not None and moment.counts(move.later):
            likes[_like(move.later, move.lead)] -= move.leads
        if move.then is not None and moment.counts(move.then):
            likes[_like(move.then, move.lead)] += move.leads
    return _brought(db, moment, likes)


def _moves(db: sqlite3.Connection, moment: Moment) -> Iterable[Move]:
    if moment.day >= moment.today:
        return ()
    asked = (*GRADE, *BUDGET) if moment.consultant is None else (*GRADE, *BUDGET, *OWNER)
    return moved_since(db, moment.stock.night, moment.policy, asked)


def _brought(db: sqlite3.Connection, moment: Moment, likes: Counter[_Like]) -> Counter[Prospect]:
    orders = _orders(db, moment, [like.ordered for like, leads in likes.items() if leads and like.ordered is not None])
    found: Counter[Prospect] = Counter()
    for like, leads in likes.items():
        if leads:
            found[_prospect(like, orders.get(like.ordered))] += leads
    return found


def _like(standing: Standing | Stood, lead: int | None) -> _Like:
    low, high = _yuan(standing.budget_low), _yuan(standing.budget_high)
    return _Like(standing.grade, low, high, lead if standing.status == "ordered" else None)


def prospects(db: sqlite3.Connection, moment: Moment) -> dict[int, Prospect]:
    """Each ordered or active lead at a moment -> what it may bring."""
    owner = "" if moment.consultant is None else _OF_CONSULTANT
    leads = {
        row["id"]: _Like(row["grade"], row["budget_low"], row["budget_high"], row["ordered"])
        for row in db.execute(f"{_STORED}{owner}", moment.values())
    }
    for lead, standing in stood_before(db, moment.stock):
        leads.pop(lead, None)
        if standing is not None and moment.counts(standing):
            leads[lead] = _like(standing, lead)
    orders = _orders(db, moment, [lead for lead, like in leads.items() if like.ordered is not None])
    return {lead: _prospect(like, orders.get(lead)) for lead, like in leads.items()}


def _orders(db: sqlite3.Connection, moment: Moment, leads: Iterable[int]) -> dict[int | None, sqlite3.Row]:
    return {row["lead"]: row for row in db.execute(_ORDERS, moment.values() | {"ids": json_ids(leads)})}


def _yuan(value: object) -> float | None:
    return None if value is None else float(str(value))


def _prospect(like: _Like, order: sqlite3.Row | None) -> Prospect:
    cars = 1 if order is None else int(order["count"])
    price = None if order is None else order["price"]
    return Prospect(like.grade, cars, amount_of(price, cars, like.low, like.high))


def prospect_records(db: sqlite3.Connection, found: Mapping[int, Prospect], today: str) -> LazyRecords[int]:
    """These leads as records, each with the grade, cars and yuan that it was counted with."""

    def tell(leads: Sequence[int]) -> list[Record]:
        rows = db.execute(_TOLD, {"ids": json_ids(leads), "today": today}).fetchall()
        return [dict(row) | _counted(found[row["lead"]]) for row in rows]

    return LazyRecords(sorted(found), tell)


def _counted(prospect: Prospect) -> Record:
    amount = None if prospect.amount is None else float(prospect.amount)
    return {"grade": prospect.grade, "count": prospect.cars, "amount": amount}


def delivered(db: sqlite3.Connection, span: Span) -> tuple[int, Fraction]:
    """Cars handed over in a span, and the yuan that is known of them."""
    owner = "" if span.consultant is None else f" AND {DELIVERIES.groups['consultant']} IS :consultant"
    rows = db.execute(
        f"SELECT o.count, o.price, l.budget_low, l.budget_high FROM {DELIVERIES.source}{DELIVERIES.joins}"
        f" WHERE {DELIVERIES.inside}{owner}",
        span.values(),
    ).fetchall()
    amounts = (amount_of(row["price"], row["count"], row["budget_low"], row["budget_high"]) for row in rows)
    return sum(row["count"] for row in rows), sum((amount for amount in amounts if amount), Fraction(0))


_WON = "SELECT DISTINCT o.lead FROM orders AS o WHERE o.delivered_at >= :since AND o.delivered_at < :until"
_LOST = (
    "SELECT l.grade, count(DISTINCT l.id) AS leads FROM churns AS ch JOIN leads AS l ON l.id = ch.lead"
    " WHERE ch.at >= :since AND ch.at < :until AND ch.result IS NOT 'overturned'"
    " AND l.closed_at < :until AND (l.status = 'defeated' OR l.status = 'lost') GROUP BY l.grade"
)


def closed_by_grade(db: sqlite3.Connection, since: str, until: str, policy: Policy) -> Mapping[str, Closed]:
    """Grade -> the leads that were closed from ``since`` (included) to ``until`` (excluded), and those won.

    A lead counts on the day of its delivery or its churn, under its last grade before the order or the churn
    (an ungraded one under the coldest); a churn that awaits its verification has closed nothing yet.
    """
    values = {"since": since, "until": until}
    won: dict[str, int] = {}
    for grade in _grades_before_order(db, [row["lead"] for row in db.execute(_WON, values)], policy):
        won[grade] = won.get(grade, 0) + 1
    leads = dict(won)
    for row in db.execute(_LOST, values).fetchall():
        grade = row["grade"] or policy.coldest
        leads[grade] = leads.get(grade, 0) + row["leads"]
    return {grade: Closed(found, won.get(grade, 0)) for grade, found in leads.items()}


def _grades_before_order(db: sqlite3.Connection, leads: list[int], policy: Policy) -> list[str]:
    """The grade that each of these leads had when it was ordered; ordered at once: the coldest."""
    grades = []
    for start in range(0, len(leads), CHUNK):
        for facts in facts_of(db, leads[start : start + CHUNK]).values():
            ordered = sorted(facts)
            last = max(place for place, fact in enumerate(ordered) if fact.kind == "order")
            before = replay(ordered[:last], policy).standing.grade if last else None
            grades.append(before or policy.coldest)
    return grades
