"""Fields of a store's own in registers: columns whose headers are their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leadctl.domain.own_fields import OwnField, normal_number
from leadctl.errors import listing
from leadctl.intake.cell_dates import date_of, read_cell
from leadctl.intake.cells import tidy
from leadctl.intake.columns import Columns, Reader, read_each, read_texts
from leadctl.intake.faults import BadValue, Faults
from leadctl.intake.headers import header_key
from leadctl.intake.kinds.declaration import Combine, Field, FileKind
from leadctl.intake.register_dates import RegisterDates
from leadctl.plain_text import clean_entry


def parse_value(field: OwnField, text: str) -> str:
    """A value of a field as it is stored. Raises BadValue."""
    if field.kind == "number":
        number = normal_number(text)
        if number is None:
            raise BadValue("is no number")
        return number
    if field.kind == "date":
        reading = read_cell(tidy(text))
        if not (reading.has_day and reading.year):
            raise BadValue("cannot be read as a date; expected such as 2026-11-30")
        return date_of(reading.year, reading.month, reading.day)
    if field.kind == "choice":
        choice = field.find_choice(text.strip())
        if choice is None:
            raise BadValue("is none of {known}", known=listing(field.choices))
        return choice
    return " ".join(clean_entry(text).split())


def is_known_header(kinds: Sequence[FileKind], name: str) -> bool:
    """Whether files of these kinds have a column of this name already."""
    key = header_key(name)
    return any(
        key == header_key(word) for kind in kinds for own, words in kind.headers().items() for word in (own, *words)
    )


def add_own_fields(kind: FileKind, fields: Sequence[OwnField]) -> FileKind:
    """The kind, with a column for each field; checked rows have them in ``own_fields``, as a mapping."""
    if not fields:
        return kind
    columns = [Field(field.name, (field.name,), _reader_of(field)) for field in fields]
    return kind._replace(fields=(*kind.fields, *columns), combine=_combine_with(kind, fields))


def _reader_of(field: OwnField) -> Reader:
    return read_texts if field.kind == "text" else read_each(lambda cell: parse_value(field, cell))


def _combine_with(kind: FileKind, fields: Sequence[OwnField]) -> Callable[[RegisterDates], Combine]:
    def make(dates: RegisterDates) -> Combine:
        combine = None if kind.combine is None else kind.combine(dates)

        def combine_all(read: Columns, rows: int, faults: Faults) -> Columns:
            made = dict(read if combine is None else combine(read, rows, faults))
            there = [field.name for field in fields if field.name in read]
            if there:
                made["own_fields"] = [
                    {name: read[name][row] for name in there if read[name][row] is not None} or None
                    for row in range(rows)
                ]
            return made

        return combine_all

    return make
