"""Data for spreadsheets and programs as CSV: keys and codes are English, values raw."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.render.cells import shown_columns
from leadctl.render.page import Page, Table
from leadctl.render.values import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(page: Page) -> str:
    """Each table under its keys; several tables each carry their title and are parted by an empty line."""
    parts = [_csv_table(table, titled=len(page.tables) > 1) for table in page.tables]
    return "\n".join(parts)


def _csv_table(table: Table, *, titled: bool) -> str:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if titled and table.title:
        writer.writerow([csv_cell(table.title)])
    keys = [column.key for column in shown_columns(table, "csv")]
    writer.writerow(keys)
    writer.writerows([csv_cell(row.get(key)) for key in keys] for row in table.rows)
    return buffer.getvalue()


def csv_cell(value: object) -> str:
    """A raw value for a spreadsheet: empty for None, numbers in full, a ``'`` before what would be a formula."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return repr(value).lower()
    text = _joined(value)
    cleaned = clean(text)
    return f"'{cleaned}" if _risky(text) or _risky(cleaned) else cleaned


def _risky(text: str) -> bool:
    """Whether a spreadsheet would calculate, or a ``'`` that stands before such a text would be taken for ours."""
    return text.lstrip("'").startswith(_FORMULA)


def _joined(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={item}" for key, item in value.items())
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
