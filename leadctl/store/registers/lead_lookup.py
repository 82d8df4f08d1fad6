"""Whose lead a row speaks of, and whether what it says can have happened to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from leadctl.domain.facts import RANKS, Fact
from leadctl.domain.sequence import Clash, Course, course_of
from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value, read_rows, read_value
from leadctl.store.core.writer import Writer
from leadctl.store.facts.registry import facts_of
from leadctl.store.queries.customers import forgotten_on, owner_of

NEW = 2**62
"""Stands for the id of a row that is not written yet: it sorts after all that are."""

MOST_REMEMBERED = 5000
"""Leads whose facts are kept at hand."""

_SPANS = (
    "SELECT id, customer, opened_at, closed_at FROM leads WHERE customer = :customer AND status IS NOT NULL"
    " ORDER BY closed_at IS NULL, closed_at, id"
)


class Unfit(Refused):
    """A row that the store cannot take, with the column that is at fault."""

    def __init__(self, column: str, template: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.column = column


class Span(NamedTuple):
    """A lead and its stretch of time: open from ``opened_at`` until ``closed_at`` (None: still)."""

    id: int
    customer: int
    opened_at: str
    closed_at: str | None

    def holds(self, moment: str) -> bool:
        """Whether a moment, or a day, falls into the stretch; the day of the opening counts whole."""
        ended = self.closed_at is not None and self.closed_at[: len(moment)] < moment
        return not ended and self.opened_at[:10] <= moment[:10]


@dataclass(slots=True)
class LeadLookup:
    """Leads as rows name them. Rows follow from each other, so what changed a closing is derived before the
    same customer is asked for again."""

    writer: Writer
    _facts: dict[int, list[Fact]] = field(default_factory=dict)
    _stale: set[int] = field(default_factory=set)

    def find(self, lead: int | None, phone: str | None, at: str, moment: str, column: str) -> list[Span]:
        """The leads into whose stretch a fact falls, the likeliest first.

        ``at``: a day or a moment as in the file, ``moment`` the moment it is taken for. Leads cut a customer's
        time at their closings, so one fits, and for a day also those closed in its course. ``lead`` given, no
        other fits. Raises Unfit when none does, or nobody is known by that number; ``column`` holds ``at``.
        """
        customer = self._find_customer(lead, phone)
        if customer in self._stale:
            self._settle()
        spans = read_rows(self.writer.db, Span, _SPANS, {"customer": customer})
        spans = [span for span in spans if lead in (None, span.id)]
        fitting = [span for span in spans if span.holds(moment)]
        fitting += [span for span in spans if span.holds(at) and span not in fitting]
        if not fitting:
            raise Unfit(column, _explain_no_lead(spans, at))
        return fitting

    def moment_of(self, at: str, day_end: str) -> str:
        """The moment for which a day or a moment is taken: a day's is ``T23:59`` or the like, never after now."""
        return at if len(at) > 10 else min(at + day_end, self.writer.now)

    def make_fact(self, kind: str, at: str, *, row: int = NEW, result: str | None = None, operation: int = 0) -> Fact:
        """A fact as this operation (or the one given) records it."""
        return Fact(at, operation or self.writer.operation, RANKS[kind], row, kind, result=result)

    def check_facts(
        self, span: Span, facts: Sequence[Fact], columns: Mapping[str, str], instead: Collection[tuple[str, int]] = ()
    ) -> None:
        """Raises Unfit when ``facts`` cannot have happened to the lead beside what the store knows.

        ``columns``: kind of fact -> the column that tells it. ``instead``: (kind, id) of facts that they replace.
        """
        known = self._facts_of(span.id)
        before = course_of(known)
        after = course_of([*(fact for fact in known if (fact.kind, fact.id) not in instead), *facts])
        old = {clash.pair for clash in before.clashes}
        for clash in after.clashes:
            if clash.pair not in old:
                raise Unfit(_column_of_clash(clash, facts, columns), clash.reason)
        self._check_closing(span, before, after, columns[facts[0].kind])

    def note_written(self, lead: int, *added: Fact) -> None:
        """Rows of a lead were written. ``added``: all of them, when none but new facts came."""
        self.writer.touch(lead)
        if added and lead in self._facts:
            self._facts[lead] += added
        else:
            self._facts.pop(lead, None)

    def derive_again(self, *leads: int) -> None:
        """Rows of these leads have moved: what follows is derived before anything else is asked. Raises Unfit."""
        self.writer.touch(*leads)
        try:
            self._settle()
        except sqlite3.IntegrityError as error:
            raise Unfit("", "the customer would have two open leads; correct the later one first") from error

    def customer_of(self, lead: int | None, phone: str | None) -> int:
        """Whose row it is. Raises Unfit where nobody is known by that number."""
        return self._find_customer(lead, phone)

    def count_opened(self) -> int:
        """How many leads this operation opened."""
        sql = (
            "SELECT count(*) FROM leads WHERE id > coalesce((SELECT seq FROM temp.rows_before WHERE name = 'leads'), 0)"
            " AND operation = ?"
        )
        return read_value(self.writer.db, int, sql, (self.writer.operation,))

    def _settle(self) -> None:
        self.writer.settle()
        self._stale.clear()
        self._facts.clear()

    def _find_customer(self, lead: int | None, phone: str | None) -> int:
        customer = None if lead is None else self._find_customer_of_lead(lead)
        owner = None if phone is None else owner_of(self.writer.db, phone)
        if phone is not None and owner is None:
            raise Unfit("phone", "no customer has this number; import the visits first")
        if None not in (customer, owner) and customer != owner:
            raise Unfit("phone", "is not a number of lead {lead}'s customer", lead=lead)
        found = owner if customer is None else customer
        assert found is not None
        return found

    def _find_customer_of_lead(self, lead: int) -> int:
        customer = find_value(self.writer.db, int, "SELECT customer FROM leads WHERE id = ?", (lead,))
        if customer is None:
            raise Unfit("lead", "there is no such lead")
        if forgotten_on(self.writer.db, customer) is not None:
            raise Unfit("lead", "its customer was forgotten; take the row out of the file")
        return customer

    def _facts_of(self, lead: int) -> list[Fact]:
        if lead not in self._facts:
            if len(self._facts) >= MOST_REMEMBERED:
                self._facts.clear()
            self._facts[lead] = facts_of(self.writer.db, [lead]).get(lead, [])
        return self._facts[lead]

    def _check_closing(self, span: Span, before: Course, after: Course, column: str) -> None:
        """Note a closing that comes, goes or moves; it cannot move past the customer's next lead."""
        was, now = (course.closed.at if course.closed else "9999" for course in (before, after))
        if was == now:
            return
        sql = (
            "SELECT id FROM leads WHERE customer = ? AND id <> ? AND opened_at >= ? AND opened_at < ?"
            " ORDER BY opened_at LIMIT 1"
        )
        later = find_value(self.writer.db, int, sql, (span.customer, span.id, was, now))
        if later is not None:
            raise Unfit(
                column,
                "would reopen lead {lead}, and the customer came again since: lead {later}",
                lead=span.id,
                later=later,
            )
        self._stale.add(span.customer)


def _column_of_clash(clash: Clash, facts: Sequence[Fact], columns: Mapping[str, str]) -> str:
    mine = {(fact.kind, fact.id) for fact in facts}
    for fact in (clash.later, clash.earlier):
        if (fact.kind, fact.id) in mine:
            return columns[fact.kind]
    return columns[facts[0].kind]


def _explain_no_lead(spans: Sequence[Span], at: str) -> Sentence:
    if not spans:
        return Sentence("the customer has no lead")
    parts = (
        Sentence("lead {lead} was opened on {day}", lead=span.id, day=span.opened_at[:10])
        if span.opened_at[:10] > at[:10]
        else Sentence("lead {lead} was closed on {day}", lead=span.id, day=str(span.closed_at)[:10])
        for span in spans[-3:]
    )
    return Sentence("no lead was open then: {leads}", leads=listing(parts))
