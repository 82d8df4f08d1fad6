"""A small store in which every kind of lead stands, and what its tables hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

OPEN, ORDERED, CHURNED, TWICE, ASLEEP, DOUBLE = (f"1380013800{n}" for n in range(1, 7))
"""Phones: an open lead, an ordered one, one awaiting verification, a customer with a lost and an open lead,
a sleeping lead, and somebody whose first lead was registered under another phone."""


def write(run: Run, *arguments: object, **circumstances: Any) -> Any:
    """A write that must succeed; its record."""
    result = run(*arguments, "--json", **circumstances)
    assert result.code == 0, (arguments, result.err)
    return result.json


def fill(run: Run) -> None:
    """Make the store: leads 1 open, 2 ordered, 3 churned, 4 lost and 5 open of one customer, 6 asleep, 7 open."""
    write(run, "init", "--timezone", "Asia/Shanghai", now="2026-11-01T08:00")
    for name, role in (("Li Na", "consultant"), ("Wang Qiang", "consultant"), ("Zhao Min", "service")):
        write(run, "staff", "add", name, "--role", role, now="2026-11-01T08:05")
    visit(run, OPEN, "--name", "王小明", "--grade", "A", "--model", "远山 X5", at="2026-11-10T10:00")
    visit(run, ORDERED, "--grade", "H", at="2026-11-10T10:30")
    visit(run, CHURNED, "--model", "远山 X5", at="2026-11-10T11:00")
    visit(run, TWICE, "--name", "欧阳丽", at="2026-11-10T12:00")
    write(run, "followup", 1, "问了保险", as_="Li Na", now="2026-11-12T10:00")
    write(run, "order", 2, "--price", "120000", as_="Li Na", now="2026-11-12T11:00")
    write(run, "defeat", 3, "--reason", "price", "--rival", "Tiguan", as_="Li Na", now="2026-11-13T10:00")
    write(run, "defeat", 4, "--reason", "late", as_="Li Na", now="2026-11-13T11:00")
    write(run, "verify", 4, "confirmed", as_="Zhao Min", now="2026-11-14T10:00")
    visit(run, TWICE, "--kind", "call", at="2026-11-15T10:00")
    visit(run, ASLEEP, at="2026-11-15T11:00")
    write(run, "dormant", 6, "--until", "2027-02-01", as_="Li Na", now="2026-11-16T10:00")
    visit(run, DOUBLE, "--name", "王晓明", at="2026-11-17T10:00")
    write(run, "followup", 7, "--outcome", "no-answer", as_="Wang Qiang", now="2026-11-18T10:00")
    visit(run, OPEN, "--test-drive", at="2026-11-19T15:00")
    visit(run, None, at="2026-11-19T16:00")


def visit(run: Run, phone: str | None, *options: str, at: str) -> Any:
    """A visit that Li Na serves and types at once; its record."""
    whose = ("--phone", phone) if phone else ()
    return write(run, "log-visit", *whose, *options, as_="Li Na", now=at)


def tables(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, facts and derived, without what records who wrote, and who took data out."""
    with closing(sqlite3.connect(store)) as db:
        return tables_of(db)


def tables_of(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """The same of a store that is open."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    kept = [
        name for name in names if name not in ("operations", "changes", "accesses") and not name.startswith("sqlite_")
    ]
    return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in kept}
