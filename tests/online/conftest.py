"""A store whose online leads Mei screens and Li Na or Wang Qiang sells to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce, Result

HEADER = "at,name,phone,channel,model,campaign,note\n"
ZHANG, LI, WANG = "13800000001", "13800000002", "13800000003"


@dataclass
class Desk:
    """Runs commands of people who work there."""

    run: Callable[..., Result]
    folder: Path
    store: Path

    def write(self, *arguments: object, at: str, as_: str = "Mei") -> dict[str, Any]:
        """A write at a moment; its record."""
        result = self.run(*arguments, "--json", as_=as_, now=at)
        assert result.code == 0, (arguments, result.err)
        record: dict[str, Any] = result.json
        return record

    def read(self, *arguments: object, at: str, as_: str = "Mei") -> Any:
        """What is asked at a moment, as JSON has it."""
        result = self.run(*arguments, "--json", as_=as_, now=at)
        assert result.code == 0, (arguments, result.err)
        return result.json

    def refused(self, *arguments: object, at: str, as_: str = "Mei") -> tuple[int, str]:
        """The exit code and what was said of something that is not done; nothing is written by it."""
        before = self.state()
        result = self.run(*arguments, as_=as_, now=at)
        assert self.state() == before
        return result.code, result.err

    def enquire(self, phone: str = ZHANG, *options: object, at: str = "2026-11-10T10:00") -> int:
        """An online enquiry that is typed at once; its lead."""
        return int(self.write("log-visit", "--kind", "online", "--phone", phone, *options, at=at)["lead"])

    def send(self, text: str, *options: object, code: int = 0, at: str = "2026-11-22T08:30") -> dict[str, Any]:
        """Import lines as a file of enquiries; its summary."""
        path = self.folder / "online.csv"
        path.write_text(text, encoding="utf-8")
        result = self.run("import", "online", path, "--json", *options, as_="Mei", now=at)
        assert result.code == code, result.err
        summary: dict[str, Any] = result.json
        return summary

    def due(self, at: str, *options: object, as_: str = "Mei") -> list[tuple[int, str, str]]:
        """(lead, task, latest day) of each line of the day's work, in its order."""
        lines = self.read("due", *options, at=at, as_=as_)
        return [(line["lead"], line["task"], line["due_by"]) for line in lines]

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the store's file holds."""
        with closing(sqlite3.connect(self.store)) as db:
            return db.execute(sql, values).fetchall()

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but the journal's."""
        names = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        kept = [name for name in names if name not in ("operations", "changes") and not name.startswith("sqlite_")]
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in kept}


@pytest.fixture
def desk(run: Callable[..., Result], tmp_path: Path, store: Path, fill_once: FillOnce) -> Desk:
    """A store with staff and nothing else, open from 08:30 to 18:00."""
    fill_once(store, _open_store, run)
    return Desk(run, tmp_path, store)


def _open_store(run: Callable[..., Result]) -> None:
    assert run("init", "--timezone", "Asia/Shanghai", now="2026-01-01T08:00").code == 0
    for name, role in (("Li Na", "consultant"), ("Wang Qiang", "consultant"), ("Mei", "service"), ("Zhao", "service")):
        assert run("staff", "add", name, "--role", role, now="2026-01-01T08:05").code == 0
