"""Data for spreadsheets and programs as CSV: keys and codes are English, values raw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from leadctl.domain.record_lists import read_values, take_chunks
from leadctl.plain_text import are_guarded, guard_cell
from leadctl.render.formats import Format, Medium
from leadctl.render.page import PROGRAM, Page, Table


def write_csv(page: Page, medium: Medium) -> Iterator[str]:
    """Each table under its keys; several tables each carry their title and are parted by an empty line."""
    tables = page.tables_for(PROGRAM)
    for place, table in enumerate(tables):
        if place:
            yield "\n"
        yield from _write_table(table, titled=len(tables) > 1)


def _write_table(table: Table, *, titled: bool) -> Iterator[str]:
    """In pieces, since a table may have hundreds of thousands of rows."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if titled and table.title:
        writer.writerow([csv_cell(table.title)])
    keys = [column.key for column in table.columns_for(PROGRAM)]
    writer.writerow([csv_cell(key) for key in keys])
    yield buffer.getvalue()
    for part in take_chunks(read_values(table.rows, keys)):
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(zip(*map(_column_cells, zip(*part, strict=True)), strict=True))
        yield buffer.getvalue()


def _column_cells(values: Sequence[object]) -> Sequence[object]:
    """A cell for each value as :func:`csv_cell` writes it; what the writer writes so itself, as nearly all columns are,
    is looked through as a whole."""
    plain = _WRITTEN_SO.issuperset(map(type, values))
    plain = plain and are_guarded([value for value in set(values) if isinstance(value, str)])
    return values if plain else list(map(csv_cell, values))


_WRITTEN_SO = frozenset((str, int, float, type(None)))
"""Types of which the writer writes the same text; not of bool."""


def csv_cell(value: object) -> str:
    """A raw value for a spreadsheet: empty for None, numbers in full, a ``'`` before what would be a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guard_cell(value)
    if isinstance(value, (int, float)):
        return repr(value).lower()
    return guard_cell(_join_values(value))


def _join_values(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={item}" for key, item in value.items())
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


FORMAT = Format(PROGRAM, write_csv)
