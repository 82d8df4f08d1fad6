"""The leaks of the year's twelve months, reckoned again from the rows of the store."""

from __future__ import annotations

import json
import shlex
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.year.tour import run

STEPS = {"contacts": "new_traffic", "met": "leads", "test_drives": "met", "orders": "leads"}
TODAY = date(2026, 11, 22)
A_MONTH = timedelta(days=30)


def _month(number: int) -> tuple[date, date]:
    """First day, and the first day after; months before January are those of the year before."""
    year, month = divmod(2026 * 12 + number - 1, 12)
    after_year, after = divmod(2026 * 12 + number, 12)
    return date(year, month + 1, 1), date(after_year, after + 1, 1)


def _counts(store: Path, first: date, end: date) -> dict[str, int]:
    """The visits of these days, and what became within 30 days of the leads whose 30th day is one of them and over."""
    with closing(sqlite3.connect(store)) as db:
        visits = db.execute("SELECT substr(at, 1, 10), is_new, customer FROM visits").fetchall()
        leads = db.execute("SELECT opened_at, met_at, drove_at, ordered_at FROM leads").fetchall()
    new = [row for row in visits if first <= date.fromisoformat(row[0]) < end and row[1]]
    judged = [row for row in leads if first <= _day(row[0]) + A_MONTH < min(end, TODAY)]
    reached = [[moment is not None and _day(moment) <= _day(row[0]) + A_MONTH for moment in row[1:]] for row in judged]
    return {
        "new_traffic": len(new),
        "contacts": sum(row[2] is not None for row in new),
        "leads": len(judged),
        "met": sum(row[0] for row in reached),
        "test_drives": sum(row[1] for row in reached),
        "orders": sum(row[2] for row in reached),
    }


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _expected(store: Path, number: int) -> dict[str, tuple[int, int]]:
    """Conversion -> count and base, of those that fell by one customer or more."""
    now = _counts(store, *_month(number))
    before = _counts(store, _month(number - 3)[0], _month(number - 1)[1])
    return {
        step: (now[step], now[base])
        for step, base in STEPS.items()
        if min(now[base], before[base]) >= 20 and now[base] * before[step] / before[base] - now[step] >= 1
    }


@pytest.fixture(params=range(1, 13))
def month(request: pytest.FixtureRequest, year_store: Path) -> tuple[int, list[dict[str, Any]]]:
    """A month's number and its leaks."""
    page = json.loads(run(year_store, ["report", "--month", f"2026-{request.param:02}", "--json"]))
    return request.param, page["leaks"]


def test_the_leaks_are_the_conversions_that_fell(month: tuple[int, list[dict[str, Any]]], year_store: Path) -> None:
    number, leaks = month
    expected = _expected(year_store, number)
    found = {leak["figure"]: (leak["count"], leak["of"]) for leak in leaks}
    assert found == expected if len(expected) <= 3 else found.items() <= expected.items()


def test_no_leak_is_of_few_leads_nor_above_the_whole_and_the_dearest_is_first(
    month: tuple[int, list[dict[str, Any]]],
) -> None:
    for leak in month[1]:
        assert leak["figure"] in STEPS
        assert leak["of"] >= 20
        assert 0 <= leak["rate"] < leak["rate_before"] <= 1
        assert 0 < leak["sales"] <= leak["missing"]
    costs = [leak["sales"] for leak in month[1]]
    assert costs == sorted(costs, reverse=True)


def test_each_leak_lists_its_records(month: tuple[int, list[dict[str, Any]]], year_store: Path) -> None:
    for leak in month[1]:
        for key, count in (("command", leak["count"]), ("lost_command", leak["lost"])):
            assert len(json.loads(run(year_store, [*shlex.split(leak[key])[1:], "--json"]))) == count


def test_the_year_has_leaks(year_store: Path) -> None:
    assert any(_expected(year_store, number) for number in range(1, 13))
