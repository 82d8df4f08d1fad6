"""Private copies of a store, to read at length: nobody waits for the end of the reading."""

from __future__ import annotations

import sqlite3

from leadctl.store.core.connection import distrust
from leadctl.store.core.rows import read_value


def copy_into_memory(db: sqlite3.Connection) -> sqlite3.Connection:
    """A private copy of what ``db`` reads: in memory, and where that is not enough in a file without a name."""
    copy = sqlite3.connect("", isolation_level=None)
    try:
        copy.row_factory = sqlite3.Row
        distrust(copy)
        db.backup(copy)
        copy.execute("PRAGMA trusted_schema = " + ("ON" if is_schema_trusted(db) else "OFF"))
    except BaseException:
        copy.close()
        raise
    return copy


def is_schema_trusted(db: sqlite3.Connection) -> bool:
    """Whether the schema of an older leadctl is read (leadctl/store/core/connection.py)."""
    return bool(read_value(db, int, "PRAGMA trusted_schema"))
