"""A sheet as plain values, whatever kind of file it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

Position = tuple[int, int]
"""Row and column, counted from 0."""

Area = tuple[int, int, int, int]
"""First row, first column, last row and last column of a merged area, counted from 0."""

ERROR, UNCALCULATED = "error", "formula"
"""Why a cell has no value: it holds an error of the spreadsheet, or a formula without a stored result."""

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
"""Rows and columns that a sheet can have in any spreadsheet."""

MOST_CELLS = 40_000_000
"""Cells of a sheet, from its first one to the last row and column with a value."""

MOST_SHEETS = 400


class UnreadableError(Exception):
    """The file cannot be read, for a reason that :mod:`leadctl.intake.sheets.workbooks` has a sentence for."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass
class PlainSheet:
    """``rows`` gives the texts of all rows from the first one of the sheet; it may be called several times.

    ``bad_cells``: position -> (why it has no value, what stands there).
    """

    name: str
    rows: Callable[[], Iterable[list[str]]]
    hidden: bool = False
    hidden_rows: int = 0
    merges: list[Area] = field(default_factory=list)
    bad_cells: dict[Position, tuple[str, str]] = field(default_factory=dict)


@dataclass
class PlainBook:
    """The sheets of a file in their order. ``unchecked``: bad cells and hidden rows of its kind cannot be found."""

    sheets: list[PlainSheet]
    unchecked: bool = False
    encoding: str = ""


Line = tuple[int, list[str], list[tuple[int, str]]]
"""The number of a line (from 1), its cells without empty ones at its end, and (column, why) of its bad cells."""


def read_lines(sheet: PlainSheet) -> Iterator[Line]:
    """The lines of a sheet that hold something, each merged area of several rows with its value in all of them.

    A line that has nothing of its own stays empty: a merged date over unused lines makes no rows of them.
    """
    bad_by_row: dict[int, list[tuple[int, tuple[str, str]]]] = {}
    for (row, column), bad in sheet.bad_cells.items():
        bad_by_row.setdefault(row, []).append((column, bad))
    merges = _MergedValues(sheet.merges)
    for number, cells in enumerate(sheet.rows()):
        unread = []
        for column, (why, text) in sorted(bad_by_row.get(number, ())):
            _put(cells, column, text)
            unread.append((column, why))
        if any(cells):
            merges.fill(number, cells)
            while not cells[-1]:
                cells.pop()
            yield number + 1, cells, unread


class _MergedValues:
    """Carries the values of merged areas down, while the rows of a sheet pass."""

    def __init__(self, areas: list[Area]) -> None:
        self._areas_by_row: dict[int, list[Area]] = {}
        for area in areas:
            if area[2] > area[0]:
                self._areas_by_row.setdefault(area[0], []).append(area)
        self._carried: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, cells: list[str]) -> None:
        """Put into a row what merged areas that began above it hold, and note those that begin in it."""
        if self._carried:
            self._carried = {column: known for column, known in self._carried.items() if known[0] >= number}
            for column, (_, text) in self._carried.items():
                if column >= len(cells) or not cells[column]:
                    _put(cells, column, text)
        for _, column, last, _ in self._areas_by_row.get(number, ()):
            if column < len(cells) and cells[column]:
                self._carried[column] = (last, cells[column])


def _put(cells: list[str], column: int, text: str) -> None:
    cells += [""] * (column + 1 - len(cells))
    cells[column] = text
