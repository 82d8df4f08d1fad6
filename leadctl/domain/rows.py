"""Many records that share their keys, held as plain rows: of hundreds of thousands, a third of the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

Record = dict[str, object]


class Rows(Sequence[Record]):
    """Records with ``keys``; ``rows``: the values of each in that order. A record is made each time it is read."""

    def __init__(self, keys: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        self._places = tuple(enumerate(keys))
        self._rows = rows

    def without(self, key: str) -> Rows:
        """The same records less one key."""
        less = Rows((), self._rows)
        less._places = tuple((place, name) for place, name in self._places if name != key)
        return less

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> Rows: ...

    def __getitem__(self, place: int | slice) -> Record | Rows:
        if isinstance(place, int):
            return self._record(self._rows[place])
        part = Rows((), self._rows[place])
        part._places = self._places
        return part

    def __iter__(self) -> Iterator[Record]:
        return map(self._record, self._rows)

    def _record(self, row: tuple[object, ...]) -> Record:
        return {name: row[place] for place, name in self._places}
