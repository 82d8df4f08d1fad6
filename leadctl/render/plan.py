"""The contact plan: how many contacts fall due on each of the coming days, by consultant and grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.render.page import Column, Page, Table

GRADES = ("O", "H", "A", "B", "C", "N")


def plan_page(tasks: Sequence[Mapping[str, object]], *, today: str) -> Page:
    """Records of the due list, counted by the day on which each is first due (what is late: today).

    What has to be done for a campaign is work, but no contact: it is not counted.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for task in (task for task in tasks if task["task"] != "campaign"):
        day = max(str(task["due_from"]), today)
        counts[day, str(task["consultant"] or "-"), str(task["grade"] or "-")] += 1
    rows = [
        {
            "day": day,
            "consultant": consultant,
            **{grade: counts[day, consultant, grade] or None for grade in GRADES},
            "ungraded": counts[day, consultant, "-"] or None,
            "contacts": sum(counts[day, consultant, grade] for grade in (*GRADES, "-")),
        }
        for day, consultant in sorted({key[:2] for key in counts})
    ]
    columns = (
        Column("day", N_("Day"), "date"),
        Column("consultant", N_("Consultant")),
        *(Column(grade, grade, "int") for grade in GRADES),
        Column("ungraded", N_("None"), "int"),
        Column("contacts", N_("Contacts due"), "int", bar=True),
    )
    note = N_("Nothing falls due in these days.")
    return Page(list(tasks), (Table(columns, rows, note="" if rows else note),), N_("Contact plan"))
