"""Copies of a store on the disk in which somebody still stands who was forgotten in the store itself."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing

from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import APPLICATION_ID, File
from leadctl.store.core.json_ids import json_texts
from leadctl.store.core.rows import has_rows

_HEADER = b"SQLite format 3\x00"
_APPLICATION_ID_AT = 68
"""Where a database's header says whose it is, in four bytes."""


class Copies(NamedTuple):
    """Databases by path: those that a restore or an upgrade kept, and other ones, which are backups."""

    kept: list[str]
    backups: list[str]


def find_copies_with(store: File, phones: Collection[str], folders: Iterable[str] = ()) -> Copies:
    """Databases of leadctl that hold one of these phones, or that cannot be looked into: beside the store, in the
    folders below its own, and in ``folders``; the store itself is none of them."""
    own = os.path.dirname(os.path.abspath(store))
    looked_into = [own, *_folders_in(own), *folders]
    found = {path for folder in looked_into for path in _stores_in(folder) if not _is_same_file(path, store)}
    holding = sorted(path for path in found if _may_hold(path, phones))
    marks = tuple(f"{os.path.basename(store)}.{mark}" for mark in ("before-restore-", "schema-"))
    kept = [path for path in holding if os.path.basename(path).startswith(marks)]
    return Copies(kept, [path for path in holding if path not in kept])


def _folders_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _stores_in(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.path for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError:
        return
    yield from filter(_is_store, names)


def _is_store(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except OSError:
        return False
    whose = int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    return header.startswith(_HEADER) and whose == APPLICATION_ID


def _is_same_file(path: str, store: File) -> bool:
    try:
        return os.path.samefile(path, store)
    except OSError:
        return False


def _may_hold(path: str, phones: Collection[str]) -> bool:
    """Whether one of the phones stands among the phones of a copy; also where that cannot be found out."""
    address = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        with closing(sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True)) as db:
            db.execute("PRAGMA trusted_schema = OFF")
            sql = "SELECT 1 FROM phones WHERE phone IN (SELECT value FROM json_each(?)) LIMIT 1"
            return has_rows(db, sql, (json_texts(phones),))
    except sqlite3.Error:
        return True
