from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from wcwidth import wcswidth

from leadctl.plain_text import clean
from leadctl.render.formats.table import fold
from leadctl.render.page import Column, Page, Table
from leadctl.render.pages.funnel import funnel_table
from tests.render.pages import PAGE, PEOPLE, SUMMARY, due_page, same, task

Shower = Callable[..., str]
STAGES = [
    {"stage": "traffic", "count": 882, "step_rate": None, "overall_rate": None},
    {"stage": "new_traffic", "count": 441, "step_rate": 0.5, "overall_rate": None},
    {"stage": "orders", "count": 0, "step_rate": 0.0, "overall_rate": 0.0},
]


def lines_of(text: str) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in text.splitlines()]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_terminal_gets_no_line_wider_than_itself(shown: Shower, width: int) -> None:
    due = due_page([task(n) for n in range(5)], summary=SUMMARY, today="2026-11-22", title="Due", translate=same)
    for page in (PAGE, due, Page({}, (funnel_table(STAGES),))):
        lines = lines_of(shown(page, terminal=True, width=width))
        assert max(map(wcswidth, lines)) <= width


@pytest.mark.parametrize("width", [40, 80, 140])
def test_phones_names_dates_and_lead_numbers_are_whole_at_any_width(shown: Shower, width: int) -> None:
    text = "\n".join(lines_of(shown(PAGE, terminal=True, width=width)))
    for row in PEOPLE.rows:
        for key in ("lead", "name", "phone"):
            assert str(row[key]) in text
    assert "2026-11-22" in text
    assert "2026-01-02" in text


@pytest.mark.parametrize("width", [80, 140, None])
def test_columns_start_at_the_same_cell_whatever_the_script_of_the_names(shown: Shower, width: int | None) -> None:
    lines = lines_of(shown(PAGE, terminal=width is not None, width=width))
    starts = {
        wcswidth(line[: line.index(str(row["phone"]))])
        for row in PEOPLE.rows
        for line in lines
        if str(row["phone"]) in line
    }
    starts.add(wcswidth(lines[1][: lines[1].index("Phone")]))
    assert len(starts) == 1


def test_folding_a_note_loses_none_of_it(shown: Shower) -> None:
    text = "".join(lines_of(shown(PAGE, terminal=True, width=80)))
    assert (text.count("嫌"), text.count("贵"), text.count("，")) == (30, 30, 30)
    assert text.count("less") == 9


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("属实归档，overturned重新跟进", ["属实归档，", "overturned重", "新跟进"]),
        ("继续跟进ab（拒绝）", ["继续跟进ab", "（拒绝）"]),
        ("有进展了的（拒绝", ["有进展了的", "（拒绝"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
        ("one two three", ["one two", "three"]),
    ],
)
def test_a_line_ends_neither_within_a_word_nor_with_an_opened_bracket(text: str, lines: list[str]) -> None:
    assert fold(text, 12, wcswidth) == lines


def test_a_name_wider_than_the_screen_is_folded_and_whole(shown: Shower) -> None:
    name = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))
    table = Table((Column("name", "Name"), Column("phone", "Phone")), [{"name": name, "phone": "13812345678"}])
    text = shown(Page([], (table,)), terminal=True, width=40)
    assert max(map(wcswidth, lines_of(text))) <= 40
    assert name in re.sub(r"\s|\x1b\[[0-9;]*m", "", text)
    assert "13812345678" in text


def test_a_narrow_terminal_leaves_out_the_least_important_column(shown: Shower) -> None:
    assert "Consultant" in shown(PAGE, terminal=True, width=140)
    assert "Consultant" not in shown(PAGE, terminal=True, width=60)
    assert "Phone" in shown(PAGE, terminal=True, width=60)


def test_a_pipe_is_never_cut_and_never_coloured(shown: Shower, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = shown(PAGE)
    assert clean(str(PEOPLE.rows[0]["note"])) in text
    assert "Consultant" in text
    assert "\x1b" not in text


def test_colours_come_on_a_terminal_only_as_it_wishes(shown: Shower, monkeypatch: pytest.MonkeyPatch) -> None:
    page = due_page([task(1)], summary=SUMMARY, today="2026-11-22", title="Due")
    assert "\x1b[1;31m2 days over" in shown(page, terminal=True, width=80)
    monkeypatch.setenv("NO_COLOR", "1")
    uncoloured = shown(page, terminal=True, width=80)
    assert set(re.findall(r"\x1b\[([0-9;]*)m", uncoloured)) <= {"0", "1", "2"}
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown(page, terminal=True, width=80)


def test_the_terminal_says_how_wide_it_is(shown: Shower, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(wcswidth, lines_of(shown(PAGE, terminal=True)))) <= 60


@pytest.mark.parametrize("fmt", ["table", "plain", "markdown"])
def test_foreign_text_is_neither_markup_nor_control(shown: Shower, fmt: str) -> None:
    text = shown(PAGE, fmt, terminal=False)
    assert "bold" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    if fmt == "table":
        assert "[bold]a|b[/]" in text


def test_a_gbk_terminal_gets_chinese_and_plain_rules(shown: Shower) -> None:
    page = Page([], (PEOPLE, Table((Column("e", "E"),), [{"e": "😀 – “x”"}])), notes=("a · b",))
    text = shown(page, encoding="gbk", terminal=True, width=80)
    assert "王小明" in text
    assert "─" not in text
    assert '? - "x"' in text
    assert "a - b" in text


@pytest.mark.parametrize("fmt", ["table", "plain", "markdown", "csv", "json", "jsonl"])
@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_no_encoding_breaks_any_format(shown: Shower, fmt: str, encoding: str) -> None:
    assert "13812345678" in shown(Page([dict(PEOPLE.rows[0])], (PEOPLE,)), fmt, encoding=encoding)


def test_bars_are_in_proportion_and_nothing_has_none(shown: Shower) -> None:
    page = Page({}, (funnel_table(STAGES),))
    bars = [len(line) - len(line.replace("█", "")) for line in lines_of(shown(page))]
    assert sorted(bars, reverse=True)[:3] == [30, 15, 0]
    assert [line.count("#") for line in lines_of(shown(page, encoding="ascii"))][-3:] == [30, 15, 0]
    assert "█" not in shown(page, "plain")


def test_stages_are_named_for_people_and_rates_shown_as_shares(shown: Shower) -> None:
    text = shown(Page({}, (funnel_table(STAGES),)), "plain")
    assert "New traffic" in text
    assert "50.0%" in text
    assert "–" in text


def test_an_empty_table_says_so(shown: Shower) -> None:
    for fmt in ("table", "plain", "markdown"):
        assert "Nothing to show." in shown(Page([], (Table(PEOPLE.columns, []),)), fmt)
        assert shown(Page([], (Table(PEOPLE.columns, [], note="No visits yet"),)), fmt).strip() == "No visits yet"
