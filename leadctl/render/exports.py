"""Whole tables into files: a workbook with a sheet a table, a folder with a file a table, or JSON lines.

Rows are written as they are read, so that a store of any size fits into little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from leadctl.errors import Refused, os_reason
from leadctl.files import make_scratch_folder
from leadctl.render.formats.csv import csv_cell
from leadctl.render.output import open_replacement

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Sheet = tuple[str, Sequence[str], Iterable[Mapping[str, object]]]
"""A table's name, its columns, and its rows by column."""

SHEET_ROWS = 1_048_576
"""Rows that a sheet has room for, its header included; more go on to another sheet of the same name and a number."""

CELL_CHARACTERS = 32_767
"""What a cell of a workbook holds; a longer text is cut and ends in an ellipsis."""

_WIDTH = 15


def write_folder(sheets: Iterable[Sheet], folder: Path, fmt: str) -> int:
    """A file a table, ``NAME.csv`` (UTF-8 with a byte-order mark) or ``NAME.jsonl``; returns how many rows.

    The folder is made (0700) where it is missing. Raises Refused for a place that cannot be written.
    """
    _make_folder(folder)
    write = _write_csv if fmt == "csv" else _write_jsonl
    return sum(write(columns, rows, folder / f"{name}.{fmt}") for name, columns, rows in sheets)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Refused(
            "cannot make the folder {folder}: {why}; name another one with --folder",
            folder=folder,
            why=os_reason(error),
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
    """An .xlsx with a sheet a table; returns how many rows. What looks like a formula is a text."""
    from xlsxwriter.exceptions import FileCreateError
    from xlsxwriter.workbook import Workbook

    count = 0
    with open_replacement(out) as path, make_scratch_folder(path.parent) as folder:
        workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": str(folder)})
        workbook.use_zip64()
        for name, columns, rows in sheets:
            count += _write_sheets(workbook, name, columns, iter(rows))
        try:
            workbook.close()
        except FileCreateError as error:
            raise Refused("cannot write {out}: {error}; choose another file with -o", out=out, error=error) from error
    return count


def _write_sheets(workbook: Workbook, name: str, columns: Sequence[str], rows: Iterator[Mapping[str, object]]) -> int:
    """One table, over as many sheets as it needs; returns how many rows."""
    count = _write_rows(_add_sheet(workbook, name, columns), columns, islice(rows, SHEET_ROWS - 1))
    part = 2
    while (first := next(rows, None)) is not None:
        sheet = _add_sheet(workbook, f"{name} {part}", columns)
        _write_row(sheet, 1, columns, first)
        count += 1 + _write_rows(sheet, columns, islice(rows, SHEET_ROWS - 2), 2)
        part += 1
    return count


def _add_sheet(workbook: Workbook, name: str, columns: Sequence[str]) -> Worksheet:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column)
    return sheet


def _write_rows(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Mapping[str, object]], start: int = 1) -> int:
    number = start
    for row in rows:
        _write_row(sheet, number, columns, row)
        number += 1
    return number - start


def _write_row(sheet: Worksheet, number: int, columns: Sequence[str], row: Mapping[str, object]) -> None:
    for place, column in enumerate(columns):
        value = row[column]
        if isinstance(value, bool):
            sheet.write_boolean(number, place, value)
        elif isinstance(value, (int, float)):
            sheet.write_number(number, place, value)
        elif value is not None:
            text = csv_cell(value)
            sheet.write_string(number, place, text if len(text) <= CELL_CHARACTERS else f"{text[:32_766]}…")
