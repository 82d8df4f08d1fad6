"""Pages for mails, files and pagers: plain columns, numbers without bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean
from leadctl.render.formats import Format, Medium
from leadctl.render.marks import marks_for
from leadctl.render.page import EMPTY, NUMBERS, TEXT, Page, Table, Translate, cell_text


class Markup(NamedTuple):
    """How a text is marked up. ``table``: tabulate's name for the form of tables; ``prose``, ``cell``: what escapes a
    sentence and a cell; ``heading``: the mark before a page's title, doubled before a table's."""

    table: str
    prose: Callable[[str], str]
    cell: Callable[[str], str]
    heading: str
    between_notes: str


def write_plain(page: Page, medium: Medium) -> Iterable[str]:
    """The page as plain text."""
    return write_text(page, medium, Markup("simple", str, str, "", "\n"))


def write_text(page: Page, medium: Medium, markup: Markup) -> Iterable[str]:
    """The page as text of this markup."""
    translate = medium.translate
    blocks = [_heading(page.title, 1, markup, translate)] if page.title else []
    for table in page.tables_for(TEXT):
        blocks += _table_blocks(table, markup, translate)
    if notes := page.remarks:
        blocks.append(markup.between_notes.join(_paragraph(note, markup, translate) for note in notes))
    yield marks_for(medium.encoding).fit("\n\n".join(blocks) + "\n" if blocks else "")


def _table_blocks(table: Table, markup: Markup, translate: Translate) -> list[str]:
    blocks = [_heading(table.title, 2, markup, translate)] if table.title else []
    if not table.rows:
        return [*blocks, _paragraph(table.note or EMPTY, markup, translate)]
    blocks += [_table_text(table, markup, translate)]
    return [*blocks, _paragraph(table.note, markup, translate)] if table.note else blocks


def _table_text(table: Table, markup: Markup, translate: Translate) -> str:
    """The table; the headings of its groups stand in a column before the others."""
    from tabulate import tabulate

    columns = table.columns_for(TEXT)
    rows = [[markup.cell(cell_text(column, row, translate)) for column in columns] for row in table.rows]
    headers = [markup.cell(translate(column.title)) for column in columns]
    align = ["right" if column.kind in NUMBERS else "left" for column in columns]
    if table.group:
        sections = [markup.cell(clean(translate(str(row.get(table.group) or "")))) for row in table.rows]
        rows = [[section, *cells] for section, cells in zip(sections, rows, strict=True)]
        headers, align = ["", *headers], ["left", *align]
    text = tabulate(rows, headers, tablefmt=markup.table, disable_numparse=True, colalign=align)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _heading(title: str, level: int, markup: Markup, translate: Translate) -> str:
    mark = f"{markup.heading * level} " if markup.heading else ""
    return mark + _paragraph(title, markup, translate)


def _paragraph(text: str, markup: Markup, translate: Translate) -> str:
    return markup.prose(clean(translate(text)))


FORMAT = Format(TEXT, write_plain)
