"""Writes a page to the terminal, a pipe or a file, in the format asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from leadctl.errors import Refused, os_reason
from leadctl.render.page import Page

if TYPE_CHECKING:
    # Loading pathlib takes a third of a bare start, and only -o needs it.
    from pathlib import Path

FORMATS = ("table", "plain", "markdown", "csv", "json", "jsonl")

Translate = Callable[[str], str]


def show(
    page: Page, fmt: str, *, out: Path | None, limit: int | None, translate: Translate, width: int | None = None
) -> None:
    """Write ``page`` as one of ``FORMATS`` to stdout or to the file ``out``.

    ``limit`` cuts listings (pages whose data is a list), never a report. ``width`` in cells overrides the terminal's.
    Text goes through ``translate``; keys and codes of csv and json do not. A pipe or a file gets tables uncut and
    without colour. Raises Refused when ``out`` cannot be written, BrokenPipeError when the reader has gone.
    """
    page = _limited(page, limit)
    if out is None:
        _write_stream(_rendered(page, fmt, sys.stdout, translate, width), sys.stdout)
    else:
        _write_file(_rendered(page, fmt, None, translate, width), out)


def close_quietly() -> None:
    """Point stdout at nothing, so that a reader that has gone leaves no message when the interpreter flushes."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stdout.fileno())
    os.close(silence)


def _limited(page: Page, limit: int | None) -> Page:
    if limit is None or not isinstance(page.data, list):
        return page
    # What is said of an empty list is not true of one that was asked to show nothing.
    tables = tuple(
        replace(table, rows=table.rows[:limit], note=table.note if limit or not table.rows else "")
        for table in page.tables
    )
    return replace(page, data=page.data[:limit], tables=tables)


def _rendered(page: Page, fmt: str, stream: TextIO | None, translate: Translate, width: int | None) -> Iterable[str]:
    """The page's text in pieces."""

    def shown(text: str) -> str:
        # A catalogue answers its own header for an empty text.
        return translate(text) if text else ""

    encoding = (stream.encoding if stream else None) or "utf-8"
    if fmt in ("plain", "markdown"):
        from leadctl.render.marks import marks_for
        from leadctl.render.plaintext import write_page

        return (marks_for(encoding).fit(write_page(page, fmt, shown)),)
    if fmt == "table":
        return (_drawn(page, stream, encoding, shown, width),)
    return _recorded(page, fmt, encoding)


def _recorded(page: Page, fmt: str, encoding: str) -> Iterable[str]:
    if fmt == "csv":
        from leadctl.render.csvtext import write_csv

        return (write_csv(page),)
    from leadctl.render.jsontext import write_json, write_json_lines

    return write_json(page, encoding) if fmt == "json" else write_json_lines(page, encoding)


def _drawn(page: Page, stream: TextIO | None, encoding: str, translate: Translate, width: int | None) -> str:
    from rich.cells import cell_len

    from leadctl.render.marks import marks_for
    from leadctl.render.screen import Screen, draw_page, painter

    terminal = stream is not None and stream.isatty()
    paint = painter(not os.environ.get("NO_COLOR")) if terminal and not _dumb() else _unpainted
    columns = width or (_terminal_width(stream) if stream is not None and terminal else None)
    return draw_page(page, Screen(columns, marks_for(encoding), translate, cell_len, paint))


def _unpainted(text: str, style: str | None) -> str:
    return text


def _dumb() -> bool:
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def _terminal_width(stream: TextIO) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def _write_stream(pieces: Iterable[str], stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    for text in pieces:
        stream.write(_encodable(text, encoding))
    stream.flush()


def _encodable(text: str, encoding: str) -> str:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "replace").decode(encoding)
    return text


def _write_file(pieces: Iterable[str], out: Path) -> None:
    with beside(out) as path, path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(pieces)


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """An empty file (0600) beside ``out`` to write into; on the disk and in its place at the end, gone if that fails.

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
