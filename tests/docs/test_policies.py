"""The built-in policies as Python are those of the TOML files."""

from __future__ import annotations

from tests.docs.make_policies import MODULE, make_module


def test_the_parsed_policies_are_those_of_the_files() -> None:
    assert MODULE.read_text(encoding="utf-8") == make_module(), "run: python -m tests.docs.make_policies"
