from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from leadctl.domain.record_lists import PackedRecords
from leadctl.render.formats import Medium
from leadctl.render.formats.csv import csv_cell, write_csv
from leadctl.render.formats.markdown import escape_markdown
from leadctl.render.page import Column, Page, Table, key_columns
from tests.render.pages import PAGE, PEOPLE

Shower = Callable[..., str]


@pytest.mark.parametrize("text", ["=1+1", "+8613812345678", "-cmd", "@SUM(A1)", "\t=x", "\r=x", "\x1b[0m=x"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert csv_cell(text).startswith("'")


def test_numbers_stay_numbers_in_csv() -> None:
    assert [csv_cell(value) for value in (-5, -0.1, 1 / 3, None, True, 0)] == [
        "-5",
        "-0.1",
        "0.3333333333333333",
        "",
        "true",
        "0",
    ]


@given(st.text())
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.lists(st.text(max_size=2))
starts = st.text("'=+-@＝\t\n\x1ba", max_size=4)


@given(st.lists(st.tuples(values | starts, starts), max_size=6))
@pytest.mark.parametrize(
    "wrap", [lambda keys, rows: [dict(zip(keys, row, strict=True)) for row in rows], PackedRecords]
)
def test_a_column_is_written_as_each_cell_of_it_is(wrap: Callable[..., Any], rows: list[tuple[object, ...]]) -> None:
    keys = ("first", "second")
    expected = io.StringIO()
    csv.writer(expected, lineterminator="\n").writerows([keys, *(map(csv_cell, row) for row in rows)])
    page = Page({}, (Table(key_columns(*keys), wrap(keys, rows)),))
    assert "".join(write_csv(page, Medium("utf-8", str))) == expected.getvalue()


def test_csv_has_the_keys_for_a_header_and_raw_rates(shown: Shower) -> None:
    table = Table((Column("deal_rate", "Deal rate", "rate"), Column("on", "On", "date")), [{"deal_rate": 63 / 326}])
    assert shown(Page({}, (table,)), "csv") == f"deal_rate,on\n{63 / 326!r},\n"


def test_several_tables_in_csv_carry_their_titles(shown: Shower) -> None:
    table = Table((Column("a", "A"),), [{"a": "x"}], title="First")
    assert shown(Page({}, (table, table)), "csv") == "First\na\nx\n\nFirst\na\nx\n"


def test_json_lines_are_a_record_a_line_and_a_report_is_one(shown: Shower) -> None:
    lines = shown(PAGE, "jsonl").splitlines()
    assert [json.loads(line)["lead"] for line in lines] == [7, 1234567, 42]
    assert shown(Page({"a": [1, 2]}, ()), "jsonl") == '{"a": [1, 2]}\n'


def test_json_is_readable_where_the_encoding_allows_it(shown: Shower) -> None:
    page = Page({"name": "王小明"}, ())
    assert shown(page, "json") == '{\n  "name": "王小明"\n}\n'
    assert "王小明" in shown(page, "json", encoding="gbk")
    assert json.loads(shown(page, "json", encoding="ascii")) == {"name": "王小明"}


@given(st.text())
def test_json_keeps_every_character_and_shows_no_control(text: str) -> None:
    from leadctl.render.formats.jsonl import write_json_lines

    line = "".join(write_json_lines(Page([text], ()), Medium("utf-8", str)))
    assert json.loads(line) == text
    assert not set(line[:-1]) & {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u202e", "\u2066"}


def test_a_report_is_never_cut_by_limit(shown: Shower) -> None:
    page = Page({"rows": [1, 2, 3]}, (PEOPLE,))
    assert json.loads(shown(page, "json", limit=1)) == {"rows": [1, 2, 3]}
    assert len(list(csv.DictReader(io.StringIO(shown(page, "csv", limit=1))))) == 3
    assert len(list(csv.DictReader(io.StringIO(shown(PAGE, "csv", limit=1))))) == 1


def test_markdown_escapes_what_it_would_act_on() -> None:
    assert escape_markdown("a|b <script> *x* `y` [z](u)") == "a\\|b \\<script\\> \\*x\\* \\`y\\` \\[z\\](u)"
    assert [escape_markdown(text) for text in ("# x", "- x", "+86", "> x", "1. x", "x - y")] == [
        "\\# x",
        "\\- x",
        "\\+86",
        "\\> x",
        "1\\. x",
        "x - y",
    ]


@pytest.mark.parametrize("fmt", ["plain", "markdown"])
def test_text_tables_align_chinese_names(shown: Shower, fmt: str) -> None:
    table = Table(PEOPLE.columns[:3], PEOPLE.rows)
    lines = [line for line in shown(Page([], (table,)), fmt).splitlines() if "1" in line]
    phones = ("13812345678", "971501234567", "01087654321")
    starts = {wcswidth(line[: line.index(phone)].rstrip("\\+")) for line, phone in zip(lines, phones, strict=True)}
    assert len(starts) == 1


def test_digits_of_a_phone_are_not_taken_for_a_number(shown: Shower) -> None:
    assert "01087654321" in shown(PAGE, "plain")
    assert "1.38" not in shown(PAGE, "plain")


def test_codes_are_read_by_people_and_kept_for_programs(shown: Shower) -> None:
    table = Table((Column("status", "Status", labels={"lost": "lost contact"}),), [{"status": "lost"}])
    page = Page([{"status": "lost"}], (table,))
    assert "失控" in shown(page, "plain", translate={"lost contact": "失控"}.get)
    assert shown(page, "csv") == "status\nlost\n"
