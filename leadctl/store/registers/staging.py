"""Staged rows, put away by person, so that a part of them can be looked at whole and memory stays flat."""

from __future__ import annotations

import marshal
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, compress, count, repeat, tee
from operator import eq, itemgetter
from typing import BinaryIO, TypeVar

from leadctl.errors import StoreUnusable, os_reason

MOST_IN_MEMORY = 10_000
"""Rows; more than these are put away in a file that nobody else can open and that goes with the process."""

Cell = object
Columns = dict[str, Sequence[Cell]]
Aliases = Mapping[str, str]
Row = tuple[Cell, ...]
Piece = tuple[tuple[str, ...], list[Row]]
"""The names of some columns, and rows of them."""

Label = TypeVar("Label")

KEY = ("at", "kind", "who", "row")
"""What rows are sorted by, their first columns: the last is their number among all that were put."""

_AT, _WHO, _NUMBER, _IDENTITY = itemgetter(0), itemgetter(2), itemgetter(3), itemgetter(0, 1, 2)


class Drawers:
    """Takes rows (with ``at``, ``kind``, ``who`` and ``phone``) and gives them back drawer by drawer.

    In one drawer are all rows with the same phone for ``who``, or with phones that ``aliases`` maps to the same one,
    and all rows with the same ``at`` and ``who``. ``aliases`` is asked once, when a file is needed.
    """

    def __init__(self, aliases: Callable[[], Aliases]) -> None:
        self.rows = 0
        self._aliases = aliases
        self._loose: list[Mapping[str, Sequence[Cell]]] = []
        self._loose_rows = 0
        self._cabinet: _Cabinet | None = None

    def put(self, columns: Mapping[str, Sequence[Cell]]) -> None:
        """Take rows, given as equally long columns by name."""
        self._loose.append(columns)
        self._loose_rows += len(columns["at"])
        self.rows += len(columns["at"])
        if self._loose_rows >= MOST_IN_MEMORY:
            self._put_away()

    def __iter__(self) -> Iterator[Columns]:
        """The rows of each drawer as columns, phone by phone (those without one first) and in the order of time.

        ``nth`` numbers, from 1, the rows of the same moment, kind and person, in the order in which they were put.
        Columns without any value in a drawer are left out.
        """
        if self._cabinet is None:
            if self._loose:
                yield _by_person([_joined(self._loose, 0)])
            return
        self._put_away()
        yield from map(_by_person, self._cabinet)

    def close(self) -> None:
        """The rows are needed no more."""
        if self._cabinet is not None:
            self._cabinet.file.close()

    def _put_away(self) -> None:
        if self._cabinet is None:
            self._cabinet = _Cabinet(self._aliases())
        if self._loose:
            self._cabinet.put(_joined(self._loose, self.rows - self._loose_rows))
        self._loose, self._loose_rows = [], 0


class _Cabinet:
    """Drawers in a temporary file, which has no name and is gone with the process."""

    def __init__(self, aliases: Aliases) -> None:
        import tempfile

        self._aliases = aliases
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        with _explained():
            self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - open until the last drawer is emptied

    def put(self, piece: Piece) -> None:
        names, rows = piece
        with _explained():
            for label, some in _dealt(rows, self._labels(rows)).items():
                packed = marshal.dumps((names, some))
                self._places[label].append((self.file.tell(), self.file.write(packed)))
            self.file.flush()

    def __iter__(self) -> Iterator[list[Piece]]:
        for label in sorted(self._places):
            yield [self._fetch(*place) for place in self._places[label]]

    def _labels(self, rows: Sequence[Row]) -> list[str]:
        """The last digits of a phone, else of the minute: they spread people evenly over a hundred drawers."""
        who = map(_WHO, rows)
        if self._aliases:
            who = map(self._aliases.get, *tee(who))
        return [them[-2:] if "0" <= them[-1:] <= "9" else at[-2:] for them, at in zip(who, map(_AT, rows), strict=True)]

    def _fetch(self, place: int, size: int) -> Piece:
        with _explained():
            self.file.seek(place)
            piece: Piece = marshal.loads(self.file.read(size))
        return piece


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise StoreUnusable(
            "A temporary file cannot be used ({why}); nothing was changed.", why=os_reason(failed)
        ) from failed


def _joined(parts: Sequence[Mapping[str, Sequence[Cell]]], first_row: int) -> Piece:
    """One part below the other, numbered, without the columns that nothing stands in."""
    filled = [name for name in parts[0] if any(part[name].count(None) < len(part[name]) for part in parts)]
    names = (*KEY, *(name for name in filled if name not in KEY))
    numbers: Iterable[Cell] = count(first_row)
    whole = (numbers if name == "row" else _whole(name, parts) for name in names)
    return names, list(zip(*whole, strict=False))


def _whole(name: str, parts: Sequence[Mapping[str, Sequence[Cell]]]) -> Iterator[Cell]:
    return chain.from_iterable([part[name] for part in parts])


def _by_person(pieces: Sequence[Piece]) -> Columns:
    """The columns of a drawer."""
    names, rows = _stacked(pieces)
    rows.sort()  # by KEY: no two rows have the same number, so nothing after it is compared
    again = _repeated(rows)
    if "phone" in names:
        people = _dealt(rows, map(itemgetter(names.index("phone")), rows))
        nobody = people.pop(None, [])
        rows = [*nobody, *chain.from_iterable(map(people.__getitem__, sorted(people)))]
    columns: Columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    numbers = columns.pop("row")
    columns["nth"] = [again.get(number, 1) for number in numbers] if again else [1] * len(rows)
    return columns


def _repeated(rows: Sequence[Row]) -> dict[Cell, int]:
    """How often each moment, kind and person has come by its row, of the rows where that is more than once."""
    keys = list(map(_IDENTITY, rows))
    again: dict[Cell, int] = {}
    for place in compress(range(1, len(keys)), map(eq, keys[1:], keys)):
        again[_NUMBER(rows[place])] = again.get(_NUMBER(rows[place - 1]), 1) + 1
    return again


def _stacked(pieces: Sequence[Piece]) -> Piece:
    """One piece below the other; where one lacks a column of the others it has no value."""
    names = tuple(dict.fromkeys(chain.from_iterable(piece[0] for piece in pieces)))
    return names, list(
        chain.from_iterable(rows if own == names else _widened(own, rows, names) for own, rows in pieces)
    )


def _widened(own: Sequence[str], rows: Sequence[Row], names: Sequence[str]) -> Iterator[Row]:
    columns = dict(zip(own, zip(*rows, strict=True), strict=True))
    return zip(*(columns.get(name) or repeat(None, len(rows)) for name in names), strict=True)


def _dealt(rows: Sequence[Row], labels: Iterable[Label]) -> dict[Label, list[Row]]:
    """The rows of each label, in the order they came."""
    heaps: dict[Label, list[Row]] = defaultdict(list)
    deque(map(list.append, map(heaps.__getitem__, labels), rows), maxlen=0)
    return heaps
