"""What a terminal is sent for a named style, and how wide a text is there: as Rich has both, which is not loaded."""

from __future__ import annotations

import string

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from leadctl.render.formats.table import STYLES, count_cells, make_painter


@pytest.mark.parametrize("colour", [True, False])
def test_styles_are_painted_as_rich_paints_them(colour: bool) -> None:
    paint = make_painter(colour)
    for name, value in STYLES.items():
        style = Style.parse(value) if colour else Style.parse(value).without_color
        assert paint("overdue", name) == style.render("overdue", color_system=ColorSystem.STANDARD)
    assert paint("overdue", None) == paint("overdue", "unknown") == "overdue"
    assert paint("", "title") == ""


@pytest.mark.parametrize("text", ["", string.printable[:95], "张伟 Li Na", "came · planned date", "🚗", "e\u0301"])
def test_cells_are_counted_as_rich_counts_them(text: str) -> None:
    assert count_cells(text) == cell_len(text)
