"""Making a store."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from leadctl.domain.policy import parse_policy
from leadctl.domain.terms import REASON_GROUPS, REASONS, SOURCES
from leadctl.errors import Refused, Sentence, StoreUnusable, os_reason
from leadctl.store.core.connection import explain_errors, prepare
from leadctl.store.core.schema import create_schema
from leadctl.store.core.writer import Author, Writer, finish_operation, record_operation


def make_store(path: Path, settings: Mapping[str, str], *, group: str | None, now: str, author: Author) -> int:
    """Create the file with its settings and the trade's lists; returns the operation.

    With ``group`` the file is 0660 in a 2770 folder of that group. Raises Refused or StoreUnusable.
    """
    try:
        _make_folder(path.parent, group)
        with explain_errors(path):
            db = _create_file(path, group=group is not None)
    except OSError as error:
        if path.exists():
            raise Refused("{path} exists already; init only makes new databases.", path=path) from error
        raise StoreUnusable("{path} cannot be created: {why}.", path=path, why=os_reason(error)) from error
    try:
        with explain_errors(path):
            return _fill_store(db, settings, now, author)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        db.close()


def _create_file(path: Path, *, group: bool) -> sqlite3.Connection:
    """Make a new store's file with the present schema, 0600 (0660 for a group). Refuses an existing one."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o660 if group else 0o600)
    os.close(handle)
    try:
        os.chmod(path, 0o660 if group else 0o600)
        return _create_database(path)
    except BaseException:
        os.unlink(path)  # half a store would stand in the way of the next try
        raise


def _create_database(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = DELETE")
        create_schema(db)
        prepare(db, read_only=False)
    except BaseException:
        db.close()
        raise
    return db


def _make_folder(folder: Path, group: str | None) -> None:
    fresh = not folder.exists()
    if group is None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    folder.mkdir(parents=True, exist_ok=True)
    try:
        shutil.chown(folder, group=group)
    except (LookupError, PermissionError) as error:
        raise Refused(
            "The folder {folder} cannot be given to the group {group!r}: {why}.",
            folder=folder,
            group=group,
            why=os_reason(error) if isinstance(error, OSError) else Sentence("there is no such group"),
        ) from error
    if fresh or os.stat(folder).st_uid == os.getuid():
        folder.chmod(0o2770)


def _fill_store(db: sqlite3.Connection, settings: Mapping[str, str], now: str, author: Author) -> int:
    db.execute("BEGIN IMMEDIATE")
    db.execute("CREATE TEMP TABLE rows_before AS SELECT name, seq FROM main.sqlite_sequence")
    operation = record_operation(db, "init", now, author)
    writer = Writer(db, operation, now[:16], author, parse_policy(settings["policy"]), summary="store created")
    for key, value in settings.items():
        writer.insert("settings", key=key, value=value)
    for table, rows in trade_codes().items():
        for row in rows:
            writer.insert(table, **row)
    finish_operation(writer)
    db.execute("COMMIT")
    return operation


def trade_codes() -> dict[str, list[dict[str, str]]]:
    """Table -> the rows that every store has: the trade's own sources and reasons."""
    groups = {reason: group for group, reasons in REASON_GROUPS.items() for reason in reasons}
    return {
        "sources": [{"code": code, "label": labels[0]} for code, labels in SOURCES.items()],
        "reasons": [{"code": code, "label": label, "grp": groups[code]} for code, label in REASONS.items()],
    }
