"""Pages as Markdown, for wikis, issues and chats."""

from __future__ import annotations

import re
from collections.abc import Iterable

from leadctl.render.formats import Format, Medium
from leadctl.render.formats.plain import Markup, write_text
from leadctl.render.page import TEXT, Page

_INLINE = re.compile(r"([\\`*_\[\]<>|])")
_LEADING = re.compile(r"^(\s*)([#+\-=~]|\d+(?=[.)]))")


def write_markdown(page: Page, medium: Medium) -> Iterable[str]:
    """The page as Markdown, which joins neighbouring lines: each note is a paragraph of its own."""
    return write_text(page, medium, Markup("pipe", escape_markdown, _escape_cell, "#", "\n\n"))


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


FORMAT = Format(TEXT, write_markdown)
