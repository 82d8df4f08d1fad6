"""Tables for a screen: columns that fit its width, colours, bars.

Rich measures what is not plain ASCII. The lines are laid out here, since its own table has neither headings nor lines
across columns, and coloured here: its table and its styles cost a short command a quarter more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from leadctl.domain.record_lists import CHUNK, take_chunks
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean
from leadctl.render.formats import Format, Medium, Paint
from leadctl.render.marks import Marks, marks_for
from leadctl.render.page import EMPTY, NUMBERS, SCREEN, Column, Page, Table, Translate, cell_text, column_texts

Measure = Callable[[str], int]
Line = list[tuple[int, int]]
"""(column index, width), left to right."""

_CLOSING = "，。；：、！？）》」』”’"
"""Marks that no line begins with."""

_OPENING = "（《「『“‘"
"""Marks that no line ends with."""

_NARROW = "".join(map(chr, range(ord("!"), ord("~") + 1)))
"""What words beside wide characters consist of."""

INDENT = 2
"""Cells by which the further lines of a row are indented."""

_CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}
"""Weights and colours in the terminal's own sixteen, as ECMA-48 numbers them."""

_WEIGHTS = ("bold", "dim")

STYLES = {
    "title": "bold",
    "header": "dim",
    "rule": "dim",
    "dim": "dim",
    "strong": "bold",
    "overdue": "bold red",
    "late": "red",
    "today": "bold",
    "accent": "bold cyan",
    "good": "green",
    "warn": "yellow",
    "bad": "red",
    "bar": "cyan",
}
"""Style names that rows may carry, in the terminal's own sixteen colours, so that they suit its theme."""

BAR = 30
"""Cells of a full bar where there is room."""

LEFT_OUT = N_("{count} columns left out: widen, or --format plain")

BELOW_LINES = 3
"""Lines of the text under a row on a terminal; a pipe gets all of it."""


class Screen(NamedTuple):
    """Where a page is drawn. ``width`` in cells, None for no limit; ``paint`` puts a named style on a text."""

    width: int | None
    marks: Marks
    translate: Translate
    measure: Measure
    paint: Paint

    @property
    def gap(self) -> int:
        """Cells between two columns."""
        return 1 if self.width is not None and self.width < 60 else 2


class Part(NamedTuple):
    """Some rows of a table, and the texts of their cells by column."""

    rows: Sequence[Mapping[str, object]]
    texts: Sequence[Sequence[str]]


class Grid(NamedTuple):
    """A table's cells as text and the lines that a row takes.

    ``parts``: its rows and their cells, part by part, which a long table makes each time they are read. ``filled``: the
    columns in which anything stands. ``narrow`` is each column's own width, without a bar; ``peaks`` is what a full bar
    of it stands for. ``cut``: a cell is one line.
    """

    columns: Sequence[Column]
    titles: Sequence[str]
    parts: Callable[[], Iterable[Part]]
    filled: Sequence[bool]
    lines: Sequence[Line]
    narrow: Sequence[int]
    peaks: Sequence[float]
    cut: bool


def write_table(page: Page, medium: Medium) -> Iterable[str]:
    """The page as a terminal shows it, or a pipe that stands for one: uncut, and without colours."""
    paint = _leave_unpainted if medium.colour is None else make_painter(medium.colour)
    screen = Screen(medium.width, marks_for(medium.encoding), medium.translate, count_cells, paint)
    # A large store's list is never one text.
    yield from map("".join, take_chunks(f"{line}\n" for line in _draw_lines(page, screen)))


def _leave_unpainted(text: str, style: str | None) -> str:
    return text


def draw_page(page: Page, screen: Screen) -> str:
    """The whole page as text, ready to write; every line ends with a newline."""
    return "".join(f"{line}\n" for line in _draw_lines(page, screen))


def _draw_lines(page: Page, screen: Screen) -> Iterator[str]:
    """The title, the tables and the notes, an empty line between them."""
    blocks = [iter(_paragraph(page.title, screen, "title"))] if page.title else []
    blocks += [_draw_table(table, screen) for table in page.tables_for(SCREEN)]
    blocks.append(line for note in page.remarks for line in _paragraph(note, screen, None))
    begun = False
    for block in blocks:
        for place, line in enumerate(block):
            if begun and place == 0:
                yield ""
            yield line
            begun = True


def count_cells(text: str) -> int:
    """The width of a text on a terminal: one cell a character, two for a wide one."""
    if _is_narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _is_narrow(text: str) -> bool:
    """Whether each character surely takes one cell: plain letters, and the dot that stands between parts of a text."""
    return text.isascii() or text.replace("·", "").isascii()


def make_painter(colour: bool) -> Paint:
    """Puts named styles on text; without ``colour`` only weights (bold, dim)."""
    words = {name: [word for word in value.split() if colour or word in _WEIGHTS] for name, value in STYLES.items()}
    codes = {name: ";".join(str(_CODES[word]) for word in chosen) for name, chosen in words.items()}

    def paint(text: str, style: str | None) -> str:
        found = codes.get(style) if style else None
        return f"\x1b[{found}m{text}\x1b[0m" if found and text else text

    return paint


def _paragraph(text: str, screen: Screen, style: str | None) -> list[str]:
    text = screen.marks.fit(clean(screen.translate(text)))
    lines = fold(text, screen.width, screen.measure) if screen.width else [text]
    return [screen.paint(line, style) for line in lines]


def _draw_table(table: Table, screen: Screen) -> Iterator[str]:
    if table.title:
        yield from _paragraph(table.title, screen, "title")
    if not table.rows:
        yield from _paragraph(table.note or EMPTY, screen, None)
        return
    parts = _split_columns(table, screen)
    left_out = 0
    for part in parts:
        if part is not parts[0]:
            yield ""
        grid = _lay_out_grid(part, screen)
        left_out += _count_left_out(grid)
        yield from _draw_rows(part, grid, screen)
    if table.note:
        yield from _paragraph(table.note, screen, "dim")
    if left_out:
        yield from _paragraph(_say_left_out(left_out, screen), screen, "dim")


def _count_left_out(grid: Grid) -> int:
    """The columns for which there was no room, of those that say something that stands nowhere else."""
    shown = {i for line in grid.lines for i, _ in line}
    missing = (i for i, column in enumerate(grid.columns) if i not in shown and not column.repeated)
    return sum(grid.filled[i] for i in missing)


def _say_left_out(count: int, screen: Screen) -> str:
    text = N_("1 column left out: widen, or --format plain") if count == 1 else LEFT_OUT
    return screen.translate(text).format(count=count)


def _split_columns(table: Table, screen: Screen) -> list[Table]:
    """The table, or where it is too wide as many tables with a part of its columns as it takes, of like size."""
    if not table.keep or screen.width is None:
        return [table]
    columns = table.columns_for(SCREEN)
    first, others = columns[: table.keep], columns[table.keep :]
    most = len(others)
    while most > 1 and not _fits(table, first, others, most, screen):
        most -= 1
    count = -(-len(others) // most)
    size = -(-len(others) // count)
    return [table._replace(columns=(*first, *others[at : at + size])) for at in range(0, len(others), size)]


def _fits(table: Table, first: Sequence[Column], others: Sequence[Column], most: int, screen: Screen) -> bool:
    """Whether all tables of at most so many of the other columns fit the screen."""
    widths = {column.key: _column_width(column, table, screen) for column in (*first, *others)}
    count = -(-len(others) // most)
    size = -(-len(others) // count)
    parts = [(*first, *others[at : at + size]) for at in range(0, len(others), size)]
    room = screen.width or 0
    return all(sum(widths[one.key] + screen.gap for one in part) - screen.gap <= room for part in parts)


def _column_width(column: Column, table: Table, screen: Screen) -> int:
    fit, translate = screen.marks.fit, screen.translate
    texts = (fit(cell_text(column, row, translate)) for row in table.rows)
    width = max(map(screen.measure, (fit(translate(column.title)), *texts)))
    return min(width, max(column.least, screen.measure(translate(column.title)))) if column.wrap else width


def _draw_rows(table: Table, grid: Grid, screen: Screen) -> Iterator[str]:
    yield from _header_lines(grid, screen)
    heading = None
    for part in grid.parts():
        for row, lines in zip(part.rows, _draw_part(part, grid, screen), strict=True):
            if table.group and row.get(table.group) != heading:
                if heading is not None:
                    yield ""
                heading = row.get(table.group)
                yield from _paragraph(str(heading), screen, str(row.get(f"{table.group}_style") or "title"))
            yield from lines
            yield from _write_text_below(row, table, grid, screen)


def _draw_part(part: Part, grid: Grid, screen: Screen) -> Iterator[list[str]]:
    """The lines of each row: mostly one a line of the grid, where no cell is folded."""
    fitting = [True] * len(part.rows)
    drawn = []
    for number, line in enumerate(grid.lines):
        for i, width in line:
            if _measure_widest(part.texts[i], screen) > width:
                sizes = map(screen.measure, part.texts[i])
                fitting = [fits and size <= width for fits, size in zip(fitting, sizes, strict=True)]
        columns = [_draw_column(part, i, width, grid, screen) for i, width in line]
        drawn.append([_join_cells(placed, number, screen) for placed in zip(*columns, strict=True)])
    for place, lines in enumerate(zip(*drawn, strict=True)):
        cells = [texts[place] for texts in part.texts] if not fitting[place] else []
        yield _row_lines(part.rows[place], cells, grid, screen) if cells else list(lines)


def _draw_column(part: Part, i: int, width: int, grid: Grid, screen: Screen) -> list[str]:
    """The cells of a column, of which no one is folded."""
    column, texts = grid.columns[i], part.texts[i]
    if column.bar or column.style or not _is_narrow("".join(texts)):
        return [_draw_cell(row, text, i, width, grid, screen) for row, text in zip(part.rows, texts, strict=True)]
    return [text.rjust(width) if column.kind in NUMBERS else text.ljust(width) for text in texts]


def _measure_widest(texts: Sequence[str], screen: Screen) -> int:
    narrow = _is_narrow("".join(texts))
    return max(map(len if narrow else screen.measure, texts))


def _read_parts(table: Table, columns: Sequence[Column], screen: Screen) -> Callable[[], Iterable[Part]]:
    """The rows of a table with their texts; of a long one they are made anew each time, instead of held."""

    def read() -> Iterator[Part]:
        for rows in take_chunks(table.rows):
            texts = (column_texts(column, rows, screen.translate) for column in columns)
            yield Part(rows, list(map(screen.marks.fit_all, texts)))

    if len(table.rows) > CHUNK:
        return read
    held = list(read())
    return lambda: held


def _lay_out_grid(table: Table, screen: Screen) -> Grid:
    columns = table.columns_for(SCREEN)
    fit, translate, measure = screen.marks.fit, screen.translate, screen.measure
    parts = _read_parts(table, columns, screen)
    titles = [fit(translate(column.title)) for column in columns]
    narrow, filled = list(map(measure, titles)), [False] * len(columns)
    labelled: dict[int, set[str]] = {i: set() for i, column in enumerate(columns) if column.wrap and column.labels}
    for part in parts():
        narrow = [max(width, _measure_widest(texts, screen)) for width, texts in zip(narrow, part.texts, strict=True)]
        filled = [known or any(texts) for known, texts in zip(filled, part.texts, strict=True)]
        for i, texts in labelled.items():
            texts.update(part.texts[i])
    if screen.width is not None:
        # A name wider than the whole screen is folded, since it may not be cut.
        narrow = [min(cells_wide, screen.width - INDENT) for cells_wide in narrow]
    natural = [w + 1 + BAR if c.bar else w for w, c in zip(narrow, columns, strict=True)]
    least = [min(w, max(c.least, measure(t))) if c.wrap else w for w, c, t in zip(narrow, columns, titles, strict=True)]
    drops = [column.drop for column in columns]
    words = {i: _measure_words(columns[i], texts, screen) for i, texts in labelled.items()}
    whole = [min(natural[i], max(w, words.get(i, 0))) for i, w in enumerate(least)]
    lines = arrange(natural, whole, drops, screen.width, screen.gap)
    if len(lines) > 1:  # a broken word is better than a row on two lines
        lines = arrange(natural, least, drops, screen.width, screen.gap)
    peaks = [_highest_value(column, table) for column in columns]
    return Grid(columns, titles, parts, filled, lines, narrow, peaks, table.cut)


def _measure_words(column: Column, texts: set[str], screen: Screen) -> int:
    """The longest word of the labels among these texts; what else stands in the column may break anywhere."""
    labels = map(screen.translate, (column.labels or {}).values())
    words = [word for text in texts.intersection(screen.marks.fit_all(list(labels))) for word in text.split()]
    return max(map(screen.measure, words), default=0)


def _highest_value(column: Column, table: Table) -> float:
    values = [row.get(column.key) for row in table.rows] if column.bar else []
    return max((float(value) for value in values if isinstance(value, (int, float))), default=0.0)


def _header_lines(grid: Grid, screen: Screen) -> list[str]:
    lines = []
    for number, line in enumerate(grid.lines):
        placed = [_pad_cell(grid.titles[i], width, grid, i, "header", screen) for i, width in line]
        lines.append(_join_cells(placed, number, screen))
    across = max(sum(width + screen.gap for _, width in line) - screen.gap for line in grid.lines)
    return [*lines, screen.paint(screen.marks.rule * min(across, screen.width or across), "rule")]


def _row_lines(row: Mapping[str, object], cells: Sequence[str], grid: Grid, screen: Screen) -> list[str]:
    lines = []
    for number, line in enumerate(grid.lines):
        folded = [_fold_cell(cells[i], width, grid, screen) for i, width in line]
        for depth in range(max(map(len, folded))):
            placed = [
                _draw_cell(row, texts[depth] if depth < len(texts) else "", i, width, grid, screen)
                for texts, (i, width) in zip(folded, line, strict=True)
            ]
            lines.append(_join_cells(placed, number, screen))
    return lines


def _fold_cell(text: str, width: int, grid: Grid, screen: Screen) -> list[str]:
    lines = fold(text, width, screen.measure)
    return shorten(lines, 1, width, screen.marks.ellipsis, screen.measure) if grid.cut else lines


def _draw_cell(row: Mapping[str, object], text: str, i: int, width: int, grid: Grid, screen: Screen) -> str:
    column = grid.columns[i]
    style = row.get(column.style) if column.style else None
    named = str(style) if style else None
    if not column.bar:
        return _pad_cell(text, width, grid, i, named, screen)
    value = row.get(column.key)
    share = float(value) / grid.peaks[i] if isinstance(value, (int, float)) and grid.peaks[i] > 0 else 0.0
    room = width - grid.narrow[i] - 1
    bar = screen.marks.bar(share, room)
    number = _pad_cell(text, grid.narrow[i], grid, i, named, screen)
    return f"{number} {screen.paint(bar, named or 'bar')}" + " " * (room - len(bar)) if room > 0 else number


def _pad_cell(text: str, width: int, grid: Grid, i: int, style: str | None, screen: Screen) -> str:
    column = grid.columns[i]
    flush = grid.narrow[i] if column.bar else width
    size = screen.measure(text)
    before = flush - size if column.kind in NUMBERS else 0
    after = width - size - before
    return " " * before + screen.paint(text, style) + " " * after


def _join_cells(placed: Sequence[str], number: int, screen: Screen) -> str:
    return " " * (INDENT if number else 0) + (" " * screen.gap).join(placed).rstrip()


def _write_text_below(row: Mapping[str, object], table: Table, grid: Grid, screen: Screen) -> list[str]:
    text = screen.marks.fit(clean(str(row.get(table.below) or ""))) if table.below else ""
    if not text:
        return []
    indent = min(grid.lines[0][0][1] + screen.gap, 8)
    if screen.width is None:
        return [" " * indent + text]
    room = screen.width - indent
    lines = shorten(fold(text, room, screen.measure), BELOW_LINES, room, screen.marks.ellipsis, screen.measure)
    return [" " * indent + screen.paint(line, "dim") for line in lines]


def arrange(
    natural: Sequence[int], least: Sequence[int], drops: Sequence[int], width: int | None, gap: int
) -> list[Line]:
    """The lines that one row takes, each a list of (column index, width).

    ``width`` None: one line, everything at its natural width. Otherwise elastic columns shrink towards ``least``;
    then the columns with the highest ``drops`` (above 0) are left out; what still does not fit goes to further lines.
    """
    if width is None:
        return [list(enumerate(natural))]
    kept = _drop_columns(least, drops, width, gap)
    lines = _split_lines(kept, least, width, gap)
    return [
        _stretch_line(line, natural, least, width - (INDENT if place else 0), gap) for place, line in enumerate(lines)
    ]


def _drop_columns(least: Sequence[int], drops: Sequence[int], width: int, gap: int) -> list[int]:
    kept = list(range(len(least)))
    while sum(least[i] + gap for i in kept) - gap > width:
        last = max(kept, key=lambda i: (drops[i], i))
        if not drops[last]:
            break
        kept.remove(last)
    return kept


def _split_lines(kept: list[int], least: Sequence[int], width: int, gap: int) -> list[list[int]]:
    lines: list[list[int]] = [[]]
    used = 0
    for i in kept:
        if lines[-1] and used + gap + least[i] > width:
            lines.append([])
            used = INDENT
        used += least[i] + (gap if lines[-1] else 0)
        lines[-1].append(i)
    return lines


def _stretch_line(line: list[int], natural: Sequence[int], least: Sequence[int], width: int, gap: int) -> Line:
    spare = max(0, width - sum(least[i] + gap for i in line) + gap)
    given = {i: least[i] for i in line}
    hungry = sorted((i for i in line if natural[i] > least[i]), key=lambda i: natural[i] - least[i])
    for place, i in enumerate(hungry):
        more = min(natural[i] - least[i], spare // (len(hungry) - place))
        given[i] += more
        spare -= more
    return [(i, given[i]) for i in line]


def fold(text: str, width: int, measure: Measure) -> list[str]:
    """The text on lines of at most ``width`` cells, broken at spaces or between wide characters; none is lost."""
    lines: list[str] = []
    while measure(text) > width:
        head = cut(text, width, measure)
        if len(head) > 1 and text[len(head)] in _CLOSING:
            head = head[:-1]
        space = head.rfind(" ")
        if space > 0 and not text[len(head)].isspace() and head[-1].isascii():
            head = head[:space]
        head = _leave_whole(head, text[len(head)])
        lines.append(head.rstrip())
        text = text[len(head) :].lstrip()
    return [*lines, text]


def _leave_whole(head: str, following: str) -> str:
    """The line without what the next one begins: an opened bracket, or a word that stands among wide characters."""
    in_word = following.isascii() and (following.isalnum() or following in "-_")
    if in_word:
        head = head.rstrip(_NARROW) or head
    return head.rstrip(_OPENING) or head


def cut(text: str, width: int, measure: Measure) -> str:
    """As many leading characters as fit ``width`` cells, at least one."""
    if _is_narrow(text[: width + 1]):
        return text[: max(width, 1)]
    used = 0
    for place, character in enumerate(text):
        used += _measure_character(character, measure)
        if used > width and place:
            return text[:place]
    return text


@lru_cache(maxsize=4096)
def _measure_character(character: str, measure: Measure) -> int:
    return measure(character)


def shorten(lines: list[str], most: int, width: int, ellipsis: str, measure: Measure) -> list[str]:
    """The first ``most`` lines; when there were more, the last one ends with ``ellipsis``."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    room = width - measure(ellipsis)
    return [*lines[: most - 1], (last if measure(last) <= room else cut(last, room, measure).rstrip()) + ellipsis]


FORMAT = Format(SCREEN, write_table)
