"""Stores that were played from a seed, and the lake they export into."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_on
from tests.oracle.playing import Play

Run = Callable[..., Any]
DAYS = 10
EVENING = "2026-10-30T21:00"
"""When the played stores export: their last day is over."""


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The store that is played from a seed, once."""
    folder = tmp_path_factory.mktemp("played")

    def play(seed: int) -> Path:
        store = folder / f"{seed}.db"
        if not store.exists():
            for _ in Play(run_in(store), seed, days=DAYS).evenings():
                pass
        return store

    return play


def run_in(store: Path) -> Run:
    """Runs leadctl in this process with the store of this file."""

    def run(*arguments: object, **circumstances: Any) -> Any:
        return run_on(store, *arguments, **circumstances)

    return run


@pytest.fixture
def copy_of(played: Callable[[int], Path], tmp_path: Path) -> Callable[[int], Path]:
    """A copy of the store of a seed, to go on with."""

    def copy(seed: int) -> Path:
        return Path(shutil.copy(played(seed), tmp_path / f"{seed}.db"))

    return copy


@pytest.fixture(autouse=True)
def group_extra() -> None:
    """The tests of this folder need the extra ``group``."""
    pytest.importorskip("ibis", reason="the extra group is not installed")
