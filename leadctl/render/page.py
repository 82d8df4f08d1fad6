"""What there is to show, as plain data: the same page feeds every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean
from leadctl.render.values import DASH, format_moment, format_money, format_number, format_rate

if TYPE_CHECKING:
    from typing import Any, TypeAlias, TypeGuard

JsonObject: TypeAlias = "Mapping[str, Any]"
"""An object as JSON has it: what a report or a query gives a page to draw."""

Translate = Callable[[str], str]
"""An English text -> the reader's language."""

SCREEN, TEXT, DOCUMENT, PROGRAM = "screen", "text", "document", "program"
WRITTEN = (TEXT, DOCUMENT)
PEOPLE = (SCREEN, *WRITTEN)
"""Who reads a format: people, on a screen that has little width and the text under a row, in a text that has room
for everything, or in a document (a workbook, a web page) whose cells are numbers and dates; or a program."""

NUMBERS = frozenset({"int", "rate", "money", "decimal", "number", "shown"})
"""Kinds of columns that are aligned right."""

EMPTY = N_("Nothing to show.")
"""Stands for a table without rows and without a note."""


class Column(NamedTuple):
    """One column of a table.

    ``kind`` is ``text``, ``int``, ``rate`` (a fraction 0-1), ``money`` (yuan), ``date``, ``decimal``, ``number``
    (whole ones as such, others with one decimal), or ``shown`` (a number written out; empty where there is none).
    ``style`` is the key of a row whose value names a style of the screen (``overdue``, ``today``, ``accent`` ...).
    ``kind_of`` is the key of a row whose value is the kind of this cell, where rows hold different things.
    ``figure`` is the path of the figure that a cell shows, as ``--list`` takes it, with keys of the row in braces,
    such as ``consultants.{consultant}.due``; a row that lacks one of them shows no figure there.
    """

    key: str
    """JSON key and CSV header, English whatever the language."""
    title: str
    """Human header in English, translated when it is shown."""
    kind: str = "text"
    bar: bool = False
    """Draw a bar in proportion to the value; the screen only."""
    wrap: bool = False
    """May be folded onto several lines; any other column is never cut."""
    style: str | None = None
    drop: int = 0
    """0: always there; a narrow terminal leaves out the column with the highest number first, and says so."""
    repeated: bool = False
    """The text under a row says it too, so that nothing is missing where the column is left out."""
    readers: tuple[str, ...] = (*PEOPLE, PROGRAM)
    """Who has this column."""
    labels: Mapping[str, str] | None = None
    """Code -> English label, translated when people read it; CSV keeps the code."""
    kind_of: str | None = None
    figure: str = ""
    least: int = 16
    """Cells below which a folding column does not shrink; words of labels stay whole where the row fits one line."""

    def kind_in(self, row: Mapping[str, object]) -> str:
        """What the cell of a row is."""
        return self.kind if self.kind_of is None else str(row.get(self.kind_of) or self.kind)

    def figure_in(self, row: Mapping[str, object]) -> str:
        """The path of the figure that the cell of a row shows; empty where it shows none."""
        if not self.figure or row.get(self.key) is None:
            return ""
        try:
            return self.figure.format_map(row)
        except KeyError:
            return ""


LINES, COLUMNS, STACKED, BARS = "lines", "columns", "stacked", "bars"
PARETO, HEAT, TILES = "pareto", "heat", "tiles"
"""Kinds of charts: curves over time, columns beside or upon each other, bars with long names; counts from the largest
with their cumulative share, a table whose cells are shaded by their value, and a few figures in large digits."""


class Chart(NamedTuple):
    """A picture of a table, for documents that can draw it: one of the kinds above.

    ``category``: the key of the column that names the rows; ``values``: the keys of the columns that are drawn (of a
    Pareto chart the counts and the cumulative share), of all rows but the sums. ``title``: of the picture, where it is
    not the table's. ``folded``: the table is there to look numbers up in, and may be folded away under its picture.
    """

    kind: str
    category: str
    values: tuple[str, ...]
    title: str = ""
    folded: bool = False


class Table(NamedTuple):
    """Rows under columns. With ``group``, a heading stands wherever the rows' value under that key changes.

    The row key named like ``group`` with ``_style`` behind it may name the heading's style.
    ``below`` is the key of a text that the screen prints dim under its row.
    An empty table shows its ``note`` alone. ``keep``: on a screen that is too narrow for it the columns stand in
    several tables under each other, each after so many first ones; 0: never.
    ``chart``: its picture. ``cut``: on a screen a row is one line, and what does not fit its folding columns ends
    with dots.
    ``sums``: so many last rows are sums of the others, which no limit cuts. ``readers``: who has the table at all.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, object]]
    title: str = ""
    note: str = ""
    group: str | None = None
    below: str | None = None
    keep: int = 0
    cut: bool = False
    chart: Chart | None = None
    sums: int = 0
    readers: tuple[str, ...] = (*PEOPLE, PROGRAM)

    def columns_for(self, reader: str) -> list[Column]:
        """The columns that ``SCREEN``, ``TEXT``, ``DOCUMENT`` or ``PROGRAM`` has."""
        return [column for column in self.columns if reader in column.readers]

    @property
    def parts(self) -> Sequence[Mapping[str, object]]:
        """Its rows without the sums."""
        return self.rows[: len(self.rows) - self.sums]

    @property
    def picture(self) -> Chart | None:
        """Its chart; of a table that draws bars on a screen, these bars."""
        if self.chart is not None or len(self.rows) < 2:
            return self.chart
        bars = [column.key for column in self.columns_for(DOCUMENT) if column.bar]
        names = [column.key for column in self.columns_for(DOCUMENT) if column.kind not in NUMBERS]
        return Chart(BARS, names[0], tuple(bars)) if bars and names else None


Tables = tuple[Table, ...]
Notes = tuple[str, ...]


class Listing(NamedTuple):
    """The first records behind a figure, as a table, and how many there are."""

    table: Table
    total: int


class Event(NamedTuple):
    """What a calendar shows. ``at``: its ISO day, or its ISO moment in store time; ``uid``: the same each time, so that
    a calendar changes what it has; ``cancelled``: it is taken off."""

    uid: str
    at: str
    title: str
    note: str = ""
    cancelled: bool = False


class Calendar(NamedTuple):
    """Events, when they were asked for (ISO, store time), and the store's time zone; None: the machine's."""

    now: str
    zone: str | None
    events: Sequence[Event]

    def moment(self, text: str) -> datetime:
        """An ISO moment in store time, with its zone."""
        from zoneinfo import ZoneInfo

        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=ZoneInfo(self.zone)) if self.zone else moment.astimezone()


class Contact(NamedTuple):
    """One person for an address book. ``birthday``: an ISO day."""

    uid: str
    name: str
    phones: Sequence[str]
    birthday: str | None = None
    note: str = ""


class Page(NamedTuple):
    """``data`` is exactly what json prints; ``tables`` and ``notes`` are what people read.

    ``records``: the tables that programs read as csv, where they are not those of people. All three may be functions,
    which are called only for a format that prints what they make. ``behind``: the path of a figure -> its records, for
    a format that has room for them. ``calendar``, ``contact``: what it is for a calendar and an address book; None:
    nothing.
    """

    data: object
    tables: Tables | Callable[[], Tables] = ()
    title: str = ""
    notes: Notes | Callable[[], Notes] = ()
    records: Tables | Callable[[], Tables] | None = None
    behind: Mapping[str, Listing] = MappingProxyType({})
    calendar: Callable[[], Calendar] | None = None
    contact: Callable[[], Contact] | None = None

    def tables_for(self, reader: str) -> Tables:
        """What ``SCREEN``, ``TEXT``, ``DOCUMENT`` or ``PROGRAM`` reads."""
        return tuple(table for table in self.make_tables(program=reader == PROGRAM) if reader in table.readers)

    def make_tables(self, *, program: bool) -> Tables:
        """All tables, whoever of people has them, or those that programs read."""
        wanted = self.records if program and self.records is not None else self.tables
        return wanted() if callable(wanted) else wanted

    @property
    def remarks(self) -> Notes:
        """The notes, made where they are a function."""
        return self.notes() if callable(self.notes) else self.notes

    def limit_records(self, limit: int | None) -> Page:
        """The page with at most ``limit`` records (None: all); only listings are cut, whose data is a list."""
        if limit is None or not is_list(self.data):
            return self

        def tables() -> Tables:
            return tuple(_first_rows(table, limit) for table in self.make_tables(program=False))

        def records() -> Tables:
            return tuple(_first_rows(table, limit) for table in self.make_tables(program=True))

        return self._replace(data=self.data[:limit], tables=tables, records=records)


def is_list(data: object) -> TypeGuard[Sequence[Any]]:
    """Whether data is a list of records, which may be made as they are read."""
    return isinstance(data, Sequence) and not isinstance(data, (str, bytes))


def limit_page(page: Page, limit: int | None) -> Page:
    """A report with at most ``limit`` rows in each of its tables and in each list of its data (None: all)."""
    if limit is None or is_list(page.data):
        return page

    def tables() -> Tables:
        return tuple(_first_rows(table, limit) for table in page.make_tables(program=False))

    def records() -> Tables:
        return tuple(_first_rows(table, limit) for table in page.make_tables(program=True))

    return page._replace(data=_limit_lists(page.data, limit), tables=tables, records=records)


def _limit_lists(data: object, limit: int) -> object:
    """The data with its lists of records cut; lists of names and numbers belong to their records and stay."""
    if isinstance(data, Mapping):
        return {key: _limit_lists(value, limit) for key, value in data.items()}
    if isinstance(data, (str, bytes)) or not isinstance(data, Sequence):
        return data
    if all(isinstance(row, (Mapping, Sequence)) and not isinstance(row, str) for row in data[:1]):
        return list(data[:limit])
    return data


def _first_rows(table: Table, limit: int) -> Table:
    # What is said of an empty list is not true of one that was asked to show nothing.
    rows = [*table.parts[:limit], *table.rows[len(table.parts) :]] if table.sums else table.rows[:limit]
    return table._replace(rows=rows, note=table.note if limit or not table.rows else "")


def find_phones(data: object) -> set[str]:
    """The phones that stand in full in the data of a page, wherever it has a key for them."""
    found: set[str] = set()
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "phone" and isinstance(value, str):
                found.add(value)
            elif key == "phones" and isinstance(value, list):
                found.update(str(phone) for phone in value)
            elif isinstance(value, (Mapping, list, tuple)):
                found |= find_phones(value)
    elif is_list(data):
        for value in data:
            if isinstance(value, Mapping):
                found |= find_phones(value)
    return {phone for phone in found if "*" not in phone}


def key_columns(*keys: str) -> tuple[Column, ...]:
    """A key a column, for a table that only programs read."""
    return tuple(Column(key, key) for key in keys)


def raw_columns(*keys: str) -> tuple[Column, ...]:
    """A key a column, for a table that people read in other columns."""
    return tuple(Column(key, key, readers=(PROGRAM,)) for key in keys)


def prefix_figures(table: Table, prefix: str) -> Table:
    """A table of another page, whose figures have this before their paths here, such as ``funnel.``."""
    columns = (one._replace(figure=f"{prefix}{one.figure}") if one.figure else one for one in table.columns)
    return table._replace(columns=tuple(columns))


def escape_path(text: str) -> str:
    """A name as a part of the path of a column's figure."""
    return text.replace("{", "{{").replace("}", "}}")


def link_figures(*columns: Column) -> tuple[Column, ...]:
    """The columns with their figures: of a number without one the row's ``path`` and the column's key."""
    return tuple(
        one._replace(figure=f"{{path}}{one.key}") if one.kind in NUMBERS and not one.figure else one for one in columns
    )


def cell_text(column: Column, row: Mapping[str, object], translate: Translate) -> str:
    """One cell as people read it: cleaned, labelled and translated where it holds a code, a dash where a number is
    missing."""
    return _value_text(column, column.kind_in(row), row.get(column.key), translate)


def column_texts(column: Column, rows: Sequence[Mapping[str, object]], translate: Translate) -> list[str]:
    """The cells of these rows in one column, as :func:`cell_text` gives each; what several hold is written once."""
    values = [row.get(column.key) for row in rows]
    alike = set(map(type, values))
    if column.kind_of is not None or not any(alike <= kinds for kinds in _TOLD_APART):
        return [cell_text(column, row, translate) for row in rows]
    texts = {value: _value_text(column, column.kind, value, translate) for value in set(values)}
    return [texts[value] for value in values]


_TOLD_APART = ({str, type(None)}, {int, type(None)})
"""Types of which no value equals another that is written differently, as ``1`` and ``True`` are."""


def _value_text(column: Column, kind: str, value: object, translate: Translate) -> str:
    if value is None or value == "":
        return DASH if kind in NUMBERS and kind != "shown" else ""
    if column.labels is not None:
        return translate(column.labels.get(str(value), clean(str(value))))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_text(kind, value)
    if kind == "date":
        return clean(str(value))[:10]
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"))
    if isinstance(value, (list, tuple)):
        return clean(translate(N_(", ")).join(map(str, value)))
    return format_moment(value) if isinstance(value, str) and _is_moment(kind, value) else clean(str(value))


def _number_text(kind: str, value: int | float) -> str:
    if kind == "rate":
        return format_rate(value)
    if kind == "money":
        return format_money(value)
    if kind == "decimal" or (kind == "number" and isinstance(value, float)):
        return format_number(value)
    return str(value)


def _is_moment(kind: str, text: str) -> bool:
    """Whether a cell holds a moment as the store keeps it; people read it with a space in the middle."""
    if kind in NUMBERS or len(text) not in (16, 19) or text[10] != "T":
        return False
    return (text[:4] + text[5:7] + text[8:10] + text[11:13]).isdigit()
