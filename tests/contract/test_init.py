"""Only init makes a store, and nothing that is not ours is ever touched."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize(
    "command",
    [
        ("due",),
        ("visits",),
        ("show", "1"),
        ("find", "x"),
        ("log-visit", "--phone", "13800138000"),
        ("followup", "1"),
        ("report",),
        ("staff", "list"),
        ("operations",),
        ("undo",),
    ],
    ids=" ".join,
)
def test_without_a_store_a_command_leaves_with_4_and_names_the_path_and_init(bare: Any, command: tuple[str]) -> None:
    result = bare.run(*command, as_=None, code=4)
    assert str(bare.db) in result.err
    assert "init" in result.err
    assert not bare.db.exists()


def test_without_any_setting_the_default_path_lies_in_the_users_folder(bare: Any) -> None:
    result = bare.run("due", as_=None, code=4, env={"LEADCTL_DB": None})
    assert str(bare.home) in result.err


def test_init_creates_a_store_only_its_owner_may_read(bare: Any) -> None:
    bare.run("init", as_=None)
    assert bare.db.stat().st_mode & 0o777 == 0o600


def test_init_makes_the_default_store_and_due_then_reads_it(bare: Any) -> None:
    bare.run("init", as_=None, env={"LEADCTL_DB": None})
    assert bare.run("due", "--json", as_=None, env={"LEADCTL_DB": None}).json == []


def test_init_refuses_an_existing_store_and_leaves_it_as_it_was(shop: Any) -> None:
    before = shop.db.read_bytes()
    assert str(shop.db) in shop.run("init", as_=None, code=(1, 4)).err
    assert shop.db.read_bytes() == before


def test_init_refuses_a_file_that_is_something_else(bare: Any) -> None:
    bare.db.write_bytes(b"my diary")
    bare.run("init", as_=None, code=(1, 4))
    assert bare.db.read_bytes() == b"my diary"


def test_init_knows_both_policies_and_refuses_others(bare: Any) -> None:
    bare.run("init", "--policy", "no-such-policy", as_=None, code=(1, 2))
    assert not bare.db.exists()
    bare.run("init", "--policy", "four-grade", as_=None)


def test_a_store_keeps_its_name_and_code(bare: Any) -> None:
    bare.run("init", "--store", "东风店", "--code", "S01", as_=None)
    assert bare.db.exists()


def _is_refused_untouched(shop: Any, path: Path) -> None:
    before = path.read_bytes()
    for command in (("due",), ("log-visit", "--phone", "13800138000")):
        assert str(path) in shop.run("--db", path, *command, as_=None, code=4).err
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_untouched(shop: Any) -> None:
    path = shop.folder / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE leads (id INTEGER PRIMARY KEY)")
    other.close()
    _is_refused_untouched(shop, path)


def test_a_database_with_anothers_application_id_is_refused_untouched(shop: Any) -> None:
    path = shop.folder / "fossil.db"
    other = sqlite3.connect(path)
    other.execute("PRAGMA application_id = 252006673")
    other.execute("CREATE TABLE event (id INTEGER PRIMARY KEY)")
    other.close()
    _is_refused_untouched(shop, path)


def test_a_file_of_garbage_is_refused_untouched(shop: Any) -> None:
    _is_refused_untouched(shop, shop.file("garbage.db", b"\x00garbage\xff" * 500))


def test_a_store_newer_than_the_program_is_refused_untouched(shop: Any) -> None:
    newer = sqlite3.connect(shop.db)
    newer.execute("PRAGMA user_version = 99999")
    newer.commit()
    newer.close()
    _is_refused_untouched(shop, shop.db)


def test_a_store_cut_short_is_refused(shop: Any) -> None:
    whole = shop.db.read_bytes()
    shop.db.write_bytes(whole[: len(whole) // 2])
    shop.run("due", "--all", as_=None, code=4)
    assert shop.db.read_bytes() == whole[: len(whole) // 2]


def test_an_empty_file_is_no_store(shop: Any) -> None:
    _is_refused_untouched(shop, shop.file("empty.db", b""))


def _example_of(bare: Any, now: str) -> dict[str, Any]:
    assert bare.run("init", "--example", "--json", as_=None, now=now).json["visits"] == 119
    tasks = bare.run("due", "--consultant", "李娜", "--json", as_=None, now=now).json
    assert bare.run("doctor", "--quick", as_=None, now=now).code == 0
    return {"staff": len(bare.run("staff", "list", "--json", as_=None).json), "leads": [task["lead"] for task in tasks]}


def test_the_example_store_is_made_without_a_checkout_and_its_last_evening_is_yesterday(bare: Any) -> None:
    """Whenever it is made, the morning is that of the README."""
    made = _example_of(bare, "2026-11-22T08:30")
    assert made["staff"] == 5
    assert made["leads"][:4] == [8, 57, 7, 41]
    assert bare.run("init", "--example", as_=None, code=1).err
    bare.db.unlink()
    assert _example_of(bare, "2031-03-01T08:30") == made
    [last] = bare.run("visits", "--on", "2031-02-28", "--json", "--limit", 1, as_=None, now="2031-03-01T08:30").json
    assert last["arrived_at"].startswith("2031-02-28")


def test_who_is_on_the_examples_staff_list_may_make_it(bare: Any) -> None:
    assert bare.run("init", "--example", "--json", as_="李娜").json["visits"] == 119
    assert bare.run("due", "--json", as_="李娜").json


def test_an_example_that_cannot_be_filled_leaves_nothing_behind(bare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadctl.commands.example_store.FILES", ("visits", "nothing"))
    bare.run("init", "--example", as_=None, code=1)
    assert not bare.db.exists()


@pytest.mark.parametrize(
    "words",
    [("staff", "add", "Li Na"), ("config", "show"), ("config", "set", "lang", "en"), ("config", "unset", "user"),
     ("config", "path"), ("help", "dates"), ("due", "-h"), ("completion", "bash")],
    ids=" ".join,
)  # fmt: skip
def test_a_user_who_is_not_on_the_list_blocks_nothing_that_mends_it(bare: Any, words: tuple[str, ...]) -> None:
    assert bare.run("init", as_=None, env={"LEADCTL_USER": "Nobody"}).code == 0
    assert bare.run(*words, as_=None, env={"LEADCTL_USER": "Nobody"}).code == 0


def test_the_first_of_the_staff_is_added_without_a_word_about_the_login(bare: Any) -> None:
    bare.run("init", as_=None)
    assert bare.run("staff", "add", "Li Na", as_=None).err == ""
