"""The form of what a check finds."""

from __future__ import annotations

import sqlite3

KEYS = ("lead", "visit", "followup", "customer", "consultant", "grade", "day", "what", "since")
"""What every record has: whom it is about (null where it is not), its ISO day, the check, and since when it holds."""

Record = dict[str, object]


def finding(row: sqlite3.Row, check: str, day: object, *, since: object = None, **more: object) -> Record:
    """The record of a row. ``since`` left out: the day; ``more``: what only this check says."""
    known = dict(row)
    values: Record = {key: known.get(key) for key in KEYS}
    since_day = str(since or day or "")[:10] or None
    return values | {"what": check, "day": None if day is None else str(day)[:10], "since": since_day} | more
