"""The day sheet: a line a consultant, the follow-ups by grade, tomorrow's plan, and the manager's remarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leadctl.domain.terms import ALL_GRADES
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, LABELS
from leadctl.render.page import Column, JsonObject, Page, Table, Translate, key_columns, link_figures
from leadctl.render.pages.dimension_labels import name_consultants

_CONSULTANT = Column("consultant", FIGURES["consultant"])
_DONE = link_figures(
    Column("received", N_("Received"), "int"),
    Column("new_cards", N_("New cards"), "int"),
    Column("test_drives", N_("Drives"), "int", drop=1),
    Column("orders", N_("Orders"), "int"),
    Column("deliveries", N_("Delivered"), "int", drop=2),
    Column("defeat", N_("Defeats"), "int"),
    Column("lost_contact", N_("Lost"), "int", drop=3),
)
_OWNERS = link_figures(
    Column("planned", N_("Planned"), "int", figure="{path}owners_planned"),
    Column("done", N_("Done"), "int", figure="{path}owners_done"),
    Column("owner_contacts", N_("All contacts"), "int", drop=1),
    Column("tomorrow", N_("Planned for tomorrow"), "int", figure="{path}owners_tomorrow"),
)
_ABOUT_OWNERS = N_(
    "Planned: owners to contact that day. Done: those of them who were reached. All contacts: also with others."
)
_CONTACTS = link_figures(
    Column("follow_ups", FIGURES["follow_ups"], "int", drop=2),
    Column("tries", N_("Tries"), "int", drop=3),
    Column("late", N_("Behind"), "int", drop=1),
)
_FLAT = ("received", "new_cards", "planned", "done", "follow_ups", "tries", "test_drives", "orders", "deliveries")
_ALL = (*_FLAT, "appointments", "kept", "defeat", "lost_contact", "tomorrow", "expected", "late", "owner_contacts")
_APPOINTMENTS = link_figures(
    Column("appointments", N_("Made"), "int"),
    Column("kept", N_("Kept"), "int"),
    Column("expected", N_("Expected tomorrow"), "int"),
)
_SIGNED = (
    Column("consultant", N_("Sheet of")),
    Column("by", N_("Signed by")),
    Column("at", LABELS["at"]),
    Column("note", N_("Remark"), wrap=True),
)


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, lambda: _tables(data, translate), title, records=lambda: _records(data))


def _tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """A day sheet for people; the team's line stands last where there are several."""
    rows = name_consultants(data["consultants"], translate)
    sums = int(len(rows) != 1)
    if sums:
        rows.append({**data["team"], "consultant": translate(N_("Team")), "path": ""})
    owners = _list_owners(data, translate)
    signed = [{**row, "consultant": row["consultant"] or translate(N_("Team"))} for row in data["sign_offs"]]
    note = "" if signed else N_("Not signed off yet: leadctl report day --sign NOTE")
    return (
        Table((_CONSULTANT, *_DONE), rows, N_("The day"), sums=sums),
        _follow_ups_table(rows, sums),
        _tomorrow_table(rows, sums),
        Table((_CONSULTANT, *_APPOINTMENTS), rows, N_("Appointments"), sums=sums),
        Table((_CONSULTANT, *_OWNERS), owners, N_("Contacts with owners"), _ABOUT_OWNERS, sums=int(len(owners) > 1)),
        Table(_SIGNED, signed, N_("Sign-off"), note),
    )


def _list_owners(data: JsonObject, translate: Translate) -> list[JsonObject]:
    """Who has owners to contact, planned and made beside all contacts with owners; the team last."""
    made = {row["consultant"]: row["owner_contacts"] for row in data["consultants"]}
    owners = [{**row, "owner_contacts": made.get(row["consultant"], 0)} for row in data["owners"]["consultants"]]
    rows = name_consultants(owners, translate)
    team = {**data["owners"]["team"], "owner_contacts": data["team"]["owner_contacts"], "path": ""}
    return rows if len(rows) == 1 else [*rows, {**team, "consultant": translate(N_("Team"))}]


def _grade_columns(figure: str) -> tuple[Column, ...]:
    return (
        *(Column(grade, grade, "int", figure=f"{{path}}{figure}.{grade}") for grade in ALL_GRADES),
        Column("none", N_("None"), "int", figure=f"{{path}}{figure}.none"),
    )


def _follow_ups_table(rows: Sequence[JsonObject], sums: int) -> Table:
    """How many of the morning's planned contacts were made, by the morning's grade."""
    columns = (
        _CONSULTANT,
        *_grade_columns("planned"),
        Column("all", FIGURES["total"], "int", figure="{path}planned"),
        *_CONTACTS,
    )
    shown = [
        {
            **row,
            **_grade_cells(row, lambda cell: f"{cell['done']}/{cell['planned']}", "planned"),
            "all": _compare_with_plan(row),
        }
        for row in rows
    ]
    return Table(columns, shown, N_("Follow-ups: done/planned"), sums=sums)


def _compare_with_plan(row: JsonObject) -> str:
    return f"{row['done']}/{row['planned']}"


def _tomorrow_table(rows: Sequence[JsonObject], sums: int) -> Table:
    columns = (
        _CONSULTANT,
        *_grade_columns("tomorrow"),
        Column("tomorrow", FIGURES["total"], "int", figure="{path}tomorrow"),
    )
    shown = [{**row, **_grade_cells(row, lambda cell: cell["tomorrow"], "tomorrow")} for row in rows]
    return Table(columns, shown, N_("Planned for tomorrow"), sums=sums)


def _grade_cells(row: JsonObject, shown: Callable[[JsonObject], object], needs: str) -> dict[str, object]:
    return {cell["grade"] or "none": shown(cell) for cell in row["by_grade"] if cell[needs]}


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs: flat counts, then a line a consultant and grade, then the remarks."""
    graded = [{"consultant": row["consultant"], **cell} for row in data["consultants"] for cell in row["by_grade"]]
    return (
        Table(key_columns("consultant", *_ALL), data["consultants"], "consultants"),
        Table(key_columns("consultant", "grade", "planned", "done", "tomorrow"), graded, "by_grade"),
        Table(key_columns("consultant", "planned", "done", "tomorrow"), data["owners"]["consultants"], "owners"),
        Table(key_columns("consultant", "by", "at", "note"), data["sign_offs"], "sign_offs"),
    )
