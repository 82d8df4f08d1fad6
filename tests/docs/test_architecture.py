"""docs/architecture.md is true of the modules that it names."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WAYS = ("A register row to a due line", "A due line to the next date", "A record to a figure and back")
MOST_FILES = 4
"""That a recipe may name, beside its texts and tests."""

_FILE = re.compile(r"`([\w/]+(?:\.py|\.sql|\.md|\.toml|/))`")
_RECIPES = re.findall(r"^- \*\*(Add [^*]+)\*\*(.*?)(?=^- \*\*|^## )", TEXT, re.MULTILINE | re.DOTALL)


def files_in(text: str) -> set[str]:
    """The files and folders that a text names; a placeholder such as ``<name>.py`` is none."""
    return set(_FILE.findall(text))


def section(title: str) -> str:
    """What stands under a heading, up to the next one."""
    return TEXT.split(f"\n### {title}\n")[1].split("\n##")[0]


def is_there(name: str) -> bool:
    return any((folder / name).exists() for folder in (ROOT, ROOT / "leadctl", ROOT / "docs"))


def test_every_file_that_is_named_is_there() -> None:
    named = files_in(TEXT)
    assert len(named) > 50
    assert {name for name in named if not is_there(name)} == set()


@pytest.mark.parametrize(("one", "other"), list(combinations(WAYS, 2)))
def test_no_module_is_in_two_of_the_three_ways(one: str, other: str) -> None:
    assert files_in(section(one))
    assert files_in(section(one)) & files_in(section(other)) == set()


def test_there_are_recipes() -> None:
    assert len(_RECIPES) >= 14


@pytest.mark.parametrize("recipe", _RECIPES, ids=[title for title, _ in _RECIPES])
def test_a_recipe_names_at_most_four_files(recipe: tuple[str, str]) -> None:
    title, text = recipe
    files = set(re.findall(r"`([\w/<>]+\.(?:py|sql))`", text))
    assert len(files) <= MOST_FILES, f"{title}: {sorted(files)}"
