"""The views that people ask their own questions of (docs/views.md), and nothing else of the store.

``schema.sql`` has them masked. Who reads them here gets them under the same names as temporary views of views, whose
inner names nobody can guess: SQLite says of each column that a statement reads in which view it is read, and takes the
name of a part that the statement defines itself (``WITH v_leads AS ...``) for one. So only what is read inside an inner
name is trusted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import lru_cache
from os import PathLike
from secrets import token_hex
from time import monotonic

from leadctl.domain.phones_in_text import mask_phones_in
from leadctl.errors import Refused, Sentence
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import Database
from leadctl.store.core.schema_check import made_objects
from leadctl.store.facts.registry import FACT_TABLES
from leadctl.store.tables import TABLES

MASKED_COPY_ID = 1279609165
"""The application id of a masked copy, by which one may take the place of an older one."""

MOST_ROWS = 1_000_000
"""More than any program of an office opens."""

_STEPS_A_LOOK = 10_000
_MOST_BYTES = 50_000_000
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
_REFUSED_FUNCTIONS = ("load_extension",)

_OPENED: Mapping[str, Mapping[str, str]] = {
    "v_customers": {"phone": "(SELECT p.phone FROM phones AS p WHERE p.customer = i.customer ORDER BY p.id LIMIT 1)"},
    "v_visits": {"note": "(SELECT w.note FROM visits AS w WHERE w.id = i.visit)"},
    "v_followups": {
        "note": "(SELECT w.note FROM followups AS w WHERE w.id = i.followup)",
        "agreed": "(SELECT w.agreed FROM followups AS w WHERE w.id = i.followup)",
    },
    "v_churns": {"note": "(SELECT w.note FROM churns AS w WHERE w.id = i.churn)"},
}
"""What --reveal puts in the place of masked columns, or adds, over the masked view ``i``."""


class Answer(NamedTuple):
    """What a query found: the names of its columns, each once, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def view_names() -> tuple[str, ...]:
    """The views, in the order of the schema."""
    return tuple(name for name, (kind, _) in made_objects().items() if kind == "view")


def ask_views(db: Database, sql: str, *, seconds: float, reveal: bool = False) -> Answer:
    """The answer to one statement that reads the views; ``reveal``: with phones in full, and notes.

    Raises Refused for what reads or does anything else, is no SQL, takes longer than ``seconds``, or has too many rows.
    """
    with _open_views(db, reveal):
        end = monotonic() + seconds
        db.set_progress_handler(lambda: monotonic() > end, _STEPS_A_LOOK)
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES)
        try:
            with closing(db.cursor()) as cursor:
                cursor.row_factory = None
                return _fetch(cursor, sql)
        except sqlite3.Error as error:
            raise _explain(error, seconds) from error
        finally:
            db.set_progress_handler(None, 0)


def _fetch(cursor: sqlite3.Cursor, sql: str) -> Answer:
    cursor.execute(sql)
    if cursor.description is None:
        raise no_query()
    return make_answer((str(column[0]) for column in cursor.description), cursor.fetchmany(MOST_ROWS + 1))


def make_answer(names: Iterable[str], rows: list[tuple[object, ...]]) -> Answer:
    """The answer of these rows. Raises Refused for more than MOST_ROWS."""
    if len(rows) > MOST_ROWS:
        raise Refused("The answer has more than {count} rows; add a LIMIT, or count.", count=MOST_ROWS)
    return Answer(_name_columns(names), rows)


def _name_columns(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, since rows become objects: the second ``lead`` is ``lead_2``."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name}_{number}"
        found.append(unique)
    return tuple(found)


def _explain(error: sqlite3.Error, seconds: float) -> Refused:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_INTERRUPT:
        return too_long(seconds)
    return not_allowed(str(error)) if code == sqlite3.SQLITE_AUTH else bad_query(str(error))


def too_long(seconds: float) -> Refused:
    """What to say of a query that was stopped."""
    return Refused(
        "The query was stopped after {seconds} seconds; narrow it down, or allow more with --seconds.",
        seconds=f"{seconds:g}",
    ).with_code("query-too-long")


def not_allowed(text: str) -> Refused:
    """What to say of a query that reads anything but the views; ``text``: what that is."""
    why, views = Sentence("{text}", text=text.rstrip(".")), " ".join(view_names())
    return Refused("A query may only read the views {views} ({why}).", views=views, why=why).with_code(
        "query-not-allowed"
    )


def bad_query(text: str) -> Refused:
    """What to say of a query that has no answer; ``text``: what the engine says of it."""
    why = Sentence("{text}", text=text.strip().partition("\n")[0].rstrip("."))
    return Refused("The query cannot be answered: {why}.", why=why).with_code("bad-query")


def no_query() -> Refused:
    """What to say of a statement that asks nothing."""
    return Refused("A query begins with SELECT or WITH.").with_code("no-query")


@contextmanager
def _open_views(db: Database, reveal: bool) -> Iterator[None]:
    """The views by their names, and everything else closed."""
    made: list[str] = []

    def make_view(name: str, text: str) -> str:
        db.execute(f"CREATE TEMP VIEW {name} AS {text}")
        made.append(name)
        return name

    mask = lru_cache(100_000)(mask_phones_in)
    db.create_function(
        "mask_phones_in", 1, lambda cell: mask(cell) if isinstance(cell, str) else cell, deterministic=True
    )
    db.execute("PRAGMA query_only = OFF")
    for name in view_names():
        _, text = made_objects()[name]
        masked = make_view(f"v{token_hex(16)}", text.partition(" AS\n")[2])
        shown = make_view(f"v{token_hex(16)}", f"SELECT {_choose_columns(db, masked, name, reveal)} FROM {masked} AS i")
        make_view(name, f"SELECT * FROM {shown}")
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(_make_guard(frozenset(made).difference(view_names())))
    try:
        yield
    finally:
        db.set_authorizer(None)
        db.execute("PRAGMA query_only = OFF")
        for name in reversed(made):
            db.execute(f"DROP VIEW temp.{name}")
        db.execute("PRAGMA query_only = ON")


def _choose_columns(db: Database, masked: str, name: str, reveal: bool) -> str:
    """The columns of a view; unless all is revealed, with phones masked in what somebody typed, which a query could
    take apart."""
    opened, typed = (dict(_OPENED.get(name, {})), frozenset()) if reveal else ({}, _find_typed())
    present = [row[1] for row in db.execute(f"PRAGMA temp.table_info({masked})")]
    named = {
        column: opened.pop(column, f"mask_phones_in(i.{column})" if column in typed else f"i.{column}")
        for column in present
    } | opened
    return ", ".join(f"{value} AS {column}" for column, value in named.items())


def _find_typed() -> frozenset[str]:
    """The columns of facts and customers in which somebody wrote."""
    tables = [table for table in TABLES if table.name in (*FACT_TABLES, "customers")]
    return frozenset(column for table in tables for column in (*table.texts, *table.plain, *table.erased))


def _make_guard(inner: frozenset[str]) -> Callable[..., int]:
    """What SQLite asks about each thing that a statement reads or does."""
    shown, stored, read_inside = frozenset(view_names()), frozenset(made_objects()), set[str | None]()

    def allow(action: int, first: str | None, second: str | None, _database: str | None, within: str | None) -> int:
        if action == sqlite3.SQLITE_READ:
            if within in inner:
                read_inside.add(first)
            allowed = within in inner or first in shown or (first in inner and within in shown)
            # Without a column: the rows of a table are gone through, which a view of it was found to need before, or
            # those of a part that the statement defines itself.
            allowed |= not second and (first in read_inside or first not in stored)
        elif action == sqlite3.SQLITE_FUNCTION:
            allowed = second not in _REFUSED_FUNCTIONS
        else:
            allowed = action in _ALLOWED
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return allow


def write_masked_copy(db: Database, target: str | PathLike[str]) -> int:
    """Write the views as tables into the empty file ``target``, phones in any text masked; returns how many rows."""
    mask, count = lru_cache(100_000)(mask_phones_in), 0
    with closing(sqlite3.connect(target)) as copy, closing(db.cursor()) as cursor:
        cursor.row_factory = None
        copy.execute(f"PRAGMA application_id = {MASKED_COPY_ID}")
        for name in view_names():
            columns = [f"{row[1]} {row[2]}" for row in db.execute(f"PRAGMA main.table_info({name})")]
            copy.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            cursor.execute(f"SELECT * FROM main.{name}")
            rows = ([mask(cell) if isinstance(cell, str) else cell for cell in row] for row in cursor)
            made = copy.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
            count += made.rowcount
        copy.commit()
    return count


def is_masked_copy(path: str | PathLike[str]) -> bool:
    """Whether a file is a masked copy, which a newer one may replace."""
    try:
        with open(path, "rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head[:6] == b"SQLite" and int.from_bytes(head[68:72], "big") == MASKED_COPY_ID
