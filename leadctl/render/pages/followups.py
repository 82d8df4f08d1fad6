"""The discipline report: a line a consultant, and how deep the month's sales lay."""

from __future__ import annotations

from leadctl.locale import N_
from leadctl.locale.labels import FIGURES
from leadctl.render.page import BARS, PEOPLE, PROGRAM, Chart, Column, JsonObject, Page, Table, Translate
from leadctl.render.pages.dimension_labels import (
    name_consultants,
    name_dimensions,
    name_groups,
    name_values,
    path_of,
)
from leadctl.render.pages.figure_rows import FigureRow, kind_of
from leadctl.render.values import UNASSIGNED

_WINDOWS = (
    Column("due", FIGURES["due"], "int", figure="{path}due"),
    Column("on_time", FIGURES["on_time"], "int", drop=1, figure="{path}on_time"),
    Column("on_time_rate", N_("Rate"), "rate", figure="{path}on_time_rate"),
    Column("first_next_day_rate", N_("Next day"), "rate", figure="{path}first_next_day_rate"),
    Column("overdue_now", FIGURES["overdue_now"], "int", figure="{path}overdue_now"),
    Column("released", FIGURES["released"], "int", figure="{path}released"),
)
_CONTACTS = (
    Column("follow_ups", FIGURES["follow_ups"], "int", figure="{path}follow_ups"),
    Column("advance_rate", N_("Advances"), "rate", figure="{path}advance_rate"),
    Column("late_entries", N_("Late"), "int", figure="{path}late_entries"),
    Column("per_sale", N_("Per sale"), "decimal", figure="{path}per_sale"),
)
_COLUMNS = (*_WINDOWS, *_CONTACTS)
_MORE = ("first_due", "first_on_time", "sales", "sale_follow_ups", "advances")
_DEPTH = (
    Column("after", FIGURES["after"]),
    Column("sales", FIGURES["sales"], "int", bar=True, figure="depth.{after}"),
    Column("share", FIGURES["share"], "rate"),
    Column("rule_of_thumb", N_("Rule of thumb"), "rate"),
)

LEGEND = N_(
    "Rate: windows kept, of those due. Next day: leads whose first follow-up came by the next day; those that a "
    "screening call opened, or that were closed on their first day, are left out. "
    "Released: leads lost to the common pool."
)
_OVERDUE = N_("Overdue now: of today, whatever the period.")
_ABOUT_CONTACTS = N_(
    "Advances: contacts that moved something, of all. Late: contacts entered after their day. "
    "Per sale: follow-ups for each car sold."
)


def draw_page(data: JsonObject, title: str, translate: Translate, runs: bool, by: tuple[str, ...] = ()) -> Page:
    """The report's page; ``runs``: today is one of its days."""
    if by:
        return Page(data, lambda: _groups_tables(data, by, translate), title)
    return Page(
        data, lambda: followups_tables(data, translate, runs=runs), title, records=lambda: followups_records(data)
    )


def followups_tables(data: JsonObject, translate: Translate, *, runs: bool) -> tuple[Table, ...]:
    """A followups report for people: a line a consultant, the team's last, and the depth of closing.

    What is overdue now is left out of a past period, to which it does not belong."""
    rows = name_consultants(data["consultants"], translate)
    rows.append({**data["team"], "consultant": translate(N_("Team")), "path": ""})
    whose = Column("consultant", FIGURES["consultant"])
    windows = _WINDOWS if runs else tuple(column for column in _WINDOWS if column.key != "overdue_now")
    on_time = Chart(BARS, "consultant", ("on_time_rate",), N_("Contacts on time, by consultant"))
    legend = f"{translate(LEGEND)} {translate(_OVERDUE)}" if runs else LEGEND
    return (
        Table((whose, *windows), rows, N_("Discipline"), legend, chart=on_time, sums=1),
        Table((whose, *_CONTACTS), rows, FIGURES["follow_ups"], _ABOUT_CONTACTS, sums=1),
        Table(_DEPTH, data["depth"], N_("After how many follow-ups the sales closed")),
    )


def _groups_tables(data: JsonObject, by: tuple[str, ...], translate: Translate) -> tuple[Table, ...]:
    """A line a group, the most windows first, and the team last."""
    names = (
        Column("name", name_dimensions(by, translate), wrap=True, readers=PEOPLE),
        Column("group", "group", readers=(PROGRAM,)),
    )
    whole = {**data["team"], "name": translate(FIGURES["total"]), "group": "total", "path": ""}
    rows = [*name_groups(data["groups"], by, translate), whole]
    windows = tuple(column for column in _WINDOWS if column.key != "overdue_now")
    return (
        Table((*names, *windows), rows, N_("Discipline"), LEGEND, sums=1),
        Table((*names, *_CONTACTS), rows, FIGURES["follow_ups"], _ABOUT_CONTACTS, sums=1),
    )


def followups_records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs, with the counts behind the rates."""
    more = tuple(Column(key, key) for key in _MORE)
    return (
        Table((Column("consultant", "consultant"), *_COLUMNS, *more), data["consultants"], "consultants"),
        Table((*_COLUMNS, *more), [data["team"]], "team"),
        Table(_DEPTH, data["depth"], "depth"),
    )


_COMPARED = ("due", "on_time_rate", "first_next_day_rate", "follow_ups", "advance_rate", "late_entries", "per_sale")


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """Each figure of the team and then of every consultant, or of every group; what is overdue now is of no period."""
    rows: list[FigureRow] = []
    alone = () if "groups" in data else data["consultants"]
    people = [(row["consultant"], row["consultant"] or translate(UNASSIGNED), row) for row in alone]
    for name in (*_COMPARED, "released"):
        title, kind = translate(FIGURES.get(name, name)), kind_of(name)
        rows.append(FigureRow(name, translate(N_("Team")), data["team"][name], kind, title))
        for whose, label, row in people:
            path = f"consultants.{whose or 'none'}.{name}"
            rows.append(FigureRow(path, label, row[name], kind, title))
        for group in data.get("groups", ()):
            label, path = name_values(data["by"], group["group"], translate), path_of(group["group"])
            rows.append(FigureRow(f"{path}{name}", label, group[name], kind, title))
    return rows
