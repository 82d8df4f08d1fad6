"""Opening a store's file, waiting for others, and refusing whatever is none."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from leadctl import SCHEMA_VERSION
from leadctl.errors import Refused, StoreUnusable
from leadctl.store import access
from leadctl.store.access import connect, read_store
from leadctl.store.core import connection, schema
from leadctl.store.core.schema import schema_sql
from leadctl.store.core.setup import make_store
from tests.store.new_stores import CLERK, NOW, SETTINGS, make, new_store, raw, write

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return new_store(tmp_path / "store.db")


def _why(path: Path, *, read_only: bool = False) -> str:
    content = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreUnusable) as refused:
        connect(path, read_only=read_only)
    assert not path.is_file() or path.read_bytes() == content, "refused, and untouched"
    return str(refused.value)


def test_what_is_not_there_is_named_with_what_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert _why(path) == (
        f"No database at {path}; create one with: leadctl --db {path} init. "
        f"To try leadctl on an example store first: leadctl --db {path} init --example"
    )
    assert not path.exists()
    assert _why(tmp_path) == f"{tmp_path} is no database file."


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE notes (id INTEGER)")
    db.close()
    assert "is not a leadctl database; it was left untouched" in _why(path)


def test_what_is_no_database_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear customer, " * 100)
    assert "is not a leadctl database (or it is damaged)" in _why(path)
    path.write_bytes(b"")
    assert "is not a leadctl database" in _why(path)


def test_a_newer_store_is_refused(store: Path) -> None:
    db = raw(store)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    assert f"this program knows {SCHEMA_VERSION}); upgrade leadctl." in _why(store)


def test_a_damaged_store_is_refused(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[4096 : 4096 * 8] = b"\xff" * 4096 * 7
    store.write_bytes(content)
    with pytest.raises(StoreUnusable, match=r"is damaged\. Keep it, and restore a backup"), write(store) as writer:
        writer.insert("models", name="X5")


@pytest.mark.parametrize("kind", ["table", "index"])
def test_nothing_is_added_to_a_store_that_is_damaged_elsewhere(store: Path, kind: str) -> None:
    """Nothing that records a model reads the pages of campaigns."""
    db = raw(store)
    question = "SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'campaigns' AND type = ?"
    (page,) = db.execute(question, (kind,)).fetchone()
    db.close()
    content = bytearray(store.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    store.write_bytes(content)
    with pytest.raises(StoreUnusable, match=r"is damaged\. Keep it"), write(store) as writer:
        writer.insert("models", name="X5")
    assert store.read_bytes() == bytes(content)


def test_every_connection_is_safe(store: Path) -> None:
    for read_only in (True, False):
        db = connect(store, read_only=read_only)
        settings = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in _SAFE}
        assert settings == _SAFE | {"query_only": int(read_only)}
        db.close()


_SAFE = {"foreign_keys": 1, "secure_delete": 1, "synchronous": 3, "journal_mode": "delete", "query_only": 0}
_SAFE |= {"trusted_schema": 0, "cell_size_check": 1}


def test_who_reads_cannot_write(store: Path) -> None:
    with pytest.raises(StoreUnusable, match="cannot be written by this account"), read_store(store) as db:
        db.execute("DELETE FROM settings")


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = new_store(tmp_path / "a%20b?c#d 店.db")
    with read_store(path) as db:
        assert db.execute("SELECT count(*) FROM settings").fetchone()[0] == 3


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nobody waits in these tests; what is said while waiting."""
    monkeypatch.setattr(connection, "SAY_AFTER_SECONDS", 0)
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.05)
    return []


def test_a_writer_that_waits_says_so_once_and_gives_up_in_the_end(store: Path, impatient: list[str]) -> None:
    other = raw(store)
    other.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(StoreUnusable, match="is busy: another leadctl has been at it for more than 30 seconds"),
        write(store, waiting=lambda: impatient.append("waiting")),
    ):
        pytest.fail("two wrote at once")
    assert impatient == ["waiting"]


def test_a_writer_goes_on_when_the_other_is_done(store: Path, impatient: list[str]) -> None:
    other = raw(store)
    other.execute("BEGIN IMMEDIATE")
    with write(store, waiting=lambda: other.execute("ROLLBACK")) as writer:
        writer.insert("models", name="X5")
    assert other.execute("SELECT name FROM models").fetchone()["name"] == "X5"


def test_a_reader_waits_for_who_is_writing_to_the_disk(store: Path, impatient: list[str]) -> None:
    other = raw(store)
    other.execute("BEGIN EXCLUSIVE")

    def done() -> None:
        impatient.append("waiting")
        other.execute("COMMIT")

    db = connect_unchecked(store)
    connection.begin(db, write=False, waiting=done)
    assert impatient == ["waiting"]
    assert db.in_transaction
    db.close()


def test_who_opens_the_file_while_another_fills_it_waits_and_says_so(store: Path, impatient: list[str]) -> None:
    other = raw(store)
    other.execute("BEGIN EXCLUSIVE")

    def done() -> None:
        impatient.append("waiting")
        other.execute("COMMIT")

    with read_store(store, done) as db:
        assert db.in_transaction
    assert impatient == ["waiting"]


def test_a_commit_waits_for_who_is_still_reading(store: Path, impatient: list[str]) -> None:
    other = raw(store)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM models").fetchone()

    def done() -> None:
        impatient.append("waiting")
        other.execute("COMMIT")

    with write(store, waiting=done) as writer:
        writer.insert("models", name="X5")
    assert impatient == ["waiting"]
    assert other.execute("SELECT name FROM models").fetchone()["name"] == "X5"


def test_a_command_has_one_patience_for_all_that_it_waits_for(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, tries, said = iter(range(1000)), [0], [0]
    monkeypatch.setattr(connection, "monotonic", lambda: next(clock))
    monkeypatch.setattr(connection, "sleep", lambda _: None)
    db, other = raw(store), raw(store)
    patience = connection.Patience(lambda: said.append(tries[0]))

    def answer_after(count: int) -> None:
        tries[0] += 1
        if tries[0] <= count:
            db.execute("BEGIN IMMEDIATE")

    other.execute("BEGIN IMMEDIATE")
    patience.wait_for(db, lambda: answer_after(20))  # a second each
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        patience.wait_for(db, lambda: answer_after(1000))
    assert tries == [31], "30 seconds for both together"
    assert said == [0, 3], "told once, after two seconds"


def connect_unchecked(path: Path) -> sqlite3.Connection:
    return connection._open(path, True)


def test_a_reader_sees_one_state_while_others_write(store: Path) -> None:
    with read_store(store) as db:
        before = db.execute("SELECT count(*) FROM models").fetchone()[0]
        other = raw(store)
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO models (operation, name) VALUES (1, 'X5')")
        assert db.execute("SELECT count(*) FROM models").fetchone()[0] == before
        other.execute("ROLLBACK")
        other.close()


def test_an_error_that_is_no_condition_of_the_file_stays_what_it_is(store: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), read_store(store) as db:
        db.execute("SELECT * FROM nowhere")


def test_the_schema_is_found_in_a_checkout_and_in_an_installed_package(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "leadctl"
    shutil.copytree(ROOT / "leadctl", package, ignore=shutil.ignore_patterns("__pycache__"))
    asked = [sys.executable, "-c", "from leadctl.store.core.schema import schema_sql; print(len(schema_sql()))"]
    around = {**os.environ, "PYTHONPATH": str(package.parent)}
    lost = subprocess.run(asked, env=around, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "schema.sql is missing from this installation" in lost.stderr
    shutil.copy(ROOT / "schema.sql", package)
    found = subprocess.run(asked, env=around, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert int(found.stdout) == len(schema_sql()) == len((ROOT / "schema.sql").read_text(encoding="utf-8"))


def test_a_new_store_is_its_owners_alone(tmp_path: Path) -> None:
    path = make(tmp_path / "deep" / "er" / "store.db")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_store_of_several_accounts_is_their_groups(tmp_path: Path) -> None:
    import grp

    group = grp.getgrgid(os.getgid()).gr_name
    path = tmp_path / "shared" / "store.db"
    make_store(path, SETTINGS, group=group, now=NOW, author=CLERK)
    assert path.stat().st_mode & 0o777 == 0o660
    assert path.parent.stat().st_mode & 0o7777 == 0o2770
    assert path.stat().st_gid == os.getgid()


def test_an_existing_file_is_never_made_anew(store: Path) -> None:
    content = store.read_bytes()
    with pytest.raises(Refused, match="exists already; init only makes new databases"):
        make(store)
    assert store.read_bytes() == content


def test_a_group_that_is_none_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "shared" / "store.db"
    with pytest.raises(Refused, match="cannot be given to the group 'no-such-group'"):
        make_store(path, SETTINGS, group="no-such-group", now=NOW, author=CLERK)
    assert not path.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreUnusable, match=r"cannot be created: (Not a directory|File exists)"):
        make(tmp_path / "file" / "store.db")


def test_half_a_store_is_not_left_behind(tmp_path: Path) -> None:
    """A policy that cannot be read is found while the store is filled."""
    path = tmp_path / "store.db"
    with pytest.raises(Refused):
        make_store(path, {**SETTINGS, "policy": "nonsense"}, group=None, now=NOW, author=CLERK)
    assert not path.exists()


def test_a_schema_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "schema_sql", lambda: "CREATE TABLE half (")
    with pytest.raises(sqlite3.OperationalError):
        make(tmp_path / "store.db")
    assert not (tmp_path / "store.db").exists()


def test_who_has_waited_longer_tries_again_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """With pauses that do not depend on it, the unluckiest of sixteen would wait five times as long as the others."""
    pauses: list[float] = []
    clock = iter(range(10_000))
    monkeypatch.setattr(connection, "monotonic", lambda: next(clock))
    monkeypatch.setattr(connection, "sleep", pauses.append)
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    answers: list[Exception | str] = [*[busy] * 9, "free"]

    def attempt() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    db = sqlite3.connect(":memory:")
    assert connection.Patience(lambda: None).wait_for(db, attempt) == "free"
    db.close()
    assert len(pauses) == 9
    assert max(pauses[5:]) < 0.007
    assert all(pause <= 0.025 for pause in pauses)


def test_what_is_read_at_length_is_a_copy_and_others_write_meanwhile(store: Path) -> None:
    with read_store(store, copied=True) as db:
        with write(store) as writer:
            writer.insert("models", name="X5")
        assert db.execute("SELECT count(*) FROM models").fetchone()[0] == 0
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("DELETE FROM models")
    with read_store(store, copied=True) as db:
        assert db.execute("SELECT name FROM models").fetchone()["name"] == "X5"


def test_a_large_store_is_not_copied(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "MOST_COPIED", 0)
    with read_store(store, copied=True) as db:
        assert db.execute("PRAGMA database_list").fetchone()["file"] == str(store)
