"""A store that is filled by one batch is checked as a whole, before anything of it stays."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from leadctl.store.core import bulk_insert as bulk
from leadctl.store.core.bulk_insert import insert_columns
from tests.store.new_stores import add_lead, new_store, raw, write


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return new_store(tmp_path / "store.db")


def keys_are_watched(db: sqlite3.Connection) -> bool:
    return bool(db.execute("PRAGMA foreign_keys").fetchone()[0])


def test_a_row_that_points_at_nothing_takes_the_whole_batch_back(store: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="visits points at no row of leads"):
        _fill_badly(store)
    for table in ("visits", "leads", "customers"):
        assert raw(store).execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


def _fill_badly(store: Path) -> None:
    with write(store, filling=True) as writer:
        add_lead(writer, "13800000001")
        writer.insert("visits", at="2026-11-10T10:00", kind="call", lead=99)


def test_only_an_empty_store_is_filled_without_watching_each_row(store: Path) -> None:
    with write(store, filling=True) as writer:
        assert not keys_are_watched(writer.db)
        add_lead(writer, "13800000001")
    with write(store, filling=True) as writer:
        assert keys_are_watched(writer.db)
    with write(new_store(store.with_name("other.db"))) as writer:
        assert keys_are_watched(writer.db)


def test_who_writes_while_the_batch_begins_again_is_noticed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([True, False])
    monkeypatch.setattr(bulk, "is_empty", lambda db: next(answers))
    with write(store, filling=True) as writer:
        assert keys_are_watched(writer.db)
        assert writer.db.in_transaction


def test_a_store_that_was_filled_has_the_indexes_that_it_had(store: Path) -> None:
    def indexes() -> list[tuple[str, str]]:
        return raw(store).execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()

    before = indexes()
    with write(store, filling=True) as writer, bulk.suspend_indexes(writer.db):
        left = writer.db.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
        assert {name for (name,) in left}.isdisjoint(bulk.BUILT_LAST)
        add_lead(writer, "13800000001")
    assert indexes() == before


ROWS = [(1, "a", None, "b"), (2, "a", "", None), (3, "a", None, None)]


@pytest.mark.parametrize("times", [1, 50, 100])
def test_columns_come_back_as_they_were_given(times: int) -> None:
    """Same values, empty texts and missing ones, in fewer rows than a statement takes and in more."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (id INTEGER, same TEXT, empty TEXT, sparse TEXT, never TEXT)")
    rows = [(*row, None) for row in ROWS] * times
    names = ("id", "same", "empty", "sparse", "never")
    insert_columns(db, "t", dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    assert db.execute("SELECT * FROM t ORDER BY rowid").fetchall() == rows
