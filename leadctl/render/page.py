"""What there is to show, as plain data: the same page feeds every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``kind`` is ``text``, ``int``, ``rate`` (a fraction 0-1), ``money`` (yuan), ``date``, ``decimal`` or ``number``
    (whole ones as such, others with one decimal).
    ``style`` is the key of a row whose value names a style of the screen (``overdue``, ``today``, ``accent`` ...).
    """

    key: str
    """JSON key and CSV header, English whatever the language."""
    title: str
    """Human header in English, translated when it is shown."""
    kind: str = "text"
    bar: bool = False
    """Draw a bar in proportion to the value; the screen only."""
    wrap: bool = False
    """May be folded onto several lines; any other column is never cut."""
    style: str | None = None
    drop: int = 0
    """0: always there; a narrow terminal leaves out the column with the highest number first."""
    only: tuple[str, ...] = ()
    """The formats that have this column; empty: all."""
    labels: Mapping[str, str] | None = None
    """Code -> English label, translated when people read it; CSV keeps the code."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. With ``group``, a heading stands wherever the rows' value under that key changes.

    The row key named like ``group`` with ``_style`` behind it may name the heading's style.
    ``below`` is the key of a text that the screen prints dim under its row. An empty table shows its ``note`` alone.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, object]]
    title: str = ""
    note: str = ""
    group: str | None = None
    below: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """``data`` is exactly what json prints; ``tables`` and ``notes`` are what people read."""

    data: object
    tables: tuple[Table, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
