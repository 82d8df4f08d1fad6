"""A store that has worked for four months, played day by day through the command line."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import surrounded

CONSULTANTS = ("Li Na", "Wang Qiang", "Zhao Lei")
MODELS = ("X5", "S3", "V7", "E1 1.5T")
SOURCES = ("showroom", "phone", "online", "referral", "outreach")
FIRST_DAY, LAST_DAY = date(2026, 8, 1), date(2026, 11, 22)
MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
NOW = "2026-11-22T18:00"


@dataclass
class Desk:
    """A database and a way of running leadctl on it, in this process, at any moment."""

    db: Path
    stocks: dict[str, Any] = field(default_factory=dict)

    def run(self, *words: object, now: str = NOW, as_: str | None = None, code: int | None = 0) -> str:
        """Run leadctl; ``code`` must be its exit code (None: any). Returns stdout."""
        from leadctl.cli import main

        around = {"LEADCTL_DB": str(self.db), "LEADCTL_NOW": now, "LEADCTL_LANG": "en", "HOME": str(self.db.parent)}
        out, err = io.StringIO(), io.StringIO()
        argv = [*([] if as_ is None else ["--as", as_]), *map(str, words)]
        with (
            surrounded(around | {"XDG_CONFIG_HOME": str(self.db.parent)}),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            left = main(argv)
        assert code is None or left == code, (argv, left, err.getvalue())
        return out.getvalue() if left == 0 else err.getvalue()

    def json(self, *words: object, now: str = NOW, as_: str | None = None) -> Any:
        """What leadctl prints with ``--json``."""
        return json.loads(self.run(*words, "--json", now=now, as_=as_))

    def lead(self, phone: str, *words: object, at: str, as_: str = "Li Na") -> int:
        """The lead of a visit typed when it happened."""
        return int(self.json("log-visit", "--phone", phone, *words, now=at, as_=as_)["lead"])


def open_desk(folder: Path) -> Desk:
    """A new store with its staff, made before anything happened."""
    desk = Desk(folder / "store.db")
    desk.run("init", "--store", "Test store", "--timezone", "Asia/Shanghai", now="2026-07-01T08:00")
    for name in CONSULTANTS:
        desk.run("staff", "add", name, now="2026-07-01T08:01")
    desk.run("staff", "add", "Mei", "--role", "service", now="2026-07-01T08:02")
    return desk


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store in which nothing has happened yet."""
    return open_desk(tmp_path_factory.mktemp("empty")).db


@pytest.fixture
def desk(empty_store: Path, tmp_path: Path) -> Desk:
    """A store of its own in which nothing has happened yet."""
    shutil.copy(empty_store, tmp_path / "store.db")
    return Desk(tmp_path / "store.db")


@pytest.fixture(scope="session")
def worked(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The store after four months; ``stocks``: month -> the active leads as reported in its last hour. Read only."""
    folder = tmp_path_factory.mktemp("worked")
    shutil.copy(empty_store, folder / "store.db")
    desk = Desk(folder / "store.db")
    _play(desk, folder)
    return desk


def _play(desk: Desk, folder: Path) -> None:
    chance = random.Random(20261122)
    acts = _acts(chance)
    day, month = FIRST_DAY, []
    while day <= LAST_DAY:
        month += _visits(chance, day)
        if day.day % 10 == 0 or day == LAST_DAY or (day + timedelta(days=1)).day == 1:
            _register(desk, folder, month, day)
            month = []
            for _ in range(9):
                next(acts)(desk, day)
        if (day + timedelta(days=1)).day == 1:
            desk.stocks[f"{day:%Y-%m}"] = desk.json("report", "traffic", now=f"{day}T23:59")["open_leads_by_grade"]
        day += timedelta(days=1)
    desk.run("sale", "--channel", "sub-dealer", "--model", "X5", "--count", 3, "--on", "2026-10-10")
    desk.run("sale", "--channel", "wholesale", "--count", 5, "--on", "2026-10-11")
    desk.run("sale", "--channel", "sub-dealer", "--model", "S3", "--on", "2026-11-11")


def _visits(chance: random.Random, day: date) -> list[dict[str, object]]:
    return [_visit(chance, day, number) for number in range(chance.randint(0, 3))]


def _visit(chance: random.Random, day: date, number: int) -> dict[str, object]:
    kind = chance.choice(("walk-in",) * 5 + ("call", "event", "online"))
    arrived = f"{day}T{9 + number * 3:02}:{chance.randint(0, 29):02}"
    return {
        "arrived_at": arrived,
        "left_at": f"{arrived[:14]}{chance.choice((40, 59))}" if kind == "walk-in" and chance.random() < 0.8 else "",
        "phone": f"139000000{chance.randint(10, 75)}" if chance.random() < 0.75 else "",
        "kind": kind,
        "first_visit": chance.choice(("", "", "", "1", "0")) if kind == "walk-in" else "",
        "source": chance.choice((*SOURCES, "")),
        "model": chance.choice((*MODELS, "")),
        "grade": chance.choice(("H", "A", "B", "C", "N", "")),
        "test_drive": chance.choice(("1", "0", "")),
        "consultant": chance.choice((*CONSULTANTS, "")),
    }


def _register(desk: Desk, folder: Path, rows: list[dict[str, object]], day: date) -> None:
    if not rows:
        return
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    desk.run("log-visit", "--from", path, now=f"{day}T20:00")


def _acts(chance: random.Random) -> Iterator[Callable[[Desk, date], None]]:
    """Deeds on some lead or other; one that cannot be done to it is refused and nothing happens."""
    actions: tuple[tuple[object, ...], ...] = (
        ("order", "--count", "2"),
        ("order",),
        ("deliver",),
        ("cancel",),
        ("defeat", "--reason", "price", "--rival", "Toyota Corolla"),
        ("defeat", "--reason", "brand"),
        ("defeat", "--reason", "gave-up", "--rival", "K5 1.5T"),
        ("defeat", "--lost-contact"),
        ("verify", "confirmed"),
        ("verify", "confirmed", "--win-back"),
        ("verify", "overturned"),
        ("verify", "unreachable"),
        ("dormant", "--until"),
        ("grade", "H"),
        ("assign", "--to", "Zhao Lei"),
        ("followup", "called"),
    )

    def act(verb: tuple[object, ...]) -> Callable[[Desk, date], None]:
        def do(desk: Desk, day: date) -> None:
            words = [verb[0], 1 + chance.randrange(45), *verb[1:]]
            if verb[-1] in ("--until", "--win-back"):
                words.append((day + timedelta(days=chance.randint(5, 40))).isoformat())
            person = "Mei" if verb[0] == "verify" else "Li Na"
            desk.run(*words, now=f"{day}T21:00", as_=person, code=None)

        return do

    while True:
        yield act(chance.choice(actions))
