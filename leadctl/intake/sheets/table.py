"""Rows of text cells, a block at a time: what every kind of file is read into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

BLOCK_ROWS = 200
"""Rows read at once: few enough to stay in the processor's cache, many enough to pay for the column checks."""

HEADER_ROWS = 10
"""The first rows among which the header is looked for; titles may stand above it."""

Row = list[str]


@dataclass
class Block:
    """Consecutive rows with the line (1-based) at which each begins, and what could not be read of them.

    ``unreadable``: index of a row -> (index of the cell, reason).
    """

    lines: Sequence[int]
    rows: list[Row]
    unreadable: dict[int, tuple[int, str]] = field(default_factory=dict)


class Table(Protocol):
    """A file being read: its first rows, then every row in blocks."""

    def head(self) -> list[Row]:
        """The first ``HEADER_ROWS`` rows, without consuming them."""

    def blocks(self, after: int) -> Iterator[Block]:
        """The rows below the first ``after`` ones."""


def cell_text(value: object) -> str:
    """A number, truth value or None as the text that a CSV would hold: 1 and 0, whole numbers without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else str(value)
