"""The traffic analysis: figures as rows, a column a month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from leadctl.domain.figures import TRAFFIC_COUNTS, TRAFFIC_RATIOS
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import (
    DOCUMENT,
    PEOPLE,
    PROGRAM,
    SCREEN,
    TEXT,
    Column,
    JsonObject,
    Page,
    Table,
    Tables,
    Translate,
    key_columns,
    link_figures,
)
from leadctl.render.pages.comparison import divided_table, show_value
from leadctl.render.pages.dimension_labels import name_dimensions, name_groups, name_values, path_of
from leadctl.render.pages.figure_rows import CELLS, COUNT, STOCK, FigureRow, rows_of

_BREAKDOWNS = ("new_leads_by_grade", "open_leads_by_grade", "new_leads_by_model")
_RATIOS = N_("Ratios")

ALL = (*TRAFFIC_COUNTS, *TRAFFIC_RATIOS, *_BREAKDOWNS)


def draw_page(data: JsonObject, title: str, translate: Translate, by: tuple[str, ...] = ()) -> Page:
    """The report's page, of a period or of the months of a year."""
    if by:
        return Page(data, lambda: (_groups_table(data, by, translate),), title)
    months = data.get("months")
    if not months:
        return Page(data, lambda: (traffic_table(data, translate),), title)

    def tables() -> Tables:
        return (divided_table(data, months, [_name_month(month) for month in months], list_figures, translate),)

    return Page(data, tables, title, records=lambda: (_months_table(months, translate),))


def traffic_table(data: JsonObject, translate: Translate, wanted: Collection[str] = ALL) -> Table:
    """A record of the traffic report as a table; ``wanted``: figures and breakdowns to show."""
    rows = [
        {
            "section": row.section,
            "section_style": "title",
            "label": row.label,
            "figure": row.figure,
            "value": row.value,
            "cell": CELLS[row.kind],
            "shown": show_value(row.kind, row.value),
        }
        for row in list_figures(data, translate)
        if row.figure.partition(".")[0] in wanted
    ]
    columns = (
        Column("label", N_("Figure"), readers=PEOPLE),
        Column("figure", "figure", readers=(PROGRAM,)),
        Column(
            "value",
            str(data["month"] or N_("Value")),
            "number",
            readers=(DOCUMENT, PROGRAM),
            kind_of="cell",
            figure="{figure}",
        ),
        Column("shown", str(data["month"] or N_("Value")), "int", readers=(SCREEN, TEXT)),
    )
    return Table(columns, rows, group="section")


_GROUP_COLUMNS = link_figures(
    Column("traffic", FIGURES["traffic"], "int"),
    Column("traffic share", FIGURES["share"], "rate", readers=PEOPLE, drop=2, figure="{path}traffic"),
    Column("first_visits", FIGURES["first_visits"], "int", drop=1),
    Column("contacts", N_("Contacts"), "int", drop=4),
    Column("contact_rate", N_("Captured"), "rate", drop=3),
    Column("test_drives", N_("Drives"), "int", drop=6),
    Column("test_drive_rate", N_("Drive rate"), "rate", drop=5),
    Column("return_visits", N_("Return"), "int", drop=7),
    Column("total_sales", FIGURES["total_sales"], "int"),
    Column("deal_rate", FIGURES["deal_rate"], "rate"),
)


def _groups_table(data: JsonObject, by: tuple[str, ...], translate: Translate) -> Table:
    """A line a group, the most visits first, and the whole last."""
    columns = (
        Column("name", name_dimensions(by, translate), wrap=True, readers=PEOPLE),
        Column("group", "group", readers=(PROGRAM,)),
        *_GROUP_COLUMNS,
        *(Column(name, name, readers=(PROGRAM,)) for name in (*TRAFFIC_COUNTS, *TRAFFIC_RATIOS) if name not in _SHOWN),
    )
    rows: list[JsonObject] = [
        {**group, "traffic share": group["shares"]["traffic"]} for group in name_groups(data["groups"], by, translate)
    ]
    whole = 1.0 if data["traffic"] else None
    rows.append({**data, "name": translate(FIGURES["total"]), "group": "total", "path": "", "traffic share": whole})
    return Table(columns, rows, sums=1)


_SHOWN = tuple(column.key for column in _GROUP_COLUMNS)


def _part_label(figure: str) -> str:
    name, _, part = figure.partition(".")
    if part != "none":
        return part
    return N_("no model") if name == "new_leads_by_model" else N_("ungraded")


def _subtotal(counts: Mapping[str, int | None], translate: Translate) -> FigureRow:
    """All models together, under them."""
    known = [count for count in counts.values() if count is not None]
    total = sum(known) if known else None
    section = translate(FIGURES["new_leads_by_model"])
    return FigureRow("new_leads_by_model", translate(N_("Subtotal")), total, COUNT, section)


def _name_month(data: JsonObject) -> str:
    """The month, or the days of it that were asked for."""
    return str(data["month"] or f"{data['span']['from']}..{data['span']['to']}")


def _months_table(months: Sequence[JsonObject], translate: Translate) -> Table:
    """The months of a year for programs, a column a month."""
    found = {_name_month(month): {row.figure: row for row in list_figures(month, translate)} for month in months}
    figures = dict.fromkeys(figure for rows in found.values() for figure in rows)
    order = sorted(figures, key=lambda figure: ALL.index(figure.partition(".")[0]))
    rows = [
        {"figure": figure, **{name: rows[figure].value if figure in rows else 0 for name, rows in found.items()}}
        for figure in order
    ]
    return Table(key_columns("figure", *found), rows)


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The figures of the analysis one by one."""
    rows = [
        *rows_of(data, TRAFFIC_COUNTS, translate, section=FIGURES["counts"]),
        *rows_of(data, TRAFFIC_RATIOS, translate, section=_RATIOS),
    ]
    for name in _BREAKDOWNS:
        kind = STOCK if name == "open_leads_by_grade" else COUNT
        for part, count in (data[name] or {}).items():
            label = translate(_part_label(f"{name}.{part}"))
            rows.append(FigureRow(f"{name}.{part}", label, count, kind, translate(FIGURES[name])))
        if name == "new_leads_by_model" and data[name]:
            rows.append(_subtotal(data[name], translate))
    for group in data.get("groups", ()):
        section, path = name_values(data["by"], group["group"], translate), path_of(group["group"])
        rows += rows_of(group, (*TRAFFIC_COUNTS, *TRAFFIC_RATIOS), translate, section=section, prefix=path)
    return rows
