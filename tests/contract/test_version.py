"""Which program this is."""

from __future__ import annotations

from typing import Any


def test_the_version_is_told_without_a_store(bare: Any) -> None:
    assert any(sign.isdigit() for sign in bare.run("--version", as_=None).out)


def test_the_version_in_json_names_version_contract_and_schema(bare: Any) -> None:
    told = bare.run("--version", "--json", as_=None).json
    assert told.keys() == {"version", "contract", "schema"}
    assert told["version"] in bare.run("--version", as_=None).out


def test_the_order_of_the_two_does_not_matter(bare: Any) -> None:
    assert bare.run("--json", "--version", as_=None).json == bare.run("--version", "--json", as_=None).json
