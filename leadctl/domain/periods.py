"""Which days a question is of, and whose figures it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from leadctl.domain.days import Month, add_days


@dataclass(frozen=True, slots=True)
class Span:
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


@dataclass(frozen=True, slots=True)
class Period:
    """A month, the months of a year, or one ``day``, as seen on ``today`` (ISO); ``consultant``: an id, None for all.

    ``time``: of ``today``, for who waits by the minute. Neither months nor a day: all time, which has only a ``span``.
    """

    months: tuple[Month, ...]
    today: str
    consultant: int | None = None
    time: str = "23:59"
    day: str = ""

    @property
    def now(self) -> str:
        """The moment as of which it is seen, ISO to the minute."""
        return f"{self.today}T{self.time}"

    @property
    def month(self) -> Month:
        """The one month; the first of a year."""
        return self.months[0]

    @property
    def whole_year(self) -> bool:
        """Whether it is a year."""
        return len(self.months) > 1

    @property
    def span(self) -> Span:
        """All its days."""
        if self.day:
            return Span(self.day, add_days(self.day, 1), self.today, self.consultant)
        if not self.months:
            return Span("", "9999-12-31", self.today, self.consultant)
        return Span(self.months[0].first, self.months[-1].end, self.today, self.consultant)

    @property
    def by_month(self) -> list[Period]:
        """Its months, each on its own."""
        return [Period((month,), self.today, self.consultant, self.time) for month in self.months]

    @property
    def begun(self) -> list[Period]:
        """Its months that have begun by today."""
        return [period for period in self.by_month if period.month.first <= self.today]

    @property
    def last_day(self) -> str:
        """Its last day, or today when that comes first."""
        return min(self.today, f"{self.months[-1]}-{self.months[-1].days:02}")

    def __str__(self) -> str:
        if not self.months:
            return self.day
        return f"{self.month.year:04}" if self.whole_year else str(self.month)


def month_period(month: Month, today: str, consultant: int | None = None) -> Period:
    """A month's period."""
    return Period((month,), today, consultant)


def year_period(year: int, today: str, consultant: int | None = None) -> Period:
    """A year's period."""
    return Period(tuple(Month(year, number) for number in range(1, 13)), today, consultant)
