"""Proving a store: the file is whole, and everything derived follows from the facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from leadctl import SCHEMA_VERSION
from leadctl.errors import Sentence
from leadctl.store.access import connect
from leadctl.store.core.connection import (
    APPLICATION_ID,
    Waiting,
    begin,
    explain_errors,
    patience_of,
)
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation.cars import CAR_COLUMNS, derive_all_cars
from leadctl.store.derivation.derive import derive
from leadctl.store.facts.registry import FACT_TABLES
from leadctl.store.facts.visits import find_underived_visits

CHUNK = 5000

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


@dataclass(slots=True)
class Findings:
    """What an examination found; ``damage``: what SQLite says of the file, ``strays``: rows that point at nothing."""

    application_id: int = 0
    schema: int = 0
    leads: int = 0
    damage: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def healthy(self) -> bool:
        """Nothing was found."""
        return not (self.damage or self.strays or self.differences)


def examine_store(path: Path, waiting: Waiting = lambda: None) -> Findings:
    """Examine the store at ``path``; it is left as it was. Raises StoreUnusable for a file that is none."""
    found = Findings(APPLICATION_ID, SCHEMA_VERSION)
    patience = patience_of(waiting)
    db = connect(path, read_only=False, waiting=patience)
    with explain_errors(path):
        try:
            found.damage = find_damage(db)
            if found.damage:
                return found
            begin(db, write=True, waiting=patience)
            found.strays = _find_dangling(db)
            _derive_afresh(db, found)
        finally:
            db.close()
    return found


def find_damage(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file itself; empty: nothing."""
    lines = [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)")]
    return [] if lines == ["ok"] else lines


def _find_dangling(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("PRAGMA foreign_key_check").fetchmany(1000)
    sentence = "{table} {row} points at a row of {parent} that is not there"
    return [Sentence(sentence, table=row["table"], row=row["rowid"], parent=row["parent"]) for row in rows]


def _derive_afresh(db: sqlite3.Connection, found: Findings) -> None:
    """Derive everything again inside a transaction that is never committed, and compare."""
    policy = policy_of(db)
    (operation,) = db.execute("SELECT max(id) FROM operations").fetchone()
    compared = _derived_of_leads(db)
    columns = {table.table: table.columns for table in compared}
    leads = iter([lead for (lead,) in db.execute("SELECT id FROM leads ORDER BY id")])
    while chunk := list(islice(leads, CHUNK)):
        before = _state_of_leads(db, compared, chunk)
        try:
            derive(db, chunk, policy, operation)
        except sqlite3.IntegrityError as error:
            found.differences.append(Difference("leads", chunk[0], "", "stored", f"cannot be derived: {error}"))
            return
        found.differences += _compare(before, _state_of_leads(db, compared, chunk), columns)
        found.leads += len(chunk)
    for table, key, _, _ in compared:
        if table in DERIVED_TABLES:
            of_nobody = db.execute(f"SELECT {key} FROM {table} WHERE lead NOT IN (SELECT id FROM leads)")
            found.differences += [Difference(table, row, "", "there", "gone") for (row,) in of_nobody]
    cars = _state_of_cars(db)
    derive_all_cars(db)
    found.differences += _compare(cars, _state_of_cars(db), CAR_COLUMNS)
    for visit in find_underived_visits(db):
        found.differences.append(Difference("visits", visit, "nature", "stored", "otherwise"))


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
