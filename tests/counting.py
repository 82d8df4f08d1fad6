"""By which tests the coverage is measured.

Counting takes a third of the time of a test, or more. Those that are about the edges of the program, or play long
stories, do without: what they reach of domain and store, the other tests have to reach, too.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from coverage import Coverage

import leadctl.domain
import leadctl.store

UNCOUNTED = tuple(
    f"tests/{folder}/"
    for folder in ("architecture", "docs", "examples", "intake", "play", "registers", "render", "startup", "year")
)

_held: list[Coverage] = []


def of(test: str) -> None:
    """Count from now on, or do not, as it is right for the test with this id; without a coverage, do nothing."""
    if test.startswith(UNCOUNTED):
        hold()
    else:
        while _held:
            _held.pop().start()


def hold() -> None:
    """Do not count before the next test that counts."""
    if not _held and (measured := Coverage.current()) is not None:
        _load_what_is_counted()
        measured.stop()
        _held.append(measured)


def _load_what_is_counted() -> None:
    """A module's own lines run when it is loaded, which must not be left to an uncounted test."""
    for package in (leadctl.domain, leadctl.store):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
