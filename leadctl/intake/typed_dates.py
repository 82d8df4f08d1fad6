"""Dates and moments as people type them on the command line.

An incomplete date is, for a fact, the latest that is not after now; for a plan, the earliest that is not
before. A fact in the future and a plan in the past are refused, and so is what no store has seen or will see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import EARLIEST, LATEST
from leadctl.errors import Sentence, template
from leadctl.intake.faults import BadValue
from leadctl.intake.times import TIME, clock_of, parse_figure
from leadctl.plain_text import normalise

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Meaning: TypeAlias = 'Literal["fact", "plan"]'

_DAYS = {
    "today": 0, "now": 0, "yesterday": -1, "day before yesterday": -2, "tomorrow": 1, "day after tomorrow": 2,
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3, "明天": 1, "明日": 1, "后天": 2,
    "后日": 2, "大后天": 3,
}  # fmt: skip
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_STEPS = {"last": -1, "this": 0, "next": 1, "本": 0, "这": 0}
_STEP = r"(?P<step>下+|上+|这|本)个?"
_WEEK = "(?:周|星期|礼拜)"
_FIGURE = "零一二两三四五六七八九十"
_DISTANCE = re.compile(r"([+-]?\d{1,4})([dwmy])")
_SPOKEN_DISTANCE = re.compile(
    rf"(?P<ahead>in )?(?P<count>\d{{1,4}}|{'|'.join(_NUMBERS)}) (?P<unit>[dwmy])(?:ay|eek|onth|ear)s?(?P<ago> ago)?"
)
_CHINESE_DISTANCE = re.compile(
    rf"(?P<count>半|\d{{1,4}}|[{_FIGURE}]{{1,3}})(?:(?P<unit>天|周|个?星期|个?礼拜|个月|(?<=半)年)"
    r"|(?P<unit_with_side>天|日|周|个?星期|个?礼拜|个?月|年)(?P<side>以?后|以?前|之后|之前))"
)
_WEEKDAY = re.compile(r"(?:(last|this|next) )?([a-z]{3,9})")
_CHINESE_WEEKDAY = re.compile(rf"(?:{_STEP})?{_WEEK}(?P<weekday>[一二三四五六日天])")
_PERIOD = re.compile(r"(?:the )?(?P<step>last|next) (?P<unit>week|month)")
_CHINESE_PERIOD = re.compile(rf"(?P<step>下+|上+)个?(?:(?P<week>{_WEEK})|月初?)")
_END = re.compile(r"end of (?:the )?(?:(?P<step>last|this|next) )?(?P<unit>month|year)")
_CHINESE_END = re.compile(rf"(?:{_STEP})?(?P<unit>月|年)[底末]")
_DAY_OF_MONTH = re.compile(rf"(?:{_STEP}月)?(?P<day>\d{{1,2}})[日号]|(?:the )?(?P<ordinal>\d{{1,2}})(?:st|nd|rd|th)")
_FULL = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)")
_SHORT = re.compile(r"(\d{1,2})(?:[-/.](\d{1,2})|月(\d{1,2})[日号]?)")
_MONTH_NAME = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(?P<month>[a-z]{3,9})(?(day)|\.? (?P<then>\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,? (?P<year>\d{4}))?"
)
_CHINESE_UNITS = {"天": "d", "日": "d", "周": "w", "星期": "w", "礼拜": "w", "月": "m", "年": "y"}
_TIMED = re.compile(rf"(?P<day>.*?)\s*(?:\bat )?(?:(?<=\d)t)?(?P<clock>(?<![\d:]){TIME})")
_WRITTEN_FIGURE = re.compile(rf"(?<![周期拜])[{_FIGURE}]{{1,3}}(?=[点时月号日])|(?<=[点时])[{_FIGURE}]{{1,3}}")
_HOURS = re.compile(
    rf"(?P<sign>[+-]|in )?(?P<count>\d{{1,4}}|half an|{'|'.join(_NUMBERS)}) ?"
    r"(?P<unit>h(?:ours?)?|min(?:ute)?s?)(?P<ago> ago)?"
)
_CHINESE_HOURS = re.compile(
    rf"(?:(?P<count>半|\d{{1,4}}|[{_FIGURE}]{{1,3}})个?(?P<half>半)?(?P<unit>小时|钟头|分钟)|(?P<quarters>[一三])刻钟)"
    r"(?P<side>以?后|以?前|之后|之前)"
)
_PART_WITHOUT_HOUR = re.compile(r".*(?:上午|下午|午后|傍晚|晚上|早上|早晨|清晨|凌晨|(?<!年)[早晚])")

_SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_WRITTEN_FIGURE, lambda written: str(parse_figure(written[0].lstrip("零") or "零"))),
    (re.compile(r"\b([ap])\.m\."), r"\1m"),
    (re.compile(r"(?<![\d:.])(\d{1,2}) ?(am|pm)\b"), r"\1:00 \2"),
    (re.compile(r"([今明昨后前])([早晚])(?:上|晨)?(?!天)"), r"\1天\2上"),
    (re.compile(r"\btonight\b"), "today 晚上"),
    (re.compile(r"\blast night\b"), "yesterday 晚上"),
    (re.compile(r"\b(?:in the )?morning\b"), "上午"),
    (re.compile(r"\b(?:in the )?afternoon\b"), "下午"),
    (re.compile(r"\b(?:in the )?(?:evening|night)\b"), "晚上"),
    (re.compile(r"(?<=[午上]) at (?=\d)"), " "),
    (re.compile(r"(\bat |[午上] ?)(\d{1,2})$"), r"\1\2:00"),
    (re.compile(r"\bnoon\b|\bmidday\b|中午(?! ?\d)"), "12:00"),
    (re.compile(r"^the (?=day )"), ""),
)
"""How people write it -> how it is read below: 周六十点 -> 周六10点, 明晚 -> 明天晚上, tonight at 8 -> today 晚上 8:00.
"""

_UNREADABLE = template(
    "cannot be read as a date; expected such as 2026-11-30, 11-30, tomorrow, 3d, fri, next week, 明天 or 下周六"
)
_UNREADABLE_MOMENT: dict[Meaning, str] = {
    "fact": template(
        "cannot be read as a time; expected such as 11:20, yesterday 16:30, half an hour ago, 昨天下午3点 or 半小时前"
    ),
    "plan": template(
        "cannot be read as a time; expected such as tomorrow 10:00, fri at 3pm, in 2 hours, 明天上午10点 or 今晚8点"
    ),
}
_NO_HOUR = template("names no hour; expected such as tomorrow 10:00, 明天上午10点 or 今晚8点")
_TIMED_DAY = template("names a time, but is a day; expected such as 2026-11-30, tomorrow, fri, 明天 or 下周六")
_IMPOSSIBLE = template(
    "no such date in the calendar; expected such as 2026-11-30, 11-30, tomorrow, 3d, fri, next week, 明天 or 下周六"
)


def parse_date(text: str, today: date, meaning: Meaning, earliest: str = EARLIEST) -> date:
    """The day that ``text`` means to somebody who types it on ``today``. Raises BadValue.

    ``earliest``: the ISO date before which it is taken for a typing error.
    """
    folded = _fold(text)
    otherwise = _TIMED_DAY if _names_time(folded) else _UNREADABLE
    fitting = _choose_day(_candidate_days(folded, today, meaning, otherwise), today, meaning)
    return _refuse_wrong_side(_refuse_implausible(fitting, earliest), today, meaning)


def parse_moment(text: str, now: datetime, meaning: Meaning, of_day: date | None = None) -> tuple[str, bool]:
    """The moment that ``text`` means at ``now``, and whether it names a time of day.

    ``("2026-11-30T10:30", True)``, or ``("2026-11-30", False)`` for a day without a time. ``now`` is naive
    store time. ``of_day``: the day of a time that stands alone; left out: today. Raises BadValue.
    """
    folded, minute = _fold(text), now.replace(second=0, microsecond=0)
    if folded in ("now", "现在"):
        return minute.isoformat(timespec="minutes"), True
    moments = [] if (distance := _read_hours(folded)) is None else [minute + distance]
    if not moments:
        match = _TIMED.fullmatch(folded)
        named = match["day"].strip() if match else folded
        otherwise = _NO_HOUR if _PART_WITHOUT_HOUR.fullmatch(folded) else _UNREADABLE_MOMENT[meaning]
        days = [of_day or now.date()] if not named else _candidate_days(named, now.date(), meaning, otherwise)
        if len(days) == 1:
            _refuse_implausible(days[0], EARLIEST)
        if not match:
            return _refuse_wrong_side(_choose_day(days, now.date(), meaning), now.date(), meaning).isoformat(), False
        clock = time.fromisoformat(clock_of(match))
        moments = [datetime.combine(day, clock) for day in days]
    return _choose_moment(moments, minute, meaning, of_day).isoformat(timespec="minutes"), True


def _names_time(folded: str) -> bool:
    return bool(_PART_WITHOUT_HOUR.fullmatch(folded) or _TIMED.fullmatch(folded) or _read_hours(folded) is not None)


def _fold(text: str) -> str:
    """The text in one width and case, spelled one way."""
    folded = " ".join(normalise(text).casefold().split())
    for spelling, instead in _SPELLINGS:
        folded = spelling.sub(instead, folded)
    return folded


def _choose_day(days: list[date], today: date, meaning: Meaning) -> date:
    fitting = [day for day in days if (day <= today if meaning == "fact" else day >= today)]
    return (max(fitting) if meaning == "fact" else min(fitting)) if fitting else days[0]


def _choose_moment(moments: list[datetime], now: datetime, meaning: Meaning, of_day: date | None) -> datetime:
    fitting = [moment for moment in moments if (moment <= now if meaning == "fact" else moment >= now)]
    if not fitting:
        if moments[0].date() == now.date():
            if meaning == "plan":
                raise BadValue(_describe_passed_time(moments[0], now))
            raise BadValue(_describe_coming_time(moments[0], now, another_day=of_day is None))
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


def _describe_coming_time(coming: datetime, now: datetime, *, another_day: bool) -> Sentence:
    """What is said of a fact at a time of today that is still ahead, which may be of ``another_day`` or not."""
    border = now.isoformat(" ", "minutes")
    if not another_day:
        return Sentence(
            "lies in the future; expected what has happened, not after {border}, such as now", border=border
        )
    return Sentence(
        "lies in the future; expected what has happened, not after {border}, such as now or yesterday {clock}",
        border=border,
        clock=coming.strftime("%H:%M"),
    )


def _describe_passed_time(passed: datetime, now: datetime) -> Sentence:
    """What is said of a plan at a time of today that is over: other times are suggested while the day has some."""
    border = now.isoformat(" ", "minutes")
    later = now.replace(minute=0) + timedelta(hours=2)  # the full hour that leaves an hour at least
    if later.date() > now.date():
        return _describe_wrong_side(border, "plan")
    return Sentence(
        "lies in the past; expected what is planned, not before {border}, such as {later} or tomorrow {clock}",
        border=border,
        later=later.strftime("%H:%M"),
        clock=passed.strftime("%H:%M"),
    )


def _candidate_days(folded: str, today: date, meaning: Meaning, otherwise: str) -> list[date]:
    """The days that the folded text may mean: one when it is complete, those around ``today`` when it is not.

    ``otherwise``: what is said of a text that no reader knows.
    """
    try:
        for read in _READERS:
            if days := read(folded, today):
                # A weekday that is named for a plan lies after today.
                later = (
                    [day for day in days if day != today] if read in _WEEKDAY_READERS and meaning == "plan" else days
                )
                return later or days
    except (OverflowError, ValueError) as impossible:
        raise BadValue(_IMPOSSIBLE) from impossible
    raise BadValue(otherwise)


def _read_named_day(folded: str, today: date) -> list[date]:
    return [today + timedelta(days=_DAYS[folded])] if folded in _DAYS else []


def _read_distance(folded: str, today: date) -> list[date]:
    match = _DISTANCE.fullmatch(folded)
    return [_shift_day(today, int(match[1]), match[2])] if match else []


def _read_spoken_distance(folded: str, today: date) -> list[date]:
    match = _SPOKEN_DISTANCE.fullmatch(folded)
    if not match or (match["ahead"] and match["ago"]):
        return []
    count = _NUMBERS.get(match["count"]) or int(match["count"])
    return [_shift_day(today, -count if match["ago"] else count, match["unit"])]


def _read_chinese_distance(folded: str, today: date) -> list[date]:
    match = _CHINESE_DISTANCE.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    unit = _CHINESE_UNITS[(match["unit"] or match["unit_with_side"]).removeprefix("个")]
    if match["count"] == "半":
        if unit not in "my":
            return []
        count, unit = (15, "d") if unit == "m" else (6, "m")
    else:
        count = parse_figure(match["count"])
    return [_shift_day(today, -count if (match["side"] or "").endswith("前") else count, unit)]


def _read_hours(folded: str) -> timedelta | None:
    """How far from now: in 2 hours, 30 minutes ago, 半小时后; None of a text of another form."""
    if match := _HOURS.fullmatch(folded):
        if (match["ago"] and match["sign"]) or (match["unit"] == "h" and not match["sign"]):
            return None  # 14h is a time of day
        count = _NUMBERS.get(match["count"]) or (0.5 if match["count"] == "half an" else int(match["count"]))
        minutes = count * (60 if match["unit"].startswith("h") else 1)
        return timedelta(minutes=-minutes if match["ago"] or match["sign"] == "-" else minutes)
    if not (match := _CHINESE_HOURS.fullmatch(folded.replace(" ", ""))):
        return None
    if match["quarters"]:
        minutes = 15 if match["quarters"] == "一" else 45
    else:
        count = 0.5 if match["count"] == "半" else parse_figure(match["count"]) + (0.5 if match["half"] else 0)
        minutes = count * (1 if match["unit"] == "分钟" else 60)
    return timedelta(minutes=-minutes if match["side"].endswith("前") else minutes)


def _shift_day(today: date, count: int, unit: str) -> date:
    from dateutil.relativedelta import relativedelta

    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    # Calendar months: the 31st of January and one month is the last of February.
    return today + relativedelta(months=count * (12 if unit == "y" else 1))


def _count_steps(word: str) -> int:
    """How many periods ahead: ``next`` and 下 are 1, 上上 is -2."""
    return _STEPS[word] if word in _STEPS else word.count("下") - word.count("上")


def _read_weekday(folded: str, today: date) -> list[date]:
    match = _WEEKDAY.fullmatch(folded)
    weekday = next((place for place, name in enumerate(_WEEKDAYS) if match and name.startswith(match[2])), None)
    if match is None or weekday is None:
        return []
    ahead = (weekday - today.weekday()) % 7
    if match[1] == "this":
        return [_monday_of(today) + timedelta(days=weekday)]
    if match[1]:
        return [today + timedelta(days=(ahead or 7) if match[1] == "next" else ahead - 7)]
    return _list_weekdays_around(weekday, today)


def _read_chinese_weekday(folded: str, today: date) -> list[date]:
    match = _CHINESE_WEEKDAY.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    weekday = min("一二三四五六日天".index(match["weekday"]), 6)
    if not match["step"]:
        return _list_weekdays_around(weekday, today)
    return [_monday_of(today) + timedelta(days=7 * _count_steps(match["step"]) + weekday)]


def _list_weekdays_around(weekday: int, today: date) -> list[date]:
    ahead = (weekday - today.weekday()) % 7
    return [today + timedelta(days=ahead + shift) for shift in (0, -7, 7)]


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _read_period(folded: str, today: date) -> list[date]:
    """The first day of a week or a month: ``next week`` is its Monday, 下个月 its 1st."""
    match = _PERIOD.fullmatch(folded) or _CHINESE_PERIOD.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    steps = _count_steps(match["step"])
    if match.groupdict().get("week") or match.groupdict().get("unit") == "week":
        return [_monday_of(today) + timedelta(days=7 * steps)]
    return [_shift_day(today.replace(day=1), steps, "m")]


def _read_end(folded: str, today: date) -> list[date]:
    """The last day of a month or a year; where nobody says which, those around ``today``."""
    match = _END.fullmatch(folded) or _CHINESE_END.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    unit = "y" if match["unit"] in ("year", "年") else "m"
    first = today.replace(day=1) if unit == "m" else today.replace(month=1, day=1)
    steps = (_count_steps(match["step"]),) if match["step"] else (0, -1)
    return [_shift_day(first, step + 1, unit) - timedelta(days=1) for step in steps]


def _read_day_of_month(folded: str, today: date) -> list[date]:
    match = _DAY_OF_MONTH.fullmatch(folded.replace(" ", "") if "号" in folded or "日" in folded else folded)
    if not match:
        return []
    day = int(match["day"] or match["ordinal"])
    if match["step"]:
        month = _shift_day(today.replace(day=1), _count_steps(match["step"]), "m")
        return [month.replace(day=day)]
    months = (_shift_day(today.replace(day=1), shift, "m") for shift in range(-2, 3))
    return _keep_existing([(month.year, month.month, day) for month in months])


def _read_full_date(folded: str, today: date) -> list[date]:
    words = folded.replace(" ", "")
    if words[:2] in _YEARS:
        words = f"{today.year + _YEARS[words[:2]]}年{words[2:]}"
    match = _FULL.fullmatch(words)
    return [date(*(int(part) for part in match.groups() if part and part.isdecimal()))] if match else []


def _read_month_name(folded: str, today: date) -> list[date]:
    """30 nov, november 30th, nov 30, 2026."""
    match = _MONTH_NAME.fullmatch(folded)
    month = next((place for place, name in enumerate(_MONTHS, 1) if match and name.startswith(match["month"])), None)
    if match is None or month is None:
        return []
    day = int(match["day"] or match["then"])
    if match["year"]:
        return [date(int(match["year"]), month, day)]
    return _keep_existing([(year, month, day) for year in _list_years_around(today)])


def _list_years_around(today: date) -> range:
    # Nine years on either side hold a 29th of February even around 1900 and 2100.
    return range(today.year - 9, today.year + 10)


def _read_short_date(folded: str, today: date) -> list[date]:
    match = _SHORT.fullmatch(folded.replace(" ", ""))
    if not match:
        return []
    month, day = (int(part) for part in match.groups() if part)
    return _keep_existing([(year, month, day) for year in _list_years_around(today)])


def _keep_existing(triples: list[tuple[int, int, int]]) -> list[date]:
    """The days of these years, months and days that the calendar has. Raises ValueError where it has none."""
    days = []
    for year, month, day in triples:
        with suppress(ValueError):
            days.append(date(year, month, day))
    if not days:
        raise ValueError("no such day")
    return days


_WEEKDAY_READERS = (_read_weekday, _read_chinese_weekday)
_READERS = (
    _read_named_day,
    _read_distance,
    _read_spoken_distance,
    _read_chinese_distance,
    _read_weekday,
    _read_chinese_weekday,
    _read_period,
    _read_end,
    _read_day_of_month,
    _read_full_date,
    _read_short_date,
    _read_month_name,
)
"""What reads a form of date each: the days that a text may mean, none where it has another form."""
