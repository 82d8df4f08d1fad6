"""A report beside another period or the plan, and divided into weeks, months or quarters: figures as rows.

The page of each report of events lists its figures in a function ``list_figures``, which this module puts side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib import import_module

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.periods import Period
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.page import DOCUMENT, PEOPLE, PROGRAM, SCREEN, TEXT, Column, Page, Table, Tables, Translate
from leadctl.render.pages.figure_rows import CELLS, COUNT, DECIMAL, MONEY, RATE, STOCK, FigureRow
from leadctl.render.values import DASH, format_money, format_number, format_rate

if TYPE_CHECKING:
    from typing import Any, TypeAlias

TARGET = "target"
_SUMMED = (COUNT, MONEY)
_RISES, _FALLS = "↑", "↓"

RUNNING = N_(
    "{period} still runs: these are its figures so far, beside the whole of {other}. As many days of both: --to-date"
)
NO_PLAN = N_("There is no target of these days: leadctl target set --month M --sales N")
NO_OWN_PLAN = N_("There is no target of these days: leadctl target set --month M --sales N --consultant X")
_POINTS = N_("Differences of rates are in percentage points.")
_PIECES = N_(
    "Total: the figure of all the days together; someone who counts in two of the columns counts there once. "
    "Average: of the columns."
)


_WORDED, _NUMERIC = (SCREEN, TEXT), (DOCUMENT, PROGRAM)
"""Who reads a figure written out, and who reads it as the number that it is."""


class Sides(NamedTuple):
    """What stands side by side: the period, what it is compared with (``previous``, ``year``, ``target`` or None), and
    the pieces that it is divided into."""

    period: Period
    compare: str | None
    pieces: Sequence[Period] = ()

    @property
    def other(self) -> str:
        """The name of the other side, as a column heading."""
        return N_("Target") if self.compare == TARGET else str(self.period.find_earlier(self.compare or ""))

    @property
    def no_plan(self) -> str:
        """What to do where there is no target to compare with."""
        return NO_PLAN if self.period.consultant is None else NO_OWN_PLAN


Figures = dict[str, FigureRow]
ListFigures: TypeAlias = "Callable[[Any, Translate], list[FigureRow]]"


def draw_comparison(name: str, data: object, page: Page, sides: Sides, translate: Translate) -> Page:
    """The page of the report of a name with its comparison and its division instead of its own tables."""
    list_figures: ListFigures = import_module(f"{__package__}.{name}").list_figures

    def find_figures(part: object) -> Figures:
        return {row.figure: row for row in list_figures(part, translate)}

    def tables() -> Tables:
        now = find_figures(data)
        parts: list[Table] = []
        if sides.compare is not None:
            other = find_figures(_other_part(data))
            parts.append(_comparison_table(now, other, sides, translate))
        if sides.pieces:
            names = [str(piece) for piece in sides.pieces]
            pieces = _list_parts(data, len(names))
            parts.append(divided_table(data, pieces, names, list_figures, translate))
            if sides.compare == TARGET and all("compare" in piece for piece in pieces if isinstance(piece, dict)):
                table = _plan_table(data, pieces, names, list_figures, translate)
                parts.append(table if table.rows else table._replace(note=sides.no_plan))
        return tuple(parts)

    return Page(data, tables, page.title, page.notes)


def _plan_table(
    data: object, pieces: Sequence[object], names: Sequence[str], list_figures: ListFigures, translate: Translate
) -> Table:
    """What the plan asks of each piece, of the figures for which there is one."""
    assert isinstance(data, dict)
    plans = [piece["compare"] for piece in pieces if isinstance(piece, dict)]
    table = divided_table(data["compare"], plans, names, list_figures, translate)
    rows = [row for row in table.rows if any(row[name] is not None for name in names)]
    return table._replace(rows=rows, title=N_("Target"), note="")


def _other_part(data: object) -> object:
    """The other side of the data, of a list that of each of its rows."""
    if isinstance(data, list):
        return [row["compare"] for row in data if row["compare"] is not None]
    assert isinstance(data, dict)
    return data["compare"]


def _list_parts(data: object, count: int) -> list[object]:
    if isinstance(data, list):
        return [[row["periods"][place] for row in data if row["periods"][place] is not None] for place in range(count)]
    assert isinstance(data, dict)
    return list(data["periods"])


def _comparison_table(now: Figures, other: Figures, sides: Sides, translate: Translate) -> Table:
    columns = (
        *_NAMES,
        _number_column("value", str(sides.period), figure="{figure}"),
        _number_column("compare", translate(sides.other)),
        _number_column("difference", N_("Difference")),
        Column("change", N_("Change"), "rate", readers=_NUMERIC),
        Column("value shown", str(sides.period), "shown", readers=_WORDED),
        Column("compare shown", translate(sides.other), "shown", readers=_WORDED),
        Column("difference shown", N_("Difference"), "shown", readers=_WORDED, drop=1),
        Column("change arrow", N_("Change"), "shown", readers=(SCREEN,)),
        Column("change shown", N_("Change"), "shown", readers=(TEXT,)),
    )
    rows = [_compare_figures(now.get(name), other.get(name)) for name in _merge_names(now, other)]
    if sides.compare == TARGET:
        rows = [row for row in rows if row["compare"] is not None]
    note = translate(_POINTS) if any(row["kind"] == RATE for row in rows) else "" if rows else sides.no_plan
    if sides.period.last_day < sides.period.last and sides.compare != TARGET:
        running = translate(RUNNING).format(period=sides.period, other=sides.other)
        note = f"{running} {note}".strip()
    return Table(columns, rows, note=note, group="section")


_NAMES = (
    Column("label", N_("Figure"), wrap=True, readers=PEOPLE),
    Column("figure", "figure", readers=(PROGRAM,)),
)


def _merge_names(*sides: Figures) -> list[str]:
    """The figures of all sides, those of a section together."""
    names = list(dict.fromkeys(name for side in sides for name in side))
    sections = {name: next(side[name].section for side in sides if name in side) for name in names}
    order = list(dict.fromkeys(sections.values()))
    return sorted(names, key=lambda name: order.index(sections[name]))


def _compare_figures(now: FigureRow | None, other: FigureRow | None) -> dict[str, object]:
    """A row: both values, the difference, and the change as a fraction of the other side."""
    row = now or other
    assert row is not None
    value, before = _find_side_value(now, other), _find_side_value(other, now)
    difference = None if value is None or before is None else value - before
    change = difference / before if difference is not None and before and row.kind != RATE else None
    return {
        **_name_row(row),
        "value": value,
        "compare": before,
        "difference": _plain_number(difference),
        "change": change,
        "value shown": show_value(row.kind, value),
        "compare shown": show_value(row.kind, before),
        "difference shown": _show_difference(row.kind, difference),
        "change shown": _show_change(change),
        "change arrow": _arrow(difference) + _show_change(change),
    }


def _find_side_value(row: FigureRow | None, other: FigureRow | None) -> float | None:
    """The value of a side; a count that one side has no word of is 0 there."""
    if row is not None:
        return row.value
    assert other is not None
    return 0 if other.kind in (COUNT, MONEY, STOCK) and other.value is not None else None


def _name_row(row: FigureRow) -> dict[str, object]:
    return {
        "section": row.section,
        "section_style": "title",
        "label": row.label,
        "figure": row.figure,
        "kind": row.kind,
        "cell": CELLS[row.kind],
    }


def _number_column(key: str, title: str, *, figure: str = "") -> Column:
    """A column whose rows hold different kinds of numbers."""
    return Column(key, title, "number", readers=_NUMERIC, kind_of="cell", figure=figure)


def show_value(kind: str, value: float | Fraction | None) -> str:
    """A figure as people read it; a dash where there is none."""
    if value is None:
        return DASH
    if kind == RATE:
        return format_rate(value)
    if kind == MONEY:
        return format_money(value)
    return format_number(value) if kind == DECIMAL or value != int(value) else str(int(value))


def _plain_number(value: float | None) -> float | None:
    """A difference without the noise of binary fractions."""
    return value if value is None or isinstance(value, int) else round(value, 12)


def _show_difference(kind: str, difference: float | None) -> str:
    if difference is None:
        return DASH
    text = format_number(difference * 100) if kind == RATE else show_value(kind, difference)
    return f"+{text}" if difference > 0 else text


def _show_change(change: float | None) -> str:
    """In per cent; nothing of a rate, whose difference is in points, and where there was nothing before."""
    if change is None:
        return ""
    return f"+{format_rate(change)}" if change > 0 else format_rate(change)


def _arrow(difference: float | None) -> str:
    if not difference:
        return ""
    return f"{_RISES if difference > 0 else _FALLS} "


def divided_table(
    whole: object, parts: Sequence[object], names: Sequence[str], list_figures: ListFigures, translate: Translate
) -> Table:
    """The figures of a report as rows, a column for each of its parts under these names, then the whole, and the
    average of the columns."""
    found = [{row.figure: row for row in list_figures(part, translate)} for part in parts]
    all_of_it = {row.figure: row for row in list_figures(whole, translate)}
    columns = [*_NAMES]
    for name, title in zip(names, _short_titles(names), strict=True):
        columns.append(_number_column(name, title))
        columns.append(Column(f"{name} shown", title, "shown", readers=_WORDED))
    for key, heading in (("total", N_("Total")), ("average", N_("Average"))):
        columns.append(_number_column(key, heading, figure="{figure}" if key == "total" else ""))
        columns.append(Column(f"{key} shown", heading, "shown", readers=_WORDED))
    rows = [_divide_figure(figure, all_of_it, found, names) for figure in _merge_names(all_of_it, *found)]
    return Table(tuple(columns), rows, note=translate(_PIECES), group="section", keep=1)


def _short_titles(names: Sequence[str]) -> list[str]:
    """Without the year, which the title of the page has, where it is the same in all of them."""
    same = len({name[:4] for name in names}) == 1
    return [_shorten(name) for name in names] if same else list(names)


def _shorten(name: str) -> str:
    """``2026-W47`` as ``W47``, ``2026-10-01..2026-10-04`` as ``10-01..04``."""
    first, _, last = name.partition("..")
    if not last:
        return name[5:] or name
    return f"{first[5:]}..{last[8:]}" if first[:7] == last[:7] else f"{first[5:]}..{last[5:]}"


def _divide_figure(figure: str, whole: Figures, parts: Sequence[Figures], names: Sequence[str]) -> dict[str, object]:
    row = next(side[figure] for side in (whole, *parts) if figure in side)
    values = [_find_side_value(part.get(figure), row) for part in parts]
    total = whole[figure].value if figure in whole and row.kind != STOCK else None
    found: dict[str, object] = {**_name_row(row), "total": total, "average": _average(row.kind, values)}
    found |= dict(zip(names, values, strict=True))
    shown = {f"{name} shown": show_value(row.kind, value) for name, value in zip(names, values, strict=True)}
    return {
        **found,
        **shown,
        "total shown": "" if total is None and row.kind == STOCK else show_value(row.kind, total),
        "average shown": _show_average(row.kind, values),
    }


def _average(kind: str, values: Sequence[float | None]) -> float | None:
    """The mean of the columns; of a ratio there is none, whose total says what it is of all."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and kind in (*_SUMMED, STOCK) else None


def _show_average(kind: str, values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known or kind not in (*_SUMMED, STOCK):
        return ""
    mean = Fraction(sum(map(Fraction, known)), len(known))
    return format_money(mean) if kind == MONEY else format_number(mean)
