"""The bad rows of a source, as a file that can be mended and sent again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from leadctl.errors import Refused, os_reason
from leadctl.files import find_place, replace_file
from leadctl.plain_text import clean_entry, guard, unguard

OWN_COLUMNS = ("line", "reason")
SHEET_COLUMN = "sheet"
"""The columns that a rejects file has after those of its source, that of a workbook also the sheet before them; intake
ignores them."""


def count_own_columns(headers: Sequence[str]) -> int:
    """How many of the last headers are those of a rejects file."""
    last = tuple(map(str.lower, headers[-3:]))
    if last[-2:] != OWN_COLUMNS:
        return 0
    return 3 if last[0] == SHEET_COLUMN else 2


class RejectsWriter:
    """Writes bad rows to ``path``: CSV in UTF-8 with a byte-order mark, readable by its owner only.

    The rows go to a file beside the target, which replaces it on :meth:`close`
    (:func:`leadctl.files.replace_file`). Without a bad row no file is written. As a context manager it discards
    everything when the block fails. Raises Refused when the place cannot be written.
    """

    def __init__(self, path: Path) -> None:
        with _explain_errors(path):
            find_place(path)
        self.path = path
        self.count = 0
        self._width = 0
        self._unfinished: AbstractContextManager[Path] | None = None
        self._headers: list[str] = []
        self._own: Sequence[str] = OWN_COLUMNS

    def start(self, headers: Sequence[str], *, has_sheets: bool = False) -> None:
        """Take the source's headers; the file is made with the first bad row."""
        self._headers = list(headers)
        self._width = len(self._headers)
        self._own = (SHEET_COLUMN, *OWN_COLUMNS) if has_sheets else OWN_COLUMNS

    def write(self, line: int, cells: Sequence[str], reason: str, sheet: str | None = None) -> None:
        """Add one row as it stood in the source, made harmless for a terminal that shows the file; cells beyond its
        headers come after our own columns."""
        if self._unfinished is None:
            self._open_file()
        own, extra = list(cells[: self._width]), cells[self._width :]
        own += [""] * (self._width - len(own))
        place = [str(line), reason] if sheet is None else [sheet, str(line), reason]
        self._write_row([*own, *place, *extra])
        self.count += 1

    def close(self) -> None:
        """Put the finished file in its place."""
        if self._unfinished is None:
            return
        unfinished, self._unfinished = self._unfinished, None
        with _explain_errors(self.path):
            try:
                self._file.close()
            except OSError as failed:
                _leave(unfinished, failed)
                raise
            unfinished.__exit__(None, None, None)

    def discard(self) -> None:
        """Leave no trace of the rows written so far."""
        if self._unfinished is not None:
            unfinished, self._unfinished = self._unfinished, None
            with suppress(OSError):
                self._file.close()
            _leave(unfinished, _Discarded())

    def __enter__(self) -> RejectsWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.discard() if kind else self.close()

    def _open_file(self) -> None:
        with _explain_errors(self.path):
            unfinished = replace_file(self.path)
            path = unfinished.__enter__()
            self._unfinished = unfinished
            self._file = path.open("w", encoding="utf-8-sig", errors="replace", newline="")
            self._csv = csv.writer(self._file)
        self._write_row([*self._headers, *self._own])

    def _write_row(self, cells: Sequence[str]) -> None:
        with _explain_errors(self.path):
            self._csv.writerow([guard(_clean_cell(unguard(cell))) for cell in cells])


def _clean_cell(cell: str) -> str:
    """A cell that a terminal may show; its lines stay, since it is quoted."""
    return "\n".join(clean_entry(line) for line in cell.split("\n"))


class _Discarded(Exception):
    """The file is not wanted."""


def _leave(unfinished: AbstractContextManager[Path], why: BaseException) -> None:
    """End the writing of a file that is not to take its place."""
    with suppress(type(why)):
        unfinished.__exit__(type(why), why, why.__traceback__)


@contextmanager
def _explain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        sentence = "cannot write {path}: {why}; name another file with --rejects"
        raise Refused(sentence, path=path, why=os_reason(failed)) from failed
