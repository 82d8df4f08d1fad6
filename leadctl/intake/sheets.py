"""Files as tables of text cells: .csv, .tsv, .xlsx and .jsonl, a block of rows at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from leadctl.errors import Refused, template
from leadctl.intake.blocks import BLOCK_ROWS, HEADER_ROWS, Block, Row, Table, cell_text
from leadctl.intake.encodings import decide_encoding
from leadctl.intake.rejects import guard


class DelimitedTable:
    """Rows of a CSV or TSV file. Raises Refused with the line where the quoting breaks."""

    def __init__(self, stream: BinaryIO, delimiter: str, encoding: str | None) -> None:
        import csv

        self._text = io.TextIOWrapper(stream, decide_encoding(stream, encoding), newline="")
        delimiter = delimiter or _delimiter_of(self._text)
        self._reader = csv.reader(self._text, delimiter=delimiter, strict=True)
        self._error = csv.Error
        self._head = self._take(HEADER_ROWS, 0)

    def head(self) -> list[Row]:
        """The first rows, without consuming them."""
        return self._head.rows

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones, blank lines left out."""
        yield Block(self._head.lines[after:], self._head.rows[after:])
        while (block := self._take(BLOCK_ROWS, self._reader.line_num)).rows:
            yield block

    def _take(self, count: int, line: int) -> Block:
        try:
            rows = list(islice(self._reader, count))
        except self._error as broken:
            raise Refused(
                "line {line} is no proper CSV: {broken}", line=self._reader.line_num, broken=broken
            ) from broken
        if self._reader.line_num - line == len(rows):
            return Block(range(line + 1, line + len(rows) + 1), rows)
        return Block(_first_lines(rows, line), rows)


def _first_lines(rows: list[Row], line: int) -> list[int]:
    """The line each row begins at, counting the line breaks inside its cells."""
    lines = []
    for row in rows:
        lines.append(line + 1)
        line += 1 + sum(_breaks(cell) for cell in row)
    return lines


def _breaks(cell: str) -> int:
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")


def _delimiter_of(text: io.TextIOWrapper) -> str:
    """What separates the cells of the first lines, where the file's name does not say: comma, tab or semicolon."""
    sample = "".join(islice(iter(lambda: text.readline(10_000), ""), HEADER_ROWS))
    text.seek(0)
    return max(",\t;", key=sample.count)


class JsonLinesTable:
    """Rows of a file with one JSON object a line; the header is every key that occurs, in order of appearance."""

    def __init__(self, stream: BinaryIO, encoding: str | None) -> None:
        self._text = io.TextIOWrapper(stream, decide_encoding(stream, encoding), newline="\n")
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
                block.rows.append(self._cells(text, index, block))
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

    def _cells(self, text: str, index: int, block: Block) -> Row:
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
        found = json.loads(text, parse_constant=_refuse_constant, parse_float=_as_written)
    except (ValueError, RecursionError):
        return _NO_OBJECT
    return found if isinstance(found, dict) else _NO_OBJECT


def _as_written(number: str) -> float | str:
    """A number as it stands when it has an exponent: whether 1.39E+10 has lost digits is for its column to say."""
    return number if "e" in number.lower() else float(number)


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def open_table(
    stream: BinaryIO, suffix: str, encoding: str | None, sheet: str | None, is_register: Callable[[list[Row]], bool]
) -> Table:
    """Read ``stream`` (seekable) as what ``suffix`` says, or as what its first bytes show. Raises Refused.

    ``is_register`` tells from a sheet's first rows whether it is the one to read; ``sheet`` names it outright.
    """
    kind = suffix.lower().removeprefix(".")
    if kind in ("xls", "et", "ods", "pdf", "doc", "docx"):
        raise Refused("a .{kind} file cannot be read; save it as .xlsx or .csv", kind=kind)
    if kind in ("xlsx", "xlsm") or (kind not in ("csv", "tsv", "jsonl") and _starts_with(stream, b"PK")):
        from leadctl.intake.workbooks import WorkbookTable

        return WorkbookTable(stream, sheet, is_register)
    if sheet is not None:
        raise Refused("only an .xlsx file has sheets")
    if kind not in ("csv", "tsv", "jsonl", "ndjson") and _starts_with(stream, b"["):
        raise Refused("the file is one JSON list; save it as .jsonl, with one object on each line")
    if kind in ("jsonl", "ndjson") or (kind not in ("csv", "tsv") and _starts_with(stream, b"{")):
        return JsonLinesTable(stream, encoding)
    return DelimitedTable(stream, "\t" if kind == "tsv" else "", encoding)


def _starts_with(stream: BinaryIO, mark: bytes) -> bool:
    start = stream.read(8)
    stream.seek(0)
    return start.removeprefix(b"\xef\xbb\xbf").startswith(mark)
