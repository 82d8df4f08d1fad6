"""A report is a module: the command, its help and its refusals learn of it from the folder."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from leadctl import reports
from leadctl.locale import translator
from leadctl.render import pages
from leadctl.reports import find_report, report_names
from tests.reports.conftest import Desk

WEATHER = """
from leadctl.reports import Answer, Report

REPORT = Report("Weather", lambda db, request: Answer({"rain": 3}), lambda db, request, figure: [{"lead": 1}])
"""
PAGE = """
from leadctl.render.page import Column, Page, Table

def draw_page(data, title, translate):
    return Page(data, (Table((Column("rain", "Rain", "int"),), [data]),), title)
"""


@pytest.mark.parametrize("name", report_names())
def test_every_report_has_a_title_in_both_languages_and_a_page(name: str) -> None:
    title = find_report(name).title
    assert translator("zh")(title) != title
    assert callable(import_module(f"leadctl.render.pages.{name}").draw_page)


def test_a_new_report_takes_its_module_and_its_page_only(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package, text in ((reports, WEATHER), (pages, PAGE)):
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / "weather.py").write_text(text)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    report_names.cache_clear()
    try:
        assert desk.json("report", "weather") == {"rain": 3}
        assert "Weather 2026-11" in desk.run("report", "weather")
        assert desk.json("report", "weather", "--list", "rain") == [{"lead": 1}]
        assert "weather" in desk.run("report", "horoscope", code=2)
    finally:
        report_names.cache_clear()
