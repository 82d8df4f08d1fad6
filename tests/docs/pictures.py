"""The pictures of the documents: what leadctl prints of the example store, 80 columns wide.

``python -m tests.docs.pictures`` draws them anew; a test compares.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from leadctl.cli import main
from tests.year.tour import tour_store

REPOSITORY = Path(__file__).parents[2]
README = REPOSITORY / "README.md"
TOURS = REPOSITORY / "docs" / "tours"
ILLUSTRATED_TOURS = ("consultant", "reception", "service", "manager")
ILLUSTRATED = [
    README,
    REPOSITORY / "README.zh-CN.md",
    *(folder / f"{name}.md" for folder in (TOURS, REPOSITORY / "docs" / "zh") for name in ILLUSTRATED_TOURS),
]
EXAMPLES = REPOSITORY / "examples"
PICTURE = re.compile(
    r"(<!-- picture(?P<year> of the year)?: leadctl (?P<command>[^\n]*?) -->\n```text\n)(?P<drawn>.*?)(```\n)",
    re.DOTALL,
)
REGISTERS = ("register-gbk.csv", "register.xlsx", "register.csv")
RECORDS = ("followups", "orders", "churn", "sales")


class _Terminal(io.StringIO):
    """A terminal without colours; its width is set by COLUMNS."""

    def isatty(self) -> bool:
        return True


@contextlib.contextmanager
def _surroundings(database: Path, user: str | None) -> Iterator[None]:
    settings = {
        "LEADCTL_DB": str(database),
        "LEADCTL_NOW": "2026-11-22T08:30",
        "LEADCTL_LANG": "en",
        "TERM": "dumb",
        "COLUMNS": "80",
    }
    if user is not None:
        settings["LEADCTL_USER"] = user
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEADCTL_")}
    with mock.patch.dict(os.environ, {**kept, **settings}, clear=True):
        yield


def leadctl(database: Path, *words: str, user: str | None = "林晓", folder: Path = REPOSITORY) -> str:
    """What a command prints on a terminal of 80 columns. Raises RuntimeError when it does not exit with 0."""
    screen, messages = _Terminal(), io.StringIO()
    with (
        _surroundings(database, user),
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(messages),
        contextlib.chdir(folder),
    ):
        code = main(list(words))
    if code:
        raise RuntimeError(f"leadctl {' '.join(words)}: exit {code}: {messages.getvalue()}")
    return screen.getvalue()


def example_store(folder: Path) -> Path:
    """The store that the quickstart makes."""
    database = folder / "example.db"
    leadctl(database, "init", "--store", "远山汽车城南店", "--timezone", "Asia/Shanghai", user=None)
    leadctl(database, "staff", "add", "林晓", "--role", "manager", user=None)
    leadctl(database, "staff", "add", "周敏", "--role", "service")
    for consultant in ("李娜", "王强", "陈静"):
        leadctl(database, "staff", "add", consultant)
    for register in REGISTERS:
        leadctl(database, "log-visit", "--from", str(EXAMPLES / register))
    for kind in RECORDS:
        leadctl(database, "import", kind, str(EXAMPLES / f"{kind}.csv"))
    return database


def drawn(text: str, example: Path, year: Path) -> str:
    """A document with its pictures drawn anew, of the quickstart's store or of the tour's."""

    def draw(found: re.Match[str]) -> str:
        screen = leadctl(year if found["year"] else example, *shlex.split(found["command"]))
        return found[1] + screen + found[found.re.groups]

    return PICTURE.sub(draw, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        example, year = example_store(Path(folder)), tour_store(Path(folder))
        for document in ILLUSTRATED:
            document.write_text(drawn(document.read_text(encoding="utf-8"), example, year), encoding="utf-8")
            print(f"{document}: pictures drawn")
