"""Pages that leave the house: every phone in them is masked, whatever field it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from leadctl.domain.phones import mask_phones_in
from leadctl.render.page import Calendar, Column, Listing, Notes, Page, Table, Tables


def mask_page(page: Page) -> Page:
    """The page with phones masked in its data, tables, headers, titles and notes; what is no text stays."""

    data = mask_values(page.data)

    def mask(tables: Tables) -> Tables:
        return tuple(
            _mask_table(table)._replace(rows=data)
            if isinstance(data, list) and table.rows is page.data
            else _mask_table(table)
            for table in tables
        )

    def tables() -> Tables:
        return mask(page.tables() if callable(page.tables) else page.tables)

    def records() -> Tables:
        assert page.records is not None
        return mask(page.records() if callable(page.records) else page.records)

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
        data=data,
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
    if isinstance(value, str):
        return mask_phones_in(value)
    if isinstance(value, Mapping):
        return {mask_phones_in(key): mask_values(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [mask_values(one) for one in value]
    return value


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


class MaskedRows(Sequence[Mapping[str, object]]):
    """Rows that are masked as they are read."""

    def __init__(self, rows: Sequence[Mapping[str, object]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return map(_mask_row, self._rows)

    @overload
    def __getitem__(self, place: int) -> Mapping[str, object]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Mapping[str, object]]: ...

    def __getitem__(self, place: int | slice) -> Mapping[str, object] | Sequence[Mapping[str, object]]:
        if isinstance(place, slice):
            return MaskedRows(self._rows[place])
        return _mask_row(self._rows[place])


def _mask_row(row: Mapping[str, object]) -> Mapping[str, object]:
    return {mask_phones_in(key): mask_values(value) for key, value in row.items()}
