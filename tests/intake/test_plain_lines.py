"""Lines without a quote are cut at the delimiters, without the reader of CSV; the cells must be those that it finds."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from leadctl.intake.sheets.text_files import DelimitedTable, TextRules

SIGNS = [*"ab1,;\t| '\\=", "日", "\u2028", "\x85", "\x0b", "\x1c", "\0", "\n", "\r", "\r\n"]


@given(st.lists(st.sampled_from(SIGNS)).map("".join), st.sampled_from(",;\t|"))
@example("a,b\r1,2\r", ",")
@example("a,b\r\n\r\n\n1,,\r\n", ",")
@example("a,b\n1,2", ",")
@example("\n", ",")
def test_lines_without_a_quote_have_the_cells_that_the_reader_of_csv_finds(text: str, delimiter: str) -> None:
    table = DelimitedTable(io.BytesIO(text.encode()), TextRules("utf-8", delimiter))
    found = [(line, row) for block in table.blocks(0) for line, row in zip(block.lines, block.rows, strict=True)]
    assert found == list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1))


def test_a_cell_that_no_reader_of_csv_takes_is_not_taken_by_cutting_either() -> None:
    text = f"a,b\n{'x' * (csv.field_size_limit() + 1)},2\n3,4\n"
    (block,) = DelimitedTable(io.BytesIO(text.encode()), TextRules("utf-8", ",")).blocks(1)
    assert list(block.unreadable) == [0]
    assert block.rows[1] == ["3", "4"]
