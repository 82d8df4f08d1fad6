"""The example year, asked as its manager would ask it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]


@pytest.fixture
def ask(run: Callable[..., Any], toured: Path) -> Ask:
    """``ask("report", "funnel", ...)``: runs leadctl on the example year as its manager; nothing is written there."""

    def run_there(*words: object, code: int = 0, **circumstances: Any) -> Any:
        around = {"LEADCTL_DB": str(toured)} | circumstances.pop("env", {})
        done = run(*words, as_="林晓", env=around, **circumstances)
        assert done.code == code, done.err
        return done

    return run_there
