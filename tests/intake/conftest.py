"""What the tests of intake share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadctl.intake.kinds.visits import VISITS
from leadctl.intake.registers import Register, open_register
from tests.intake.registers import NOW, Rows, rows_of


@pytest.fixture
def read_file(tmp_path: Path) -> Callable[..., tuple[Rows, Register]]:
    """Writes bytes to a file and reads it as a register of visits."""

    def read(content: bytes, name: str = "register.csv", **options: Any) -> tuple[Rows, Register]:
        path = tmp_path / name
        path.write_bytes(content)
        with open_register(VISITS, path, suffix=path.suffix, now=NOW, **options) as register:
            return rows_of(register), register

    return read
