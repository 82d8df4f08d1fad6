"""Days and calendar months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.days import Month, add_days, add_months, days_between

MONTHS = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("day", "count", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_are_calendar_months(day: date, count: int, moved: date) -> None:
    assert add_months(day, count) == moved


def test_days_run_over_a_leap_day_and_a_year() -> None:
    assert add_days("2028-02-28", 1) == "2028-02-29"
    assert add_days("2026-12-31", 1) == "2027-01-01"
    assert add_days("2026-03-01", -1) == "2026-02-28"
    assert days_between("2026-11-22T23:59", "2026-11-23T00:01") == 1


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-4000, 4000))
def test_days_added_are_the_days_between(day: date, count: int) -> None:
    assert days_between(day.isoformat(), add_days(day.isoformat(), count)) == count


@given(MONTHS)
def test_a_month_is_the_days_from_its_first_to_its_end(month: Month) -> None:
    assert days_between(month.first, month.end) == month.days
    assert Month.parse(str(month)) == Month.of(month.first) == month
    assert Month.of(add_days(month.end, -1)) == month
    assert Month.of(month.end) == month.plus(1) > month


def test_the_days_of_a_month_that_have_begun() -> None:
    month = Month(2026, 11)
    assert [month.elapsed(day) for day in ("2026-10-31", "2026-11-01", "2026-11-22", "2027-01-01")] == [0, 1, 22, 30]


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "202611", "last", "2026/11", "2026-11-01", "²026-11"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Month.parse(text)
