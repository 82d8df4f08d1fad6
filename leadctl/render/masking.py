"""Pages that leave the house: every phone in them is masked, whatever field it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import overload

from leadctl.domain.phones import mask_phones_in
from leadctl.render.page import Notes, Page, Tables


def mask_page(page: Page) -> Page:
    """The page with phones masked in its data, tables, titles and notes; keys and what is no text stay."""

    data = mask_values(page.data)

    def mask(tables: Tables) -> Tables:
        return tuple(
            replace(
                table,
                rows=data if isinstance(data, list) and table.rows is page.data else MaskedRows(table.rows),
                title=mask_phones_in(table.title),
                note=mask_phones_in(table.note),
            )
            for table in tables
        )

    def tables() -> Tables:
        return mask(page.tables() if callable(page.tables) else page.tables)

    def records() -> Tables:
        assert page.records is not None
        return mask(page.records() if callable(page.records) else page.records)

    def notes() -> Notes:
        return tuple(map(mask_phones_in, page.remarks))

    return replace(
        page,
        data=data,
        tables=tables,
        title=mask_phones_in(page.title),
        notes=notes,
        records=None if page.records is None else records,
    )


def mask_values(value: object) -> object:
    """JSON with the phones in its texts masked."""
    if isinstance(value, str):
        return mask_phones_in(value)
    if isinstance(value, Mapping):
        return {key: mask_values(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [mask_values(one) for one in value]
    return value


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
    return {key: mask_values(value) for key, value in row.items()}
