"""The rows of a register as they stand in the file, kept until it is known which of them the store cannot take."""

from __future__ import annotations

import marshal
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from leadctl.intake.block_checks import Chunk
from leadctl.intake.sheets.table import Row
from leadctl.named_tuple import NamedTuple

IN_MEMORY = 4 << 20
"""Bytes; more than these go into a temporary file that nobody else can open."""


class KeptRow(NamedTuple):
    """A row: its key, its sheet, the line it begins at, and its cells."""

    key: tuple[str, str, str, int]
    sheet: str | None
    line: int
    cells: Row


class KeptRows:
    """Takes chunks of rows one after the other, and finds some of them by what they are known by."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - open until close()

    def add(self, identity: Mapping[str, Sequence[str]], chunk: Chunk) -> None:
        """Keep the rows of a chunk, given the columns ``at``, ``kind`` and ``who`` that identify them."""
        identities = list(zip(*identity.values(), strict=True))
        packed = marshal.dumps((identities, list(chunk.lines), list(chunk.cells), chunk.sheet))
        self._sizes.append(self._file.write(packed))

    def find(self, keys: Collection[tuple[str, str, str, int]]) -> Iterator[KeptRow]:
        """The rows with these keys (moment, kind, who, and being the n-th such), in the order of the file."""
        seen: Counter[tuple[str, str, str]] = Counter()
        wanted = {key[:3] for key in keys}
        self._file.seek(0)
        for size in self._sizes if keys else ():
            identities, lines, cells, sheet = marshal.loads(self._file.read(size))
            for place, identity in enumerate(identities):
                if identity not in wanted:
                    continue
                seen[identity] += 1
                key = (*identity, seen[identity])
                if key in keys:
                    yield KeptRow(key, sheet, lines[place], cells[place])

    def close(self) -> None:
        """Nothing is to be found any more."""
        self._file.close()
