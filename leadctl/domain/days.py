"""Days and calendar months, as text and as values.

Every date in leadctl is store-local text, ``YYYY-MM-DD``, and every moment ``YYYY-MM-DDTHH:MM``: such
texts sort and compare as the times they name.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from leadctl.named_tuple import NamedTuple

EARLIEST, LATEST = "1980-01-01", "2100-12-31"
"""The days between which a store works: a fact before them and a plan after them is a slip of the pen."""


@lru_cache(maxsize=4096)
def add_days(day: str, count: int) -> str:
    """The ISO date ``count`` days after (negative: before) the ISO date ``day``."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def days_between(earlier: str, later: str) -> int:
    """Whole days from ISO date (or moment) ``earlier`` to ``later``; negative when it comes first."""
    return _count_days(earlier[:10], later[:10])


@lru_cache(maxsize=1 << 14)
def _count_days(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def minutes_between(earlier: str, later: str) -> int:
    """Whole minutes from one ISO moment to another; negative when it comes first. A date is its midnight."""
    return int((datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() // 60)


def add_months(day: date, count: int) -> date:
    """Calendar months: 2026-01-31 + 1 month = 2026-02-28."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _days_of(year, month + 1)))


def _days_of(year: int, month: int) -> int:
    # The standard calendar module knows this too, but loading it costs every morning's command a millisecond.
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


class Month(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """``YYYY-MM`` -> the month. Raises ValueError for anything else."""
        if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isdigit():
            raise ValueError(text)
        first = date(int(text[:4]), int(text[5:]), 1)
        return cls(first.year, first.month)

    @classmethod
    def of(cls, day: str) -> Month:
        """The month of an ISO date or moment."""
        return cls(int(day[:4]), int(day[5:7]))

    def plus(self, count: int) -> Month:
        """The month ``count`` months later."""
        moved = add_months(date(self.year, self.month, 1), count)
        return Month(moved.year, moved.month)

    @property
    def first(self) -> str:
        """Its first day, ISO."""
        return f"{self.year:04}-{self.month:02}-01"

    @property
    def end(self) -> str:
        """The first day after it, ISO: texts of the month are ``>= first`` and ``< end``."""
        return self.plus(1).first

    @property
    def days(self) -> int:
        """How many days it has."""
        return _days_of(self.year, self.month)

    def elapsed(self, today: str) -> int:
        """Days of it that have begun by ``today``: all for a past month, 0 for a coming one."""
        return max(0, min(self.days, days_between(self.first, today) + 1))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
