"""Rows of text cells, a block at a time: what every kind of file is read into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import IO

BLOCK_ROWS = 200
"""Rows read at once: few enough to stay in the processor's cache, many enough to pay for the column checks."""

HEADER_ROWS = 40
"""The first rows among which the header is looked for; titles may stand above it."""

WHOLE_ROW = -1
"""Stands for the index of a cell where all of a row cannot be read."""

Row = list[str]


@dataclass
class Block:
    """Consecutive rows with the line (1-based) at which each begins, and what could not be read of them.

    ``unreadable``: index of a row -> (index of the cell, reason).
    """

    lines: Sequence[int]
    rows: list[Row]
    unreadable: dict[int, tuple[int, str]] = field(default_factory=dict)


class Table(Protocol):
    """A file being read: its first rows, then every row in blocks."""

    def head(self) -> list[Row]:
        """The first ``HEADER_ROWS`` rows, without consuming them."""

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones."""


class Merge(NamedTuple):
    """A merged area of a sheet: its first and last row and column, all counted from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet(NamedTuple):
    """A sheet of a workbook, a table of a page, or a text file as a whole, which has no ``name``.

    ``hidden_rows``: rows with values that the sheet does not show. ``merges``: the merged areas of more than one row;
    ``table`` has their value in each of these rows.
    """

    name: str | None
    table: Table
    hidden: bool = False
    hidden_rows: int = 0
    merges: Sequence[Merge] = ()


class TableFile(NamedTuple):
    """A file opened as sheets. ``container``: csv, jsonl, xlsx, xls, xlsb, ods, xml, html or mhtml.

    ``packed``: the archive (zip or gzip) that it was unpacked from. ``unchecked``: of this kind of workbook it cannot
    be known which cells hold an error or an uncalculated formula, and which rows are hidden. ``stream`` is what is
    read; ``close`` gives back what the sheets hold open beside it. ``notes``: what was assumed of its encoding.
    """

    container: str
    sheets: Sequence[Sheet]
    stream: IO[bytes]
    close: Callable[[], None]
    encoding: str = ""
    packed: str = ""
    unchecked: bool = False
    notes: Sequence[Sentence] = ()


def column_letter(place: int) -> str:
    """How a spreadsheet calls the column at this place, counted from 0: A, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def cell_text(value: object) -> str:
    """A number, truth value or None as the text that a CSV would hold: 1 and 0, whole numbers without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else str(value)
