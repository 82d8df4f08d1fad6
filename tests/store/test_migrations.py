"""A store of an older leadctl is brought up to date when it is opened, or left alone."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from leadctl import SCHEMA_VERSION
from leadctl.errors import StoreUnusable
from leadctl.store.core import connection
from leadctl.store.core.migrations import STEPS, upgrade
from leadctl.store.core.schema import create_schema


@pytest.fixture
def old(tmp_path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    db.row_factory = sqlite3.Row
    create_schema(db)
    db.execute("PRAGMA user_version = 1")
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
    monkeypatch.setattr("leadctl.store.core.migrations.upgrade.__defaults__", ({2: _add_colour},))
    db = connection.connect(tmp_path / "old.db", read_only=False)
    assert "colour" in _columns(db)
    db.close()


def test_there_is_a_step_to_every_schema_after_the_first() -> None:
    assert set(STEPS) == set(range(2, SCHEMA_VERSION + 1))


def test_an_upgraded_store_has_the_same_schema_as_a_fresh_one(tmp_path: Path) -> None:
    """``schema_1.sql`` is the schema of the first release, kept for this."""
    released = Path(__file__).with_name("schema_1.sql").read_text(encoding="utf-8")
    old = sqlite3.connect(tmp_path / "released.db", isolation_level=None)
    old.executescript(released)
    upgrade(old, str(tmp_path / "released.db"), 1, SCHEMA_VERSION)
    fresh = sqlite3.connect(":memory:")
    create_schema(fresh)
    assert _objects(old) == _objects(fresh)
    assert _all_columns(old) == _all_columns(fresh)


def _objects(db: sqlite3.Connection) -> set[tuple[str, str, object]]:
    """Indexes and triggers by their text, tables by their clauses: an added column stands last in a table's text."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> '_sqlite_migrations'")
    return {
        (kind, name, _clauses(sql or "") if kind == "table" else " ".join((sql or "").split()))
        for kind, name, sql in rows
    }


def _clauses(sql: str) -> frozenset[str]:
    """The columns and constraints in a table's text."""
    text = " ".join(re.sub(r"--[^\n]*", " ", sql).split())
    inside, depth, clauses = text[text.find("(") + 1 : text.rfind(")")], 0, [""]
    for char in inside:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            clauses.append("")
        else:
            clauses[-1] += char
    return frozenset(clause.strip() for clause in clauses)


def _all_columns(db: sqlite3.Connection) -> set[tuple[str, ...]]:
    tables = [row[1] for row in _objects(db) if row[0] == "table"]
    return {(table, *map(str, column[1:])) for table in tables for column in db.execute(f"PRAGMA table_xinfo({table})")}
