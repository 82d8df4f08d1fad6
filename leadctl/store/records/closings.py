"""What a manager closes: months, with the figures of their page as they were, and day sheets, which are signed off."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from leadctl.annotations import TYPE_CHECKING
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, read_rows
from leadctl.store.core.writer import Writer

if TYPE_CHECKING:
    from typing import Any


class Closing(NamedTuple):
    """A closed month: the operation that closed it, when and by whom, and the page's JSON of then."""

    operation: int
    at: str
    by: str
    figures: dict[str, Any]


def closing_of(db: sqlite3.Connection, month: str) -> Closing | None:
    """The closing of a month (``YYYY-MM``); None: it is not closed."""
    return find_row(
        db,
        lambda operation, at, by, figures: Closing(operation, at, by, json.loads(figures)),
        "SELECT c.operation, o.at, o.actor, c.figures FROM closings AS c JOIN operations AS o ON o.id = c.operation"
        " WHERE c.month = :month",
        {"month": month},
    )


def close_month(writer: Writer, month: str, figures: Mapping[str, object]) -> None:
    """Keep the figures of a month's page. Raises sqlite3.IntegrityError when the month is closed already."""
    writer.insert("closings", month=month, figures=json.dumps(figures, ensure_ascii=False))


def add_sign_off(writer: Writer, *, day: str, consultant: int | None, note: str) -> int:
    """Sign a consultant's sheet of a day (ISO), or the whole team's (None), with a remark; returns its id."""
    return writer.insert("sign_offs", day=day, consultant=consultant, by=writer.author.staff, note=note)


class SignOff(NamedTuple):
    """A remark on a consultant's sheet of a day, or on the team's (None), as JSON shows it."""

    consultant: str | None
    by: str
    at: str
    note: str


def sign_offs_of(db: sqlite3.Connection, day: str, consultant: int | None) -> list[SignOff]:
    """The remarks on a day's sheets: all of them, or those on one consultant's and on the whole team's."""
    sql = (
        "SELECT s.name AS consultant, coalesce(b.name, o.actor) AS by, o.at, f.note FROM sign_offs AS f"
        " JOIN operations AS o ON o.id = f.operation"
        " LEFT JOIN staff AS s ON s.id = f.consultant LEFT JOIN staff AS b ON b.id = f.by"
        " WHERE f.day = :day AND (:consultant IS NULL OR f.consultant IS NULL OR f.consultant = :consultant)"
        " ORDER BY f.id"
    )
    return read_rows(db, SignOff, sql, {"day": day, "consultant": consultant})
