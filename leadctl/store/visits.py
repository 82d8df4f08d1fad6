"""The register of visits."""

from __future__ import annotations

import sqlite3

from leadctl.errors import Refused


def visit_row(db: sqlite3.Connection, visit: int) -> sqlite3.Row:
    """A visit's row. Raises Refused when there is none."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM visits WHERE id = :id", {"id": visit}).fetchone()
    if row is None:
        raise Refused(f"There is no visit {visit}; see: leadctl visits")
    return row
