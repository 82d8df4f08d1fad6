"""A file with another schema than leadctl makes is refused before a statement of it runs, or only read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl.store.core.schema import create_schema, journal_triggers
from leadctl.store.core.schema_check import compare_schema

Run = Callable[..., Any]


@pytest.fixture
def made(run: Run, store: Path) -> Path:
    run("init")
    run("log-visit", "--phone", "13800138000", "--name", "Wang")
    return store


def alter(path: Path, script: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(script)
    db.close()


def test_a_new_store_has_the_schema_to_the_letter() -> None:
    db = sqlite3.connect(":memory:")
    create_schema(db)
    assert compare_schema(db, journal_triggers(db)).matches


def test_what_a_row_held_is_kept_as_json_whatever_its_text_is() -> None:
    db = sqlite3.connect(":memory:")
    create_schema(db)
    text = "a \"quoted\" \\ back\\slash\nand\ttab, 王伟 'x'"
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute(
        "INSERT INTO operations (at, command, actor, login, host) VALUES ('2026-11-22T08:30:00', 'x', '', '', '')"
    )
    db.execute("INSERT INTO models (operation, name) VALUES (1, ?)", (text,))
    db.execute("UPDATE models SET name = 'other'")
    (before,) = db.execute("SELECT before FROM changes").fetchone()
    assert json.loads(before) == {"operation": 1, "name": text, "same_as": None}


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TRIGGER leak AFTER INSERT ON visits BEGIN DELETE FROM phones; END",
        "CREATE TABLE json_each (value)",
        "CREATE VIEW pragma_table_info AS SELECT 1 AS name",
    ],
)
def test_what_could_run_or_answer_instead_is_refused(made: Path, run: Run, script: str) -> None:
    alter(made, script)
    for command in (("due",), ("log-visit", "--phone", "13800138001")):
        refused = run(*command)
        assert refused.code == 4
        assert "doctor --repair" in refused.err


@pytest.mark.parametrize(
    "script",
    [
        "DROP TABLE tags",
        "DROP TABLE tags; CREATE VIEW tags AS SELECT 1 AS id",
        "ALTER TABLE models ADD COLUMN colour TEXT",
    ],
)
def test_other_tables_than_leadctl_makes_are_refused(made: Path, run: Run, script: str) -> None:
    alter(made, script)
    refused = run("due")
    assert refused.code == 4
    assert "restore a backup" in refused.err


@pytest.mark.parametrize("what", ["INDEX leads_due", "TRIGGER visits_updated", "INDEX phones_customer"])
def test_without_an_index_or_a_trigger_a_store_is_read_and_not_written(made: Path, run: Run, what: str) -> None:
    alter(made, f"DROP {what}")
    assert run("due", "--json").code == 0
    refused = run("log-visit", "--phone", "13800138001")
    assert refused.code == 4
    assert what.split()[1] in refused.err
    assert "doctor --repair" in refused.err


def test_another_text_of_a_trigger_stops_writes(made: Path, run: Run) -> None:
    alter(made, "DROP TRIGGER models_updated; CREATE TRIGGER models_updated AFTER UPDATE ON models BEGIN SELECT 1; END")
    assert run("due").code == 0
    assert run("log-visit", "--phone", "13800138001").code == 4


@pytest.mark.parametrize(
    "script", ["CREATE TABLE mine (x)", "CREATE INDEX mine ON leads (grade)", "CREATE VIEW mine AS SELECT 1", "ANALYZE"]
)
def test_what_stands_in_nobodys_way_is_ignored(made: Path, run: Run, script: str) -> None:
    alter(made, script)
    assert run("due").code == 0
    assert run("log-visit", "--phone", "13800138001").code == 0
