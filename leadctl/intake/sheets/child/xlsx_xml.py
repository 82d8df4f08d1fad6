"""A pass over the XML of an .xlsx: errors, formulas without a result, hidden rows, and error types of new releases."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

from leadctl.intake.sheets.child.inspection import (
    BLOCK,
    Findings,
    Inspection,
    list_elements,
    make_parser,
    open_archive,
    parse_part,
)
from leadctl.intake.sheets.child.plain_sheet import ERROR, MOST_ROWS, UNCALCULATED, UnreadableError

_MOST_STRINGS = 8_000_000
_KNOWN_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}
_MARKS = (b'"e"', b"'e'", b"<f", b":f", b"hidden", b"\0")
"""A sheet without any of these in its bytes has no error, formula or hidden row, and needs no parser."""
_FAR_ROW = re.compile(rb"""r\s*=\s*["'][A-Za-z]{0,3}(\d{7,})["']""")
_OVERLAP = 64
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")

Patch = tuple[int, int]
"""Where in a part the text of an unknown error begins and ends."""


def inspect_xlsx(content: bytes) -> Inspection:
    """Look through the sheets of an .xlsx. Raises UnreadableError for what no spreadsheet writes, or is damaged."""
    inspection = Inspection(content)
    patches: dict[str, list[Patch]] = {}
    with open_archive(content) as archive:
        _refuse_many_strings(archive)
        for name, part in _find_sheet_parts(archive).items():
            if _needs_parser(archive, part):
                watcher = _SheetWatcher()
                watcher.read(archive, part)
                inspection.sheets[name] = watcher.findings
                if watcher.patches:
                    patches[part] = watcher.patches
        if patches:
            inspection.content = _write_patched(archive, patches)
    return inspection


def _refuse_many_strings(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.lower().endswith("sharedstrings.xml"):
            count, tail = 0, b""
            with archive.open(name) as part:
                while block := part.read(BLOCK):
                    count += (tail + block).count(b"<si")
                    tail = block[-2:]
                    if count > _MOST_STRINGS:
                        raise UnreadableError("memory")


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


def _needs_parser(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet may hold what is looked for. Raises UnreadableError for what no spreadsheet writes."""
    tail, found = b"", False
    with archive.open(part) as source:
        while block := source.read(BLOCK):
            seen = tail + block
            if b"<!D" in seen or b"<!E" in seen:
                raise UnreadableError("damaged")
            if any(int(row) > MOST_ROWS for row in _FAR_ROW.findall(seen)):
                raise UnreadableError("rows")
            found = found or any(mark in seen for mark in _MARKS)
            tail = block[-_OVERLAP:]
    return found


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

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        self._parser = make_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take_text
        parse_part(archive, part, self._parser)

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


def _write_patched(archive: zipfile.ZipFile, patches: dict[str, list[Patch]]) -> bytes:
    """The workbook with a known error in the place of each unknown one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            pieces, at = [], 0
            for began, ended in patches.get(name, ()):
                pieces += [content[at : content.index(b">", began) + 1], b"#N/A"]
                at = ended
            copy.writestr(name, b"".join([*pieces, content[at:]]))
    return made.getvalue()
