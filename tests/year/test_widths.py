"""How the reports of the example store look on terminals that are narrow: a row is one line, and says what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from rich.cells import cell_len

from leadctl.commands.report import Asked, _page
from leadctl.commands.session import Session
from leadctl.locale import translator
from leadctl.render.formats import table
from leadctl.render.formats.table import Grid, Screen, draw_page
from leadctl.render.marks import marks_for
from leadctl.render.page import SCREEN, Page, Table, Translate
from leadctl.reports import find_report, report_names
from leadctl.store.access import read_store
from tests.year.tour import leadctl_around

LANGUAGES = ("en", "zh")


def _asked(name: str) -> Iterator[Asked]:
    """As a report is asked for: as it stands, of a full month, by each of its dimensions, and beside what it can be."""
    report = find_report(name)
    base = Asked(rows="source") if name == "pivot" else Asked()
    yield base
    if "day" in report.periods:
        yield base._replace(on="2026-11-20")
        return
    october = base._replace(month="2026-10")
    yield october
    yield from (october._replace(by=dimension) for dimension in report.dimensions[:4])
    if report.of_events:
        yield october._replace(compare="previous")
        yield base._replace(quarter="2026-Q3", per="month")


@pytest.fixture(scope="module")
def pages(toured: Path) -> dict[str, list[tuple[str, Page]]]:
    """Language -> the pages of all reports with their names."""
    with leadctl_around(toured):
        return {lang: list(_make_pages(toured, lang)) for lang in LANGUAGES}


def _make_pages(store: Path, lang: str) -> Iterator[tuple[str, Page]]:
    session = Session(str(store), None, lang)
    for name in report_names():
        figures = ("leads", "orders") if name == "pivot" else ()
        for asked in _asked(name):
            with read_store(store) as db:
                yield name, _made(_page(session, db, name, find_report(name), asked, figures))


def _made(page: Page) -> Page:
    """With its tables made, while the store is open."""
    return Page(page.data, page.make_tables(program=False), page.title, page.remarks)


def _draw(page: Page, width: int, translate: Translate) -> tuple[list[str], list[str]]:
    """The lines, and the titles of tables whose rows take several lines though nothing in them may be folded."""
    folded: list[str] = []
    lay_out = table._lay_out_grid

    def watch(part: Table, screen: Screen) -> Grid:
        grid = lay_out(part, screen)
        if len(grid.lines) > 1:
            folded.append(f"{part.title}: {[grid.columns[i].key for line in grid.lines for i, _ in line]}")
        return grid

    with mock.patch.object(table, "_lay_out_grid", watch):
        screen = Screen(width, marks_for("utf-8"), translate, cell_len, lambda text, style: text)
        return draw_page(page, screen).splitlines(), folded


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
def test_no_row_of_any_report_is_folded(pages: dict[str, list[tuple[str, Page]]], width: int, lang: str) -> None:
    for name, page in pages[lang]:
        lines, folded = _draw(page, width, translator(lang))
        assert not folded, (name, page.title)
        assert max(map(cell_len, lines)) <= width, (name, page.title)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_table_has_two_columns_of_one_name(pages: dict[str, list[tuple[str, Page]]], lang: str) -> None:
    translate = translator(lang)
    for name, page in pages[lang]:
        for shown in page.tables_for(SCREEN):
            titles = Counter(translate(column.title) for column in shown.columns_for(SCREEN))
            assert max(titles.values()) == 1, (name, shown.title, titles)
