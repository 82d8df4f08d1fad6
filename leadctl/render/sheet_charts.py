"""Charts that a spreadsheet draws itself, of the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.annotations import TYPE_CHECKING
from leadctl.plain_text import clean
from leadctl.render.page import BARS, COLUMNS, HEAT, LINES, PARETO, STACKED, TILES, Chart, Column, Table, Translate
from leadctl.render.sheets import MONEY

if TYPE_CHECKING:
    from typing import Any

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLOURS = ("#1F6FB2", "#E07B28", "#3E9B6E", "#B0477A", "#7A6BB8", "#8A8F98")
"""Of the series, in their order; they differ in brightness too, for those who print in grey."""

_TYPES = {
    LINES: {"type": "line"},
    COLUMNS: {"type": "column"},
    STACKED: {"type": "column", "subtype": "stacked"},
    BARS: {"type": "bar"},
    PARETO: {"type": "column"},
}
_WIDE, _HIGH, _ROW = 700, 340, 20
"""The width and the least height of a chart, and the height of a row, in pixels."""

_DEFAULT = 8.43
"""The width of a column that has no other one, in characters."""


def add_chart(
    workbook: Workbook,
    sheet: Worksheet,
    table: Table,
    columns: Sequence[Column],
    widths: Sequence[float],
    below: int,
    translate: Translate,
) -> tuple[int, int]:
    """Draw the table's picture under it, or shade its cells; returns the last row and the last column that are taken.

    ``columns``: those of the sheet, whose first row holds their headings; ``widths``: in characters; ``below``: the row
    on which the picture begins.
    """
    chart = table.picture
    assert chart is not None
    places = {column.key: place for place, column in enumerate(columns)}
    count = len(table.parts)
    if not count or chart.kind == TILES:
        return below - 1, len(columns) - 1
    if chart.kind == HEAT:
        _shade_cells(sheet, [places[key] for key in chart.values if key in places], count)
        return below - 1, len(columns) - 1
    drawn = _draw(workbook, sheet, chart, places, count, columns)
    title = clean(translate(chart.title or table.title))
    drawn.set_title({"name": title, "name_font": {"size": 12}} if title else {"none": True})
    height = max(_HIGH, 22 * count + 100) if chart.kind == BARS else _HIGH
    drawn.set_size({"width": _WIDE, "height": height})
    drawn.set_legend({"none": True} if len(chart.values) == 1 else {"position": "bottom"})
    sheet.insert_chart(below, 0, drawn, {"description": title, "object_position": 2})
    return below + height // _ROW + 1, _column_at(_WIDE, widths)


def _column_at(pixels: int, widths: Sequence[float]) -> int:
    """The column in which a picture of this width ends; a character is 7 pixels wide, and a column has 5 more."""
    column, room = 0, 0.0
    while room < pixels:
        room += 5 + 7 * (widths[column] if column < len(widths) else _DEFAULT)
        column += 1
    return max(column - 1, len(widths) - 1)


def _shade_cells(sheet: Worksheet, places: Sequence[int], count: int) -> None:
    if not places:
        return
    scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#E59A5B"}
    sheet.conditional_format(1, min(places), count, max(places), scale)


def _draw(
    workbook: Workbook, sheet: Worksheet, chart: Chart, places: dict[str, int], count: int, columns: Sequence[Column]
) -> Any:
    drawn = workbook.add_chart(_TYPES[chart.kind])
    keys = [key for key in chart.values if key in places]
    bars = keys[:1] if chart.kind == PARETO else keys
    for number, key in enumerate(bars):
        drawn.add_series(_series(sheet, chart, places, key, count, COLOURS[number % len(COLOURS)]))
    if chart.kind == PARETO and len(keys) > 1:
        line = workbook.add_chart({"type": "line"})
        line.add_series(_series(sheet, chart, places, keys[1], count, COLOURS[1]) | {"y2_axis": True})
        line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": False}})
        drawn.combine(line)
    kind = columns[places[keys[0]]].kind if keys else "int"
    axis = {"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}, "min": 0, "num_format": _axis(kind)}
    if chart.kind == BARS:
        drawn.set_x_axis(axis)
        drawn.set_y_axis({"reverse": True})
    else:
        drawn.set_y_axis(axis)
    return drawn


def _axis(kind: str) -> str:
    return "0%" if kind == "rate" else MONEY


def _series(
    sheet: Worksheet, chart: Chart, places: dict[str, int], key: str, count: int, colour: str
) -> dict[str, Any]:
    name = sheet.get_name()
    line = chart.kind == LINES or (colour == COLOURS[1] and chart.kind == PARETO)
    return {
        "name": [name, 0, places[key]],
        "categories": [name, 1, places[chart.category], count, places[chart.category]],
        "values": [name, 1, places[key], count, places[key]],
        **({"line": {"color": colour, "width": 2}} if line else {"fill": {"color": colour}}),
        **({} if line else {"gap": 60}),
    }
