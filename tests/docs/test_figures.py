"""The table of figures in the documents is that of the registry, in Chinese too."""

from __future__ import annotations

import re

from tests.docs.make_figures import DOCUMENT, write_table

CHINESE = DOCUMENT.parent / "zh" / DOCUMENT.name


def test_the_table_of_figures_is_that_of_the_registry() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == write_table(text), "run: python -m tests.docs.make_figures"


def _dimensions_of_figures(text: str) -> list[tuple[str, list[str]]]:
    """The lines of the table: the figure, and what its last column names."""
    rows = re.findall(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)
    return [(figure, re.findall("`([^`]+)`", by)) for figure, by in rows]


def test_the_chinese_table_has_the_figures_and_their_dimensions_in_the_same_order() -> None:
    ours, theirs = (_dimensions_of_figures(path.read_text(encoding="utf-8")) for path in (DOCUMENT, CHINESE))
    assert len(ours) > 100
    assert theirs == ours


def test_the_chinese_document_of_the_reports_names_every_option_and_figure_that_the_english_one_names() -> None:
    ours, theirs = (
        set(re.findall("`([^`]+)`", " ".join(path.read_text(encoding="utf-8").split()))) for path in (DOCUMENT, CHINESE)
    )
    assert theirs == ours
