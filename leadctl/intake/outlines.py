"""What a file is taken for, without reading it all: its container, its sheets, their headers and first rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence
from leadctl.intake.block_checks import CarriedCells
from leadctl.intake.headers import Header, HeaderRules, find_best_header, is_complete
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.parts import Part, choose_parts, describe_sheets
from leadctl.intake.sheets.sources import open_sheets, open_source
from leadctl.intake.sheets.table import Row, Sheet, TableFile, column_letter
from leadctl.intake.sheets.text_files import TextRules
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import IO

_FIRST_ROWS = 3


class Column(NamedTuple):
    """A column of a sheet: its letter, its header, and our field, None where it is not read."""

    letter: str
    header: str
    field: str | None


class SheetOutline(NamedTuple):
    """A sheet: whether it is read, the line of its header, its columns, and its first rows with their lines."""

    name: str | None
    is_read: bool
    hidden: bool
    hidden_rows: int
    header_line: int | None
    columns: Sequence[Column]
    rows: Sequence[tuple[int, Row]]


class OutlineRules(NamedTuple):
    """How a file is to be read, as :func:`leadctl.intake.registers.open_register` takes it."""

    encoding: str | None = None
    mapping: Mapping[str, str] = {}
    sheet: str | None = None
    delimiter: str = ""
    header_row: int | None = None
    fill_down: Sequence[str] = ()


class FileOutline(NamedTuple):
    """A file. ``kind`` is what it would be read as, ``fitting`` all kinds whose columns it has; ``refused``: why not.

    ``container``, ``packed`` and ``encoding`` are those of :class:`~leadctl.intake.sheets.table.TableFile`.
    """

    container: str
    packed: str
    encoding: str
    kind: str
    fitting: Sequence[str]
    sheets: Sequence[SheetOutline]
    notes: Sequence[Sentence]
    refused: Sentence | None


def outline_file(
    source: Path | IO[bytes],
    kinds: Sequence[FileKind],
    *,
    suffix: str,
    how: OutlineRules = OutlineRules(),  # noqa: B008 - a tuple
) -> FileOutline:
    """Tell what ``source`` would be read as: the one of ``kinds`` that fits its columns best, the first of equals.

    Raises Refused for what is no table of any kind, so that it says what the import would say.
    """
    rules = HeaderRules(how.mapping, how.header_row)
    with _open(source, suffix, TextRules(how.encoding, how.delimiter)) as opened:
        looked_at = [found for found in opened.sheets if not found.hidden or found.name == how.sheet]
        kind = max(kinds, key=lambda kind: _rate_kind(looked_at, kind, rules))
        fitting = [kind.name for kind in kinds if any(_fits(found, kind, rules) for found in looked_at)]
        notes, refused, parts = [], None, list[Part]()
        try:
            parts = list(choose_parts(opened, how.sheet, kind, rules))
            notes = describe_sheets(opened, parts)
        except Refused as why:
            refused = why.sentence
        headers = {part.sheet.name: part.header for part in parts}
        sheets = [_outline_sheet(found, headers.get(found.name), how.fill_down) for found in opened.sheets]
        return FileOutline(opened.container, opened.packed, opened.encoding, kind.name, fitting, sheets, notes, refused)


@contextmanager
def _open(source: Path | IO[bytes], suffix: str, rules: TextRules) -> Iterator[TableFile]:
    with closing(open_source(source)) as stream:
        opened = open_sheets(stream, suffix, rules)
        try:
            yield opened
        finally:
            opened.close()


def _fits(sheet: Sheet, kind: FileKind, rules: HeaderRules) -> bool:
    return any(map(any, sheet.table.head())) and is_complete(sheet.table.head(), kind, rules)


def _rate_kind(sheets: Sequence[Sheet], kind: FileKind, rules: HeaderRules) -> tuple[bool, int]:
    """How well the columns fit: all that are required, then how many of ours are there."""
    filled = [sheet.table.head() for sheet in sheets if any(map(any, sheet.table.head()))]
    named = [len(find_best_header(head, kind, rules).places) for head in filled]
    return any(is_complete(head, kind, rules) for head in filled), max(named, default=0)


def _outline_sheet(sheet: Sheet, header: Header | None, fill_down: Sequence[str]) -> SheetOutline:
    """The sheet; ``header``: None where it is not read."""
    if header is None or not any(map(any, sheet.table.head())):
        return SheetOutline(sheet.name, False, sheet.hidden, sheet.hidden_rows, None, [], [])
    fields = {place: name for name, place in header.places.items()}
    columns = [Column(column_letter(place), text, fields.get(place)) for place, text in enumerate(header.texts)]
    carried = CarriedCells([header.places[name] for name in fill_down if name in header.places])
    rows = [(line, carried.fill(cells)) for line, cells in islice(_read_rows(sheet, header.row + 1), _FIRST_ROWS)]
    return SheetOutline(sheet.name, True, sheet.hidden, sheet.hidden_rows, header.row + 1, columns, rows)


def _read_rows(sheet: Sheet, after: int) -> Iterator[tuple[int, Row]]:
    """The rows that hold something, with their lines."""
    for block in sheet.table.blocks(after):
        yield from (pair for pair in zip(block.lines, block.rows, strict=True) if any(pair[1]))
