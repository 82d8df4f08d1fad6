"""Every figure of every report: the web page and the workbook say what the JSON says, and a figure of the page leads to
as many records as it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import accumulate, takewhile, zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from leadctl.named_tuple import NamedTuple
from leadctl.render.values import round_significantly
from tests.documents.conftest import Ask

REPORTS = [
    "appointments --year 2026",
    "appointments --year 2026 --by source,consultant",
    "campaigns --year 2026",
    "campaigns --year 2026 --by model",
    "campaigns --year 2026 --by kind",
    "channels --year 2026",
    "consultants --month 2026-10",
    "day --on 2026-10-17",
    "defeats --year 2026",
    "defeats --year 2026 --by source",
    "followups --month 2026-10",
    "followups --month 2026-10 --by source",
    "forecast",
    "forecast --quarter 2026-Q4",
    "funnel --month 2026-10",
    "funnel --cohort --month 2026-05 --by consultant,source",
    "month --month 2026-09",
    "morning",
    "owners --year 2026",
    "pivot leads,orders --rows source --columns consultant --year 2026",
    "profile --month 2026-10",
    "prospects",
    "referrals --year 2026",
    "stages --year 2026 --by source",
    "targets",
    "traffic --month 2026-10 --by model",
    "traffic --month 2026-10 --compare previous",
    "traffic --year 2026",
    "trend --month 2026-10",
]


class Cell(NamedTuple):
    """What stands in a cell of the page, and the records that it leads to."""

    text: str
    link: str


class Page(HTMLParser):
    """The tables of a page, its figures at a glance as one of them, without those of the records.

    ``behind``: records -> how many there are.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[Cell]]] = []
        self.behind: dict[str, int] = {}
        self._text, self._link, self._count, self._records = "", "", 0, False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        self._records = self._records or "records" in classes
        if re.fullmatch(r"r\d+", given.get("id", "")):
            self.behind[given["id"]] = self._count
        if tag in ("td", "span"):
            self._text, self._link = "", ""
        elif tag == "a":
            self._link = given.get("href", "")[1:]
        elif not self._records and (tag in ("thead", "tbody") or "tiles" in classes):
            self.tables.append([])
        elif not self._records and tag in ("tr", "li") and self.tables:
            self.tables[-1].append([])

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._records:
            count = re.search(r"(\d+) records?|of (\d+);", self._text)
            self._count = int(next(filter(None, count.groups()))) if count else 0
        elif tag in ("td", "span") and not self._records and self.tables and self.tables[-1]:
            self.tables[-1][-1].append(Cell(self._text.strip(), self._link))


def numbers_of(data: object) -> Iterator[float]:
    """Every number in the JSON."""
    if isinstance(data, dict):
        for value in data.values():
            yield from numbers_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from numbers_of(value)
    elif isinstance(data, (int, float)) and not isinstance(data, bool):
        yield data


def read_number(text: str) -> tuple[float, float] | None:
    """The number that a cell shows, and how far it may be from the exact one; None: it is no number."""
    if not re.fullmatch(r"[+-]?[\d,]+(\.\d+)?%?", text):
        return None
    decimals = len(text.rstrip("%").partition(".")[2])
    value, unit = float(text.rstrip("%").replace(",", "")), 0.01 if text.endswith("%") else 1.0
    return value * unit, 0.500001 * unit / 10**decimals


def follow_from(rows: Sequence[Sequence[float]]) -> set[float]:
    """What can be worked out from a table: the running sums of its columns and their shares of the sum, and in a row
    the differences, the changes and the mean of the first numbers."""
    found: set[float] = set()
    for column in zip_longest(*rows):
        sums = list(accumulate(value for value in column if value is not None))
        found |= {*sums, *(one / sums[-1] for one in sums if sums[-1])}
    for row in rows:
        found |= {one - other for one in row[:2] for other in row[:2]}
        found |= {one / other - 1 for one in row[:2] for other in row[:2] if other}
        found |= {sum(row[:last]) / last for last in range(1, len(row) + 1)}
    return found


def numbers_beside(ask: Ask, words: list[str]) -> Iterator[float]:
    """What a page shows beside its JSON: the pictures' figures, sums of a list, and shares of its rows."""
    name, *asked = words
    if name == "month":
        yield from numbers_of(ask("report", "trend", *asked, "--json").json)
    elif name == "channels":
        yield from numbers_of(ask("report", "month", *asked, "--json").json["online"])
    elif name == "defeats":
        for row in ask("report", *words, "--json").json["by_consultant"]:
            yield (row["confirmed"] + row["overturned"]) / row["churned"]
    elif name == "traffic":
        data = ask("report", *words, "--json").json
        sides = [data, *([data["compare"]] if "compare" in data else data.get("months", []))]
        yield from (sum(side["new_leads_by_model"].values()) for side in sides)
    elif name == "campaigns" and "model" not in asked:
        rows = ask("report", *words, "--json").json
        sums = {
            key: sum(row[key] or 0 for row in rows) for key, value in rows[0].items() if isinstance(value, (int, float))
        }
        yield from (*sums.values(), sums["cost"] / sums["leads"], sums["cost"] / sums["sales"])


AVERAGES = {
    ("First call, and who came", "To call"),
    ("Leads needed", "Average"),
    ("Leads needed in 2026-10", "Average"),
    ("Online leads", "To call"),
}
"""Whole numbers that count nothing: a median, and a mean."""


CARS = ("Showroom sales", "Sub-dealer sales", "Wholesale", "Total sales")
"""Figures of cars, several of which may stand in one record."""


class Number(NamedTuple):
    """A number in a sheet; ``counts``: it says how many records there are."""

    value: float
    counts: bool


def read_sheet(sheet: Any) -> list[list[Number]]:
    """The numbers of each row under the headings, until the first empty row."""
    headings, *rows = sheet.iter_rows()
    filled = takewhile(lambda row: any(cell.value is not None for cell in row), rows)
    return [
        [
            found
            for head, cell in zip(headings, row, strict=True)
            if (found := read_cell(cell, (sheet.title, head.value))) is not None
        ]
        for row in filled
    ]


def read_cell(cell: Any, place: tuple[str, str]) -> Number | None:
    if isinstance(cell.value, (int, float)):
        return Number(cell.value, counts=cell.number_format == "0" and place not in AVERAGES)
    found = read_number(cell.value) if isinstance(cell.value, str) else None
    return None if found is None else Number(found[0], counts=False)


@pytest.mark.parametrize("report", REPORTS)
def test_the_page_and_the_workbook_have_the_figures_of_the_json_and_lead_to_their_records(
    ask: Ask, tmp_path: Path, report: str
) -> None:
    words = report.split()
    ask("report", *words, "-o", tmp_path / "page.html")
    ask("report", *words, "-o", tmp_path / "book.xlsx")
    page = Page((tmp_path / "page.html").read_text(encoding="utf-8"))
    sheets = {one.title: read_sheet(one) for one in openpyxl.load_workbook(tmp_path / "book.xlsx").worksheets}
    exact = {*numbers_of(ask("report", *words, "--json").json), *numbers_beside(ask, words)}
    known = sorted(exact | {round_significantly(number) for number in exact} | {0.0, 1.0})
    # What a heading has beside its columns, such as the place of its bars, is no figure.
    tables = [rows for table in page.tables if (rows := [row for row in table if any(cell.text for cell in row)])]
    followed = 0
    # A list without rows is a note on the page, and an empty sheet.
    filled = {title: rows for title, rows in sheets.items() if rows}
    for table, (title, sheet) in zip(tables, filled.items(), strict=True):
        possible = (*known, *follow_from([[number.value for number in row] for row in sheet]))
        for row, there in zip(table, sheet, strict=True):
            cells = [(cell, found) for cell in row if (found := read_number(cell.text)) is not None]
            for (cell, (value, near)), number in zip(cells, there, strict=True):
                assert abs(value - number.value) <= near, (title, cell, number)
                assert any(abs(number.value - one) < 1e-9 for one in possible), (title, cell, number)
                if cell.link and number.counts:
                    followed += 1
                    # A record of a sale may be of several cars.
                    assert page.behind[cell.link] == value or row[0].text in CARS, (title, cell)
    assert followed
