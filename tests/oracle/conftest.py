"""The stores that the examples of the rules start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.playing import Run
from tests.oracle.small_store import SmallStore


@pytest.fixture
def small(run: Run, store: Path) -> SmallStore:
    """A small store under the policy of five grades."""
    return SmallStore(run, store, "five-grade")


@pytest.fixture
def small_four(run: Run, store: Path) -> SmallStore:
    """A small store under the policy of four grades."""
    return SmallStore(run, store, "four-grade")
