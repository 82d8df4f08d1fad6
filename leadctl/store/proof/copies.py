"""Copies of a store: private ones to read at length, and files that are proved before they take a name."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from leadctl.errors import Refused, Sentence
from leadctl.files import replace_file
from leadctl.store.core.connection import distrust
from leadctl.store.core.private_copies import is_schema_trusted
from leadctl.store.core.rows import read_value
from leadctl.store.proof.examination import Findings, examine_database, find_damage

KEPT = 3
"""How many of the copies that leadctl makes by itself stay beside a store."""

_KINDS = ("before-restore", "before-repair", "schema")


def write_copy(db: sqlite3.Connection, path: Path) -> None:
    """Copy all pages that ``db`` reads into the file at ``path``."""
    with closing(sqlite3.connect(path)) as copy:
        db.backup(copy)


def prove_copy(path: Path) -> Findings:
    """Examine a copy of a store of this version, without changing it."""
    with closing(_open_copy(path)) as copy:
        return examine_database(copy)


def _open_copy(path: Path) -> sqlite3.Connection:
    address = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    db = sqlite3.connect(f"file:{address}?mode=rw", uri=True, isolation_level=None)
    db.row_factory = sqlite3.Row
    distrust(db)
    return db


def keep_old_store(db: sqlite3.Connection, path: Path, kind: str, *, proved: bool = True) -> Path:
    """Keep what ``db`` reads of the store at ``path`` beside it, over nothing; returns the file's path.

    Of the copies that leadctl has kept so the newest three stay. ``proved``: only a whole one is kept. Raises Refused
    for one that is not, OSError and sqlite3.Error where it cannot be made.
    """
    kept = free_name(path, kind)
    with replace_file(kept, mode=mode_of_copies(path), over=False) as unfinished:
        write_copy(db, unfinished)
        if proved:
            _refuse_other_copy(db, unfinished)
    forget_older_copies(path)
    return kept


def mode_of_copies(path: Path) -> int:
    """The permissions of copies of a store: its group's too where the store is a group's."""
    return 0o660 if path.stat().st_mode & stat.S_IWGRP else 0o600


def _refuse_other_copy(db: sqlite3.Connection, path: Path) -> None:
    operations = read_value(db, int, "SELECT count(*) FROM operations")
    with closing(_open_copy(path)) as copy:
        copy.execute("PRAGMA trusted_schema = " + ("ON" if is_schema_trusted(db) else "OFF"))
        copied = read_value(copy, int, "SELECT count(*) FROM operations")
        wrong = find_damage(copy)
    if wrong or copied != operations:
        raise Refused("the store is damaged ({what})", what=wrong[0] if wrong else Sentence("operations are missing"))


def free_name(path: Path, kind: str) -> Path:
    """``<db>.<kind>``, numbered where that is taken."""
    stem = f"{path.name}.{kind}"
    names = [stem, *(f"{stem}-{count}" for count in range(2, 10_000))]
    return next(path.with_name(name) for name in names if not os.path.lexists(path.with_name(name)))


def kept_copies(path: Path) -> list[Path]:
    """The copies that leadctl has kept beside a store, the newest first."""
    try:
        beside = list(path.parent.iterdir())
    except OSError:
        return []
    found = []
    for entry in beside:
        if any(entry.name.startswith(f"{path.name}.{kind}-") for kind in _KINDS):
            status = entry.lstat()
            if stat.S_ISREG(status.st_mode) and not entry.name.endswith("-journal"):
                found.append((status.st_mtime_ns, entry.name, entry))
    return [entry for _, _, entry in sorted(found, reverse=True)]


def forget_older_copies(path: Path) -> None:
    """Remove all but the newest of the copies that leadctl has kept beside a store, as far as they are ours."""
    for entry in kept_copies(path)[KEPT:]:
        if not hasattr(os, "getuid") or entry.lstat().st_uid == os.getuid():
            entry.unlink(missing_ok=True)
