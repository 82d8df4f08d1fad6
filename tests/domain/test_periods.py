"""Which days a week, a quarter, a year so far is, and what each is compared with (docs/domain.md section 6)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.days import Month, add_days
from leadctl.domain.periods import (
    MONTH,
    PIECES,
    PREVIOUS,
    QUARTER,
    WEEK,
    YEAR,
    YEAR_BEFORE,
    Period,
    days_period,
    month_period,
    period_of,
    year_period,
)

TODAY = "2026-11-22"
DAYS = st.dates(min_value=date(1985, 1, 1), max_value=date(2095, 1, 1))


def _days(period: Period) -> tuple[str, str]:
    return period.first, period.last


@pytest.mark.parametrize(
    ("unit", "name", "days"),
    [
        (WEEK, "2026-W47", ("2026-11-16", "2026-11-22")),
        (MONTH, "2026-11", ("2026-11-01", "2026-11-30")),
        (QUARTER, "2026-Q4", ("2026-10-01", "2026-12-31")),
        (YEAR, "2026", ("2026-01-01", "2026-12-31")),
    ],
)
def test_a_day_lies_in_its_week_month_quarter_and_year(unit: str, name: str, days: tuple[str, str]) -> None:
    period = period_of(unit, TODAY, TODAY)
    assert (str(period), _days(period)) == (name, days)


@pytest.mark.parametrize(
    ("period", "previous", "year_before"),
    [
        (period_of(WEEK, "2026-11-16", TODAY), ("2026-11-09", "2026-11-15"), ("2025-11-17", "2025-11-23")),
        # 2026 has 53 weeks, 2025 has 52.
        (period_of(WEEK, "2026-12-31", TODAY), ("2026-12-21", "2026-12-27"), ("2025-12-22", "2025-12-28")),
        (month_period(Month(2026, 3), TODAY), ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-31")),
        (month_period(Month(2026, 1), TODAY), ("2025-12-01", "2025-12-31"), ("2025-01-01", "2025-01-31")),
        (period_of(QUARTER, "2026-02-03", TODAY), ("2025-10-01", "2025-12-31"), ("2025-01-01", "2025-03-31")),
        (year_period(2026, TODAY), ("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-12-31")),
        (year_period(2026, TODAY).cut_at_today(), ("2025-01-01", "2025-11-22"), ("2025-01-01", "2025-11-22")),
        (
            month_period(Month(2026, 11), TODAY).cut_at_today(),
            ("2026-10-01", "2026-10-22"),
            ("2025-11-01", "2025-11-22"),
        ),
        (
            month_period(Month(2026, 3), "2026-03-31").cut_at_today(),
            ("2026-02-01", "2026-02-28"),
            ("2025-03-01", "2025-03-31"),
        ),
        (days_period("2026-11-10", "2026-11-14", TODAY), ("2026-11-05", "2026-11-09"), ("2025-11-10", "2025-11-14")),
    ],
    ids=lambda value: str(value) if isinstance(value, Period) else "",
)
def test_a_period_is_compared_with_the_one_before_it_and_that_of_a_year_ago(
    period: Period, previous: tuple[str, str], year_before: tuple[str, str]
) -> None:
    assert _days(period.find_earlier(PREVIOUS)) == previous
    assert _days(period.find_earlier(YEAR_BEFORE)) == year_before


def test_days_that_are_exactly_a_month_are_that_month() -> None:
    assert days_period("2026-02-01", "2026-02-28", TODAY).calendar_month == "2026-02"
    assert days_period("2026-02-01", "2026-02-27", TODAY).calendar_month is None
    assert year_period(2026, TODAY).calendar_month is None


def test_the_days_of_a_period_are_those_that_have_begun() -> None:
    found = [period_of(unit, TODAY, TODAY).days for unit in (WEEK, MONTH, QUARTER, YEAR)]
    assert found == [7, 22, 31 + 22, 326]
    assert month_period(Month(2026, 12), TODAY).days == 0


def test_weeks_at_the_ends_of_a_month_are_cut_there() -> None:
    weeks = month_period(Month(2026, 10), TODAY).divide(WEEK)
    assert [_days(week) for week in weeks] == [
        ("2026-10-01", "2026-10-04"),
        ("2026-10-05", "2026-10-11"),
        ("2026-10-12", "2026-10-18"),
        ("2026-10-19", "2026-10-25"),
        ("2026-10-26", "2026-10-31"),
    ]


@given(DAYS, st.integers(0, 800), st.sampled_from(PIECES))
def test_pieces_hold_every_day_once(first: object, count: int, unit: str) -> None:
    period = days_period(str(first), add_days(str(first), count), TODAY)
    pieces = period.divide(unit)
    assert pieces[0].first == period.first
    assert pieces[-1].end == period.end
    assert all(one.end == two.first for one, two in pairwise(pieces))


@given(DAYS, st.sampled_from((WEEK, MONTH, QUARTER, YEAR)))
def test_the_period_before_ends_where_the_period_begins(day: object, unit: str) -> None:
    period = period_of(unit, str(day), TODAY)
    before = period.find_earlier(PREVIOUS)
    assert before.end == period.first
    assert before.first == period_of(unit, before.first, TODAY).first
