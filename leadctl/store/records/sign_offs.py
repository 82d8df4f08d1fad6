"""Day sheets signed off by the manager."""

from __future__ import annotations

import sqlite3

from leadctl.store.core.writer import Writer


def add_sign_off(writer: Writer, *, day: str, consultant: int | None, note: str) -> int:
    """Sign a consultant's sheet of a day (ISO), or the whole team's (None), with a remark; returns its id."""
    return writer.insert("sign_offs", day=day, consultant=consultant, by=writer.author.staff, note=note)


def sign_offs_of(db: sqlite3.Connection, day: str, consultant: int | None) -> list[dict[str, object]]:
    """The remarks on a day's sheets: all of them, or those on one consultant's and on the whole team's."""
    rows = db.execute(
        "SELECT s.name AS consultant, coalesce(b.name, o.actor) AS by, o.at, f.note FROM sign_offs AS f"
        " JOIN operations AS o ON o.id = f.operation"
        " LEFT JOIN staff AS s ON s.id = f.consultant LEFT JOIN staff AS b ON b.id = f.by"
        " WHERE f.day = :day AND (:consultant IS NULL OR f.consultant IS NULL OR f.consultant = :consultant)"
        " ORDER BY f.id",
        {"day": day, "consultant": consultant},
    )
    return [dict(row) for row in rows.fetchall()]
