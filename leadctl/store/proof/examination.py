"""Examining a store from its pages to its derived state. What is examined is a copy: the store itself is only read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from leadctl import OLDEST_SCHEMA, SCHEMA_VERSION
from leadctl.child_process import produce_in_child, share_numbers
from leadctl.errors import LeadctlError, Sentence
from leadctl.store.core.connection import APPLICATION_ID
from leadctl.store.core.rows import read_value, read_values
from leadctl.store.core.schema import journal_triggers
from leadctl.store.core.schema_check import SchemaFindings, compare_schema
from leadctl.store.proof.derived_state import UNDERIVABLE, Difference, compare_derived
from leadctl.store.proof.journal import check_journal, check_operations, check_sequences
from leadctl.store.proof.sound_leads import SoundLeads, number_parts
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


LARGE = 10_000
"""Pages of a file from which on a second process is worth its start: 40 MB."""


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
    """Examine the store that ``db`` is open on, which nobody writes meanwhile; ``quick``: without deriving anything.

    Of a store of an older leadctl, whose rules were others, the file, its references and its operations. What a large
    one holds is examined in a second process while SQLite checks its file in this one.
    """
    found = Findings()
    with _note_damage(found):
        found.application_id = read_value(db, int, "PRAGMA application_id")
        found.schema = read_value(db, int, "PRAGMA user_version")
    if found.damage:
        return found
    with _share_leads(db, found.schema) if not quick else nullcontext() as parts:
        examined = _examine_content(db, found.schema, parts, quick=quick)
        # SQLite warns of a connection on both sides of a fork: of what one writes, and of the locks that it loses. Here
        # nobody else has the file open, neither side writes, and the child ends without closing what is its parent's.
        content = examined if parts is None else produce_in_child(examined)
        with closing(content):
            next(content)  # a second process works from now on
            with _note_damage(found):
                _check_file(db, found, quick)
            if found.damage:
                return found
            ours = None if parts is None else _count_sound(db, parts)
            rest, sound = next(content)
    rest.application_id, rest.indexes = found.application_id, found.indexes
    if sound is not None:
        _compare_derived(db, rest, sound if ours is None else min(sound, ours))
    return rest


@contextmanager
def _share_leads(db: sqlite3.Connection, schema: int) -> Iterator[Iterable[int] | None]:
    """The parts of the leads, for two processes to take from; None where one will do, or ought to stop early."""
    leads = None
    if schema == SCHEMA_VERSION and read_value(db, int, "PRAGMA page_count") > LARGE:
        with suppress(*UNREADABLE):
            shape = compare_schema(db)
            leads = None if shape.other or shape.strange else _read_leads(db)
    if leads is None:
        yield None
    else:
        with share_numbers(number_parts(leads)) as parts:
            yield parts


def _examine_content(
    db: sqlite3.Connection, number: int, parts: Iterable[int] | None, *, quick: bool
) -> Generator[tuple[Findings, int | None], None, None]:
    """Two items: nothing, as soon as somebody begins; then what was found in a file that is whole, and how many of the
    leads are sound, None where they are not to be compared. ``number``: of its schema."""
    found = Findings(schema=number)
    yield found, None
    sound = None
    with _note_damage(found):
        if _examine_rows(db, found, quick) and not quick and number == SCHEMA_VERSION:
            sound = _count_sound(db, parts)
    yield found, sound


def _examine_rows(db: sqlite3.Connection, found: Findings, quick: bool) -> bool:
    """Examine the schema, and the rows if it is ours, but for what is derived; returns whether it is."""
    current = found.schema == SCHEMA_VERSION
    schema = _check_schema(db, found) if current else SchemaFindings()
    if found.schema < OLDEST_SCHEMA:
        found.objects.append(Sentence("the file names schema {number}, which never was in use", number=found.schema))
    if schema.other or schema.strange:
        return False
    found.operations = read_value(db, int, "SELECT count(*) FROM operations")
    found.strays = _find_dangling(db)
    if current:
        found.journal = [*(check_operations(db) if quick else check_journal(db))]
        found.sequences = [*check_sequences(db)]
        found.values = [*(check_settings(db) if quick else check_values(db))]
    if quick or not current:
        found.leads = read_value(db, int, "SELECT count(*) FROM leads")
    return True


def _read_leads(db: sqlite3.Connection) -> list[int]:
    return read_values(db, int, "SELECT id FROM leads ORDER BY id")


def _count_sound(db: sqlite3.Connection, parts: Iterable[int] | None) -> int:
    """How many of the first leads are sound, as far as they are in these parts; None: in all."""
    count = 0
    with suppress(*UNREADABLE):  # which shows when they are derived in a copy
        leads = _read_leads(db)
        count = SoundLeads(db, leads).count(number_parts(leads) if parts is None else parts)
    return count


def _compare_derived(db: sqlite3.Connection, found: Findings, sound: int) -> None:
    with _note_damage(found):
        found.leads, found.differences = compare_derived(db, _read_leads(db), sound)
        found.repairable = all(one.derived != UNDERIVABLE for one in found.differences)
    if found.damage:
        found.values = [*check_values(db, derived=True)]


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
