"""The small store of these tests, made once and copied for each of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import fill


@pytest.fixture(scope="session")
def kept_stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {"folder": tmp_path_factory.mktemp("kept")}


@pytest.fixture
def shop(run: Callable[..., Any], store: Path, kept_stores: dict[str, Path]) -> Callable[..., Any]:
    """``run`` on a copy of the small store."""
    kept = kept_stores["folder"] / "shop.db"
    if kept.exists():
        shutil.copy(kept, store)
    else:
        fill(run)
        shutil.copy(store, kept)
    return run
