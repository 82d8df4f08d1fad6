"""New visits find their customer and lead, or open them.

A customer's leads cut time into stretches at their closings, and a visit belongs to the lead in whose stretch
it falls, also when it comes before everything known of that lead: registers may arrive in any order. So staged
visits are taken person by person, all that came of one at once and in the order of their time.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter
from typing import NamedTuple, cast

from leadctl.domain.opening import SEEN, Seen, natures, stand
from leadctl.store.bulk import insert_columns
from leadctl.store.derive import DERIVED
from leadctl.store.drawers import Columns
from leadctl.store.names import pinyin
from leadctl.store.writer import Writer

MOST_NAMES = 1000
ASKED_AT_ONCE = 500
FOR_EVER = "~"
"""After every moment."""

_ADDED = {
    "customers": ("operation", "id", "name", "gender", "pinyin"),
    "phones": ("operation", "customer", "phone"),
    "leads": ("operation", "id", "customer", *DERIVED),
}
_FOUND = ("customer", "lead", "nature", "is_new")
_DERIVED_OF = attrgetter(*DERIVED)
_AT = itemgetter(SEEN.index("at"))

Person = int | str | None
"""A customer's id, the phone of somebody unknown, or nobody."""

Found = tuple[int | None, int | None, str | None, bool]
"""The customer, lead, nature and newness of a visit."""

Stretch = tuple[str, str, int | None]
"""(since, until, lead): from the one moment to before the other; no lead: all were closed before."""


class Visits(NamedTuple):
    """Visits in the order of their time: what a lead follows from, what the register says of first/return, names."""

    seen: Sequence[Seen]
    said: Sequence[tuple[str, int | None]]
    names: Sequence[str | None]
    genders: Sequence[str | None]

    def part(self, begin: int, end: int) -> Visits:
        """Those from the one place to before the other."""
        return Visits(self.seen[begin:end], self.said[begin:end], self.names[begin:end], self.genders[begin:end])

    def between(self, since: str, until: str) -> Visits:
        """Those from the one moment to before the other."""
        return self.part(bisect_left(self.seen, since, key=_AT), bisect_left(self.seen, until, key=_AT))


@dataclass(frozen=True, slots=True)
class Additions:
    """What visits add to the store: columns a table, and (customer, their name, the row's name) where these differ."""

    tables: Mapping[str, Mapping[str, Sequence[object]]]
    names_differ: Sequence[tuple[int, str, str]]


class Arrivals:
    """Takes visits into the store. Counts ``visits`` and new ``customers``."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.visits = self.customers = 0
        self.names_differ: list[tuple[int, str, str]] = []
        self._next = {table: writer.last_id(table) for table in ("customers", "leads")}
        self.anybody_known = writer.db.execute("SELECT 1 FROM phones LIMIT 1").fetchone() is not None
        self._added: dict[str, list[tuple[object, ...]]] = {table: [] for table in _ADDED}
        self._differing: list[tuple[int, str, str]] = []

    def derive(self, staged: Columns) -> Additions:
        """What these visits, all that are staged of their people, add. Keys: at, kind, who, nth, phone and facts.

        Where nobody is known yet this follows from the visits alone, without a look at the store.
        """
        people = self._people(staged)
        order = list(chain.from_iterable(people.values()))
        rows = {name: list(map(column.__getitem__, order)) for name, column in staged.items() if name != "phone"}
        visits, found = _visits(rows), list[Found]()
        for person, places in people.items():
            found += self._meet(person, visits.part(len(found), len(found) + len(places)))
        return self._additions(rows, found)

    def _additions(self, rows: Columns, found: Sequence[Found]) -> Additions:
        tables = {table: _columns(_ADDED[table], added) for table, added in self._added.items()}
        made = _columns(_FOUND, found)
        tables["visits"] = rows | made | {"operation": [self.writer.operation] * len(found)}
        additions = Additions(tables, self._differing)
        self._added, self._differing = {table: [] for table in _ADDED}, []
        return additions

    def write(self, derived: Iterable[Additions]) -> None:
        """Add what was derived, one after the other."""
        for additions in derived:
            for table, columns in additions.tables.items():
                insert_columns(self.writer.db, table, columns)
            self.customers += len(additions.tables["customers"]["id"])
            self.visits += len(additions.tables["visits"]["at"])
            self.names_differ += additions.names_differ[: MOST_NAMES - len(self.names_differ)]

    def _people(self, staged: Columns) -> dict[Person, list[int]]:
        """The places of each person's visits, in the order of their time."""
        phones = cast("list[str | None]", staged.get("phone") or [None] * len(staged["at"]))
        known = self._customers_of(set(phones) - {None}) if self.anybody_known else {}
        people: dict[Person, list[int]] = defaultdict(list)
        for place, phone in enumerate(phones):
            people[known.get(phone, phone)].append(place)
        moments = list(zip(staged["at"], staged["kind"], staged["who"], staged["nth"], strict=True))
        for places in people.values():
            if len(places) > 1:
                places.sort(key=moments.__getitem__)
        return people

    def _customers_of(self, phones: Iterable[str | None]) -> dict[str | None, int]:
        asked = sorted(map(str, phones))
        known: dict[str | None, int] = {}
        for begin in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[begin : begin + ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            known.update(self.writer.db.execute(f"SELECT phone, customer FROM phones WHERE phone IN ({marks})", some))
        return known

    def _meet(self, person: Person, visits: Visits) -> Iterable[Found]:
        if person is None:
            return [(None, None, *_alone(said)) for said in visits.said]
        if isinstance(person, int):
            return self._meet_again(person, visits)
        return self._open_lead(self._welcome(person, visits), visits)

    def _welcome(self, phone: str, visits: Visits) -> int:
        """A new customer, named as in their earliest visit that has a name."""
        customer, operation = self._id("customers"), self.writer.operation
        name, gender = next(filter(None, visits.names), None), next(filter(None, visits.genders), None)
        self._added["customers"].append((operation, customer, name, gender, pinyin(name)))
        self._added["phones"].append((operation, customer, phone))
        if name is not None:
            self._note_names(customer, name, visits.names)
        return customer

    def _meet_again(self, customer: int, visits: Visits) -> Iterable[Found]:
        self._compare_names(customer, visits.names)
        found: list[Found] = []
        for since, until, lead in _stretches(self.writer.db, customer):
            inside = visits.between(since, until)
            if inside.seen and lead is None:
                found += self._open_lead(customer, inside)
            elif inside.seen:
                found += self._visit_again(customer, cast(int, lead), inside)
        return found

    def _visit_again(self, customer: int, lead: int, visits: Visits) -> Iterator[Found]:
        """What these visits are is a guess here, which the derivation of the whole lead sets right."""
        self.writer.touch(lead)
        self.writer.db.execute("INSERT OR IGNORE INTO temp.seen_leads VALUES (:lead)", {"lead": lead})
        return ((customer, lead, *nature) for nature in natures(visits.said, opens=False))

    def _open_lead(self, customer: int, visits: Visits) -> Iterator[Found]:
        """The visits of a customer who has no lead, or none that is not closed."""
        lead = self._id("leads")
        standing = stand(visits.seen, self.writer.policy)
        self._added["leads"].append((self.writer.operation, lead, customer, *_DERIVED_OF(standing)))
        return ((customer, lead, *nature) for nature in natures(visits.said, opens=True))

    def _compare_names(self, customer: int, names: Sequence[str | None]) -> None:
        """Who was only a number gets the name a visit brings; another name stays on its visit."""
        row = self.writer.db.execute("SELECT name FROM customers WHERE id = :id", {"id": customer}).fetchone()
        if row["name"] is not None:
            self._note_names(customer, row["name"], names)
            return
        name = next(filter(None, names), None)
        if name is not None:
            self.writer.update("customers", customer, name=name, pinyin=pinyin(name))

    def _note_names(self, customer: int, name: str, names: Sequence[str | None]) -> None:
        if names.count(name) == len(names):
            return
        for other in names:
            if other is not None and other != name and len(self._differing) < MOST_NAMES:
                self._differing.append((customer, name, other))

    def _id(self, table: str) -> int:
        self._next[table] += 1
        return self._next[table]


def _columns(names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> Columns:
    columns = map(list, zip(*rows, strict=True)) if rows else ([] for _ in names)
    return dict(zip(names, columns, strict=True))


def _visits(rows: Columns) -> Visits:
    count = len(rows["at"])

    def columns(*names: str) -> Iterable[Sequence[object]]:
        return (rows.get(name) or [None] * count for name in names)

    seen = cast("list[Seen]", list(zip(*columns(*SEEN), strict=True)))
    said = cast("list[tuple[str, int | None]]", list(zip(*columns("kind", "first_visit"), strict=True)))
    names, genders = cast("Iterable[list[str | None]]", columns("name", "gender"))
    return Visits(seen, said, names, genders)


def _alone(said: tuple[str, int | None]) -> tuple[str | None, bool]:
    """A visit that nobody's lead follows from stands for itself."""
    return natures([said], opens=True)[0]


def _stretches(db: sqlite3.Connection, customer: int) -> Iterator[Stretch]:
    """The stretches of a customer's time, which their leads' closings end."""
    since = ""
    leads = db.execute(
        "SELECT id, closed_at FROM leads WHERE customer = :customer ORDER BY closed_at NULLS LAST",
        {"customer": customer},
    )
    for lead, closed_at in leads.fetchall():
        until = FOR_EVER if closed_at is None else closed_at
        if since < until:
            yield since, until, lead
        since = until
    if since < FOR_EVER:
        yield since, FOR_EVER, None
