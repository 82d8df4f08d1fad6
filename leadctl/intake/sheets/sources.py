"""A file as bytes, wherever they come from (a file, a pipe, standard input), and the sheets that they hold."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, os_reason
from leadctl.intake.sheets.archives import unpack_single
from leadctl.intake.sheets.formats import Format, recognise_format
from leadctl.intake.sheets.table import Sheet, TableFile
from leadctl.intake.sheets.text_files import DelimitedTable, JsonLinesTable, TextRules
from leadctl.intake.sheets.workbooks import BookReader

if TYPE_CHECKING:
    from typing import IO

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
        spool.seek(0)
    except BaseException as failed:
        spool.close()
        if isinstance(failed, OSError):
            raise Refused("cannot read the input: {why}", why=os_reason(failed)) from failed
        raise
    return spool


def open_sheets(stream: IO[bytes], suffix: str, rules: TextRules) -> TableFile:
    """Read ``stream`` (seekable) as what its content is; among text files ``suffix`` decides. Raises Refused."""
    kind = recognise_format(stream)
    if kind.name not in ("zip", "gzip"):
        return _open_unpacked(stream, kind, suffix, rules)
    unpacked = unpack_single(stream, kind.name, suffix)
    try:
        within = recognise_format(unpacked.stream)
        if within.name in ("zip", "gzip"):
            raise Refused("the archive holds an archive; unpack it and send the file within")
        opened = _open_unpacked(unpacked.stream, within, unpacked.suffix, rules)
    except BaseException:
        unpacked.stream.close()
        raise

    def close() -> None:
        opened.close()
        unpacked.stream.close()

    return opened._replace(packed=kind.name, close=close)


def _open_unpacked(stream: IO[bytes], kind: Format, suffix: str, rules: TextRules) -> TableFile:
    if kind.name not in ("jsonl", "text"):
        book = BookReader(stream, kind, rules.encoding)
        return TableFile(kind.name, book.sheets, stream, book.close, book.encoding, unchecked=book.unchecked)
    name = suffix.lower().removeprefix(".")
    if name not in ("csv", "tsv", "jsonl", "ndjson") and _starts_with(stream, b"["):
        raise Refused("the file is one JSON list; save it as .jsonl, with one object on each line")
    table: JsonLinesTable | DelimitedTable
    if (
        kind.name == "jsonl"
        or name in ("jsonl", "ndjson")
        or (name not in ("csv", "tsv") and _starts_with(stream, b"{"))
    ):
        table = JsonLinesTable(stream, rules)
        return TableFile("jsonl", [Sheet(None, table)], stream, _close_nothing, table.encoding, notes=table.notes)
    table = DelimitedTable(stream, rules._replace(delimiter=rules.delimiter or ("\t" if name == "tsv" else "")))
    return TableFile("csv", [Sheet(None, table)], stream, _close_nothing, table.encoding, notes=table.notes)


def _close_nothing() -> None:
    """A text file holds nothing open beside its stream."""


def _starts_with(stream: IO[bytes], mark: bytes) -> bool:
    start = stream.read(8)
    stream.seek(0)
    return start.removeprefix(b"\xef\xbb\xbf").startswith(mark)
