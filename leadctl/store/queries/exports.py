"""Everything that the store holds, table by table, in words and names instead of numbers of rows.

Visits, follow-ups, churn, orders, sales and owners have the columns of their imports, then the numbers that say what
belongs together: ``id``, ``of_lead``, ``of_customer``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from leadctl.annotations import TYPE_CHECKING
from leadctl.store.core.rows import read_value
from leadctl.store.core.tables import Export
from leadctl.store.tables import TABLES

if TYPE_CHECKING:
    from typing import Any

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Exported:
    """One table on its way out: its rows are read while they are written, each with ``columns`` as its keys."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Values]


def read_tables(db: sqlite3.Connection, customer: int | None) -> Iterator[Exported]:
    """The tables of the store, or what they say of one customer. Those with the columns of an import come first."""
    exports = [table.export for table in TABLES if table.export is not None]
    for export in sorted(exports, key=lambda export: not export.importable):
        if customer is None or export.of_customer is not None:
            yield _open_table(db, export, customer)


def count_people(db: sqlite3.Connection) -> int:
    """How many customers a store knows; those who were forgotten are none any more."""
    return read_value(db, int, "SELECT count(*) FROM customers WHERE forgotten_on IS NULL")


def _open_table(db: sqlite3.Connection, export: Export, customer: int | None) -> Exported:
    where = f" WHERE {export.of_customer}" if customer is not None else ""
    cursor = db.cursor()
    cursor.row_factory = None
    cursor.execute(f"{export.sql}{where} ORDER BY {export.order}", {} if customer is None else {"customer": customer})
    names = [column[0] for column in cursor.description]
    columns = tuple("budget" if name == "budget_low" else name for name in names if name != "budget_high")
    return Exported(export.name, columns, _rows(cursor, names, columns))


def _rows(cursor: sqlite3.Cursor, names: list[str], columns: tuple[str, ...]) -> Iterator[Values]:
    for row in cursor:
        values = dict(zip(names, row, strict=True))
        if "budget_low" in values:
            values["budget"] = budget_text(values["budget_low"], values["budget_high"])
        for name in _YES_NO & values.keys():
            values[name] = None if values[name] is None else bool(values[name])
        for name in _LISTS & values.keys():
            values[name] = json.loads(str(values[name]))
        yield {column: values[column] for column in columns}


_LISTS = {"phones", "tags"}
_YES_NO = {"first_visit", "test_drive", "quoted", "historic"}


def budget_text(low: Any, high: Any) -> str | None:
    """The two ends in yuan, None where it is open, as an import reads a budget: ``100000-120000``, ``150000以上``."""
    if low is None and high is None:
        return None
    if low is None:
        return f"{_yuan(high)}以内"
    if high is None:
        return f"{_yuan(low)}以上"
    return _yuan(low) if low == high else f"{_yuan(low)}-{_yuan(high)}"


def _yuan(amount: float) -> str:
    """Whole yuan without a point; small amounts in 万, since a number below 1000 is read as such."""
    if amount < 1000:
        return f"{amount / 10_000:.6f}".rstrip("0").rstrip(".") + "万"
    return f"{amount:.2f}".rstrip("0").rstrip(".")
