"""Pages that several tests show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.render.page import Column, Page, Table, Translate
from leadctl.render.pages.due import due_note, due_records, due_table

HOSTILE = "\x1b[31m[bold]a|b[/]\u202e\x9b2J"

_KEYS = ("lead", "name", "phone", "on", "note", "consultant")

PEOPLE = Table(
    (
        Column("lead", "Lead", "int"),
        Column("name", "Name"),
        Column("phone", "Phone"),
        Column("on", "On", "date"),
        Column("note", "Note", wrap=True),
        Column("consultant", "Consultant", drop=1),
    ),
    [
        dict(zip(_KEYS, values, strict=False))
        for values in (
            (7, "王小明", "13812345678", "2026-11-22", "嫌贵，" * 30, "赵敏"),
            (1234567, "欧阳建国", "+971501234567", None, "wants to pay less " * 9),
            (42, "Anna", "01087654321", "2026-01-02", HOSTILE, "周芷若"),
        )
    ],
    title="Leads",
)

PAGE = Page([{"lead": row["lead"], "name": row["name"]} for row in PEOPLE.rows], (PEOPLE,), notes=("3 leads",))


def same(text: str) -> str:
    return text


def task(lead: int, **changed: object) -> dict[str, object]:
    """One record of the due list, overdue by two days unless told otherwise."""
    record: dict[str, object] = {
        "lead": lead,
        "customer": "王小明",
        "customer_id": f"c{lead}",
        "phone": f"138{lead:08d}",
        "grade": "H",
        "model": "迈腾 330TSI 豪华型",
        "consultant": "赵敏",
        "task": "follow-up",
        "at": None,
        "due_from": "2026-11-19",
        "due_by": "2026-11-20",
        "retry_on": None,
        "days_over": 2,
        "attempts": 1,
        "last_contact": "2026-11-18",
        "last_note": "嫌颜色少，周末带家人再来看看",
        "why": "H: every 1-2 days",
        "aim": "fix the exact purchase date; invite to the store and close",
    }
    return record | changed


SUMMARY = {"overdue": 12, "today": 5, "week": 31}


def due_page(
    tasks: Sequence[Mapping[str, object]],
    *,
    summary: Mapping[str, int],
    today: str,
    title: str,
    translate: Translate = same,
) -> Page:
    """The due list as its command shows it."""
    table = due_table(tasks, summary=summary, today=today, translate=translate)
    notes = (due_note(summary, translate),)
    return Page(list(tasks), (table,), title, notes, (due_records(tasks, today=today),))
