"""A store with two consultants, and how its campaigns are written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce


class Shop:
    """Runs commands that must succeed."""

    def __init__(self, run: Callable[..., Any]) -> None:
        self.run = run

    def open(self) -> None:
        """Make the store with its staff."""
        self.write("init", "--timezone", "Asia/Shanghai", now="2026-10-01T08:00")
        for name, role in (("Li Na", "consultant"), ("Wang Qiang", "consultant"), ("Chen", "manager")):
            self.write("staff", "add", name, "--role", role, now="2026-10-01T08:05")

    def write(self, *words: object, as_: str | None = None, **circumstances: Any) -> Any:
        """A write; its record."""
        result = self.run(*words, "--json", as_=as_, **circumstances)
        assert result.code == 0, (words, result.err)
        return result.json

    read = write

    def refused(self, *words: object, code: int = 1, **circumstances: Any) -> str:
        """What stderr says of a command that must not succeed."""
        result = self.run(*words, **circumstances)
        assert result.code == code, (words, result)
        return str(result.err)

    def visit(self, phone: str, *words: object, as_: str = "Li Na", **circumstances: Any) -> int:
        """The lead of a visit."""
        return int(self.write("log-visit", "--phone", phone, *words, as_=as_, **circumstances)["lead"])

    def campaign(self, name: str, **circumstances: Any) -> dict[str, Any]:
        """One line of the campaigns report of all time."""
        rows = self.read("report", "campaigns", "--all", **circumstances)
        return next(row for row in rows if row["campaign"] == name)

    def undo(self, operation: int) -> None:
        """Take an operation back, whoever made it."""
        self.write("undo", operation)


@pytest.fixture
def shop(run: Callable[..., Any], store: Path, fill_once: FillOnce) -> Shop:
    """The store, on Sunday 2026-11-22."""
    shop = Shop(run)
    fill_once(store, Shop.open, shop)
    return shop


def phone(number: int) -> str:
    """The ``number``-th phone."""
    return f"138{number:08}"
