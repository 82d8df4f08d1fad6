"""Rows of a register of visits, staged without a look at the store, so that nobody waits while a file is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from leadctl.annotations import TYPE_CHECKING
from leadctl.store.core.rows import has_rows
from leadctl.store.facts.visits import FACTS
from leadctl.store.queries.customers import TRAITS
from leadctl.store.queries.lists import coded_ids, ids
from leadctl.store.registers.staging import Aliases, Columns, StagedRows

if TYPE_CHECKING:
    from typing import Any

LISTS = {"consultant": "staff", "model": "models", "source": "sources"}
"""Column -> the list that its names stand in."""

ASKED_AT_ONCE = 500
"""Phones in one question."""

_FURTHER_PHONES = (
    "SELECT p.phone, f.phone FROM phones AS p CROSS JOIN phones AS f"
    " ON f.id = (SELECT min(o.id) FROM phones AS o WHERE o.customer = p.customer)"
    " WHERE p.phone IN ({marks}) AND f.id <> p.id"
)

NumberedNames = Mapping[str, Sequence[int]]
"""Column -> the ids of its names, in the order in which the rows name them."""


class StagedVisits:
    """Takes checked rows, and yields them partition by partition (:class:`leadctl.store.registers.staging.StagedRows`).

    ``names``: column -> each name of it that the rows have -> its place; until :meth:`number_names` the rows name
    staff, models and sources by these places. ``traits``: what the rows tell of customers; ``other_phones``: phone ->
    the further ones of the same person; ``own_fields``: phone -> what its rows say of the store's own fields, the last
    of them; ``has_record_ids``: some rows have ids of their own.
    """

    def __init__(self) -> None:
        self.names: dict[str, dict[str, int]] = {column: {} for column in LISTS}
        self.traits: set[str] = set()
        self.other_phones: dict[str, str] = {}
        self.own_fields: dict[str, dict[str, str]] = {}
        self.has_record_ids = False
        self._rows = StagedRows()
        self._ids: dict[str, dict[int | None, int | None]] = {}

    @property
    def rows(self) -> int:
        """How many rows were taken."""
        return self._rows.rows

    def stage(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Take checked columns (keys: ``terms.VISIT_FIELDS``; names of staff, models and sources as text)."""
        facts = {name: self._places(name, columns[name]) if name in LISTS else columns[name] for name in FACTS}
        phones = columns["phone"]
        self.has_record_ids |= any(columns["record_id"])
        self.traits.update(name for name in TRAITS if any(columns[name]))
        if any(columns["other_phones"]):
            pairs = zip(phones, columns["other_phones"], strict=True)
            self.other_phones.update((phone, others) for phone, others in pairs if phone and others)
        if any(columns["own_fields"]):
            for phone, values in zip(phones, columns["own_fields"], strict=True):
                if phone and values:
                    self.own_fields.setdefault(phone, {}).update(values)
        self._rows.add({**identities(columns), "phone": phones} | facts)

    def _places(self, column: str, texts: Sequence[str | None]) -> Sequence[int | None]:
        if not any(texts):
            return [None] * len(texts)
        places: dict[str | None, int | None] = {None: None}
        known = self.names[column]
        for text in dict.fromkeys(texts):
            if text is not None:
                places[text] = known.setdefault(text, len(known))
        return list(map(places.__getitem__, texts))

    def number_names(self, numbered: NumberedNames) -> None:
        """From now on the rows have the ids of the store."""
        self._ids = {column: {None: None, **dict(enumerate(ids))} for column, ids in numbered.items()}

    def unite_people(self, db: sqlite3.Connection) -> None:
        """Have the rows of all phones of a customer in one partition."""
        self._rows.unite(partial(find_aliases, db))

    def __iter__(self) -> Iterator[Columns]:
        for partition in self._rows:
            for column, numbers in self._ids.items():
                if column in partition:
                    partition[column] = list(map(numbers.__getitem__, partition[column]))  # type: ignore[arg-type]
            yield partition

    def close(self) -> None:
        """What was staged is needed no more."""
        self._rows.close()


def identities(columns: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[str]]:
    """``at``, ``kind`` and ``who`` of checked columns: what rows are known by, beside being the n-th such."""
    who = [phone or name or "" for phone, name in zip(columns["phone"], columns["name"], strict=True)]
    return {"at": columns["arrived_at"], "kind": columns["kind"], "who": who}


def find_aliases(db: sqlite3.Connection, phones: Iterable[Sequence[str]]) -> Aliases:
    """Those of these phones that are a customer's further ones, each with the customer's first one."""
    found: dict[str, str] = {}
    if not has_rows(db, "SELECT 1 FROM phones LIMIT 1"):
        return found
    for many in phones:
        for begin in range(0, len(many), ASKED_AT_ONCE):
            some = many[begin : begin + ASKED_AT_ONCE]
            found.update(map(tuple, db.execute(_FURTHER_PHONES.format(marks=", ".join("?" * len(some))), some)))
    return found


def known_names(db: sqlite3.Connection) -> dict[str, set[str]]:
    """Column -> the names that the store knows."""
    return {
        column: set(coded_ids(db, table) if table == "sources" else ids(db, table)) for column, table in LISTS.items()
    }
