"""The reports on discipline read what was worked in the month, not ten years; and how they look on a terminal."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from leadctl.store.queries.figures.actives import active_on
from leadctl.store.queries.figures.conduct import conducts, entered_late, overdue_now, overdue_of
from leadctl.store.queries.figures.owed import Day
from leadctl.store.queries.figures.served import DRIVES, RECEIVED
from leadctl.store.queries.figures.stock import Stock
from rich.cells import cell_len

from leadctl.commands.session import Session
from leadctl.domain.days import Month
from leadctl.domain.periods import Period, month_period
from leadctl.render.output import show
from leadctl.render.pages import draw_report
from leadctl.reports import Request, find_report
from leadctl.store.access import read_store
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.figures.measures import count_by, records
from leadctl.store.queries.figures.people import PEOPLE
from leadctl.store.queries.figures.releases import RELEASED
from leadctl.store.records.pool import neglected
from tests.reports.conftest import Desk
from tests.reports.test_plans import OWN, SPAN, Explained


@pytest.fixture
def db(desk: Desk) -> Iterator[sqlite3.Connection]:
    with read_store(desk.db) as opened:
        yield opened


@pytest.mark.parametrize(
    "ask",
    [
        lambda db, asked: list(conducts(asked, SPAN, policy_of(db))),
        lambda db, asked: list(Day(asked, "2026-10-10", policy_of(db)).conducts()),
        lambda db, asked: list(Day(asked, "2026-10-10", policy_of(db)).owed("2026-10-10")),
        lambda db, asked: list(active_on(asked, Stock("2026-10-31", "2026-11-22", policy_of(db)))),
        lambda db, asked: entered_late(asked, SPAN),
        lambda db, asked: overdue_now(asked, "2026-11-22", policy_of(db)),
        lambda db, asked: overdue_of(asked, "2026-11-22", policy_of(db)),
        lambda db, asked: neglected(asked, "2026-11-22", policy_of(db)),
        lambda db, asked: count_by(asked, {"released": RELEASED}, SPAN, "consultant"),
        lambda db, asked: records(asked, RELEASED, OWN),
        lambda db, asked: count_by(asked, {"received": RECEIVED, "drives": DRIVES}, SPAN, "consultant"),
    ],
    ids=[
        "month",
        "evening",
        "owed",
        "prospects",
        "late",
        "overdue",
        "overdue-counted",
        "neglected",
        "released",
        "released-list",
        "served",
    ],
)
def test_only_what_was_worked_in_these_days_is_read(
    db: sqlite3.Connection, ask: Callable[[sqlite3.Connection, Explained], object]
) -> None:
    asked = Explained(db)
    ask(db, asked)
    assert asked.plans
    assert set(asked.scans) <= {"SCAN orders"}  # cancellations have no index: orders are few


@pytest.mark.parametrize("by", ["gender", "age", "district", "occupation", "model", "budget", "month"])
def test_a_profile_reads_the_month(db: sqlite3.Connection, by: str) -> None:
    asked = Explained(db)
    count_by(asked, PEOPLE, OWN, by)  # type: ignore[arg-type]
    assert asked.plans
    assert asked.scans == []


def test_leads_of_a_month_are_found_by_its_facts_and_asked_of_those_open_only_what_was_agreed(
    db: sqlite3.Connection,
) -> None:
    asked = Explained(db)
    list(conducts(asked, SPAN, policy_of(db)))  # type: ignore[arg-type]
    plans = " ".join(asked.plans)
    assert "SEARCH visits USING INDEX visits_row (at>? AND at<?)" in plans
    assert "SEARCH o USING INDEX leads_due (due_from>?)" in plans
    assert "SEARCH o USING COVERING INDEX leads_closed (closed_at>?)" in plans
    assert "SEARCH f USING INDEX followups_row (lead=? AND at<?)" in plans


def _drawn(desk: Desk, name: str, capsys: pytest.CaptureFixture[str], lang: str) -> list[str]:
    session = Session(str(desk.db), None, lang)
    with read_store(desk.db) as db:
        period = (
            Period((), "2026-11-22", day="2026-10-20") if name == "day" else month_period(Month(2026, 10), "2026-11-22")
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
