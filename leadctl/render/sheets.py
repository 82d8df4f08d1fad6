"""Cells and sheets of workbooks: numbers and days as such, and what looks like a formula as the text that it is.

XlsxWriter takes longer to load than most commands run, so it is loaded by whoever makes a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from leadctl.annotations import TYPE_CHECKING
from leadctl.plain_text import clean, guard_cell
from leadctl.render.page import Translate

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CELL_CHARACTERS = 32_767
"""What a cell of a workbook holds; a longer text is cut and ends in an ellipsis."""

SHEET_NAME = 31
"""Characters that the name of a sheet may have."""

_MOMENT = re.compile(r"(19|20|21)\d\d-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?", re.ASCII)
_FIRST_DAY = "1900-03-01"
"""Spreadsheets take the days before it for other ones."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

DAY, MOMENT, INTEGER, RATE, MONEY, FEN, DECIMAL = (
    "yyyy-mm-dd",
    "yyyy-mm-dd hh:mm",
    "0",
    "0.0%",
    "#,##0",
    "#,##0.00",
    "0.0",
)
"""Formats of numbers, as spreadsheets write them."""


class Styles:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def find(self, **properties: object) -> Format:
        """The format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(properties))
        return self._made[key]

    def find_header(self, align: str = "left", **more: object) -> Format:
        """The format of the headings of columns."""
        look: dict[str, object] = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", "align": align}
        return self.find(bg_color="#EEF2F6", **look, **more)


def write_cell(
    sheet: Worksheet, place: tuple[int, int], kind: str, value: object, styles: Styles, **look: object
) -> None:
    """A value as the number or the day that it is, else as a text; nothing of None.

    ``kind``: of a column of :mod:`leadctl.render.page`; ``look``: further properties of the format.
    """
    row, column = place
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, styles.find(**look))
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, styles.find(num_format=_number_format(kind, value), **look))
    elif isinstance(value, str) and kind != "note" and (moment := read_moment(value)) is not None:
        shown = DAY if len(value) == 10 or value[11:16] == "00:00" else MOMENT
        sheet.write_datetime(row, column, moment, styles.find(num_format=shown, align="left", **look))
    elif value is not None and value != "":
        sheet.write_string(row, column, cut_text(guard_cell(str(value))), styles.find(**look))
    elif look:
        sheet.write_blank(row, column, None, styles.find(**look))


def _number_format(kind: str, value: int | float) -> str:
    if kind == "rate":
        return RATE
    if kind == "money":
        return MONEY if value == int(value) else FEN
    if kind == "decimal" or (isinstance(value, float) and value != int(value)):
        return DECIMAL
    return INTEGER


def read_moment(text: str) -> datetime | None:
    """The day or the moment that a text is, as the store writes them; None: it is no day of a spreadsheet."""
    if _MOMENT.fullmatch(text) is None or text < _FIRST_DAY:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def cut_text(text: str) -> str:
    """As much of a text as a cell holds."""
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"


def name_sheet(title: str, taken: Iterable[str], translate: Translate, fallback: str) -> str:
    """A name that a sheet may have and none of those ``taken`` has; of a table without a title the ``fallback``."""
    used = {name.casefold() for name in taken}
    bare = _FORBIDDEN.sub(" ", clean(translate(title) if title else fallback)).strip("' ") or "1"
    name, number = bare[:SHEET_NAME].strip("' "), 2
    while name.casefold() in used or name.casefold() == "history":
        end = f" {number}"
        name, number = f"{bare[: SHEET_NAME - len(end)].strip()}{end}", number + 1
    return name


def set_print(sheet: Worksheet, title: str, *, wide: bool) -> None:
    """On A4, a page wide, with the title above and the page's number below; ``wide``: across."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.6)
    # An & begins a code there.
    sheet.set_header(f"&L{title.replace('&', '&&')[:200]}")
    sheet.set_footer("&R&P / &N")
    if wide:
        sheet.set_landscape()
