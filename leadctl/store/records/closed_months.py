"""Months that were closed: the figures of their page, kept as they were."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadctl.store.core.writer import Writer


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed month: the operation that closed it, when and by whom, and the page's JSON of then."""

    operation: int
    at: str
    by: str
    figures: dict[str, Any]


def closing_of(db: sqlite3.Connection, month: str) -> Closing | None:
    """The closing of a month (``YYYY-MM``); None: it is not closed."""
    row = db.execute(
        "SELECT c.operation, o.at, o.actor, c.figures FROM closings AS c JOIN operations AS o ON o.id = c.operation"
        " WHERE c.month = :month",
        {"month": month},
    ).fetchone()
    return None if row is None else Closing(row["operation"], row["at"], row["actor"], json.loads(row["figures"]))


def close_month(writer: Writer, month: str, figures: Mapping[str, object]) -> None:
    """Keep the figures of a month's page. Raises sqlite3.IntegrityError when the month is closed already."""
    writer.insert("closings", month=month, figures=json.dumps(figures, ensure_ascii=False))
