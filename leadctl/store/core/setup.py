"""Making a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from leadctl.domain.policy import parse_policy
from leadctl.domain.terms import REASON_GROUPS, REASONS, SOURCES
from leadctl.errors import Refused, StoreUnusable, os_reason
from leadctl.files import make_private_folder, replace_file
from leadctl.store.core.connection import distrust, explain_errors, prepare, refuse_old_library
from leadctl.store.core.schema import create_schema
from leadctl.store.core.shared_folder import make_shared_folder
from leadctl.store.core.writer import Author, Writer, finish_operation, record_operation


def make_store(path: Path, settings: Mapping[str, str], *, group: str | None, now: str, author: Author) -> int:
    """Create the file with its settings and the trade's lists; returns the operation.

    With ``group`` the file is 0660 in a 2770 folder of that group, which is made for it or was prepared. Raises Refused
    or StoreUnusable.
    """
    try:
        if group is None:
            make_private_folder(path.parent)
        else:
            make_shared_folder(path.parent, group)
        # Beside, and given its name when it is whole: half a store would stand in the way of the next try.
        with (
            replace_file(path, mode=0o600 if group is None else 0o660, over=False) as unfinished,
            explain_errors(path),
            closing(_create_database(unfinished)) as db,
        ):
            return _fill_store(db, settings, now, author)
    except FileExistsError as error:
        raise Refused("{path} exists already; init only makes new databases.", path=path) from error
    except OSError as error:
        raise StoreUnusable("{path} cannot be created: {why}.", path=path, why=os_reason(error)) from error


def _create_database(path: Path) -> sqlite3.Connection:
    """Make an empty file a database of the present schema."""
    refuse_old_library()
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        distrust(db)
        db.execute("PRAGMA journal_mode = DELETE")
        create_schema(db)
        prepare(db, read_only=False)
    except BaseException:
        db.close()
        raise
    return db


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
