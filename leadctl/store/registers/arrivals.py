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
from itertools import accumulate, chain, compress, count, islice, pairwise, repeat
from operator import eq, ne

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.visits_only import Span, VisitsOnly, classify_visits, first_known
from leadctl.store.core.rows import find_value, has_rows
from leadctl.store.core.writer import Writer
from leadctl.store.queries.customers import TRAITS, pinyin
from leadctl.store.registers.additions import Additions
from leadctl.store.registers.staging import Columns

if TYPE_CHECKING:
    from typing import Any

MOST_NAMES = 1000
ASKED_AT_ONCE = 500
"""Phones in one question."""

AT_ONCE = 2000
"""Visits that are reckoned with and handed over together: the next are on their way while these are written."""

FOR_EVER = "~"
"""After every moment."""

Person = int | str | None
"""A customer's id, the phone of somebody unknown, or nobody."""

People = dict[Person, Sequence[int]]
"""Where the visits of each person are, in the order of time."""

Stretch = tuple[str, str, int | None]
"""(since, until, lead): from the one moment to before the other; no lead: all were closed before."""


class Arrivals:
    """Takes visits into the store. Counts ``visits`` and new ``customers``.

    ``register``: whose rows the visits are, None for nobody's that could be mended later.
    """

    def __init__(self, writer: Writer, register: int | None) -> None:
        self.writer, self.register = writer, register
        self.visits = self.customers = 0
        self.names_differ: list[tuple[int, str, str]] = []
        self.anybody_known = has_rows(writer.db, "SELECT 1 FROM phones LIMIT 1")
        self._next = {table: writer.last_id(table) + 1 for table in ("customers", "leads")}
        self._derivation = VisitsOnly(writer.policy)
        self._rows: Mapping[str, Sequence[Any]] = {}
        self._additions = Additions()

    def derive(self, staged: Columns) -> Iterator[Additions]:
        """What these visits, all that are staged of their people, add; as a drawer gives them, with their ``nth``.

        Where nobody is known yet this follows from the visits alone, without a look at the store.
        """
        people = self._people(staged)
        staged = _in_order(staged, people)
        begin = 0
        for some in _portions(people):
            end = begin + sum(some.values())
            yield self._derive({name: column[begin:end] for name, column in staged.items()}, some)
            begin = end

    def _derive(self, rows: Columns, people: Mapping[Person, int]) -> Additions:
        """What these rows add: the first so many are of the first person, and so on."""
        self._rows = {name: column for name, column in rows.items() if name != "phone"}
        self._additions = Additions()
        spans = list(pairwise(accumulate(people.values(), initial=0)))
        strangers = [person for person in people if isinstance(person, str)]
        known = len(people) - len(strangers)
        for person, span in zip(islice(people, known), spans, strict=False):
            assert not isinstance(person, str)
            self._meet(person, span)
        if strangers:
            self._welcome(strangers, spans[known:])
        self._additions.add("visits", **self._rows)
        self._additions.make_inserts(self.writer.operation, self.register)
        return self._additions

    def write(self, derived: Iterable[Additions]) -> None:
        """Add what was derived, one after the other."""
        for additions in derived:
            additions.write(self.writer.db)
            self.writer.touch(*additions.leads_to_derive)
            self.customers += additions.rows["customers"]
            self.visits += additions.rows["visits"]
            self.names_differ += additions.names_differ[: MOST_NAMES - len(self.names_differ)]

    def _people(self, staged: Columns) -> People:
        """Nobody's visits, then those of each customer, by id, then those of each stranger, by phone."""
        rows = len(staged["at"])
        phones: Sequence[Any] = staged.get("phone") or [None] * rows
        begins = [0, *compress(count(1), map(ne, phones[1:], phones)), rows] if rows else []
        runs: People = {phones[begin]: range(begin, end) for begin, end in pairwise(begins)}
        known = self._customers_of(phone for phone in runs if phone is not None) if self.anybody_known else {}
        return _with_customers(runs, known, staged) if known else runs

    def _customers_of(self, phones: Iterable[Person]) -> dict[str, int]:
        asked = list(phones)
        known: dict[str, int] = {}
        for begin in range(0, len(asked), ASKED_AT_ONCE):
            some = asked[begin : begin + ASKED_AT_ONCE]
            marks = ", ".join("?" * len(some))
            known.update(self.writer.db.execute(f"SELECT phone, customer FROM phones WHERE phone IN ({marks})", some))
        return known

    def _meet(self, customer: int | None, span: Span) -> None:
        begin, end = span
        if customer is None:
            self._note_found(repeat(None), repeat(None), [(place, place + 1) for place in range(begin, end)])
            return
        self._compare_names(customer, span)
        moments = self._rows["at"]
        for since, until, lead in _stretches(self.writer.db, customer):
            inside = bisect_left(moments, since, begin, end), bisect_left(moments, until, begin, end)
            if inside[0] == inside[1]:
                continue
            if lead is None:
                self._open_leads([customer], [inside])
            else:
                self._visit_again(customer, lead, inside)

    def _welcome(self, phones: Sequence[str], spans: Sequence[Span]) -> None:
        """New customers, each named as in their earliest visit that has a name."""
        customers = self._ids("customers", len(phones))
        names, genders = first_known(self._cells("name"), spans), first_known(self._cells("gender"), spans)
        traits = {trait: first_known(self._cells(trait), spans) for trait in TRAITS if trait in self._rows}
        sounds = list(map(pinyin, names))
        self._additions.add("customers", id=customers, name=names, gender=genders, pinyin=sounds, **traits)
        self._additions.add("phones", customer=customers, phone=phones)
        self._note_names(customers, names, spans)
        self._open_leads(customers, spans)

    def _open_leads(self, customers: Sequence[int], spans: Sequence[Span]) -> None:
        """A lead each for customers who have none, or none that is not closed."""
        leads = self._ids("leads", len(customers))
        replayed = self._derivation.leads_to_replay(self._rows, spans)
        self._additions.leads_to_derive += [leads[number] for number in replayed]
        derived = self._derivation.derive_leads(self._rows, spans, leads, replayed)
        self._additions.add("leads", id=leads, customer=customers, **derived.leads)
        self._additions.add("lead_states", **derived.states)
        self._additions.add("contact_windows", **derived.windows)
        sizes = [end - begin for begin, end in spans]
        self._note_found(
            chain.from_iterable(map(repeat, customers, sizes)), chain.from_iterable(map(repeat, leads, sizes)), spans
        )

    def _visit_again(self, customer: int, lead: int, span: Span) -> None:
        """What these visits are is a guess here, which the derivation of the whole lead sets right."""
        self.writer.touch(lead)
        self.writer.db.execute("INSERT OR IGNORE INTO temp.seen_leads VALUES (:lead)", {"lead": lead})
        self._note_found(repeat(customer), repeat(lead), [span], opens=False)

    def _note_found(
        self, customers: Iterable[object], leads: Iterable[object], spans: Sequence[Span], *, opens: bool = True
    ) -> None:
        """Note whose the next visits are, and what they are."""
        found = classify_visits(self._rows, spans, opens=opens)
        count = len(found["is_new"])
        owners = {"customer": list(islice(customers, count)), "lead": list(islice(leads, count))}
        self._additions.add("visits", **owners, **found)

    def _cells(self, name: str) -> Sequence[Any]:
        return self._rows.get(name) or [None] * len(self._rows["at"])

    def _compare_names(self, customer: int, span: Span) -> None:
        """Who was only a number gets the name a visit brings; another name stays on its visit."""
        known = find_value(self.writer.db, str, "SELECT name FROM customers WHERE id = ?", (customer,))
        if known is not None:
            self._note_names([customer], [known], [span])
            return
        name = next(filter(None, self._cells("name")[slice(*span)]), None)
        if name is not None:
            self.writer.update("customers", customer, name=name, pinyin=pinyin(name))

    def _note_names(self, customers: Iterable[int], names: Sequence[str | None], spans: Sequence[Span]) -> None:
        """Keep, up to a number, where visits name a customer otherwise."""
        said, differ = self._cells("name"), self._additions.names_differ
        expected = chain.from_iterable(map(repeat, names, (end - begin for begin, end in spans)))
        if all(map(eq, expected, said[spans[0][0] :])):
            return
        for customer, name, (begin, end) in zip(customers, names, spans, strict=True):
            if name is not None and len(differ) < MOST_NAMES:
                differ += [(customer, name, other) for other in said[begin:end] if other not in (None, name)]

    def _ids(self, table: str, count: int) -> list[int]:
        first = self._next[table]
        self._next[table] += count
        return list(range(first, first + count))


def _with_customers(runs: People, known: Mapping[str, int], staged: Columns) -> People:
    """The runs of one phone each, those of a customer's phones put together."""
    moments = list(zip(staged["at"], staged["kind"], staged["who"], staged["nth"], strict=True))
    customers: dict[int, list[int]] = defaultdict(list)
    strangers: People = {}
    for phone, places in runs.items():
        if isinstance(phone, str) and phone in known:
            customers[known[phone]] += places
        elif phone is not None:
            strangers[phone] = places
    people: People = {None: runs[None]} if None in runs else {}
    for customer, met in sorted(customers.items()):
        people[customer] = sorted(met, key=moments.__getitem__)
    return people | strangers


def _portions(people: People) -> Iterator[dict[Person, int]]:
    """Some people at a time, each with the number of their visits."""
    some: dict[Person, int] = {}
    visits = 0
    for person, places in people.items():
        some[person] = len(places)
        visits += len(places)
        if visits >= AT_ONCE:
            yield some
            some, visits = {}, 0
    if some:
        yield some


def _in_order(staged: Columns, people: People) -> Columns:
    """The visits person by person."""
    order = list(chain.from_iterable(people.values()))
    if order == list(range(len(order))):
        return staged
    return {name: list(map(column.__getitem__, order)) for name, column in staged.items()}


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
