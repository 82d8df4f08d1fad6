"""Ten years of visits must cost what one month does: how SQLite goes about the questions of a month."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from leadctl.domain.days import Month
from leadctl.domain.periods import MONTH, WEEK, Span, month_period, year_period
from leadctl.reports import Request, find_report
from leadctl.reports.campaigns import campaigns
from leadctl.reports.comparison import build_report
from leadctl.reports.targets import targets
from leadctl.store.access import read_store
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.figures.appointments import APPOINTMENTS
from leadctl.store.queries.figures.churn import BECAME
from leadctl.store.queries.figures.definitions import (
    ACTIVITY,
    AMOUNTS,
    COHORT,
    COHORT_AMOUNTS,
    COHORT_STEPS,
    HISTORIC,
    JUDGED,
    NEW_LEADS,
    STEPS,
    TRAFFIC,
    VERIFICATION,
    WEEKLY,
)
from leadctl.store.queries.figures.discipline import DISCIPLINE, LATE, SALE_FOLLOW_UPS, TRIES
from leadctl.store.queries.figures.enquiries import CHANNELS
from leadctl.store.queries.figures.history import (
    Evening,
    count_active_by_grade,
    list_active_grades,
    list_leads_of_grade,
    read_active_leads,
)
from leadctl.store.queries.figures.measures import Measure, count_by, records
from leadctl.store.queries.figures.prospects import Closings, Moment, count_closed, count_prospects, list_prospects
from leadctl.store.queries.figures.stages import STEPS as STAGES
from tests.reports.conftest import Desk

SPAN = Span("2026-10-01", "2026-11-01", "2026-11-22")
OWN = Span("2026-10-01", "2026-11-01", "2026-11-22", consultant=1)
GROWING = (
    *("visits", "leads", "orders", "churns", "followups", "sales", "appointments", "assignments", "screenings"),
    *("lead_states", "contact_windows", "v", "l", "o", "ch", "x", "f", "a", "h", "w", "p", "n", "b", "gone"),
)
"""Tables that grow with the years, and the names under which statements read them."""
MEASURES = {
    "activity": ACTIVITY,
    "cohort": COHORT,
    "traffic": TRAFFIC,
    "defeats": {**VERIFICATION, "h": HISTORIC},
    "overturned": BECAME["overturned"],
    "win-backs": BECAME["win_backs"],
    "weeks": WEEKLY,
    "appointments": APPOINTMENTS,
    "finer steps": {**STEPS, **AMOUNTS},
    "finer steps of the cohort": {**COHORT_STEPS, **COHORT_AMOUNTS},
    "time in stage": {step: measure for step, (_, measure) in STAGES.items()},
    "discipline": {**DISCIPLINE, "late": LATE, "sale": SALE_FOLLOW_UPS, "tries": TRIES},
}
EACH: tuple[tuple[str, ...], ...] = ((), ("source",), ("consultant",), ("model",))
GROUPED: dict[str, tuple[tuple[str, ...], ...]] = {
    "discipline": ((), ("consultant",)),
    "appointments": ((), ("consultant",), ("source",)),
}
"""How measures may be grouped, where not by each of these."""


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


@pytest.mark.parametrize("span", [SPAN, OWN], ids=("all", "one"))
@pytest.mark.parametrize(("name", "by"), [(name, by) for name in MEASURES for by in GROUPED.get(name, EACH)])
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


def test_a_months_windows_are_found_by_the_day_on_which_they_count(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_by(asked, {"due": DISCIPLINE["due"], "on_time": DISCIPLINE["on_time"]}, SPAN)  # type: ignore[arg-type]
    assert asked.plans == [
        "SEARCH w USING INDEX contact_windows_counted (counted_on>? AND counted_on<?)",
        "SEARCH l USING COVERING INDEX leads_window (window_by>? AND window_by<?)",
    ]


def test_first_follow_ups_are_found_by_the_leads_that_a_month_opened(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_by(asked, {"first_due": DISCIPLINE["first_due"]}, SPAN)  # type: ignore[arg-type]
    assert asked.plans == [
        "SEARCH l USING COVERING INDEX leads_opened (opened_at>? AND opened_at<?)",
        "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH e USING INDEX orders_lead (lead=?)",
        "CORRELATED SCALAR SUBQUERY 2",
        "SEARCH e USING COVERING INDEX churns_row (lead=? AND at>? AND at<?)",
        "SEARCH w USING PRIMARY KEY (lead=?)",
        "SEARCH l USING INDEX leads_opened (opened_at>? AND opened_at<?)",
    ]


# The states on an evening: those that ended after it, by the index of their ends, and the present ones.

PAST = "USING INDEX lead_states_until (until_at>?)"
STOCK = "SEARCH t USING INDEX leads_stock (status=?)"
PRESENT = ("USING INDEX leads_due (due_by>?)", "USING INDEX leads_listed_of (consultant=?)", STOCK)
"""Of everybody, of one consultant, and counted: the indexes hold open leads alone."""


def _moment(db: sqlite3.Connection, day: str) -> Moment:
    return Moment(day, day, policy_of(db))


STOCKS: dict[str, Callable[[sqlite3.Connection, Any, str], object]] = {
    "counted by grade": lambda db, asked, day: count_active_by_grade(asked, Evening(day)),
    "grades": lambda db, asked, day: list_active_grades(asked, Evening(day, 1)),
    "prospect table": lambda db, asked, day: list(read_active_leads(asked, Evening(day))),
    "counted prospects": lambda db, asked, day: count_prospects(asked, [_moment(db, day)]),
    "prospects": lambda db, asked, day: list_prospects(asked, _moment(db, day)),
}


@pytest.mark.parametrize("day", ["2026-11-22", "2026-10-31"])
@pytest.mark.parametrize("ask", STOCKS.values(), ids=STOCKS)
def test_a_stock_reads_what_is_open_and_the_states_that_ended_since(
    db: sqlite3.Connection, ask: Callable[[sqlite3.Connection, Any, str], object], day: str
) -> None:
    asked = Explained(db)
    ask(db, asked, day)
    assert [plan for plan in asked.plans if plan.endswith(PAST)]
    assert [plan for plan in asked.plans if plan.endswith(PRESENT)]
    assert asked.scans == []


def test_the_stock_of_several_moments_is_read_once(db: sqlite3.Connection) -> None:
    """Who sleeps or waits for a car, then who is open."""
    asked = Explained(db)
    count_prospects(asked, [_moment(db, day) for day in ("2026-09-30", "2026-10-15", "2026-10-31")])  # type: ignore[arg-type]
    assert [plan for plan in asked.plans if plan.endswith(PRESENT)] == [STOCK] * 2


@pytest.mark.parametrize("per", [MONTH, WEEK])
def test_a_year_divided_into_months_or_weeks_reads_the_stock_once(db: sqlite3.Connection, per: str) -> None:
    asked = Explained(db)
    request = Request(year_period(2026, "2026-11-22"))
    build_report(asked, find_report("traffic"), request, None, per)  # type: ignore[arg-type]
    assert [plan for plan in asked.plans if plan.endswith(PRESENT)] == [STOCK] * 2


def test_the_managers_pages_of_a_year_by_month_read_the_stock_once_and_what_is_overdue_once(
    db: sqlite3.Connection,
) -> None:
    asked = Explained(db)
    build_report(asked, find_report("month"), Request(year_period(2026, "2026-11-22")), None, MONTH)  # type: ignore[arg-type]
    assert [plan for plan in asked.plans if plan.endswith(PRESENT)] == [STOCK] * 2
    assert asked.plans.count("SCAN l USING COVERING INDEX leads_listed_of") == 1


def test_the_open_leads_are_counted_in_the_order_of_their_index(db: sqlite3.Connection) -> None:
    """Of hundreds of thousands none is sorted: by grade not at all, else those alike in everything are one by then."""
    asked = Explained(db)
    count_active_by_grade(asked, Evening("2026-10-31"))  # type: ignore[arg-type]
    assert asked.plans[-1] == STOCK
    asked = Explained(db)
    count_prospects(asked, [_moment(db, "2026-10-31")])  # type: ignore[arg-type]
    assert f"CO-ROUTINE t|{STOCK}|SCAN t|USE TEMP B-TREE FOR GROUP BY" in "|".join(asked.plans)


@pytest.mark.parametrize(
    "ask",
    [
        count_active_by_grade,
        list_active_grades,
        lambda db, evening: list_leads_of_grade(db, evening, "H"),
        lambda db, evening: count_prospects(db, [_moment(db, evening.day)._replace(consultant=evening.consultant)]),
    ],
)
def test_the_stock_of_one_consultant_is_found_by_the_consultant(
    db: sqlite3.Connection, ask: Callable[[Any, Evening], object]
) -> None:
    asked = Explained(db)
    ask(asked, Evening("2026-10-31", 1))
    found = [plan for plan in asked.plans if " INDEX leads_" in plan]
    assert found == ["SEARCH t USING INDEX leads_listed_of (consultant=?)"] * 2


def test_the_leads_of_a_grade_are_found_by_the_grade(db: sqlite3.Connection) -> None:
    """Behind a page's figures stand those of twelve evenings and each grade: hundreds of thousands each time."""
    asked = Explained(db)
    list_leads_of_grade(asked, Evening("2026-10-31"), "H")  # type: ignore[arg-type]
    found = [plan for plan in asked.plans if plan.startswith("SEARCH t ")]
    assert found == ["SEARCH t USING INDEX leads_stock (status=? AND grade=?)"] * 2


def test_online_leads_are_found_by_the_enquiries_of_their_span(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_by(asked, {"volume": CHANNELS["volume"]}, SPAN)  # type: ignore[arg-type]
    assert asked.plans[:3] == [
        "SEARCH l USING INTEGER PRIMARY KEY (rowid=?)",
        "LIST SUBQUERY 1",
        "SEARCH n USING INDEX visits_row (at>? AND at<?)",
    ]


def test_what_leads_are_divided_by_is_read_from_their_index(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    for by in ("source", "consultant", "model", "grade"):
        count_by(asked, {"leads": NEW_LEADS}, SPAN, by)  # type: ignore[arg-type]
    count_by(asked, JUDGED, SPAN)  # type: ignore[arg-type]
    found = "SEARCH l USING COVERING INDEX leads_opened (opened_at>? AND opened_at<?)"
    assert {plan for plan in asked.plans if plan.startswith(("SEARCH", "SCAN"))} == {found}


def test_win_rates_read_the_year(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    count_closed(asked, [Closings("2025-11-01", "2026-11-01", "N")])  # type: ignore[arg-type]
    assert set(asked.plans) == {
        "SEARCH o USING INDEX orders_delivered (delivered_at>? AND delivered_at<?)",
        "USE TEMP B-TREE FOR ORDER BY",
        "SEARCH ch USING INDEX churns_asked (at>? AND at<?)",
        "SEARCH l USING INDEX leads_taken_over (grade=? AND closed_at>? AND closed_at<?)",
    }


def test_the_campaigns_of_a_month_ask_all_leads_for_their_source_only_where_one_says_none(
    db: sqlite3.Connection,
) -> None:
    asked = Explained(db)
    campaigns(asked, SPAN)  # type: ignore[arg-type]
    assert asked.scans == []


def test_a_plan_that_gives_nobody_a_part_of_its_weeks_asks_for_nobody_in_them(db: sqlite3.Connection) -> None:
    asked = Explained(db)
    targets(asked, month_period(Month(2026, 10), "2026-11-22"))  # type: ignore[arg-type]
    grouped = asked.plans.count("USE TEMP B-TREE FOR GROUP BY")
    assert grouped == 3  # leads and orders of the months before by source, and cars by consultant
