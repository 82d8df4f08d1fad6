"""Workbooks: every report in sheets, with numbers, days, headings and charts that a spreadsheet knows."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from leadctl.reports import report_names
from tests.documents.conftest import Ask

REPORTS = [name for name in report_names() if name != "pivot"]


def open_book(path: Path) -> Any:
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_a_workbook(ask: Ask, tmp_path: Path, name: str) -> None:
    ask("report", name, "-o", tmp_path / "report.xlsx", "--lang", "zh")
    book = open_book(tmp_path / "report.xlsx")
    for sheet in book.worksheets:
        # One page wide is what a workbook means that leaves the width out.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert [cell for cell in cells if cell.data_type in ("f", "e")] == []
        assert [cell.coordinate for cell in cells if str(cell.value).startswith(("=", "+", "@"))] == []
        assert all(len(str(cell.value)) < 32_768 for cell in cells)


def test_a_sheet_a_table_under_headings_of_the_reader_that_stay(ask: Ask, tmp_path: Path) -> None:
    for lang, title, heading in (("en", "Discipline", "Consultant"), ("zh", "跟进纪律", "销售顾问")):
        ask("report", "--month", "2026-10", "-o", tmp_path / "month.xlsx", "--lang", lang)
        sheet = open_book(tmp_path / "month.xlsx")[title]
        assert sheet["A1"].value == heading
        assert sheet.freeze_panes == "B2"
        assert sheet.column_dimensions["A"].width > 8


def test_counts_and_rates_are_numbers_and_equal_the_json(ask: Ask, tmp_path: Path) -> None:
    ask("report", "funnel", "--month", "2026-10", "-o", tmp_path / "funnel.xlsx")
    sheet = open_book(tmp_path / "funnel.xlsx").worksheets[0]
    stages = ask("report", "funnel", "--month", "2026-10", "--json").json["stages"]
    for row, stage in zip(list(sheet.iter_rows(min_row=2))[: len(stages)], stages, strict=True):
        rates = [stage["step_rate"], stage["overall_rate"]]
        assert row[1].value == stage["count"]
        # A workbook keeps sixteen digits.
        assert [cell.value for cell in row[2:4]] == [rate and pytest.approx(rate, rel=1e-15) for rate in rates]
        assert row[1].number_format == "0"
        assert {cell.number_format for cell in row[2:4] if cell.value is not None} <= {"0.0%"}


def test_a_comparison_and_a_column_a_month_are_numbers(ask: Ask, tmp_path: Path) -> None:
    asked = ("report", "traffic", "--month", "2026-10", "--compare", "previous")
    ask(*asked, "-o", tmp_path / "both.xlsx")
    (sheet,) = open_book(tmp_path / "both.xlsx").worksheets
    headings = [cell.value for cell in sheet[1]]
    assert headings[2:6] == ["2026-10", "2026-09", "Difference", "Change"]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=2)}
    data = ask(*asked, "--json").json
    traffic, rate = rows["Traffic"], rows["Deal rate"]
    assert [cell.value for cell in traffic[2:5]] == [
        data["traffic"],
        data["compare"]["traffic"],
        data["traffic"] - data["compare"]["traffic"],
    ]
    assert (rate[2].value, rate[2].number_format) == (pytest.approx(data["deal_rate"], rel=1e-15), "0.0%")
    ask("report", "traffic", "--year", "2026", "-o", tmp_path / "year.xlsx")
    (sheet,) = open_book(tmp_path / "year.xlsx").worksheets
    year = ask("report", "traffic", "--year", "2026", "--json").json
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "Traffic")
    assert [cell.value for cell in row[2:-2]] == [month["traffic"] for month in year["months"]]


def test_moments_of_records_are_moments(ask: Ask, tmp_path: Path) -> None:
    asked = ("report", "traffic", "--month", "2026-10", "--list", "contacts")
    ask(*asked, "-o", tmp_path / "contacts.xlsx")
    (sheet,) = open_book(tmp_path / "contacts.xlsx").worksheets
    place = [cell.value for cell in sheet[1]].index("Time")
    found = ask(*asked, "--json").json
    cells = [row[place] for row in sheet.iter_rows(min_row=2, max_row=1 + len(found))]
    assert [cell.value for cell in cells] == [datetime.fromisoformat(record["at"]) for record in found]
    assert {cell.number_format for cell in cells} <= {"yyyy-mm-dd hh:mm", "yyyy-mm-dd"}


def test_where_the_page_has_bars_the_sheet_has_a_chart_of_its_cells(ask: Ask, tmp_path: Path) -> None:
    ask("report", "funnel", "--month", "2026-10", "-o", tmp_path / "funnel.xlsx")
    with zipfile.ZipFile(tmp_path / "funnel.xlsx") as book:
        chart = book.read("xl/charts/chart1.xml").decode("utf-8")
    sheet = open_book(tmp_path / "funnel.xlsx").sheetnames[0]
    assert f"{sheet}!$B$2:$B$9" in chart.replace("'", "")


def test_what_a_customer_typed_is_never_a_formula(run: Any, tmp_path: Path) -> None:
    run("init", "--store", "S")
    run("staff", "add", "Li Na")
    typed = ("log-visit", "--phone", "13800138001", "--name", '=HYPERLINK("http://x")', "--note", "@SUM(A1)")
    assert run(*typed, as_="Li Na").code == 0
    assert run("visits", "-o", tmp_path / "visits.xlsx", as_="Li Na").code == 0
    cells = [cell for row in open_book(tmp_path / "visits.xlsx").worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if "HYPERLINK" in str(cell.value)} == {"s"}
    assert [cell.value for cell in cells if str(cell.value).startswith(("=", "@", "+"))] == []


def test_an_export_has_days_and_moments(ask: Ask, tmp_path: Path) -> None:
    ask("export", "-o", tmp_path / "store.xlsx")
    sheet = open_book(tmp_path / "store.xlsx")["visits"]
    headings = [cell.value for cell in sheet[1]]
    arrived = sheet.cell(2, headings.index("arrived_at") + 1)
    assert isinstance(arrived.value, datetime)
    assert sheet.freeze_panes == "A2"
