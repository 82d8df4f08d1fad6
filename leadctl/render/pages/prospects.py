"""The prospect table: a matrix of grades and expected months, and a line a lead."""

from __future__ import annotations

from leadctl.domain.record_lists import LazyRecords
from leadctl.locale import N_
from leadctl.locale.labels import FIGURES, IMPORTANCES, LABELS
from leadctl.render.page import WRITTEN, Column, JsonObject, Page, Table, Translate, key_columns
from leadctl.render.pages.card import class_text

_EXPECTED = {"past": N_("Past"), "later": N_("Later"), "unknown": N_("Unknown")}
_KEYS = (
    "lead",
    "customer_id",
    "customer",
    "grade",
    "model",
    "consultant",
    "need_by",
    "expected",
    "days_in_grade",
    "follow_ups",
    "last_contact",
    "due_by",
    "last_note",
    "importance",
    "man",
    "confidence",
    "prospect_class",
)
_LEADS = (
    Column("lead", LABELS["lead"], "int"),
    Column("customer", LABELS["customer"]),
    Column("model", LABELS["model"], wrap=True, drop=2),
    Column("consultant", LABELS["consultant"], drop=1),
    Column("need_by", LABELS["need_by"], "date"),
    Column("days_in_grade", N_("Days in grade"), "int"),
    Column("follow_ups", FIGURES["follow_ups"], "int"),
    Column("due_by", LABELS["due_by"], "date", drop=3),
    Column("last_note", N_("Last word"), readers=WRITTEN),
    Column("qualified", N_("MAN"), readers=WRITTEN),
)
_SHOWN = tuple(column.key for column in _LEADS if column.key != "qualified")


def draw_page(data: JsonObject, title: str, translate: Translate) -> Page:
    """The report's page."""
    return Page(data, lambda: _tables(data, translate), title, records=lambda: _records(data))


def _tables(data: JsonObject, translate: Translate) -> tuple[Table, ...]:
    """The table for people: the matrix, then the leads under their grades with what was last said."""
    rows = [_matrix_row(row, _grade_name(row["grade"], translate), row["grade"] or "none") for row in data["matrix"]]
    total = _matrix_row(data["total"], translate(FIGURES["total"]), "total")
    columns = (
        Column("grade", LABELS["grade"]),
        *(Column(key, _EXPECTED.get(key, key), "int", figure="{code}." + key) for key in data["expected"]),
        Column("total", FIGURES["total"], "int", figure="{code}"),
    )
    leads = LazyRecords(data["prospects"], lambda part: [_lead_row(lead, translate) for lead in part])
    note = "" if leads else N_("No active leads.")
    return (
        Table(columns, [*rows, total], N_("Active leads by expected month of purchase"), keep=1, sums=1),
        Table(_LEADS, leads, "", note, "section", "brief"),
    )


def _matrix_row(row: JsonObject, grade: str, code: str) -> dict[str, object]:
    """A line of the matrix, in which an empty cell is a dash."""
    counts = {key: count or None for key, count in row["counts"].items()}
    return {"grade": grade, "code": code, **counts, "total": row["total"]}


def _lead_row(lead: JsonObject, translate: Translate) -> dict[str, object]:
    note = f"“{lead['last_note']}”" if lead["last_note"] else None
    weight = translate(IMPORTANCES[lead["importance"]]) if lead["importance"] != "ordinary" else None
    man = None if lead["man"] is None else f"MAN {lead['man'] or '-'}"
    qualified = " · ".join(text for text in (man, class_text(lead, translate)) if text)
    return {
        **{key: lead[key] for key in _SHOWN},
        "section": f"{translate(LABELS['grade'])} {_grade_name(lead['grade'], translate)}",
        "section_style": "title",
        "qualified": qualified,
        "brief": " · ".join(text for text in (weight, qualified, note) if text),
    }


def _grade_name(grade: object, translate: Translate) -> str:
    return translate(N_("ungraded")) if grade is None else str(grade)


def _records(data: JsonObject) -> tuple[Table, ...]:
    """The same for programs: a line a cell of the matrix, then a line a lead."""
    cells = [
        {"grade": row["grade"], "expected": key, "count": row["counts"][key]}
        for row in (*data["matrix"], data["total"])
        for key in data["expected"]
    ]
    return (
        Table(key_columns("grade", "expected", "count"), cells, "matrix"),
        Table(key_columns(*_KEYS), data["prospects"], "prospects"),
    )
