"""Pages as web pages to mail, to print and to read on a telephone: one file, in which nothing runs."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.render.formats import Format, Medium
from leadctl.render.page import DOCUMENT, Page


def write_html(page: Page, medium: Medium) -> Iterator[str]:
    """The page as one HTML file."""
    from leadctl.render.documents.web_page import write_web_page

    yield write_web_page(page, medium.translate)


FORMAT = Format(DOCUMENT, write_html, draws=True, records=True)
