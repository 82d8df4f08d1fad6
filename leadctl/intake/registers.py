"""A file of records as chunks of checked columns; the bad rows are kept apart from the good ones."""

from __future__ import annotations

import os
import pickle
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import compress
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.child_process import produce_in_child
from leadctl.errors import Refused, Sentence, WrongUsage, listing
from leadctl.intake.block_checks import (
    BadRow,
    BlockChecker,
    CheckedBlock,
    Chunk,
    Reasons,
    SheetRules,
    find_letter,
    format_value,
)
from leadctl.intake.columns import Columns, OddPhones, ReadingRules
from leadctl.intake.faults import join_reasons
from leadctl.intake.headers import Header, HeaderRules
from leadctl.intake.kinds.declaration import FileKind, Rule
from leadctl.intake.parts import Part, choose_parts, describe_sheets, unite_headers
from leadctl.intake.register_dates import RegisterDates, describe_assumptions
from leadctl.intake.rejects import RejectsWriter
from leadctl.intake.remarks import Remark, describe_remarks
from leadctl.intake.sheets.sources import digest_of, open_sheets, open_source
from leadctl.intake.sheets.table import Block, Row, TableFile
from leadctl.intake.sheets.text_files import TextRules

if TYPE_CHECKING:
    from typing import IO

KEPT_IN_MEMORY = 8 << 20
"""Bytes of checked rows; more than these go into a temporary file that nobody else can open."""

LARGE = 4 << 20
"""Bytes of a file that is read by a second process."""

_THREE_NUMBERS = re.compile(r"\n\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
"""A date whose parts may stand in several orders."""

MOST_ERRORS = 1000
"""Bad cells that are kept with their reasons; beyond, only the rows are counted."""


@dataclass(frozen=True)
class RowError:
    """One bad cell: ``line`` in the file (1-based), our ``column``, the ``value`` as in the file, the ``reason``.

    ``sheet``: the sheet that the line is in; None in a file without sheets. ``letter``: of the column, as a spreadsheet
    shows it; None for a row as a whole.
    """

    line: int
    column: str
    value: str
    reason: str
    sheet: str | None = None
    letter: str | None = None


@dataclass
class Register:
    """Iterate once for the chunks; then the counts are complete. As a context manager it closes its file.

    ``parts``: the sheets that are read, one of them in a file without sheets. ``rows``: data rows seen; ``rejected``:
    the bad ones among them; ``errors``: their cells, at most ``most_errors``; ``warnings``: sentences about the file as
    a whole; ``said_of_people``: what its taker found that names them. ``last_rule`` is applied after those of the kind,
    and like them perhaps in another process. ``origin``: the name under which the register is known when it is sent
    again; None: under none. ``keeps_cells``: chunks have the rows' own cells, so that their taker may refuse some.
    ``screen`` looks at the good rows of each chunk before its taker does, in this process, and says which of them are
    bad after all; it needs their cells. ``odd_phones``: what becomes of numbers that fit no plan. ``fill_down``: fields
    whose empty cells take the value above. ``remarks``: what was done to cells that were taken. ``watch`` is called
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
    said_of_people: list[Sentence] = field(default_factory=list)
    last_rule: Rule | None = None
    keeps_cells: bool = False
    screen: Callable[[Columns], Mapping[int, Reasons]] | None = None
    origin: str | None = None
    odd_phones: OddPhones = "refuse"
    fill_down: Sequence[str] = ()
    remarks: list[Remark] = field(default_factory=list)
    most_errors: int = MOST_ERRORS
    watch: Callable[[], None] | None = None
    explain: Callable[[Reasons], str] = join_reasons
    _kept: IO[bytes] | None = None
    _size: int = 0
    _read: int = 0
    _taken: int = 0

    def __post_init__(self) -> None:
        headers, self._columns = unite_headers(self.parts)
        self._width = len(headers)
        if self.rejects is not None:
            self.rejects.start(headers, has_sheets=self.parts[0].sheet.name is not None)

    def __iter__(self) -> Iterator[Chunk]:
        for checked in self._read_blocks() if self._kept is None else _load_blocks(self._kept):
            if checked.chunk.lines:
                yield checked.chunk
            self._count_block(checked)
        self.warnings += describe_remarks(self.remarks)

    def read_ahead(self) -> None:
        """Read and check the whole file now, for iterating later; what is much is kept in a file without a name."""
        self._kept = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - open until close()
        for checked in self._read_blocks():
            pickle.dump(checked, self._kept, pickle.HIGHEST_PROTOCOL)
            self._tell_progress()

    def _read_blocks(self) -> Iterator[CheckedBlock]:
        blocks = self._check_blocks()
        self._size = _size_of(self._opened.stream)
        if self._size >= LARGE:
            blocks = produce_in_child(blocks)
        for block in blocks:
            self._read = block.read
            yield block if self.screen is None else _screen_block(block, self.screen)

    def header_of(self, sheet: str | None) -> Header:
        """The header of the sheet with this name; of a file without sheets, of None."""
        return next(part.header for part in self.parts if part.sheet.name == sheet)

    def _check_blocks(self) -> Iterator[CheckedBlock]:
        """Check every block. This must change nothing of the register: it may run in another process."""
        found: list[Sentence] = []
        for place, (sheet, header) in enumerate(self.parts):
            checker = BlockChecker(self._sheet_rules(place), self.bytes_read)
            dated = [header.places[name] for name in self.kind.date_fields() if name in header.places]
            for block in _show_dates(sheet.table.blocks(header.row + 1), dated, self._dates):
                yield checker.check(block)
            found += checker.describe_findings()
        found += describe_assumptions(self._dates)
        yield CheckedBlock(Chunk([], {}), warnings=found, read=self.bytes_read())

    def _sheet_rules(self, place: int) -> SheetRules:
        sheet, header = self.parts[place]
        rules = ReadingRules(self._dates, self.odd_phones)
        return SheetRules(
            kind=self.kind,
            place=place,
            name=sheet.name,
            header=header,
            checks={field.name: field.read(rules) for field in self.kind.fields if field.name in header.places},
            combine=self.kind.combination(self._dates),
            last_rule=self.last_rule,
            fill_down=[header.places[name] for name in self.fill_down if name in header.places],
            delimited=self._opened.container == "csv",
            keeps_cells=self.keeps_cells,
        )

    def _count_block(self, checked: CheckedBlock) -> None:
        self.rows += checked.rows
        self.remarks += checked.remarks
        self.warnings += checked.warnings
        self._taken = checked.read
        for bad in sorted([*checked.bad, *self._list_refused_rows(checked.chunk)], key=lambda bad: bad.line):
            self._reject_row(bad, checked.part)
        self._tell_progress()

    def _tell_progress(self) -> None:
        if self.watch is not None:
            self.watch()

    def _list_refused_rows(self, chunk: Chunk) -> Iterator[BadRow]:
        """The rows that the taker of a chunk refused."""
        for row, reasons in chunk.refused.items():
            yield BadRow(chunk.lines[row], chunk.cells[row], reasons)

    def has_field(self, name: str) -> bool:
        """Whether a sheet has a column for a field."""
        return any(name in part.header.places for part in self.parts)

    def refuse_row(self, sheet: str | None, line: int, cells: Row, column: str, reason: Sentence) -> None:
        """A good row is bad after all, for a reason that shows when all rows are known."""
        names = [part.sheet.name for part in self.parts]
        self._reject_row(BadRow(line, cells, [(column, reason)]), names.index(sheet))
        self.errors.sort(key=lambda error: (names.index(error.sheet), error.line))

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._kept is not None:
            self._kept.close()
        self._opened.close()
        self._stream.close()

    def digest(self) -> str:
        """SHA-256 of the whole file. Not while iterating: it reads the file from its start."""
        return digest_of(self._stream)

    def fraction_read(self) -> float:
        """How much of the file has been read and taken, 0 to 1; rough for workbooks."""
        return (self._read + self._taken) / (2 * self._size) if self._size else 1.0

    def bytes_read(self) -> int:
        """Where the reader stands in the file."""
        return self._opened.stream.tell()

    def _reject_row(self, bad: BadRow, place: int) -> None:
        line, cells, reasons, fields = bad
        self.rejected += 1
        sheet, header = self.parts[place]
        for column, reason in reasons:
            if len(self.errors) < self.most_errors:
                parts = [fields[column]] if column in fields else self.kind.shown.get(column, [column])
                shown = format_value(header, cells, parts)
                letter = find_letter(header, column, parts)
                self.errors.append(RowError(line, column, shown, reason, sheet.name, letter))
        if self.rejects is not None:
            own = [""] * self._width
            for target, cell in zip(self._columns[place], cells, strict=False):
                own[target] = cell
            own += cells[header.width + header.own :]
            self.rejects.write(line, own, self.explain(reasons), sheet.name)


def _screen_block(block: CheckedBlock, screen: Callable[[Columns], Mapping[int, Reasons]]) -> CheckedBlock:
    """The block without the rows that are bad after all."""
    chunk = block.chunk
    refused = screen(chunk.columns) if chunk.lines else {}
    if not refused:
        return block
    bad = [BadRow(chunk.lines[row], chunk.cells[row], reasons) for row, reasons in refused.items()]
    kept = [row not in refused for row in range(len(chunk))]
    columns = {name: list(compress(column, kept)) for name, column in chunk.columns.items()}
    left = Chunk(list(compress(chunk.lines, kept)), columns, list(compress(chunk.cells, kept)), chunk.sheet)
    return replace(block, chunk=left, bad=[*block.bad, *bad])


def _load_blocks(kept: IO[bytes]) -> Iterator[CheckedBlock]:
    end = kept.tell()
    kept.seek(0)
    while kept.tell() < end:
        yield pickle.load(kept)


def _size_of(stream: IO[bytes]) -> int:
    place = stream.tell()
    size = stream.seek(0, os.SEEK_END)
    stream.seek(place)
    return size


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
    delimiter: str = "",
    replace_rows: bool = False,
    header_row: int | None = None,
    needs: Sequence[str] = (),
    fill_down: Sequence[str] = (),
    odd_phones: OddPhones = "refuse",
) -> Register:
    """Open ``source`` as a register of this kind and find its header.

    ``suffix``: ``.csv``, ``.tsv`` or ``.jsonl``, where the content alone does not decide.
    ``now``: naive store time, after which nothing can have happened; ``zone``: the store's time zone. ``year``
    completes dates without one where the file does not. ``mapping``: our field -> header. ``sheet``: the only one to
    read. ``replace_rows``: rows that are not in the file's encoding are bad rows. ``header_row``: counted from 1.
    ``needs``: fields without which the file is refused. ``fill_down`` and ``odd_phones``: see Register.

    Chunks have the kind's columns: days ``YYYY-MM-DD``, moments ``YYYY-MM-DDTHH:MM``, vocabularies as codes, phones in
    stored form, amounts in yuan, None where a cell is empty. Raises Refused for what is no register of this kind,
    WrongUsage for a field that does not exist.
    """
    _refuse_unknown_fields(kind, fill_down)
    if rejects is not None and isinstance(source, Path):
        _refuse_overwriting(source, rejects.path)
    stream = open_source(source)
    try:
        opened = open_sheets(stream, suffix, TextRules(encoding, delimiter, replace_rows))
    except BaseException:
        stream.close()
        raise
    try:
        parts = choose_parts(opened, sheet, kind, HeaderRules(mapping or {}, header_row, needs))
    except BaseException:
        opened.close()
        stream.close()
        raise
    register = Register(kind, parts, rejects, stream, opened, RegisterDates(now, year, zone))
    register.odd_phones, register.fill_down = odd_phones, fill_down
    register.warnings += opened.notes
    register.warnings += describe_sheets(opened, parts)
    for part in parts:
        if part.header.unknown:
            register.warnings.append(_describe_unread(part))
    return register


def _refuse_unknown_fields(kind: FileKind, names: Sequence[str]) -> None:
    for name in names:
        if name not in kind.headers():
            raise WrongUsage(
                "--fill-down: there is no field {name!r}; fields are {fields}",
                name=name,
                fields=listing(kind.headers()),
            )


def _show_dates(blocks: Iterator[Block], columns: Sequence[int], dates: RegisterDates) -> Iterator[Block]:
    """The blocks; where dates in one have their order in doubt, all blocks are looked at before it is passed on."""
    for block in blocks:
        if _has_dates_in_doubt(block, columns):
            rest = [block, *blocks]
            dates.learn_orders([cell for each in rest for cell in _cells_of(each, columns)])
            yield from rest
            return
        yield block


def _has_dates_in_doubt(block: Block, columns: Sequence[int]) -> bool:
    return _THREE_NUMBERS.search("\n".join(["", *_cells_of(block, columns)])) is not None


def _cells_of(block: Block, columns: Sequence[int]) -> list[str]:
    return [row[column] for row in block.rows for column in columns if column < len(row)]


def _describe_unread(part: Part) -> Sentence:
    unread = listing(part.header.unknown)
    if part.sheet.name is None:
        return Sentence("columns not read: {columns}", columns=unread)
    return Sentence("sheet {sheet}: columns not read: {columns}", sheet=part.sheet.name, columns=unread)


def _refuse_overwriting(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and os.path.samefile(source, target):
        raise Refused("{target} is the file being read; name another one for the rejects", target=target)
