"""XML workbooks of Excel 2003, which many dealers' systems write with the suffix .xls."""

from __future__ import annotations

import codecs
import re
from xml.parsers import expat

from leadctl.intake.sheets.child.inspection import make_parser
from leadctl.intake.sheets.child.plain_sheet import (
    ERROR,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    UNCALCULATED,
    PlainBook,
    PlainSheet,
    UnreadableError,
)

_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["'][^>]*\?>""")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?")
_WHOLE = re.compile(r"(-?\d{1,15})\.0*")


def read_excel_2003(content: bytes, kind: str, encoding: str) -> PlainBook:
    """The worksheets of an XML workbook. Raises UnreadableError."""
    text, used = _decode(content, encoding)
    reader = _BookReader()
    try:
        reader.parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as broken:
        raise UnreadableError("damaged") from broken
    return PlainBook(reader.sheets, encoding=used)


def _decode(content: bytes, encoding: str) -> tuple[str, str]:
    """The text without its declaration, since expat knows few encodings, and the encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        used = "utf-16"
    else:
        declared = _DECLARED.match(content[:200].decode("latin-1").removeprefix("ï»¿"))
        used = encoding or (declared[1].lower() if declared else "utf-8")
        used = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8": "utf-8-sig"}.get(used, used)
    try:
        text = content.decode(used)
    except (LookupError, UnicodeError) as wrong:
        raise UnreadableError("encoding", encoding=used) from wrong
    return _DECLARED.sub("", text), used


class _BookReader:
    """Collects the cells of all sheets as the parser meets them."""

    def __init__(self) -> None:
        self.sheets: list[PlainSheet] = []
        self.parser = make_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._take_text
        self._rows: list[list[str]] = []
        self._row = self._column = self._span = 0
        self._cells = 0
        self._hidden_row = False
        self._attributes: dict[str, str] = {}
        self._type = self._text = ""
        self._reading = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Cell":
            self._column = _place(attributes, self._column, MOST_COLUMNS)
            self._attributes, self._type, self._text = attributes, "", ""
        elif name == "Data":
            self._type, self._reading = attributes.get("Type", ""), True
        elif name == "Visible":
            self._reading, self._text = True, ""
        elif name == "Row":
            self._row = _place(attributes, self._row, MOST_ROWS)
            self._column, self._hidden_row = 0, attributes.get("Hidden") == "1"
            self._span = _number(attributes, "Span")
        elif name == "Worksheet":
            self._begin_sheet(attributes.get("Name", ""))

    def _begin_sheet(self, name: str) -> None:
        if len(self.sheets) >= MOST_SHEETS:
            raise UnreadableError("memory")
        rows: list[list[str]] = []
        self._rows, self._row = rows, 0
        self.sheets.append(PlainSheet(name, lambda: map(list, rows)))

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "Cell":
            self._end_cell()
            self._column += 1 + _number(self._attributes, "MergeAcross")
        elif name == "Data":
            self._reading = False
        elif name == "Visible":
            self._reading = False
            if self.sheets:
                self.sheets[-1].hidden = self._text.strip() in ("SheetHidden", "SheetVeryHidden")
        elif name == "Row" and self.sheets:
            if self._hidden_row and self._row < len(self._rows) and any(self._rows[self._row]):
                self.sheets[-1].hidden_rows += 1
            self._row += 1 + self._span

    def _end_cell(self) -> None:
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        down, across = _number(self._attributes, "MergeDown"), _number(self._attributes, "MergeAcross")
        if down:
            sheet.merges.append((self._row, self._column, self._row + down, self._column + across))
        text = _format_value(self._text, self._type)
        if self._type == "Error":
            sheet.bad_cells[self._row, self._column] = (ERROR, self._text)
        elif "Formula" in self._attributes and not self._type:
            sheet.bad_cells[self._row, self._column] = (UNCALCULATED, self._attributes["Formula"])
            text = self._attributes["Formula"]
        if text:
            self._put(text)

    def _put(self, text: str) -> None:
        self._cells += max(self._row + 1 - len(self._rows), 0) + 1
        if self._cells > MOST_CELLS:
            raise UnreadableError("memory")
        while len(self._rows) <= self._row:
            self._rows.append([])
        cells = self._rows[self._row]
        cells += [""] * (self._column + 1 - len(cells))
        cells[self._column] = text

    def _take_text(self, text: str) -> None:
        if self._reading:
            self._text += text


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "0")
    return int(text) if text.isdigit() and len(text) < 8 else 0


def _place(attributes: dict[str, str], following: int, most: int) -> int:
    """Where a row or cell stands, from 0: at its index, else after the one before it."""
    place = _number(attributes, "Index") - 1 if "Index" in attributes else following
    if not 0 <= place < most:
        raise UnreadableError("rows")
    return place


def _format_value(text: str, kind: str) -> str:
    if kind == "DateTime":
        moment = _MOMENT.match(text)
        if moment is None:
            return text
        year, month, day, hour, minute, _ = moment.groups()
        if int(year) <= 1900:
            return f"{hour}:{minute}"
        return f"{year}-{month}-{day}" if hour == minute == "00" else f"{year}-{month}-{day} {hour}:{minute}"
    if kind == "Number":
        whole = _WHOLE.fullmatch(text)
        return whole[1] if whole else _format_number(text)
    return text


def _format_number(text: str) -> str:
    """A number with an exponent written out, as Excel writes 13900010001 as 1.3900010001E10."""
    if "e" not in text.lower():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"
