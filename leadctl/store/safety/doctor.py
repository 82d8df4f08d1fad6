"""Proving a store: the file is whole, and everything derived follows from the facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from leadctl import SCHEMA_VERSION
from leadctl.domain.lead_state import FIELDS
from leadctl.errors import Sentence
from leadctl.store.access import connect
from leadctl.store.core.connection import (
    APPLICATION_ID,
    Waiting,
    begin,
    explained,
    patience_of,
)
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.schema import DERIVED_COLUMNS
from leadctl.store.core.settings import policy_of
from leadctl.store.derivation.cars import derive_all_cars
from leadctl.store.derivation.derive import STATE_COLUMNS, WINDOW_COLUMNS, derive
from leadctl.store.facts.visits import underived_anonymous

CHUNK = 5000

_OF_LEADS = "lead IN (SELECT value FROM json_each(?))"
_DERIVED = (
    ("leads", "id", FIELDS, "id IN (SELECT value FROM json_each(?))"),
    *(
        (table, "id", ("lead", *DERIVED_COLUMNS[table]), _OF_LEADS)
        for table in ("visits", "followups", "churns", "appointments", "orders")
    ),
    ("lead_states", "lead || ' ' || from_at", STATE_COLUMNS, _OF_LEADS),
    ("contact_windows", "lead || ' ' || nth", WINDOW_COLUMNS, _OF_LEADS),
)
"""Tables with derived columns: what names a row, those columns, and which rows belong to given leads."""

_OF_CARS: Mapping[str, tuple[str, ...]] = {"orders": ("care_on",), "owned_cars": ("delivery", "care_on")}
"""Columns that are derived of cars, for all of them at once."""

State = dict[tuple[str, int | str], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A derived value that does not follow from the facts. ``column`` empty: the whole row; ``id``: of a past state or
    a window its lead and its beginning or number."""

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


def examine(path: Path, waiting: Waiting = lambda: None) -> Findings:
    """Examine the store at ``path``; it is left as it was. Raises StoreUnusable for a file that is none."""
    found = Findings(APPLICATION_ID, SCHEMA_VERSION)
    patience = patience_of(waiting)
    db = connect(path, read_only=False, waiting=patience)
    with explained(path):
        try:
            found.damage = damage(db)
            if found.damage:
                return found
            begin(db, write=True, waiting=patience)
            found.strays = _strays(db)
            _derive_afresh(db, found)
        finally:
            db.close()
    return found


def damage(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file itself; empty: nothing."""
    lines = [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)")]
    return [] if lines == ["ok"] else lines


def _strays(db: sqlite3.Connection) -> list[str]:
    rows = db.execute("PRAGMA foreign_key_check").fetchmany(1000)
    sentence = "{table} {row} points at a row of {parent} that is not there"
    return [Sentence(sentence, table=row["table"], row=row["rowid"], parent=row["parent"]) for row in rows]


def _derive_afresh(db: sqlite3.Connection, found: Findings) -> None:
    """Derive every lead again inside a transaction that is never committed, and compare."""
    policy = policy_of(db)
    operation = db.execute("SELECT max(id) FROM operations").fetchone()[0]
    leads = iter([row["id"] for row in db.execute("SELECT id FROM leads ORDER BY id")])
    while chunk := list(islice(leads, CHUNK)):
        before = _state(db, chunk)
        try:
            derive(db, chunk, policy, operation)
        except sqlite3.IntegrityError as error:
            found.differences.append(Difference("leads", chunk[0], "", "stored", f"cannot be derived: {error}"))
            return
        found.differences += _compared(before, _state(db, chunk), {table: columns for table, _, columns, _ in _DERIVED})
        found.leads += len(chunk)
    cars = _cars(db)
    derive_all_cars(db)
    found.differences += _compared(cars, _cars(db), _OF_CARS)
    for visit in underived_anonymous(db):
        found.differences.append(Difference("visits", visit, "nature", "stored", "otherwise"))


def _state(db: sqlite3.Connection, leads: list[int]) -> State:
    """(table, row) -> its derived columns, of all rows of these leads."""
    return {
        (table, row[0]): tuple(row[1:])
        for table, key, columns, clause in _DERIVED
        for row in db.execute(f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE {clause}", (json_ids(leads),))
    }


def _cars(db: sqlite3.Connection) -> State:
    """(table, row) -> the columns that are derived of cars."""
    return {
        (table, row[0]): tuple(row[1:])
        for table, columns in _OF_CARS.items()
        for row in db.execute(f"SELECT id, {', '.join(columns)} FROM {table}")
    }


def _compared(before: State, after: State, derived: Mapping[str, tuple[str, ...]]) -> list[Difference]:
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
