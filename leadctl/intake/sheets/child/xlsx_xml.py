"""A pass over the XML of an .xlsx: errors, formulas without a result, hidden rows, and error types of new releases."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from leadctl.intake.sheets.child.inspection import (
    BLOCK,
    Findings,
    Inspection,
    list_elements,
    make_parser,
    open_archive,
)
from leadctl.intake.sheets.child.plain_sheet import ERROR, UNCALCULATED, UnreadableError

_SPARE_STRINGS = 500_000
_KNOWN_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_MARKS = (b'"e"', b"'e'", b"<f", b":f", b"hidden", b"\0")
"""A sheet without any of these in its bytes has no error, formula or hidden row, and needs no parser."""
_FILLED = b"</c>"
"""The end of a cell that holds something: an empty one is a single element."""
_LONG_END = 4 << 20
"""Bytes of formatted empty rows below the last value that are worth cutting off: calamine would read them all."""
_OVERLAP = 1 << 14
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")

Patch = tuple[int, int]
"""Where in a part the text of an unknown error begins and ends."""


def inspect_xlsx(content: bytes) -> Inspection:
    """Look through the sheets of an .xlsx. Raises UnreadableError for what no spreadsheet writes, or is damaged."""
    inspection = Inspection(content)
    changed: dict[str, bytes] = {}
    with open_archive(content) as archive:
        strings = _count_strings(archive)
        for name, part in _find_sheet_parts(archive).items():
            scan = _SheetScan(archive, part, counts_strings=strings > _SPARE_STRINGS)
            strings -= 2 * scan.strings
            if scan.rows_end is not None:
                changed[part] = scan.cut(archive, part)
            if scan.needs_parser:
                watcher = _SheetWatcher()
                watcher.read(_read_blocks(archive, part) if part not in changed else iter([changed[part]]))
                inspection.sheets[name] = watcher.findings
                if watcher.patches:
                    changed[part] = _patch_errors(changed.get(part) or archive.read(part), watcher.patches)
        if strings > _SPARE_STRINGS:
            raise UnreadableError("memory")
        if changed:
            inspection.content = _write_changed(archive, changed)
    return inspection


def _read_blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as source:
        while block := source.read(BLOCK):
            yield block


def _count_strings(archive: zipfile.ZipFile) -> int:
    """The shared strings of a workbook. Far more than its cells use are there to take memory."""
    count, tail = 0, b""
    for name in archive.namelist():
        if name.lower().endswith("sharedstrings.xml"):
            for block in _read_blocks(archive, name):
                count += (tail + block).count(b"<si")
                tail = block[-2:]
    return count


def _find_sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part that holds it."""
    books = [name for name in archive.namelist() if name.lower().endswith("workbook.xml")]
    if not books:
        raise UnreadableError("damaged")
    book = min(books, key=len)
    folder, file = posixpath.split(book)
    relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    targets = {known["Id"]: known["Target"] for known in list_elements(archive, relations, "Relationship")}
    names = set(archive.namelist())
    parts = {}
    for sheet in list_elements(archive, book, "sheet"):
        key = next((value for name, value in sheet.items() if name.rpartition(":")[2] == "id"), "")
        target = targets.get(key, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if part in names:
            parts[sheet["name"]] = part
    return parts


class _SheetScan:
    """What the bytes of a sheet show without a parser, since most sheets need none.

    ``needs_parser``: there may be something to find. ``strings``: cells with a shared string, if they are counted.
    ``rows_end``: where the last value begins, if many formatted rows without one follow it.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str, counts_strings: bool) -> None:
        self.needs_parser = False
        self.strings = 0
        self._end = b""
        last_value, at, tail = 0, 0, b""
        has_begun, has_prefix = False, False
        for block in _read_blocks(archive, part):
            seen = tail + block
            if not has_begun:  # what declares types and entities stands before the rows
                if b"<!D" in seen or b"<!E" in seen:
                    raise UnreadableError("damaged")
                has_begun, has_prefix = b"sheetData" in seen, b":sheetData" in seen
            if counts_strings:
                self.strings += block.count(b't="s"')
            found = seen.rfind(_FILLED)
            if found >= 0 or has_prefix or not at:
                last_value = at - len(tail) + max(found, 0)
                self.needs_parser = self.needs_parser or any(mark in seen for mark in _MARKS)
            self._keep_end(seen, len(tail))
            at += len(block)
            tail = block[-_OVERLAP:]
        self.rows_end = last_value if self._end and at - last_value > _LONG_END + len(self._end) else None

    def _keep_end(self, seen: bytes, overlap: int) -> None:
        """Keep what follows the rows: it holds the merged areas."""
        if self._end:
            self._end += seen[overlap:]
        elif (place := seen.find(b"</sheetData>")) >= 0:
            self._end = seen[place:]

    def cut(self, archive: zipfile.ZipFile, part: str) -> bytes:
        """The sheet without the rows below its last value."""
        assert self.rows_end is not None
        with archive.open(part) as source:
            begin = source.read(self.rows_end)
            row = source.read(BLOCK)
        place = row.find(b"</row>")
        if place < 0:
            raise UnreadableError("damaged")
        kept = begin + row[: place + len(b"</row>")] + self._end
        self.needs_parser = any(mark in kept for mark in _MARKS)
        return kept


class _SheetWatcher:
    """Reads one sheet and keeps what is found. Rows and cells without a reference follow the one before."""

    def __init__(self) -> None:
        self.findings = Findings()
        self.patches: list[Patch] = []
        self._row = self._column = -1
        self._hidden = self._filled = self._reading = False
        self._kind = self._value = self._formula = ""
        self._has_formula = False
        self._began = 0

    def read(self, blocks: Iterator[bytes]) -> None:
        self._parser = make_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take_text
        for block in blocks:
            self._parser.Parse(block, False)
        self._parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._reading, self._value = True, ""
            self._began = self._parser.CurrentByteIndex
        elif name == "f":
            self._reading, self._value, self._has_formula = True, "", True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdigit() else self._row + 1
            self._column, self._filled = -1, False
            self._hidden = attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_index(reference[1]) if reference else self._column + 1
        self._kind = attributes.get("t", "")
        self._value, self._formula, self._has_formula = "", "", False

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._reading = False
            if name == "v" and self._kind == "e" and self._value not in _KNOWN_ERRORS:
                self.patches.append((self._began, self._parser.CurrentByteIndex))
        elif name == "f":
            self._reading, self._formula, self._value = False, self._value, ""
        elif name == "row" and self._hidden and self._filled:
            self.findings.hidden_rows += 1

    def _end_cell(self) -> None:
        self._filled = self._filled or bool(self._value)
        if self._kind == "e":
            self.findings.bad_cells[self._row, self._column] = (ERROR, self._value)
        elif self._has_formula and not self._value and self._kind != "str":
            self.findings.bad_cells[self._row, self._column] = (UNCALCULATED, "=" + self._formula)

    def _take_text(self, text: str) -> None:
        if self._reading:
            self._value += text


def column_index(letters: str) -> int:
    """A column by its letters, counted from 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _patch_errors(content: bytes, patches: list[Patch]) -> bytes:
    """The sheet with an error that calamine knows in the place of each one that it does not."""
    pieces, at = [], 0
    for began, ended in patches:
        pieces += [content[at : content.index(b">", began) + 1], b"#N/A"]
        at = ended
    return b"".join([*pieces, content[at:]])


def _write_changed(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """The workbook with some parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
        for name in archive.namelist():
            copy.writestr(name, changed[name] if name in changed else archive.read(name))
    return made.getvalue()
