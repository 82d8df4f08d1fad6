"""Minutes of waiting count while the store is open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.domain.first_calls import open_minutes
from leadctl.domain.policy import parse_policy
from tests.domain.test_policy import FIVE, SMALL

SHOP = parse_policy('hours = ["09:00", "17:30"]\nclosed = ["2026-11-28", "2026-11-29"]\n' + SMALL.lstrip())

WAITS = [
    ("2026-11-26T10:00", "2026-11-26T10:30", 30),
    ("2026-11-26T08:50", "2026-11-26T09:20", 20),  # it opens at nine
    ("2026-11-26T17:00", "2026-11-26T19:00", 30),
    ("2026-11-26T20:00", "2026-11-27T09:05", 5),  # overnight nobody is there
    ("2026-11-26T03:00", "2026-11-26T05:00", 0),
    ("2026-11-26T09:00", "2026-11-26T17:30", 510),
    ("2026-11-27T17:00", "2026-11-30T09:10", 40),  # closed on the 28th and 29th
    ("2026-11-28T10:00", "2026-11-29T12:00", 0),
    ("2026-11-26T10:30", "2026-11-26T10:00", 0),
    ("2026-11-27T10:00", "2026-11-26T10:00", 0),
    ("2026-11-26T10:00:59", "2026-11-26T10:01:01", 1),
]


@pytest.mark.parametrize(("start", "end", "minutes"), WAITS)
def test_minutes_count_within_opening_hours(start: str, end: str, minutes: int) -> None:
    assert open_minutes(start, end, SHOP) == minutes


def test_each_day_goes_by_the_hours_of_its_own_policy() -> None:
    policy = SHOP.join([("2026-11-27", FIVE)])  # from then on 08:30 to 18:00, closed on no day
    assert open_minutes("2026-11-26T17:00", "2026-11-27T09:00", policy) == 30 + 30
    assert open_minutes("2026-11-28T00:00", "2026-11-28T23:59", policy) == 570
    assert open_minutes("2026-11-26T17:00", "2026-11-27T09:00", policy.policy_on("2026-12-01")) == 60


moments = st.integers(0, 14 * 24 * 60).map(
    lambda minute: (datetime(2026, 11, 20) + timedelta(minutes=minute)).isoformat(timespec="minutes")
)


@given(moments, moments, moments)
def test_waiting_is_the_sum_of_its_parts_and_never_more_than_what_passed(one: str, two: str, three: str) -> None:
    start, middle, end = sorted((one, two, three))
    whole = open_minutes(start, end, SHOP)
    assert whole == open_minutes(start, middle, SHOP) + open_minutes(middle, end, SHOP)
    passed = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    assert 0 <= whole <= passed / timedelta(minutes=1)


@given(moments, st.integers(0, 600))
def test_counted_minute_by_minute_it_is_the_same(start: str, length: int) -> None:
    begins = datetime.fromisoformat(start)
    spent = [begins + timedelta(minutes=passed) for passed in range(length)]
    inside = [
        moment
        for moment in spent
        if 9 * 60 <= moment.hour * 60 + moment.minute < 17 * 60 + 30 and (moment.month, moment.day) not in CLOSED
    ]
    end = (begins + timedelta(minutes=length)).isoformat(timespec="minutes")
    assert open_minutes(start, end, SHOP) == len(inside)


CLOSED = {(11, 28), (11, 29)}
