"""Proving the values of a store that no constraint of the file checks: its settings, its texts, how names sound."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from math import inf
from zoneinfo import ZoneInfo

from leadctl.domain.policy import parse_policy
from leadctl.errors import LeadctlError, Sentence
from leadctl.store.core.rows import find_value
from leadctl.store.core.schema import DERIVED_COLUMNS, DERIVED_TABLES
from leadctl.store.core.schema_check import made_objects
from leadctl.store.queries.customers import pinyin

MOST = 1000
"""Findings of a kind that are listed."""

JOINED = 500
"""Rows of which the texts are decoded together."""


def check_values(db: sqlite3.Connection, *, derived: bool = False) -> list[Sentence]:
    """What is wrong with settings, texts and search keys; empty: nothing.

    ``derived``: derived texts too, which whoever compares them with what follows from the facts reads anyhow.
    """
    return list(islice((*_check_settings(db), *_check_texts(db, derived), *_check_search_keys(db)), MOST))


def check_settings(db: sqlite3.Connection) -> list[Sentence]:
    """What is wrong with the settings of a store."""
    return list(_check_settings(db))


def _check_settings(db: sqlite3.Connection) -> Iterator[Sentence]:
    settings = dict(db.execute("SELECT key, value FROM settings").fetchall())
    for key in ("timezone", "policy"):
        if key not in settings:
            yield Sentence("the setting {key} is missing", key=key)
    checks: dict[str, Callable[[str], object]] = {"timezone": ZoneInfo, "policy": parse_policy}
    for key, value in settings.items():
        check = checks.get(key) or (json.loads if value[:1] in "{[" and key not in ("store", "code") else None)
        if check is not None and not _passes(check, value):
            yield Sentence("the setting {key} cannot be read", key=key)
    for row, text in db.execute("SELECT id, toml FROM policies"):
        if not _passes(parse_policy, text):
            yield Sentence("policies {row} cannot be read", row=row)


def _passes(check: Callable[[str], object], value: str) -> bool:
    try:
        check(value)
    except (LeadctlError, ValueError, LookupError, OSError, TypeError):
        return False
    return True


def _check_texts(db: sqlite3.Connection, derived: bool) -> Iterator[Sentence]:
    """Texts that are no UTF-8: SQLite keeps and compares them, and nothing can read them."""
    for table, (kind, _) in made_objects().items():
        if kind == "table" and not _can_be_read(db, table, derived):
            before, db.text_factory = db.text_factory, bytes
            try:
                yield from _check_texts_of(db, table)
            finally:
                db.text_factory = before


def _can_be_read(db: sqlite3.Connection, table: str, derived: bool) -> bool:
    """Whether all texts of a table are surely UTF-8.

    To decode some long texts takes a third of the time that many short ones take: a column's are joined, by a character
    that completes no other.
    """
    if table in DERIVED_TABLES:
        return not derived
    left_out = () if derived else DERIVED_COLUMNS.get(table, ())
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
    wanted = [name for name in columns if name not in left_out]
    if not wanted:
        return True
    joined = ", ".join(f"group_concat({name}, ',')" for name in wanted)
    end = f"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > :last ORDER BY id LIMIT {JOINED})"
    sql = f"SELECT max(id), {joined} FROM {table} WHERE id > :last AND id <= ({end})"
    last: float | None = -inf
    try:
        while last is not None:
            last = find_value(db, int, sql, {"last": last})
    except (sqlite3.OperationalError, sqlite3.DataError):  # a text that cannot be decoded, or one that is too long
        return False
    return True


def _check_texts_of(db: sqlite3.Connection, table: str) -> Iterator[Sentence]:
    rows = db.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in rows.description]
    for row in rows:
        for name, value in zip(names, tuple(row), strict=True):
            if isinstance(value, bytes) and not value.isascii() and not _is_utf8(value):
                yield Sentence("{table} {row} {column} is no text", table=table, row=row[0], column=name)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_search_keys(db: sqlite3.Connection) -> Iterator[Sentence]:
    """How a customer's name sounds, by which it is found."""
    for row, name, sound in db.execute("SELECT id, name, pinyin FROM customers"):
        if sound is not None and sound != (pinyin(name) if name else None):
            yield Sentence("customers {row} would not be found by the sound of the name", row=row)
