"""The process that reads a workbook: its limits, and what it is asked and answers.

Its standard input holds a line of JSON (format, size, encoding), the file, and then a line for each request: the
number of a sheet. Its standard output holds lines of JSON: the outline of the book or why it cannot be read, then, for
each request, blocks of rows and a null.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from leadctl.annotations import TYPE_CHECKING
from leadctl.intake.sheets.child.plain_sheet import Line, PlainBook, UnreadableError, read_lines

if TYPE_CHECKING:
    from typing import IO

_BASE_MEMORY = 160 << 20
_MEMORY_PER_BYTE = 12
_MOST_MEMORY = 2 << 30
_SECONDS = 60
"""Of the processor, and of the clock for opening a file or making one block of rows."""

Reader = Callable[[bytes, str, str], PlainBook]


def main() -> None:
    """Read the file on standard input and answer requests until it ends."""
    asked = json.loads(sys.stdin.buffer.readline())
    limit_memory(asked["unpacked"])
    limit_time()
    content = sys.stdin.buffer.read(asked["size"])
    with open(os.dup(sys.stdout.fileno()), "wb", buffering=1 << 20) as answers:
        try:
            book = _find_reader(asked["format"])(content, asked["format"], asked["encoding"])
            outline = _describe(book, asked["head"])
        except UnreadableError as unreadable:
            _send(answers, {"unreadable": unreadable.reason, "values": unreadable.values})
            return
        except MemoryError:
            _send(answers, {"unreadable": "memory", "values": {}})
            return
        _send(answers, outline)
        for line in sys.stdin.buffer:
            for block in _make_blocks(book, int(line), asked["block"]):
                _send(answers, block)
            _send(answers, None)


def limit_memory(unpacked: int) -> None:
    """Memory that this process may take from now on, in proportion to what the file unpacks to."""
    try:
        import resource
    except ImportError:  # not on this system
        return
    taken = 0
    with suppress(OSError), open("/proc/self/statm", encoding="ascii") as pages:
        taken = int(pages.read().split()[0]) * resource.getpagesize()
    most = taken + min(_BASE_MEMORY + _MEMORY_PER_BYTE * unpacked, _MOST_MEMORY)
    with suppress(ValueError, OSError):  # a lower limit holds already
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time() -> None:
    """Seconds of the processor for everything, and of the clock until the first answer."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    signal.alarm(_SECONDS)  # ends the process, whatever it is doing


def _find_reader(kind: str) -> Reader:
    if kind == "xml":
        from leadctl.intake.sheets.child.excel_2003 import read_excel_2003

        return read_excel_2003
    if kind in ("html", "mhtml"):
        from leadctl.intake.sheets.child.pages import read_page

        return read_page
    from leadctl.intake.sheets.child.workbook import read_workbook

    return read_workbook


def _describe(book: PlainBook, head_rows: int) -> dict[str, object]:
    """What the book holds: of each sheet its first rows, hidden rows and merged areas."""
    return {
        "unchecked": book.unchecked,
        "encoding": book.encoding,
        "sheets": [
            {
                "name": sheet.name,
                "hidden": sheet.hidden,
                "hidden_rows": sheet.hidden_rows,
                "merges": [area for area in sheet.merges if area[2] > area[0]],
                "head": list(_take_head(read_lines(sheet), head_rows)),
            }
            for sheet in book.sheets
        ],
    }


def _take_head(lines: Iterator[Line], most: int) -> Iterator[list[str]]:
    """The cells of the first rows, blank ones among them."""
    expected = 1
    for number, cells, _ in lines:
        while expected < min(number, most + 1):
            expected += 1
            yield []
        if number > most:
            return
        expected += 1
        yield cells


def _make_blocks(book: PlainBook, place: int, size: int) -> Iterator[list[object]]:
    """Lists of line numbers, of rows, and of (index of the row, column, reason)."""
    lines = read_lines(book.sheets[place])
    while taken := list(islice(lines, size)):
        bad = [(index, *cell) for index, (_, _, unread) in enumerate(taken) for cell in unread]
        yield [[number for number, _, _ in taken], [cells for _, cells, _ in taken], bad]


def _send(answers: IO[bytes], value: object) -> None:
    """One answer. While the other side is busy the clock stands still."""
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    answers.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")
    if not isinstance(value, list):
        answers.flush()
    if hasattr(signal, "alarm"):
        signal.alarm(_SECONDS)
