"""Text files as tables: .csv, .tsv and .jsonl."""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterator
from itertools import islice

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, template
from leadctl.intake.sheets.encodings import decide_encoding
from leadctl.intake.sheets.table import BLOCK_ROWS, HEADER_ROWS, WHOLE_ROW, Block, Row, cell_text
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import guard

if TYPE_CHECKING:
    from typing import IO

_DELIMITERS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}
_END_OF_FILE = "\x1a"
"""What programs of MS-DOS write behind a text."""
_MOST_LINES = 500
"""Lines that one cell may run over; a quote that is open for longer was never closed."""

_BROKEN = template("the quotes of the line do not match; a quote within a quoted cell is written twice")
_FOREIGN = template("the line is not in the encoding of the file")


class TextRules(NamedTuple):
    """What is known of a text file before it is read. ``replace_rows``: lines in another encoding are bad rows."""

    encoding: str | None = None
    delimiter: str = ""
    replace_rows: bool = False


class DelimitedTable:
    """Rows of a CSV or TSV file. A line whose quotes do not match is an unreadable row of its own."""

    def __init__(self, stream: IO[bytes], rules: TextRules) -> None:
        decoding = decide_encoding(stream, rules.encoding, replace_rows=rules.replace_rows)
        self.encoding, self.notes = decoding.codec, decoding.notes
        self._bad_lines = decoding.bad_lines
        errors = "replace" if rules.replace_rows else "strict"
        self._text = io.TextIOWrapper(stream, self.encoding, errors, newline="")
        self._delimiter = _read_delimiter(rules.delimiter) or _detect_delimiter(self._text)
        self._ahead: deque[str] = deque()
        self._line = 0
        self._head = self._take_block(HEADER_ROWS)

    def head(self) -> list[Row]:
        """The first rows, without consuming them."""
        return self._head.rows

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones, blank lines left out."""
        unreadable = {row - after: fault for row, fault in self._head.unreadable.items() if row >= after}
        yield Block(self._head.lines[after:], self._head.rows[after:], unreadable)
        while (block := self._take_block(BLOCK_ROWS)).rows:
            yield block

    def _take_block(self, count: int) -> Block:
        """The next rows, at most so many; the last ones of a block may run over more lines than rows are wanted."""
        lines = [self._ahead.popleft() for _ in range(min(count, len(self._ahead)))]
        lines += islice(self._text, count - len(lines))
        if lines and lines[-1].strip() == _END_OF_FILE:
            lines.pop()
        block = self._read_plain_lines(lines)
        if block is None:
            self._ahead.extendleft(reversed(lines))
            block = self._read_quoted_rows(count)
        for row, line in enumerate(block.lines) if self._bad_lines else ():
            if line in self._bad_lines:
                block.unreadable[row] = (WHOLE_ROW, _FOREIGN)
        return block

    def _read_plain_lines(self, lines: list[str]) -> Block | None:
        """A row each line, where none holds a quote: only those need more than to be cut at the delimiters."""
        text = "".join(lines)
        if '"' in text or max(map(len, lines), default=0) > csv.field_size_limit():
            return None
        plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
        delimiter, first = self._delimiter, self._line + 1
        rows = [line.split(delimiter) if line else [] for line in plain.split("\n")] if lines else []
        self._line += len(lines)
        return Block(range(first, first + len(rows)), rows)

    def _read_quoted_rows(self, count: int) -> Block:
        """Row by row, since a quoted cell may run over several lines, or its quotes may not match."""
        lines: list[int] = []
        block = Block(lines, [])
        while len(block.rows) < count and (self._ahead or self._look_ahead()):
            taken: list[str] = []
            try:
                row = next(csv.reader(self._feed(taken), delimiter=self._delimiter, strict=True))
            except (csv.Error, _OpenQuoteError):
                block.unreadable[len(block.rows)] = (WHOLE_ROW, _BROKEN)
                self._ahead.extendleft(reversed(taken[1:]))
                row = _split_broken_line(taken.pop(0), self._delimiter)
                del taken[:]
                taken.append("")
            lines.append(self._line + 1)
            block.rows.append(row)
            self._line += len(taken)
        return block

    def _look_ahead(self) -> bool:
        """Have a line at hand, if there is one more."""
        self._ahead.extend(islice(self._text, 1))
        return bool(self._ahead)

    def _feed(self, taken: list[str]) -> Iterator[str]:
        """Lines, noted in ``taken``, up to as many as one row may run over."""
        while self._ahead or self._look_ahead():
            if len(taken) >= _MOST_LINES:
                raise _OpenQuoteError
            taken.append(self._ahead.popleft())
            yield taken[-1]


class _OpenQuoteError(Exception):
    """A quoted cell runs over more lines than any cell does."""


def _split_broken_line(line: str, delimiter: str) -> Row:
    """The cells as far as they can be told apart, so that the row can be mended."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return line.rstrip("\r\n").split(delimiter)


def _read_delimiter(typed: str) -> str:
    sign = _DELIMITERS.get(typed, typed)
    if len(sign) > 1 or sign in ("\r", "\n", '"'):
        raise Refused("--delimiter {typed!r} is no single character; usual ones are , ; | and tab", typed=typed)
    return sign


def _detect_delimiter(text: io.TextIOWrapper) -> str:
    """What separates the cells of the first lines, where the file's name does not say: comma, tab, semicolon or bar,
    and the Chinese comma where none of them is there."""
    sample = "".join(islice(iter(lambda: text.readline(10_000), ""), HEADER_ROWS))
    text.seek(0)
    sign = max(",\t;|", key=sample.count)
    return sign if sign in sample or "，" not in sample else "，"


class JsonLinesTable:
    """Rows of a file with one JSON object a line; the header is every key that occurs, in order of appearance."""

    def __init__(self, stream: IO[bytes], rules: TextRules) -> None:
        decoding = decide_encoding(stream, rules.encoding, replace_rows=rules.replace_rows)
        self.encoding, self.notes = decoding.codec, decoding.notes
        self._bad_lines = decoding.bad_lines
        errors = "replace" if rules.replace_rows else "strict"
        self._text = io.TextIOWrapper(stream, self.encoding, errors, newline="\n")
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
                if block.lines[index] in self._bad_lines:
                    block.unreadable[index] = (WHOLE_ROW, _FOREIGN)
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
