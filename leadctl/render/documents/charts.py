"""Charts of tables as static SVG: no script and no styles of their own, so that the page colours them.

pygal draws them. What it adds for a browser that runs scripts (tooltips, its style sheet) is taken away again.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from leadctl.annotations import TYPE_CHECKING
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean
from leadctl.render.page import BARS, COLUMNS, LINES, PARETO, STACKED, Chart, Column, Table, Translate, cell_text
from leadctl.render.values import format_number, format_rate

if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from markupsafe import Markup

WIDE, NARROW = (520, 250), (310, 230)
"""Sizes in pixels: for a screen or a sheet of paper, and for a telephone."""

_FONT, _DIGIT = 12, 0.6
"""The size of the text in pixels, and how wide pygal takes a character for, as a part of that size."""
_TILT = 35
"""Degrees by which names are turned that have no room beside each other."""

_BAR, _BETWEEN, _AXIS = 15, 9, 46
"""The height of a bar, the room between the bars of two categories, and that of the axis, in pixels."""

_DOTS = 14
"""Points of a line that have room for a dot each."""

_LINK = "{http://www.w3.org/1999/xlink}href"
_NOISE = ("script", "style", "desc", "title")
_STEPS, _MOST_TICKS, _FEW_TICKS = (1, 2, 2.5, 5), 5, 3


class Series(NamedTuple):
    """One row of values: its name, a number a category (None: none), the id of the records of each, and what is
    printed at each."""

    name: str
    values: list[float | None]
    links: list[str]
    rate: bool
    texts: list[str]


class Drawing(NamedTuple):
    """What a chart is drawn of."""

    kind: str
    title: str
    categories: list[str]
    series: list[Series]


class Picture(NamedTuple):
    """A chart in two sizes as SVG, what it shows in words, and the names of its series."""

    wide: Markup
    narrow: Markup
    words: str
    legend: list[str]


def draw_picture(drawing: Drawing) -> Picture:
    """The drawing for wide and for narrow screens."""
    legend = [one.name for one in drawing.series] if len(drawing.series) > 1 else []
    return Picture(_draw(drawing, *WIDE), _draw(drawing, *NARROW), _describe(drawing), legend)


def read_drawing(table: Table, chart: Chart, links: Sequence[dict[str, str]], translate: Translate) -> Drawing:
    """What the chart of a table draws; ``links``: of each row the addresses of the records behind its cells."""
    columns = {column.key: column for column in table.columns}
    rows = list(table.parts)
    category = columns[chart.category]
    series = [_read_series(columns[key], key, rows, links, translate) for key in chart.values if key in columns]
    title = clean(translate(chart.title or table.title))
    return Drawing(chart.kind, title, [cell_text(category, row, translate) for row in rows], series)


def _read_series(
    column: Column, key: str, rows: Sequence[Any], links: Sequence[dict[str, str]], translate: Translate
) -> Series:
    values = [row.get(key) for row in rows]
    found = [float(value) if isinstance(value, (int, float)) else None for value in values]
    addresses = [one.get(key, "") for one in links[: len(rows)]]
    rate = column.kind == "rate"
    return Series(clean(translate(column.title)), found, addresses, rate, [_show(value, rate) for value in found])


def _describe(drawing: Drawing) -> str:
    """The chart in words, for who does not see it."""
    parts = []
    for one in drawing.series:
        named = zip(drawing.categories, one.values, strict=True)
        said = ", ".join(f"{name} {_show(value, one.rate)}" for name, value in named if value is not None)
        parts.append(f"{one.name}: {said}")
    return f"{drawing.title}. {'; '.join(parts)}"


def _show(value: float | None, rate: bool) -> str:
    if value is None:
        return ""
    if rate:
        return format_rate(value)
    return str(int(value)) if value == int(value) else format_number(value)


def _draw(drawing: Drawing, width: int, height: int) -> Markup:
    drawn = drawing
    if drawing.kind == BARS:
        bars = len(drawing.categories) * max(1, len(drawing.series))
        height = bars * _BAR + len(drawing.categories) * _BETWEEN + _AXIS
        drawn = _turn_over(drawing)
    labels = _thin_out(drawn, width)
    tilted = drawing.kind == PARETO and "" in labels
    chart = _make_chart(drawn, width, height)
    chart.x_labels = drawn.categories if tilted else labels
    if tilted:
        chart.x_label_rotation = _TILT
        chart.margin_bottom = 12 + _missing_width(drawn.categories)
    for one in _scale_counts(drawn):
        chart.add(
            one.name,
            [_point(*point) for point in zip(one.values, one.links, one.texts, strict=True)],
        )
    return _clean_svg(chart.render_tree(), drawing, "tilted" if tilted else "")


def _turn_over(drawing: Drawing) -> Drawing:
    """The drawing from the bottom to the top, as pygal draws bars that lie."""
    series = [
        one._replace(values=one.values[::-1], links=one.links[::-1], texts=one.texts[::-1]) for one in drawing.series
    ]
    return drawing._replace(categories=drawing.categories[::-1], series=series)


def _point(value: float | None, link: str, text: str) -> Any:
    if value is None:
        return None
    shown = {"value": value, "label": "", "formatter": lambda number: text}
    return {**shown, "xlink": {"href": f"#{link}", "target": "_self"}} if link else shown


def _scale_counts(drawing: Drawing) -> list[Series]:
    """The series; of a Pareto chart the counts as shares of all, so that they fit the axis of the cumulative share."""
    if drawing.kind != PARETO:
        return drawing.series
    counts, *others = drawing.series
    whole = sum(value for value in counts.values if value is not None) or 1
    shares = [None if value is None else value / whole for value in counts.values]
    return [counts._replace(values=shares, rate=True), *others]


def _make_chart(drawing: Drawing, width: int, height: int) -> Any:
    from pygal.style import Style

    series = _scale_counts(drawing)
    rate = bool(series) and series[0].rate
    top = _find_top(drawing, series)
    bars = drawing.kind == BARS
    ticks = _find_ticks(top, rate, _FEW_TICKS if bars and width < WIDE[0] else _MOST_TICKS)
    style = Style(label_font_size=_FONT, major_label_font_size=_FONT, value_font_size=_FONT)
    settings: dict[str, Any] = {
        "js": (),
        "style": style,
        "width": width,
        "height": height,
        "show_legend": False,
        "margin": 8,
        "margin_top": 16,
        "range": (0, ticks[-1]),
        "zero": 0,
        "y_labels": ticks,
        "value_formatter": lambda value: f"{value:.0%}" if rate else _show(value, rate),
        "dots_size": 2.5,
        "show_dots": len(drawing.categories) <= _DOTS,
        "truncate_label": -1,
        "print_values": bars or drawing.kind == COLUMNS,
        "print_values_position": "top",
        "print_zeroes": False,
        "spacing": 6,
        "disable_xml_declaration": True,
        "no_data_text": "",
    }
    if bars:
        settings["margin_left"] = 8 + _missing_width(drawing.categories)
        settings["margin_right"] = 40
    return _class_of(drawing.kind)(**settings)


def _missing_width(texts: Sequence[str]) -> int:
    """How much wider the longest label is than pygal takes it for: a Chinese character is as wide as it is high."""
    from wcwidth import wcswidth

    needed = max((max(wcswidth(text), 0) * _FONT * 0.54 for text in texts), default=0)
    expected = max((len(text) * _FONT * _DIGIT for text in texts), default=0)
    return max(0, round(needed - expected))


def _class_of(kind: str) -> Any:
    import pygal

    if kind == PARETO:
        return _make_pareto_class()
    return {LINES: pygal.Line, COLUMNS: pygal.Bar, STACKED: pygal.StackedBar, BARS: pygal.HorizontalBar}[kind]


def _make_pareto_class() -> Any:
    import pygal

    class Pareto(pygal.Bar, pygal.Line):  # type: ignore[misc]
        """Columns, and a line over them that has as many points."""

        def _plot(self) -> None:
            for place, serie in enumerate(self.series):
                if place == 0:
                    self._order = 1
                    self.bar(serie)
                else:
                    serie.points = [(x + 0.5 / self._len, y) for x, y in serie.points]
                    self.line(serie)

    return Pareto


def _find_top(drawing: Drawing, series: Sequence[Series]) -> float:
    """The highest value that the axis has to reach."""
    if drawing.kind == STACKED:
        groups = zip(*(one.values for one in series), strict=True)
        return max((sum(value or 0 for value in group) for group in groups), default=1)
    return max((value for one in series for value in one.values if value is not None), default=1)


def _find_ticks(top: float, rate: bool, most: int) -> list[float]:
    """Round values from 0 to at least ``top``, ``most`` of them after 0; of counts and of per cents whole ones."""
    least = 0.01 if rate else 1
    steps = (least * times * 10.0**power for power in range(9) for times in _STEPS)
    step = next((step for step in steps if step * most >= top and step / least == int(step / least)), top)
    return [round(step * number, 6) for number in range(max(1, ceil(round(top / step, 6))) + 1)]


def _thin_out(drawing: Drawing, width: int) -> list[str]:
    """The labels of the categories; where they have no room beside each other, only some of them."""
    if drawing.kind == BARS:
        return drawing.categories
    from wcwidth import wcswidth

    longest = max((max(wcswidth(name), 0) for name in drawing.categories), default=1) * _FONT * _DIGIT + 6
    every = max(1, -(-int(longest * len(drawing.categories)) // (width - 60)))
    return [name if place % every == 0 else "" for place, name in enumerate(drawing.categories)]


def _clean_svg(root: Element, drawing: Drawing, more: str) -> Markup:
    """The SVG as text, without scripts, styles and what only scripts read."""
    from xml.etree import ElementTree

    from markupsafe import Markup

    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _NOISE or "style" in child.attrib:
                parent.remove(child)
    for link in (one for one in root.iter() if _LINK in one.attrib):
        link.attrib["href"] = link.attrib.pop(_LINK)
        link.attrib.pop("target", None)
    root.attrib.pop("id", None)
    root.set("role", "img")
    root.set("aria-label", _describe(drawing))
    root.set("class", f"chart {drawing.kind} {more}".strip())
    # The texts in it are escaped by the writer of the tree.
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # nosec B704
