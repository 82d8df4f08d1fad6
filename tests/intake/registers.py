"""Registers for the tests of intake: written here, read back as rows."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

from leadctl.intake.kinds.visits import VISITS
from leadctl.intake.registers import Register, open_register

NOW = datetime(2026, 11, 22, 8, 30)

Rows = list[dict[str, Any]]


def rows_of(register: Register) -> Rows:
    """All good rows, each with its ``line``."""
    rows: Rows = []
    for chunk in register:
        for index, line in enumerate(chunk.lines):
            rows.append({"line": line} | {name: column[index] for name, column in chunk.columns.items()})
    return rows


def csv_text(*rows: tuple[str, ...]) -> str:
    """Rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def read_text(text: str, **options: Any) -> tuple[Rows, Register]:
    """A CSV register of visits given as text."""
    with open_register(VISITS, io.BytesIO(text.encode()), suffix=".csv", now=NOW, **options) as register:
        return rows_of(register), register


def one(text: str, **options: Any) -> dict[str, object]:
    """The only row of a CSV register of visits without a bad row."""
    rows, register = read_text(text, **options)
    assert register.errors == []
    (row,) = rows
    return row
