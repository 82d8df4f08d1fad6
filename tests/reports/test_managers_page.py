"""The manager's page: the most important first, its worst leaks in words, and each with the way to its records."""

from __future__ import annotations

import pytest

from leadctl.commands.session import Session
from leadctl.domain.days import Month
from leadctl.domain.periods import month_period
from leadctl.render.output import show
from leadctl.render.pages import draw_report
from leadctl.reports import Request, find_report
from leadctl.store.access import read_store
from tests.reports.conftest import MONTHS, Desk

CONTRACT = ("month", "funnel", "traffic", "followups", "churn", "targets", "forecast")


def test_nothing_lost_is_no_leak(desk: Desk) -> None:
    assert desk.json("report")["leaks"] == []
    lines = desk.run("report").splitlines()
    assert lines[lines.index("The worst leaks") + 1].startswith("None: no step from visit to order fell")


def test_what_to_do_without_a_target_closes_its_line(desk: Desk) -> None:
    line = next(line for line in desk.run("report").splitlines() if line.startswith("Day 22 of 30."))
    assert line.endswith("No target yet: leadctl target set --month 2026-11 --sales N")
    assert "Forecast" in line
    assert "None: no step from visit to order fell" in desk.run("report")


def test_the_page_holds_each_report_as_it_is_alone(worked: Desk) -> None:
    page = worked.json("report", "--month", "2026-10")
    assert set(CONTRACT) <= set(page)
    for name in ("funnel", "traffic", "followups", "targets", "forecast"):
        assert page[name] == worked.json("report", name, "--month", "2026-10")
    assert page["churn"] == worked.json("report", "defeats", "--month", "2026-10")
    assert page["next_month"] == worked.json("report", "targets", "--month", "2026-11") | {
        "standing": page["next_month"]["standing"]
    }


@pytest.mark.parametrize("figure", ["targets.sales", "forecast.open", "followups.due", "churn.total"])
def test_the_page_lists_the_figures_of_its_reports(worked: Desk, figure: str) -> None:
    report, _, part = figure.partition(".")
    name = {"churn": "defeats"}.get(report, report)
    asked = ("--month", "2026-10", "--list")
    assert worked.json("report", *asked, figure) == worked.json("report", name, *asked, part)


def test_the_page_begins_with_the_plan_and_comes_to_the_next_month(worked: Desk) -> None:
    printed = worked.run("report", "--month", "2026-11")
    heads = ("Where the month stands", "Activity of the month", "The worst leaks", "Discipline", "Leads needed in")
    places = [printed.index(head) for head in heads]
    assert places == sorted(places)


def test_one_consultants_page_has_no_place_for_the_stores_plan(worked: Desk) -> None:
    printed = worked.run("report", "--consultant", "Li Na")
    assert "Where the month stands" not in printed
    assert "Leads needed" not in printed
    assert worked.json("report", "--consultant", "Li Na")["forecast"]["adequacy"]["sales_target"] is None


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["month", "targets", "forecast"])
@pytest.mark.parametrize("month", MONTHS)
def test_a_page_fits_80_columns(
    worked: Desk, name: str, month: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.cells import cell_len

    session = Session(str(worked.db), None, lang)
    period = month_period(Month.parse(month), "2026-11-22")
    with read_store(worked.db) as db:
        answer = find_report(name).build(db, Request(period))
    page = draw_report(name, answer.data, "Title", session.translate, answer.extra)
    show(page, "table", out=None, limit=None, translate=session.translate, width=80)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert not [line for line in lines if line.startswith("  ") and not line.strip()[0].isdigit()]
