"""Text from people and files reaches no terminal and no spreadsheet as anything but text, by whatever way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl.commands.manual import list_commands
from tests.commands.stores import fill, write
from tests.conftest import LONG_ONLY, FillOnce
from tests.faults import hostile_text
from tests.faults.hostile_text import HOSTILE, Tally

Run = Callable[..., Any]


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
def shop(run: Run, fill_once: FillOnce, store: Path) -> Run:
    """The small store of tests/commands/stores.py."""
    fill_once(store, fill, run)
    return run


def test_what_is_typed_is_kept_and_answered_clean(shop: Run, store: Path, tally: Tally) -> None:
    hostile_text.try_typed_fields(shop, tally)
    hostile_text.check_store(store, tally)
    assert tally.lost == []


def test_what_is_imported_is_kept_and_rejected_clean(shop: Run, store: Path, tmp_path: Path, tally: Tally) -> None:
    hostile_text.try_imported_columns(shop, tally, tmp_path)
    hostile_text.check_store(store, tally)
    assert tally.lost == []


def test_what_a_file_holds_already_leaves_clean(shop: Run, store: Path, tmp_path: Path, tally: Tally) -> None:
    hostile_text.poison_store(store)
    hostile_text.try_outputs(shop, tally, tmp_path)
    assert tally.lost == []


def test_names_of_files_are_told_clean(shop: Run, tmp_path: Path, tally: Tally) -> None:
    hostile_text.try_file_names(shop, tally, tmp_path)
    assert tally.lost == []


def test_a_stores_own_name_is_kept_clean(run: Run, store: Path, tally: Tally) -> None:
    write(run, "init", "--store", HOSTILE, "--code", HOSTILE)
    hostile_text.check_store(store, tally)
    assert tally.lost == []


@LONG_ONLY
def test_the_attempts_reach_the_store(shop: Run, store: Path) -> None:
    """Where most were refused, nothing would be proved."""
    accepted = 0
    for name, command in list_commands():
        if name not in hostile_text.NOT_TRIED:
            accepted += sum(shop(*words).code == 0 for words in hostile_text.typed_lines(name, command, HOSTILE))
    assert accepted >= 40
