"""What the store calls the sources and reasons on its lists."""

from __future__ import annotations

import sqlite3


def labels(db: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """List -> code -> label, of codes that are called otherwise than they are written."""
    found: dict[str, dict[str, str]] = {"sources": {}, "reasons": {}}
    rows = db.execute(
        "SELECT 'sources', code, label FROM sources WHERE label <> code"
        " UNION ALL SELECT 'reasons', code, label FROM reasons WHERE label <> code"
    )
    for table, code, label in rows:
        found[table][code] = label
    return found
