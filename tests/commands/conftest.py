"""The filled store that tests of commands start from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import fill


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store is kept once it was filled, to be copied for the tests that follow."""
    return tmp_path_factory.mktemp("filled") / "store.db"


@pytest.fixture
def shop(run: Callable[..., Any], store: Path, filled: Path) -> Callable[..., Any]:
    """Runs leadctl on a store of its own in which every kind of lead stands."""
    if filled.exists():
        shutil.copy(filled, store)
    else:
        fill(run)
        shutil.copy(store, filled)
    return run
