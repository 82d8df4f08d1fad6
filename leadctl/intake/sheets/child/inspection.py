"""What a look at the XML of a workbook finds, that calamine does not tell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.parsers import expat

from leadctl.intake.sheets.child.plain_sheet import Area, Position, UnreadableError
from leadctl.intake.sheets.formats import BROKEN_ARCHIVE

BLOCK = 1 << 20

StartHandler = Callable[[str, dict[str, str]], None]


@dataclass
class Findings:
    """Of one sheet: ``hidden_rows`` with values, cells without one, and merged areas if calamine does not know them."""

    hidden_rows: int = 0
    bad_cells: dict[Position, tuple[str, str]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)


@dataclass
class Inspection:
    """The workbook as calamine can read it, and what was found of its sheets by their names."""

    content: bytes
    sheets: dict[str, Findings] = field(default_factory=dict)


@contextmanager
def open_archive(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The parts of a workbook. Raises UnreadableError for whatever zipfile and the XML parser have against it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (*BROKEN_ARCHIVE, RuntimeError, expat.ExpatError) as broken:
        raise UnreadableError("damaged") from broken


def make_parser() -> expat.XMLParserType:
    """A parser that knows no documents of types: they could hold entities that grow or name other files."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise UnreadableError("damaged")


def parse_part(archive: zipfile.ZipFile, name: str, parser: expat.XMLParserType) -> None:
    """Feed a part to the parser, a block at a time."""
    with archive.open(name) as part:
        while block := part.read(BLOCK):
            parser.Parse(block, False)
    parser.Parse(b"", True)


def list_elements(archive: zipfile.ZipFile, name: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of the elements of a part that are called ``wanted``, with any prefix."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = make_parser()
    parser.StartElementHandler = start
    parse_part(archive, name, parser)
    return found
