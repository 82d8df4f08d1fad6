"""Pages as workbooks: a sheet a table, with numbers, days, and charts that the spreadsheet draws itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean, guard_cell
from leadctl.render.formats import Format, Medium
from leadctl.render.page import DOCUMENT, EMPTY, NUMBERS, Column, Page, Table, Translate, cell_text
from leadctl.render.sheets import Styles, cut_text, name_sheet, set_print, write_cell

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_TABLE = N_("Table")
_NARROW, _WIDE = 9, 46
"""Least and greatest width of a column, in characters."""

_ACROSS = 90
"""Characters from which on a sheet is printed across."""

_NOTE_ACROSS = 70
"""Characters that a note under a narrow table runs over."""

_LINE, _LOOSE = 18, 1.15
"""The height of a line in points, and how much wider a text is than its characters are, since lines end at words."""


class Book(NamedTuple):
    """A workbook that is being written."""

    workbook: Workbook
    styles: Styles
    translate: Translate
    title: str


def write_workbook(page: Page, medium: Medium) -> Iterator[bytes]:
    """The page as an .xlsx."""
    from io import BytesIO

    from xlsxwriter.workbook import Workbook

    buffer, translate = BytesIO(), medium.translate
    title = clean(translate(page.title))
    # What begins like a formula, a number or an address stays a text.
    texts = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(buffer, {"in_memory": True, **texts})
    workbook.set_properties({"title": title, "comments": "leadctl"})
    book = Book(workbook, Styles(workbook), translate, title)
    tables, notes = page.tables_for(DOCUMENT), [clean(translate(note)) for note in page.remarks]
    for place, table in enumerate(tables):
        _write_table(book, table, notes if place == 0 else [])
    if not tables:
        _write_notes(book, notes)
    workbook.close()
    yield buffer.getvalue()


def _add_sheet(book: Book, title: str) -> Worksheet:
    fallback = book.title or book.translate(_TABLE)
    sheet = book.workbook.add_worksheet(name_sheet(title, book.workbook.sheetnames, book.translate, fallback))
    sheet.set_default_row(_LINE)
    return sheet


def _write_notes(book: Book, notes: Sequence[str]) -> None:
    sheet = _add_sheet(book, "")
    sheet.set_column(0, 0, 90, book.styles.find(text_wrap=True, valign="top"))
    for number, note in enumerate(notes):
        sheet.write_string(number, 0, cut_text(note), book.styles.find(text_wrap=True, valign="top"))
    set_print(sheet, book.title, wide=False)


def _write_table(book: Book, table: Table, notes: Sequence[str]) -> None:
    """A sheet of a table: headings that stay in sight, rows, the notes and the picture under them."""
    sheet = _add_sheet(book, table.title)
    columns = _columns(table)
    widths = [_width(column, table, book.translate) for column in columns]
    _write_headings(book, sheet, columns, widths)
    looks = [_look(columns, place) for place in range(len(columns))]
    first_sum = len(table.rows) - table.sums + 1
    for number, row in enumerate(table.rows, start=1):
        bold = {"bold": True} if number >= first_sum else {}
        for place, (column, look) in enumerate(zip(columns, looks, strict=True)):
            kind, value = _cell(column, row, book.translate)
            write_cell(sheet, (number, place), kind, value, book.styles, **look, **bold)
    own = table.note if table.rows else table.note or EMPTY
    last, across = len(table.rows) + 1, len(columns) - 1
    for note in [*([clean(book.translate(own))] if own else []), *notes]:
        last += 1
        across = _write_note(book, sheet, note, last, widths)
    if table.picture is not None and table.rows:
        from leadctl.render.sheet_charts import add_chart

        last, taken = add_chart(book.workbook, sheet, table, columns, widths, last + 2, book.translate)
        across = max(across, taken)
    heading = clean(book.translate(table.title)) if table.title else ""
    set_print(sheet, " · ".join(text for text in (book.title, heading) if text), wide=sum(widths) > _ACROSS)
    sheet.print_area(0, 0, last, across)


def _write_headings(book: Book, sheet: Worksheet, columns: Sequence[Column], widths: Sequence[float]) -> None:
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        align = "right" if column.kind in NUMBERS else "left"
        heading = cut_text(guard_cell(book.translate(column.title) if column.title else ""))
        sheet.write_string(0, place, heading, book.styles.find_header(align, **_indent(columns, place)))
        sheet.set_column(place, place, width)
    lines = [
        _count_lines(clean(book.translate(column.title) if column.title else ""), width)
        for column, width in zip(columns, widths, strict=True)
    ]
    sheet.set_row(0, _LINE * max(lines, default=1))
    sheet.freeze_panes(1, 1 if len(columns) > 2 else 0)


def _look(columns: Sequence[Column], place: int) -> dict[str, object]:
    """How the cells of a column are set."""
    look: dict[str, object] = {"text_wrap": True, "valign": "top"} if columns[place].wrap else {"valign": "vcenter"}
    return look | _indent(columns, place)


def _indent(columns: Sequence[Column], place: int) -> dict[str, object]:
    """Sets a text off from the number on its left, which stands at the end of its own cell."""
    after = place > 0 and columns[place - 1].kind in NUMBERS and columns[place].kind not in NUMBERS
    return {"indent": 1} if after else {}


def _count_lines(text: str, width: float) -> int:
    """How many lines a heading takes in a column, broken at its spaces."""
    from wcwidth import wcswidth

    lines, used = 1, 0
    for word in text.split():
        size = max(wcswidth(word), 0)
        if used and used + 1 + size > width - 1:
            lines, used = lines + 1, size
        else:
            used += size + (1 if used else 0)
    return lines


def _write_note(book: Book, sheet: Worksheet, note: str, number: int, widths: Sequence[float]) -> int:
    """A sentence under the table, on as many lines as it needs over the width of the table; returns the last column
    that it runs over."""
    from wcwidth import wcswidth

    style = book.styles.find(italic=True, font_color="#444444", text_wrap=True, valign="top")
    text, columns, room = cut_text(guard_cell(note)), len(widths), sum(widths)
    while room < _NOTE_ACROSS:
        columns, room = columns + 1, room + _NARROW
    if columns > 1:
        sheet.merge_range(number, 0, number, columns - 1, "", style)
    sheet.write_string(number, 0, text, style)
    sheet.set_row(number, _LINE * (1 + int(max(wcswidth(text), 0) * _LOOSE / room)))
    return columns - 1


def _columns(table: Table) -> list[Column]:
    """The columns that a document has; the headings of groups of rows stand in one before the others."""
    columns = table.columns_for(DOCUMENT)
    return [Column(table.group, "", wrap=True), *columns] if table.group else columns


def _cell(column: Column, row: Mapping[str, object], translate: Translate) -> tuple[str, object]:
    """The kind of a cell and its value: a number or a day as it is, other things as people read them."""
    value, kind = row.get(column.key), column.kind_in(row)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and column.labels is None:
        return kind, value
    if value is None or value == "":
        return kind, None
    if isinstance(value, str) and column.labels is None and not column.wrap:
        return kind, clean(translate(value) if column.title == "" else value)
    return "note", cell_text(column, row, translate)


def _width(column: Column, table: Table, translate: Translate) -> float:
    """As wide as the longest of the first hundreds of cells, in characters, a Chinese one being two."""
    from wcwidth import wcswidth

    texts = [cell_text(column, row, translate) for row in table.rows[:500]]
    heading = max((wcswidth(word) for word in clean(translate(column.title)).split()), default=0)
    longest = max((max(wcswidth(text), 0) for text in texts), default=0)
    return float(min(max(_NARROW, heading + 1, longest + 2), _WIDE))


FORMAT = Format(DOCUMENT, write_workbook, binary=True, draws=True)
