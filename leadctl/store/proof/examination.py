"""Examining a store from its pages to its derived state. What is examined is a copy: the store itself is only read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from leadctl import OLDEST_SCHEMA, SCHEMA_VERSION
from leadctl.errors import LeadctlError, Sentence
from leadctl.store.core.connection import APPLICATION_ID
from leadctl.store.core.rows import read_value, read_values
from leadctl.store.core.schema import journal_triggers
from leadctl.store.core.schema_check import SchemaFindings, compare_schema
from leadctl.store.proof.derived_state import UNDERIVABLE, Difference, compare_derived
from leadctl.store.proof.journal import check_journal, check_operations, check_sequences
from leadctl.store.proof.values import check_settings, check_values

UNREADABLE = (
    LeadctlError,
    sqlite3.Error,
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    AttributeError,
    ArithmeticError,
)
"""What reading values that cannot be may end in."""


@dataclass(slots=True)
class Findings:
    """What an examination found.

    ``damage``: pages or rows that cannot be trusted. ``indexes``: indexes that do not fit their tables. ``strays``:
    rows that point at nothing. ``differences``: derived values that do not follow. ``objects``: how the schema differs.
    ``journal``, ``values``: what of the journal does not fit the rows, and values that cannot be. ``sequences``:
    tables of which the file would give a number again that was given. ``extra``: objects
    of somebody else, which are no fault. ``operations``: how many there are. ``repairable``: nothing was found that a
    repair stops at, though it may leave some of it.
    """

    application_id: int = APPLICATION_ID
    schema: int = SCHEMA_VERSION
    leads: int = 0
    operations: int = 0
    damage: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)
    sequences: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    repairable: bool = True

    @property
    def sentences(self) -> list[str]:
        """What was found wrong, the differences left out."""
        return [*self.damage, *self.objects, *self.indexes, *self.strays, *self.journal, *self.sequences, *self.values]

    @property
    def healthy(self) -> bool:
        """Nothing was found wrong."""
        return not (self.sentences or self.differences)


def examine_database(db: sqlite3.Connection, *, quick: bool = False) -> Findings:
    """Examine the copy of a store that ``db`` is open on; it is derived afresh in it, unless ``quick``.

    Of a store of an older leadctl, whose rules were others, the file, its references and its operations.
    """
    found = Findings()
    with _note_damage(found):
        found.application_id = read_value(db, int, "PRAGMA application_id")
        found.schema = read_value(db, int, "PRAGMA user_version")
        _check_file(db, found, quick)
    if found.damage:
        return found
    with _note_damage(found):
        current = found.schema == SCHEMA_VERSION
        schema = _check_schema(db, found) if current else SchemaFindings()
        if found.schema < OLDEST_SCHEMA:
            found.objects.append(
                Sentence("the file names schema {number}, which never was in use", number=found.schema)
            )
        if schema.other or schema.strange:
            return found
        found.operations = read_value(db, int, "SELECT count(*) FROM operations")
        found.strays = _find_dangling(db)
        if current:
            found.journal = [*(check_operations(db) if quick else check_journal(db))]
            found.sequences = [*check_sequences(db)]
            found.values = [*(check_settings(db) if quick else check_values(db))]
    if current and not quick and not found.damage:
        with _note_damage(found):
            found.leads, found.differences = compare_derived(db)
            found.repairable = all(one.derived != UNDERIVABLE for one in found.differences)
        if found.damage:
            found.values = [*check_values(db, derived=True)]
    elif not found.damage:
        found.leads = read_value(db, int, "SELECT count(*) FROM leads")
    return found


@contextmanager
def _note_damage(found: Findings) -> Iterator[None]:
    try:
        yield
    except UNREADABLE:
        found.damage.append(Sentence("the file holds values that cannot be read"))


def find_damage(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file itself; empty: nothing."""
    found = Findings()
    with _note_damage(found):
        _check_file(db, found, quick=False)
    return [*found.damage, *found.indexes]


def _check_file(db: sqlite3.Connection, found: Findings, quick: bool) -> None:
    lines = read_values(db, str, f"PRAGMA {'quick_check' if quick else 'integrity_check'}(1000)")
    if lines == ["ok"]:
        return
    indexes: dict[str, None] = {}
    rows: dict[str, None] = {}
    pages = 0
    for line in "\n".join(lines).split("\n"):
        index = _OF_INDEX.search(line)
        row = _OF_ROW.search(line)
        if index:
            indexes[index[1]] = None
        elif row:
            rows[row[1]] = None
        else:
            pages += 1
    found.indexes += [Sentence("index {name} does not fit its table", name=name) for name in indexes]
    found.damage += [Sentence("{table} holds values that cannot be", table=table) for table in rows]
    if pages:
        found.damage.append(Sentence("pages of the file are damaged"))


_OF_INDEX = re.compile(
    r"(?:row \d+ missing from|wrong # of entries in|non-unique entry in|rowid not at end.* for) index (\w+)"
)
_OF_ROW = re.compile(r"(?:NULL value in|CHECK constraint failed in|(?:non-)?\w+ value in|NUMERIC value in) (\w+)")


def _check_schema(db: sqlite3.Connection, found: Findings) -> SchemaFindings:
    schema = compare_schema(db)
    if not (schema.other or schema.strange):
        schema = compare_schema(db, journal_triggers(db))
    found.objects += [
        *(Sentence("{name} is missing, or not as leadctl makes it", name=name) for name in schema.other),
        *(Sentence("{name} was not made by leadctl, and stands in its way", name=name) for name in schema.strange),
        *(Sentence("{name} is missing, or not as leadctl makes it", name=name) for name in schema.incomplete),
    ]
    found.extra += schema.extra
    found.repairable = not schema.lost
    return schema


def _find_dangling(db: sqlite3.Connection) -> list[str]:
    """Rows that point at rows which are not there."""
    rows = db.execute("PRAGMA foreign_key_check").fetchmany(1000)
    sentence = "{table} {row} points at a row of {parent} that is not there"
    return [Sentence(sentence, table=row[0], row=row[1], parent=row[2]) for row in rows]
