"""A store with one car delivered, and how its owner is spoken with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce, Result

ZHANG, FRIEND = "13800138001", "13900005678"
DELIVERED = "2026-08-31"


@dataclass
class Showroom:
    """Runs commands of people who work there."""

    run: Callable[..., Result]
    folder: Path
    store: Path

    def write(self, *arguments: object, on: str, as_: str = "Li Na") -> dict[str, Any]:
        """A write on a day at ten; its record."""
        result = self.run(*arguments, "--json", as_=as_, now=f"{on}T10:00")
        assert result.code == 0, result.err
        record: dict[str, Any] = result.json
        return record

    def buy(self, phone: str, *, ordered: str, delivered: str | None, name: str = "张伟") -> int:
        """Somebody comes, orders at once and, if so, has the car delivered; the lead."""
        visit = self.write("log-visit", "--phone", phone, "--name", name, "--model", "远山 X5", on=ordered)
        lead = int(visit["lead"])
        self.write("order", lead, "--price", 120000, on=ordered)
        if delivered is not None:
            self.write("deliver", lead, on=delivered)
        return lead

    def owed(self, on: str, *options: object, as_: str = "Li Na") -> list[tuple[str, list[str]]]:
        """(the day it fell due, the occasions) of each owner to contact on a day."""
        result = self.run("aftercare", "--json", *options, as_=as_, now=f"{on}T08:00")
        assert result.code == 0, result.err
        return [(row["due_on"], row["occasions"]) for row in result.json]

    def due(self, on: str, *options: object, as_: str = "Li Na") -> list[dict[str, Any]]:
        """The aftercare lines of a day's work."""
        result = self.run("due", "--json", *options, as_=as_, now=f"{on}T08:00")
        assert result.code == 0, result.err
        return [task for task in result.json if task["task"] == "aftercare"]

    def send(self, text: str, *options: object, code: int = 0, on: str = "2026-11-22") -> dict[str, Any]:
        """Import lines as a file of owners; its summary."""
        path = self.folder / "owners.csv"
        path.write_text(text, encoding="utf-8")
        result = self.run("import", "owners", path, "--json", *options, as_="Mei", now=f"{on}T09:00")
        assert result.code == code, result.err
        summary: dict[str, Any] = result.json
        return summary

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
def empty(run: Callable[..., Result], tmp_path: Path, store: Path, fill_once: FillOnce) -> Showroom:
    """A store with staff and nothing else."""
    fill_once(store, _open, run)
    return Showroom(run, tmp_path, store)


def _open(run: Callable[..., Result]) -> None:
    assert run("init", "--timezone", "Asia/Shanghai", now="2020-01-01T08:00").code == 0
    for name, role in (("Li Na", "consultant"), ("Wang Qiang", "consultant"), ("Mei", "clerk")):
        assert run("staff", "add", name, "--role", role, now="2020-01-01T08:05").code == 0


@pytest.fixture
def showroom(empty: Showroom, fill_once: FillOnce) -> Showroom:
    """Li Na delivered Zhang's car on the last day of August."""
    fill_once(empty.store, _sell, empty)
    return empty


def _sell(showroom: Showroom) -> None:
    showroom.buy(ZHANG, ordered="2026-08-20", delivered=DELIVERED)
