"""Pages that leave the house: every phone in them is masked, whatever field it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.phones_in_text import mask_phones_in, may_hold_phones
from leadctl.domain.record_lists import KeyedRecords, PackedRecords, Record, take_chunks
from leadctl.render.page import Calendar, Column, Listing, Notes, Page, Table, Tables

if TYPE_CHECKING:
    from typing import Any


def mask_page(page: Page) -> Page:
    """The page with phones masked in its data, tables, headers, titles and notes; what is no text stays."""

    def tables() -> Tables:
        return tuple(map(_mask_table, page.make_tables(program=False)))

    def records() -> Tables:
        return tuple(map(_mask_table, page.make_tables(program=True)))

    def notes() -> Notes:
        return tuple(map(mask_phones_in, page.remarks))

    def calendar() -> Calendar:
        assert page.calendar is not None
        found = page.calendar()
        return found._replace(
            events=[
                one._replace(title=mask_phones_in(one.title), note=mask_phones_in(one.note)) for one in found.events
            ]
        )

    return page._replace(
        data=mask_values(page.data),
        tables=tables,
        title=mask_phones_in(page.title),
        notes=notes,
        records=None if page.records is None else records,
        behind=_mask_listings(page.behind),
        calendar=None if page.calendar is None else calendar,
    )


def _mask_listings(behind: Mapping[str, Listing]) -> Mapping[str, Listing]:
    """The records behind figures; a listing that stands behind several of them stays one."""
    masked = {id(one): one._replace(table=_mask_table(one.table)) for one in behind.values()}
    return {path: masked[id(one)] for path, one in behind.items()}


def _mask_table(table: Table) -> Table:
    return table._replace(
        columns=tuple(map(_mask_column, table.columns)),
        rows=MaskedRows(table.rows),
        title=mask_phones_in(table.title),
        note=mask_phones_in(table.note),
    )


def mask_values(value: object) -> object:
    """JSON with the phones in its texts masked, also in keys: a model may be one."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        return _mask_text(value)
    if isinstance(value, Mapping):
        return _mask_row(value)
    if isinstance(value, (list, tuple)):
        return [mask_values(one) for one in value]
    # A list of records that are made as they are read is masked likewise.
    return MaskedRows(value) if isinstance(value, Sequence) and not isinstance(value, bytes) else value


def _mask_together(values: Sequence[object]) -> Sequence[object]:
    """The same of all values of a column: one look at them tells mostly that there is nothing to mask."""
    plain = _PLAIN.issuperset(map(type, values))
    if plain and not may_hold_phones([value for value in set(values) if isinstance(value, str)]):
        return values
    return list(map(mask_values, values))


_PLAIN = frozenset((str, int, float, bool, type(None)))


def _mask_text(text: str) -> str:
    return _mask_short(text) if len(text) <= SHORT else mask_phones_in(text)


SHORT = 40
"""Characters of a text that a table may hold a thousand times: a name, a model, a day."""

_mask_short = lru_cache(maxsize=4096)(mask_phones_in)


def _mask_column(column: Column) -> Column:
    """A column's header may be a name that somebody typed, and so may the labels of its codes."""
    labels = None if column.labels is None else _MaskedLabels(column.labels)
    return column._replace(key=mask_phones_in(column.key), title=mask_phones_in(column.title), labels=labels)


class _MaskedLabels(Mapping[str, str]):
    """Labels that are masked as they are looked up; some are found and not listed."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels

    def __getitem__(self, code: str) -> str:
        return mask_phones_in(self._labels[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)


class MaskedRows(KeyedRecords):
    """Rows that are masked as they are read."""

    def __init__(self, rows: Sequence[Mapping[str, object]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        for part in take_chunks(self._rows):
            yield from _mask_rows(part)

    def read_values(self, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        rows = self._rows
        if not isinstance(rows, PackedRecords) or rows.keys != _mask_keys(rows.keys):
            yield from (tuple(map(row.get, keys)) for row in self)
            return
        for part in take_chunks(rows.read_values(keys)):
            yield from zip(*map(_mask_together, zip(*part, strict=True)), strict=True)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return MaskedRows(self._rows[place])
        return _mask_row(self._rows[place])


def _mask_rows(rows: Sequence[Mapping[str, object]]) -> Iterator[Record]:
    """Rows with the same keys column by column, others each by itself."""
    keys = tuple(rows[0])
    if not keys or any(tuple(row) != keys for row in rows):
        return map(_mask_row, rows)
    columns = map(_mask_together, zip(*(row.values() for row in rows), strict=True))
    names = _mask_keys(keys)
    return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))


def _mask_row(row: Mapping[str, object]) -> Record:
    return dict(zip(_mask_keys(tuple(row)), map(mask_values, row.values()), strict=True))


@lru_cache
def _mask_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(mask_phones_in, keys))
