"""Dates that are read a column at a time are what a look at each cell finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadctl.intake import register_dates
from leadctl.intake.faults import Faults
from leadctl.intake.register_dates import RegisterDates

NOW = datetime(2026, 11, 22, 8, 30)

YEARS = st.sampled_from(["2026", "2025", "2016", "1899", "0000", "0001", "2027", "26", ""])
DAYS = st.builds(
    "{0}{1}{2}{3}{4}{5}{6}".format,
    YEARS,
    st.sampled_from(["-", "/", ".", "年"]),
    st.sampled_from(["1", "02", "11", "12", "13", "0"]),
    st.sampled_from(["-", "/", ".", "月"]),
    st.sampled_from(["1", "02", "22", "30", "31", "00"]),
    st.sampled_from(["", "", "日", " "]),
    st.sampled_from(["", "", "星期一"]),
)
CLOCKS = st.one_of(
    st.sampled_from(["", "", "9:05", "09:05", "09:05:30", "8:30", "8:31", "23:59", "24:00", "9:5", "9:60", "9.05"]),
    st.sampled_from(["下午3:20", "09:05Z", "09:05+08:00", "0905", "0.5", " ", "-", "T", "9:05 ", "上午"]),
    st.just("2026-11-02 9:05"),
)  # fmt: skip
MOMENTS = st.builds("{0}{1}{2}".format, DAYS, st.sampled_from([" ", "T", "  ", "", "\t"]), CLOCKS)
CELLS = st.one_of(
    MOMENTS, MOMENTS, st.sampled_from(["", " ", "-", "11/2", "5月2日", "11月2日 9:05", "02/03/2026", "soon"])
)


def _read(
    days: Sequence[Sequence[str]], times: Sequence[Sequence[str]] | None, bare: str
) -> tuple[list[list[str | None]], object]:
    """The moments of several blocks of a column, and what else was found."""
    dates, said = RegisterDates(NOW, zone="Asia/Shanghai"), []
    found = []
    for place, cells in enumerate(days):
        faults = Faults()
        report = faults.reporter("arrived_at")
        if times is None:
            found.append(dates.moments(cells, report, bare))
        else:
            found.append(dates.row_moments(cells, times[place], report, ("date", "arrived_at")))
        said.append((faults.by_row, faults.fields))
    return found, (said, dates.borrowed, dates._last, dates.orders.assumed)


def _look_at_each(
    days: Sequence[Sequence[str]], times: Sequence[Sequence[str]] | None, bare: str
) -> tuple[list[list[str | None]], object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RegisterDates, "read_plain_moments", lambda dates, cells: None)
        patch.setattr(register_dates, "read_plain_dates", lambda cells: ([None] * len(cells), [None] * len(cells)))
        return _read(days, times, bare)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=3), st.sampled_from(["", "T00:00"]))
@example([["2026-11-02T"], ["2026-11-02 "], ["2026/11.2"]], "")
@example([["2026-11-22 08:30", "2026-11-22 08:31", "2026-11-23"]], "T00:00")
@example([["5月2日", "2025/12/31 9:05", "1月2日"], ["1月3日"]], "")
def test_a_column_of_moments_is_what_its_cells_are(blocks: list[list[str]], bare: str) -> None:
    assert _read(blocks, None, bare) == _look_at_each(blocks, None, bare)


@given(st.lists(st.lists(st.tuples(CELLS, CLOCKS), min_size=1, max_size=5), min_size=1, max_size=3))
@example([[("2026-11-02 soon", "9:05"), ("2026-11-02 10:00", "9:05"), ("2026/11/2 10:00", "")]])
def test_days_and_times_apart_are_what_each_row_is(blocks: list[list[tuple[str, str]]]) -> None:
    days = [[day for day, _ in block] for block in blocks]
    times = [[clock for _, clock in block] for block in blocks]
    assert _read(days, times, "") == _look_at_each(days, times, "")
