"""When the customer needs the car: a date, a month, or a span counted from the arrival."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from leadctl.domain.days import LATEST
from leadctl.intake.cells import key_of
from leadctl.intake.faults import BadValue
from leadctl.intake.times import parse_figure


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
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text).casefold()).partition("t00:00")[0]
    if key_of(text) in _UNKNOWN or _OPEN.fullmatch(folded):
        return None
    if folded in _SOON:
        return _SOON[folded]
    return _dated(folded) or _counted(folded)


@lru_cache(maxsize=20_000)
def need_date(need: Need, arrived_on: str) -> str | None:
    """The day ``YYYY-MM-DD`` of what :func:`parse_need` read, for an arrival on the day ``arrived_on``.

    Raises BadValue when that is before the arrival, or farther ahead than anybody plans.
    """
    if need is None:
        return None
    day = need if isinstance(need, str) else _from_arrival(need, date.fromisoformat(arrived_on)).isoformat()
    if day < arrived_on:
        raise BadValue("lies before the arrival")
    return within_reach(day)


def within_reach(day: str) -> str:
    """The ISO date ``day`` of a plan. Raises BadValue when no plan reaches so far."""
    if day > LATEST:
        raise BadValue("lies after {year}; check its year", year=LATEST[:4])
    return day


def _dated(folded: str) -> Need:
    if match := _FULL.fullmatch(folded) or _COMPACT.fullmatch(folded):
        year, month, day = (int(part) for part in match.groups() if part)
        return _existing(year, month, day).isoformat()
    if match := _MONTH.fullmatch(folded):
        year, month = (int(part) for part in match.groups() if part)
        return _existing(year, month, 0).isoformat()
    if match := _YEARLESS.fullmatch(folded):
        month, day = int(match[1]), int(match[2] or 0)
        _existing(2000, month, day)
        return Yearless(month, day)
    return None


def _counted(folded: str) -> Span:
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


def _from_arrival(need: Span | Yearless, arrived: date) -> date:
    if isinstance(need, Span):
        from dateutil.relativedelta import relativedelta

        try:
            return arrived + relativedelta(months=need.months) + timedelta(days=need.days)
        except (OverflowError, ValueError) as beyond:
            raise BadValue("lies beyond the calendar") from beyond
    return next(day for year in range(arrived.year, arrived.year + 9) if (day := _of_year(need, year)) >= arrived)


def _of_year(need: Yearless, year: int) -> date:
    try:
        return _existing(year, need.month, need.day)
    except BadValue:
        return date.min  # a 29th of February: wait for its year


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError as impossible:
        raise BadValue("no such date in the calendar; expected such as 2013-06-30 or 2013年6月") from impossible
