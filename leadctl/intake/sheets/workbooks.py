"""Workbooks and pages as sheets of text cells. A process of its own reads them, and cannot take this one with it."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, template
from leadctl.intake.sheets.archives import refuse_bomb
from leadctl.intake.sheets.formats import Format, refuse_damaged, refuse_password
from leadctl.intake.sheets.table import BLOCK_ROWS, HEADER_ROWS, Block, Merge, Row, Sheet

if TYPE_CHECKING:
    from typing import IO, Any

_MOST_BYTES = 256 << 20
# The process finds leadctl where this one has found it, whatever the working directory holds.
_START = "import sys; sys.path[:] = sys.argv[1:]; from leadctl.intake.sheets.child.process import main; main()"

_TOO_MUCH = template(
    "reading the workbook takes more memory than a register of its size ever needs. If a cell far below or beside the "
    "register holds something, delete its row or column; or save the sheet as .csv"
)
_TOO_LONG = template("reading the workbook takes longer than a register ever needs; save the sheet as .csv")
_REFUSALS = {
    "memory": _TOO_MUCH,
    "rows": template("a sheet of the workbook has more rows or columns than any spreadsheet can; save it as .csv"),
    "no_table": template("the page holds no table; export the register as .xlsx or .csv"),
    "encoding": template("the file is not in the encoding {encoding!r}; name its encoding with --encoding"),
}
_BAD_CELLS = {
    "error": template("holds an error of the spreadsheet"),
    "formula": template("holds a formula that was never calculated; open and save the file in a spreadsheet"),
}


class BookReader:
    """A book that is read in a process with limits on memory and time. Raises Refused for whatever ends it."""

    def __init__(self, stream: IO[bytes], kind: Format, encoding: str | None) -> None:
        size = stream.seek(0, io.SEEK_END)
        refuse_bomb(kind.unpacked, size)
        if size > _MOST_BYTES:
            raise Refused("the workbook has {size} MB, more than a register ever has; save it as .csv", size=size >> 20)
        stream.seek(0)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._ask(_describe_request(kind, encoding, size))
            with suppress(BrokenPipeError):
                self._input.write(stream.read())
                self._input.flush()
            outline = self._read_answer()
            if "unreadable" in outline:
                raise _make_refusal(outline["unreadable"], outline["values"])
        except BaseException:
            self.close()
            raise
        self._is_reading = False
        self.encoding: str = outline["encoding"]
        self.unchecked: bool = outline["unchecked"]
        self.sheets = [
            Sheet(
                found["name"],
                BookTable(self, place, found["head"]),
                found["hidden"],
                found["hidden_rows"],
                [Merge(*area) for area in found["merges"]],
            )
            for place, found in enumerate(outline["sheets"])
        ]

    def read_blocks(self, place: int) -> Iterator[Block]:
        """All lines of the sheet at this place that hold something. Ends the reading of another sheet."""
        while self._is_reading:  # somebody wanted the first blocks only
            self._is_reading = self._read_answer() is not None
        self._ask(place)
        self._is_reading = True
        while self._is_reading:
            answer = self._read_answer()
            if answer is None:
                self._is_reading = False
                return
            lines, rows, bad_cells = answer
            block = Block(lines, rows)
            for row, column, why in bad_cells:
                block.unreadable.setdefault(row, (column, _BAD_CELLS[why]))
            yield block

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        with suppress(BrokenPipeError):
            self._input.close()
        self._output.close()
        self._process.wait()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _ask(self, request: object) -> None:
        with suppress(BrokenPipeError):  # it has ended, and the answer that does not come says so
            self._input.write(json.dumps(request).encode() + b"\n")
            self._input.flush()

    def _read_answer(self) -> Any:
        line = self._output.readline()
        if not line.endswith(b"\n"):
            raise _explain_end(self._process)
        return json.loads(line)


class BookTable:
    """The rows of one sheet of a book."""

    def __init__(self, reader: BookReader, place: int, head: list[Row]) -> None:
        self._reader = reader
        self._place = place
        self._head = head

    def head(self) -> list[Row]:
        """The first rows, without consuming them."""
        return self._head

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones, empty ones left out."""
        for block in self._reader.read_blocks(self._place):
            passed = sum(line <= after for line in block.lines)
            yield _drop_first(block, passed) if passed else block


def _drop_first(block: Block, count: int) -> Block:
    unreadable = {row - count: why for row, why in block.unreadable.items() if row >= count}
    return Block(block.lines[count:], block.rows[count:], unreadable)


def _describe_request(kind: Format, encoding: str | None, size: int) -> dict[str, object]:
    return {
        "format": kind.name,
        "unpacked": kind.unpacked,
        "encoding": encoding or "",
        "size": size,
        "head": HEADER_ROWS,
        "block": BLOCK_ROWS,
    }


def _make_refusal(reason: str, values: dict[str, object]) -> Refused:
    if reason == "password":
        return refuse_password()
    sentence = _REFUSALS.get(reason)
    return Refused(Sentence(sentence, **values)) if sentence else refuse_damaged()


def _explain_end(process: subprocess.Popen[bytes]) -> Refused:
    """Why the process has ended without an answer: its limits, or a parser that gave up on a damaged file."""
    code = -process.wait()
    if code in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGALRM", 0)):
        return Refused(_TOO_LONG)
    if code in (signal.SIGABRT, getattr(signal, "SIGKILL", 9)):
        return Refused(_TOO_MUCH)
    return refuse_damaged()
