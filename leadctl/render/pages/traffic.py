"""The traffic analysis: figures as rows, a column a month."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from leadctl.domain.figures import TRAFFIC_COUNTS, TRAFFIC_RATIOS
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate
from leadctl.render.values import format_number, format_rate

_HALF_YEAR, _YEAR = 6, 12
"""Months side by side: as many as fit 80 columns, and all of them."""


_BREAKDOWNS = ("new_leads_by_grade", "open_leads_by_grade", "new_leads_by_model")
_RATIOS = N_("Ratios")

ALL = (*TRAFFIC_COUNTS, *TRAFFIC_RATIOS, *_BREAKDOWNS)


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page, of a month or of the months of a year."""
    months = data.get("months", [data])
    return Page(
        data, lambda: traffic_tables(months, translate), title, records=lambda: traffic_tables(months, translate, _YEAR)
    )


def traffic_tables(
    months: Sequence[JsonObject], translate: Translate, side_by_side: int = _HALF_YEAR, wanted: Collection[str] = ALL
) -> tuple[Table, ...]:
    """Records of the traffic report (one month, or a year's) as tables of so many months each.

    ``wanted``: figures and breakdowns to show. A ratio is a share, but daily traffic visits a day.
    """
    figures = list(_list_figures(months, wanted))
    labels = {**FIGURES, **{figure: _part_label(figure) for _, figure in figures if "." in figure}}
    return tuple(
        _months_table(months[start : start + side_by_side], figures, labels, translate, single=len(months) == 1)
        for start in range(0, max(len(months), 1), side_by_side)
    )


def _list_figures(months: Sequence[JsonObject], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """(section, figure) of each row; a breakdown's parts are those of any month."""
    yield from ((FIGURES["counts"], name) for name in TRAFFIC_COUNTS if name in wanted)
    yield from ((_RATIOS, name) for name in TRAFFIC_RATIOS if name in wanted)
    for name in _BREAKDOWNS:
        if name in wanted:
            parts = dict.fromkeys(part for month in months for part in month[name])
            yield from ((FIGURES[name], f"{name}.{part}") for part in parts)


def _part_label(figure: str) -> str:
    name, _, part = figure.partition(".")
    if part != "none":
        return part
    return N_("no model") if name == "new_leads_by_model" else N_("ungraded")


def _months_table(
    months: Sequence[JsonObject],
    figures: Sequence[tuple[str, str]],
    labels: Mapping[str, str],
    translate: Translate,
    *,
    single: bool,
) -> Table:
    columns = [Column("figure", N_("Figure"), labels=labels)]
    for month in months:
        name = str(month["month"])
        columns.append(Column("value" if single else name, name, readers=(PROGRAM,)))
        # Six months fit 80 columns without the year, which the page's title names.
        columns.append(Column(f"{name} shown", name if single else name[5:], "int", readers=PEOPLE))
    rows = [_figure_row(months, section, figure, translate, single=single) for section, figure in figures]
    return Table(tuple(columns), rows, group="section")


def _figure_row(
    months: Sequence[JsonObject], section: str, figure: str, translate: Translate, *, single: bool
) -> dict[str, object]:
    row: dict[str, object] = {"section": translate(section), "section_style": "title", "figure": figure}
    for month in months:
        value, name = _value_of(month, figure), str(month["month"])
        row["value" if single else name] = value
        row[f"{name} shown"] = _value_text(figure, value)
    return row


def _value_of(month: JsonObject, figure: str) -> int | float | None:
    name, _, part = figure.partition(".")
    if not part:
        found: int | float | None = month[figure]
        return found
    count: int = month[name].get(part, 0)
    return count


def _value_text(figure: str, value: int | float | None) -> str:
    if figure == "daily_traffic":
        return format_number(value)
    return format_rate(value) if figure in TRAFFIC_RATIOS else str(value)
