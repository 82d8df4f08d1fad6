"""Pages: what a report or a list looks like, a module a page.

The page of a report has the report's name, and draws it in a function ``draw_page``: the report's data, a title, the
reader's language and the report's extra arguments -> the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from leadctl.render.page import Page, Translate


def draw_report(name: str, data: object, title: str, translate: Translate, extra: Mapping[str, object]) -> Page:
    """The page of the report of a name; only its module is loaded."""
    draw: Callable[..., Page] = import_module(f"{__name__}.{name}").draw_page
    return draw(data, title, translate, **extra)
