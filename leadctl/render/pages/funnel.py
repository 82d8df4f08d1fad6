"""The funnel: from traffic to delivery, with what was lost on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.domain.figures import FUNNEL_STEPS, share
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate, link_figures
from leadctl.render.pages.dimension_labels import name_dimensions, name_values, path_of
from leadctl.render.pages.figure_rows import COUNT, MONEY, RATE, FigureRow, rows_of
from leadctl.render.values import round_significantly

COLUMNS = (
    Column("stage", N_("Stage"), labels=FIGURES),
    Column("count", N_("Count"), "int", bar=True, figure="{stage}"),
    Column("step_rate", N_("Step rate"), "rate", figure="{stage}"),
    Column("overall_rate", N_("Overall"), "rate", figure="{stage}"),
)

_GROUP_COLUMNS = link_figures(
    Column("traffic", N_("Traffic"), "int", drop=3),
    Column("new_traffic", N_("New"), "int", drop=2),
    Column("contacts", N_("Contacts"), "int", drop=4),
    Column("leads", N_("Leads"), "int"),
    Column("met", N_("Met"), "int"),
    Column("test_drives", N_("Drives"), "int", drop=6),
    Column("orders", N_("Orders"), "int"),
    Column("deliveries", N_("Delivered"), "int", drop=1),
    Column("defeat", N_("Defeats"), "int", drop=7),
    Column("lost_contact", N_("Lost contact"), "int", drop=8),
    Column("order_rate", N_("Order rate"), "rate", figure="{path}orders"),
    Column("lead_share", N_("Share of leads"), "rate", drop=5, figure="{path}leads"),
)


_OTHER_EVENTS = N_(
    "Each column counts the events of the month. Order rate: its orders, of the leads opened in it; "
    "what became of these leads: --cohort"
)


def draw_page(data: JsonObject, title: str, translate: Translate, by: tuple[str, ...] = ()) -> Page:
    """The report's page; ``by``: what its groups are, where it has any."""
    if by:
        return Page(data, (_groups_table(data, by, translate),), title)
    return Page(data, lambda: _whole_tables(data, translate), title, records=lambda: _records(data))


_VALUE = (
    Column("amount", N_("Value (yuan)"), "money", drop=2, figure="{stage}_amount"),
    Column("with_amount", N_("Of so many"), "int", drop=1, figure="{stage}_with_amount"),
)
_PLACES = {
    "showroom_contacts": N_("Contacts in the showroom"),
    "phone_contacts": N_("Contacts by phone"),
    "online_contacts": N_("Contacts online"),
    "outside_contacts": N_("Contacts outside"),
    "returned": N_("Came again"),
}
_STEPS = (
    Column("step", N_("Step"), labels=_PLACES),
    Column("count", N_("Count"), "int", bar=True, figure="{step}"),
    Column("of", N_("Of"), "int", drop=1),
    Column("step_rate", N_("Step rate"), "rate", figure="{step}"),
    Column("overall_rate", N_("Overall"), "rate", drop=2, figure="{step}"),
)
_ABOUT_VALUE = N_(
    "Value: the order's price, else the middle of the budget, of the leads that have one; to three digits."
)
_ABOUT_STEPS = N_("Contacts: of the new traffic at that place. Came again: of the leads that came in person.")


def _whole_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """The stages with what they are worth, and the finer steps."""
    worth = {value["stage"]: {**value, "amount": round_significantly(value["amount"])} for value in data["values"]}
    rows = [{**stage, **worth.get(stage["stage"], {})} for stage in data["stages"]]
    lost = churn_line(data["churn"], translate)
    note = translate(N_("{churn}. {about}")).format(churn=lost, about=translate(_ABOUT_VALUE))
    return (
        Table((*COLUMNS, *_VALUE), rows, reading_title(data), note),
        Table(_STEPS, data["steps"], N_("Contacts by place, and return visits"), _ABOUT_STEPS),
    )


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The stages for programs, with the exact amounts."""
    worth = {value["stage"]: value for value in data["values"]}
    return (Table((*COLUMNS, *_VALUE), [{**stage, **worth.get(stage["stage"], {})} for stage in data["stages"]]),)


def funnel_table(stages: Sequence[JsonObject], *, title: str = FIGURES["activity"], note: str = "") -> Table:
    """The stages of a funnel report (``stage``, ``count``, ``step_rate``, ``overall_rate``) with bars by their counts.

    Rates are fractions 0-1 or None; ``step_rate`` is of the stage that leads to it, ``overall_rate`` of new traffic.
    """
    return Table(COLUMNS, stages, title, note)


def reading_title(funnel: JsonObject) -> str:
    """What the counts are of: the events of a month or of other days, or the leads opened in them."""
    return FIGURES[funnel["reading"] if funnel["month"] else f"{funnel['reading']} of other days"]


def _groups_table(data: JsonObject, by: tuple[str, ...], translate: Translate) -> Table:
    """A line a group of a split funnel (``group``, ``stages``, ``churn``); ``by``: what the groups are."""
    columns = (
        Column("name", name_dimensions(by, translate), wrap=True, readers=PEOPLE),
        Column("group", "group", readers=(PROGRAM,)),
        *_GROUP_COLUMNS,
    )
    note = _OTHER_EVENTS if data["reading"] == "activity" else ""
    whole = {stage["stage"]: stage["count"] for stage in data["stages"]}
    rows = [_group_row(group, by, whole["leads"], translate) for group in data["groups"]]
    sums = int(len(rows) > 1)
    if sums:
        rows.append({**_group_row({**data, "group": None}, (), whole["leads"], translate), "group": _TOTAL})
    return Table(columns, rows, reading_title(data), note, sums=sums)


def _group_row(group: JsonObject, by: tuple[str, ...], leads: int, translate: Translate) -> dict[str, object]:
    """A line of a group; without ``by`` of all of them. ``leads``: of the whole."""
    counts = {stage["stage"]: stage["count"] for stage in group["stages"]}
    order_rate = next(stage["step_rate"] for stage in group["stages"] if stage["stage"] == "orders")
    name = name_values(by, group["group"], translate) if by else translate(FIGURES["total"])
    return {
        "group": group["group"],
        "name": name,
        "path": path_of(group["group"]) if by else "",
        **counts,
        **group["churn"],
        "order_rate": order_rate,
        "lead_share": share(counts["leads"], leads),
    }


def churn_line(churn: Mapping[str, int], translate: Translate) -> str:
    """What was lost in the month, for under the stages."""
    return " · ".join(f"{translate(FIGURES[kind])} {lost}" for kind, lost in churn.items())


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The stages, their step rates and the churn one by one."""
    counts = {stage["stage"]: stage["count"] for stage in data["stages"]}
    rates = {stage["stage"]: stage["step_rate"] for stage in data["stages"] if FUNNEL_STEPS[stage["stage"]]}
    rows = list(rows_of(counts, list(counts), translate, section=reading_title(data)))
    for stage, rate in rates.items():
        base = translate(FIGURES[FUNNEL_STEPS[stage] or stage])
        label = translate(_RATE_OF).format(stage=translate(FIGURES[stage]), base=base)
        rows.append(FigureRow(f"{stage}.step_rate", label, rate, RATE, translate(_STEP_RATES)))
    rows += _list_steps(data, translate)
    rows += rows_of(data["churn"], list(data["churn"]), translate, section=FIGURES["churn"])
    for group in data.get("groups", ()):
        section, path = name_values(data["by"], group["group"], translate), path_of(group["group"])
        counts = {stage["stage"]: stage["count"] for stage in group["stages"]}
        rows += rows_of(
            {**counts, **group["churn"]}, (*counts, *group["churn"]), translate, section=section, prefix=path
        )
    return rows


def _list_steps(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The finer steps with their rates, and the values; a closed month may have been kept without them."""
    rows = []
    for step in data.get("steps", ()):
        label = translate(_PLACES[step["step"]])
        rows.append(FigureRow(step["step"], label, step["count"], COUNT, translate(_FINER)))
        rows.append(FigureRow(f"{step['step']}.step_rate", label, step["step_rate"], RATE, translate(_FINER_RATES)))
    for value in data.get("values", ()):
        label = translate(FIGURES[value["stage"]])
        rows.append(FigureRow(f"{value['stage']}_amount", label, value["amount"], MONEY, translate(_VALUE[0].title)))
    return rows


_TOTAL = "total"
_FINER, _FINER_RATES = N_("Finer steps"), N_("Rates of the finer steps")
_RATE_OF = N_("{stage} of {base}")
_STEP_RATES = N_("Step rates")
