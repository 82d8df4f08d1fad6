"""Visits into the store: one visit and a million take the same way.

Checked rows are staged in partitions by person (:mod:`leadctl.store.registers.staging`). In each partition those that
say nothing new are left out (:mod:`leadctl.store.registers.identical_rows`), others that the store has are updated
(:mod:`leadctl.store.registers.known_rows`), and the new ones, in the order of their time, find their customer and lead
or open them (:mod:`leadctl.store.registers.arrivals`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.bulk_insert import is_empty, suspend_indexes
from leadctl.store.core.rows import read_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.queries.customers import customer_row, edit_customer, owner_of
from leadctl.store.queries.lists import Ids, add_model, add_source
from leadctl.store.registers.additions import Additions
from leadctl.store.registers.arrivals import Arrivals
from leadctl.store.registers.identical_rows import IdenticalRows
from leadctl.store.registers.known_rows import Key, KnownRows
from leadctl.store.registers.staged_visits import LISTS, StagedVisits
from leadctl.store.registers.staging import Columns, KeptPartitions

if TYPE_CHECKING:
    from typing import Any

    from leadctl.store.registers.mended_visits import Deleted, Gone, Mended, Sending

A_FEW = 1000
"""Rows that are added faster than indexes are made."""


class Outcome(NamedTuple):
    """What a batch did. Counts of new rows; ``own_values``: values of own fields that changed;
    ``names_differ``: (customer, their name, the row's name);
    ``phones_taken``: (customer, another one, a second phone that a row gives the first, and the other has);
    ``mended``, ``gone``, ``deleted``, ``returned``, ``undecided``: see
    :class:`leadctl.store.registers.mended_visits.Sending`."""

    visits: int
    leads: int
    customers: int
    updated: int
    unchanged: int
    own_values: int
    new_names: dict[str, list[str]]
    names_differ: list[tuple[int, str, str]]
    phones_taken: list[tuple[int, int, str]]
    undecided: dict[Key, Sentence]
    mended: Sequence[Mended] = ()
    gone: Sequence[Gone] = ()
    deleted: Sequence[Deleted] = ()
    returned: int = 0


class VisitImport:
    """Visits on their way into the store, inside one operation.

    ``typed``: no file's rows, so that none is known. ``register``: kind and name of the register that is sent; None:
    its rows are nobody's that could be mended later. ``sent_before``: the register was. ``staged``: rows that were
    staged before the store was locked.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        typed: bool = False,
        register: tuple[str, str] | None = None,
        staged: StagedVisits | None = None,
    ) -> None:
        self.writer = writer
        self.typed = typed
        self.register: int | None = None
        self.sent_before = False
        if register is not None:
            from leadctl.store.registers.register_names import find_register  # a single visit is of none

            self.register, self.sent_before = find_register(writer, *register)
        self._staged = staged or StagedVisits()
        self._kept: KeptPartitions | None = None
        writer.db.execute("CREATE TEMP TABLE seen_leads (lead INTEGER PRIMARY KEY)")

    def stage(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Take checked columns (keys: ``terms.VISIT_FIELDS``; names of staff, models and sources as text)."""
        self._staged.stage(columns)

    def _number_names(self) -> dict[str, list[str]]:
        """Give the rows the ids of what they name, which is added where it is new; returns the new names."""
        writer = self.writer
        additions: Mapping[str, Callable[[str], int]] = {
            "consultant": lambda name: writer.insert("staff", name=name, role="consultant"),
            "model": lambda name: add_model(writer, name),
            "source": lambda code: add_source(writer, code),
        }
        lists = {column: Ids(writer, table, additions[column]) for column, table in LISTS.items()}
        named = self._staged.names
        numbered = {column: list(map(ids.__getitem__, named[column])) for column, ids in lists.items()}
        self._staged.number_names(numbered)
        return {column: ids.new for column, ids in lists.items()}

    def close(self) -> None:
        """What was staged is needed no more."""
        self._staged.close()

    def settle(self) -> Outcome:
        """Write what was staged; returns what that did. All leads it touched are derived."""
        try:
            return self._write()
        finally:
            if self._kept is not None:
                self._kept.close()

    def _write(self) -> Outcome:
        db, last = self.writer.db, self.writer.last_id("leads")
        united = self._unite_phones()
        new_names = self._number_names()
        self._staged.unite_people(db)
        last_customer = self.writer.last_id("customers")
        identical = IdenticalRows(self.writer, self.register)
        sending = self._compare_with_store(identical)
        by_mending = self.writer.last_id("customers") - last_customer
        arrivals = Arrivals(self.writer, self.register)
        mended, undecided = (sending.moved, sending.undecided) if sending is not None else (set[int](), {})
        known = KnownRows(self.writer, self.register, mended, undecided.keys())
        last_visit = self.writer.last_id("visits")
        changed = self._changed(identical)
        new = map(_as_typed, self._staged) if self.typed else map(known.update_known, changed)
        additions = chain.from_iterable(map(arrivals.derive, new))
        if self._staged.rows > A_FEW and is_empty(db) and not (arrivals.anybody_known or known.possible):
            with suspend_indexes(db):
                arrivals.write(_produce_in_child(additions))
        else:
            arrivals.write(additions)
        known.derive_nameless()
        db.execute("INSERT OR IGNORE INTO temp.seen_leads SELECT id FROM leads WHERE id > :last", {"last": last})
        self._fill_traits()
        taken = self._add_other_phones()
        own_values = self._set_own_fields()
        names_differ = arrivals.names_differ + self._rename_customers(known, sending, last_visit)
        self.writer.settle()
        outcome = Outcome(
            visits=arrivals.visits,
            leads=read_value(db, int, "SELECT count(*) FROM leads WHERE id > ?", (last,)),
            customers=arrivals.customers + by_mending + united,
            updated=known.updated,
            unchanged=known.unchanged + identical.count,
            own_values=own_values,
            new_names=new_names,
            names_differ=names_differ,
            phones_taken=taken,
            undecided=undecided,
        )
        if sending is None:
            return outcome
        return outcome._replace(
            mended=sending.mended, gone=sending.gone, deleted=sending.deleted, returned=sending.returned
        )

    def _unite_phones(self) -> int:
        """Make one customer of the phones that a cell names together; returns how many were added."""
        if self.typed or not self._staged.other_phones:
            return 0
        from leadctl.store.registers.united_phones import unite_phones  # few registers have such cells

        return unite_phones(self.writer, self._staged.other_phones, self._staged)

    def _changed(self, identical: IdenticalRows) -> Iterable[Columns]:
        """The staged rows, in partitions, without those that say nothing new."""
        return self._kept or filter(None, map(identical.leave_out, self._staged))

    def _compare_with_store(self, identical: IdenticalRows) -> Sending | None:
        """Look which rows the store knows and which were mended, where that can be."""
        if self.typed or not (self.sent_before or self._staged.has_record_ids):
            return None
        from leadctl.store.registers.mended_visits import Sending  # most imports do without what corrects visits

        # The visits that have the keys of rows are others once mended rows were given theirs.
        self._kept = KeptPartitions(map(_forget_visits, self._changed(identical)))
        sending = Sending(self.writer, self.register, identical, sent_before=self.sent_before)
        sending.compare(self._kept)
        return sending

    def _rename_customers(
        self, known: KnownRows, sending: Sending | None, last_visit: int
    ) -> list[tuple[int, str, str]]:
        """A corrected name is the customer's where all of this register's rows say it, or all visits of a customer
        where the register is not known; returns where it is not: (customer, their name, the other one)."""
        db, differ = self.writer.db, []
        own = "AND (v.id > :last OR v.id IN (SELECT visit FROM temp.found))" if sending is not None else ""
        for customer, old, new in known.renamed:
            sql = f"SELECT DISTINCT v.name FROM visits AS v WHERE v.customer = :customer AND v.name IS NOT NULL {own}"
            said = read_values(db, str, sql, {"customer": customer, "last": last_visit})
            present = customer_row(db, customer).name
            if present in (None, old) and said == [new]:
                edit_customer(self.writer, customer, {"name": new})
            elif present not in (None, new) and (customer, present, new) not in differ:
                differ.append((customer, present, new))
        return differ

    def _fill_traits(self) -> None:
        """What nobody knew of a customer is as the first of their visits says that tells it."""
        for trait in sorted(self._staged.traits):
            self.writer.db.execute(
                f"UPDATE customers SET {trait} = t.said FROM (SELECT v.customer, v.{trait} AS said, min(v.at)"
                " FROM temp.seen_leads AS s CROSS JOIN visits AS v ON v.lead = s.lead"
                f" WHERE v.{trait} IS NOT NULL GROUP BY v.customer) AS t"
                f" WHERE customers.id = t.customer AND customers.{trait} IS NULL"
            )

    def _set_own_fields(self) -> int:
        """Keep what the rows say of the store's own fields; returns how many values changed."""
        if not self._staged.own_fields:
            return 0
        from leadctl.store.queries.fields import set_values  # few registers have such columns

        changed = 0
        for phone, values in self._staged.own_fields.items():
            customer = owner_of(self.writer.db, phone)
            changed += 0 if customer is None else set_values(self.writer, customer, values)
        return changed

    def _add_other_phones(self) -> list[tuple[int, int, str]]:
        """Give customers the further phones of their rows; returns those that somebody else has."""
        taken = []
        for phone, others in self._staged.other_phones.items():
            customer = owner_of(self.writer.db, phone)
            for other in others.split() if customer is not None else ():
                owner = owner_of(self.writer.db, other)
                if owner is None:
                    self.writer.insert("phones", customer=customer, phone=other)
                elif customer is not None and owner != customer:
                    taken.append((customer, owner, other))
        return taken


def _as_typed(partition: Columns) -> Columns:
    """A typed visit is no row of a file, and always a new one."""
    return partition | {"nth": [None] * len(partition["at"])}


def _forget_visits(partition: Columns) -> Columns:
    return {name: column for name, column in partition.items() if name != "visit"}


def _produce_in_child(additions: Iterable[Additions]) -> Iterator[Additions]:
    """Where nobody is known, what is added follows from the file alone, and need not wait for what is written."""
    from leadctl.child_process import produce_in_child  # a single visit does without pipes and processes

    return produce_in_child(additions)


def count_overdue(writer: Writer) -> int:
    """How many leads that this operation opened are overdue already."""
    # Leads of this operation are the newest ones: a range of ids, however many older ones are overdue too, which the
    # plus keeps SQLite from reading by their dates.
    sql = (
        "SELECT count(*) FROM leads WHERE id > coalesce((SELECT seq FROM temp.rows_before WHERE name = 'leads'), 0)"
        " AND task IS NOT NULL AND +due_by < :today AND operation = :operation"
    )
    return read_value(writer.db, int, sql, {"today": writer.today, "operation": writer.operation})


def close_unseen(writer: Writer, before: str) -> int:
    """Close the open leads of this file's visits that were last seen before a day, as lost contact.

    They are marked as taken over from old records: nobody is asked to verify them. Returns how many.
    """
    closed = writer.db.execute(
        "INSERT INTO churns (operation, lead, at, kind, by, historic)"
        " SELECT :operation, l.id, substr(l.last_contact, 1, 10) || 'T23:59', 'lost-contact', :by, 1"
        " FROM temp.seen_leads AS s JOIN leads AS l ON l.id = s.lead"
        " WHERE l.status = 'open' AND l.last_contact < :before",
        {"operation": writer.operation, "by": writer.author.staff, "before": before},
    ).rowcount
    newest = (writer.last_id("churns"), closed)
    writer.touch(*read_values(writer.db, int, "SELECT lead FROM churns WHERE id > ? - ?", newest) if closed else ())
    return closed
