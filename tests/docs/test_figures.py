"""The table of figures in the documents is that of the registry."""

from __future__ import annotations

from tests.docs.make_figures import DOCUMENT, write_table


def test_the_table_of_figures_is_that_of_the_registry() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == write_table(text), "run: python -m tests.docs.make_figures"
