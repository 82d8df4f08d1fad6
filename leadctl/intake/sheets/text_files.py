"""Text files as tables: .csv, .tsv and .jsonl.

Their encoding is decided by reading them once, never guessed from frequencies.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import IO

from leadctl.errors import Refused, template
from leadctl.intake.sheets.table import BLOCK_ROWS, HEADER_ROWS, Block, Row, cell_text
from leadctl.plain_text import guard

_BYTES_AT_ONCE = 1 << 20
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class DelimitedTable:
    """Rows of a CSV or TSV file. Raises Refused with the line where the quoting breaks."""

    def __init__(self, stream: IO[bytes], delimiter: str, encoding: str | None) -> None:
        self.encoding = decide_encoding(stream, encoding)
        self._text = io.TextIOWrapper(stream, self.encoding, newline="")
        delimiter = delimiter or _detect_delimiter(self._text)
        self._reader = csv.reader(self._text, delimiter=delimiter, strict=True)
        self._head = self._take_rows(HEADER_ROWS, 0)

    def head(self) -> list[Row]:
        """The first rows, without consuming them."""
        return self._head.rows

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones, blank lines left out."""
        yield Block(self._head.lines[after:], self._head.rows[after:])
        while (block := self._take_rows(BLOCK_ROWS, self._reader.line_num)).rows:
            yield block

    def _take_rows(self, count: int, line: int) -> Block:
        try:
            rows = list(islice(self._reader, count))
        except csv.Error as broken:
            raise Refused(
                "line {line} is no proper CSV: {broken}", line=self._reader.line_num, broken=broken
            ) from broken
        if self._reader.line_num - line == len(rows):
            return Block(range(line + 1, line + len(rows) + 1), rows)
        return Block(_find_first_lines(rows, line), rows)


def _find_first_lines(rows: list[Row], line: int) -> list[int]:
    """The line each row begins at, counting the line breaks inside its cells."""
    lines = []
    for row in rows:
        lines.append(line + 1)
        line += 1 + sum(_count_breaks(cell) for cell in row)
    return lines


def _count_breaks(cell: str) -> int:
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")


def _detect_delimiter(text: io.TextIOWrapper) -> str:
    """What separates the cells of the first lines, where the file's name does not say: comma, tab or semicolon."""
    sample = "".join(islice(iter(lambda: text.readline(10_000), ""), HEADER_ROWS))
    text.seek(0)
    return max(",\t;", key=sample.count)


class JsonLinesTable:
    """Rows of a file with one JSON object a line; the header is every key that occurs, in order of appearance."""

    def __init__(self, stream: IO[bytes], encoding: str | None) -> None:
        self.encoding = decide_encoding(stream, encoding)
        self._text = io.TextIOWrapper(stream, self.encoding, newline="\n")
        self._keys = self._collect_keys()
        if not self._keys and stream.seek(0, io.SEEK_END):
            raise Refused("no line of the file is a JSON object; a .jsonl has one on each line")
        self._text.seek(0)

    def head(self) -> list[Row]:
        """The keys as a header row."""
        return [self._keys] if self._keys else []

    def blocks(self, after: int) -> Iterator[Block]:
        """The objects, a line that is none as an unreadable row that holds the line after its cells."""
        numbered = enumerate(self._text, start=1)
        while lines := list(islice(numbered, BLOCK_ROWS)):
            filled = [(line, text) for line, text in lines if text.strip()]
            block = Block([line for line, _ in filled], [])
            for index, (_, text) in enumerate(filled):
                block.rows.append(self._read_cells(text, index, block))
            yield block

    def _collect_keys(self) -> list[str]:
        keys: dict[str, None] = {}
        for text in self._text:
            found = _parse_object(text)
            if isinstance(found, dict):
                keys.update(dict.fromkeys(found))
                if len(keys) > 1000:
                    raise Refused("the objects have more than 1000 different keys; a register has a few columns")
        return list(keys)

    def _read_cells(self, text: str, index: int, block: Block) -> Row:
        found = _parse_object(text)
        if isinstance(found, str):
            block.unreadable[index] = (len(self._keys), found)
            return [""] * len(self._keys) + [text.strip()]
        cells = []
        for column, key in enumerate(self._keys):
            value = found.get(key)
            if isinstance(value, (list, dict)):
                block.unreadable[index] = (
                    column,
                    template("holds a list or an object; expected text, a number, true or false"),
                )
            text = cell_text(value)
            # No spreadsheet put a quote there: it is the text's own, and outlives the one that is taken off later.
            cells.append(guard(text) if text.startswith("'") else text)
        return cells


_NO_OBJECT = template("the line is no JSON object")


def _parse_object(text: str) -> dict[str, object] | str:
    """The object on one line, else the reason why there is none."""
    try:
        found = json.loads(text, parse_constant=_refuse_constant, parse_float=_keep_exponent)
    except (ValueError, RecursionError):
        return _NO_OBJECT
    return found if isinstance(found, dict) else _NO_OBJECT


def _keep_exponent(number: str) -> float | str:
    """A number as it stands when it has an exponent: whether 1.39E+10 has lost digits is for its column to say."""
    return number if "e" in number.lower() else float(number)


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def decide_encoding(stream: IO[bytes], asked: str | None = None) -> str:
    """Name the codec of the whole stream and leave the stream at its start.

    A UTF-16 byte-order mark decides; else UTF-8 (with or without its mark) and then GB18030, each strict
    over every byte. ``asked`` overrides. Raises Refused when nothing fits.
    """
    for name in [asked] if asked else _candidate_encodings(stream):
        if _can_decode(stream, name):
            return name
    if asked:
        raise Refused("the file is not in the encoding {asked!r}; leave --encoding out to have it found", asked=asked)
    raise Refused("the file is no text in UTF-8, UTF-16 or GB18030; name its encoding with --encoding")


def _candidate_encodings(stream: IO[bytes]) -> list[str]:
    stream.seek(0)
    return ["utf-16"] if stream.read(2) in _UTF16_MARKS else ["utf-8-sig", "gb18030"]


def _can_decode(stream: IO[bytes], name: str) -> bool:
    stream.seek(0)
    try:
        decoder = codecs.getincrementaldecoder(name)("strict")
        while block := stream.read(_BYTES_AT_ONCE):
            decoder.decode(block)
        decoder.decode(b"", True)
    except LookupError as unknown:
        raise Refused(
            "there is no encoding called {name!r}; usual ones are utf-8, utf-16 and gb18030", name=name
        ) from unknown
    except UnicodeError:
        return False
    finally:
        stream.seek(0)
    return True
