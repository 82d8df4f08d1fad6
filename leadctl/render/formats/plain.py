"""Pages for mails, files and pagers: plain columns, numbers without bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from leadctl.domain.record_lists import take_chunks
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean
from leadctl.render.formats import Format, Medium
from leadctl.render.marks import marks_for
from leadctl.render.page import EMPTY, NUMBERS, TEXT, Page, Table, Translate, read_parts


class Markup(NamedTuple):
    """How a text is marked up. ``row``: what stands before, between and behind the cells of a row, and ``pad`` around
    each; ``rule``: the width of a column, and whether it is flush right -> its part of the line under the headings;
    ``prose``, ``cell``: what escapes a sentence and a cell; ``heading``: the mark before a page's title, doubled before
    a table's."""

    row: tuple[str, str, str]
    pad: str
    rule: Callable[[int, bool], str]
    prose: Callable[[str], str]
    cell: Callable[[str], str]
    heading: str
    between_notes: str


def write_plain(page: Page, medium: Medium) -> Iterable[str]:
    """The page as plain text."""
    markup = Markup(("", "  ", ""), "", lambda width, right: "-" * width, str, str, "", "\n")
    return write_text(page, medium, markup)


def write_text(page: Page, medium: Medium, markup: Markup) -> Iterator[str]:
    """The page as text of this markup, in pieces."""
    fit = marks_for(medium.encoding).fit
    for lines in take_chunks(_write_lines(page, markup, medium.translate)):
        yield fit("".join(f"{line}\n" for line in lines))


def _write_lines(page: Page, markup: Markup, translate: Translate) -> Iterator[str]:
    """The title, the tables and the notes, an empty line between them."""
    blocks: list[Iterable[str]] = [[_heading(page.title, 1, markup, translate)]] if page.title else []
    for table in page.tables_for(TEXT):
        blocks += _table_blocks(table, markup, translate)
    if notes := page.remarks:
        blocks.append([markup.between_notes.join(_paragraph(note, markup, translate) for note in notes)])
    for place, block in enumerate(blocks):
        if place:
            yield ""
        yield from block


def _table_blocks(table: Table, markup: Markup, translate: Translate) -> list[Iterable[str]]:
    blocks: list[Iterable[str]] = [[_heading(table.title, 2, markup, translate)]] if table.title else []
    if not table.rows:
        return [*blocks, [_paragraph(table.note or EMPTY, markup, translate)]]
    blocks.append(_table_lines(table, markup, translate))
    return [*blocks, [_paragraph(table.note, markup, translate)]] if table.note else blocks


_MARGIN = 2
"""Cells by which a column is wider than its heading at least."""


def _table_lines(table: Table, markup: Markup, translate: Translate) -> Iterator[str]:
    """The table; the headings of its groups stand in a column before the others."""
    columns = table.columns_for(TEXT)
    headers = [markup.cell(translate(column.title)) for column in columns]
    right = [column.kind in NUMBERS for column in columns]
    if table.group:
        headers, right = ["", *headers], [False, *right]
    parts = read_parts(table, columns, translate, lambda texts: [markup.cell(text).strip() for text in texts])

    def read_columns() -> Iterator[Sequence[Sequence[str]]]:
        for part in parts():
            yield (
                [_section_texts(part.rows, table.group, markup, translate), *part.texts] if table.group else part.texts
            )

    widths = [_measure(header) + _MARGIN for header in headers]
    for texts in read_columns():
        widths = [max(width, *map(_measure, column)) for width, column in zip(widths, texts, strict=True)]
    yield from _join_rows([[header] for header in headers], widths, right, markup)
    before, between, behind = markup.row
    rules = (markup.rule(width + 2 * len(markup.pad), flush) for width, flush in zip(widths, right, strict=True))
    yield f"{before}{between.join(rules)}{behind}"
    for texts in read_columns():
        yield from _join_rows(texts, widths, right, markup)


def _section_texts(rows: Sequence[Mapping[str, object]], group: str, markup: Markup, translate: Translate) -> list[str]:
    named = [str(row.get(group) or "") for row in rows]
    texts = {name: markup.cell(clean(translate(name))).strip() for name in set(named)}
    return [texts[name] for name in named]


def _join_rows(
    texts: Sequence[Sequence[str]], widths: Sequence[int], right: Sequence[bool], markup: Markup
) -> Iterator[str]:
    """The rows of these columns of texts as lines."""
    before, between, behind = markup.row
    before, between, behind = f"{before}{markup.pad}", f"{markup.pad}{between}{markup.pad}", f"{markup.pad}{behind}"
    columns = (
        [_pad_text(text, width, flush) for text in column]
        for column, width, flush in zip(texts, widths, right, strict=True)
    )
    return (f"{before}{between.join(cells)}{behind}".rstrip() for cells in zip(*columns, strict=True))


def _pad_text(text: str, width: int, right: bool) -> str:
    room = width - _measure(text) + len(text)
    return text.rjust(room) if right else text.ljust(room)


def _measure(text: str) -> int:
    """The cells of a text, in which nothing is unseen."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return wcswidth(text)


def _heading(title: str, level: int, markup: Markup, translate: Translate) -> str:
    mark = f"{markup.heading * level} " if markup.heading else ""
    return mark + _paragraph(title, markup, translate)


def _paragraph(text: str, markup: Markup, translate: Translate) -> str:
    return markup.prose(clean(translate(text)))


FORMAT = Format(TEXT, write_plain)
