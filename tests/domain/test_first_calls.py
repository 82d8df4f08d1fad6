"""How soon online enquiries are called, in opening hours: 09:00 to 17:30, closed on the 28th and 29th of November."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.first_calls import FirstCall, OpenHours, first_call, is_behind, open_minutes, promptness
from tests.domain.test_hours import SHOP

NOW = "2026-11-26T12:00"


def called(
    at: str | None, enquired: str = "2026-11-26T10:00", *, came: str | None = None, waits: bool = False
) -> FirstCall:
    return first_call(1, "app", enquired, at, came, waits=waits, now=NOW, hours=OpenHours(SHOP))


def waiting(enquired: str) -> FirstCall:
    return called(None, enquired, waits=True)


MOMENTS = st.datetimes(datetime(2026, 11, 24), datetime(2026, 12, 3)).map(lambda at: at.isoformat()[:16])


@given(st.lists(st.tuples(MOMENTS, MOMENTS), min_size=1, max_size=5))
def test_days_that_are_counted_once_count_the_same(waits: list[tuple[str, str]]) -> None:
    hours = OpenHours(SHOP)
    for start, end in [*waits, *waits]:
        assert hours.minutes(start, end) == open_minutes(start, end, SHOP)


@pytest.mark.parametrize(
    ("enquired", "at", "minutes"),
    [
        ("2026-11-26T10:00", "2026-11-26T10:04", 4),
        ("2026-11-25T22:00", "2026-11-26T09:03", 3),  # nobody is there at night
        ("2026-11-27T17:20", "2026-11-30T09:05", 15),  # nor on closed days
        ("2026-11-25T22:00", "2026-11-25T22:10", 0),  # somebody called all the same
    ],
)
def test_minutes_run_in_opening_hours(enquired: str, at: str, minutes: int) -> None:
    call = called(at, enquired)
    assert (call.state, call.minutes, call.day) == ("called", minutes, 510)


def test_who_waits_has_waited_until_now() -> None:
    assert (waiting("2026-11-26T11:30").state, waiting("2026-11-26T11:30").minutes) == ("waiting", 30)


def test_who_came_before_the_call_was_owed_none() -> None:
    assert called("2026-11-26T10:20", came="2026-11-26T10:10").state == "uncalled"
    assert called("2026-11-26T10:20", came="2026-11-26T10:30").state == "called"
    assert called(None).state == "uncalled"


def test_the_limits_are_part_of_the_time_allowed() -> None:
    inside, outside = called("2026-11-26T10:30"), called("2026-11-26T10:31")
    assert (is_behind(inside, "within_30"), is_behind(outside, "within_30")) == (True, False)
    on_the_edge, late = waiting("2026-11-26T11:30"), waiting("2026-11-26T11:29")
    assert (is_behind(on_the_edge, "waiting_over_30"), is_behind(late, "waiting_over_30")) == (False, True)
    day = called("2026-11-26T09:59", "2026-11-25T10:00")  # 510 - 1 minutes
    later = called("2026-11-26T10:01", "2026-11-25T10:00")
    assert (is_behind(day, "within_day"), is_behind(later, "within_day")) == (True, False)


def test_shares_are_of_the_calls_made_or_late_by_now() -> None:
    calls = [
        called("2026-11-26T10:04"), called("2026-11-26T10:20"), called("2026-11-26T11:00"),  # 4, 20, 60
        called("2026-11-26T15:00", "2026-11-24T12:00"),  # 330 + 510 + 360
        waiting("2026-11-26T11:57"), waiting("2026-11-26T11:40"),  # 3 and 20 so far
        called(None),
    ]  # fmt: skip
    found = promptness(calls)
    assert found.median_minutes == (20 + 60) / 2
    assert found.shares == {"within_5": 1 / 5, "within_30": 2 / 4, "within_day": 3 / 4}
    assert (found.called, found.waiting, found.late, found.waiting_since) == (4, 2, 0, "2026-11-26T11:40")


def test_a_middle_of_an_odd_number_is_one_of_them_and_of_none_there_is_none() -> None:
    minutes = [called("2026-11-26T10:09"), called("2026-11-26T10:01"), called("2026-11-26T10:07")]
    assert promptness(minutes).median_minutes == 7
    nobody = promptness([])
    assert (nobody.median_minutes, nobody.shares["within_5"], nobody.waiting_since) == (None, None, None)
