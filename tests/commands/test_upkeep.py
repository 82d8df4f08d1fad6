"""The store's upkeep: who did what, taking it back, copies, proof, lists, policy, settings."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.os_account import find_login
from tests.commands.stores import ASLEEP, CHURNED, OPEN, tables, write

Shop = Callable[..., Any]


def operations(shop: Shop, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = shop("operations", *options, "--json").json
    return rows


def newest(shop: Shop) -> int:
    return int(operations(shop)[0]["id"])


def test_operations_are_listed_newest_first_and_no_more_than_asked(shop: Shop) -> None:
    every = operations(shop, "--all")
    assert [row["id"] for row in every] == list(range(len(every), 0, -1))
    assert every[-1]["command"] == "init"
    assert len(operations(shop, "--limit", "3")) == 3
    for _ in range(8):
        write(shop, "followup", 1, as_="Li Na")
    assert len(operations(shop)) == 20
    assert "Li Na" in shop("operations").out


def test_operations_tell_which_were_undone_and_by_which(shop: Shop) -> None:
    record = write(shop, "followup", 1, as_="Li Na")
    undo = write(shop, "undo", as_="Li Na")
    first, second = operations(shop)[:2]
    assert (first["undoes"], second["undone_by"]) == (record["operation"], undo["operation"])
    write(shop, "undo", undo["operation"], as_="Li Na")
    assert operations(shop)[2]["undone_by"] is None


def test_bare_undo_goes_back_step_by_step(shop: Shop, store: Path) -> None:
    before = tables(store)
    for command in (("followup", 1), ("grade", 1, "H"), ("edit", "lead", 1, "--man", "M")):
        write(shop, *command, as_="Li Na")
    for _ in range(3):
        write(shop, "undo", as_="Li Na")
    assert tables(store) == before


def test_a_dry_undo_changes_nothing(shop: Shop, store: Path) -> None:
    write(shop, "followup", 1, as_="Li Na")
    before, count = tables(store), newest(shop)
    assert "nothing was changed" in shop("undo", "--dry-run", as_="Li Na").out
    assert (tables(store), newest(shop)) == (before, count)


def test_what_is_not_there_is_not_undone(shop: Shop) -> None:
    assert shop("undo", newest(shop) + 1).code == 1  # the id that the undo itself would have
    assert shop("undo", "1").code == 1  # init
    record = write(shop, "followup", 1, as_="Li Na")
    write(shop, "undo", as_="Li Na")
    assert "already undone" in shop("undo", record["operation"], as_="Li Na").err


def test_a_fact_does_not_come_back_to_a_lead_that_is_gone(shop: Shop, store: Path) -> None:
    lead = write(shop, "log-visit", "--phone", "13900000009", as_="Li Na")
    call = write(shop, "followup", lead["lead"], as_="Li Na")
    gone = write(shop, "delete", "followup", call["followup"], as_="Li Na")
    write(shop, "delete", "visit", lead["visit"], as_="Li Na")
    before = tables(store)
    assert shop("undo", gone["operation"], as_="Li Na").code == 1
    assert tables(store) == before


def test_a_phone_given_to_somebody_else_does_not_come_back(shop: Shop) -> None:
    gone = write(shop, "edit", "customer", OPEN, "--phone", "13900000009", as_="Li Na")
    write(shop, "edit", "customer", ASLEEP, "--add-phone", OPEN, as_="Li Na")
    result = shop("undo", gone["operation"], as_="Li Na")
    assert (result.code, "later work" in result.err) == (1, True)


def test_a_lead_that_got_an_older_visit_is_not_taken_away_under_it(shop: Shop) -> None:
    made = write(shop, "log-visit", "--phone", "13900000009", as_="Li Na")
    moved = write(shop, "edit", "visit", 9, "--phone", "13900000009", as_="Li Na")
    assert f"{moved['operation']} (edit visit)" in shop("undo", made["operation"], as_="Li Na").err


def test_who_has_acted_stays_on_the_staff_list(shop: Shop) -> None:
    added = write(shop, "staff", "add", "Chen Jing", "--role", "clerk", as_="Li Na")
    write(shop, "source", "add", "fair", as_="Chen Jing")
    result = shop("undo", added["operation"], as_="Li Na")
    assert (result.code, "staff leave" in result.err) == (1, True)


def test_an_undone_step_is_not_redone_over_the_undoing_of_what_it_stood_on(shop: Shop, store: Path) -> None:
    made = write(shop, "log-visit", "--phone", "13900000009", as_="Li Na")
    gone = write(shop, "delete", "visit", made["visit"], as_="Li Na")
    back = write(shop, "undo", gone["operation"], as_="Li Na")
    away = write(shop, "undo", made["operation"], as_="Li Na")
    result = shop("undo", back["operation"], as_="Li Na")
    assert result.code == 1
    assert f"{away['operation']} (undo)" in result.err


def test_a_backup_holds_what_the_store_holds(shop: Shop, store: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    assert shop("backup", target).code == 0
    assert tables(target) == tables(store)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert shop("backup", target).code == 0  # an earlier backup is replaced
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db", "home", "store.db"]


@pytest.mark.parametrize(
    "target", ["store.db", "link.db", "hard.db", "store.db-journal", "notes.txt", "none/b.db", "-"]
)
def test_a_backup_is_not_written_over_anything_else(shop: Shop, store: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "link.db").symlink_to(store)
    os.link(store, tmp_path / "hard.db")
    (tmp_path / "notes.txt").write_text("mine")
    before = tables(store)
    os.chdir(tmp_path)
    result = shop("backup", target)
    assert (result.code, result.out) == (1, "")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert tables(store) == before


def test_a_restored_backup_is_the_store_again_and_what_was_there_is_kept(
    shop: Shop, store: Path, tmp_path: Path
) -> None:
    before = tables(store)
    shop("backup", tmp_path / "b.db")
    write(shop, "followup", 1, as_="Li Na")
    later = tables(store)
    result = shop("restore", tmp_path / "b.db", "--yes", as_="Li Na")
    assert result.code == 0, result.err
    assert tables(store) == before
    (kept,) = tmp_path.glob("store.db.before-restore-*")
    assert tables(kept) == later
    assert operations(shop)[0]["command"] == "restore"
    assert shop("undo", newest(shop), as_="Li Na").code == 1
    assert shop("restore", tmp_path / "b.db", "--yes").code == 0  # a second of the same minute keeps both
    assert len(list(tmp_path.glob("store.db.before-restore-*"))) == 2
    assert not list(tmp_path.glob(".*tmp*"))


def test_a_restore_asks_first(shop: Shop, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    result = shop("restore", tmp_path / "b.db", as_="Li Na")
    assert (result.code, "--yes" in result.err) == (1, True)


def test_only_a_whole_leadctl_database_is_restored(shop: Shop, store: Path, tmp_path: Path) -> None:
    before = tables(store)
    other, damaged = tmp_path / "other.db", tmp_path / "damaged.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    content = bytearray(store.read_bytes())
    content[3 * 4096 : 20 * 4096] = b"\xff" * (17 * 4096)
    damaged.write_bytes(bytes(content))
    for source in (other, damaged, tmp_path / "missing.db", store):
        assert shop("restore", source, "--yes").code == 1
    assert tables(store) == before
    assert not list(tmp_path.glob("*before-restore*"))


def test_a_damaged_store_is_restored_and_kept(shop: Shop, store: Path, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    before = tables(store)
    store.write_bytes(b"no database at all " * 500)
    assert shop("due").code == 4
    assert shop("restore", tmp_path / "b.db", "--yes", as_="Li Na").code == 0
    assert tables(store) == before
    (kept,) = tmp_path.glob("store.db.before-restore-*")
    assert kept.read_bytes().startswith(b"no database")


def test_without_a_store_there_is_nothing_to_restore_into(shop: Shop, store: Path, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    store.unlink()
    result = shop("restore", tmp_path / "b.db", "--yes")
    assert (result.code, "init" in result.err) == (4, True)


def test_the_doctor_finds_a_sound_store_healthy_and_leaves_it_alone(shop: Shop, store: Path) -> None:
    before = store.read_bytes()
    found = shop("doctor", "--json")
    assert (found.code, found.json["healthy"], found.json["leads"]) == (0, True, 7)
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE leads SET due_by = '2030-01-01' WHERE id = 1", "leads 1 due_by"),
        ("UPDATE visits SET is_new = 1 - is_new WHERE id = 8", "visits 8 is_new"),
        ("UPDATE visits SET nature = 'return' WHERE id = 9", "visits 9 nature"),
        ("UPDATE churns SET result = NULL WHERE id = 2", "churns 2 result"),
        ("INSERT INTO leads (operation, customer, closed_at) VALUES (1, 1, '2026-01-01')", "leads 8"),
        ("UPDATE followups SET lead = 99 WHERE id = 1", "followups 1 points at"),
    ],
)
def test_the_doctor_tells_what_does_not_follow(shop: Shop, store: Path, sql: str, told: str) -> None:
    with sqlite3.connect(store) as db:
        db.execute(sql)
    result = shop("doctor")
    assert result.code == 1
    assert told in result.out
    assert shop("doctor", "--json").json["healthy"] is False


def test_the_doctor_tells_a_damaged_file(shop: Shop, store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[-4096:] = b"\xff" * 4096
    store.write_bytes(bytes(content))
    result = shop("doctor")
    assert (result.code, "restore" in result.err) == (4, True)


def test_a_source_of_the_store_can_be_used(shop: Shop) -> None:
    assert shop("log-visit", "--source", "school-fair", as_="Li Na").code == 1
    write(shop, "source", "add", "school-fair", "--label", "校园展", as_="Li Na")
    write(shop, "log-visit", "--phone", "13900000009", "--source", "school-fair", as_="Li Na")
    listed = {row["code"]: row for row in shop("source", "list", "--json").json}
    assert (listed["school-fair"]["label"], listed["school-fair"]["leads"]) == ("校园展", 1)
    assert shop("source", "add", "school-fair", as_="Li Na").code == 1
    assert shop("source", "add", "two words", as_="Li Na").code == 1


def test_another_policy_dates_every_lead_again(shop: Shop) -> None:
    assert shop("show", "1", "--json").json["due_by"] == "2026-11-24"  # the 19th + 5
    record = write(shop, "policy", "set", "four-grade", as_="Li Na")
    assert (record["policy"], record["leads"]) == ("four-grade", 7)
    assert shop("show", "1", "--json").json["due_by"] == "2026-11-22"  # the 19th + 3
    assert shop("policy", "show", "--json").json["policy"] == "four-grade"
    assert shop("doctor").code == 0


def test_grades_that_a_policy_lacks_are_told(shop: Shop) -> None:
    write(shop, "grade", 1, "N", as_="Li Na")
    result = shop("policy", "set", "four-grade", as_="Li Na")
    assert (result.code, "grade N" in result.err) == (0, True)


def test_a_policy_is_checked_before_it_is_followed(shop: Shop, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('name = "x"\n')
    example = Path(__file__).parents[2] / "examples" / "three-step.toml"
    assert shop("policy", "check", example).code == 0
    assert shop("policy", "check", "five-grade", "--json").json["grades"][0]["due_from_days"] == 1
    for command in (("check", bad), ("set", bad), ("set", "six-grade")):
        assert shop("policy", *command, as_="Li Na").code == 1
    assert shop("policy", "show", "--json").json["policy"] == "five-grade"


def test_config_tells_each_setting_and_where_it_comes_from(run: Shop, store: Path, home: Path) -> None:
    run("config", "set", "user", "Li Na")
    rows = {row["key"]: (row["value"], row["origin"]) for row in run("config", "show", "--lang", "zh", "--json").json}
    assert rows == {"db": (str(store), "environment"), "user": ("Li Na", "file"), "lang": ("zh", "option")}
    assert run("config", "path").out.strip().startswith(str(home))


def test_config_defaults_are_told_as_such(run: Shop) -> None:
    rows = {row["key"]: row for row in run("config", "show", "--json", env={"LEADCTL_DB": None}).json}
    assert [rows[key]["origin"] for key in ("db", "user", "lang")] == ["default"] * 3
    assert (rows["user"]["value"], rows["lang"]["value"]) == (find_login(), "en")
    assert rows["db"]["value"].endswith("leadctl.db")


def test_a_database_is_remembered_by_its_whole_path(run: Shop, tmp_path: Path) -> None:
    os.chdir(tmp_path)
    assert run("config", "set", "db", "here.db", "--json").json["value"] == str(tmp_path / "here.db")


@pytest.mark.parametrize("words", [("colour", "blue"), ("lang", "tlh"), ("user", " ")])
def test_a_setting_that_cannot_be_is_wrong_usage(run: Shop, words: tuple[str, str]) -> None:
    assert run("config", "set", *words).code == 2


def test_without_a_store_looking_is_refused_with_exit_4(run: Shop) -> None:
    for command in (("show", "1"), ("find", "x"), ("visits",), ("operations",), ("doctor",), ("backup", "b.db")):
        assert run(*command).code == 4


def test_a_copied_store_is_its_own(shop: Shop, store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(store, other)
    write(shop, "--db", other, "log-visit", "--phone", CHURNED, as_="Li Na")
    assert tables(other) != tables(store)
