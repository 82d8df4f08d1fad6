"""A store with two leads, fed with files of records."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FillOnce, Result

ZHANG, LI = "13800138001", "13800138002"
"""Zhang came on 2026-11-01, Li on 2026-11-05; both are leads of 王强."""

VISITS = "arrived_at,name,phone,kind,source,model,grade,consultant\n"
_IDS = ("id", "operation", "lead", "churn", "customer", "delivered_operation", "cancelled_operation", "register")


@dataclass
class Desk:
    """Imports files and looks at what became of the leads."""

    run: Callable[..., Result]
    folder: Path
    store: Path

    def send(self, kind: str, text: str, *options: object, code: int = 0, now: str | None = None) -> dict[str, Any]:
        """Import lines as a file of ``kind``; its summary."""
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        result = self.run("import", kind, path, "--json", *options, as_="Mei", now=now)
        assert result.code == code, result.err
        summary: dict[str, Any] = result.json
        return summary

    def visit(self, *lines: str) -> None:
        """Visits of ``VISITS`` columns."""
        self.send("visits", VISITS + "".join(f"{line}\n" for line in lines))

    def lead(self, phone: str) -> dict[str, Any]:
        """The newest lead of a phone, with its whole row."""
        return self.leads(phone)[-1]

    def leads(self, phone: str) -> list[dict[str, Any]]:
        """The leads of a phone in the order of their opening."""
        return self.rows(
            "SELECT l.* FROM leads AS l JOIN phones AS p ON p.customer = l.customer"
            " WHERE p.phone = ? ORDER BY l.opened_at",
            phone,
        )

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """What the store's file holds."""
        with closing(sqlite3.connect(self.store)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(sql, values)]

    def state(self) -> dict[str, list[dict[str, Any]]]:
        """Everything that is known of leads, without the ids of rows and operations."""
        of_lead = "SELECT p.phone, l.opened_at AS of, f.* FROM {} AS f JOIN leads AS l ON l.id = f.lead"
        tables = {name: of_lead.format(name) for name in ("visits", "followups", "churns", "verifications", "orders")}
        tables["leads"] = "SELECT p.phone, l.* FROM leads AS l"
        joined = " JOIN phones AS p ON p.customer = l.customer"
        return {name: _plain(self.rows(sql + joined)) for name, sql in tables.items()}

    def shuffled(self, text: str, seed: int) -> str:
        """The same file, its rows in another order."""
        header, *lines = text.splitlines()
        random.Random(seed).shuffle(lines)
        return "\n".join([header, *lines]) + "\n"


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [{name: value for name, value in row.items() if name not in _IDS} for row in rows]
    return sorted(kept, key=repr)


@pytest.fixture
def open_desk(run: Callable[..., Result], tmp_path: Path, store: Path, fill_once: FillOnce) -> Callable[[], Desk]:
    """Opens a new store in the place of the one before; the names on its lists are the same, in the same order."""

    def opened() -> Desk:
        store.unlink(missing_ok=True)
        fill_once(store, _open, run)
        return Desk(run, tmp_path, store)

    return opened


def _open(run: Callable[..., Result]) -> None:
    assert run("init", "--timezone", "Asia/Shanghai", now="2025-01-01T08:00").code == 0
    for name, role in (("Mei", "clerk"), ("王强", "consultant"), ("李娜", "consultant"), ("周敏", "service")):
        assert run("staff", "add", name, "--role", role).code == 0


@pytest.fixture
def desk(open_desk: Callable[[], Desk], store: Path, fill_once: FillOnce) -> Desk:
    """A store with the leads of Zhang and Li."""
    desk = open_desk()
    fill_once(store, _come, desk)
    return desk


def _come(desk: Desk) -> None:
    desk.visit(
        f"2026-11-01T10:00,张伟,{ZHANG},walk-in,showroom,远山 X5,B,王强",
        f"2026-11-05T15:00,李静,{LI},walk-in,showroom,远山 S3,B,王强",
    )
