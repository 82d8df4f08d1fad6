"""Appointments and how many were kept, a line a consultant."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.domain.due import DAY_ONLY
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, TASKS
from leadctl.render.page import (
    PEOPLE,
    PROGRAM,
    Calendar,
    Column,
    Event,
    JsonObject,
    Page,
    Table,
    Tables,
    Translate,
    key_columns,
    link_figures,
)
from leadctl.render.pages.dimension_labels import (
    name_consultants,
    name_dimensions,
    name_groups,
    name_values,
    path_of,
)
from leadctl.render.pages.due import appointment_uid, name_event
from leadctl.render.pages.figure_rows import FigureRow, kind_of
from leadctl.render.values import UNASSIGNED

Entries = tuple[str, str, str | None, Sequence[JsonObject]]
"""The store's mark, the present moment, the store's time zone, and the appointments of a calendar."""

_COLUMNS = link_figures(
    Column("consultant", FIGURES["consultant"]),
    Column("made", N_("Made"), "int", drop=1),
    Column("due", N_("Due"), "int"),
    Column("kept", N_("Kept"), "int"),
    Column("show_rate", N_("Show rate"), "rate"),
    Column("missed", N_("Did not come"), "int"),
    Column("moved", N_("Moved"), "int", drop=4),
    Column("dropped", N_("Dropped"), "int", drop=3),
    Column("ahead", N_("To come"), "int", drop=2),
)


def draw_page(
    data: JsonObject,
    title: str,
    translate: Translate,
    by: tuple[str, ...] = (),
    entries: Entries | None = None,
) -> Page:
    """The report's page. ``entries``: what of it stands in a calendar."""
    made = None if entries is None else lambda: _make_calendar(entries, translate)
    return _draw(data, title, translate, by)._replace(calendar=made)


def _make_calendar(entries: Entries, translate: Translate) -> Calendar:
    store, now, zone, rows = entries
    return Calendar(now, zone, [_make_event(row, store, translate) for row in rows])


def _make_event(row: JsonObject, store: str, translate: Translate) -> Event:
    at = row["at"]
    note = "\n".join(str(row[key]) for key in ("phone", "consultant", "note") if row[key])
    title = name_event(translate(TASKS["appointment"]), row, translate)
    day = at[:10] if at[11:] == DAY_ONLY else at
    return Event(appointment_uid(row["chain"], store), day, title, note, row["result"] == "dropped")


def _draw(data: JsonObject, title: str, translate: Translate, by: tuple[str, ...]) -> Page:
    if by:
        return Page(data, lambda: (_groups_table(data, by, translate),), title)
    return Page(data, lambda: _tables(data, translate), title, records=lambda: _records(data))


def _tables(data: JsonObject, translate: Translate) -> Tables:
    """A line a consultant, and a last one of the team."""
    rows = name_consultants(data["consultants"], translate)
    if not rows:
        return (Table(_COLUMNS, rows, note=N_("No appointments in this time: leadctl appoint LEAD --at WHEN")),)
    return (Table(_COLUMNS, [*rows, {**data["team"], "consultant": translate(N_("Team")), "path": ""}], sums=1),)


def _records(data: JsonObject) -> Tables:
    """The same for programs: a record a consultant."""
    return (Table(key_columns(*(column.key for column in _COLUMNS)), data["consultants"]),)


def _groups_table(data: JsonObject, by: tuple[str, ...], translate: Translate) -> Table:
    """A line a group, and a last one of the team."""
    columns = (
        Column("name", name_dimensions(by, translate), wrap=True, readers=PEOPLE),
        Column("group", "group", readers=(PROGRAM,)),
        *_COLUMNS[1:],
    )
    rows = name_groups(data["groups"], by, translate)
    whole = {**data["team"], "name": translate(FIGURES["total"]), "group": "total", "path": ""}
    return Table(columns, [*rows, whole], sums=1)


_COMPARED = ("made", "due", "kept", "show_rate", "missed")


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """Each figure of the team and then of every consultant."""
    titles = {column.key: column.title for column in _COLUMNS}
    rows: list[FigureRow] = []
    for name in _COMPARED:
        title = translate(titles[name])
        rows.append(FigureRow(name, translate(N_("Team")), data["team"][name], kind_of(name), title))
        for row in data["consultants"]:
            whose = row["consultant"]
            path, label = f"consultants.{whose or 'none'}.{name}", whose or translate(UNASSIGNED)
            rows.append(FigureRow(path, label, row[name], kind_of(name), title))
        for group in data.get("groups", ()):
            label, path = name_values(data["by"], group["group"], translate), path_of(group["group"])
            rows.append(FigureRow(f"{path}{name}", label, group[name], kind_of(name), title))
    return rows
