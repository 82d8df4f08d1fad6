"""The morning meeting on one screen."""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.locale import N_
from leadctl.locale.labels import CHANNELS, FIGURES, LABELS
from leadctl.render.page import Column, JsonObject, Page, Table, Tables, Translate, key_columns, link_figures
from leadctl.render.pages.dimension_labels import name_consultants, path_of_consultant
from leadctl.render.values import UNASSIGNED

SHOWN_OVERDUE = 5
"""Overdue leads that the screen names."""

_CONSULTANT = Column("consultant", FIGURES["consultant"])
_YESTERDAY = link_figures(
    _CONSULTANT,
    Column("received", N_("Received"), "int"),
    Column("new_cards", N_("New cards"), "int", drop=1),
    Column("follow_ups", FIGURES["follow_ups"], "int"),
    Column("undone", N_("Not done"), "int", figure="{path}undone"),
    Column("kept", N_("Appointments kept"), "int", drop=5),
    Column("test_drives", N_("Drives"), "int", drop=3),
    Column("orders", N_("Orders"), "int"),
    Column("deliveries", N_("Delivered"), "int", drop=2),
    Column("lost", N_("Churned"), "int", drop=4, figure="{path}lost"),
)
_WHO = (Column("customer", LABELS["customer"]), Column("phone", LABELS["phone"]))
_APPOINTMENTS = (
    Column("at", LABELS["at"]),
    Column("lead", LABELS["lead"], "int"),
    *_WHO,
    Column("model", LABELS["model"], drop=2),
    _CONSULTANT,
    Column("note", LABELS["note"], wrap=True, drop=3),
)
_UNSCREENED = (
    Column("lead", LABELS["lead"], "int"),
    *_WHO,
    Column("channel", LABELS["channel"], labels=CHANNELS, drop=4),
    Column("opened_at", N_("Enquired"), drop=2),
    Column("minutes", N_("Waits (minutes open)"), "int"),
    Column("attempts", LABELS["attempts"], "int", drop=3),
    Column("consultant", FIGURES["consultant"], drop=1),
)
_OVERDUE = (
    Column("lead", LABELS["lead"], "int"),
    *_WHO,
    Column("grade", LABELS["grade"]),
    Column("model", LABELS["model"], drop=2),
    Column("days_over", LABELS["days_over"], "int"),
    Column("attempts", LABELS["attempts"], "int", drop=3),
    _CONSULTANT,
)
_BEHIND = (
    _CONSULTANT,
    Column("overdue", N_("Overdue"), "int", figure="{path}overdue"),
    Column("longest", N_("Longest (days)"), "int", drop=1),
    Column("undone", N_("Not done yesterday"), "int", figure="yesterday.{path}undone"),
    Column("unscreened", N_("To call first"), "int", drop=2, figure="{path}unscreened"),
    Column("pace", N_("Pace"), "rate"),
)
_ABOUT_BEHIND = N_("Pace: cars sold by last night / what the month's target asks for by then.")


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, lambda: _tables(data, translate), title, records=lambda: _records(data))


def _tables(data: JsonObject, translate: Translate) -> Tables:
    yesterday = data["yesterday"]
    rows = [
        {
            **_yesterday_row(row, row["consultant"] or translate(UNASSIGNED)),
            "path": f"yesterday.{path_of_consultant(row)}",
        }
        for row in yesterday["consultants"]
    ]
    sums = int(len(rows) != 1)
    if sums:
        rows.append({**_yesterday_row(yesterday["team"], translate(N_("Team"))), "path": "yesterday."})
    heading = translate(N_("Yesterday, {day}")).format(day=yesterday["day"])
    return (
        _behind_table(data, translate),
        Table(
            _APPOINTMENTS,
            name_consultants(data["appointments"], translate),
            N_("Appointments today"),
            _note(data["appointments"], ""),
        ),
        Table(
            _UNSCREENED,
            name_consultants(data["unscreened"], translate),
            N_("Enquiries that wait for the first call"),
            _note(data["unscreened"], ""),
        ),
        _overdue_table(data["overdue"], translate),
        Table(_YESTERDAY, rows, heading, sums=sums),
    )


def _behind_table(data: JsonObject, translate: Translate) -> Table:
    rows = name_consultants(data["behind"], translate)
    sums = int(len(data["yesterday"]["consultants"]) != 1)
    team = [{**data["team"], "consultant": translate(N_("Team")), "path": ""}]
    return Table(_BEHIND, [*rows, *team[:sums]], N_("Who is behind"), _ABOUT_BEHIND, sums=sums)


def _overdue_table(rows: Sequence[JsonObject], translate: Translate) -> Table:
    note = N_("all of them: leadctl due --all --overdue") if len(rows) > SHOWN_OVERDUE else ""
    title = translate(N_("Overdue this morning: {count}")).format(count=len(rows))
    return Table(_OVERDUE, name_consultants(rows[:SHOWN_OVERDUE], translate), title, _note(rows, note))


def _note(rows: Sequence[JsonObject], note: str) -> str:
    return note if rows else N_("None.")


def _yesterday_row(row: JsonObject, name: str) -> JsonObject:
    return {
        **row,
        "consultant": name,
        "undone": row["planned"] - row["done"],
        "lost": row["defeat"] + row["lost_contact"],
    }


def _records(data: JsonObject) -> Tables:
    """The same for programs: a table a list."""
    lists = {"behind": _BEHIND, "appointments": _APPOINTMENTS, "unscreened": _UNSCREENED, "overdue": _OVERDUE}
    tables = [
        Table(key_columns(*(column.key for column in columns)), data[name], name) for name, columns in lists.items()
    ]
    rows = [_yesterday_row(row, row["consultant"]) for row in data["yesterday"]["consultants"]]
    return (*tables, Table(key_columns(*(column.key for column in _YESTERDAY)), rows, "yesterday"))
