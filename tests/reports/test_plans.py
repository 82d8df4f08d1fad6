"""Ten years of visits must cost what one month does: how SQLite goes about the questions of a month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

import pytest
from leadctl.store.queries.figures.stock import Stock, active_by_grade

from leadctl.domain.periods import Span
from leadctl.store.access import read_store
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.figures.churn import BECAME
from leadctl.store.queries.figures.definitions import ACTIVITY, COHORT, HISTORIC, TRAFFIC, VERIFICATION
from leadctl.store.queries.figures.measures import Measure, count_by, records
from tests.reports.conftest import Desk

SPAN = Span("2026-10-01", "2026-11-01", "2026-11-22")
OWN = Span("2026-10-01", "2026-11-01", "2026-11-22", consultant=1)
GROWING = ("visits", "leads", "orders", "churns", "followups", "sales", "v", "l", "o", "ch", "x", "y", "gone")
MEASURES = {
    "activity": ACTIVITY,
    "cohort": COHORT,
    "traffic": TRAFFIC,
    "defeats": {**VERIFICATION, "h": HISTORIC},
    "overturned": BECAME["overturned"],
    "win-backs": BECAME["win_backs"],
}


@pytest.fixture
def db(desk: Desk) -> Iterator[sqlite3.Connection]:
    with read_store(desk.db) as opened:
        yield opened


class Explained:
    """Stands for a database: answers every question with how it would be answered."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.plans: list[str] = []

    def execute(self, sql: str, values: Mapping[str, object] | None = None) -> sqlite3.Cursor:
        self.plans += [row["detail"] for row in self.db.execute(f"EXPLAIN QUERY PLAN {sql}", values or {})]
        return self.db.execute(sql, values or {})

    @property
    def scans(self) -> list[str]:
        return [plan for plan in self.plans if plan.startswith("SCAN") and plan.split()[1] in GROWING]


@pytest.mark.parametrize("by", [(), ("source",), ("consultant",), ("model",)])
@pytest.mark.parametrize("span", [SPAN, OWN], ids=("all", "one"))
@pytest.mark.parametrize("name", MEASURES)
def test_counting_a_month_reads_the_month(db: sqlite3.Connection, name: str, span: Span, by: tuple[str, ...]) -> None:
    asked = Explained(db)
    count_by(asked, MEASURES[name], span, *by)  # type: ignore[arg-type]
    assert asked.plans
    assert asked.scans == []


def test_a_months_visits_are_found_in_one_pass_by_their_time(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_by(asked, TRAFFIC, SPAN)  # type: ignore[arg-type]
    visits = [plan for plan in asked.plans if plan.startswith("SEARCH v ")]
    assert visits == ["SEARCH v USING INDEX visits_row (at>? AND at<?)"]


@pytest.mark.parametrize("measure", [measure for measures in MEASURES.values() for measure in measures.values()])
def test_listing_a_month_reads_the_month(db: sqlite3.Connection, measure: Measure) -> None:
    asked = Explained(db)
    records(asked, measure, OWN)  # type: ignore[arg-type]
    assert asked.scans == []


@pytest.mark.parametrize("day", ["2026-11-22", "2026-10-31"])
def test_the_stock_reads_open_leads_and_what_happened_since(db: sqlite3.Connection, day: str) -> None:
    asked = Explained(db)
    active_by_grade(asked, Stock(day, "2026-11-22", policy_of(db)))  # type: ignore[arg-type]
    assert "SEARCH l USING INDEX leads_due (due_from>?)" in asked.plans
    since = {"SCAN orders"}  # cancellations have no index: orders are few
    assert set(asked.scans) <= (since if day < "2026-11-22" else set())


def test_a_years_stocks_read_what_happened_since_its_first_evening_once(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    days = ("2026-08-31", "2026-09-30", "2026-10-31", "2026-11-22")
    stocks = [Stock(day, "2026-11-22", policy_of(db)) for day in days]
    active_by_grade(asked, *stocks)  # type: ignore[arg-type]
    assert set(asked.scans) <= {"SCAN orders"}
    assert asked.plans.count("SEARCH l USING INDEX leads_due (due_from>?)") == 1
    assert asked.plans.count("SEARCH visits USING INDEX visits_row (at>? AND at<?)") == len(days) - 1
