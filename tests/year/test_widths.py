"""How the tables of the example store look on terminals that are narrow: a row is one line, and says what it lacks."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from rich.cells import cell_len

from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import LISTING, Command
from leadctl.commands.report import Asked, _page, _period
from leadctl.commands.session import Session
from leadctl.errors import WrongUsage
from leadctl.locale import translator
from leadctl.render.formats import table
from leadctl.render.formats.table import Grid, Screen, draw_page
from leadctl.render.marks import marks_for
from leadctl.render.page import SCREEN, Page, Table, Translate
from leadctl.render.pages.records import _name_figures, records_page
from leadctl.reports import Request, find_report, report_names
from leadctl.store.access import read_store
from tests.year.tour import REPOSITORY, leadctl_around, run

LANGUAGES = ("en", "zh")

LISTINGS = (
    "due --all",
    "due --all --compact",
    "due --ahead 7 --all",
    "next",
    "show 5",
    "show 100",
    "find 王",
    "visits --on 2026-11-20",
    "visits --open",
    "model list",
    "campaign list",
    "campaign show 金秋团购",
    "campaign tasks 金秋团购",
    "field list",
    "config show",
    "words list",
    "staff list",
    "source list",
    "reason list",
    "operations",
    "operations --access",
    "policy show",
    "policy list",
    f"policy check {REPOSITORY}/examples/three-step.toml",
    "profile list",
    "retention list",
    "audit --month 2026-10",
    "audit --sample 3 --month 2026-10",
    "aftercare list",
    "aftercare complaints",
    "aftercare reminders",
    "reward list",
)
"""Of each command that lists what a call of it looks like. Not here: the reports, which are below, and ``query``, whose
columns are whatever was asked for."""


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


@pytest.fixture(scope="module")
def listings(toured: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, Page]]]:
    """Language -> the pages of all listings with their commands; some of them write, so the store is a copy."""
    store = Path(shutil.copy(toured, tmp_path_factory.mktemp("listings") / "year.db"))
    run(store, ["retention", "set", "6"])
    found: dict[str, list[tuple[str, Page]]] = {lang: [] for lang in LANGUAGES}

    def show(session: Session, page: Page, *_: object, **__: object) -> None:
        found[session.language].append((command, _made(page)))

    with mock.patch.object(Session, "show", show):
        for lang in LANGUAGES:
            for command in LISTINGS:
                run(store, [*command.split(), "--lang", lang])
    return found


@pytest.fixture(scope="module")
def records(toured: Path) -> list[tuple[str, Page]]:
    """The records behind the figures of all reports, one list of each kind."""
    kinds: dict[tuple[str, ...], tuple[str, Page]] = {}
    with leadctl_around(toured):
        session = Session(str(toured), None, "en")
        for name in report_names():
            report = find_report(name)
            if name == "pivot":
                continue
            asked = Asked(on="2026-11-20") if "day" in report.periods else Asked(month="2026-10")
            with read_store(toured) as db:
                page = _made(_page(session, db, name, report, asked))
                request = Request(_period(session, db, report, asked))
                for path in _name_figures(page, session.translate):
                    with contextlib.suppress(WrongUsage):
                        if found := report.list_records(db, request, path):
                            listed = _made(records_page(found, path))
                            key = tuple(column.key for column in listed.make_tables(program=False)[0].columns)
                            kinds.setdefault(key, (f"{name} --list {path}", listed))
    return list(kinds.values())


def _refuse_folded(pages: list[tuple[str, Page]], width: int, lang: str) -> None:
    for name, page in pages:
        lines, folded = _draw(page, width, translator(lang))
        assert not folded, (name, page.title)
        assert max(map(cell_len, lines), default=0) <= width, (name, page.title)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
def test_no_row_of_any_report_is_folded(pages: dict[str, list[tuple[str, Page]]], width: int, lang: str) -> None:
    _refuse_folded(pages[lang], width, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
def test_no_row_of_any_listing_is_folded(listings: dict[str, list[tuple[str, Page]]], width: int, lang: str) -> None:
    _refuse_folded(listings[lang], width, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80])
def test_no_row_of_any_kind_of_record_is_folded(records: list[tuple[str, Page]], width: int, lang: str) -> None:
    assert len(records) > 20
    _refuse_folded(records, width, lang)


def test_every_command_that_lists_is_drawn() -> None:
    listed = {name for name in COMMANDS for name in _list_listings(name)} - {"report", "group report", "query"}
    assert {name for name in listed if not any(f"{call} ".startswith(f"{name} ") for call in LISTINGS)} == set()


def _list_listings(name: str) -> list[str]:
    found = load(name)
    if isinstance(found, Command):
        return [name] if found.prints == LISTING else []
    return [f"{name} {one}" for one, command in found.commands.items() if command.prints == LISTING]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_table_has_two_columns_of_one_name(
    pages: dict[str, list[tuple[str, Page]]], listings: dict[str, list[tuple[str, Page]]], lang: str
) -> None:
    translate = translator(lang)
    for name, page in (*pages[lang], *listings[lang]):
        for shown in page.tables_for(SCREEN):
            titles = Counter(translate(column.title) for column in shown.columns_for(SCREEN))
            assert max(titles.values()) == 1, (name, shown.title, titles)
