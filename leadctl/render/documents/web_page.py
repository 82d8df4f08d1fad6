"""A page as HTML: what the template is filled with."""

from __future__ import annotations

import shlex
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from pathlib import Path

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_
from leadctl.plain_text import clean
from leadctl.render.documents.charts import Picture, draw_picture, read_drawing
from leadctl.render.page import (
    DOCUMENT,
    EMPTY,
    HEAT,
    NUMBERS,
    TILES,
    Chart,
    Column,
    Listing,
    Page,
    Table,
    Translate,
    cell_text,
)

if TYPE_CHECKING:
    from typing import Any

_FOLDER = Path(__file__).parent
_FOLDED, _RECORDS = N_("The figures as a table"), N_("The records behind the figures")
_FOOTER = N_("Made by leadctl. Phones are masked unless they were asked for; nothing on this page is sent anywhere.")
_FOOTER_IN_FULL = N_(
    "Made by leadctl. Phones stand here in full: keep this page to yourself. Nothing on it is sent anywhere."
)
_SOME, _ALL = N_("{shown} of {count}; the others: --list {figure}"), N_("{count} records")
_ONE = N_("1 record")
_LEVELS = 5
"""Shades of a cell in a table that is coloured by its values."""


@dataclass(slots=True)
class Cell:
    """What stands in a cell: its text, its classes, the id of its records, and the length of its bar in per cent.
    ``gap``: its column has bars in a column of their own beside it. ``call``: the number that it calls."""

    text: str
    mark: str = ""
    link: str = ""
    bar: float | None = None
    gap: bool = False
    call: str = ""


@dataclass(slots=True)
class Row:
    """``heading``: of the group that begins with this row; ``sum``: it is a total."""

    cells: list[Cell]
    heading: str = ""
    sum: bool = False


@dataclass(slots=True)
class Grid:
    """A table. ``label``: what it is called aloud."""

    title: str
    label: str
    note: str
    heads: list[Cell]
    rows: list[Row]
    picture: Picture | None = None
    folded: bool = False
    tiles: bool = False
    shaded: bool = False

    @property
    def calls(self) -> bool:
        """Whether people are called from it: on a telephone each row is then a card of its own."""
        return any(cell.call for row in self.rows for cell in row.cells)

    @property
    def width(self) -> int:
        """How many columns it has, those of bars included."""
        return len(self.heads) + sum(head.gap for head in self.heads)


@dataclass(slots=True)
class Band:
    """Tables that stand beside each other where there is room (``paired``), or one under the other."""

    paired: bool
    tables: list[Grid] = field(default_factory=list)


@dataclass(slots=True)
class Behind:
    """The records of one figure."""

    id: str
    title: str
    count: str
    table: Grid


def write_web_page(page: Page, translate: Translate) -> str:
    """The page as one HTML file."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    style = (_FOLDER / "style.css").read_text(encoding="utf-8")
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True)
    store, heading = _split_title(clean(translate(page.title)) if page.title else "")
    first_paths = _find_first_paths(page.behind)
    places = {number: f"r{place}" for place, number in enumerate(first_paths, start=1)}
    links = {path: places[id(one)] for path, one in page.behind.items()}
    grids = [_lay_out(table, links, translate) for table in page.tables_for(DOCUMENT)]
    footer = _FOOTER_IN_FULL if any(grid.calls for grid in grids) else _FOOTER
    filled: dict[str, Any] = {
        "lang": "zh-CN" if translate(_RECORDS) != _RECORDS else "en",
        "title": " · ".join(text for text in (store, heading) if text) or "leadctl",
        "store": store,
        "heading": heading,
        "made": "",
        "style": Markup(style),  # nosec B704
        "policy": _make_policy(style),
        "bands": _group_in_bands(grids),
        "notes": [clean(translate(note)) for note in page.remarks],
        "behind": [_lay_out_records(links[path], path, page.behind[path], translate) for path in first_paths.values()],
        "words": {"folded": translate(_FOLDED), "records": translate(_RECORDS), "footer": translate(footer)},
    }
    return environment.get_template("page.html.jinja").render(page=filled)


def _find_first_paths(behind: Mapping[str, Listing]) -> dict[int, str]:
    """Each list of records, which may stand behind several figures -> the path of the first of them."""
    found: dict[int, str] = {}
    for path, one in behind.items():
        found.setdefault(id(one), path)
    return found


def _make_policy(style: str) -> str:
    """What a browser may do with the page: show it in its own style, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _split_title(title: str) -> tuple[str, str]:
    """The store before the first point of a title, and what the page is of."""
    store, point, heading = title.partition(" · ")
    return (store, heading) if point else ("", title)


def _group_in_bands(grids: Sequence[Grid]) -> list[Band]:
    """Tables with pictures that follow each other stand beside each other, others under each other."""
    bands: list[Band] = []
    for grid in grids:
        paired = grid.picture is not None or grid.shaded
        if not bands or bands[-1].paired != paired:
            bands.append(Band(paired))
        bands[-1].tables.append(grid)
    return bands


def _lay_out(whole: Table, links: Mapping[str, str], translate: Translate) -> Grid:
    # Rows that are masked are made each time they are read.
    table = whole._replace(rows=list(whole.rows))
    columns = table.columns_for(DOCUMENT)
    chart = table.chart
    addresses = [_find_links(columns, row, links) for row in table.rows]
    shades = _find_shades(table, chart)
    rows = []
    group = None
    peaks = {column.key: _find_peak(column, table) for column in columns if column.bar and chart is None}
    for row, found in zip(table.rows, addresses, strict=True):
        cells = [_make_cell(column, row, found, shades, peaks, translate) for column in columns]
        heading = clean(translate(str(row.get(table.group) or ""))) if table.group else ""
        rows.append(Row(cells, heading if heading != group else ""))
        group = heading
    for line in rows[len(table.parts) :]:
        line.sum = True
    title = clean(translate(table.title)) if table.title else ""
    note = table.note if table.rows else table.note or EMPTY
    drawn = None
    if chart is not None and chart.kind not in (HEAT, TILES) and table.rows:
        drawn = draw_picture(read_drawing(table, chart, addresses, translate))
    heads = [_make_head(column, column.key in peaks, translate) for column in columns]
    said = clean(translate(note)) if note else ""
    kind = "" if chart is None else chart.kind
    label = title or " · ".join(head.text for head in heads[:3])
    folded = chart is not None and chart.folded
    return Grid(title, label, said, heads, rows, drawn, folded, kind == TILES, kind == HEAT)


def _make_head(column: Column, gap: bool, translate: Translate) -> Cell:
    return Cell(clean(translate(column.title)) if column.title else "", _mark_of(column), gap=gap)


def _find_links(columns: Sequence[Column], row: Mapping[str, object], links: Mapping[str, str]) -> dict[str, str]:
    """The key of each column of a row -> the id of the records behind its cell; those without any are left out."""
    paths = {column.key: column.figure_in(row) for column in columns if column.figure}
    return {key: links[path] for key, path in paths.items() if path in links}


def _make_cell(
    column: Column,
    row: Mapping[str, object],
    links: Mapping[str, str],
    shades: Mapping[tuple[int, str], int],
    peaks: Mapping[str, float],
    translate: Translate,
) -> Cell:
    text = cell_text(column, row, translate)
    mark = _mark_of(column)
    if (level := shades.get((id(row), column.key), 0)) > 0:
        mark = f"{mark} h{level}".strip()
    value = row.get(column.key)
    bar = None
    if column.key in peaks and isinstance(value, (int, float)) and peaks[column.key] > 0:
        bar = round(100 * max(value, 0) / peaks[column.key], 1)
    return Cell(text, mark, links.get(column.key, ""), bar, column.key in peaks, _find_number(column, text))


def _find_number(column: Column, text: str) -> str:
    """The number that a phone in full calls; empty for all else."""
    number = text.replace(" ", "").replace("-", "") if column.key == "phone" else ""
    return number if number.removeprefix("+").isascii() and number.removeprefix("+").isdecimal() else ""


def _mark_of(column: Column) -> str:
    if column.kind in NUMBERS:
        return "n"
    return "d" if column.kind == "date" else "" if column.wrap else "t"


def _find_peak(column: Column, table: Table) -> float:
    values = [row.get(column.key) for row in table.rows]
    return max((float(value) for value in values if isinstance(value, (int, float))), default=0.0)


def _find_shades(table: Table, chart: Chart | None) -> dict[tuple[int, str], int]:
    """(a row, a key) -> how dark the cell is, 1 to 5; cells without a value have none."""
    if chart is None or chart.kind != HEAT:
        return {}
    cells = {(id(row), key): row.get(key) for row in table.parts for key in chart.values}
    counts = {place: float(value) for place, value in cells.items() if isinstance(value, (int, float)) and value}
    # Single cases are no dark spot, however few there are of all.
    top = max(_LEVELS, *counts.values()) if counts else _LEVELS
    return {place: ceil(_LEVELS * value / top) for place, value in counts.items()}


def _lay_out_records(identity: str, path: str, found: Listing, translate: Translate) -> Behind:
    shown = len(found.table.rows)
    said = _SOME if shown != found.total else _ONE if shown == 1 else _ALL
    count = clean(translate(said).format(shown=shown, count=found.total, figure=shlex.quote(clean(path))))
    filled = {key for row in found.table.rows for key, value in row.items() if value not in (None, "")}
    table = Table(tuple(one for one in found.table.columns if one.key in filled), found.table.rows)
    return Behind(identity, clean(found.table.title or path), count, _lay_out(table, {}, translate))
