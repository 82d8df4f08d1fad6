"""Which days a question is of, and whose figures it asks for (docs/domain.md section 6, periods)."""

from __future__ import annotations

from datetime import date

from leadctl.domain.days import Month, add_days, add_months, days_between
from leadctl.named_tuple import NamedTuple

DAY, WEEK, MONTH, QUARTER, YEAR, SPAN, ALL_TIME = "day", "week", "month", "quarter", "year", "span", "all time"
"""What a period is; a span are any days from one to another."""

PIECES = (WEEK, MONTH, QUARTER)
"""What a longer period is divided into, a column each."""

PREVIOUS, YEAR_BEFORE = "previous", "year"
"""What a period is compared with: the one before it, or the same one a year before."""

_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
_FOREVER = "9999-12-31"


class Span(NamedTuple):
    """Days from ``first`` (included) to ``end`` (excluded), ISO; ``today`` is the present day.

    ``consultant``: the id of the one whose figures are asked for; None: everybody's.
    """

    first: str
    end: str
    today: str
    consultant: int | None = None

    def values(self) -> dict[str, object]:
        """The named parameters of every question."""
        return {
            "first": self.first,
            "end": self.end,
            "today": self.today,
            "tonight": f"{self.today}T23:59",
            "consultant": self.consultant,
        }


class Period(NamedTuple):
    """Days from ``first`` (included) to ``end`` (excluded), ISO, as seen on ``today``.

    ``consultant``: an id, None for all. ``time``: of ``today``, for who waits by the minute. ``unit``: what it is, or
    the first days of; a month is one however it was asked for.
    """

    first: str
    end: str
    today: str
    consultant: int | None = None
    time: str = "23:59"
    unit: str = MONTH

    @property
    def now(self) -> str:
        """The moment as of which it is seen, ISO to the minute."""
        return f"{self.today}T{self.time}"

    @property
    def span(self) -> Span:
        """All its days."""
        return Span(self.first, self.end, self.today, self.consultant)

    @property
    def last(self) -> str:
        """Its last day, whether that has come or not."""
        return add_days(self.end, -1)

    @property
    def last_day(self) -> str:
        """Its last day, or today when that comes first."""
        return min(self.today, self.last)

    @property
    def days(self) -> int:
        """Its days that have begun: all of a past period, 0 of a coming one."""
        return max(0, min(days_between(self.first, self.end), days_between(self.first, self.today) + 1))

    @property
    def runs(self) -> bool:
        """Whether today is one of its days, so that the present state has a place beside its figures."""
        return self.first <= self.today < self.end

    @property
    def month(self) -> Month:
        """The month that it is, or that its first day lies in."""
        return Month.of(self.first)

    @property
    def calendar_month(self) -> str | None:
        """``2026-11`` where it is exactly one calendar month."""
        return str(self.month) if self.unit != ALL_TIME and self._is_whole(MONTH) else None

    @property
    def whole_months(self) -> list[Month]:
        """Its months; empty where it is not made of whole calendar months."""
        if self.unit == ALL_TIME or self.first[8:] != "01" or self.end[8:] != "01":
            return []
        months = [self.month]
        while months[-1].end < self.end:
            months.append(months[-1].plus(1))
        return months

    @property
    def whole_year(self) -> bool:
        """Whether it was asked for as a year, all of it or until today."""
        return self.unit == YEAR

    def to_json(self) -> dict[str, str | None]:
        """Its first and its last day; both None for all time."""
        if self.unit == ALL_TIME:
            return {"from": None, "to": None}
        return {"from": self.first, "to": self.last}

    def cut_at_today(self) -> Period:
        """Its days so far: of a running month, say, those from the 1st to today. A past one is left as it is."""
        return self._replace(end=add_days(self.today, 1)) if self.runs else self

    def divide(self, unit: str) -> list[Period]:
        """Its weeks, months or quarters one by one; the first and the last may be a part of theirs."""
        pieces, first = [], self.first
        while first < self.end:
            whole = period_of(unit, first, self.today)
            end = min(whole.end, self.end)
            pieces.append(self._replace(first=first, end=end, unit=unit))
            first = end
        return pieces

    def list_begun(self, unit: str) -> list[Period]:
        """Those of its weeks, months or quarters that have begun by today."""
        return [piece for piece in self.divide(unit) if piece.first <= self.today]

    def find_earlier(self, how: str) -> Period:
        """What it is compared with: ``PREVIOUS``, the period before it, or ``YEAR_BEFORE``, the same one a year ago.

        Of a whole month, quarter, year or week the whole one; of a part of it, as many days of that one. Of any other
        days as many days just before, or the same dates a year ago.
        """
        if how == YEAR_BEFORE:
            return self._move_back_a_year()
        if self.unit in _MONTHS:
            return self._months_before(_MONTHS[self.unit])
        count = 7 if self.unit == WEEK else days_between(self.first, self.end)
        return self._replace(first=add_days(self.first, -count), end=add_days(self.end, -count))

    def _move_back_a_year(self) -> Period:
        if self.unit != WEEK:
            return self._months_before(12)
        # The week of the same number; a 53rd week is compared with the last one.
        monday = date.fromisoformat(self.first)
        year, week, _ = monday.isocalendar()
        last = date(year - 1, 12, 28).isocalendar().week
        back = (monday - date.fromisocalendar(year - 1, min(week, last), monday.isoweekday())).days
        return self._replace(first=add_days(self.first, -back), end=add_days(self.end, -back))

    def _months_before(self, count: int) -> Period:
        first = _add_months(self.first, -count)
        if self.whole_months:
            return self._replace(first=first, end=_add_months(self.end, -count))
        return self._replace(first=first, end=add_days(_add_months(self.last, -count), 1))

    def _is_whole(self, unit: str) -> bool:
        whole = period_of(unit, self.first, self.today)
        return (self.first, self.end) == (whole.first, whole.end)

    def __str__(self) -> str:
        if self.unit == ALL_TIME:
            return ""
        if self.unit == DAY:
            return self.first
        if self.unit == SPAN or not self._is_whole(self.unit):
            return self.first if self.first == self.last else f"{self.first}..{self.last}"
        return name_of(self.unit, self.first)


def name_of(unit: str, day: str) -> str:
    """The ISO name of the week, month, quarter or year of a day: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``."""
    if unit == WEEK:
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == QUARTER:
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    return day[:4] if unit == YEAR else day[:7]


def period_of(unit: str, day: str, today: str, consultant: int | None = None) -> Period:
    """The week (from Monday on), month, quarter or year of an ISO day."""
    if unit == WEEK:
        first = add_days(day, 1 - date.fromisoformat(day).isoweekday())
        return Period(first, add_days(first, 7), today, consultant, unit=unit)
    count = _MONTHS[unit]
    month = Month.of(day)
    begin = Month(month.year, (month.month - 1) // count * count + 1)
    return Period(begin.first, begin.plus(count).first, today, consultant, unit=unit)


def month_period(month: Month, today: str, consultant: int | None = None) -> Period:
    """A month's period."""
    return Period(month.first, month.end, today, consultant)


def year_period(year: int, today: str, consultant: int | None = None) -> Period:
    """A year's period."""
    return Period(f"{year:04}-01-01", f"{year + 1:04}-01-01", today, consultant, unit=YEAR)


def day_period(day: str, today: str, consultant: int | None = None) -> Period:
    """One day."""
    return Period(day, add_days(day, 1), today, consultant, unit=DAY)


def days_period(first: str, last: str, today: str, consultant: int | None = None) -> Period:
    """The days from one to another, both included; exactly one calendar month is that month."""
    end = add_days(last, 1)
    unit = MONTH if (first, end) == (Month.of(first).first, Month.of(first).end) else SPAN
    return Period(first, end, today, consultant, unit=unit)


def all_time(today: str, consultant: int | None = None) -> Period:
    """All days."""
    return Period("", _FOREVER, today, consultant, unit=ALL_TIME)


def _add_months(day: str, count: int) -> str:
    return add_months(date.fromisoformat(day), count).isoformat()
