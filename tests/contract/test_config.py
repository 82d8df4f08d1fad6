"""Which store, which person, which language: the option, then the environment, then the config file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LI = "13800138001"
NO_ENV: dict[str, str | None] = {"LEADCTL_DB": None}


def test_config_path_lies_in_the_users_home(bare: Any) -> None:
    path = Path(bare.run("config", "path", as_=None).out.strip())
    assert bare.home in path.parents


def test_a_store_set_in_the_config_is_used(shop: Any) -> None:
    shop.run("config", "set", "db", shop.db, as_=None, env=NO_ENV)
    shop.run("due", "--all", env=NO_ENV)


def test_config_show_tells_what_was_set(shop: Any) -> None:
    shop.run("config", "set", "user", "Li Na", as_=None)
    shop.run("config", "set", "db", shop.db, as_=None)
    said = shop.run("config", "show", as_=None).out
    assert "Li Na" in said
    assert str(shop.db) in said


def test_the_environment_wins_over_the_config(shop: Any) -> None:
    shop.run("config", "set", "db", shop.folder / "elsewhere.db", as_=None)
    shop.run("due", "--all")  # LEADCTL_DB names the store
    shop.run("due", "--all", env=NO_ENV, code=4)


def test_the_option_wins_over_the_environment(shop: Any) -> None:
    elsewhere = {"LEADCTL_DB": str(shop.folder / "elsewhere.db")}
    shop.run("due", "--all", env=elsewhere, code=4)
    shop.run("--db", shop.db, "due", "--all", env=elsewhere)
    shop.run("due", "--all", "--db", shop.db, env=elsewhere)


def test_a_user_set_in_the_config_acts(shop: Any) -> None:
    shop.run("config", "set", "user", "Li Na", as_=None)
    assert shop.do("log-visit", "--phone", LI, as_=None)["consultant"] == "Li Na"


def test_the_user_of_the_environment_wins_over_the_config(shop: Any) -> None:
    shop.run("config", "set", "user", "Li Na", as_=None)
    result = shop.run("log-visit", "--phone", LI, "--json", as_=None, env={"LEADCTL_USER": "Wang Qiang"})
    assert result.json["consultant"] == "Wang Qiang"


def test_the_user_of_the_option_wins_over_all(shop: Any) -> None:
    shop.run("config", "set", "user", "Mei", as_=None)
    result = shop.run("log-visit", "--phone", LI, "--json", as_="Li Na", env={"LEADCTL_USER": "Wang Qiang"})
    assert result.json["consultant"] == "Li Na"


def test_an_unknown_setting_is_refused(bare: Any) -> None:
    bare.run("config", "set", "colour", "blue", as_=None, code=(1, 2))


def test_an_unknown_language_is_refused(bare: Any) -> None:
    bare.run("config", "set", "lang", "tlh", as_=None, code=(1, 2))
    bare.run("--lang", "tlh", "config", "path", as_=None, code=(1, 2))


def test_config_works_without_a_store(bare: Any) -> None:
    bare.run("config", "show", as_=None, env=NO_ENV)
    bare.run("config", "set", "lang", "zh", as_=None, env=NO_ENV)


def test_a_broken_config_file_is_told_with_its_path(bare: Any) -> None:
    path = Path(bare.run("config", "path", as_=None).out.strip())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("this is = = not toml [")
    assert str(path) in bare.run("due", as_=None, env=NO_ENV, code=(1, 2, 4)).err


def test_setting_a_value_keeps_a_config_file_that_cannot_be_read_aside(bare: Any) -> None:
    path = Path(bare.run("config", "path", as_=None).out.strip())
    path.parent.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate((b'db = "/shop.db', b"\xff\xfe no text"), start=1):
        path.write_bytes(content)
        assert "config set" in bare.run("due", as_=None, env=NO_ENV, code=1).err
        said = bare.run("config", "set", "lang", "en", as_=None, env=NO_ENV).err
        kept = path.with_name(f"{path.name}.unreadable-{number}")
        assert str(kept) in said
        assert kept.read_bytes() == content
        assert path.read_text(encoding="utf-8") == 'lang = "en"\n'
    assert bare.run("config", "show", as_=None, env=NO_ENV).err == ""


def test_a_user_is_checked_against_the_store_that_there_is(shop: Any) -> None:
    refused = shop.run("config", "set", "user", "Li N", as_=None, code=1)
    assert "Li Na" in refused.err
    elsewhere = {"LEADCTL_DB": str(shop.folder / "elsewhere.db")}
    shop.run("config", "set", "user", "Li N", as_=None, env=elsewhere)


def test_a_user_of_no_list_blocks_neither_the_list_nor_the_settings_nor_a_new_store(shop: Any) -> None:
    elsewhere = {"LEADCTL_DB": str(shop.folder / "elsewhere.db")}
    shop.run("config", "set", "user", "Sun Li", as_=None, env=elsewhere)
    shop.run("config", "show", as_=None)
    shop.run("staff", "add", "Qian Yi", as_=None)
    shop.run("init", as_=None, env=elsewhere)
    shop.run("config", "unset", "user", as_=None)


def test_a_setting_that_is_taken_out_no_longer_counts_and_the_others_stay(shop: Any) -> None:
    shop.run("config", "set", "user", "Li Na", as_=None)
    shop.run("config", "set", "db", shop.db, as_=None)
    taken = shop.run("config", "unset", "user", "--json", as_=None).json
    assert (taken["key"], taken["value"]) == ("user", None)
    shown = shop.run("config", "show", "--json", as_=None, env=NO_ENV).json
    origins = {row["key"]: row["origin"] for row in shown}
    assert (origins["user"], origins["db"]) == ("default", "file")
    shop.run("config", "unset", "colour", as_=None, code=2)


def test_without_a_store_a_command_names_init_and_the_example_store(bare: Any) -> None:
    for language in ("en", "zh"):
        said = bare.run("due", "--lang", language, as_=None, code=4).err
        assert f"leadctl --db {bare.db} init" in said
        assert f"leadctl --db {bare.db} init --example" in said
