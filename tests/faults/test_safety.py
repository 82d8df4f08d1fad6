"""Backups, restores, upgrades and the doctor: proved copies, the truth about what happened, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leadctl.store.safety import backups
from tests.commands.stores import fill, tables, write

Shop = Callable[..., Any]


@pytest.fixture
def shop(run: Shop, store: Path, fill_once: Shop) -> Shop:
    fill_once(store, fill, run)
    return run


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


FAULTS = {
    "index gone": ("DROP INDEX leads_due",),
    "trigger gone": ("DROP TRIGGER visits_updated",),
    "view or table of another hand": ("CREATE TRIGGER leak AFTER INSERT ON visits BEGIN DELETE FROM phones; END",),
    "derived value": ("UPDATE leads SET grade = 'N' WHERE id = 1",),
    "history": ("DELETE FROM contact_windows",),
    "search key": ("UPDATE customers SET pinyin = 'nobody' WHERE id = 1",),
    "view gone": ("DROP VIEW v_customers",),
    "view of another hand": ("DROP VIEW v_customers", "CREATE VIEW v_customers AS SELECT 1"),
    "schema that never was": ("PRAGMA user_version = 0",),
    "sequence": ("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'visits'",),
}
"""What can be made anew."""

BEYOND = {
    "operation gone": ("PRAGMA foreign_keys = OFF", "DELETE FROM operations WHERE id = 5"),
    "row gone": ("DROP TRIGGER followups_deleted", "DELETE FROM followups WHERE id = 1"),
    "row of nobody": (
        "INSERT INTO tags (operation, customer, tag) VALUES (3, 1, 'x')",
        "DELETE FROM changes WHERE tbl = 'tags'",
    ),
    "time zone": ("UPDATE settings SET value = 'Nowhere/None' WHERE key = 'timezone'",),
    "policy": ("UPDATE settings SET value = 'name =' WHERE key = 'policy'",),
    "no text": ("UPDATE visits SET note = CAST(X'FFFE' AS TEXT) WHERE id = 1",),
}


@pytest.mark.parametrize("statements", [*FAULTS.values(), *BEYOND.values()], ids=[*FAULTS, *BEYOND])
def test_the_doctor_finds_it_and_leaves_the_file_as_it_is(shop: Shop, store: Path, statements: tuple[str, ...]) -> None:
    alter(store, *statements)
    before = store.read_bytes()
    found = shop("doctor", "--json")
    assert found.code in (1, 4)
    assert not found.json["healthy"]
    assert store.read_bytes() == before


@pytest.mark.parametrize("statement", [*BEYOND["policy"], "DELETE FROM settings WHERE key = 'policy'"])
def test_a_store_without_a_policy_that_can_be_read_is_damaged(shop: Shop, store: Path, statement: str) -> None:
    alter(store, statement)
    for command in (("due", "--all"), ("report",), ("log-visit", "--phone", "13800138009")):
        refused = shop(*command)
        assert (refused.code, "is damaged" in refused.err) == (4, True)


@pytest.mark.parametrize("statements", FAULTS.values(), ids=FAULTS)
def test_a_repair_makes_anew_what_can_be_derived(shop: Shop, store: Path, statements: tuple[str, ...]) -> None:
    before = {name: rows for name, rows in tables(store).items() if name not in ("operations", "changes")}
    alter(store, *statements)
    assert shop("doctor", "--repair").code == 0
    assert shop("doctor").code == 0
    after = {name: rows for name, rows in tables(store).items() if name not in ("operations", "changes")}
    assert after == before
    assert list(store.parent.glob("store.db.before-repair-*"))


def test_the_doctor_advises_the_repair_of_a_number_that_would_be_given_again(shop: Shop, store: Path) -> None:
    alter(store, *FAULTS["sequence"])
    for words in (("doctor",), ("doctor", "--quick")):
        refused = shop(*words)
        assert (refused.code, "leadctl doctor --repair" in refused.err) == (1, True)


def test_a_repair_says_what_it_cannot_make(shop: Shop, store: Path) -> None:
    alter(store, "PRAGMA foreign_keys = OFF", "UPDATE visits SET source = 99 WHERE id = 1", "DROP INDEX leads_due")
    result = shop("doctor", "--repair")
    assert result.code == 1
    assert "visits 1 points at a row of sources" in result.out
    assert "leads_due" not in result.out


@pytest.mark.parametrize(
    "statement", ["ALTER TABLE customers ADD COLUMN hobby TEXT", "UPDATE visits SET lead = 2 WHERE lead = 1"]
)
def test_the_doctor_advises_no_repair_that_would_fail(shop: Shop, store: Path, statement: str) -> None:
    alter(store, statement)
    for words in (("doctor",), ("doctor", "--repair")):
        refused = shop(*words)
        assert refused.code in (1, 4)
        assert "leadctl restore FILE" in refused.err
        assert "CHECK" not in refused.out + refused.err


def test_a_row_that_names_an_operation_of_before_the_backup_is_told(shop: Shop, store: Path, tmp_path: Path) -> None:
    """Its journal is forged as well, so that the doctor alone finds nothing."""
    shop("backup", tmp_path / "b.db")
    alter(
        store,
        "INSERT INTO tags (operation, customer, tag) VALUES (2, 1, 'forged')",
        "INSERT INTO changes (operation, tbl, action, first_row, last_row)"
        " SELECT 2, 'tags', 'insert', max(id), max(id) FROM tags",
    )
    assert shop("doctor").code == 0
    result = shop("doctor", "--against", tmp_path / "b.db")
    assert result.code == 1
    assert "tags 1 is not in the backup, and no operation added it" in result.out


@pytest.mark.parametrize("later", [True, False])
def test_what_an_undo_brings_back_since_the_backup_is_no_forgery(shop: Shop, tmp_path: Path, later: bool) -> None:
    write(shop, "tag", "c1", "vip", as_="Li Na")
    gone = write(shop, "undo", as_="Li Na")
    if later:
        write(shop, "tag", "c1", "later", as_="Li Na")
    shop("backup", tmp_path / "b.db")
    write(shop, "undo", gone["operation"], as_="Li Na")
    assert shop("doctor", "--against", tmp_path / "b.db").code == 0


def test_the_doctor_tells_what_a_backup_does_not_explain(shop: Shop, store: Path, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    write(shop, "followup", 1, "said no", as_="Li Na")
    assert shop("doctor", "--against", tmp_path / "b.db").code == 0
    alter(
        store,
        "CREATE TEMP TABLE kept AS SELECT sql FROM sqlite_schema WHERE name = 'visits_updated'",
        "DROP TRIGGER visits_updated",
        "UPDATE visits SET note = 'something else' WHERE id = 1",
    )
    result = shop("doctor", "--against", tmp_path / "b.db")
    assert result.code == 1
    assert "visits 1 note differs" in result.out


def test_the_quick_check_tells_a_missing_index(shop: Shop, store: Path) -> None:
    assert shop("doctor", "--quick").code == 0
    alter(store, "DROP INDEX leads_due")
    assert shop("doctor", "--quick").code == 1


@pytest.mark.parametrize("statements", [*FAULTS.values(), *BEYOND.values()], ids=[*FAULTS, *BEYOND])
def test_an_unsound_store_does_not_take_the_place_of_an_older_backup(
    shop: Shop, store: Path, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    target = tmp_path / "b.db"
    shop("backup", target)
    good = target.read_bytes()
    alter(store, *statements)
    refused = shop("backup", target)
    assert refused.code == 4
    assert target.read_bytes() == good


def test_a_folder_of_backups_is_rotated_and_listed(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    for day in range(1, 29):
        made = shop("backup", folder, "--keep", "3,2,1", "--json", now=f"2026-11-{day:02}T20:00")
        assert made.code == 0, made.err
    names = sorted(path.name for path in folder.iterdir())
    # Three days, two weeks (Sunday the 22nd, Saturday the 28th), one month.
    days = [name[8:18] for name in names if name.endswith(".db")]
    assert days == ["2026-11-22", "2026-11-26", "2026-11-27", "2026-11-28"]
    assert "mine.txt" in names
    listed = shop("backup", "--list", folder, "--json").json
    assert [Path(row["file"]).name for row in listed] == [name for name in names if name.endswith(".db")]
    assert listed[-1]["sha256"] == made.json["sha256"]
    assert stat.S_IMODE((folder / names[0]).stat().st_mode) == 0o600


def test_a_backup_goes_into_no_device(shop: Shop) -> None:
    refused = shop("backup", "/dev/null")
    assert (refused.code, "/dev/null is no ordinary file" in refused.err) == (1, True)


def test_of_the_backups_of_a_second_the_last_is_the_newest(shop: Shop, tmp_path: Path) -> None:
    """The second has a number after its name, which the alphabet puts before the first, and the tenth before both."""
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "leadctl-2026-11-31T080000.db").write_text("no day has this name")
    made = [Path(shop("backup", folder, "--json", now="2026-11-20T20:00").json["file"]) for _ in range(10)]
    listed = shop("backup", "--list", folder, "--json").json
    assert [Path(row["file"]) for row in listed] == made
    kept = shop("backup", folder, "--keep", "1,0,0", "--json", now="2026-11-20T20:00").json
    assert kept["file"].endswith("-11.db")
    assert {Path(file) for file in kept["removed"]} == set(made)
    later = shop("backup", folder, "--keep", "2,0,0", "--json", now="2026-11-21T20:00").json
    assert later["removed"] == []
    assert {path.name for path in folder.glob("*.db")} == {
        "leadctl-2026-11-31T080000.db",
        "leadctl-2026-11-20T200000-11.db",
        "leadctl-2026-11-21T200000.db",
    }


def test_two_backups_of_a_second_that_are_made_at_once_both_stay(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is free when both begin, and the other one is done first."""
    folder = tmp_path / "backups"
    folder.mkdir()
    compute = backups.compute_sha256
    names: list[str] = []

    def let_the_other_be_done(file: Path) -> str:
        if not names:
            names.append("")
            names[0] = Path(shop("backup", folder, "--json", now="2026-11-20T20:00").json["file"]).name
        return compute(file)

    monkeypatch.setattr(backups, "compute_sha256", let_the_other_be_done)
    made = shop("backup", folder, "--json", now="2026-11-20T20:00")
    assert made.code == 0, made.err
    names.append(Path(made.json["file"]).name)
    assert names[0] != names[1]
    assert {path.name for path in folder.iterdir()} == {*names, *(f"{name}.sha256" for name in names)}


@pytest.mark.parametrize("beside", ["-journal", "-wal"])
@pytest.mark.parametrize("words", [("due",), ("tag", "c1", "vip"), ("doctor",), ("backup", "b.db")])
def test_a_link_or_a_pipe_in_the_place_of_the_journal_is_refused(
    shop: Shop, store: Path, beside: str, words: tuple[str, ...]
) -> None:
    """SQLite would wait at the pipe for ever, deaf to signals."""
    journal = Path(f"{store}{beside}")
    os.mkfifo(journal)
    refused = shop(*words)
    assert (refused.code, f"{journal} beside the database is no journal of its own" in refused.err) == (4, True)
    journal.unlink()
    journal.symlink_to(store.parent / "nowhere")
    assert shop("due").code == 4
    assert not (store.parent / "nowhere").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of another account")
def test_what_another_account_put_beside_the_store_is_not_believed(shop: Shop, store: Path) -> None:
    """A journal is what the store is rolled back to, and a key is to be known by nobody else."""
    journal, key = Path(f"{store}-journal"), Path(f"{store}.key")
    journal.write_bytes(b"")
    os.chown(journal, 12345, -1)
    assert shop("due").code == 4
    store.chmod(0o660)  # a store of several accounts: a colleague's command may have been killed
    assert shop("due").code == 0
    store.chmod(0o600)
    journal.unlink(missing_ok=True)
    key.write_text("ab" * 32)
    os.chown(key, 12345, -1)
    refused = shop("forget", "c1", "--yes")
    assert (refused.code, "is no key of leadctl" in refused.err) == (4, True)


def test_a_name_for_a_backup_is_taken_where_its_sum_would_stand(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "leadctl-2026-11-20T200000.db.sha256").symlink_to(tmp_path / "elsewhere")
    made = shop("backup", tmp_path, "--keep", "1,0,0", "--json", now="2026-11-20T20:00")
    assert made.json["file"].endswith("T200000-2.db")
    assert not (tmp_path / "elsewhere").exists()


def test_a_backup_is_verified(shop: Shop, tmp_path: Path) -> None:
    shop("backup", tmp_path, "--keep", "1,0,0")
    (made,) = tmp_path.glob("leadctl-*.db")
    assert shop("backup", "--verify", made).code == 0
    alter(made, "PRAGMA user_version = 5", "UPDATE customers SET importance = 'key' WHERE id = 1")
    refused = shop("backup", "--verify", made)
    assert (refused.code, "SHA-256" in refused.err) == (4, True)


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE extra (x)",),
        ("CREATE VIEW extra AS SELECT 1",),
        ("ANALYZE",),
        *FAULTS.values(),
        *BEYOND.values(),
    ],
)
def test_a_backup_that_was_changed_is_not_restored(
    shop: Shop, store: Path, tmp_path: Path, statements: tuple[str, ...]
) -> None:
    shop("backup", tmp_path / "b.db")
    alter(tmp_path / "b.db", *statements)
    before = store.read_bytes()
    refused = shop("restore", tmp_path / "b.db", "--yes", as_="Chen Jing")
    assert refused.code == 1, refused
    assert store.read_bytes() == before
    assert not list(tmp_path.glob("*before-restore*"))


def test_a_backup_of_another_store_is_not_restored_unless_asked_for(run: Shop, store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    run("--db", other, "init", now="2026-01-01T08:00")
    run("--db", other, "log-visit", "--phone", "13800138009", now="2026-01-02T08:00")
    run("init")
    run("log-visit", "--phone", "13800138000")
    assert run("--db", other, "backup", tmp_path / "b.db", now="2026-01-02T08:00").code == 0
    refused = run("restore", tmp_path / "b.db", "--yes")
    assert (refused.code, "another store" in refused.err) == (1, True)
    assert run("restore", tmp_path / "b.db", "--yes", "--other-store").code == 0


def test_a_restore_says_what_will_be_lost(shop: Shop, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    write(shop, "followup", 1, as_="Li Na", now="2026-11-23T09:00")
    write(shop, "followup", 2, as_="Li Na", now="2026-11-24T10:30")
    asked = shop("restore", tmp_path / "b.db", now="2026-11-25T08:00")
    assert "2 operations from 2026-11-23 09:00:00 to 2026-11-24 10:30:00 will be lost" in asked.err


def test_the_backup_is_only_read_by_a_restore(shop: Shop, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    before = (tmp_path / "b.db").read_bytes()
    (tmp_path / "b.db").chmod(0o400)
    assert shop("restore", tmp_path / "b.db", "--yes").code == 0
    assert (tmp_path / "b.db").read_bytes() == before


def test_of_the_copies_that_leadctl_keeps_the_newest_three_stay(shop: Shop, store: Path, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    for day in range(1, 7):
        assert shop("restore", tmp_path / "b.db", "--yes", now=f"2026-12-0{day}T08:00").code == 0
    kept = sorted(path.name for path in tmp_path.glob("store.db.before-restore-*"))
    assert [name[-15:-7] for name in kept] == ["20261204", "20261205", "20261206"]


def test_a_command_without_a_store_names_the_copies_beside_it(shop: Shop, store: Path, tmp_path: Path) -> None:
    shop("backup", tmp_path / "b.db")
    shop("restore", tmp_path / "b.db", "--yes")
    (kept,) = tmp_path.glob("store.db.before-restore-*")
    store.unlink()
    refused = shop("due")
    assert (refused.code, kept.name in refused.err, "init" in refused.err) == (4, True, True)


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_the_doctor_works_where_nothing_can_be_written(shop: Shop, store: Path) -> None:
    store.chmod(0o400)
    store.parent.chmod(0o500)
    try:
        assert shop("doctor").code == 0
    finally:
        store.parent.chmod(0o700)
