"""Whoever takes many people's data out of the file is recorded: who, when, how many; and never whose data it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.os_account import find_login
from tests.commands.stores import OPEN, fill, tables
from tests.conftest import FillOnce
from tests.faults.second_account import demand_second_account, run_as_nobody, shared_folder

Run = Callable[..., Any]

PEOPLE = 6
"""Customers of the small store."""


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """The small store, whose list of accesses is empty."""
    fill_once(store, fill, run)
    return run


def accesses(run: Run) -> list[tuple[str, str, int, bool]]:
    """Who, command, how many people, whether with their phones in full; the oldest first."""
    found = run("operations", "--access", "--all", "--json").json
    return [(row["who"], row["command"], row["people"], row["revealed"]) for row in reversed(found)]


def test_an_export_a_backup_and_revealed_phones_are_recorded(shop: Run, tmp_path: Path) -> None:
    login = find_login()
    assert shop("export", "-o", tmp_path / "store.xlsx", as_="Li Na").code == 0
    assert shop("export", "--customer", "c1", "--reveal").code == 0
    assert shop("backup", tmp_path / "backup.db").code == 0
    assert shop("visits", "--on", "2026-11-19", "--reveal").code == 0
    assert accesses(shop) == [
        ("Li Na", "export", PEOPLE, False),
        (login, "export", 1, True),
        (login, "backup", PEOPLE, True),
        (login, "visits", 1, True),
    ]


def test_the_record_says_when_and_where_and_that_the_clock_was_set(shop: Run, tmp_path: Path) -> None:
    shop("backup", tmp_path / "backup.db", now="2026-11-23T09:15")
    (row,) = shop("operations", "--access", "--json").json
    assert set(row) == {"id", "at", "who", "login", "host", "command", "people", "revealed", "imagined"}
    assert (row["at"], row["login"], row["imagined"]) == ("2026-11-23T09:15:00", find_login(), True)
    assert "2026-11-23 09:15" in shop("operations", "--access").out


def test_the_work_of_a_day_is_not_recorded(shop: Run) -> None:
    for words in (("due", "--all"), ("show", "1"), ("find", OPEN), ("visits",), ("report", "traffic"), ("operations",)):
        assert shop(*words).code == 0
    assert accesses(shop) == []


@pytest.mark.parametrize(("count", "recorded"), [(50, []), (51, [("due", 51, True)])])
def test_a_list_with_phones_is_recorded_from_51_people_on(
    run: Run, tmp_path: Path, count: int, recorded: list[tuple[str, int, bool]]
) -> None:
    run("init")
    run("staff", "add", "Li Na")
    register = tmp_path / "register.csv"
    rows = [f"2026-11-01T10:{n % 60:02},P{n},139123456{n:02},walk-in,Li Na" for n in range(60)]
    register.write_text("\n".join(["arrived_at,name,phone,kind,consultant", *rows]), encoding="utf-8")
    assert run("import", "visits", register).code == 0
    assert run("due", "--all", "--limit", count).code == 0
    assert [access[1:] for access in accesses(run)] == recorded
    assert run("find", "P", "--json").code == 0
    assert ("find", 60, True) in [access[1:] for access in accesses(run)]


def test_what_is_refused_takes_nothing_out(shop: Run, tmp_path: Path) -> None:
    (tmp_path / "foreign.db").write_text("not ours")
    assert shop("backup", tmp_path / "foreign.db").code == 1
    assert shop("export", "-o", tmp_path / "missing" / "store.xlsx").code == 1
    assert accesses(shop) == []


def test_a_reader_that_breaks_off_is_recorded_all_the_same(shop: Run, store: Path) -> None:
    leadctl = [sys.executable, "-m", "leadctl", "--db", str(store), "export", "--format", "jsonl", "--reveal"]
    out, into = os.pipe()
    os.close(out)  # nobody reads
    subprocess.run(leadctl, stdout=into, check=False, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    os.close(into)
    assert [access[1:] for access in accesses(shop)] == [("export", PEOPLE, True)]


def test_an_undo_leaves_the_record_alone(shop: Run, tmp_path: Path) -> None:
    shop("tag", "c1", "vip", as_="Li Na")
    shop("backup", tmp_path / "backup.db")
    before = accesses(shop)
    assert shop("undo", as_="Li Na").code == 0
    assert accesses(shop) == before
    assert shop("doctor").code == 0


def test_a_restore_carries_the_record_over(shop: Run, tmp_path: Path) -> None:
    """The backup was made before its own record, and before the export that somebody may wish forgotten."""
    shop("export", "-o", tmp_path / "one.xlsx")
    shop("backup", tmp_path / "backup.db")
    shop("export", "-o", tmp_path / "two.xlsx", as_="Li Na")
    before = accesses(shop)
    assert len(before) == 3
    assert shop("restore", tmp_path / "backup.db", "--yes").code == 0
    assert accesses(shop) == before
    assert shop("doctor").code == 0
    assert shop("restore", tmp_path / "backup.db", "--yes").code == 0
    assert accesses(shop) == before


def test_the_record_is_no_fact_and_no_operation(shop: Run, store: Path, tmp_path: Path) -> None:
    facts, operations = tables(store), shop("operations", "--all", "--json").json
    shop("export", "-o", tmp_path / "store.xlsx")
    assert tables(store) == facts
    assert shop("operations", "--all", "--json").json == operations


def test_nothing_of_it_says_whose_data_it_was(shop: Run, store: Path) -> None:
    shop("export", "--customer", OPEN, "--reveal")
    with closing(sqlite3.connect(store)) as db:
        (row,) = db.execute("SELECT * FROM accesses").fetchall()
    assert OPEN not in str(row)
    assert "王小明" not in str(row)
    assert shop("forget", OPEN, "--yes").code == 0
    assert len(accesses(shop)) == 1


def test_a_store_that_others_write_to_is_read_with_a_note(shop: Run, store: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = shop("export", "-o", tmp_path / "store.xlsx")
    assert result.code == 0
    assert (tmp_path / "store.xlsx").exists()
    assert f"that data of {PEOPLE} people was taken out could not be recorded: another command is writing" in result.err
    assert accesses(shop) == []


def test_a_store_that_may_only_be_read_is_read_with_a_note(shop: Run, store: Path) -> None:
    demand_second_account()
    with shared_folder() as folder:
        shutil.copy(store, folder / "store.db")
        os.chmod(folder / "store.db", 0o644)
        done = run_as_nobody(folder, "export", "--format", "jsonl")
    assert done.code == 0, done.err
    assert done.out.count("\n") > PEOPLE
    assert f"that data of {PEOPLE} people was taken out could not be recorded" in done.err
