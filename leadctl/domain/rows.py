"""Lists of hundreds of thousands of records, of which few are held at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

Record = dict[str, object]
CHUNK = 2000


class Rows(Sequence[Record]):
    """Records with ``keys``; ``rows``: the values of each in that order, which take a third of the memory. A record is
    made each time it is read."""

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


class Listing(Sequence[Record]):
    """Records that ``tell`` makes of ``what`` when they are read: whoever wants the first ten asks for no more."""

    def __init__(self, what: Sequence[Any], tell: Callable[[Sequence[Any]], Sequence[Record]]) -> None:
        self._what, self._tell = what, tell

    def __len__(self) -> int:
        return len(self._what)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> Listing: ...

    def __getitem__(self, place: int | slice) -> Record | Listing:
        if isinstance(place, int):
            return self._tell([self._what[place]])[0]
        return Listing(self._what[place], self._tell)

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self._what), CHUNK):
            yield from self._tell(self._what[start : start + CHUNK])
