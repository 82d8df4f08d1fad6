"""Whole columns checked and converted at once; only a column that fails is looked at cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from leadctl.intake.cells import key_of, tidy
from leadctl.intake.faults import BadValue, Report
from leadctl.intake.phones import parse_phone, parse_phones
from leadctl.intake.register_dates import RegisterDates
from leadctl.plain_text import clean_entry, is_clean

Column = list[Any]
"""The values of a column, of the type that its reader gives; None where a cell is empty."""

Columns = dict[str, Column]
"""Equally long columns by the name of their field."""

Check = Callable[[Sequence[str], Report], Column]
"""Reads one column: cells of a block in, as many values out, bad cells reported (and None)."""

Reader = Callable[[RegisterDates], Check]
"""Makes what reads a column of one file, whose dates it is given."""

_NO_PHONE = frozenset(
    ("", "—", "——", "无", "没有", "暂无", "没留", "未留", "不留", "拒留", "没留电", "未留电", "不留电", "拒留电",
     "未留电话", "没留电话", "无电话", "未留号", "拒绝", "none", "na", "nil", "null")
)  # fmt: skip
"""What registers say, by its key, where nobody left a number: nothing, a dash, or a word."""

_MOST_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 200


class CellCache(dict[str, Any]):
    """Cells already parsed, so that a column of few different values costs one look-up a cell."""

    def __init__(self, parse: Callable[[str], object], empty: object = None) -> None:
        super().__init__()
        self.parse = parse
        self.empty = empty

    def __missing__(self, cell: str) -> object:
        text = tidy(cell)
        value = self.parse(text) if text else self.empty
        if len(cell) <= _LONGEST_REMEMBERED and len(self) < _MOST_REMEMBERED:
            self[cell] = value
        return value


def read_each(parse: Callable[[str], object], empty: object = None) -> Reader:
    """Reader that takes every tidied cell to ``parse``; an empty cell is ``empty``."""

    def make(dates: RegisterDates) -> Check:
        look_up = CellCache(parse, empty).__getitem__

        def check(cells: Sequence[str], report: Report) -> Column:
            try:
                return list(map(look_up, cells))
            except BadValue:
                return [_parse_or_report(look_up, cell, row, report) for row, cell in enumerate(cells)]

        return check

    return make


def read_texts(dates: RegisterDates) -> Check:
    """Reader of names or notes."""
    return check_texts


def read_phones(dates: RegisterDates) -> Check:
    """Reader of phones."""
    return check_phones


def read_moments(dates: RegisterDates) -> Check:
    """Reader of facts' moments ``YYYY-MM-DDTHH:MM``, or days ``YYYY-MM-DD`` where the cell names no time."""
    return dates.moments


def read_days(dates: RegisterDates) -> Check:
    """Reader of facts' days ``YYYY-MM-DD``; a time beside the date is dropped."""
    return dates.days


def leave_raw(dates: RegisterDates) -> Check:
    """Reader that leaves the cells alone: they only make sense beside those of other columns."""
    return lambda column, report: list(column)


def check_texts(cells: Sequence[str], report: Report) -> Column:
    """A column of names or notes, stripped, control characters turned to spaces, None where empty."""
    # Printable means: no control, no half character, and no white space but the plain one.
    if is_clean("".join(cells)) and max(map(len, cells)) <= 1000:
        bordered = "\n".join(("", *cells, ""))
        if "\n " not in bordered and " \n" not in bordered and "\n'" not in bordered:
            return [cell or None for cell in cells]
    return [_parse_or_report(_parse_text, cell, row, report) for row, cell in enumerate(cells)]


def check_phones(cells: Sequence[str], report: Report) -> Column:
    """A column of phones in stored form, None where empty."""
    try:
        return list(parse_phones(cells))
    except BadValue:
        return [_parse_or_report(_parse_phone, cell, row, report) for row, cell in enumerate(cells)]


def _parse_text(cell: str) -> str | None:
    return clean_entry(tidy(cell)).strip() or None


def _parse_phone(cell: str) -> str | None:
    text = tidy(cell)
    return None if key_of(text) in _NO_PHONE else parse_phone(text)


def _parse_or_report(parse: Callable[[str], object], cell: str, row: int, report: Report) -> object:
    try:
        return parse(cell)
    except BadValue as bad:
        report(row, bad.reason)
        return None
