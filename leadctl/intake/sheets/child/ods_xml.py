"""A pass over the XML of an OpenDocument sheet: errors, formulas without a result, hidden rows, merged areas."""

from __future__ import annotations

import re

from leadctl.intake.sheets.child.inspection import Findings, Inspection, make_parser, open_archive, parse_part
from leadctl.intake.sheets.child.plain_sheet import (
    ERROR,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    UNCALCULATED,
    UnreadableError,
)

_ERROR_TEXT = re.compile(r"#[A-Z0-9/_]+[!?]?|Err:\d+")


def inspect_ods(content: bytes) -> Inspection:
    """Look through the sheets of an .ods. Raises UnreadableError for what no spreadsheet writes, or is damaged."""
    inspection = Inspection(content)
    with open_archive(content) as archive:
        watcher = _SheetsWatcher()
        parser = make_parser()
        parser.StartElementHandler = watcher.start
        parser.EndElementHandler = watcher.end
        parser.CharacterDataHandler = watcher.take_text
        parse_part(archive, "content.xml", parser)
        inspection.sheets = watcher.sheets
    return inspection


def _count(attributes: dict[str, str], name: str) -> int:
    """How often something is repeated."""
    text = attributes.get(name, "1")
    return int(text) if text.isdigit() and len(text) < 12 else 1


class _SheetsWatcher:
    """Keeps what is found of each sheet. A row and a cell may stand for many equal ones."""

    def __init__(self) -> None:
        self.sheets: dict[str, Findings] = {}
        self._depth = 0
        self._findings = Findings()
        self._row = self._rows = self._column = self._filled = 0
        self._shown = True
        self._cell: dict[str, str] = {}
        self._text = ""
        self._bad: dict[int, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._findings = self.sheets.setdefault(attributes.get("table:name", ""), Findings())
                self._row = 0
        elif self._depth != 1:
            return
        elif name == "table:table-row":
            self._rows = _count(attributes, "table:number-rows-repeated")
            self._shown = attributes.get("table:visibility", "visible") == "visible"
            self._column, self._filled, self._bad = 0, 0, {}
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = attributes, ""

    def end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()

    def take_text(self, text: str) -> None:
        self._text += text

    def _end_cell(self) -> None:
        columns = _count(self._cell, "table:number-columns-repeated")
        value, formula = self._cell.get("office:value-type"), self._cell.get("table:formula")
        failed = self._cell.get("calcext:value-type") == "error" or (formula and _ERROR_TEXT.fullmatch(self._text))
        if failed or (formula and value is None):
            why = (ERROR, self._text) if failed else (UNCALCULATED, formula or "=")
            self._bad |= dict.fromkeys(range(self._column, self._column + min(columns, 1000)), why)
        if value is not None or self._text:
            self._filled += columns
        rows, wide = _count(self._cell, "table:number-rows-spanned"), _count(self._cell, "table:number-columns-spanned")
        if rows > 1 and len(self._findings.merges) < MOST_ROWS:
            area = (self._row, self._column, self._row + rows - 1, self._column + wide - 1)
            self._findings.merges.append(area)
        self._column += columns

    def _end_row(self) -> None:
        if self._filled and (self._row + self._rows > MOST_ROWS or self._filled > MOST_COLUMNS):
            raise UnreadableError("rows")
        if self._filled * self._rows > MOST_CELLS:
            raise UnreadableError("memory")
        if self._filled and not self._shown:
            self._findings.hidden_rows += self._rows
        if self._bad:
            for row in range(self._row, self._row + min(self._rows, 1000)):
                self._findings.bad_cells |= {(row, column): why for column, why in self._bad.items()}
        self._row += self._rows
