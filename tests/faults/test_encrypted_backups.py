"""Backups that are encrypted: what reads them, what refuses, and that nothing lies in the clear beside them."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import OPEN, fill, tables
from tests.conftest import FillOnce

pytest.importorskip("pyrage")

Run = Callable[..., Any]


@pytest.fixture
def shop(run: Run, store: Path, fill_once: FillOnce) -> Run:
    """The small store."""
    fill_once(store, fill, run)
    return run


@pytest.fixture
def key(shop: Run, tmp_path: Path) -> Path:
    """A new key file."""
    file = tmp_path / "leads.key"
    assert shop("backup", "--new-key", file).code == 0
    return file


@pytest.fixture
def backup(shop: Run, tmp_path: Path, key: Path) -> Path:
    """A backup encrypted for it."""
    file = tmp_path / "backup.age"
    result = shop("backup", file, "--encrypt-to", key)
    assert result.code == 0, result.err
    assert f"leadctl restore {file} --key {key}" in result.out
    return file


def facts(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a restore brings back."""
    return {name: rows for name, rows in tables(store).items() if name != "accesses"}


def test_nothing_of_an_encrypted_backup_can_be_read_and_nothing_is_left_beside_it(
    backup: Path, key: Path, tmp_path: Path
) -> None:
    content = backup.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert OPEN.encode() not in content
    assert b"SQLite format" not in content
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert {entry.name for entry in tmp_path.iterdir()} == {"home", "store.db", "leads.key", "backup.age"}


def test_it_is_restored_proved_and_compared_with_its_key(
    shop: Run, store: Path, backup: Path, key: Path, tmp_path: Path
) -> None:
    before = facts(store)
    assert shop("tag", "c1", "vip", as_="Li Na").code == 0
    assert shop("backup", "--verify", backup, "--key", key).code == 0
    assert shop("doctor", "--against", backup, "--key", key).code == 0
    result = shop("restore", backup, "--key", key, "--yes")
    assert result.code == 0, result.err
    assert facts(store) == before
    assert shop("doctor").code == 0
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".leadctl-")] == []


def test_who_has_the_public_key_alone_writes_and_reads_nothing(shop: Run, key: Path, tmp_path: Path) -> None:
    public = tmp_path / "public.key"
    public.write_text(key.read_text().splitlines()[0].removeprefix("# public key: ") + "\n")
    file = tmp_path / "backup.age"
    assert shop("backup", file, "--encrypt-to", public).code == 0
    assert "is read with a secret key" in shop("backup", "--verify", file, "--key", public).err
    assert shop("backup", "--verify", file, "--key", key).code == 0


def test_without_its_key_it_is_refused_and_nothing_is_changed(
    shop: Run, store: Path, backup: Path, tmp_path: Path
) -> None:
    before = store.read_bytes()
    other = tmp_path / "other.key"
    assert shop("backup", "--new-key", other).code == 0
    none = shop("restore", backup, "--yes")
    wrong = shop("restore", backup, "--yes", "--key", other)
    damaged = tmp_path / "damaged.age"
    damaged.write_bytes(backup.read_bytes()[:-100])
    cut = shop("restore", damaged, "--yes", "--key", tmp_path / "leads.key")
    assert (none.code, wrong.code, cut.code) == (1, 4, 4)
    assert "is encrypted; name the key file that reads it: --key KEYFILE" in none.err
    assert f"{backup} cannot be decrypted" in wrong.err
    assert store.read_bytes() == before


def test_a_passphrase_stands_in_a_file_and_never_on_the_command_line(shop: Run, store: Path, tmp_path: Path) -> None:
    file, secret = tmp_path / "backup.age", tmp_path / "passphrase"
    secret.write_text("correct horse\n")
    given = {"LEADCTL_PASSPHRASE_FILE": str(secret)}
    before = facts(store)
    assert shop("backup", file, "--encrypt-to", "-", env=given).code == 0
    assert shop("tag", "c1", "vip", as_="Li Na").code == 0
    assert shop("restore", file, "--yes", env=given).code == 0
    assert facts(store) == before
    assert "a script puts it into a file that LEADCTL_PASSPHRASE_FILE names" in shop("restore", file, "--yes").err
    secret.write_text("wrong\n")
    assert shop("restore", file, "--yes", env=given).code == 4
    secret.write_text("\n")
    assert "An empty passphrase" in shop("backup", file, "--encrypt-to", "-", env=given).err


def test_a_refusal_names_the_backup_and_not_its_decrypted_copy(shop: Run, key: Path, tmp_path: Path) -> None:
    foreign, encrypted = tmp_path / "foreign.txt", tmp_path / "foreign.age"
    foreign.write_text("no database")
    pyrage = pytest.importorskip("pyrage")
    public = pyrage.x25519.Recipient.from_str(key.read_text().splitlines()[0].removeprefix("# public key: "))
    encrypted.write_bytes(pyrage.encrypt(foreign.read_bytes(), [public]))
    result = shop("restore", encrypted, "--yes", "--key", key)
    assert result.code == 1
    assert str(encrypted) in result.err
    assert ".leadctl-" not in result.err


def test_backups_in_a_folder_are_rotated_and_listed_though_encrypted(shop: Run, key: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (20, 21, 22):
        made = shop("backup", folder, "--keep", "2,0,0", "--encrypt-to", key, now=f"2026-11-{day}T18:00")
        assert made.code == 0, made.err
    listed = shop("backup", "--list", folder, "--json").json
    assert [Path(row["file"]).name for row in listed] == [f"leadctl-2026-11-{day}T180000.db.age" for day in (21, 22)]
    assert all(row["operations"] is None and row["sha256"] for row in listed)


def test_a_file_that_is_no_key_and_one_that_exists_are_refused(shop: Run, key: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no key\n")
    assert "it is no key file" in shop("backup", tmp_path / "b.age", "--encrypt-to", tmp_path / "text").err
    (tmp_path / "half").write_text("AGE-SECRET-KEY-1QQ\n")
    assert "holds a key that is none" in shop("backup", tmp_path / "b.age", "--encrypt-to", tmp_path / "half").err
    before = key.read_text()
    assert shop("backup", "--new-key", key).code == 1
    assert key.read_text() == before
    assert not (tmp_path / "b.age").exists()


def test_without_the_extra_it_is_said_how_to_install_it(
    shop: Run, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    result = shop("backup", tmp_path / "b.age", "--encrypt-to", key)
    assert result.code == 1
    assert "pip install 'leadctl[encrypt]'" in result.err
    assert not os.path.exists(tmp_path / "b.age")
