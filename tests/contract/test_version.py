"""Which program this is."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest


def test_the_version_is_told_without_a_store(bare: Any) -> None:
    assert any(sign.isdigit() for sign in bare.run("--version", as_=None).out)


def test_the_version_in_json_names_version_contract_and_schema(bare: Any) -> None:
    told = bare.run("--version", "--json", as_=None).json
    assert told.keys() >= {"version", "contract", "schema"}
    assert told["version"] in bare.run("--version", as_=None).out


def test_the_order_of_the_two_does_not_matter(bare: Any) -> None:
    assert bare.run("--json", "--version", as_=None).json == bare.run("--version", "--json", as_=None).json


def test_the_version_in_json_names_sqlite_and_the_oldest_that_does(bare: Any) -> None:
    told = bare.run("--version", "--json", as_=None).json
    present, oldest = (tuple(map(int, told[key].split("."))) for key in ("sqlite", "sqlite_minimum"))
    assert present == sqlite3.sqlite_version_info
    assert oldest == (3, 37, 0)


@pytest.mark.parametrize("words", [("init",), ("due",), ("doctor",)])
def test_a_python_with_an_older_sqlite_is_told_apart_from_a_damaged_store(
    bare: Any, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    if words != ("init",):
        assert bare.run("init", as_=None).code == 0
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    refused = bare.run(*words, as_=None, code=4)
    assert refused.code == 4
    assert "leadctl needs 3.37.0 or newer" in refused.err
