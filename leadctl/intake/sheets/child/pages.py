"""Tables of HTML pages and of web archives (MHTML), which many dealers' systems write with the suffix .xls."""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes
from html.parser import HTMLParser

from leadctl.intake.sheets.child.plain_sheet import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    PlainBook,
    PlainSheet,
    UnreadableError,
)

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_DEPTH = 50
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SHORTENED = re.compile(r"-?\d(?:\.\d+)?[eE]\+?\d+")


def read_page(content: bytes, kind: str, encoding: str) -> PlainBook:
    """The tables of a page that hold something, as sheets "table 1" and so on. Raises UnreadableError."""
    parts = [content] if kind == "html" else _list_parts(content)
    tables: list[PlainSheet] = []
    used = ""
    for part in parts:
        text, used = _decode(part, encoding)
        reader = _TableReader()
        reader.feed(text)
        reader.close()
        reader.refuse_open_tables()
        tables += (_as_sheet(table) for table in reader.finished if table.rows)
    if not tables:
        raise UnreadableError("no_table")
    for number, table in enumerate(tables[:MOST_SHEETS], start=1):
        table.name = f"table {number}"
    return PlainBook(tables[:MOST_SHEETS], encoding=used)


def _list_parts(content: bytes) -> list[bytes]:
    """The pages of a web archive."""
    pages = []
    for part in message_from_bytes(content).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                pages.append(page)
    return pages


def _decode(content: bytes, encoding: str) -> tuple[str, str]:
    """The text by its mark, the encoding asked for, UTF-8 if it is that, what the page says of itself, or GB18030."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif encoding:
        candidates = [encoding]
    else:
        declared = _CHARSET.search(content[:4096])
        named = declared[1].decode("ascii").lower() if declared else "gb18030"
        candidates = ["utf-8-sig", {"gb2312": "gb18030", "gbk": "gb18030"}.get(named, named), "gb18030"]
    for name in candidates:
        try:
            return content.decode(name), name
        except (LookupError, UnicodeError):
            continue
    raise UnreadableError("encoding", encoding=candidates[-1])


class _Table:
    """A table being read. ``spans``: column -> (rows that its cell still covers)."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.covered: dict[int, int] = {}
        self.hidden_rows = 0
        self.row: list[str] | None = None
        self.row_hidden = False
        self.cell: list[str] | None = None
        self.cell_attributes: dict[str, str] = {}


class _TableReader(HTMLParser):
    """Collects the tables of a page; a table within a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.finished: list[_Table] = []
        self._open: list[_Table] = []
        self._cells = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "table":
            if len(self._open) >= _MOST_DEPTH:
                raise UnreadableError("damaged")
            self._open.append(_Table())
        elif tag in ("script", "style"):
            self._silent += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._begin_row(self._open[-1], attributes)
        elif tag in ("td", "th"):
            self._begin_cell(self._open[-1], attributes)
        elif tag in ("br", "p", "div") and (cell := self._open[-1].cell):
            cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(self._silent - 1, 0)
        elif not self._open:
            return
        elif tag == "table":
            self._end_row(self._open[-1])
            self.finished.append(self._open.pop())
        elif tag == "tr":
            self._end_row(self._open[-1])
        elif tag in ("td", "th"):
            self._end_cell(self._open[-1])

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent and (cell := self._open[-1].cell) is not None:
            cell.append(_SPACE.sub(" ", data))

    def refuse_open_tables(self) -> None:
        """Raise UnreadableError where the page ends within a table: the rest of it is missing."""
        if self._open:
            raise UnreadableError("damaged")

    def _begin_row(self, table: _Table, attributes: dict[str, str]) -> None:
        self._end_row(table)
        table.row, table.row_hidden = [], bool(_HIDDEN.search(attributes.get("style", ""))) or "hidden" in attributes

    def _end_row(self, table: _Table) -> None:
        self._end_cell(table)
        if table.row is None:
            return
        if len(table.rows) >= MOST_ROWS:
            raise UnreadableError("rows")
        table.hidden_rows += table.row_hidden and any(table.row)
        table.rows.append(table.row)
        table.row = None
        table.covered = {column: left - 1 for column, left in table.covered.items() if left > 1}

    def _begin_cell(self, table: _Table, attributes: dict[str, str]) -> None:
        if table.row is None:
            self._begin_row(table, {})
        self._end_cell(table)
        table.cell, table.cell_attributes = [], attributes

    def _end_cell(self, table: _Table) -> None:
        if table.cell is None or table.row is None:
            return
        while len(table.row) in table.covered:
            table.row.append("")
        text = "\n".join(line.strip() for line in "".join(table.cell).split("\n")).strip().replace("\xa0", " ")
        column, row = len(table.row), len(table.rows)
        wide = min(_number(table.cell_attributes, "colspan"), MOST_COLUMNS)
        high = min(_number(table.cell_attributes, "rowspan"), MOST_ROWS)
        table.row += [_full_number(text, table.cell_attributes), *[""] * (wide - 1)]
        self._cells += wide
        if len(table.row) > MOST_COLUMNS or self._cells > MOST_CELLS:
            raise UnreadableError("memory")
        if high > 1:
            table.merges.append((row, column, row + high - 1, column + wide - 1))
            table.covered |= dict.fromkeys(range(column, column + wide), high)
        table.cell = None


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "").strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _full_number(text: str, attributes: dict[str, str]) -> str:
    """The number behind 1.39E+10, which Excel writes into an attribute of the cell."""
    whole = attributes.get("x:num", "")
    return whole if whole and _SHORTENED.fullmatch(text) else text


def _as_sheet(table: _Table) -> PlainSheet:
    return PlainSheet("", lambda: map(list, table.rows), hidden_rows=table.hidden_rows, merges=table.merges)
