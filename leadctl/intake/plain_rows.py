"""A list that is read for its texts alone, in any kind of file that registers come in; its columns by their headers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from leadctl.errors import Refused, Sentence
from leadctl.intake.cells import tidy
from leadctl.intake.faults import BadValue
from leadctl.intake.headers import Header, HeaderRules
from leadctl.intake.kinds.declaration import FileKind
from leadctl.intake.parts import choose_parts
from leadctl.intake.sheets.sources import open_sheets, open_source
from leadctl.intake.sheets.table import Row
from leadctl.intake.sheets.text_files import TextRules
from leadctl.named_tuple import NamedTuple


class PlainRow(NamedTuple):
    """A row that is not empty. ``line``: where it begins; ``cells``: field -> its text, of the fields with a column."""

    line: int
    cells: Mapping[str, str]


def read_plain_rows(source: Path, kind: FileKind) -> list[PlainRow]:
    """All rows of the sheets that have the columns of ``kind``. Raises Refused for a file, a line or a cell that cannot
    be read, and where required columns are missing."""
    with closing(open_source(source)) as stream:
        opened = open_sheets(stream, source.suffix, TextRules())
        try:
            found = []
            for sheet, header in choose_parts(opened, None, kind, HeaderRules()):
                for block in sheet.table.blocks(header.row + 1):
                    for place, (line, row) in enumerate(zip(block.lines, block.rows, strict=True)):
                        if place in block.unreadable:
                            raise _refuse(source, line, "", Sentence(block.unreadable[place][1]))
                        if any(map(str.strip, row)):
                            found.append(PlainRow(line, _read_cells(source, line, row, header)))
            return found
        finally:
            opened.close()


def _read_cells(source: Path, line: int, row: Row, header: Header) -> dict[str, str]:
    cells = {}
    for field, place in header.places.items():
        try:
            cells[field] = tidy(row[place]) if place < len(row) else ""
        except BadValue as error:
            raise _refuse(source, line, header.texts[place], error.reason) from error
    return cells


def _refuse(source: Path, line: int, column: str, why: Sentence) -> Refused:
    if not column:
        return Refused("{file}, line {line}: {why}", file=source, line=line, why=why)
    return Refused("{file}, line {line}, {column}: {why}", file=source, line=line, column=column, why=why)
