"""Owners as people read them: whom to contact, complaints, reminders, and the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.labels import AFTERCARE, FESTIVALS
from leadctl.render.page import PEOPLE, PROGRAM, Column, JsonObject, Page, Table, Translate, link_figures, raw_columns
from leadctl.render.pages.dimension_labels import name_consultants
from leadctl.render.pages.figure_rows import FigureRow, rows_of


def owners_page(rows: Sequence[JsonObject], title: str) -> Page:
    """The owners to contact, a line an owner."""
    columns = (
        Column("customer_id", N_("Customer no."), "int"),
        Column("customer", N_("Customer")),
        Column("phone", N_("Phone")),
        Column("lead", N_("Lead"), "int", drop=5),
        Column("model", N_("Model"), wrap=True, drop=4),
        Column("vin", "VIN", drop=9),
        Column("delivered_on", N_("Delivered on"), "date", drop=3),
        Column("consultant", N_("Consultant"), drop=2),
        Column("due_on", N_("Due on"), "date", drop=1),
        *_days_over(drop=7),
        Column("attempts", N_("Tries"), "int", drop=6),
        Column("last_contact", N_("Last contact"), "date", drop=8),
        Column("occasions", N_("Occasion"), readers=(PROGRAM,)),
        Column("why", N_("Why"), wrap=True),
        Column("last_note", N_("Last note"), wrap=True, drop=10),
    )
    note = "" if rows else N_("No owner is owed a contact.")
    return Page(list(rows), (Table(columns, _count_over(rows), note=note),), title)


def complaints_page(rows: Sequence[JsonObject]) -> Page:
    """Open complaints."""
    columns = (
        Column("complaint", N_("No."), "int"),
        Column("customer_id", N_("Customer no."), "int", drop=5),
        Column("customer", N_("Customer")),
        Column("phone", N_("Phone")),
        Column("model", N_("Model"), wrap=True, drop=3),
        Column("at", N_("Time"), "date", drop=4),
        Column("what", N_("What is wrong"), wrap=True, least=13),
        Column("staff", N_("Answers for it"), drop=1),
        Column("until", N_("To be solved by"), "date"),
        *_days_over(drop=2),
    )
    note = "" if rows else N_("No complaint is open.")
    return Page(list(rows), (Table(columns, _count_over(rows), note=note),), N_("Open complaints"))


def _days_over(drop: int) -> tuple[Column, ...]:
    """For people only the days that are over; programs read how many are left as a negative number too."""
    return (*raw_columns("days_over"), Column("over", N_("Days over"), "shown", drop=drop, readers=PEOPLE))


def _count_over(rows: Sequence[JsonObject]) -> list[JsonObject]:
    return [{**row, "over": row["days_over"] if row["days_over"] > 0 else None} for row in rows]


def reminders_page(rows: Sequence[JsonObject]) -> Page:
    """The festivals and the store's own reminders."""
    columns = (
        Column("name", N_("Name"), wrap=True, labels=FESTIVALS | {"warranty": N_("warranty")}),
        Column("on", N_("On"), "date"),
        Column("months", N_("Months since delivery"), "int"),
    )
    return Page(list(rows), (Table(columns, rows),), N_("Reminders"))


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, _tables(data, translate), title)


def _tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """The report of owners: the contacts by consultant, how they ended, complaints, leads and sales."""
    return (
        _contacts_table(data, translate),
        _figure_table(data, "results", N_("Contacts by result"), _RESULTS),
        _other_figures_table(data),
        *_satisfaction_tables(data, translate),
    )


def _satisfaction_tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """How satisfied owners were, by consultant; none where nobody scored anything."""
    if not any(data["satisfaction"][name] for name in ("ssi_answers", "csi_answers")):
        return ()
    columns = link_figures(
        Column("consultant", N_("Consultant")),
        Column("ssi", N_("Sale (SSI)"), "decimal"),
        Column("ssi_answers", N_("Scores (SSI)"), "int"),
        Column("csi", N_("Service (CSI)"), "decimal"),
        Column("csi_answers", N_("Scores (CSI)"), "int"),
    )
    rows = [
        {"consultant": row["consultant"], "path": row["path"], **row["satisfaction"]}
        for row in name_consultants(data["consultants"], translate)
        if row["satisfaction"]["ssi_answers"] or row["satisfaction"]["csi_answers"]
    ]
    rows.append({"consultant": translate(N_("Total")), "path": "", **data["satisfaction"]})
    return (Table(columns, rows, N_("Satisfaction, 1 to 10"), sums=1),)


def _contacts_table(data: JsonObject, translate: Translate) -> Table:
    rows = [
        {"consultant": row["consultant"], "path": row["path"], **_flatten_row(row)}
        for row in name_consultants(data["consultants"], translate)
    ]
    rows.append({"consultant": N_("Total"), "path": "", **_flatten_row(data)})
    columns = link_figures(
        Column("consultant", N_("Consultant"), labels={N_("Total"): N_("Total")}),
        Column("due", N_("Due"), "int"),
        Column("done", N_("Done"), "int"),
        Column("waiting", N_("Waiting"), "int"),
        Column("missed", N_("Missed"), "int"),
        Column("done_rate", N_("Share"), "rate"),
        Column("open", N_("Complaints"), "int", drop=1),
        Column("repeat_sales", N_("Repeat"), "int", drop=2),
        Column("referral_sales", N_("Referral"), "int", drop=3),
    )
    return Table(columns, rows, title=N_("Contacts with owners"), sums=1)


def _flatten_row(row: JsonObject) -> dict[str, object]:
    return {**row["contacts"], "open": row["complaints"]["open"], **row["gained"]}


_RESULTS = {code.replace("-", "_"): label for code, label in AFTERCARE.items()}
_REST = {
    "made": N_("Complaints made"),
    "solved": N_("Complaints solved"),
    "open": N_("Complaints open"),
    "owner_leads": N_("Leads of owners"),
    "referral_leads": N_("Leads by referral"),
    "repeat_sales": N_("Repeat sales"),
    "referral_sales": N_("Referral sales"),
    "average_score": N_("Satisfaction, 1 to 10"),
    "ssi": N_("Sales satisfaction (SSI), 1 to 10"),
    "ssi_answers": N_("Scores of the sale"),
    "csi": N_("Service satisfaction (CSI), 1 to 10"),
    "csi_answers": N_("Scores of the service"),
}


def _figure_table(data: JsonObject, part: str, title: str, labels: Mapping[str, str]) -> Table:
    rows = [{"figure": name, "count": number} for name, number in data[part].items()]
    columns = (Column("figure", N_("Result"), labels=labels), Column("count", N_("Count"), "int", figure="{figure}"))
    return Table(columns, rows, title=title)


def _other_figures_table(data: JsonObject) -> Table:
    figures = {**data["complaints"], **data["gained"]}
    rows: list[dict[str, object]] = [{"figure": name, "count": number} for name, number in figures.items()]
    averages = {"average_score": data["average_score"], **data["satisfaction"]}
    rows += [{"figure": name, "count": number} for name, number in averages.items() if number is not None]
    columns = (Column("figure", N_("Figure"), labels=_REST), Column("count", N_("Count"), "number", figure="{figure}"))
    return Table(columns, rows, title=N_("Complaints, leads and sales"))


_CONTACTS = {
    "due": N_("Due"),
    "done": N_("Done"),
    "waiting": N_("Waiting"),
    "missed": N_("Missed"),
    "done_rate": N_("Share"),
}


def list_figures(data: JsonObject, translate: Translate) -> list[FigureRow]:
    """The store's figures one by one."""
    contacts, rest = N_("Contacts with owners"), N_("Complaints, leads and sales")
    others = {**data["complaints"], **data["gained"], "average_score": data["average_score"], **data["satisfaction"]}
    return [
        *rows_of(data["contacts"], list(data["contacts"]), translate, section=contacts, labels=_CONTACTS),
        *rows_of(data["results"], list(data["results"]), translate, section=N_("Contacts by result"), labels=_RESULTS),
        *rows_of(others, list(others), translate, section=rest, labels=_REST),
    ]
