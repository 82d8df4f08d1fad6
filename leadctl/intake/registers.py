"""A file of records as chunks of checked columns; the bad rows are kept apart from the good ones."""

from __future__ import annotations

import marshal
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import compress, zip_longest
from pathlib import Path
from typing import IO, NamedTuple

from leadctl.child_process import produce_in_child
from leadctl.errors import Refused, Sentence, listing
from leadctl.intake.columns import Check, Columns
from leadctl.intake.faults import Faults, RowError, join_reasons
from leadctl.intake.headers import Header
from leadctl.intake.kinds.declaration import Combine, FileKind, Rule
from leadctl.intake.parts import Part, choose_parts, describe_sheets, unite_headers
from leadctl.intake.register_dates import RegisterDates, year_warnings
from leadctl.intake.rejects import RejectsWriter
from leadctl.intake.sheets.sources import digest_of, open_sheets, open_source
from leadctl.intake.sheets.table import Block, Row, TableFile, column_letter

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
    ``sheet``: the sheet that they are from, None in a file without sheets.
    """

    lines: list[int]
    columns: Columns
    cells: list[Row] = field(default_factory=list)
    sheet: str | None = None
    refused: dict[int, Reasons] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, row: int, column: str, reason: Sentence) -> None:
        """The row with this index is bad after all, for a reason that only the store can know."""
        self.refused[row] = [(column, reason)]

    def __reduce__(self) -> tuple[object, ...]:
        # Numbers and texts alone: marshal hands them over in half the time that pickle takes.
        return _unpack_chunk, (marshal.dumps((list(self.lines), self.columns, self.cells, self.sheet)),)


def _unpack_chunk(packed: bytes) -> Chunk:
    return Chunk(*marshal.loads(packed))


class _BadRow(NamedTuple):
    line: int
    cells: Row
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class _CheckedBlock:
    """What was found in one block, and how many bytes had been read by then.

    ``part``: the place of its sheet among those that are read; ``rows``: records among its rows; ``bad``: those that
    are bad.
    """

    chunk: Chunk
    part: int = 0
    rows: int = 0
    bad: Sequence[_BadRow] = ()
    warnings: Sequence[Sentence] = ()
    read: int = 0


@dataclass
class Register:
    """Iterate once for the chunks; then the counts are complete. As a context manager it closes its file.

    ``parts``: the sheets that are read, one of them in a file without sheets. ``rows``: data rows seen; ``rejected``:
    the bad ones among them; ``errors``: their cells, at most ``most_errors``; ``warnings``: sentences about the file as
    a whole. ``last_rule`` is applied after those of the kind, and like them perhaps in another process. ``origin``: the
    name under which the register is known when it is sent again; None: under none. ``keeps_cells``: chunks have the
    rows' own cells, so that their taker may refuse some. ``screen`` looks at the good rows of each chunk before its
    taker does, in this process, and says which of them are bad after all; it needs their cells. ``watch`` is called
    after each block, ``explain`` words what the rejects file says of a row.
    """

    kind: FileKind
    parts: Sequence[Part]
    rejects: RejectsWriter | None
    _stream: IO[bytes]
    _opened: TableFile
    _dates: RegisterDates
    rows: int = 0
    rejected: int = 0
    errors: list[RowError] = field(default_factory=list)
    warnings: list[Sentence] = field(default_factory=list)
    last_rule: Rule | None = None
    keeps_cells: bool = False
    screen: Callable[[Columns], Mapping[int, Reasons]] | None = None
    origin: str | None = None
    most_errors: int = MOST_ERRORS
    watch: Callable[[], None] | None = None
    explain: Callable[[Reasons], str] = join_reasons
    _size: int = 0
    _read: int = 0

    def __post_init__(self) -> None:
        headers, self._columns = unite_headers(self.parts)
        self._width = len(headers)
        if self.rejects is not None:
            self.rejects.start(headers, has_sheets=self.parts[0].sheet.name is not None)

    def __iter__(self) -> Iterator[Chunk]:
        blocks = self._check_blocks()
        self._size = _size_of(self._opened.stream)
        if self._size >= LARGE:
            blocks = produce_in_child(blocks)
        for block in blocks:
            checked = block if self.screen is None else _screen_block(block, self.screen)
            if checked.chunk.lines:
                yield checked.chunk
            self._count_block(checked)

    def header_of(self, sheet: str | None) -> Header:
        """The header of the sheet with this name; of a file without sheets, of None."""
        return next(part.header for part in self.parts if part.sheet.name == sheet)

    def _check_blocks(self) -> Iterator[_CheckedBlock]:
        """Check every block. This must change nothing of the register: it may run in another process."""
        combine = self.kind.combination(self._dates)
        for place, (sheet, header) in enumerate(self.parts):
            checks = {field.name: field.read(self._dates) for field in self.kind.fields if field.name in header.places}
            checker = _BlockChecker(self, place, header, checks, combine)
            for block in sheet.table.blocks(header.row + 1):
                yield checker.check(block)
        yield _CheckedBlock(Chunk([], {}), warnings=year_warnings(self._dates), read=self.bytes_read())

    def _count_block(self, checked: _CheckedBlock) -> None:
        self.rows += checked.rows
        self.warnings += checked.warnings
        self._read = checked.read
        for bad in sorted([*checked.bad, *self._list_refused_rows(checked.chunk)], key=lambda bad: bad.line):
            self._reject_row(bad, checked.part)
        if self.watch is not None:
            self.watch()

    def _list_refused_rows(self, chunk: Chunk) -> Iterator[_BadRow]:
        """The rows that the taker of a chunk refused."""
        for row, reasons in chunk.refused.items():
            yield _BadRow(chunk.lines[row], chunk.cells[row], reasons)

    def has_field(self, name: str) -> bool:
        """Whether a sheet has a column for a field."""
        return any(name in part.header.places for part in self.parts)

    def refuse_row(self, sheet: str | None, line: int, cells: Row, column: str, reason: Sentence) -> None:
        """A good row is bad after all, for a reason that shows when all rows are known."""
        names = [part.sheet.name for part in self.parts]
        self._reject_row(_BadRow(line, cells, [(column, reason)]), names.index(sheet))
        self.errors.sort(key=lambda error: (names.index(error.sheet), error.line))

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._opened.close()
        self._stream.close()

    def digest(self) -> str:
        """SHA-256 of the whole file. Not while iterating: it reads the file from its start."""
        return digest_of(self._stream)

    def fraction_read(self) -> float:
        """How much of the file has been read, 0 to 1; rough for workbooks."""
        return self._read / self._size if self._size else 1.0

    def bytes_read(self) -> int:
        """Where the reader stands in the file."""
        return self._opened.stream.tell()

    def _reject_row(self, bad: _BadRow, place: int) -> None:
        line, cells, reasons = bad
        self.rejected += 1
        sheet, header = self.parts[place]
        for column, reason in reasons:
            if len(self.errors) < self.most_errors:
                shown = _format_value(self.kind, header, cells, column)
                letter = _find_letter(self.kind, header, column)
                self.errors.append(RowError(line, column, shown, reason, sheet.name, letter))
        if self.rejects is not None:
            own = [""] * self._width
            for target, cell in zip(self._columns[place], cells, strict=False):
                own[target] = cell
            own += cells[header.width + header.own :]
            self.rejects.write(line, own, self.explain(reasons), sheet.name)


@dataclass
class _BlockChecker:
    """Checks the blocks of one sheet, and changes nothing of the register."""

    register: Register
    place: int
    header: Header
    checks: Mapping[str, Check]
    combine: Combine

    @property
    def sheet(self) -> str | None:
        return self.register.parts[self.place].sheet.name

    def check(self, block: Block) -> _CheckedBlock:
        """The good rows as a chunk, and the bad ones."""
        if [] in block.rows:
            block = _drop_blank_rows(block)
        read = self.register.bytes_read()
        if not block.rows:
            return _CheckedBlock(Chunk([], {}), self.place, read=read)
        faults = Faults()
        cells = self._cells_by_column(block, faults)
        checked = {
            name: self.checks[name](cells[place], faults.reporter(name)) for name, place in self.header.places.items()
        }
        columns = self.combine(checked, len(block.rows), faults)
        if self.register.last_rule is not None:
            self.register.last_rule(columns, len(block.rows), faults)
        if not faults.by_row:
            cells_kept = block.rows if self.register.keeps_cells else []
            chunk = Chunk(list(block.lines), columns, cells_kept, self.sheet)
            return _CheckedBlock(chunk, self.place, len(block.rows), read=read)
        bad = [
            _BadRow(block.lines[row], block.rows[row], reasons)
            for row, reasons in sorted(faults.by_row.items())
            if not self._is_no_record(block.rows[row])
        ]
        chunk = self._select_good_rows(block, columns, faults)
        return _CheckedBlock(chunk, self.place, len(chunk) + len(bad), bad, read=read)

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
        """What is said to be bad where this cell is: our column, also one that is made of several, or the header."""
        made = {field: column for column, fields in self.register.kind.shown.items() for field in fields}
        names = {column: made.get(name, name) for name, column in self.header.places.items()}
        texts = self.header.texts
        return names.get(place) or (texts[place] if place < len(texts) else "")

    def _is_no_record(self, cells: Row) -> bool:
        """Whether a row is empty, or a footer: it begins with 合计 or the like, and counts stand beside it, no date."""
        filled = [text for cell in cells if (text := "".join(cell.split()))]
        if not filled:
            return True
        anchors = ["".join(_cell_of(self.header, cells, name).split()) for name in self.register.kind.footer_fields()]
        footer = _FOOTER.match(filled[0].casefold())
        return footer is not None and all(text in ("", filled[0]) or _COUNT.fullmatch(text) for text in anchors)

    def _select_good_rows(self, block: Block, columns: Columns, faults: Faults) -> Chunk:
        good = [row not in faults.by_row for row in range(len(block.rows))]
        return Chunk(
            list(compress(block.lines, good)),
            {name: list(compress(column, good)) for name, column in columns.items()},
            list(compress(block.rows, good)) if self.register.keeps_cells else [],
            self.sheet,
        )


def _cell_of(header: Header, cells: Row, name: str) -> str:
    place = header.places.get(name)
    return cells[place] if place is not None and place < len(cells) else ""


def _format_value(kind: FileKind, header: Header, cells: Row, column: str) -> str:
    parts = (_cell_of(header, cells, name) for name in kind.shown.get(column, (column,)))
    return " ".join(filter(None, parts))


def _find_letter(kind: FileKind, header: Header, column: str) -> str | None:
    """The letter of the first column of the file that ``column`` is made of."""
    places = [header.places[name] for name in kind.shown.get(column, (column,)) if name in header.places]
    if not places and column in header.texts:
        places = [header.texts.index(column)]
    return column_letter(places[0]) if places else None


def _screen_block(block: _CheckedBlock, screen: Callable[[Columns], Mapping[int, Reasons]]) -> _CheckedBlock:
    """The block without the rows that are bad after all."""
    chunk = block.chunk
    refused = screen(chunk.columns) if chunk.lines else {}
    if not refused:
        return block
    bad = [_BadRow(chunk.lines[row], chunk.cells[row], reasons) for row, reasons in refused.items()]
    kept = [row not in refused for row in range(len(chunk))]
    columns = {name: list(compress(column, kept)) for name, column in chunk.columns.items()}
    left = Chunk(list(compress(chunk.lines, kept)), columns, list(compress(chunk.cells, kept)), chunk.sheet)
    return replace(block, chunk=left, bad=[*block.bad, *bad])


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
    zone: str | None = None,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
    year: int | None = None,
    sheet: str | None = None,
    rejects: RejectsWriter | None = None,
) -> Register:
    """Open ``source`` as a register of this kind and find its header.

    ``suffix``: ``.csv``, ``.tsv`` or ``.jsonl``, where the content alone does not decide.
    ``now``: naive store time, after which nothing can have happened; ``zone``: the store's time zone. ``year``
    completes dates without one where the file does not. ``mapping``: our field -> header. ``sheet``: the only one to
    read. Chunks have the kind's columns: days ``YYYY-MM-DD``, moments ``YYYY-MM-DDTHH:MM``, vocabularies as codes,
    phones in stored form, amounts in yuan, None where a cell is empty. Raises Refused for what is no register of this
    kind.
    """
    if rejects is not None and isinstance(source, Path):
        _refuse_overwriting(source, rejects.path)
    stream = open_source(source)
    try:
        opened = open_sheets(stream, suffix, encoding)
    except BaseException:
        stream.close()
        raise
    try:
        parts = choose_parts(opened, sheet, kind, mapping or {})
    except BaseException:
        opened.close()
        stream.close()
        raise
    register = Register(kind, parts, rejects, stream, opened, RegisterDates(now, year, zone))
    register.warnings += describe_sheets(opened, parts)
    for part in parts:
        if part.header.unknown:
            register.warnings.append(_describe_unread(part))
    return register


def _describe_unread(part: Part) -> Sentence:
    unread = listing(part.header.unknown)
    if part.sheet.name is None:
        return Sentence("columns not read: {columns}", columns=unread)
    return Sentence("sheet {sheet}: columns not read: {columns}", sheet=part.sheet.name, columns=unread)


def _refuse_overwriting(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and os.path.samefile(source, target):
        raise Refused("{target} is the file being read; name another one for the rejects", target=target)
