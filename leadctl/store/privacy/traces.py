"""Which rows are a person's: those that belong to their customer, and those that once did and are nobody's now.

Rows hang together by what they point at: visits, leads, phones and cars at the customer, follow-ups, orders and the
like at the lead, and so on. Of rows that are gone the journal of changes knows what they pointed at.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from leadctl.store.core.json_ids import json_ids, json_texts
from leadctl.store.core.rows import read_values
from leadctl.store.core.schema import columns_pointing_at

ROOT = "customers"

_OF_SOMEBODY_ELSE = {("aftercare", "new_lead")}
"""Columns that point at a person's row from somebody else's: who recommended them."""

_SHORTEST_MARK = 6
"""Characters; a shorter one is a word that others write too."""


@dataclass(slots=True)
class Traces:
    """What is known of a person: ``rows`` by table, existing or gone; every name and phone they ever had.

    ``identities``: their customer's number, and those of customers who became part of it. ``others``: rows of somebody
    else's in whose earlier states they were named. ``spellings``: the digits of national numbers, which are also looked
    for. ``marks``: numbers of their cars, and WeChat names that look like nobody else's. ``replaced``: (table, column)
    -> rows in which their number stands now instead.
    """

    customer: int
    identities: set[int]
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    others: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    spellings: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    replaced: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def number(self) -> str:
        """What stands in the place of whatever said who they were, such as ``c17``."""
        return f"c{self.customer}"


def traces_of(db: sqlite3.Connection, customer: int) -> Traces:
    """Everything in the store that is this customer's."""
    references = _references(db)
    found = Traces(customer, {customer})
    while found.identities - found.rows[ROOT]:
        found.rows[ROOT] |= found.identities
        _follow_references(db, references, found)
        found.rows["visits"] |= _former_visits(db, found.identities)
        found.identities |= _former_identities(db, references, found)
    found.names = set(_values(db, found, ROOT, "name")) | set(_values(db, found, "visits", "name"))
    found.tags = set(_values(db, found, "tags", "tag"))
    found.marks = {mark for mark in _marks(db, found) if len(mark) >= _SHORTEST_MARK and mark.isascii()}
    found.phones = set(_values(db, found, "phones", "phone")) - _phones_of_others(db, found)
    return found


def _marks(db: sqlite3.Connection, found: Traces) -> Iterator[str]:
    for table, column in (("orders", "vin"), ("owned_cars", "vin"), (ROOT, "wechat"), ("visits", "wechat")):
        yield from _values(db, found, table, column)


def _references(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """(table, column, table it points at) of every fact column that points at a person's rows, nearest first."""
    references: list[tuple[str, str, str]] = []
    reached = [ROOT]
    for parent in reached:
        for table, column in columns_pointing_at(db, parent):
            if (table, column) not in _OF_SOMEBODY_ELSE:
                references.append((table, column, parent))
                if table not in reached:
                    reached.append(table)
    return references


def tables_of_a_person(db: sqlite3.Connection) -> set[str]:
    """The tables whose rows may be a person's."""
    return {ROOT, *(table for table, _, _ in _references(db))}


def _follow_references(db: sqlite3.Connection, references: Iterable[tuple[str, str, str]], found: Traces) -> None:
    for table, column, parent in references:
        if found.rows[parent]:
            found.rows[table] |= _rows_pointing_at(db, table, column, found.rows[parent])


def _rows_pointing_at(db: sqlite3.Connection, table: str, column: str, parents: set[int]) -> set[int]:
    """Rows that point at these, and rows that did when they were deleted."""
    sql = (
        f"SELECT id FROM {table} WHERE {column} IN (SELECT value FROM json_each(:ids))"
        f" UNION SELECT h.first_row FROM changes AS h WHERE h.tbl = '{table}' AND h.action = 'delete'"
        f" AND json_extract(h.before, '$.{column}') IN (SELECT value FROM json_each(:ids))"
        f" AND NOT EXISTS (SELECT 1 FROM {table} AS t WHERE t.id = h.first_row)"
    )
    return set(read_values(db, int, sql, {"ids": json_ids(parents)}))


def _former_visits(db: sqlite3.Connection, identities: set[int]) -> set[int]:
    """Visits that were theirs until they were made nobody's."""
    sql = (
        "SELECT v.id FROM changes AS h CROSS JOIN visits AS v ON v.id = h.first_row WHERE h.tbl = 'visits'"
        " AND h.action = 'update' AND v.customer IS NULL"
        " AND json_extract(h.before, '$.customer') IN (SELECT value FROM json_each(?))"
    )
    return set(read_values(db, int, sql, (json_ids(identities),)))


def _former_identities(db: sqlite3.Connection, references: Iterable[tuple[str, str, str]], found: Traces) -> set[int]:
    """Customers who are no more and to whom rows of theirs belonged: they were merged, or came of a wrong phone."""
    former: set[int] = set()
    for table in {table for table, column, parent in references if parent == ROOT}:
        rows = db.execute(
            "SELECT DISTINCT json_extract(h.before, '$.customer') AS customer FROM json_each(:ids) AS wanted"
            " CROSS JOIN changes AS h ON h.tbl = :table AND h.first_row = wanted.value AND h.before IS NOT NULL"
            " WHERE NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.id = json_extract(h.before, '$.customer'))",
            {"ids": json_ids(found.rows[table]), "table": table},
        )
        former.update(customer for (customer,) in rows if customer is not None)
    return former


def _values(db: sqlite3.Connection, found: Traces, table: str, column: str) -> Iterator[str]:
    """What a column of their rows says, or ever said."""
    rows = db.execute(
        f"SELECT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(:ids))"
        f" UNION SELECT json_extract(h.before, '$.{column}') FROM json_each(:ids) AS wanted"
        " CROSS JOIN changes AS h ON h.tbl = :table AND h.first_row = wanted.value AND h.before IS NOT NULL",
        {"ids": json_ids(found.rows[table]), "table": table},
    )
    yield from (value for (value,) in rows if value)


def _phones_of_others(db: sqlite3.Connection, found: Traces) -> set[str]:
    """Phones that somebody else has now: of a number that was wrong here."""
    sql = (
        "SELECT phone FROM phones WHERE customer NOT IN (SELECT value FROM json_each(?))"
        " AND phone IN (SELECT value FROM json_each(?))"
    )
    phones = json_texts(_values(db, found, "phones", "phone"))
    return set(read_values(db, str, sql, (json_ids(found.identities), phones)))
