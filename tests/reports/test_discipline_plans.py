"""The reports on discipline read what was worked in the month, not ten years; and how they look on a terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.cells import cell_len

from leadctl.commands.session import Session
from leadctl.domain.days import Month
from leadctl.domain.periods import Span, day_period, month_period
from leadctl.render.output import show
from leadctl.render.pages import draw_report
from leadctl.reports import Request, find_report
from leadctl.reports.day import day_sheet_of
from leadctl.store.access import read_store
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.checks import find_late_entries
from leadctl.store.queries.figures.discipline import (
    DAY_PLAN,
    DISCIPLINE,
    LATE,
    count_overdue,
    count_windows,
    list_overdue,
)
from leadctl.store.queries.figures.measures import count_by, records
from leadctl.store.queries.figures.people import PEOPLE
from leadctl.store.queries.figures.releases import RELEASED
from leadctl.store.records.pool import list_neglected
from tests.reports.conftest import Desk
from tests.reports.test_plans import OWN, SPAN, Explained


@pytest.fixture
def db(desk: Desk) -> Iterator[sqlite3.Connection]:
    with read_store(desk.db) as opened:
        yield opened


DAY = Span("2026-10-10", "2026-10-11", "2026-10-10")
QUESTIONS: dict[str, Callable[[sqlite3.Connection, Any], object]] = {
    "day": lambda db, asked: count_by(asked, DAY_PLAN, DAY, "consultant", "grade"),
    "planned": lambda db, asked: records(asked, DAY_PLAN["planned"], DAY),
    "done": lambda db, asked: records(asked, DAY_PLAN["done"], DAY),
    "tomorrow": lambda db, asked: records(asked, DAY_PLAN["tomorrow"], DAY),
    "windows": lambda db, asked: count_windows(asked, SPAN),
    "missed": lambda db, asked: records(asked, LATE, OWN),
    "first missed": lambda db, asked: records(asked, DISCIPLINE["first_due"], OWN),
    "entered late": lambda db, asked: find_late_entries(asked, SPAN),
    "overdue": lambda db, asked: list_overdue(asked, "2026-11-22"),
    "neglected": lambda db, asked: list_neglected(asked, "2026-11-22", policy_of(db)),
    "released": lambda db, asked: count_by(asked, {"released": RELEASED}, SPAN, "consultant"),
    "released, listed": lambda db, asked: records(asked, RELEASED, OWN),
}


def test_a_day_sheet_reads_the_contacts_owed_once_for_the_day_and_once_for_the_next(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    day_sheet_of(asked, "2026-10-10")  # type: ignore[arg-type]
    assert len([plan for plan in asked.plans if plan.endswith("USING INDEX leads_due (due_by>?)")]) == 2


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_only_what_was_worked_in_these_days_is_read(
    db: sqlite3.Connection, ask: Callable[[sqlite3.Connection, Any], object]
) -> None:
    asked = Explained(db)
    ask(db, asked)
    assert asked.plans
    assert asked.scans == []


@pytest.mark.parametrize("by", ["gender", "age", "district", "occupation", "model", "budget", "month"])
def test_a_profile_reads_the_month(db: sqlite3.Connection, by: str) -> None:
    asked = Explained(db)
    count_by(asked, PEOPLE, OWN, by)  # type: ignore[arg-type]
    assert asked.plans
    assert asked.scans == []


def test_the_contacts_owed_in_a_morning_are_found_by_the_states_that_ended_since(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_by(asked, {"done": DAY_PLAN["done"]}, DAY, "consultant")  # type: ignore[arg-type]
    plans = " ".join(asked.plans)
    assert "SEARCH p USING INDEX lead_states_until (until_at>?)" in plans
    assert "SEARCH n USING INDEX leads_due (due_by>?)" in plans
    assert "SEARCH w USING PRIMARY KEY (lead=?)" in plans


def test_what_is_overdue_is_found_by_the_last_day_of_its_window(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    list_overdue(asked, "2026-11-22")  # type: ignore[arg-type]
    assert "SEARCH l USING INDEX leads_due (due_by<?)" in asked.plans


def test_what_is_overdue_of_one_consultant_is_counted_among_theirs(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_overdue(asked, "2026-11-22", 1)  # type: ignore[arg-type]
    assert asked.plans[0] == "SEARCH l USING COVERING INDEX leads_listed_of (consultant=?)"
    assert asked.scans == []


def test_what_is_overdue_is_counted_from_an_index(db: sqlite3.Connection) -> None:
    """The windows, of open leads alone; looked up are only appointments that nobody came to, and who is not to be
    called."""
    asked = Explained(db)
    count_overdue(asked, "2026-11-22")  # type: ignore[arg-type]
    assert asked.plans == [
        "SCAN l USING COVERING INDEX leads_listed_of",
        "SEARCH l USING INDEX leads_meets (meets_at<?)",
        "USE TEMP B-TREE FOR GROUP BY",
        "SEARCH c USING COVERING INDEX customers_do_not_contact (do_not_contact>?)",
        "SEARCH l USING INDEX leads_customer (customer=?)",
        "USE TEMP B-TREE FOR GROUP BY",
    ]


def _drawn(desk: Desk, name: str, capsys: pytest.CaptureFixture[str], lang: str) -> list[str]:
    session = Session(str(desk.db), None, lang)
    with read_store(desk.db) as db:
        period = (
            day_period("2026-10-20", "2026-11-22") if name == "day" else month_period(Month(2026, 10), "2026-11-22")
        )
        answer = find_report(name).build(db, Request(period))
    drawn = draw_report(name, answer.data, "Title", session.translate, answer.extra)
    show(drawn, "table", out=None, limit=None, translate=session.translate, width=80)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["followups", "day", "prospects", "profile"])
def test_a_report_fits_80_columns(
    worked: Desk, name: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADCTL_NOW", "2026-11-22T18:00")
    lines = _drawn(worked, name, capsys, lang)
    assert len(lines) > 8
    assert max(map(cell_len, lines)) <= 80
