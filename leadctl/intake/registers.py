"""A file of records as chunks of checked columns; the bad rows are kept apart from the good ones."""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress, zip_longest
from pathlib import Path
from typing import IO, NamedTuple

from leadctl.child_process import produce_in_child
from leadctl.errors import Refused, Sentence, listing
from leadctl.intake.columns import Check, Columns
from leadctl.intake.faults import Faults, RowError, join_reasons
from leadctl.intake.headers import Header, find_header, is_complete
from leadctl.intake.kinds.declaration import Combine, FileKind, Rule
from leadctl.intake.register_dates import RegisterDates, year_warnings
from leadctl.intake.rejects import RejectsWriter
from leadctl.intake.sheets.sources import digest_of, open_source, open_table
from leadctl.intake.sheets.table import Block, Row, Table

LARGE = 4 << 20
"""Bytes of a file that is read by a second process."""

MOST_ERRORS = 1000
"""Bad cells that are kept with their reasons; beyond, only the rows are counted."""

Reasons = list[tuple[str, Sentence]]
"""Why a row is bad: (column, reason) pairs."""

_COUNT = re.compile(r"\d{1,4}(?:\.0+)?")
"""Too short for a day, which has eight digits, or five where a spreadsheet numbers it."""
_FOOTER = re.compile(r"(?:本[日周月年])?(?:合计|总计|小计|共计|累计)|(?:grand)?total")


@dataclass
class Chunk:
    """Good rows only: the line each begins at, and equally long columns in the kind's order.

    ``cells``: the rows as they stand in the file, where the register keeps them; then a row may still be refused.
    """

    lines: list[int]
    columns: Columns
    cells: list[Row] = field(default_factory=list)
    refused: dict[int, Reasons] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, row: int, column: str, reason: Sentence) -> None:
        """The row with this index is bad after all, for a reason that only the store can know."""
        self.refused[row] = [(column, reason)]

    def __reduce__(self) -> tuple[object, ...]:
        # Numbers and texts alone: marshal hands them over in half the time that pickle takes.
        return _unpack_chunk, (marshal.dumps((list(self.lines), self.columns, self.cells)),)


def _unpack_chunk(packed: bytes) -> Chunk:
    return Chunk(*marshal.loads(packed))


class _BadRow(NamedTuple):
    line: int
    cells: Row
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class _CheckedBlock:
    """What was found in one block, and how many bytes had been read by then.

    ``rows``: records among its rows; ``bad``: those that are bad.
    """

    chunk: Chunk
    rows: int = 0
    bad: Sequence[_BadRow] = ()
    warnings: Sequence[Sentence] = ()
    read: int = 0


@dataclass
class Register:
    """Iterate once for the chunks; then the counts are complete. As a context manager it closes its file.

    ``rows``: data rows seen; ``rejected``: the bad ones among them; ``errors``: their cells, at most
    ``most_errors``; ``warnings``: sentences about the file as a whole. ``last_rule`` is applied after those of the
    kind, and like them perhaps in another process. ``keeps_cells``: chunks have the rows' own cells, so that their
    taker may refuse some. ``watch`` is called after each block, ``explain`` words what the rejects file says of a row.
    """

    kind: FileKind
    header: Header
    rejects: RejectsWriter | None
    _stream: IO[bytes]
    _table: Table
    _dates: RegisterDates
    rows: int = 0
    rejected: int = 0
    errors: list[RowError] = field(default_factory=list)
    warnings: list[Sentence] = field(default_factory=list)
    last_rule: Rule | None = None
    keeps_cells: bool = False
    most_errors: int = MOST_ERRORS
    watch: Callable[[], None] | None = None
    explain: Callable[[Reasons], str] = join_reasons
    _size: int = 0
    _read: int = 0

    def __iter__(self) -> Iterator[Chunk]:
        blocks = self._check_blocks()
        self._size = _size_of(self._stream)
        if self._size >= LARGE:
            blocks = produce_in_child(blocks)
        for checked in blocks:
            if checked.chunk.lines:
                yield checked.chunk
            self._count_block(checked)

    def _check_blocks(self) -> Iterator[_CheckedBlock]:
        """Check every block. This must change nothing of the register: it may run in another process."""
        checks = {field.name: field.read(self._dates) for field in self.kind.fields if field.name in self.header.places}
        combine = self.kind.combination(self._dates)
        for block in self._table.blocks(self.header.row + 1):
            yield self._check_block(block, checks, combine)
        yield _CheckedBlock(Chunk([], {}), warnings=year_warnings(self._dates), read=self._stream.tell())

    def _count_block(self, checked: _CheckedBlock) -> None:
        self.rows += checked.rows
        self.warnings += checked.warnings
        self._read = checked.read
        for bad in sorted([*checked.bad, *self._list_refused_rows(checked.chunk)], key=lambda bad: bad.line):
            self._reject_row(bad)
        if self.watch is not None:
            self.watch()

    def _list_refused_rows(self, chunk: Chunk) -> Iterator[_BadRow]:
        """The rows that the taker of a chunk refused."""
        for row, reasons in chunk.refused.items():
            yield _BadRow(chunk.lines[row], chunk.cells[row], reasons)

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def digest(self) -> str:
        """SHA-256 of the whole file. Not while iterating: it reads the file from its start."""
        return digest_of(self._stream)

    def fraction_read(self) -> float:
        """How much of the file has been read, 0 to 1; rough for workbooks."""
        return self._read / self._size if self._size else 1.0

    def _check_block(self, block: Block, checks: Mapping[str, Check], combine: Combine) -> _CheckedBlock:
        if [] in block.rows:
            block = _drop_blank_rows(block)
        read = self._stream.tell()
        if not block.rows:
            return _CheckedBlock(Chunk([], {}), read=read)
        faults = Faults()
        cells = self._cells_by_column(block, faults)
        checked = {
            name: checks[name](cells[place], faults.reporter(name)) for name, place in self.header.places.items()
        }
        columns = combine(checked, len(block.rows), faults)
        if self.last_rule is not None:
            self.last_rule(columns, len(block.rows), faults)
        if not faults.by_row:
            cells_kept = block.rows if self.keeps_cells else []
            return _CheckedBlock(Chunk(list(block.lines), columns, cells_kept), len(block.rows), read=read)
        bad = [
            _BadRow(block.lines[row], block.rows[row], reasons)
            for row, reasons in sorted(faults.by_row.items())
            if not self._is_no_record(block.rows[row])
        ]
        chunk = self._select_good_rows(block, columns, faults)
        return _CheckedBlock(chunk, len(chunk) + len(bad), bad, read=read)

    def _cells_by_column(self, block: Block, faults: Faults) -> Sequence[Sequence[str]]:
        width = self.header.width + self.header.own
        if set(map(len, block.rows)) == {width}:
            columns: Sequence[Sequence[str]] = list(zip(*block.rows, strict=True))
        else:
            self._refuse_ragged(block, width, faults)
            # A last row that is wide enough makes every column exist, however short the others are.
            padded = list(zip_longest(*block.rows, [""] * width, fillvalue=""))
            columns = [column[:-1] for column in padded[:width]]
        for row, (place, reason) in block.unreadable.items():
            faults.add(self._column_at(place), row, reason)
        return columns

    def _refuse_ragged(self, block: Block, width: int, faults: Faults) -> None:
        for row, cells in enumerate(block.rows):
            if len(cells) > width and any(cells[width:]) and row not in block.unreadable:
                faults.add(
                    "", row, Sentence("the row has {cells} cells under {width} headers", cells=len(cells), width=width)
                )

    def _column_at(self, place: int) -> str:
        names = {column: name for name, column in self.header.places.items()}
        texts = self.header.texts
        return names.get(place) or (texts[place] if place < len(texts) else "")

    def _is_no_record(self, cells: Row) -> bool:
        """Whether a row is empty, or a footer: it begins with 合计 or the like, and counts stand beside it, no date."""
        filled = [text for cell in cells if (text := "".join(cell.split()))]
        if not filled:
            return True
        anchors = ["".join(self._cell_of(cells, name).split()) for name in self.kind.footer_fields()]
        footer = _FOOTER.match(filled[0].casefold())
        return footer is not None and all(text in ("", filled[0]) or _COUNT.fullmatch(text) for text in anchors)

    def _cell_of(self, cells: Row, name: str) -> str:
        place = self.header.places.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    def _format_value(self, cells: Row, column: str) -> str:
        parts = (self._cell_of(cells, name) for name in self.kind.shown.get(column, (column,)))
        return " ".join(filter(None, parts))

    def _select_good_rows(self, block: Block, columns: Columns, faults: Faults) -> Chunk:
        good = [row not in faults.by_row for row in range(len(block.rows))]
        return Chunk(
            list(compress(block.lines, good)),
            {name: list(compress(column, good)) for name, column in columns.items()},
            list(compress(block.rows, good)) if self.keeps_cells else [],
        )

    def _reject_row(self, bad: _BadRow) -> None:
        line, cells, reasons = bad
        self.rejected += 1
        for column, reason in reasons:
            if len(self.errors) < self.most_errors:
                self.errors.append(RowError(line, column, self._format_value(cells, column), reason))
        if self.rejects is not None:
            own = cells[: self.header.width] + cells[self.header.width + self.header.own :]
            short = self.header.width - len(cells)
            self.rejects.write(line, own + [""] * short, self.explain(reasons))


def _size_of(stream: IO[bytes]) -> int:
    place = stream.tell()
    size = stream.seek(0, os.SEEK_END)
    stream.seek(place)
    return size


def _drop_blank_rows(block: Block) -> Block:
    kept = [row for row, cells in enumerate(block.rows) if cells or row in block.unreadable]
    unreadable = {new: block.unreadable[row] for new, row in enumerate(kept) if row in block.unreadable}
    return Block([block.lines[row] for row in kept], [block.rows[row] for row in kept], unreadable)


def open_register(
    kind: FileKind,
    source: Path | IO[bytes],
    *,
    suffix: str,
    now: datetime,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    year: int | None = None,
    sheet: str | None = None,
    rejects: RejectsWriter | None = None,
) -> Register:
    """Open ``source`` as a register of this kind and find its header.

    ``suffix``: ``.csv``, ``.tsv``, ``.xlsx`` or ``.jsonl``, anything else is decided by the first bytes.
    ``now``: naive store time, after which nothing can have happened. ``year`` completes dates without one where
    the file does not. ``mapping``: our field -> header. Chunks have the kind's columns: days ``YYYY-MM-DD``, moments
    ``YYYY-MM-DDTHH:MM``, vocabularies as codes, phones in stored form, amounts in yuan, None where a cell is empty.
    Raises Refused for what is no register of this kind.
    """
    if rejects is not None and isinstance(source, Path):
        _refuse_overwriting(source, rejects.path)
    stream = open_source(source)
    try:
        mapping = mapping or {}
        table = open_table(stream, suffix, encoding, sheet, lambda rows: is_complete(rows, kind, mapping))
        header = find_header(table.head(), kind, mapping)
    except BaseException:
        stream.close()
        raise
    if rejects is not None:
        rejects.start(header.texts)
    register = Register(kind, header, rejects, stream, table, RegisterDates(now, year))
    if header.unknown:
        register.warnings.append(Sentence("columns not read: {columns}", columns=listing(header.unknown)))
    return register


def _refuse_overwriting(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and os.path.samefile(source, target):
        raise Refused("{target} is the file being read; name another one for the rejects", target=target)
