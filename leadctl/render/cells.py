"""A row's values as the text that people read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from leadctl.locale import N_
from leadctl.render.page import Column, Table
from leadctl.render.values import DASH, clean, format_moment, format_money, format_number, format_rate

NUMBERS = frozenset({"int", "rate", "money", "decimal", "number"})
"""Kinds that stand flush right."""

EMPTY = N_("Nothing to show.")
"""Stands for a table without rows and without a note."""

Translate = Callable[[str], str]


def shown_columns(table: Table, fmt: str) -> list[Column]:
    """The columns that this format has."""
    return [column for column in table.columns if not column.only or fmt in column.only]


def cell_text(column: Column, row: Mapping[str, object], translate: Translate) -> str:
    """One cell: cleaned, labelled and translated where it holds a code, a dash where a number is missing."""
    value = row.get(column.key)
    if value is None or value == "":
        return DASH if column.kind in NUMBERS else ""
    if column.labels is not None:
        return translate(column.labels.get(str(value), clean(str(value))))
    if column.kind in NUMBERS and isinstance(value, str):
        return clean(value)
    return _formatted(column.kind, value, translate)


def _formatted(kind: str, value: object, translate: Translate) -> str:
    if kind == "rate":
        return format_rate(cast(float, value))
    if kind == "money":
        return format_money(cast(float, value))
    if kind == "decimal":
        return format_number(cast(float, value))
    if kind == "number" and isinstance(value, float):
        return format_number(value)
    if kind == "date":
        return clean(str(value))[:10]
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"))
    if isinstance(value, (list, tuple)):
        return clean(translate(N_(", ")).join(map(str, value)))
    return format_moment(value) if isinstance(value, str) and is_moment(value) else clean(str(value))


def is_moment(text: str) -> bool:
    """Whether a cell holds a moment as the store keeps it; people read it with a space in the middle."""
    return len(text) in (16, 19) and text[10] == "T" and (text[:4] + text[5:7] + text[8:10] + text[11:13]).isdigit()
