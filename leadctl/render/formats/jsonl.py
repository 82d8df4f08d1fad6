"""Data for programs as JSON lines, which tools read one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.render.formats import Format, Medium
from leadctl.render.formats.json import json_line
from leadctl.render.page import PROGRAM, Page


def write_json_lines(page: Page, medium: Medium) -> Iterator[str]:
    """A record a line; data that is no list is one record."""
    records = page.data if isinstance(page.data, list) else [page.data]
    return (json_line(record, medium.encoding) for record in records)


FORMAT = Format(PROGRAM, write_json_lines)
