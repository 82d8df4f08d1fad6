"""The rows of one sheet checked, a block at a time: good ones as a chunk of columns, bad ones with their reasons."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from operator import itemgetter

from leadctl.domain.phones_in_text import mask_value
from leadctl.errors import Sentence, listing
from leadctl.intake import remarks
from leadctl.intake.cell_dates import DITTO
from leadctl.intake.cells import is_dash, key_of
from leadctl.intake.columns import Check, Columns
from leadctl.intake.faults import Faults
from leadctl.intake.headers import Header
from leadctl.intake.kinds.declaration import Combine, FileKind, Rule
from leadctl.intake.remarks import Remark
from leadctl.intake.sheets.table import WHOLE_ROW, Block, Row, column_letter
from leadctl.named_tuple import NamedTuple

Reasons = list[tuple[str, Sentence]]
"""Why a row is bad: (column, reason) pairs."""

_COUNT = re.compile(r"\d{1,4}(?:\.0+)?")
"""Too short for a day, which has eight digits, or five where a spreadsheet numbers it."""
_FOOTER = re.compile(
    r"\W*(?:本?[日周月年页]?(?:合计|总计|小计|共计|累计)|(?:grand|sub)?total|endoffile|制表|审核|填表|复核|打印(?:日期|时间|人)|共\d+[条行人批组])"
)
_NOTE = re.compile(
    r"\W*(?:备注|注|注意|说明|附注|[^\d:：]{0,8}(?:签字|签名|签章)|(?:[^\d:：]{0,4})(?:店长|经理|主管|负责人|制单人?|统计人?)"
    r"|note|remark)[:：]"
)
_FEW = 4
"""A row with more cells says more than a day."""
_SHOWN = 3
"""Values of a column without a header that are shown."""


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


class BadRow(NamedTuple):
    """A bad row as it stands in the file. ``fields``: column that is made of several -> the one whose cell is bad."""

    line: int
    cells: Row
    reasons: Reasons
    fields: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class CheckedBlock:
    """What was found in one block, and how many bytes had been read by then.

    ``part``: the place of its sheet among those that are read; ``rows``: records among its rows; ``bad``: those that
    are bad; ``remarks``: what was done to cells of the others.
    """

    chunk: Chunk
    part: int = 0
    rows: int = 0
    bad: Sequence[BadRow] = ()
    remarks: Sequence[Remark] = ()
    warnings: Sequence[Sentence] = ()
    read: int = 0


class SheetRules(NamedTuple):
    """How the rows of one sheet are checked.

    ``place``: among the sheets that are read; ``name``: None in a file without sheets. ``fill_down``: the columns whose
    empty cells take the value above. ``delimited``: the cells are counted, so that one too many says that a row is
    shifted; elsewhere it stands in a column without a header. ``keeps_cells``: chunks have the rows' own cells.
    """

    kind: FileKind
    place: int
    name: str | None
    header: Header
    checks: Mapping[str, Check]
    combine: Combine
    last_rule: Rule | None = None
    fill_down: Sequence[int] = ()
    delimited: bool = False
    keeps_cells: bool = False


class CarriedCells:
    """Fills what is written only in the first of several rows. ``places``: of the columns of which this is so."""

    def __init__(self, places: Sequence[int]) -> None:
        self._places = places
        self._above: dict[int, str] = {}

    def fill(self, cells: Row) -> Row:
        """The row with what stands above in its empty cells, and in those with 〃 and the like. A footer stays as it
        is."""
        if not any(map(str.strip, cells)) or _is_footer(cells):
            return cells
        for place in self._places:
            text = cells[place].strip() if place < len(cells) else ""
            if text and key_of(text) not in DITTO and text not in DITTO:
                self._above[place] = cells[place]
            elif place in self._above:
                cells = [*cells, *[""] * (place + 1 - len(cells))]
                cells[place] = self._above[place]
        return cells

    def is_heading(self, cells: Row) -> bool:
        """Whether a row, as it stands in the file, says nothing but what holds for the rows below it."""
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        return bool(filled) and set(self._places).issuperset(filled) and len(cells) > len(filled)


class BlockChecker:
    """Checks the blocks of one sheet in their order."""

    def __init__(self, rules: SheetRules, bytes_read: Callable[[], int]) -> None:
        self.rules = rules
        self.header = rules.header
        self.footers = self.repeated_headers = self.headings = 0
        self._bytes_read = bytes_read
        self._carried = CarriedCells(rules.fill_down)
        self._unnamed: dict[int, list[str]] = {}
        self._read_places = frozenset(self.header.places.values())
        self._nameless = [place for place, text in enumerate(self.header.texts) if not text and not self._reads(place)]
        self._cells_of_header = max(map(len, self.header.rows), default=0)
        self._marks = [_strip_row(row) for row in self.header.rows]

    def check(self, block: Block) -> CheckedBlock:
        """The good rows as a chunk, and the bad ones."""
        block = self._drop_repeated_headers(_drop_blank_rows(block) if [] in block.rows else block)
        if self.rules.fill_down:
            self._fill_down(block)
        read, place = self._bytes_read(), self.rules.place
        if not block.rows:
            return CheckedBlock(Chunk([], {}), place, read=read)
        faults = Faults()
        columns = self._check_columns(block, faults)
        self._remark_on_days_alone(block, columns, faults)
        said = [
            Remark(block.lines[remark.row], *remark[1:], sheet=self.rules.name)
            for remark in faults.remarks
            if remark.row not in faults.by_row
        ]
        bad = [
            BadRow(block.lines[row], block.rows[row], reasons, faults.fields.get(row, {}))
            for row, reasons in sorted(faults.by_row.items())
            if not self._is_no_record(block.rows[row])
        ]
        chunk = self._take_good_rows(block, columns, faults)
        return CheckedBlock(chunk, place, len(chunk) + len(bad), bad, said, read=read)

    def describe_findings(self) -> list[Sentence]:
        """What was passed over in the rows checked so far, a sentence each."""
        said = []
        if self.repeated_headers:
            said.append(Sentence("rows that repeat the header were skipped: {count}", count=self.repeated_headers))
        if self.headings:
            said.append(Sentence("rows that hold only what is filled down were skipped: {count}", count=self.headings))
        if self.footers:
            said.append(Sentence("footers were skipped: {count}", count=self.footers))
        if self._unnamed:
            columns = (
                Sentence("{letter} ({values})", letter=column_letter(place), values=listing(map(mask_value, values)))
                for place, values in sorted(self._unnamed.items())
            )
            said.append(
                Sentence(
                    "columns without a header hold data and were not read: {columns}; --map FIELD=#{letter} reads one",
                    columns=listing(columns),
                    letter=column_letter(min(self._unnamed)),
                )
            )
        if said and self.rules.name is not None:
            return [Sentence("sheet {sheet}: {why}", sheet=self.rules.name, why=sentence) for sentence in said]
        return said

    def _reads(self, place: int) -> bool:
        return place in self._read_places

    def _check_columns(self, block: Block, faults: Faults) -> Columns:
        cells = self._cells_by_column(block, faults)
        checked = {
            name: self.rules.checks[name](cells[place], faults.reporter(name))
            for name, place in self.header.places.items()
        }
        columns = self.rules.combine(checked, len(block.rows), faults)
        if self.rules.last_rule is not None:
            self.rules.last_rule(columns, len(block.rows), faults)
        return columns

    def _remark_on_days_alone(self, block: Block, columns: Columns, faults: Faults) -> None:
        """Note the rows that are visits by their day alone, such as those of a form whose days were written ahead."""
        moments = columns.get("arrived_at", ()) if self.rules.kind.needs else ()
        if len(self._read_places) < 2 or "T00:00" not in "\n".join(filter(None, moments)):
            return
        dated = {self.header.places[name] for name in self.rules.kind.anchors if name in self.header.places}
        report = faults.reporter("arrived_at")
        for row, (cells, moment) in enumerate(zip(block.rows, moments, strict=True)):
            if moment and moment.endswith("T00:00") and len(cells) - cells.count("") <= _FEW:
                filled = [
                    place for place, cell in enumerate(cells) if cell and not cell.isspace() and self._reads(place)
                ]
                if len(filled) == 1 and dated.issuperset(filled) and ":" not in cells[filled[0]]:
                    report.remark(row, remarks.DATE_ALONE, cells[filled[0]])

    def _drop_repeated_headers(self, block: Block) -> Block:
        """The block without rows that say again what the header says."""
        first = self._marks[-1][0] if self._marks and self._marks[-1] else ""
        if not first or first not in map(itemgetter(0), filter(None, block.rows)):
            return block
        kept = [row for row, cells in enumerate(block.rows) if _strip_row(cells) not in self._marks]
        self.repeated_headers += len(block.rows) - len(kept)
        return _keep_rows(block, kept)

    def _fill_down(self, block: Block) -> None:
        """Give empty cells, and marks such as 〃, what stands above them; footers stay as they are."""
        headings = set()
        for row, cells in enumerate(block.rows):
            block.rows[row] = self._carried.fill(cells)
            if self._carried.is_heading(cells):
                headings.add(row)
        if headings:
            self.headings += len(headings)
            kept = _keep_rows(block, [row for row in range(len(block.rows)) if row not in headings])
            block.lines, block.rows, block.unreadable = kept.lines, kept.rows, kept.unreadable

    def _cells_by_column(self, block: Block, faults: Faults) -> Sequence[Sequence[str]]:
        width = self.header.width + self.header.own
        if set(map(len, block.rows)) == {width}:
            columns: Sequence[Sequence[str]] = list(zip(*block.rows, strict=True))
        else:
            self._look_beyond_headers(block, width, faults)
            # A last row that is wide enough makes every column exist, however short the others are.
            padded = list(zip_longest(*block.rows, [""] * width, fillvalue=""))
            columns = [column[:-1] for column in padded[:width]]
        for place in self._nameless:
            self._note_unnamed(place, columns[place])
        for row, (place, reason) in block.unreadable.items():
            if not 0 <= place < width or self._reads(place):
                faults.add(self._column_at(place), row, reason)
        return columns

    def _look_beyond_headers(self, block: Block, width: int, faults: Faults) -> None:
        """A row with more cells than the header is shifted in a delimited file; else its column has no header."""
        for row, cells in enumerate(block.rows):
            if len(cells) <= width or not any(map(str.strip, cells[width:])) or row in block.unreadable:
                continue
            if self.rules.delimited and len(cells) > self._cells_of_header:
                faults.add(
                    "",
                    row,
                    Sentence(
                        "the row has {cells} cells under {width} headers", cells=len(cells), width=self._cells_of_header
                    ),
                )
                continue
            for place, cell in enumerate(cells[width:], start=width):
                self._note_unnamed(place, [cell])

    def _note_unnamed(self, place: int, cells: Sequence[str]) -> None:
        """Keep the first values of a column that has no header."""
        shown = self._unnamed.get(place, [])
        if len(shown) < _SHOWN and any(map(str.strip, cells)):
            filled = [cell.strip() for cell in cells if cell.strip()]
            self._unnamed[place] = [*shown, *filled][:_SHOWN]

    def _column_at(self, place: int) -> str:
        """What is said to be bad where this cell is: our column, also one that is made of several, or the header."""
        if place == WHOLE_ROW:
            return ""
        made = {field: column for column, fields in self.rules.kind.shown.items() for field in fields}
        names = {column: made.get(name, name) for name, column in self.header.places.items()}
        texts = self.header.texts
        return names.get(place) or (texts[place] if place < len(texts) else "")

    def _is_no_record(self, cells: Row) -> bool:
        """Whether a row is empty, or a footer: it begins with 合计 or the like, and counts stand beside it, no date."""
        filled = [text for cell in cells if (text := "".join(cell.split()))]
        if all(map(is_dash, filled)):
            return True
        anchors = ["".join(_cell_of(self.header, cells, name).split()) for name in self.rules.kind.footer_fields()]
        if not (_is_footer(cells) or self._is_note(cells, filled[0])):
            return False
        if not all(text in ("", filled[0]) or _COUNT.fullmatch(text) for text in anchors):
            return False
        self.footers += 1
        return True

    def _is_note(self, cells: Row, first: str) -> bool:
        """Whether a row is a remark on the register, or a place to sign it, and says nothing of a person."""
        return _NOTE.match(first.casefold()) is not None and not any(
            _cell_of(self.header, cells, name).strip() not in ("", first) for name in ("phone", "lead", "name")
        )

    def _take_good_rows(self, block: Block, columns: Columns, faults: Faults) -> Chunk:
        lines, cells = list(block.lines), block.rows if self.rules.keeps_cells else []
        # Columns that nothing stands in are one and the same list.
        kept = {id(column): column for column in columns.values()}
        for row in sorted(faults.by_row, reverse=True):
            for column in (lines, *kept.values(), *filter(None, [cells])):
                del column[row]
        return Chunk(lines, columns, cells, self.rules.name)


def _cell_of(header: Header, cells: Row, name: str) -> str:
    place = header.places.get(name)
    return cells[place] if place is not None and place < len(cells) else ""


def format_value(header: Header, cells: Row, fields: Sequence[str]) -> str:
    """The cells of these fields, as they stand in the file."""
    return " ".join(filter(None, (_cell_of(header, cells, name) for name in fields)))


def find_letter(header: Header, column: str, fields: Sequence[str]) -> str | None:
    """The letter of the first of these fields that the file has, of which ``column`` is made."""
    places = [header.places[name] for name in fields if name in header.places]
    if not places and column in header.texts:
        places = [header.texts.index(column)]
    return column_letter(places[0]) if places else None


def _is_footer(cells: Row) -> bool:
    """Whether a row begins with 合计, 制表 or the like."""
    first = next((text for cell in cells if (text := "".join(cell.split()))), "")
    return _FOOTER.match(first.casefold()) is not None


def _strip_row(cells: Row) -> Row:
    """The cells without white space, and without empty ones at the end."""
    texts = list(map(str.strip, cells))
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _drop_blank_rows(block: Block) -> Block:
    return _keep_rows(block, [row for row, cells in enumerate(block.rows) if cells or row in block.unreadable])


def _keep_rows(block: Block, kept: Sequence[int]) -> Block:
    unreadable = {new: block.unreadable[row] for new, row in enumerate(kept) if row in block.unreadable}
    return Block([block.lines[row] for row in kept], [block.rows[row] for row in kept], unreadable)
