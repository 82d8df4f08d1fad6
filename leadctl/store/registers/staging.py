"""Staged rows in partitions by person: a partition can be looked at whole, and memory stays flat."""

from __future__ import annotations

import marshal
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, compress, count, repeat, tee
from operator import eq, itemgetter

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import StoreUnusable, os_reason

if TYPE_CHECKING:
    from typing import Any, BinaryIO, TypeVar

    Label = TypeVar("Label")

MOST_IN_MEMORY = 10_000
"""Rows; more than these go to a spill file that nobody else can open and that ends with the process."""

KEPT_IN_MEMORY = 4 << 20
"""Bytes; likewise."""

Cell = object
Columns = dict[str, Sequence[Cell]]
Aliases = Mapping[str, str]
Row = tuple[Cell, ...]
Part = tuple[tuple[str, ...], list[Row]]
"""The names of some columns, and rows of them."""


KEY = ("at", "kind", "who", "row")
"""What rows are sorted by, their first columns: the last is their number among all that were added."""

_AT, _WHO, _NUMBER, _IDENTITY = itemgetter(0), itemgetter(2), itemgetter(3), itemgetter(0, 1, 2)


class StagedRows:
    """Takes rows (with ``at``, ``kind``, ``who`` and ``phone``) and yields them partition by partition.

    In one partition are all rows with the same phone for ``who``, and all rows with the same ``at`` and ``who``.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._in_memory: list[Mapping[str, Sequence[Cell]]] = []
        self._in_memory_rows = 0
        self._spill: _SpillFile | None = None

    def add(self, columns: Mapping[str, Sequence[Cell]]) -> None:
        """Take rows, given as equally long columns by name."""
        self._in_memory.append(columns)
        self._in_memory_rows += len(columns["at"])
        self.rows += len(columns["at"])
        if self._in_memory_rows >= MOST_IN_MEMORY:
            self._spill_rows()

    def __iter__(self) -> Iterator[Columns]:
        """The rows of each partition as columns, phone by phone (those without one first) and in the order of time.

        ``nth`` numbers, from 1, the rows of the same moment, kind and person, in the order in which they were added.
        Columns without any value in a partition are left out.
        """
        if self._spill is None:
            if self._in_memory:
                yield _partition_columns([_join_parts(self._in_memory, 0)])
            return
        self._spill_rows()
        yield from map(_partition_columns, self._spill)

    def unite(self, find_aliases: Callable[[Iterable[Sequence[str]]], Aliases]) -> None:
        """Have all rows in one partition whose phones are mapped to the same one.

        ``find_aliases``: maps those of the phones that another one stands for. It is not asked while all rows are in
        one partition.
        """
        if self._spill is None:
            return
        self._spill_rows()
        aliases = find_aliases(self._spill.list_phones())
        if aliases:
            self._spill = self._spill.regroup(aliases)

    def close(self) -> None:
        """The rows are needed no more."""
        if self._spill is not None:
            self._spill.file.close()

    def _spill_rows(self) -> None:
        if self._spill is None:
            self._spill = _SpillFile({})
        if self._in_memory:
            self._spill.write(_join_parts(self._in_memory, self.rows - self._in_memory_rows))
        self._in_memory, self._in_memory_rows = [], 0


class KeptPartitions:
    """Partitions that are wanted more than once, in memory as long as they are few rows."""

    def __init__(self, partitions: Iterable[Columns]) -> None:
        import tempfile  # costs several milliseconds, and a single visit needs none

        self._sizes: list[int] = []
        with _explain_errors():
            self._file = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - open until close()
            for columns in partitions:
                if columns:
                    self._sizes.append(self._file.write(marshal.dumps(columns)))

    def __iter__(self) -> Iterator[Columns]:
        place = 0
        for size in self._sizes:
            with _explain_errors():
                self._file.seek(place)
                columns: Columns = marshal.loads(self._file.read(size))
            place += size
            yield columns

    def close(self) -> None:
        """The partitions are needed no more."""
        self._file.close()


class _SpillFile:
    """Partitions in a temporary file, which has no name and is gone with the process."""

    def __init__(self, aliases: Aliases) -> None:
        import tempfile  # costs several milliseconds, and a single visit needs none

        self._aliases = aliases
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._phones: list[tuple[int, int]] = []
        with _explain_errors():
            self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - open until the last partition is read

    def write(self, part: Part) -> None:
        names, rows = part
        with _explain_errors():
            for label, some in _group_rows(rows, self._partition_labels(rows)).items():
                self._places[label].append(self._append((names, some)))
            if "phone" in names:
                phones = set(map(itemgetter(names.index("phone")), rows))
                self._phones.append(self._append([phone for phone in phones if phone is not None]))
            self.file.flush()

    def _append(self, value: Any) -> tuple[int, int]:
        """Write something behind the rest; returns its place and size."""
        return self.file.tell(), self.file.write(marshal.dumps(value))

    def list_phones(self) -> Iterator[list[str]]:
        """The phones of the rows, many at a time; one may come again."""
        for place in self._phones:
            yield self._read(*place)

    def regroup(self, aliases: Aliases) -> _SpillFile:
        """The same rows partitioned by these aliases."""
        other = _SpillFile(aliases)
        for part in chain.from_iterable(self):
            other.write(part)
        self.file.close()
        return other

    def __iter__(self) -> Iterator[list[Part]]:
        for label in sorted(self._places):
            yield [self._read(*place) for place in self._places[label]]

    def _partition_labels(self, rows: Sequence[Row]) -> list[str]:
        """The last digits of a phone, else of the minute: they spread people evenly over a hundred partitions."""
        who = map(_WHO, rows)
        if self._aliases:
            who = map(self._aliases.get, *tee(who))
        return [them[-2:] if "0" <= them[-1:] <= "9" else at[-2:] for them, at in zip(who, map(_AT, rows), strict=True)]

    def _read(self, place: int, size: int) -> Any:
        with _explain_errors():
            self.file.seek(place)
            return marshal.loads(self.file.read(size))


@contextmanager
def _explain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise StoreUnusable(
            "A temporary file cannot be used ({why}); nothing was changed.", why=os_reason(failed)
        ) from failed


def _join_parts(parts: Sequence[Mapping[str, Sequence[Cell]]], first_row: int) -> Part:
    """One part below the other, numbered, without the columns that nothing stands in."""
    filled = [name for name in parts[0] if any(part[name].count(None) < len(part[name]) for part in parts)]
    names = (*KEY, *(name for name in filled if name not in KEY))
    numbers: Iterable[Cell] = count(first_row)
    whole = (numbers if name == "row" else _chain_column(name, parts) for name in names)
    return names, list(zip(*whole, strict=False))


def _chain_column(name: str, parts: Sequence[Mapping[str, Sequence[Cell]]]) -> Iterator[Cell]:
    return chain.from_iterable([part[name] for part in parts])


def _partition_columns(parts: Sequence[Part]) -> Columns:
    """The columns of a partition."""
    names, rows = _stack_parts(parts)
    rows.sort()  # by KEY: no two rows have the same number, so nothing after it is compared
    repeats = _count_repeats(rows)
    if "phone" in names:
        people = _group_rows(rows, map(itemgetter(names.index("phone")), rows))
        nobody = people.pop(None, [])
        rows = [*nobody, *chain.from_iterable(map(people.__getitem__, sorted(people)))]
    columns: Columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    numbers = columns.pop("row")
    columns["nth"] = [repeats.get(number, 1) for number in numbers] if repeats else [1] * len(rows)
    return columns


def _count_repeats(rows: Sequence[Row]) -> dict[Cell, int]:
    """How often each moment, kind and person has come by its row, of the rows where that is more than once."""
    keys = list(map(_IDENTITY, rows))
    repeats: dict[Cell, int] = {}
    for place in compress(range(1, len(keys)), map(eq, keys[1:], keys)):
        repeats[_NUMBER(rows[place])] = repeats.get(_NUMBER(rows[place - 1]), 1) + 1
    return repeats


def _stack_parts(parts: Sequence[Part]) -> Part:
    """One part below the other; where one lacks a column of the others it has no value."""
    names = tuple(dict.fromkeys(chain.from_iterable(part[0] for part in parts)))
    return names, list(
        chain.from_iterable(rows if own == names else _widen_rows(own, rows, names) for own, rows in parts)
    )


def _widen_rows(own: Sequence[str], rows: Sequence[Row], names: Sequence[str]) -> Iterator[Row]:
    columns = dict(zip(own, zip(*rows, strict=True), strict=True))
    return zip(*(columns.get(name) or repeat(None, len(rows)) for name in names), strict=True)


def _group_rows(rows: Sequence[Row], labels: Iterable[Label]) -> dict[Label, list[Row]]:
    """The rows of each label, in the order they came."""
    groups: dict[Label, list[Row]] = defaultdict(list)
    deque(map(list.append, map(groups.__getitem__, labels), rows), maxlen=0)
    return groups
