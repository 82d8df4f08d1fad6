"""The bad rows of a source, as a file that can be mended and sent again."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from leadctl.errors import Refused, os_reason
from leadctl.files import holds_database
from leadctl.intake.cells import guard, unguard

OWN_COLUMNS = ("line", "reason")
"""The columns that a rejects file has after those of its source; intake ignores them."""


class RejectsWriter:
    """Writes bad rows to ``path``: CSV in UTF-8 with a byte-order mark, readable by its owner only.

    The rows go to a file beside the target, which replaces it on :meth:`close`. Without a bad row no file is
    written. As a context manager it discards everything when the block fails. Raises Refused when the place
    cannot be written.
    """

    def __init__(self, path: Path) -> None:
        _refuse_unsuitable(path)
        self.path = path
        self.count = 0
        self._width = 0
        self._temporary: Path | None = None
        self._headers: list[str] = []

    def start(self, headers: Sequence[str]) -> None:
        """Take the source's headers; the file is made with the first bad row."""
        self._headers = list(headers)
        self._width = len(self._headers)

    def write(self, line: int, cells: Sequence[str], reason: str) -> None:
        """Add one row as it stood in the source; cells beyond its headers come after our own columns."""
        if self._temporary is None:
            self._open_file()
        own, extra = list(cells[: self._width]), cells[self._width :]
        own += [""] * (self._width - len(own))
        self._write_row([*own, str(line), reason, *extra])
        self.count += 1

    def close(self) -> None:
        """Put the finished file in its place."""
        if self._temporary is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._temporary, os.path.realpath(self.path))
        except OSError as failed:
            raise Refused("cannot write {path}: {why}", path=self.path, why=os_reason(failed)) from failed
        self._temporary = None

    def discard(self) -> None:
        """Leave no trace of the rows written so far."""
        if self._temporary is not None:
            self._file.close()
            self._temporary.unlink(missing_ok=True)
            self._temporary = None

    def __enter__(self) -> RejectsWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.discard() if kind else self.close()

    def _open_file(self) -> None:
        try:
            handle, name = tempfile.mkstemp(
                prefix=f".{self.path.name}.", dir=os.path.dirname(os.path.realpath(self.path))
            )
        except OSError as failed:
            raise Refused("cannot write {path}: {why}", path=self.path, why=os_reason(failed)) from failed
        self._temporary = Path(name)
        self._file = open(handle, "w", encoding="utf-8-sig", errors="replace", newline="")  # noqa: SIM115 - open until close()
        self._csv = csv.writer(self._file)
        self._write_row([*self._headers, *OWN_COLUMNS])

    def _write_row(self, cells: Sequence[str]) -> None:
        try:
            self._csv.writerow([guard(unguard(cell)) for cell in cells])
        except OSError as failed:
            raise Refused("cannot write {path}: {why}", path=self.path, why=os_reason(failed)) from failed


def _refuse_unsuitable(path: Path) -> None:
    """The finished file takes the place of what stands there: that may be an older file of rejects, and little else."""
    if path.is_dir():
        raise Refused("cannot write {path}: it is a folder; name a file in it with --rejects", path=path)
    if path.exists() and not path.is_file():
        raise Refused("cannot write {path}: it is no ordinary file; name another one with --rejects", path=path)
    if path.is_file() and holds_database(path):
        raise Refused("cannot write {path}: it holds a database; name another file with --rejects", path=path)
