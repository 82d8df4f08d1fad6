"""Workbooks of Excel and OpenDocument, read by calamine, with what a look at their XML adds."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from leadctl.intake.sheets.child.inspection import Inspection
from leadctl.intake.sheets.child.ods_xml import inspect_ods
from leadctl.intake.sheets.child.plain_sheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    PlainBook,
    PlainSheet,
    UnreadableError,
)
from leadctl.intake.sheets.child.xlsx_xml import inspect_xlsx

Cell = int | float | str | bool | time | date | datetime | timedelta

_INSPECT = {"xlsx": inspect_xlsx, "ods": inspect_ods}


def read_workbook(content: bytes, kind: str, encoding: str) -> PlainBook:
    """The worksheets of a workbook of this kind: xlsx, xlsb, xls or ods. Raises UnreadableError."""
    inspect = _INSPECT.get(kind)
    inspection = inspect(content) if inspect else Inspection(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(inspection.content))
        sheets = [
            _read_sheet(book.get_sheet_by_name(known.name), known.visible != SheetVisibleEnum.Visible, inspection)
            for known in book.sheets_metadata[:MOST_SHEETS]
            if known.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError as locked:
        raise UnreadableError("password") from locked
    except CalamineError as broken:
        raise UnreadableError("damaged") from broken
    return PlainBook(sheets, unchecked=inspect is None)


def _read_sheet(sheet: CalamineSheet, hidden: bool, inspection: Inspection) -> PlainSheet:
    rows, columns = sheet.end or (0, 0)
    if rows >= MOST_ROWS or columns >= MOST_COLUMNS:
        raise UnreadableError("rows")
    if sheet.height * sheet.width > MOST_CELLS:
        raise UnreadableError("memory")
    findings = inspection.sheets.get(sheet.name)
    plain = PlainSheet(sheet.name, lambda: _read_rows(sheet), hidden)
    plain.merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    if findings:
        plain.hidden_rows = findings.hidden_rows
        plain.bad_cells = findings.bad_cells
        plain.merges += findings.merges
        last = max((row for row, _ in findings.bad_cells), default=-1)
        plain.rows = lambda: _extend(_read_rows(sheet), last + 1)
    return plain


def _read_rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    if sheet.start is None:
        return
    before = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield before + [cell if type(cell) is str else format_value(cell) for cell in row]


def _extend(rows: Iterator[list[str]], least: int) -> Iterator[list[str]]:
    """The rows, followed by empty ones up to ``least``: cells with errors may stand below everything else."""
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last count is used below
        yield row
    for _ in range(count, least):
        yield []


def format_value(value: Cell) -> str:
    """A value as the text that a CSV would hold: whole numbers without .0, others as a spreadsheet shows them."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, timedelta):
        return format_moment(datetime(1900, 1, 1) + value) if timedelta(0) <= value < timedelta(1) else str(value)
    if isinstance(value, time):
        return format_moment(datetime.combine(date(1900, 1, 1), value))
    return value.isoformat() if isinstance(value, date) else str(value)


def format_moment(value: datetime) -> str:
    """A moment to the minute, its day alone at midnight, its time alone where a spreadsheet has no day."""
    value += timedelta(milliseconds=500)  # spreadsheets keep 9:05 as a fraction just short of it
    if value.year <= 1900:
        return value.strftime("%H:%M")
    return value.date().isoformat() if not value.hour and not value.minute else value.isoformat(" ", "minutes")
