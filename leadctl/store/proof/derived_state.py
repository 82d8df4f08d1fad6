"""Proving that everything derived follows from the facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.private_copies import copy_into_memory
from leadctl.store.core.rows import find_value
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation.cars import CAR_COLUMNS, are_cars_derived, derive_all_cars
from leadctl.store.derivation.derive import derive
from leadctl.store.facts.registry import FACT_TABLES
from leadctl.store.facts.visits import find_underived_visits

CHUNK = 5000
"""Leads that are derived at once in a copy."""

State = dict[tuple[str, int | str], tuple[object, ...]]
"""(table, what names a row) -> what it holds in the columns that are compared."""


class Compared(NamedTuple):
    """Derived columns of a table. ``key``: what names a row, in SQL; ``clause``: the rows of given leads."""

    table: str
    key: str
    columns: tuple[str, ...]
    clause: str = "lead IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Difference:
    """A derived value that does not follow from the facts. ``column`` empty: the whole row; ``id``: of a row without a
    number, as past states and windows are, its lead and what else names it."""

    table: str
    id: int | str
    column: str
    stored: object
    derived: object


UNDERIVABLE = "nothing that can be"
"""What is said to follow from facts that contradict each other."""


def compare_derived(db: sqlite3.Connection, leads: Sequence[int], sound: int) -> tuple[int, list[Difference]]:
    """Derive everything again and compare it with what is stored: how many leads there are, and what differs.

    ``leads``: all leads in the order of their numbers; ``sound``: how many of the first ones are known to be as
    derivation would write them (:mod:`leadctl.store.proof.sound_leads`), and if all are, no row is of another one.

    Nothing is written. Where something differs, what derivation would write is written into a copy, as the only way
    that knows how facts go from one lead to another, and compared column by column.
    """
    if leads and sound == len(leads) and are_cars_derived(db):
        return len(leads), [*_find_visits(db)]
    with closing(copy_into_memory(db)) as copy:
        count, differences = _compare_in_copy(copy, leads[sound:])
    return sound + count, differences


def _compare_in_copy(db: sqlite3.Connection, leads: Sequence[int]) -> tuple[int, list[Difference]]:
    """Derive these leads, and all cars, in the copy that ``db`` is open on; how many they are, and what differs."""
    differences: list[Difference] = []
    count = 0
    policy = policy_of(db)
    operation = find_value(db, int, "SELECT max(id) FROM operations") or 0
    compared = _derived_of_leads(db)
    columns = {table.table: table.columns for table in compared}
    pending = iter(leads)
    while chunk := list(islice(pending, CHUNK)):
        before = _state_of_leads(db, compared, chunk)
        try:
            derive(db, chunk, policy, operation)
        except sqlite3.IntegrityError:
            differences.append(Difference("leads", chunk[0], "", "stored", UNDERIVABLE))
            return count, differences
        differences += _compare(before, _state_of_leads(db, compared, chunk), columns)
        count += len(chunk)
    differences += _find_of_nobody(db)
    cars = _state_of_cars(db)
    derive_all_cars(db)
    differences += _compare(cars, _state_of_cars(db), CAR_COLUMNS)
    return count, [*differences, *_find_visits(db)]


def _find_of_nobody(db: sqlite3.Connection) -> Iterator[Difference]:
    for table, key, _, _ in _derived_of_leads(db):
        if table in DERIVED_TABLES:
            for (row,) in db.execute(f"SELECT {key} FROM {table} WHERE lead NOT IN (SELECT id FROM leads)"):
                yield Difference(table, row, "", "there", "gone")


def _find_visits(db: sqlite3.Connection) -> Iterator[Difference]:
    """Visits without a lead."""
    for visit in find_underived_visits(db):
        yield Difference("visits", visit, "nature", "stored", "otherwise")


def _derived_of_leads(db: sqlite3.Connection) -> list[Compared]:
    """What derivation writes of leads: into their own rows, the rows of their facts, and tables of its own."""
    compared = [Compared("leads", "id", DERIVED_COLUMNS["leads"], "id IN (SELECT value FROM json_each(?))")]
    for table in FACT_TABLES:
        of_cars = CAR_COLUMNS.get(table, ())
        derived = tuple(column for column in DERIVED_COLUMNS.get(table, ()) if column not in of_cars)
        compared.append(Compared(table, "id", ("lead", *derived)))
    for table in DERIVED_TABLES:
        rows = db.execute(f"PRAGMA table_info({table})").fetchall()
        key = " || ' ' || ".join(row["name"] for row in sorted(rows, key=itemgetter("pk")) if row["pk"])
        compared.append(Compared(table, key, tuple(row["name"] for row in rows)))
    return compared


def _state_of_leads(db: sqlite3.Connection, compared: Iterable[Compared], leads: list[int]) -> State:
    return {
        (table, row[0]): tuple(row[1:])
        for table, key, columns, clause in compared
        for row in db.execute(f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE {clause}", (json_ids(leads),))
    }


def _state_of_cars(db: sqlite3.Connection) -> State:
    return {
        (table, row[0]): tuple(row[1:])
        for table, columns in CAR_COLUMNS.items()
        for row in db.execute(f"SELECT id, {', '.join(columns)} FROM {table}")
    }


def _compare(before: State, after: State, derived: Mapping[str, tuple[str, ...]]) -> list[Difference]:
    differences = []
    for (table, row), values in before.items():
        now = after.get((table, row))
        if now is None:
            differences.append(Difference(table, row, "", "there", "gone"))
            continue
        differences += [
            Difference(table, row, column, old, new)
            for column, old, new in zip(derived[table], values, now, strict=True)
            if old != new
        ]
    differences += [
        Difference(table, row, "", "missing", "derived") for table, row in after if (table, row) not in before
    ]
    return differences
