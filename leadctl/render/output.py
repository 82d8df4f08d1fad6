"""Writes a page to the terminal, a pipe or a file, in the format asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from leadctl.errors import Refused, os_reason
from leadctl.render.formats import Medium, find_format
from leadctl.render.page import Page, Translate

if TYPE_CHECKING:
    # Loading pathlib takes a third of a bare start, and only -o needs it.
    from pathlib import Path


def show(
    page: Page, fmt: str, *, out: Path | None, limit: int | None, translate: Translate, width: int | None = None
) -> None:
    """Write ``page`` in the format of this name to stdout or to the file ``out``.

    ``limit`` cuts listings (pages whose data is a list), never a report. ``width`` in cells overrides the terminal's.
    Text goes through ``translate``; keys and codes of formats for programs do not. A pipe or a file gets tables uncut
    and without colour. Raises Refused when ``out`` cannot be written, BrokenPipeError when the reader has gone.
    """

    def translate_text(text: str) -> str:
        # A catalogue answers its own header for an empty text.
        return translate(text) if text else ""

    found, page = find_format(fmt), page.limit_records(limit)
    if out is None:
        _write_stream(found.write(page, _stream_medium(sys.stdout, translate_text, width)), sys.stdout)
    else:
        _write_file(found.write(page, Medium("utf-8", translate_text, width)), out)


def close_quietly() -> None:
    """Point stdout at nothing, so that a reader that has gone leaves no message when the interpreter flushes."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.close(silence)


def _stream_medium(stream: TextIO, translate: Translate, width: int | None) -> Medium:
    encoding = stream.encoding or "utf-8"
    if not stream.isatty():
        return Medium(encoding, translate, width)
    # TERM=dumb knows neither colours nor weights.
    dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    colour = None if dumb else not os.environ.get("NO_COLOR")
    return Medium(encoding, translate, width or _terminal_width(stream), colour)


def _terminal_width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def _write_stream(pieces: Iterable[str] | Iterable[bytes], stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    for piece in pieces:
        if isinstance(piece, bytes):
            stream.buffer.write(piece)
        else:
            stream.write(_replace_unencodable(piece, encoding))
    stream.flush()


def _replace_unencodable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "replace").decode(encoding)
    return text


def _write_file(pieces: Iterable[str] | Iterable[bytes], out: Path) -> None:
    with open_replacement(out) as path, path.open("wb") as file:
        file.writelines(piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace") for piece in pieces)


@contextmanager
def open_replacement(out: Path) -> Iterator[Path]:
    """An empty file (0600) in the folder of ``out`` to write into; at the end it is synced to the disk and takes the
    place of ``out``, or is removed if that fails.

    Raises Refused when ``out`` cannot or must not be written.
    """
    target = type(out)(os.path.realpath(out))
    path = target.with_name(f".leadctl-{os.getpid()}.tmp")
    try:
        _refuse_unsuitable(target, out)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            yield path
            _sync(path)
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(
            "cannot write {out}: {why}; choose another file with -o", out=out, why=os_reason(error)
        ) from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_unsuitable(target: Path, out: Path) -> None:
    from leadctl.files import holds_database

    if target.is_dir():
        raise Refused("cannot write {out}: it is a folder; name a file with -o", out=out)
    if not target.parent.is_dir():
        raise Refused(
            "cannot write {out}: there is no folder {folder}; make it first, or choose another with -o",
            out=out,
            folder=out.parent,
        )
    if target.exists() and not target.is_file():
        raise Refused(
            "cannot write {out}: it is no ordinary file; leave -o out and redirect the output instead", out=out
        )
    if target.is_file() and holds_database(target):
        raise Refused(
            "cannot write {out}: it holds a database, which -o never overwrites; choose another file", out=out
        )
