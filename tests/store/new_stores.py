"""A store's file and the ways in which these tests write into it."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import leadctl
from leadctl.store.access import write_store
from leadctl.store.core.setup import make_store
from leadctl.store.core.writer import Author, Writer

POLICIES = Path(leadctl.__file__).parent / "policies"
FIVE = (POLICIES / "five-grade.toml").read_text(encoding="utf-8")
NOW = "2026-11-22T08:30:00"
CLERK = Author("Clerk", "clerk", "here")
SETTINGS: Mapping[str, str] = {"store": "Test", "timezone": "Asia/Shanghai", "policy": FIVE}


def make(path: Path) -> Path:
    """A new store, made as init makes it."""
    make_store(path, SETTINGS, group=None, now=NOW, author=CLERK)
    return path


def new_store(path: Path) -> Path:
    """A new store, made once and copied."""
    path.write_bytes(_blank())
    return path


@cache
def _blank() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder) / "store.db").read_bytes()


def write(path: Path, **more: Any) -> Any:
    """A write of the clerk, to be entered with ``with``."""
    return write_store(path, command="test", now=NOW, author=CLERK, **more)


def add_lead(writer: Writer, phone: str, at: str = "2026-11-10T10:00", **visit: object) -> int:
    """A customer with one visit and so one lead; returns the lead."""
    customer = writer.insert("customers", name="王伟")
    writer.insert("phones", customer=customer, phone=phone)
    lead = writer.insert("leads", customer=customer)
    writer.insert("visits", at=at, kind="walk-in", who=phone, customer=customer, lead=lead, **visit)
    writer.touch(lead)
    return lead


def raw(path: Path) -> sqlite3.Connection:
    """The file as another program would open it."""
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA foreign_keys = ON")
    return db
