"""Tables for mails, files and pagers: plain columns and Markdown, numbers only."""

from __future__ import annotations

import re

from leadctl.render.cells import EMPTY, NUMBERS, Translate, cell_text, shown_columns
from leadctl.render.page import Page, Table
from leadctl.render.values import clean

_STYLES = {"plain": "simple", "markdown": "pipe"}
_INLINE = re.compile(r"([\\`*_\[\]<>|])")
_LEADING = re.compile(r"^(\s*)([#+\-=~]|\d+(?=[.)]))")


def write_page(page: Page, fmt: str, translate: Translate) -> str:
    """The page as ``plain`` or ``markdown`` text."""
    blocks = [_heading(page.title, fmt, 1, translate)] if page.title else []
    for table in page.tables:
        blocks += _table_blocks(table, fmt, translate)
    notes = [_prose(note, fmt, translate) for note in page.notes]
    # Markdown joins neighbouring lines, so that each note is a paragraph of its own there.
    blocks += notes if fmt == "markdown" else ["\n".join(notes)] if notes else []
    return "\n\n".join(blocks) + "\n" if blocks else ""


def escape_markdown(text: str) -> str:
    """The text with everything that Markdown or HTML in it would act on escaped."""
    return _LEADING.sub(_escape_leading, _escape_cell(text))


def _escape_cell(text: str) -> str:
    """The same inside a table, where nothing begins a line: numbers and signs stay as they are."""
    return _INLINE.sub(r"\\\1", text)


def _escape_leading(match: re.Match[str]) -> str:
    marker = match[2]
    # "1." is a list marker by its dot; a digit itself cannot be escaped.
    return f"{match[1]}{marker}\\" if marker.isdigit() else f"{match[1]}\\{marker}"


def _table_blocks(table: Table, fmt: str, translate: Translate) -> list[str]:
    blocks = [_heading(table.title, fmt, 2, translate)] if table.title else []
    if not table.rows:
        return [*blocks, _prose(table.note or EMPTY, fmt, translate)]
    blocks += [_grouped(table, fmt, translate)]
    return [*blocks, _prose(table.note, fmt, translate)] if table.note else blocks


def _grouped(table: Table, fmt: str, translate: Translate) -> str:
    from tabulate import tabulate

    columns = shown_columns(table, fmt)
    escape = _escape_cell if fmt == "markdown" else str
    rows = [[escape(cell_text(column, row, translate)) for column in columns] for row in table.rows]
    headers = [escape(translate(column.title)) for column in columns]
    align = ["right" if column.kind in NUMBERS else "left" for column in columns]
    if table.group:
        sections = [escape(clean(translate(str(row.get(table.group) or "")))) for row in table.rows]
        rows = [[section, *cells] for section, cells in zip(sections, rows, strict=True)]
        headers, align = ["", *headers], ["left", *align]
    text = tabulate(rows, headers, tablefmt=_STYLES[fmt], disable_numparse=True, colalign=align)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _heading(title: str, fmt: str, level: int, translate: Translate) -> str:
    return "#" * level + " " + _prose(title, fmt, translate) if fmt == "markdown" else _prose(title, fmt, translate)


def _prose(text: str, fmt: str, translate: Translate) -> str:
    text = clean(translate(text))
    return escape_markdown(text) if fmt == "markdown" else text
