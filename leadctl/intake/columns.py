"""Whole columns checked and converted at once; only a column that fails is looked at cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

from leadctl.errors import template
from leadctl.intake import remarks
from leadctl.intake.cells import clean_names, is_dash, tidy
from leadctl.intake.faults import BadValue, Report
from leadctl.intake.phone_cells import PhoneCell, read_phone_cell, says_none
from leadctl.intake.phones import PlaceholderPhone, find_mobiles, is_odd, parse_phone, refuse_hotline
from leadctl.intake.register_dates import RegisterDates
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean_entry, is_clean

Column = list[Any]
"""The values of a column, of the type that its reader gives; None where a cell is empty."""

Columns = dict[str, Column]
"""Equally long columns by the name of their field."""

Check = Callable[[Sequence[str], Report], Column]
"""Reads one column: cells of a block in, as many values out, bad cells reported (and None)."""

OddPhones = Literal["refuse", "keep", "drop"]
"""What becomes of numbers that fit no numbering plan; ``drop`` reads them, and placeholders, as no phone."""


class ReadingRules(NamedTuple):
    """What the readers of one file's columns share: its dates, and what becomes of odd phones."""

    dates: RegisterDates
    odd_phones: OddPhones = "refuse"


Reader = Callable[[ReadingRules], Check]
"""Makes what reads a column of one file."""

_ODD_PHONE = template(
    "fits no numbering plan: a mobile has 11 digits, a landline its area code; --odd-phones keep takes it as it is"
)
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
        value = self.parse(text) if text and not is_dash(text) else self.empty
        if len(cell) <= _LONGEST_REMEMBERED and len(self) < _MOST_REMEMBERED:
            self[cell] = value
        return value


def read_each(parse: Callable[[str], object], empty: object = None) -> Reader:
    """Reader that takes every tidied cell to ``parse``; an empty cell, or a dash, is ``empty``."""

    def make(rules: ReadingRules) -> Check:
        look_up = CellCache(parse, empty).__getitem__

        def check(cells: Sequence[str], report: Report) -> Column:
            try:
                return list(map(look_up, cells))
            except BadValue:
                return [_parse_or_report(look_up, cell, row, report) for row, cell in enumerate(cells)]

        return check

    return make


def read_texts(rules: ReadingRules) -> Check:
    """Reader of notes."""
    return check_texts


def read_names(rules: ReadingRules) -> Check:
    """Reader of people's names, without spaces between Han characters; 不详 and the like are no name."""

    def check(cells: Sequence[str], report: Report) -> Column:
        return clean_names(check_texts(cells, report))

    return check


def read_phones(rules: ReadingRules) -> Check:
    """Reader of phones that are looked up: of several in a cell the first, and whatever number a customer may have."""

    def check(cells: Sequence[str], report: Report) -> Column:
        mobiles = enumerate(zip(cells, find_mobiles(cells), strict=True))
        return [mobile or _parse_or_report(_parse_known_phone, cell, row, report) for row, (cell, mobile) in mobiles]

    return check


def read_phone_cells(rules: ReadingRules) -> Check:
    """Reader of phones of customers: texts, and a PhoneCell where a cell holds more than one phone."""

    def check(cells: Sequence[str], report: Report) -> Column:
        mobiles = enumerate(zip(cells, find_mobiles(cells), strict=True))
        return [mobile or _read_phone_or_report(cell, row, report, rules.odd_phones) for row, (cell, mobile) in mobiles]

    return check


def read_moments(rules: ReadingRules) -> Check:
    """Reader of facts' moments ``YYYY-MM-DDTHH:MM``, or days ``YYYY-MM-DD`` where the cell names no time."""
    return rules.dates.moments


def read_days(rules: ReadingRules) -> Check:
    """Reader of facts' days ``YYYY-MM-DD``; a time beside the date is dropped."""
    return rules.dates.days


def leave_raw(rules: ReadingRules) -> Check:
    """Reader that leaves the cells alone: they only make sense beside those of other columns."""
    return lambda column, report: list(column)


def check_texts(cells: Sequence[str], report: Report) -> Column:
    """A column of names or notes, stripped, control characters turned to spaces, None where empty."""
    # Printable means: no control, no half character, and no white space but the plain one.
    if is_clean("".join(cells)) and max(map(len, cells)) <= 1000:
        stripped = list(map(str.strip, cells))
        if not _RISKY_START.search("\n".join(("", *stripped))):
            return stripped if all(stripped) else [cell or None for cell in stripped]
    return [_parse_or_report(_parse_text, cell, row, report) for row, cell in enumerate(cells)]


_RISKY_START = re.compile(r"\n(?:['#=]|Err:)")
"""A cell that begins so may be an error of a spreadsheet, or guarded against being one."""


def _read_phone_or_report(cell: str, row: int, report: Report, odd_phones: OddPhones) -> str | PhoneCell | None:
    if not cell:
        return None
    try:
        text = tidy(cell)
        if says_none(text):
            return None
        found = read_phone_cell(text)
        if odd_phones == "keep" and len(found.phones) == 1:
            refuse_hotline(found.phones[0])
    except PlaceholderPhone as placeholder:
        _drop_or_report(cell, row, report, odd_phones, placeholder)
        return None
    except BadValue as bad:
        report(row, bad.reason)
        return None
    return _take_phone_cell(found, cell, row, report, odd_phones)


def _take_phone_cell(
    found: PhoneCell, cell: str, row: int, report: Report, odd_phones: OddPhones
) -> str | PhoneCell | None:
    if len(found.phones) == 1 and is_odd(found.phones[0]):
        if odd_phones != "keep":
            _drop_or_report(cell, row, report, odd_phones, BadValue(_ODD_PHONE))
            return None
        report.remark(row, remarks.ODD_PHONE, found.phones[0])
    if len(found.phones) > 1:
        report.remark(row, remarks.SEVERAL_PHONES, cell)
    if found.wechat:
        report.remark(row, remarks.WECHAT_NAME, cell)
    if found.words:
        report.remark(row, remarks.WORDS, cell)
    return found.phones[0] if len(found.phones) == 1 and not found.wechat else found


def _parse_known_phone(cell: str) -> str | None:
    text = tidy(cell)
    if says_none(text):
        return None
    try:
        return next(iter(read_phone_cell(text).phones), None)
    except PlaceholderPhone:
        return parse_phone(text)


def _drop_or_report(cell: str, row: int, report: Report, odd_phones: OddPhones, bad: BadValue) -> None:
    if odd_phones == "drop":
        report.remark(row, remarks.DROPPED_PHONE, cell)
    else:
        report(row, bad.reason)


def _parse_text(cell: str) -> str | None:
    return clean_entry(tidy(cell)).strip() or None


def _parse_or_report(parse: Callable[[str], object], cell: str, row: int, report: Report) -> object:
    try:
        return parse(cell)
    except BadValue as bad:
        report(row, bad.reason)
        return None
