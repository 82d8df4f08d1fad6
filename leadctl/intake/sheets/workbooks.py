"""Sheets of .xlsx workbooks as tables of text cells."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from leadctl.errors import Refused, listing, template
from leadctl.intake.sheets.table import BLOCK_ROWS, HEADER_ROWS, Block, Row, cell_text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MOST_BYTES = 1 << 30
_BIG = 100 << 20
_MOST_INFLATED = 200
_MOST_COLUMNS = 256
_MOST_ROWS = 1 << 20
_SPARE_COLUMNS = 8
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
# What zipfile, the XML parser and openpyxl raise over a damaged or hostile workbook.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, RuntimeError, LookupError, ValueError, TypeError,
    AttributeError, OverflowError,
)  # fmt: skip


class WorkbookTable:
    """The rows of one visible sheet: the named one, else the first that ``is_register``, else the first.

    Dates and times become ISO text. A formula that was never calculated and a cell with an error value make
    their row unreadable. Raises Refused for what is no workbook, unpacks to an absurd size, or lacks the sheet.
    """

    def __init__(self, stream: IO[bytes], sheet: str | None, is_register: Callable[[list[Row]], bool]) -> None:
        has_formulas = _inspect_archive(stream)
        self._values = _open_workbook(stream, data_only=True)
        self._formulas = _open_workbook(stream, data_only=False) if has_formulas else None
        self._name, self._head = self._choose_sheet(sheet, is_register)
        self._width = min(max(map(len, self._head), default=0) + _SPARE_COLUMNS, _MOST_COLUMNS)

    def head(self) -> list[Row]:
        """The first rows, without consuming them."""
        return self._head

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones."""
        numbered = enumerate(self._read_rows(self._name, after + 1, None, self._width), start=after + 1)
        while taken := list(islice(numbered, BLOCK_ROWS)):
            if taken[-1][0] > _MOST_ROWS:
                raise Refused("the sheet has more rows than any spreadsheet can")
            yield _make_block(taken)

    def _choose_sheet(self, sheet: str | None, is_register: Callable[[list[Row]], bool]) -> tuple[str, list[Row]]:
        names = [page.title for page in self._values.worksheets]
        if sheet is not None:
            if sheet not in names:
                raise Refused(
                    "there is no sheet {sheet!r}; the workbook has {sheets}", sheet=sheet, sheets=listing(names)
                )
            return sheet, self._first_rows(sheet)
        visible = [page.title for page in self._values.worksheets if page.sheet_state == "visible"] or names
        heads = {name: self._first_rows(name) for name in visible}
        if not heads:
            raise Refused("the workbook has no sheet with cells")
        return next(((name, head) for name, head in heads.items() if is_register(head)), next(iter(heads.items())))

    def _first_rows(self, name: str) -> list[Row]:
        rows = [_trim_row(_row_texts(values)[0]) for values in self._read_rows(name, 1, HEADER_ROWS, _MOST_COLUMNS)]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _read_rows(self, name: str, first: int, last: int | None, width: int) -> Iterator[tuple[object, ...]]:
        values = _iterate_rows(self._values, name, first, last, width)
        if self._formulas is None:
            yield from values
            return
        for computed, written in zip(values, _iterate_rows(self._formulas, name, first, last, width), strict=True):
            yield tuple(map(_mark_uncalculated, computed, written))


class _Unreadable(str):
    """A cell without a value to read; its text is what the file shows, ``reason`` why it cannot be taken."""

    reason = template("holds a formula that was never calculated; open and save the file in a spreadsheet")


class _ErrorCell(_Unreadable):
    reason = template("holds an error of the spreadsheet")


def _mark_uncalculated(computed: object, written: object) -> object:
    if computed is None and written is not None:
        return _Unreadable(written if isinstance(written, str) else "=")
    return computed


def _inspect_archive(stream: IO[bytes]) -> bool:
    """Refuse what is no workbook or unpacks to an absurd size; tell whether any sheet has formulas."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _refuse_bomb(sum(part.file_size for part in parts), sum(part.compress_size for part in parts))
            return any(_has_formula(archive, part) for part in parts if part.filename.startswith("xl/worksheets/"))
    except _BROKEN as broken:
        raise Refused("the file is no .xlsx workbook, or a damaged one") from broken


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > _MOST_BYTES or (unpacked > _BIG and unpacked > _MOST_INFLATED * max(packed, 1)):
        raise Refused(
            "the workbook unpacks to {size} MB, more than a register ever has; save it as .csv", size=unpacked >> 20
        )


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    tail = b""
    with archive.open(part) as source:
        while block := source.read(_BIG >> 7):
            if _FORMULA.search(tail + block):
                return True
            tail = block[-16:]
    return False


def _open_workbook(stream: IO[bytes], data_only: bool) -> Workbook:
    import openpyxl

    # Its remarks about styles and validations concern no reader of values.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    stream.seek(0)
    try:
        return openpyxl.load_workbook(stream, read_only=True, data_only=data_only)
    except _BROKEN as broken:
        raise Refused("the file is no .xlsx workbook, or a damaged one") from broken


def _iterate_rows(book: Workbook, name: str, first: int, last: int | None, width: int) -> Iterator[tuple[object, ...]]:
    page: Any = book[name]
    page.reset_dimensions()  # what a file says of its size is often wrong
    try:
        yield from page.iter_rows(min_row=first, max_row=last, max_col=width, values_only=True)
    except _BROKEN as broken:
        raise Refused("the sheet {name!r} is damaged", name=name) from broken


def _make_block(taken: list[tuple[int, tuple[object, ...]]]) -> Block:
    block = Block([line for line, _ in taken], [])
    for index, (_, values) in enumerate(taken):
        cells, fault = _row_texts(values)
        if fault:
            block.unreadable[index] = fault
        block.rows.append(_trim_row(cells))
    return block


def _row_texts(values: Iterable[object]) -> tuple[Row, tuple[int, str] | None]:
    """A row as texts, and the first cell that cannot be read."""
    cells, fault = [], None
    for column, value in enumerate(values):
        if isinstance(value, str) and value in _ERRORS:
            value = _ErrorCell(value)
        if isinstance(value, _Unreadable) and fault is None:
            fault = (column, value.reason)
        cells.append(_value_text(value))
    return cells, fault


def _value_text(value: object) -> str:
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, timedelta):
        return _moment_text(datetime(1900, 1, 1) + value) if timedelta(0) <= value < timedelta(1) else str(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else cell_text(value)


def _moment_text(value: datetime) -> str:
    value += timedelta(milliseconds=500)  # spreadsheets keep 9:05 as a fraction just short of it
    if value.year <= 1900:
        return value.strftime("%H:%M")
    return value.date().isoformat() if not value.hour and not value.minute else value.isoformat(" ", "minutes")


def _trim_row(cells: Row) -> Row:
    while cells and not cells[-1]:
        cells.pop()
    return cells
