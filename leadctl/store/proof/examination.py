"""Examining a store from its pages to its derived state. What is examined is a copy: the store itself is only read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from leadctl import OLDEST_SCHEMA, SCHEMA_VERSION
from leadctl.child_process import produce_in_child, share_numbers
from leadctl.errors import LeadctlError, Sentence
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import APPLICATION_ID
from leadctl.store.core.rows import read_value, read_values
from leadctl.store.core.schema import journal_triggers, quote_name
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


class Work(NamedTuple):
    """What two processes take from, until nothing is left. ``tables``: names of tables, each to be checked with its
    indexes; ``parts``: numbers of parts of the ``leads``, which are all leads in the order of their numbers."""

    tables: Iterable[str]
    parts: Iterable[int]
    leads: Sequence[int]


class Done(NamedTuple):
    """What came of the work that a process took. ``whole``: its tables and their indexes are; ``sound``: so many of the
    first leads are as derivation would write them, as far as it looked at them."""

    whole: bool
    sound: int


def examine_database(db: sqlite3.Connection, *, quick: bool = False) -> Findings:
    """Examine the store that ``db`` is open on, which nobody writes meanwhile; ``quick``: without deriving anything.

    Of a store of an older leadctl, whose rules were others, the file, its references and its operations. A large one is
    examined by two processes.
    """
    found = Findings()
    with _note_damage(found):
        found.application_id = read_value(db, int, "PRAGMA application_id")
        found.schema = read_value(db, int, "PRAGMA user_version")
        _widen_cache(db)
    if found.damage:
        return found
    with _share_work(db, found.schema) if not quick else nullcontext() as work:
        examined = _examine_content(db, found.schema, work, quick=quick)
        # SQLite warns of a connection on both sides of a fork: of what one writes, and of the locks that it loses. Here
        # nobody else has the file open, neither side writes to it, and the child ends without closing what is its
        # parent's.
        content = examined if work is None else produce_in_child(examined)
        with closing(content):
            next(content)  # a second process works from now on
            if work is None or not (_is_structure_whole(db) and _are_tables_whole(db, work.tables)):
                _check_file(db, found, quick)
            if found.damage:
                return found
            ours = None if work is None else _count_sound(db, work)
            rest, done = next(content)
    if done is not None and not (done.whole or found.indexes):
        _check_file(db, found, quick)
        if found.damage:
            return found
    rest.application_id, rest.indexes = found.application_id, found.indexes
    if done is not None:
        _compare_derived(db, rest, work, done.sound if ours is None else min(done.sound, ours))
    return rest


@contextmanager
def _share_work(db: sqlite3.Connection, schema: int) -> Iterator[Work | None]:
    """What there is to do, for two processes to take from; None where one will do, or ought to stop early."""
    leads, tables = None, list[str]()
    if schema == SCHEMA_VERSION and read_value(db, int, "PRAGMA page_count") > LARGE:
        with suppress(*UNREADABLE):
            shape = compare_schema(db)
            tables = read_values(db, str, "SELECT name FROM main.sqlite_schema WHERE type = 'table'")
            leads = None if shape.other or shape.strange else _read_leads(db)
    if leads is None:
        yield None
    else:
        with share_numbers(range(len(tables))) as numbers, share_numbers(number_parts(leads)) as parts:
            yield Work(map(tables.__getitem__, numbers), parts, leads)


def _examine_content(
    db: sqlite3.Connection, number: int, work: Work | None, *, quick: bool
) -> Generator[tuple[Findings, Done | None], None, None]:
    """Two items: nothing, as soon as somebody begins; then what was found in a file that is whole, and what was done of
    the work, None where the leads are not to be compared. ``number``: of its schema."""
    found = Findings(schema=number)
    yield found, None
    done = None
    with _note_damage(found):
        if _examine_rows(db, found, quick) and not quick and number == SCHEMA_VERSION:
            whole = work is None or _are_tables_whole(db, work.tables)
            done = Done(whole, _count_sound(db, work))
    yield found, done


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


def _count_sound(db: sqlite3.Connection, work: Work | None) -> int:
    """How many of the first leads are sound, as far as they are in the parts taken here; None: in all."""
    count = 0
    with suppress(*UNREADABLE):  # which shows when they are derived in a copy
        leads = _read_leads(db) if work is None else work.leads
        count = SoundLeads(db, leads).count(number_parts(leads) if work is None else work.parts)
    return count


def _compare_derived(db: sqlite3.Connection, found: Findings, work: Work | None, sound: int) -> None:
    with _note_damage(found):
        leads = _read_leads(db) if work is None else work.leads
        found.leads, found.differences = compare_derived(db, leads, sound)
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
    _widen_cache(db)
    _check_file(db, found, quick=False)
    return [*found.damage, *found.indexes]


def _is_structure_whole(db: sqlite3.Connection) -> bool:
    """Whether SQLite finds nothing wrong with pages, free ones and those used twice too, and with cells.

    With :func:`_are_tables_whole` of every table it is all that SQLite's check of the whole file looks at.
    """
    db.execute("PRAGMA ignore_check_constraints = ON")
    try:
        with _hide_views(db):
            return _passes_check(db, "PRAGMA quick_check(1)")
    except UNREADABLE:
        return False
    finally:
        db.execute("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def _hide_views(db: sqlite3.Connection) -> Iterator[None]:
    """Keep the views of a private copy out of SQLite's check; nothing of it reaches the file.

    SQLite 3.40 takes the check of a whole file for that of a table where it comes upon a view first, which has no page,
    and then does not look whether free pages are free. A page of a table that is listed as free would be overwritten.
    """
    views = read_values(db, str, "SELECT name FROM main.sqlite_schema WHERE type = 'view'")
    db.execute("PRAGMA cache_spill = OFF")
    db.execute("PRAGMA journal_mode = MEMORY")
    db.execute("BEGIN")
    try:
        for name in views:
            db.execute(f"DROP VIEW main.{quote_name(name)}")
        yield
    finally:
        db.execute("ROLLBACK")


def _are_tables_whole(db: sqlite3.Connection, tables: Iterable[str]) -> bool:
    """Whether SQLite finds nothing wrong with tables, and with what their indexes hold of them. None after one with
    which it does is taken."""
    return all(_passes_check(db, f"PRAGMA integrity_check({quote_name(table)})") for table in tables)


def _passes_check(db: sqlite3.Connection, check: str) -> bool:
    try:
        return read_values(db, str, check) == ["ok"]
    except UNREADABLE:
        return False


def _widen_cache(db: sqlite3.Connection) -> None:
    """Keep 64 MiB of what is read: each row is looked up in every index, and with less most pages are read again."""
    db.execute("PRAGMA cache_size = -65536")


def _check_file(db: sqlite3.Connection, found: Findings, quick: bool) -> None:
    """Note what SQLite finds wrong with the file."""
    lines = ["ok"]
    with _note_damage(found):
        lines = read_values(db, str, f"PRAGMA {'quick_check' if quick else 'integrity_check'}(1000)")
    if lines == ["ok"]:
        # A quick look is one at the store itself, in which nothing may be hidden.
        if not (found.damage or quick or _is_structure_whole(db)):
            found.damage.append(_DAMAGED_PAGES)
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
        found.damage.append(_DAMAGED_PAGES)


_DAMAGED_PAGES = Sentence("pages of the file are damaged")
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
