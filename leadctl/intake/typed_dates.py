"""Dates and moments as people type them on the command line.

An incomplete date is, for a fact, the latest that is not after now; for a plan, the earliest that is not
before. A fact in the future and a plan in the past are refused, and so is what no store has seen or will see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from leadctl.domain.days import EARLIEST, LATEST
from leadctl.errors import Sentence, template
from leadctl.intake.faults import BadValue
from leadctl.intake.times import TIME, clock_of, parse_figure
from leadctl.plain_text import normalise

Meaning = Literal["fact", "plan"]

_DAYS = {
    "today": 0, "now": 0, "yesterday": -1, "tomorrow": 1, "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2,
    "大前天": -3, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SIGNED = re.compile(r"([+-])(\d{1,4})([dwmy])")
_AGO = re.compile(r"(半|\d{1,4}|[零一二两三四五六七八九十]{1,3})(天|日|周|个?星期|个?月|年)(以?后|以?前|之后|之前)")
_CHINESE_WEEKDAY = re.compile(r"((?:下|上)*|这|本)个?(?:周|星期|礼拜)([一二三四五六日天])")
_FULL = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
_SHORT = re.compile(r"(\d{1,2})(?:-(\d{1,2})|/(\d{1,2})|月(\d{1,2})[日号]?)")
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_CHINESE_UNITS = {"天": "d", "日": "d", "周": "w", "星期": "w", "月": "m", "年": "y"}
_TIMED = re.compile(rf"(?P<day>.*?)\s*(?:(?<=\d)t)?(?P<clock>(?<![\d:]){TIME})")

_UNREADABLE = template(
    "cannot be read as a date; expected such as 2026-11-30, 11-30, tomorrow, +3d, fri, 明天 or 下周一"
)
_IMPOSSIBLE = template(
    "no such date in the calendar; expected such as 2026-11-30, 11-30, tomorrow, +3d, fri, 明天 or 下周一"
)


def parse_date(text: str, today: date, meaning: Meaning, earliest: str = EARLIEST) -> date:
    """The day that ``text`` means to somebody who types it on ``today``. Raises BadValue.

    ``earliest``: the ISO date before which it is taken for a typing error.
    """
    fitting = _choose_day(_candidate_days(_fold(text), today), today, meaning)
    return _refuse_wrong_side(_refuse_implausible(fitting, earliest), today, meaning)


def parse_moment(text: str, now: datetime, meaning: Meaning) -> tuple[str, bool]:
    """The moment that ``text`` means at ``now``, and whether it names a time of day.

    ``("2026-11-30T10:30", True)``, or ``("2026-11-30", False)`` for a day without a time. ``now`` is naive
    store time. Raises BadValue.
    """
    folded = _fold(text)
    if folded == "now":
        return now.isoformat(timespec="minutes"), True
    match = _TIMED.fullmatch(folded)
    if not match:
        return parse_date(text, now.date(), meaning).isoformat(), False
    clock = time.fromisoformat(clock_of(match))
    days = _candidate_days(match["day"].strip() or "today", now.date())
    if len(days) == 1:
        _refuse_implausible(days[0], EARLIEST)
    moments = [datetime.combine(day, clock) for day in days]
    fitting = _choose_moment(moments, now.replace(second=0, microsecond=0), meaning)
    return fitting.isoformat(timespec="minutes"), True


def _fold(text: str) -> str:
    return " ".join(normalise(text).casefold().split())


def _choose_day(days: list[date], today: date, meaning: Meaning) -> date:
    fitting = [day for day in days if (day <= today if meaning == "fact" else day >= today)]
    return (max(fitting) if meaning == "fact" else min(fitting)) if fitting else days[0]


def _choose_moment(moments: list[datetime], now: datetime, meaning: Meaning) -> datetime:
    fitting = [moment for moment in moments if (moment <= now if meaning == "fact" else moment >= now)]
    if not fitting:
        raise BadValue(_describe_wrong_side(now.isoformat(" ", "minutes"), meaning))
    return max(fitting) if meaning == "fact" else min(fitting)


def _refuse_wrong_side(day: date, today: date, meaning: Meaning) -> date:
    if (day > today) if meaning == "fact" else (day < today):
        raise BadValue(_describe_wrong_side(today.isoformat(), meaning))
    return day


def _refuse_implausible(day: date, earliest: str) -> date:
    if day.isoformat() < earliest:
        raise BadValue("lies before {year}; check its year", year=earliest[:4])
    if day.isoformat() > LATEST:
        raise BadValue("lies after {year}; check its year", year=LATEST[:4])
    return day


def _describe_wrong_side(border: str, meaning: Meaning) -> Sentence:
    if meaning == "fact":
        return Sentence(
            "lies in the future; expected what has happened, not after {border}, such as today or yesterday",
            border=border,
        )
    return Sentence(
        "lies in the past; expected what is planned, not before {border}, such as tomorrow or +3d", border=border
    )


def _candidate_days(folded: str, today: date) -> list[date]:
    """The days that the folded text may mean: one when it is complete, those around ``today`` when it is not."""
    try:
        for read in _READERS:
            if days := read(folded, today):
                return days
    except (OverflowError, ValueError) as impossible:
        raise BadValue(_IMPOSSIBLE) from impossible
    raise BadValue(_UNREADABLE)


def _read_named_day(folded: str, today: date) -> list[date]:
    return [today + timedelta(days=_DAYS[folded])] if folded in _DAYS else []


def _read_signed_distance(folded: str, today: date) -> list[date]:
    match = _SIGNED.fullmatch(folded)
    return [_shift_day(today, int(match[1] + match[2]), match[3])] if match else []


def _read_chinese_distance(folded: str, today: date) -> list[date]:
    match = _AGO.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    unit = _CHINESE_UNITS[match[2].removeprefix("个")]
    if match[1] == "半":
        if unit not in "my":
            return []
        count, unit = (15, "d") if unit == "m" else (6, "m")
    else:
        count = parse_figure(match[1])
    return [_shift_day(today, count if match[3].endswith("后") else -count, unit)]


def _shift_day(today: date, count: int, unit: str) -> date:
    from dateutil.relativedelta import relativedelta

    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    # Calendar months: the 31st of January and one month is the last of February.
    return today + relativedelta(months=count * (12 if unit == "y" else 1))


def _read_weekday(folded: str, today: date) -> list[date]:
    if len(folded) < 3:
        return []
    fitting = [number for number, name in enumerate(_WEEKDAYS) if name == folded or name[:3] == folded]
    return _list_weekdays_around(fitting[0], today) if fitting else []


def _read_chinese_weekday(folded: str, today: date) -> list[date]:
    match = _CHINESE_WEEKDAY.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    weekday = min("一二三四五六日天".index(match[2]), 6)
    if not match[1]:
        return _list_weekdays_around(weekday, today)
    weeks = match[1].count("下") - match[1].count("上")
    return [today + timedelta(days=7 * weeks + weekday - today.weekday())]


def _list_weekdays_around(weekday: int, today: date) -> list[date]:
    ahead = (weekday - today.weekday()) % 7
    return [today + timedelta(days=ahead + shift) for shift in (0, -7, 7)]


def _read_full_date(folded: str, today: date) -> list[date]:
    match = _FULL.fullmatch(folded.replace(" ", ""))
    return [date(*(int(part) for part in match.groups() if part))] if match else []


def _read_short_date(folded: str, today: date) -> list[date]:
    match = _SHORT.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    month, day = (int(part) for part in match.groups() if part)
    # Nine years on either side hold a 29th of February even around 1900 and 2100.
    days = list(_existing_days(((today.year + shift), month, day) for shift in range(-9, 10)))
    if not days:
        raise ValueError("no year has this day")
    return days


def _existing_days(triples: Iterable[tuple[int, int, int]]) -> Iterable[date]:
    for year, month, day in triples:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


_READERS = (
    _read_named_day,
    _read_signed_distance,
    _read_chinese_distance,
    _read_weekday,
    _read_chinese_weekday,
    _read_full_date,
    _read_short_date,
)
"""What reads a form of date each: the days that a text may mean, none where it has another form."""
