"""Dates and times as the cells of registers hold them, a column at a time, and when a customer needs the car.

A need is a date, a month, or a span that is counted from the arrival.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from leadctl.domain.days import EARLIEST, LATEST, days_between
from leadctl.errors import Sentence, count_sentence, template
from leadctl.intake.cell_dates import (
    Reading,
    date_of,
    move_to_zone,
    read_cell,
    read_plain_clock,
    read_plain_dates,
    read_time_cell,
)
from leadctl.intake.cells import is_dash, key_of
from leadctl.intake.date_orders import ORDERS, DateOrders, choose_alone
from leadctl.intake.faults import BadValue, Report
from leadctl.intake.times import parse_figure
from leadctl.plain_text import normalise

_NO_DATE = template("a date is needed")
_CARRIED_DATE = template("a date is needed; where a day's date stands only in its first row, say --fill-down {field}")
_FUTURE = template("lies in the future")
_EARLIEST_BIRTHDAY = "1900-01-01"
_TURN_OF_YEAR = 62
"""Days between two rows that are taken to lie on either side of a New Year's Eve."""


class RegisterDates:
    """Reads date columns of one file, remembering the last day so that ``5月2日`` can borrow its year.

    The year of a date without one is that of the row before, or its neighbour where New Year lies between the two;
    in the first rows that of the first full date in the same chunk; without any, ``year``. ``borrowed`` counts the
    dates so completed, by year; ``midnights`` and ``other_times`` the times of a column of times.
    """

    def __init__(self, now: datetime, year: int | None = None, zone: str | None = None) -> None:
        self.now = now.isoformat(timespec="minutes")
        self.borrowed: Counter[int] = Counter()
        self._last: str | None = None
        self._option = year
        self.zone = zone
        self.orders = DateOrders()
        self.midnights = self.other_times = 0

    def moments(self, cells: Sequence[str], report: Report, bare: str = "") -> list[str | None]:
        """A column of facts as ``YYYY-MM-DDTHH:MM``; a date without a time gets ``bare`` appended.

        Bad cells (unreadable, in the future) are reported and None; so are empty ones, without a report.
        """
        plain = self.read_plain_moments(cells)
        if plain is not None:
            return plain
        found = self._join_plain(*read_plain_dates(cells), bare)
        return self._fill_gaps(found, cells, lambda row: self._read_or_report(cells[row], row, report, bare))

    def _join_plain(self, days: Sequence[str | None], clocks: Sequence[str | None], bare: str) -> list[str | None]:
        """The moments of plain days and times; None where a closer look is needed."""
        found = [
            None if day is None or clock is None else f"{day}T{clock}" if clock else day + bare
            for day, clock in zip(days, clocks, strict=True)
        ]
        known = list(filter(None, found))
        if known and (max(known) > self.now or min(known) < EARLIEST):
            found = [moment if moment and EARLIEST <= moment <= self.now else None for moment in found]
        return found

    def _fill_gaps(
        self, found: Sequence[str | None], days: Sequence[str], look_closer: Callable[[int], str | None]
    ) -> list[str | None]:
        """The moments, with what a closer look finds where one is missing. It may borrow the year of the row before."""
        if None in found:
            self._find_first_year(days, [day for day, moment in zip(days, found, strict=True) if moment is None])
        filled = list(found)
        for row in [row for row, moment in enumerate(found) if moment is None]:
            self._remember(found[row - 1] if row else None)
            filled[row] = look_closer(row)
        self._remember(found[-1])
        return filled

    def _remember(self, moment: str | None) -> None:
        """The next date without a year may borrow that of this moment."""
        if moment is not None:
            self._last = moment[:10]

    def days(self, cells: Sequence[str], report: Report) -> list[str | None]:
        """A column of facts as ``YYYY-MM-DD``; a time beside the date is dropped."""
        return [moment and moment[:10] for moment in self.moments(cells, report)]

    def read_plain_moments(self, cells: Sequence[str]) -> list[str | None] | None:
        """The whole column when every filled cell is a past ``YYYY-MM-DD HH:MM[:SS]`` (or with T), else None."""
        filled = cells if all(cells) else [cell for cell in cells if cell]
        if not filled:
            return [None] * len(cells)
        read = self._read_plain(filled)
        if read is None or max(read) > self.now or min(read) < EARLIEST:
            return None
        moments = iter(read)
        return list(moments) if filled is cells else [next(moments) if cell else None for cell in cells]

    def _read_plain(self, cells: Sequence[str]) -> list[str] | None:
        width = len(cells[0])
        text = "".join(cells)
        if width not in (16, 19) or not text.isascii() or set(map(len, cells)) != {width}:
            return None
        dashes, colons = "-" * len(cells), ":" * len(cells)
        if not (text[4::width] == dashes == text[7::width] and text[13::width] == colons):
            return None
        if not {" ", "T"}.issuperset(text[10::width]) or (width == 19 and text[16::width] != colons):
            return None
        try:
            deque(map(datetime.fromisoformat, cells), maxlen=0)
        except ValueError:
            return None
        self._last = cells[-1][:10]
        minutes = cells if width == 16 else [cell[:16] for cell in cells]
        return "\n".join(minutes).replace(" ", "T").split("\n")

    def row_moments(
        self, days: Sequence[str], times: Sequence[str], report: Report, fields: tuple[str, str]
    ) -> list[str | None]:
        """Moments of a column of days and one of times, the ``fields`` of these names; a row without a time gets
        ``T00:00``.

        A date cell's own time counts where the time cell is empty. Bad cells are reported, with the field of the one
        that cannot be read, and None.
        """
        plain_days, own_clocks = read_plain_dates(days)
        pairs = zip(map(read_plain_clock, times), own_clocks, strict=True)
        clocks = [None if clock is None or own is None else clock or own for clock, own in pairs]
        found = self._join_plain(plain_days, clocks, "T00:00")
        return self._fill_gaps(
            found, days, lambda row: self._join_or_report(days[row], times[row], row, report, fields)
        )

    def leaving_moments(self, arrived: Sequence[str | None], times: Sequence[str], report: Report) -> list[str | None]:
        """Moments of a column of times, each on the day of its arrival unless it names its own."""
        return [
            self._leave_or_report(came, clock, row, report) if came and not is_empty(clock) else None
            for row, (came, clock) in enumerate(zip(arrived, times, strict=True))
        ]

    def learn_orders(self, cells: Sequence[str]) -> None:
        """Look at a whole column, to decide in which order the dates of three numbers are written."""
        self.orders.learn(map(_read_or_nothing, filter(None, cells)), self.now[:10])

    @staticmethod
    def has_doubts(cells: Sequence[str]) -> bool:
        """Whether a column holds dates whose order is for the whole column to decide."""
        return any(reading is not None and reading.choices for reading in map(_read_or_nothing, filter(None, cells)))

    def _find_first_year(self, cells: Sequence[str], unusual: Sequence[str]) -> None:
        """Prepare for cells that borrow a year or a date's order. ``unusual``: those that are no plain dates."""
        if self._last is None:
            self._last = next((day for day in map(_read_full_day, cells) if EARLIEST <= day <= self.now), None)
        if not self.orders.learned and self.has_doubts(unusual):
            self.learn_orders(cells)

    def _read_or_report(self, cell: str, row: int, report: Report, bare: str) -> str | None:
        if is_empty(cell):
            return None
        try:
            reading = move_to_zone(read_cell(cell), self.zone)
            return self._fact_moment(self._resolve(reading), reading.clock, bare)
        except BadValue as bad:
            report(row, bad.reason)
            return None

    def _join_or_report(self, day: str, clock: str, row: int, report: Report, fields: tuple[str, str]) -> str | None:
        bad_field: str | None = fields[1]
        try:
            at = None if is_empty(clock) else move_to_zone(read_time_cell(clock), self.zone)
            bad_field = fields[0]
            reading = None if is_empty(day) else move_to_zone(read_cell(day), self.zone)
            bad_field = None
            if at is not None and at.day:
                return self._fact_moment(self._resolve(at), at.clock, "T00:00")
            if reading is None:
                if at is None:
                    return None
                raise BadValue(say_missing(fields[0], carried=self._last is not None))
            bad_field = fields[0]
            resolved = self._resolve(reading)
            bad_field = None
            return self._fact_moment(resolved, at.clock if at else reading.clock, "T00:00")
        except BadValue as bad:
            report(row, bad.reason, bad_field)
            return None

    def _leave_or_report(self, arrived: str, clock: str, row: int, report: Report) -> str | None:
        try:
            at = move_to_zone(read_time_cell(clock), self.zone)
            day = date_of(at.year, at.month, at.day) if at.day else arrived[:10]
            return self._fact_moment(day, at.clock, "T00:00")
        except BadValue as bad:
            report(row, bad.reason)
            return None

    def note_clocks(self, cells: Sequence[str], moments: Sequence[str | None]) -> None:
        """Note, until another time was seen, how many cells of a column of times say midnight."""
        for cell, moment in zip(cells, moments, strict=True) if not self.other_times else ():
            if moment and ":" in cell:
                self.midnights += moment.endswith("T00:00")
                self.other_times += not moment.endswith("T00:00")

    def _fact_moment(self, day: str, clock: str, bare: str) -> str:
        moment = f"{day}T{clock}" if clock else day + bare
        if moment > self.now:
            raise BadValue(_FUTURE)
        if moment < EARLIEST:
            raise BadValue("lies before {year}; check its year", year=EARLIEST[:4])
        return moment

    def _resolve(self, reading: Reading) -> str:
        if reading.choices:
            day = self.orders.choose(reading, self.now[:10])
        elif not reading.day:
            raise BadValue("a time without a date; expected such as 2013-05-02 09:05")
        else:
            day = date_of(reading.year, reading.month, reading.day) if reading.year else self._complete_year(reading)
        full = reading.year or reading.choices
        if EARLIEST <= day <= self.now and (full or self._last):  # the year of a typing error is not borrowed
            self._last = day
        return day

    def _complete_year(self, reading: Reading) -> str:
        year = int(self._last[:4]) if self._last else self._option
        if year is None:
            raise BadValue("the year is missing; write it out, or name it with --year")
        near = _move_over_new_year(self._last, reading) if self._last else None
        day = near if near and near <= self.now else date_of(year, reading.month, reading.day)
        self.borrowed[int(day[:4])] += 1
        return day


def _move_over_new_year(last: str, reading: Reading) -> str | None:
    """The day in the year after or before that of the day ``last`` where it lies close by; None where it does not."""
    step = 1 if last[5:7] >= "11" and reading.month <= 2 else -1 if last[5:7] <= "02" and reading.month >= 11 else 0
    try:
        day = date_of(int(last[:4]) + step, reading.month, reading.day)
    except BadValue:
        return None
    return day if step and abs(days_between(last, day)) <= _TURN_OF_YEAR else None


def parse_day(text: str) -> str:
    """A day of any time, past or to come, written with its year; a time beside it is dropped. Raises BadValue."""
    reading = read_cell(text)
    if reading.choices:
        return _check_plausible(choose_alone(reading.choices))
    if not reading.day:
        raise BadValue("a time without a date; expected such as 2013-05-02")
    if not reading.year:
        raise BadValue("the year is missing; expected such as 2013-05-02")
    return _check_plausible(date_of(reading.year, reading.month, reading.day))


def _check_plausible(day: str) -> str:
    """A birthday or an end of warranty, say."""
    if not _EARLIEST_BIRTHDAY <= day <= LATEST:
        raise BadValue(
            "lies before {first} or after {last}; check its year", first=_EARLIEST_BIRTHDAY[:4], last=LATEST[:4]
        )
    return day


def is_empty(cell: str) -> bool:
    """Whether a cell holds nothing, or a dash."""
    return not cell or cell.isspace() or (len(cell) < 10 and is_dash(cell.strip()))


def _read_full_day(cell: str) -> str:
    """The ISO date of a cell that holds a whole one, else nothing."""
    try:
        reading = read_cell(cell)
        return date_of(reading.year, reading.month, reading.day) if reading.year else ""
    except BadValue:
        return ""


def _read_or_nothing(cell: str) -> Reading | None:
    try:
        return read_cell(cell)
    except BadValue:
        return None


def describe_assumptions(dates: RegisterDates) -> list[Sentence]:
    """What was assumed of the dates of a file: years, orders of day and month, and that midnights are times."""
    said = [
        count_sentence(
            count,
            template("1 date without a year was read as of {year}"),
            template("{count} dates without a year were read as of {year}"),
            year=year,
        )
        for year, count in sorted(dates.borrowed.items())
    ]
    said += [
        count_sentence(
            count,
            template("1 date was read as {order}, by the other dates of the column"),
            template("{count} dates were read as {order}, by the other dates of the column"),
            order=order,
        )
        for order, count in sorted((ORDERS[code], count) for code, count in dates.orders.assumed.items())
    ]
    if dates.midnights > 1 and not dates.other_times:
        said.append(
            Sentence("all {count} times are 0:00: whatever wrote the file has lost them", count=dates.midnights)
        )
    return said


@dataclass(frozen=True)
class Span:
    """The far end of a wording such as 7天内 or 1-3个月, counted from the arrival."""

    days: int = 0
    months: int = 0


@dataclass(frozen=True)
class Yearless:
    """A month, or a day of it (0: its last), of the first year in which it is not over at the arrival."""

    month: int
    day: int


# Span and Yearless are no tuples: a week and a July must not be equal, also not to a cache.
Need = str | Span | Yearless | None

_UNKNOWN = {key_of(word) for word in ("unknown", "不确定", "未定", "不详", "未知", "待定", "不清楚", "随时待定")}
_FULL = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月[份底]?|[-/.](\d{1,2}))")
_YEARLESS = re.compile(r"(\d{1,2})月(?:[份底]|(\d{1,2})[日号])?")
_NUMBER = r"(半|\d{1,3}|[一二两三四五六七八九十]{1,3})"
_UNIT = "天|日|周|星期|礼拜|月|年"
_SPAN = re.compile(rf"(?:{_NUMBER}个?(?:{_UNIT})?[-~到至])?{_NUMBER}个?({_UNIT})(?:以内|之内|内|左右)?")
_OPEN = re.compile(rf"{_NUMBER}个?({_UNIT})(?:以上|以后|之后|后)")
_SOON = {"h": Span(days=7), "a": Span(months=1), "本周": Span(days=7), "近期": None, "今天": Span(), "当天": Span()}


def parse_need(text: str) -> Need:
    """A full date as ISO text, else a :class:`Span` or :class:`Yearless` to count from the arrival.

    ``unknown`` (不确定) and a span without a far end (3个月以上) are None: no date can be given. H and A, whose
    horizons (7 days, 1 month) are the same in every built-in policy, are taken as such. Raises BadValue.
    """
    folded = re.sub(r"\s", "", normalise(text).casefold()).partition("t00:00")[0]
    if key_of(text) in _UNKNOWN or _OPEN.fullmatch(folded):
        return None
    if folded in _SOON:
        return _SOON[folded]
    return _read_dated_need(folded) or _read_span(folded)


@lru_cache(maxsize=20_000)
def say_missing(field: str, *, carried: bool) -> Sentence:
    """Why a row without a date is bad, and the way out where it may be ``carried`` down from a row above."""
    return Sentence(_CARRIED_DATE, field=field) if carried else Sentence(_NO_DATE)


def need_date(need: Need, arrived_on: str) -> str | None:
    """The day ``YYYY-MM-DD`` of what :func:`parse_need` read, for an arrival on the day ``arrived_on``.

    Raises BadValue when that is before the arrival, or farther ahead than anybody plans.
    """
    if need is None:
        return None
    day = need if isinstance(need, str) else _day_from_arrival(need, arrived_on)
    if day < arrived_on:
        raise BadValue("lies before the arrival")
    return check_reach(day)


def check_reach(day: str) -> str:
    """The ISO date ``day`` of a plan. Raises BadValue when no plan reaches so far."""
    if day > LATEST:
        raise BadValue("lies after {year}; check its year", year=LATEST[:4])
    return day


def _read_dated_need(folded: str) -> Need:
    if match := _FULL.fullmatch(folded) or _COMPACT.fullmatch(folded):
        year, month, day = (int(part) for part in match.groups() if part)
        return _make_date(year, month, day).isoformat()
    if match := _MONTH.fullmatch(folded):
        year, month = (int(part) for part in match.groups() if part)
        return _make_date(year, month, 0).isoformat()
    if match := _YEARLESS.fullmatch(folded):
        month, day = int(match[1]), int(match[2] or 0)
        _make_date(2000, month, day)
        return Yearless(month, day)
    return None


def _read_span(folded: str) -> Span:
    match = _SPAN.fullmatch(folded)
    if not match:
        raise BadValue("cannot be read as a date of need; expected such as 2013-06-30, 2013年6月, 1-3个月 or unknown")
    number, unit = match[2], match[3]
    if number == "半":
        return Span(days=15) if unit == "月" else Span(months=6) if unit == "年" else Span(days=4)
    count = parse_figure(number)
    if unit in ("月", "年"):
        return Span(months=count * (12 if unit == "年" else 1))
    return Span(days=count * (1 if unit in ("天", "日") else 7))


@lru_cache(maxsize=20_000)
def _day_from_arrival(need: Span | Yearless, arrived_on: str) -> str:
    arrived = date.fromisoformat(arrived_on)
    if isinstance(need, Span):
        from dateutil.relativedelta import relativedelta  # heavy, and most registers need none

        try:
            return (arrived + relativedelta(months=need.months) + timedelta(days=need.days)).isoformat()
        except (OverflowError, ValueError) as beyond:
            raise BadValue("lies beyond the calendar") from beyond
    years = range(arrived.year, arrived.year + 9)
    return next(day for year in years if (day := _day_in_year(need, year)) >= arrived).isoformat()


def _day_in_year(need: Yearless, year: int) -> date:
    try:
        return _make_date(year, need.month, need.day)
    except BadValue:
        return date.min  # a 29th of February: wait for its year


def _make_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError as impossible:
        raise BadValue("no such date in the calendar; expected such as 2013-06-30 or 2013年6月") from impossible
