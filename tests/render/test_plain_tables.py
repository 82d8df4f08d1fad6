"""Tables as plain text and as Markdown are those that tabulate makes, in parts."""

from __future__ import annotations

from collections.abc import Sequence
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tabulate import tabulate

from leadctl.domain import record_lists
from leadctl.plain_text import clean
from leadctl.render import page as pages
from leadctl.render.formats import Medium
from leadctl.render.formats.markdown import write_markdown
from leadctl.render.formats.plain import write_plain
from leadctl.render.page import Column, Page, Table

words = st.text(max_size=6) | st.text("ab 1·王é\u0301", max_size=6)
KEYS = ("first", "second", "third")


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=7), st.tuples(words, words))
@pytest.mark.parametrize("form", ["simple", "pipe"])
@pytest.mark.parametrize("group", [None, "third"])
def test_a_table_is_the_one_that_tabulate_makes(
    form: str, group: str | None, rows: Sequence[tuple[str, ...]], titles: tuple[str, str]
) -> None:
    columns = (Column("first", clean(titles[0])), Column("second", clean(titles[1]), "shown"))
    table = Table(columns, [dict(zip(KEYS, row, strict=True)) for row in rows], group=group)
    write = write_plain if form == "simple" else write_markdown
    with mock.patch.object(pages, "CHUNK", 2), mock.patch.object(record_lists, "CHUNK", 2):
        written = "".join(write(Page({}, (table,)), Medium("utf-8", str)))
    order = (2, 0, 1) if group else (0, 1)
    cells = [[_escape(clean(row[place]), form) for place in order] for row in rows]
    headers = [_escape(column.title, form) for column in columns]
    align = ["left"] * (len(order) - 1) + ["right"]
    expected = tabulate(
        cells, ["", *headers] if group else headers, tablefmt=form, disable_numparse=True, colalign=align
    )
    assert written.rstrip("\n").split("\n") == [line.rstrip() for line in expected.rstrip().split("\n")]


def _escape(text: str, form: str) -> str:
    return text if form == "simple" else "".join(f"\\{sign}" if sign in "\\`*_[]<>|" else sign for sign in text)
