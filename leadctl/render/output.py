"""Writes a page to the terminal, a pipe or a file, in the format asked for."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, WrongUsage, os_reason
from leadctl.plain_text import clean
from leadctl.render.formats import Medium, find_format
from leadctl.render.page import Page, Translate

if TYPE_CHECKING:
    # Loading pathlib takes a third of a bare start, and only -o needs it.
    from pathlib import Path
    from typing import TextIO


def show(
    page: Page,
    fmt: str,
    *,
    out: Path | None,
    limit: int | None,
    translate: Translate,
    width: int | None = None,
    paged: bool = False,
) -> None:
    """Write ``page`` in the format of this name to stdout or to the file ``out``.

    ``limit`` cuts listings (pages whose data is a list), never a report. ``width`` in cells overrides the terminal's.
    Text goes through ``translate``; keys and codes of formats for programs do not. A pipe or a file gets tables uncut
    and without colour. ``paged``: what is longer than the screen of a terminal goes through its
    pager. Raises Refused when ``out`` cannot be written, WrongUsage for a format that is no text on a
    terminal, BrokenPipeError when the reader has gone.
    """

    # Titles, headings and labels may hold names of the store: they are cleaned here for every format alike.
    def translate_text(text: str) -> str:
        # A catalogue answers its own header for an empty text.
        return clean(translate(text) or text) if text else ""

    found, page = find_format(fmt), page.limit_records(limit)
    if out is None:
        if found.binary and sys.stdout.isatty():
            raise WrongUsage("{format} is no text to print; write it into a file: -o FILE.{format}", format=fmt)
        pieces = found.write(page, _stream_medium(sys.stdout, translate_text, width))
        if paged and not found.for_programs and sys.stdin.isatty() and sys.stdout.isatty():
            _write_paged(map(str, pieces))
        else:
            _write_stream(pieces, sys.stdout)
    else:
        pieces = found.write(page, Medium("utf-8", translate_text, width))
        # Without a mark Excel reads Chinese as another encoding.
        _write_file(pieces, out, mark=_BYTE_ORDER_MARK if fmt == "csv" and out.suffix.lower() == ".csv" else "")


_BYTE_ORDER_MARK = "\ufeff"


def write_text(text: str, out: Path | None) -> None:
    """Write a text as it is to stdout, or to the file ``out`` in UTF-8. Raises as :func:`show`."""
    if out is None:
        _write_stream([text], sys.stdout)
    else:
        _write_file([text], out)


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


def _write_paged(pieces: Iterator[str]) -> None:
    """Write to the terminal, through its pager where the text is longer than it."""
    try:
        height = os.get_terminal_size(sys.stdout.fileno()).lines
    except OSError:
        height = 0
    if not height or os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        _write_stream(pieces, sys.stdout)
        return
    begun = _take_lines(pieces, height)
    if sum(piece.count("\n") for piece in begun) < height:
        _write_stream(begun, sys.stdout)
        return
    from leadctl.render.pager import feed_pager, find_pager

    pager = find_pager()
    whole = itertools.chain(begun, pieces)
    if pager is None:
        _write_stream(whole, sys.stdout)
        return
    sys.stdout.flush()
    encoding = sys.stdout.encoding or "utf-8"
    feed_pager(pager, (_replace_unencodable(piece, encoding) for piece in whole))


def _take_lines(pieces: Iterator[str], count: int) -> list[str]:
    """The first pieces, with so many lines at least where there are as many."""
    taken: list[str] = []
    while count > 0 and (piece := next(pieces, None)) is not None:
        taken.append(piece)
        count -= piece.count("\n")
    return taken


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


def _write_file(pieces: Iterable[str] | Iterable[bytes], out: Path, *, mark: str = "") -> None:
    with open_replacement(out) as path, path.open("wb") as file:
        file.write(mark.encode("utf-8"))
        file.writelines(piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace") for piece in pieces)


@contextmanager
def open_replacement(out: Path) -> Iterator[Path]:
    """An empty file to write into; at the end it takes the place of ``out`` (:func:`leadctl.files.replace_file`).

    Raises Refused when ``out`` cannot or must not be written.
    """
    from leadctl.files import replace_file

    try:
        with replace_file(out) as path:
            yield path
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(
            "cannot write {out}: {why}; choose another file with -o", out=out, why=os_reason(error)
        ) from error
