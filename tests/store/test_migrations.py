"""A store of an older leadctl is brought up to date when it is opened, or left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from leadctl.errors import StoreUnusable
from leadctl.store import connection
from leadctl.store.migrations import STEPS, upgrade


@pytest.fixture
def old(tmp_path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    db.executescript(connection.schema_sql())
    return db


def _add_colour(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE models ADD COLUMN colour TEXT")


def _break(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE half (id INTEGER) STRICT")
    raise RuntimeError("the disk is on fire")


def _columns(db: sqlite3.Connection) -> set[str]:
    return {row[1] for row in db.execute("PRAGMA table_info(models)")}


def test_each_step_is_applied_once_and_the_old_store_is_kept(old: sqlite3.Connection, tmp_path: Path) -> None:
    path = str(tmp_path / "old.db")
    upgrade(old, path, 1, 2, {2: _add_colour})
    assert "colour" in _columns(old)
    assert old.execute("PRAGMA user_version").fetchone()[0] == 2
    kept = sqlite3.connect(f"{path}.schema-1")
    assert "colour" not in _columns(kept)
    assert (tmp_path / "old.db.schema-1").stat().st_mode & 0o777 == 0o600


def test_a_step_that_fails_leaves_the_store_as_it_was(old: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        upgrade(old, str(tmp_path / "old.db"), 1, 3, {2: _add_colour, 3: _break})
    assert "colour" not in _columns(old)
    assert old.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0] == 0
    assert old.execute("PRAGMA user_version").fetchone()[0] == 1
    assert not (tmp_path / "old.db.schema-1").exists()


def test_a_schema_that_no_step_leads_from_is_refused_untouched(old: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="cannot upgrade"):
        upgrade(old, str(tmp_path / "old.db"), 0, 2, {2: _add_colour})
    assert "colour" not in _columns(old)


def test_opening_an_older_store_upgrades_it(
    old: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "SCHEMA_VERSION", 2)
    monkeypatch.setattr("leadctl.store.migrations.upgrade.__defaults__", ({2: _add_colour},))
    db = connection.connect(tmp_path / "old.db", read_only=False)
    assert "colour" in _columns(db)
    db.close()


def test_there_is_a_step_to_every_schema_after_the_first() -> None:
    assert set(STEPS) == set(range(2, connection.SCHEMA_VERSION + 1))
