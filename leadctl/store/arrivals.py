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
from itertools import accumulate, chain, islice, pairwise, repeat
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
"""Phones in one question."""

AT_ONCE = 2000
"""Visits that are reckoned with and handed over together: the next are on their way while these are written."""

FOR_EVER = "~"
"""After every moment."""

TABLES = ("customers", "phones", "leads", "visits")
"""What visits add to; each may point at those before it."""

_AT = itemgetter(SEEN.index("at"))
_PERSON = itemgetter(0)

Person = int | str | None
"""A customer's id, the phone of somebody unknown, or nobody."""

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


@dataclass(slots=True)
class Additions:
    """What visits add to the store: columns a table, and (customer, their name, the row's name) where these differ."""

    tables: Mapping[str, dict[str, list[object]]]
    names_differ: list[tuple[int, str, str]]


class Arrivals:
    """Takes visits into the store. Counts ``visits`` and new ``customers``."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.visits = self.customers = 0
        self.names_differ: list[tuple[int, str, str]] = []
        self.anybody_known = writer.db.execute("SELECT 1 FROM phones LIMIT 1").fetchone() is not None
        self._next = {table: writer.last_id(table) + 1 for table in ("customers", "leads")}
        self._additions = Additions({}, [])

    def derive(self, staged: Columns) -> Iterator[Additions]:
        """What these visits, all that are staged of their people, add. Keys: at, kind, who, nth, phone and facts.

        Where nobody is known yet this follows from the visits alone, without a look at the store.
        """
        people = self._people(staged)
        batch: dict[Person, list[int]] = {}
        rows = 0
        for person, places in people.items():
            batch[person] = places
            rows += len(places)
            if rows >= AT_ONCE:
                yield self._derive(staged, batch)
                batch, rows = {}, 0
        if batch:
            yield self._derive(staged, batch)

    def _derive(self, staged: Columns, people: Mapping[Person, list[int]]) -> Additions:
        self._additions = Additions({table: defaultdict(list) for table in TABLES}, [])
        order = list(chain.from_iterable(people.values()))
        rows = {name: list(map(column.__getitem__, order)) for name, column in staged.items() if name != "phone"}
        visits, spans = _visits(rows), list(pairwise(accumulate(map(len, people.values()), initial=0)))
        strangers = [person for person in people if isinstance(person, str)]
        known = len(people) - len(strangers)
        for person, span in zip(islice(people, known), spans, strict=False):
            self._meet(cast("int | None", person), visits.part(*span))
        if strangers:
            self._welcome(strangers, visits, spans[known:])
        self._additions.tables["visits"].update(rows)
        return self._additions

    def write(self, derived: Iterable[Additions]) -> None:
        """Add what was derived, one after the other."""
        for additions in derived:
            for table, columns in additions.tables.items():
                if columns:
                    columns["operation"] = [self.writer.operation] * len(next(iter(columns.values())))
                    insert_columns(self.writer.db, table, columns)
            self.customers += len(additions.tables["customers"].get("id", ()))
            self.visits += len(additions.tables["visits"]["at"])
            self.names_differ += additions.names_differ[: MOST_NAMES - len(self.names_differ)]

    def _people(self, staged: Columns) -> Mapping[Person, list[int]]:
        """Where the visits of nobody, each customer and each stranger are, by id and phone, in the order of time."""
        phones = cast("list[str | None]", staged.get("phone") or [None] * len(staged["at"]))
        known = self._customers_of(set(phones) - {None}) if self.anybody_known else {}
        strangers: dict[Person, list[int]] = defaultdict(list)
        others: dict[Person, list[int]] = defaultdict(list)
        for place, phone in enumerate(phones):
            if phone is None or phone in known:
                others[known.get(phone)].append(place)
            else:
                strangers[phone].append(place)
        moments = list(zip(staged["at"], staged["kind"], staged["who"], staged["nth"], strict=True))
        for places in chain(strangers.values(), others.values()):
            if len(places) > 1:
                places.sort(key=moments.__getitem__)
        nobody = others.pop(None, None)
        met = {**dict(sorted(others.items(), key=_PERSON)), **dict(sorted(strangers.items(), key=_PERSON))}
        return met if nobody is None else {None: nobody, **met}

    def _customers_of(self, phones: Iterable[str | None]) -> dict[str | None, int]:
        asked = sorted(map(str, phones))
        known: dict[str | None, int] = {}
        for begin in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[begin : begin + ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            known.update(self.writer.db.execute(f"SELECT phone, customer FROM phones WHERE phone IN ({marks})", some))
        return known

    def _meet(self, customer: int | None, visits: Visits) -> None:
        if customer is None:
            alone = chain.from_iterable(natures([said], opens=True) for said in visits.said)
            self._found(repeat(None), repeat(None), alone)
            return
        self._compare_names(customer, visits.names)
        for since, until, lead in _stretches(self.writer.db, customer):
            inside = visits.between(since, until)
            if inside.seen and lead is None:
                self._open_leads([customer], inside, [(0, len(inside.seen))])
            elif inside.seen:
                self._visit_again(customer, cast(int, lead), inside)

    def _welcome(self, phones: Sequence[str], visits: Visits, spans: Sequence[tuple[int, int]]) -> None:
        """New customers, each named as in their earliest visit that has a name."""
        customers = self._ids("customers", len(phones))
        names = [_first(visits.names, span) for span in spans]
        genders = [_first(visits.genders, span) for span in spans]
        self._add("customers", id=customers, name=names, gender=genders, pinyin=list(map(pinyin, names)))
        self._add("phones", customer=customers, phone=phones)
        for customer, name, (begin, end) in zip(customers, names, spans, strict=True):
            if name is not None and end - begin > 1:
                self._note_names(customer, name, visits.names[begin:end])
        self._open_leads(customers, visits, spans)

    def _open_leads(self, customers: Sequence[int], visits: Visits, spans: Sequence[tuple[int, int]]) -> None:
        """A lead each for customers who have none, or none that is not closed."""
        leads = self._ids("leads", len(customers))
        standings = [stand(visits.seen[begin:end], self.writer.policy) for begin, end in spans]
        derived = {name: list(map(attrgetter(name), standings)) for name in DERIVED}
        self._add("leads", id=leads, customer=customers, **derived)
        sizes = [end - begin for begin, end in spans]
        self._found(
            chain.from_iterable(map(repeat, customers, sizes)),
            chain.from_iterable(map(repeat, leads, sizes)),
            chain.from_iterable(natures(visits.said[begin:end], opens=True) for begin, end in spans),
        )

    def _visit_again(self, customer: int, lead: int, visits: Visits) -> None:
        """What these visits are is a guess here, which the derivation of the whole lead sets right."""
        self.writer.touch(lead)
        self.writer.db.execute("INSERT OR IGNORE INTO temp.seen_leads VALUES (:lead)", {"lead": lead})
        self._found(repeat(customer), repeat(lead), natures(visits.said, opens=False))

    def _found(
        self, customers: Iterable[object], leads: Iterable[object], kinds: Iterable[tuple[str | None, bool]]
    ) -> None:
        """Note whose the next visits are, and what they are."""
        known = list(kinds)
        self._add("visits", nature=[nature for nature, _ in known], is_new=[int(new) for _, new in known])
        self._add("visits", customer=list(islice(customers, len(known))), lead=list(islice(leads, len(known))))

    def _add(self, table: str, **columns: Sequence[object]) -> None:
        for name, column in columns.items():
            self._additions.tables[table][name] += column

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
        if names.count(name) == len(names) or len(self._additions.names_differ) >= MOST_NAMES:
            return
        self._additions.names_differ += [(customer, name, other) for other in names if other not in (None, name)]

    def _ids(self, table: str, count: int) -> range:
        ids = range(self._next[table], self._next[table] + count)
        self._next[table] = ids.stop
        return ids


def _visits(rows: Columns) -> Visits:
    count = len(rows["at"])

    def columns(*names: str) -> Iterable[Sequence[object]]:
        return (rows.get(name) or [None] * count for name in names)

    seen = cast("list[Seen]", list(zip(*columns(*SEEN), strict=True)))
    said = cast("list[tuple[str, int | None]]", list(zip(*columns("kind", "first_visit"), strict=True)))
    names, genders = cast("Iterable[list[str | None]]", columns("name", "gender"))
    return Visits(seen, said, names, genders)


def _first(texts: Sequence[str | None], span: tuple[int, int]) -> str | None:
    return texts[span[0]] or next(filter(None, texts[slice(*span)]), None)


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
