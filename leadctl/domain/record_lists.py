"""Lists of hundreds of thousands of records, of which few are held at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter

from leadctl.annotations import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeVar

    Item = TypeVar("Item")

Record = dict[str, object]
"""A record as JSON has it."""

CHUNK = 2000
"""Records that are made together."""


def take_chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists of at most ``CHUNK``, as they are read."""
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


class KeyedRecords(Sequence[Record]):
    """Records whose values can be read under single keys, many records at a time."""

    def read_values(self, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """What each record holds under these keys, None under a key that it lacks."""
        raise NotImplementedError


class PackedRecords(KeyedRecords):
    """Records with ``keys``, kept as ``rows`` of values, a third of the memory. A record is made each time it is read.

    ``fields``: what stands in a row, such as the fields of a named tuple; left out: the keys in their order.
    """

    def __init__(
        self, keys: Sequence[str], rows: Sequence[tuple[object, ...]], fields: Sequence[str] | None = None
    ) -> None:
        self._places = tuple(enumerate(keys)) if fields is None else tuple((fields.index(key), key) for key in keys)
        self._rows = rows

    def read_values(self, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        places = {key: place for place, key in self._places}
        if not keys or not places.keys() >= set(keys):
            return (tuple(map(record.get, keys)) for record in self)
        found = map(itemgetter(*(places[key] for key in keys)), self._rows)
        return found if len(keys) > 1 else zip(found)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of each record."""
        return tuple(name for _, name in self._places)

    def pick(self, places: Iterable[int]) -> PackedRecords:
        """The records at these places."""
        return self._with_rows([self._rows[place] for place in places])

    def drop_key(self, key: str) -> PackedRecords:
        """The same records less one key."""
        less = PackedRecords((), self._rows)
        less._places = tuple((place, name) for place, name in self._places if name != key)
        return less

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            return self._record(self._rows[place])
        return self._with_rows(self._rows[place])

    def _with_rows(self, rows: Sequence[tuple[object, ...]]) -> PackedRecords:
        part = PackedRecords((), rows)
        part._places = self._places
        return part

    def __iter__(self) -> Iterator[Record]:
        return map(self._record, self._rows)

    def _record(self, row: tuple[object, ...]) -> Record:
        return {name: row[place] for place, name in self._places}


class LazyRecords(Sequence[Record]):
    """Records that ``make`` makes of ``items`` when they are read, so that no more are made than are asked for."""

    def __init__(self, items: Sequence[Any], make: Callable[[Sequence[Any]], Sequence[Record]]) -> None:
        self._items, self._make = items, make

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, int):
            return self._make([self._items[place]])[0]
        return LazyRecords(self._items[place], self._make)

    def __iter__(self) -> Iterator[Record]:
        for start in range(0, len(self._items), CHUNK):
            yield from self._make(self._items[start : start + CHUNK])


def read_values(records: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """What each record holds under these keys, None under a key that it lacks."""
    if isinstance(records, KeyedRecords):
        return records.read_values(keys)
    return (tuple(map(record.get, keys)) for record in records)
