"""A file as bytes, wherever they come from (a file, a pipe, standard input), and the table that they hold."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from leadctl.errors import Refused, os_reason
from leadctl.intake.sheets.table import Row, Table
from leadctl.intake.sheets.text_files import DelimitedTable, JsonLinesTable
from leadctl.intake.sheets.workbooks import WorkbookTable

_IN_MEMORY = 8 << 20
_BLOCK = 1 << 20


def open_source(source: Path | IO[bytes]) -> IO[bytes]:
    """The source as a stream that can be read several times; a pipe is copied to a private temporary file first.

    Raises Refused for what is missing, a directory, or may not be read.
    """
    if not isinstance(source, Path):
        return _spool(source)
    try:
        if source.is_dir():
            raise Refused("{source} is a folder; name a file in it", source=source)
        stream = open(source, "rb")  # noqa: SIM115 - the register closes it
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return stream
        with stream:
            return _spool(stream)
    except OSError as failed:
        raise Refused("cannot read {source}: {why}", source=source, why=os_reason(failed)) from failed


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of the whole stream in hexadecimal; leaves the stream where it was."""
    place = stream.tell()
    stream.seek(0)
    sha = hashlib.sha256()
    while block := stream.read(_BLOCK):
        sha.update(block)
    stream.seek(place)
    return sha.hexdigest()


def _spool(pipe: IO[bytes]) -> IO[bytes]:
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the register closes it
    try:
        shutil.copyfileobj(pipe, spool, _BLOCK)
    except OSError as failed:
        raise Refused("cannot read the input: {why}", why=os_reason(failed)) from failed
    spool.seek(0)
    return spool


def open_table(
    stream: IO[bytes], suffix: str, encoding: str | None, sheet: str | None, is_register: Callable[[list[Row]], bool]
) -> Table:
    """Read ``stream`` (seekable) as what ``suffix`` says, or as what its first bytes show. Raises Refused.

    ``is_register`` tells from a sheet's first rows whether it is the one to read; ``sheet`` names it outright.
    """
    kind = suffix.lower().removeprefix(".")
    if kind in ("xls", "et", "ods", "pdf", "doc", "docx"):
        raise Refused("a .{kind} file cannot be read; save it as .xlsx or .csv", kind=kind)
    if kind in ("xlsx", "xlsm") or (kind not in ("csv", "tsv", "jsonl") and _starts_with(stream, b"PK")):
        return WorkbookTable(stream, sheet, is_register)
    if sheet is not None:
        raise Refused("only an .xlsx file has sheets")
    if kind not in ("csv", "tsv", "jsonl", "ndjson") and _starts_with(stream, b"["):
        raise Refused("the file is one JSON list; save it as .jsonl, with one object on each line")
    if kind in ("jsonl", "ndjson") or (kind not in ("csv", "tsv") and _starts_with(stream, b"{")):
        return JsonLinesTable(stream, encoding)
    return DelimitedTable(stream, "\t" if kind == "tsv" else "", encoding)


def _starts_with(stream: IO[bytes], mark: bytes) -> bool:
    start = stream.read(8)
    stream.seek(0)
    return start.removeprefix(b"\xef\xbb\xbf").startswith(mark)
