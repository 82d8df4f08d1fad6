"""A store with its staff and nothing else, driven through the command line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce, Result

STAFF = (
    ("Li Na", "consultant"),
    ("Wang Qiang", "consultant"),
    ("Zhao Min", "service"),
    ("Chen Jing", "manager"),
)


@dataclass
class Trade:
    """Runs commands of people who work there."""

    run: Callable[..., Result]
    folder: Path
    store: Path

    def open(self, policy: str = "five-grade", on: str = "2026-10-01") -> Trade:
        """Make the store, following a policy."""
        assert self.run("init", "--policy", policy, "--timezone", "Asia/Shanghai", now=f"{on}T08:00").code == 0
        for name, role in STAFF:
            assert self.run("staff", "add", name, "--role", role, now=f"{on}T08:05").code == 0
        return self

    def write(self, *arguments: object, at: str, as_: str = "Li Na") -> dict[str, Any]:
        """A write that must succeed; its record."""
        result = self.run(*arguments, "--json", as_=as_, now=at)
        assert result.code == 0, (arguments, result.err)
        record: dict[str, Any] = result.json
        return record

    def read(self, *arguments: object, at: str, as_: str = "Chen Jing", code: int = 0) -> Any:
        """What is asked at a moment, as JSON has it."""
        result = self.run(*arguments, "--json", as_=as_, now=at)
        assert result.code == code, (arguments, result.err)
        return result.json

    def text(self, *arguments: object, at: str, as_: str = "Chen Jing", **around: Any) -> str:
        """What people read."""
        result = self.run(*arguments, as_=as_, now=at, **around)
        assert result.code == 0, (arguments, result.err)
        return result.out

    def refused(self, *arguments: object, at: str, as_: str = "Li Na") -> tuple[int, str]:
        """The exit code and what was said of something that is not done; nothing is written by it."""
        before = self.state()
        result = self.run(*arguments, as_=as_, now=at)
        assert self.state() == before
        return result.code, result.err

    def visit(self, phone: str | None, *options: object, at: str, as_: str = "Li Na") -> int:
        """A visit that is typed at once; its lead (0: none)."""
        whose = ("--phone", phone) if phone else ()
        return int(self.write("log-visit", *whose, *options, at=at, as_=as_)["lead"] or 0)

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but the journal's."""
        with closing(sqlite3.connect(self.store)) as db:
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            kept = [name for name in names if name not in ("operations", "changes") and not name.startswith("sqlite_")]
            return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in kept}


@pytest.fixture
def unopened(run: Callable[..., Result], tmp_path: Path, store: Path) -> Trade:
    """Where a store can be made, of any policy."""
    return Trade(run, tmp_path, store)


@pytest.fixture
def trade(unopened: Trade, fill_once: FillOnce) -> Trade:
    """A store under five-grade, since 2026-10-01."""
    fill_once(unopened.store, Trade.open, unopened)
    return unopened
