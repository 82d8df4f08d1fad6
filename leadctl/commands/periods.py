"""Of which days a report is asked for: ``--month``, ``--week``, ``--quarter``, ``--year``, ``--from`` and ``--to``."""

from __future__ import annotations

from datetime import date

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import LeftOut, Option
from leadctl.commands.options import is_period_word
from leadctl.domain.days import EARLIEST, LATEST
from leadctl.domain.periods import (
    PREVIOUS,
    QUARTER,
    WEEK,
    Period,
    all_time,
    days_period,
    month_period,
    period_of,
    year_period,
)
from leadctl.errors import WrongUsage
from leadctl.named_tuple import NamedTuple

CURRENT = "current"
"""What an option of a period means whose value is left out."""

_LEFT_OUT = LeftOut(CURRENT, is_period_word)

Week = Annotated[
    str | None,
    Option("--week", "[W]", "YYYY-Wnn or last, from Monday to Sunday; without a value: this week.", left_out=_LEFT_OUT),
]
Quarter = Annotated[
    str | None,
    Option("--quarter", "[Q]", "YYYY-Qn or last; without a value: the current quarter.", left_out=_LEFT_OUT),
]
Year = Annotated[
    str | None,
    Option("--year", "[YYYY]", "A year, or last; without a value: the current year.", left_out=_LEFT_OUT),
]
From = Annotated[str | None, Option("--from", "DATE", "From this day on, until --to or today.")]
Until = Annotated[str | None, Option("--to", "DATE", "Until this day, included; goes with --from.")]
ToDate = Annotated[
    bool,
    Option("--to-date", help="Of a period that still runs its days so far, compared with as many of the other."),
]
AllTime = Annotated[bool, Option("--all", help="All time, of the reports campaigns and referrals.")]


class PeriodWords(NamedTuple):
    """What was typed of a period; at most one of its kinds is given."""

    month: str | None = None
    week: str | None = None
    quarter: str | None = None
    year: str | None = None
    from_: str | None = None
    to: str | None = None
    all_: bool = False
    to_date: bool = False

    @property
    def given(self) -> list[str]:
        """The options that name a period, without what belongs to one of them."""
        named = {
            "--month": self.month,
            "--week": self.week,
            "--quarter": self.quarter,
            "--year": self.year,
            "--from": self.from_ or self.to,
            "--all": self.all_ or None,
        }
        return [option for option, value in named.items() if value is not None]


def refuse_several(words: PeriodWords) -> None:
    """Refuse more than one kind of period, and an end without a beginning. Raises WrongUsage."""
    given = words.given
    if len(given) > 1:
        raise WrongUsage("{first} and {second} exclude each other; name one of them.", first=given[0], second=given[1])
    if words.to is not None and words.from_ is None:
        raise WrongUsage("--to goes with --from: name the first day too.")


def refuse_value(words: PeriodWords, value: str) -> None:
    """Refuse a word that stands where the value of an option does, and is none: ``--month bad``. Raises WrongUsage."""

    def fill(word: str | None) -> str | None:
        return value if word == CURRENT else word

    meant = words._replace(
        month=fill(words.month), week=fill(words.week), quarter=fill(words.quarter), year=fill(words.year)
    )
    if meant != words:
        _read_named(meant, LATEST, LATEST)


def read_period(words: PeriodWords, now: str, consultant: int | None) -> Period:
    """The period that these words mean at the moment ``now``; without any: the current month. Raises WrongUsage."""
    today = now[:10]
    found = _read_named(words, now, today)._replace(consultant=consultant, time=now[11:16])
    return found.cut_at_today() if words.to_date else found


def _read_named(words: PeriodWords, now: str, today: str) -> Period:
    if words.all_:
        return all_time(today)
    if words.from_ is not None:
        return _read_days(words.from_, words.to, now)
    if words.week is not None:
        return _read_week(words.week, today)
    if words.quarter is not None:
        return _read_quarter(words.quarter, today)
    if words.year is not None:
        return year_period(_read_year(words.year, today), today)
    return month_period(inputs.read_month(words.month, today), today)


def _read_days(from_: str, to: str | None, now: str) -> Period:
    first = inputs.read_past_day(from_, now, "--from")
    last = now[:10] if to is None else inputs.read_past_day(to, now, "--to")
    if last < first and to is not None:
        # An incomplete date, such as 11-30, is the earliest one after the first day.
        last = inputs.read_past_or_coming_day(to, now, "--to")
    if last < first and to is None:
        raise WrongUsage("--from {first} lies after today; name the last day too, with --to.", first=first)
    if last < first:
        raise WrongUsage("--to {last} lies before --from {first}; name the first day first.", last=last, first=first)
    return days_period(first, last, now[:10])


def _read_week(word: str, today: str) -> Period:
    this = period_of(WEEK, today, today)
    if word == CURRENT:
        return this
    if word == "last":
        return this.find_earlier(PREVIOUS)
    year, mark, number = word[:4], word[4:6], word[6:]
    try:
        if mark != "-W" or len(number) != 2 or not (year + number).isascii() or not (year + number).isdigit():
            raise ValueError(word)
        monday = date.fromisocalendar(int(year), int(number), 1).isoformat()
    except ValueError as error:
        raise WrongUsage("--week {word!r} is no week; it reads like 2026-W47, or last.", word=word) from error
    _refuse_far("--week", word, monday)
    return period_of(WEEK, monday, today)


def _read_quarter(word: str, today: str) -> Period:
    this = period_of(QUARTER, today, today)
    if word == CURRENT:
        return this
    if word == "last":
        return this.find_earlier(PREVIOUS)
    year, mark, number = word[:4], word[4:6], word[6:]
    if mark != "-Q" or not (year.isascii() and year.isdigit()) or number not in ("1", "2", "3", "4"):
        raise WrongUsage("--quarter {word!r} is no quarter; it reads like 2026-Q4, or last.", word=word)
    first = f"{year}-{int(number) * 3 - 2:02}-01"
    _refuse_far("--quarter", word, first)
    return period_of(QUARTER, first, today)


def _read_year(word: str, today: str) -> int:
    if word in (CURRENT, "last"):
        return int(today[:4]) - (word == "last")
    if len(word) != 4 or not word.isascii() or not word.isdigit():
        raise WrongUsage("--year {word!r} is no year; it reads like 2026, or last.", word=word)
    _refuse_far("--year", word, f"{word}-01-01")
    return int(word)


def _refuse_far(option: str, word: str, first: str) -> None:
    if not EARLIEST <= first <= LATEST:
        raise WrongUsage(
            "{option} {word!r} lies before {first} or after {last}; check its year.",
            option=option,
            word=word,
            first=EARLIEST[:4],
            last=LATEST[:4],
        )
