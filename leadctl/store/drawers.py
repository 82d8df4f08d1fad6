"""Staged rows, put away by person, so that a part of them can be looked at whole and memory stays flat."""

from __future__ import annotations

import marshal
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from typing import BinaryIO

from leadctl.errors import StoreUnusable, os_reason

MOST_IN_MEMORY = 10_000
"""Rows; more than these are put away in a file that nobody else can open and that goes with the process."""

Columns = dict[str, list[object]]
Aliases = Mapping[object, str]


class Drawers:
    """Takes rows (with ``at`` and ``who``) and gives them back drawer by drawer, in the order they came.

    In one drawer are all rows with the same phone for ``who``, or with phones that ``aliases`` maps to the same one,
    and all rows with the same ``at`` and ``who``. ``aliases`` is asked once, when a file is needed.
    """

    def __init__(self, aliases: Callable[[], Aliases]) -> None:
        self.rows = 0
        self._aliases = aliases
        self._loose: list[Mapping[str, Sequence[object]]] = []
        self._loose_rows = 0
        self._cabinet: _Cabinet | None = None

    def put(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Take rows, given as equally long columns by name."""
        count = len(columns["at"])
        self._loose.append({name: column for name, column in columns.items() if column.count(None) < count})
        self._loose_rows += count
        self.rows += count
        if self._loose_rows >= MOST_IN_MEMORY:
            self._put_away()

    def __iter__(self) -> Iterator[Columns]:
        """The rows of each drawer as columns; those without any value in it are left out."""
        if self._cabinet is None:
            if self._loose:
                yield _joined(self._loose)
            return
        self._put_away()
        yield from self._cabinet

    def close(self) -> None:
        """The rows are needed no more."""
        if self._cabinet is not None:
            self._cabinet.file.close()

    def _put_away(self) -> None:
        if self._cabinet is None:
            self._cabinet = _Cabinet(self._aliases())
        if self._loose:
            self._cabinet.put(_joined(self._loose))
        self._loose, self._loose_rows = [], 0


class _Cabinet:
    """Drawers in a temporary file, which has no name and is gone with the process."""

    def __init__(self, aliases: Aliases) -> None:
        import tempfile

        self._aliases = aliases
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        with _explained():
            self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - open until the last drawer is emptied

    def put(self, rows: Columns) -> None:
        labels = self._labels(rows)
        order = sorted(range(len(labels)), key=labels.__getitem__)
        filed = {name: list(map(column.__getitem__, order)) for name, column in rows.items()}
        begin = 0
        with _explained():
            for label, count in sorted(Counter(labels).items()):
                end = begin + count
                piece = marshal.dumps({name: column[begin:end] for name, column in filed.items()})
                self._places[label].append((self.file.tell(), self.file.write(piece)))
                begin = end
            self.file.flush()

    def __iter__(self) -> Iterator[Columns]:
        for label in sorted(self._places):
            yield _joined([self._fetch(*place) for place in self._places[label]])

    def _labels(self, rows: Columns) -> list[str]:
        who = map(self._aliases.get, rows["who"], rows["who"])
        return list(map(_label, map(str, who), map(str, rows["at"])))

    def _fetch(self, place: int, size: int) -> Mapping[str, Sequence[object]]:
        with _explained():
            self.file.seek(place)
            piece: Mapping[str, Sequence[object]] = marshal.loads(self.file.read(size))
        return piece


def _label(who: str, at: str) -> str:
    """The last digits of a phone, else of the minute: they spread people evenly over a hundred drawers."""
    return who[-2:] if "0" <= who[-1:] <= "9" else at[-2:]


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise StoreUnusable(
            "A temporary file cannot be used ({why}); nothing was changed.", why=os_reason(failed)
        ) from failed


def _joined(pieces: Sequence[Mapping[str, Sequence[object]]]) -> Columns:
    """One piece below the other; where one lacks a column of the others it has no value."""
    names = dict.fromkeys(chain.from_iterable(pieces))
    return {
        name: list(chain.from_iterable(piece.get(name) or repeat(None, len(piece["at"])) for piece in pieces))
        for name in names
    }
