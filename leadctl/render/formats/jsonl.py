"""Data for programs as JSON lines, which tools read one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.render.formats import Format, Medium
from leadctl.render.formats.json import join_pieces, make_line, write_line
from leadctl.render.page import PROGRAM, Page, is_list


def write_json_lines(page: Page, medium: Medium) -> Iterator[str]:
    """A record a line; data that is no list is one record."""
    lines = map(make_line, page.data) if is_list(page.data) else write_line(page.data)
    return join_pieces(lines, medium.encoding)


FORMAT = Format(PROGRAM, write_json_lines)
