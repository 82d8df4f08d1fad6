"""Whole tables into files: a workbook with a sheet a table, a folder with a file a table, or JSON lines.

Rows are written as they are read, so that a store of any size fits into little memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, os_reason
from leadctl.files import make_scratch_folder
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean
from leadctl.render.formats.csv import csv_cell
from leadctl.render.output import open_replacement
from leadctl.render.page import PROGRAM, Page
from leadctl.render.sheets import Styles, set_print, write_cell

if TYPE_CHECKING:
    from typing import TextIO

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Sheet = tuple[str, Sequence[str], Iterable[Mapping[str, object]]]
"""A table's name, its columns, and its rows by column."""

SHEET_ROWS = 1_048_576
"""Rows that a sheet has room for, its header included; more go on to another sheet of the same name and a number."""

_WIDTH, _NOTE_WIDTH = 15, 40
_LONG = ("note", "what", "solution", "summary")
_UPRIGHT = 6
"""Columns up to which a sheet is printed upright."""

_TIMES = ("at", "on", "by", "first", "last", "until", "since", "day")


class _Book(NamedTuple):
    workbook: Workbook
    styles: Styles


def write_folder(sheets: Iterable[Sheet], folder: Path, fmt: str) -> int:
    """A file a table, ``NAME.csv`` (UTF-8 with a byte-order mark) or ``NAME.jsonl``; returns how many rows.

    The folder is made (0700) where it is missing. Raises Refused for a place that cannot be written.
    """
    _make_folder(folder)
    write = _write_csv if fmt == "csv" else _write_jsonl
    return sum(write(columns, rows, folder / f"{name}.{fmt}") for name, columns, rows in sheets)


def write_table_files(page: Page, folder: Path) -> None:
    """Each table that programs read of a page as a CSV file, named after its title. Raises Refused."""
    _make_folder(folder, "-o")
    taken: list[str] = []
    for table in page.tables_for(PROGRAM):
        keys = [column.key for column in table.columns_for(PROGRAM)]
        name = _name_file(table.title, taken)
        taken.append(name)
        _write_csv(keys, ({key: row.get(key) for key in keys} for row in table.rows), folder / f"{name}.csv")


def _name_file(title: str, taken: Sequence[str]) -> str:
    """``churn-by-model`` of a title; of none ``table``; numbered where it stands already."""
    bare = "-".join(re.findall(r"\w+", clean(title).casefold()))[:80] or "table"
    name, number = bare, 2
    while name in taken:
        name, number = f"{bare}-{number}", number + 1
    return name


def _make_folder(folder: Path, option: str = "--folder") -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refused(
            "cannot make the folder {folder}: {why}; name another one with {option}",
            folder=folder,
            why=os_reason(error),
            option=option,
        ) from error


def _write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]], out: Path) -> int:
    import csv

    count = 0
    with open_replacement(out) as path, path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([csv_cell(row[column]) for column in columns])
            count += 1
    return count


def _write_jsonl(columns: Sequence[str], rows: Iterable[Mapping[str, object]], out: Path) -> int:
    from leadctl.render.formats.json import json_line

    count = 0
    with open_replacement(out) as path, path.open("w", encoding="utf-8", errors="replace") as file:
        for row in rows:
            file.write(json_line(row, "utf-8"))
            count += 1
    return count


def write_lines_file(sheets: Iterable[Sheet], out: Path) -> int:
    """All tables in one file of JSON lines, as :func:`write_lines`; returns how many rows."""
    with open_replacement(out) as path, path.open("w", encoding="utf-8", errors="replace") as file:
        return write_lines(sheets, file, "utf-8")


def write_lines(sheets: Iterable[Sheet], stream: TextIO, encoding: str) -> int:
    """A record a line, each with its ``table`` first; returns how many."""
    from leadctl.render.formats.json import json_line

    count = 0
    for name, _, rows in sheets:
        for row in rows:
            stream.write(json_line({"table": name, **row}, encoding))
            count += 1
    return count


def write_workbook(sheets: Iterable[Sheet], out: Path) -> int:
    """An .xlsx with a sheet a table, numbers and days as such; returns how many rows. What looks like a formula is a
    text. The headings are those of the imports, in every language, so that it can be imported again."""
    from xlsxwriter.exceptions import FileCreateError
    from xlsxwriter.workbook import Workbook

    count = 0
    with open_replacement(out) as path, make_scratch_folder(path.parent) as folder:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": str(folder)})
        workbook.use_zip64()
        book = _Book(workbook, Styles(workbook))
        for name, columns, rows in sheets:
            count += _write_sheets(book, name, columns, iter(rows))
        try:
            workbook.close()
        except FileCreateError as error:
            raise Refused("cannot write {out}: {error}; choose another file with -o", out=out, error=error) from error
    return count


def _write_sheets(book: _Book, name: str, columns: Sequence[str], rows: Iterator[Mapping[str, object]]) -> int:
    """One table, over as many sheets as it needs; returns how many rows."""
    count = _write_rows(book, _add_sheet(book, name, columns), columns, islice(rows, SHEET_ROWS - 1))
    part = 2
    while (first := next(rows, None)) is not None:
        sheet = _add_sheet(book, f"{name} {part}", columns)
        count += _write_rows(book, sheet, columns, chain((first,), islice(rows, SHEET_ROWS - 2)))
        part += 1
    return count


def _add_sheet(book: _Book, name: str, columns: Sequence[str]) -> Worksheet:
    sheet = book.workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width_of(column))
        sheet.write_string(0, place, column, book.styles.find_header())
    set_print(sheet, name, wide=len(columns) > _UPRIGHT)
    return sheet


def _width_of(column: str) -> int:
    return _NOTE_WIDTH if column in _LONG else max(_WIDTH, len(column) + 2)


def _write_rows(book: _Book, sheet: Worksheet, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            value = row[column]
            if (isinstance(value, str) and not _is_time(column)) or isinstance(value, (list, tuple)):
                write_cell(sheet, (count, place), "note", _join(value), book.styles)
            else:
                write_cell(sheet, (count, place), "number", value, book.styles)
    return count


def _join(value: object) -> object:
    """What a cell can hold: a list as a text."""
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _is_time(column: str) -> bool:
    """Whether a column of the store holds days or moments, so that a note or a name that reads like a day is none."""
    return column in _TIMES or column.endswith(("_at", "_on", "_by"))
