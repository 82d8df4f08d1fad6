"""Whose account it is, and which folders and files that account's store is in."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.os_account import find_login
from tests.commands.stores import write

grp = pytest.importorskip("grp")
Run = Callable[..., Any]


@pytest.fixture
def open_umask() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def group() -> str:
    """A group of this account."""
    try:
        return str(grp.getgrgid(os.getgid()).gr_name)
    except KeyError:
        pytest.skip("this account's group has no name")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_account_is_asked_of_the_system_whatever_the_environment_says(run: Run) -> None:
    disguise = dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), "Li Na")
    write(run, "init", env=disguise)
    write(run, "staff", "add", "Li Na", "--login", "lina", env=disguise)
    result = run("log-visit", "--phone", "13800138001", "--json", env=disguise)
    assert result.json["consultant"] is None
    (newest, *_) = run("operations", "--json").json
    assert (newest["login"], newest["who"]) == (find_login(), find_login())


def test_an_account_without_a_name_is_known_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    assert find_login() == "uid-3999999999"


def test_every_folder_that_is_made_is_its_owners_whatever_the_umask(run: Run, home: Path, open_umask: None) -> None:
    assert run("config", "set", "lang", "en", env={"XDG_CONFIG_HOME": str(home / "deep/conf")}).code == 0
    assert run("init", env={"LEADCTL_DB": str(home / "data/leads/store.db")}).code == 0
    made = ("deep", "deep/conf", "deep/conf/leadctl", "data", "data/leads")
    assert [oct(mode_of(home / name)) for name in made] == ["0o700"] * len(made)
    assert oct(mode_of(home / "deep/conf/leadctl/config.toml")) == "0o600"


def test_a_groups_folder_is_made_for_the_group(run: Run, tmp_path: Path, group: str, open_umask: None) -> None:
    shared = tmp_path / "shared" / "store.db"
    assert run("--db", shared, "init", "--group", group).code == 0
    assert (oct(mode_of(shared.parent)), oct(mode_of(shared))) == ("0o2770", "0o660")


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o1777, 0o2775])
def test_the_owner_and_mode_of_a_folder_that_is_there_are_never_changed(
    run: Run, tmp_path: Path, group: str, mode: int
) -> None:
    folder = tmp_path / "my home"
    folder.mkdir()
    folder.chmod(mode)
    result = run("--db", folder / "store.db", "init", "--group", group)
    assert (result.code, mode_of(folder), list(folder.iterdir())) == (1, mode, [])
    assert f"chgrp {group} '{folder}'" in result.err
    assert f"chmod 2770 '{folder}'" in result.err


def test_a_folder_that_the_two_commands_prepared_is_taken(run: Run, tmp_path: Path, group: str) -> None:
    folder = tmp_path / "prepared"
    folder.mkdir()
    os.chown(folder, -1, os.getgid())
    folder.chmod(0o2770)
    assert run("--db", folder / "store.db", "init", "--group", group).code == 0


def test_nothing_is_left_where_there_is_no_such_group(run: Run, tmp_path: Path) -> None:
    assert run("--db", tmp_path / "shared" / "store.db", "init", "--group", "no-such-group").code == 1
    assert not (tmp_path / "shared").exists()


def test_a_groups_folder_is_not_made_below_folders_that_are_missing(run: Run, tmp_path: Path, group: str) -> None:
    result = run("--db", tmp_path / "a" / "b" / "store.db", "init", "--group", group)
    assert (result.code, str(tmp_path / "a") in result.err) == (4, True)
    assert not (tmp_path / "a").exists()


STRANGER = {"LEADCTL_USER": "New Name"}


def test_a_name_that_is_not_on_the_list_yet_can_be_put_there(run: Run) -> None:
    write(run, "init", env=STRANGER)
    assert "staff add" in run("log-visit", "--phone", "13800138001", env=STRANGER).err
    write(run, "staff", "add", "New Name", env=STRANGER)
    assert write(run, "log-visit", "--phone", "13800138001", env=STRANGER)["consultant"] == "New Name"


def test_a_name_of_the_config_file_that_is_not_on_the_list_stands_in_nobodys_way(run: Run) -> None:
    write(run, "config", "set", "user", "New Name")
    write(run, "init")
    assert run("config", "show").code == 0
    write(run, "staff", "add", "New Name")
    write(run, "config", "set", "lang", "en")


def test_who_left_comes_back_under_the_name_that_is_set(run: Run) -> None:
    write(run, "init")
    write(run, "staff", "add", "New Name")
    write(run, "staff", "leave", "New Name")
    assert write(run, "staff", "add", "New Name", env=STRANGER)["name"] == "New Name"


def test_as_still_takes_only_names_of_the_list(run: Run) -> None:
    write(run, "init")
    assert run("staff", "add", "Li Na", as_="Li Na").code == 1
