"""The formats in which a page is printed: a module a format, named like it, whose ``FORMAT`` says who reads it and how
it is written. A new module here is all that a new format takes: this registry lists the folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module

from leadctl.named_tuple import NamedTuple
from leadctl.render.page import PROGRAM, Page, Translate

Paint = Callable[[str, str | None], str]


class Medium(NamedTuple):
    """Where a page is written. ``width`` in terminal cells, None for no limit; ``colour``: None where there is no
    terminal, False on one without colours."""

    encoding: str
    translate: Translate
    width: int | None = None
    colour: bool | None = None


class Format(NamedTuple):
    """How a page is written: ``write`` gives its text in pieces, or bytes where the format is no text.

    ``reader``: who reads it, ``SCREEN``, ``TEXT``, ``SHEET`` or ``PROGRAM`` of :mod:`leadctl.render.page`. ``binary``:
    it is no text. ``draws``: it shows more than the page has in words, such as pictures.
    ``records``: it has room for the records behind its figures. ``calendar``: it shows what the page has for one.
    """

    reader: str
    write: Callable[[Page, Medium], Iterable[str] | Iterable[bytes]]
    binary: bool = False
    draws: bool = False
    records: bool = False
    calendar: bool = False

    @property
    def for_programs(self) -> bool:
        """Whether it is data: keys, codes and sentences stay English, values raw, and no record is left out."""
        return self.reader == PROGRAM


ICS, VCARD = "ics", "vcard"
OF_SOME_PAGES = (ICS, VCARD)
"""Formats that few pages have something for; the commands of these name them (``Command.formats``)."""


@cache
def format_names() -> tuple[str, ...]:
    """Every format that any page can have. The folder is listed instead of loaded, since a start has no time for it."""
    files = (name for folder in __path__ for name in os.listdir(folder))
    names = (name[:-3] for name in files if name.endswith(".py") and not name.startswith("_"))
    return tuple(sorted(name for name in names if name not in OF_SOME_PAGES))


def find_format(name: str) -> Format:
    """The format of one of these names; only its module is loaded."""
    found: Format = import_module(f"{__name__}.{name}").FORMAT
    return found
