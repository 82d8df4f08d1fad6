from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion

from leadctl.locale import translator
from leadctl.render.page import SCREEN, Page
from leadctl.render.pages.due import compact_table
from tests.render.pages import SUMMARY, due_page, task

Shower = Callable[..., str]

TASKS = [
    task(7),
    task(1234, customer="欧阳建国", grade="A", days_over=1, last_note=None, due_by="2026-11-21"),
    task(8, customer="Mohammed Al-Rashid", phone="+971501234567", grade="B", days_over=0, due_by="2026-11-22"),
    task(9, grade=None, days_over=0, at="2026-11-22T14:30", task="appointment", due_by="2026-11-22"),
    task(10, grade="C", days_over=-2, due_from="2026-11-21", due_by="2026-11-24"),
    task(11, grade="C", days_over=-5, due_from="2026-11-25", due_by="2026-11-27"),
]


def page_of(tasks: list[dict[str, object]], lang: str = "en") -> Page:
    summary = SUMMARY if tasks else dict.fromkeys(SUMMARY, 0)
    return due_page(tasks, summary=summary, today="2026-11-22", title="Due", translate=translator(lang))


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_morning_list_reads_at_a_glance(shown: Shower, width: int, lang: str, snapshot: SnapshotAssertion) -> None:
    page = page_of(TASKS, lang)
    assert shown(page, terminal=True, width=width, translate=translator(lang)) == snapshot


def test_rows_stand_under_overdue_today_and_their_day(shown: Shower) -> None:
    lines = shown(page_of(TASKS)).splitlines()
    headings = [line for line in lines if line.endswith(")") and not line.startswith(" ")]
    assert headings == ["Overdue (2)", "Today (3)", "Wed 2026-11-25 (1)"]


def test_each_row_says_when_it_is_due(shown: Shower) -> None:
    rows = list(page_of(TASKS).tables_for(SCREEN)[0].rows)
    assert [row["due"] for row in rows] == ["2 days over", "1 day over", "today", "at 14:30", "by Tue 24", "by Fri 27"]


def test_why_what_to_ask_and_the_last_word_stand_under_the_name(shown: Shower) -> None:
    text = shown(page_of(TASKS[:1]))
    assert "H: every 1-2 days · fix the exact purchase date; invite to the store and close · “嫌颜色少" in text


def test_the_consultant_is_named_only_when_there_are_several(shown: Shower) -> None:
    assert "赵敏" not in shown(page_of(TASKS))
    assert "周芷若" in shown(page_of([*TASKS, task(12, consultant="周芷若")]), "plain")


def test_the_list_closes_with_how_much_there_is(shown: Shower) -> None:
    assert shown(page_of(TASKS)).endswith("\n12 overdue · 5 today · 31 this week\n")
    assert "逾期 12 · 今天 5 · 本周 31" in shown(page_of(TASKS, "zh"), "plain")


def test_an_empty_morning_gets_a_friendly_word(shown: Shower) -> None:
    assert shown(page_of([])).startswith("Due\n\nNothing is due")
    assert json.loads(shown(page_of([]), "json")) == []


def test_programs_get_the_records_as_they_are(shown: Shower) -> None:
    assert json.loads(shown(page_of(TASKS, "zh"), "json")) == TASKS
    rows = list(csv.DictReader(io.StringIO(shown(page_of(TASKS), "csv"))))
    assert list(rows[0]) == list(TASKS[0])
    assert rows[2]["phone"] == "'+971501234567"
    assert rows[3]["grade"] == ""
    assert rows[4]["days_over"] == "-2"


def test_one_endless_name_is_folded_and_every_other_line_stays_one(shown: Shower) -> None:
    page = page_of([task(7), task(8, customer="王" * 60)])
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown(page, terminal=True, width=80)).splitlines()
    head = next(line for line in lines if line.startswith("Lead"))
    assert {"Customer", "Phone", "Due", "Task"} <= set(head.split())


def test_limit_takes_the_first(shown: Shower) -> None:
    assert [record["lead"] for record in json.loads(shown(page_of(TASKS), "json", limit=2))] == [7, 1234]
    assert "Today" not in shown(page_of(TASKS), limit=2)


def test_a_long_note_ends_with_dots_on_a_terminal_and_is_whole_in_a_pipe(shown: Shower) -> None:
    page = page_of([task(1, last_note="贵" * 300)])
    assert "…" in shown(page, terminal=True, width=80)
    assert "贵" * 300 in shown(page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_compact_row_is_one_line_on_a_narrow_screen(shown: Shower, lang: str) -> None:
    tasks = [task(7, days_over=95), task(8, customer="欧阳建国", task="first-follow-up"), task(9, task="screening")]
    translate = translator(lang)
    table = compact_table(tasks, summary=SUMMARY, today="2026-11-22", translate=translate)
    lines = shown(Page(tasks, tables=(table,)), terminal=True, width=60, translate=translate).splitlines()
    assert sum("138" in line for line in lines) == 3
    # Three rows, two headings, the columns' names and their line, and how many columns were left out.
    assert len([line for line in lines if line.strip()]) == 3 + 2 + 2 + 1


def test_a_word_is_broken_only_where_the_row_would_else_take_two_lines(shown: Shower) -> None:
    def words(due: str) -> list[str]:
        page = page_of([task(7, customer="欧阳建国", task="verification", days_over=2 if due == "over" else 0)])
        return shown(page, terminal=True, width=60).split()

    assert "verification" in words("today")
    assert "verification" not in words("over")
