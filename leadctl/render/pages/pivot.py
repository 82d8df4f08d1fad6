"""A pivot table: a line a row, a column a column and figure, the totals last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate, escape_path
from leadctl.render.pages.dimension_labels import name_dimensions, name_value
from leadctl.render.pages.figure_rows import FigureRow

_TOTAL, _NONE = "total", "none"


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, lambda: (_people_table(data, translate),), title, records=lambda: (_program_table(data),))


def _people_table(data: JsonObject, translate: Translate) -> Table:
    figures: Sequence[str] = data["figures"]
    dimension = data["columns"]
    columns = [Column("row", name_dimensions((data["rows"],), translate), readers=PEOPLE)]
    for column in data["column_totals"]:
        name = name_value(dimension, column["column"], translate)
        columns += [_figure_column(column["column"] or _NONE, name, figure, figures, translate) for figure in figures]
    total = translate(FIGURES["total"])
    columns += [_figure_column(_TOTAL, total, figure, figures, translate) for figure in figures]
    rows = [
        {**row, "row": name_value(data["rows"], name, translate), "code": name or _NONE}
        for name, row in _rows(data).items()
    ]
    rows.append({**_total_row(data), "row": total, "code": _TOTAL})
    note = "" if data["row_totals"] else N_("Nothing was counted in this time.")
    return Table(tuple(columns), rows, note=note, keep=1, sums=1)


def _figure_column(key: str, name: str, figure: str, figures: Sequence[str], translate: Translate) -> Column:
    title = name if len(figures) == 1 else f"{name} {name_figure(figure, translate)}"
    return Column(f"{key}.{figure}", title, "number", readers=PEOPLE, figure=f"{figure}.{{code}}.{escape_path(key)}")


def name_figure(figure: str, translate: Translate) -> str:
    """A figure as people call it, without its report."""
    bare = figure.rpartition(".")[2]
    return translate(FIGURES.get(bare, bare.replace("_", " ")))


def _rows(data: JsonObject) -> dict[str | None, dict[str, object]]:
    """Row -> its values under ``column.figure``."""
    found: dict[str | None, dict[str, object]] = {row["row"]: {} for row in data["row_totals"]}
    for cell in data["cells"]:
        found[cell["row"]].update(_name_cells(cell["column"] or _NONE, cell["values"]))
    for row in data["row_totals"]:
        found[row["row"]].update(_name_cells(_TOTAL, row["values"]))
    return found


def _total_row(data: JsonObject) -> dict[str, object]:
    whole: dict[str, object] = {}
    for column in data["column_totals"]:
        whole.update(_name_cells(column["column"] or _NONE, column["values"]))
    return {**whole, **_name_cells(_TOTAL, data["total"])}


def _name_cells(column: str, values: Mapping[str, object]) -> dict[str, object]:
    return {f"{column}.{figure}": value for figure, value in values.items()}


def _program_table(data: JsonObject) -> Table:
    """For programs: the first column bears the name of the rows' dimension, the last line and column are the totals."""
    figures: Sequence[str] = data["figures"]
    names = [*(column["column"] or _NONE for column in data["column_totals"]), _TOTAL]
    single = len(figures) == 1
    keys = {f"{name}.{figure}": name if single else f"{name}.{figure}" for name in names for figure in figures}
    head = data["rows"]
    rows = [
        {head: name or _NONE, **{key: row[cell] for cell, key in keys.items()}}
        for name, row in (*_rows(data).items(), (_TOTAL, _total_row(data)))
    ]
    columns = [Column(key, key, readers=(PROGRAM,)) for key in (head, *keys.values())]
    return Table(tuple(columns), rows, sums=1)


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The rows' totals one by one, by figure."""
    return [
        FigureRow(
            f"{figure}.{row['row'] or _NONE}",
            name_value(data["rows"], row["row"], translate),
            row["values"][figure],
            section=name_figure(figure, translate),
        )
        for figure in data["figures"]
        for row in data["row_totals"]
    ]
