"""Time in stage: a line a step with the median of its days and the quartiles around it."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate
from leadctl.render.pages.dimension_labels import name_dimensions, name_groups, name_values, path_of
from leadctl.render.pages.figure_rows import COUNT, DECIMAL, FigureRow

_STEPS = {
    "first_visit": N_("Enquiry to first visit"),
    "test_drive": N_("First visit to test drive"),
    "order": N_("Test drive to order"),
    "delivery": N_("Order to delivery"),
    "deal": N_("Enquiry to order"),
}
_FIGURES = (
    Column("leads", N_("Leads"), "int", drop=1, figure="{path}{step}"),
    Column("lower_quartile", N_("Lower quartile (days)"), "decimal", drop=3),
    Column("median", N_("Median (days)"), "decimal", figure="{path}{step}"),
    Column("upper_quartile", N_("Upper quartile (days)"), "decimal", drop=2),
)
_STEP = Column("step", N_("Step"), labels=_STEPS)
_ABOUT = N_(
    "Of the leads that reached the end of a step in these days. Half of them took at most the median. "
    "Enquiry: the first contact; to the first visit, of those who did not walk in first."
)


def draw_page(data: JsonObject, title: str, translate: Translate, by: tuple[str, ...] = ()) -> Page:
    """The report's page."""
    if by:
        return Page(data, lambda: (_groups_table(data, by, translate),), title)
    rows = [{**step, "path": ""} for step in data["steps"]]
    return Page(data, (Table((_STEP, *_FIGURES), rows, note=_ABOUT),), title)


def _groups_table(data: JsonObject, by: tuple[str, ...], translate: Translate) -> Table:
    """The steps of each group under its name, and of all of them last."""
    columns = (
        Column("name", name_dimensions(by, translate), wrap=True, readers=PEOPLE),
        Column("group", "group", readers=(PROGRAM,)),
        _STEP,
        *_FIGURES,
    )
    rows: list[JsonObject] = [
        {**step, "group": group["group"], "name": group["name"], "path": group["path"]}
        for group in name_groups(data["groups"], by, translate)
        for step in group["steps"]
        if step["leads"]
    ]
    rows += [{**step, "group": "total", "name": translate(FIGURES["total"]), "path": ""} for step in data["steps"]]
    return Table(columns, rows, note=_ABOUT, sums=len(data["steps"]))


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The median and the number of leads of each step, of all and of the groups."""
    rows = _list_steps(data["steps"], "", "", translate)
    for group in data.get("groups", ()):
        name = f" · {name_values(data['by'], group['group'], translate)}"
        rows += _list_steps(group["steps"], path_of(group["group"]), name, translate)
    return rows


def _list_steps(steps: list[JsonObject], path: str, name: str, translate: Translate) -> list[FigureRow]:
    return [
        FigureRow(f"{path}{step['step']}.{key}", translate(_STEPS[step["step"]]), step[key], kind, f"{title}{name}")
        for key, kind, title in (
            ("median", DECIMAL, translate(_FIGURES[2].title)),
            ("leads", COUNT, translate(_FIGURES[0].title)),
        )
        for step in steps
    ]
