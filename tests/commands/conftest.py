"""The small store of these tests, made once and copied for each of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import fill
from tests.conftest import FillOnce


@pytest.fixture
def shop(run: Callable[..., Any], store: Path, fill_once: FillOnce) -> Callable[..., Any]:
    """``run`` on a copy of the small store."""
    fill_once(store, fill, run)
    return run
