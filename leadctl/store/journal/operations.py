"""What was done, by whom, and whether it still holds."""

from __future__ import annotations

import sqlite3

from leadctl.store.journal.dependence import undone_by

KEYS = ("id", "at", "who", "login", "host", "command", "summary", "undoes", "undone_by", "file")


def operations(db: sqlite3.Connection, limit: int | None) -> list[dict[str, object]]:
    """The newest operations first, ``limit`` of them (None: all), each with the one that took it back."""
    rows = db.execute(
        "SELECT id, at, actor AS who, login, host, command, summary, undoes, file FROM operations"
        " ORDER BY id DESC LIMIT :limit",
        {"limit": -1 if limit is None else limit},
    ).fetchall()
    undone = {row["undoes"] for row in db.execute("SELECT undoes FROM operations WHERE undoes IS NOT NULL")}
    found = []
    for row in rows:
        values = dict(row) | {"undone_by": undone_by(db, row["id"]) if row["id"] in undone else None}
        found.append({key: values[key] for key in KEYS})
    return found
