"""What one cell of a register says of a day and a time of day, before the rest of its column has a say in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from leadctl.errors import Sentence, template
from leadctl.intake.cells import key_of, tidy
from leadctl.intake.faults import BadValue
from leadctl.intake.times import TIME, clock_of, parse_figure
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean_entry, normalise

DITTO = frozenset(key_of(word) for word in ("〃", "″", '"', "''", "同上", "同前", "ditto", "〃〃", "々"))
"""What stands for the cell above."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{name}>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    r"(?:(?P<y1>\d{4})(?P<m1>\d\d)(?P<d1>\d\d)(?!\d)"
    r"|(?P<y2>\d{4})\s*(?P<sep>[-/._, ])\s*(?P<m2>\d{1,2})\s*(?P=sep)\s*(?P<d2>\d{1,2})(?!\d)"
    r"|(?:(?P<y3>\d{4}|\d\d)\s*年\s*)?(?P<m3>\d{1,2})\s*月\s*(?P<d3>\d{1,2})\s*[日号]?"
    r"|(?P<n1>\d{1,2})(?P<sep2>[-/.])(?P<n2>\d{1,2})(?P=sep2)(?P<n3>\d{4}|\d\d?)(?![\d/.-])"
    r"|(?P<m4>\d{1,2})(?P<sep3>[-/.])(?P<d4>\d{1,2})(?![\d/.-])"
    rf"|(?P<y5>\d{{4}})[-/. ]{_MONTH.format(name='w5')}[-/. ](?P<d5>\d{{1,2}})(?!\d)"
    rf"|(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]{_MONTH.format(name='w6')}(?:[-/., ]+(?P<y6>\d{{4}}|\d\d)(?![\d:]))?"
    rf"|{_MONTH.format(name='w7')}[- ](?P<d7>\d{{1,2}})(?:st|nd|rd|th)?(?:[-, ]+(?P<y7>\d{{4}})(?![\d:]))?)"
)
_PLAIN_DAY = r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
_PLAIN_CLOCK = r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?"
_PLAIN_DATE = re.compile(rf"\s*{_PLAIN_DAY}(?:(?:\s+|T){_PLAIN_CLOCK})?\s*")
"""What most cells hold: a date with its year before it, and perhaps a time of 24 hours."""
_WEEKDAY = re.compile(
    r"\s*(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?|\([一二三四五六日天]\)|,?\s*(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)"
)
_WEEKDAY_BEFORE = re.compile(
    r"^(?:\(?(?:周|星期|礼拜)[一二三四五六日天]\)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[\s,]+(?=\d|[a-z])"
)
_CLOCK = re.compile(TIME)
_CHINESE_NUMBER = re.compile(
    r"[〇○零一二两三四五六七八九十]{1,4}(?=[年月日号点时點時分秒])|(?<=[点时點時])[一二三四五六七八九十]{1,3}$"
)
_BARE_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[.\-h](?P<minute>\d\d))|(?P<joined>\d{3,4})")
_ABOUT = re.compile(r"^(?:大约|约|大概)|(?:左右|前后|许)$")
_DAY_FRACTION = re.compile(r"0?\.\d+")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_ZONE = re.compile(
    r"(?P<moment>.*\d:\d\d.*?)\s*"
    r"(?:z|[\[(]?(?:gmt|utc)[\])]?|[\[(]?(?P<named>gmt|utc)?\s*(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>00|15|30|45)?[\])]?)"
)
_PRECISE = re.compile(r".*(?:\d:\d\d:\d\d|\dt\d).*")
_MOST_SHIFT = 15 * 60
"""Minutes; no time zone is farther from UTC."""
_CENTURY = 50
"""A year of two digits from here on is one of the 1900s."""

UNREADABLE = template("cannot be read as a date; expected such as 2013-05-02, 2013/5/2 9:05 or 2013年5月2日")
NO_SUCH_DATE = template("no such date in the calendar; expected such as 2013-05-02")
NO_TIME = template("cannot be read as a time of day; expected such as 9:05, 09:05 or 上午9:05")

Order = str
"""How a date of three numbers is written: ``ymd``, ``mdy`` or ``dmy``."""


class Reading(NamedTuple):
    """What one cell says: a year, month and day, or none of them (0), and a time ``HH:MM`` or none ('').

    ``order``: of a date of three numbers, where only one can be meant. ``choices``: where several can, the ISO date of
    each. ``short``: it has a year of two digits. ``shift``: minutes by which its time is ahead of UTC, where it names
    its time zone.
    """

    year: int
    month: int
    day: int
    clock: str
    order: Order = ""
    choices: Mapping[Order, str] = {}
    short: bool = False
    shift: int | None = None

    @property
    def has_day(self) -> bool:
        """Whether the cell names a day at all."""
        return bool(self.day or self.choices)


@lru_cache(maxsize=20_000)
def read_cell(cell: str) -> Reading:
    """Read one filled cell. Raises BadValue when it holds neither a date nor a time."""
    plain = _PLAIN_DATE.fullmatch(cell)
    if plain and plain[1] != "0000":
        year, _, month, day, chinese_month, chinese_day, hour, minute = plain.groups()
        clock = f"{hour:0>2}:{minute}" if hour else ""
        return Reading(int(year), int(month or chinese_month), int(day or chinese_day), clock)
    folded = _fold(cell)
    if not folded:
        raise BadValue(UNREADABLE)
    zoned = _ZONE.fullmatch(folded)
    if zoned and (reading := _read_zoned(zoned)):
        return reading
    folded = _WEEKDAY_BEFORE.sub("", folded)
    found = _DATE.match(folded)
    if not found:
        return Reading(0, 0, 0, _read_plain_clock(folded))
    weekday = _WEEKDAY.match(folded, found.end())
    rest = folded[weekday.end() if weekday else found.end() :]
    clock = _read_clock_behind(rest, folded)
    return _read_date(found, clock)


def read_plain_dates(cells: Sequence[str]) -> tuple[list[str | None], list[str | None]]:
    """Of each cell the ISO date and the time ``HH:MM`` ('' where it has none) that :func:`read_cell` reads; None where
    it holds more than :data:`_PLAIN_DATE`.

    The cells of a register are many, and their days and times few: each of these is read once.
    """
    parts = [cell.partition("T" if "T" in cell else " ") for cell in cells]
    return [_read_plain_day(day) for day, _, _ in parts], [read_plain_clock(rest or gap) for _, gap, rest in parts]


@lru_cache(maxsize=20_000)
def _read_plain_day(text: str) -> str | None:
    plain = re.fullmatch(_PLAIN_DAY, text)
    try:
        return plain and date(int(plain[1]), int(plain[3] or plain[5]), int(plain[4] or plain[6])).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=20_000)
def read_plain_clock(text: str) -> str | None:
    """``HH:MM`` of a time of 24 hours, '' of an empty text, None of any other: as :func:`read_time_cell` reads it."""
    plain = re.fullmatch(_PLAIN_CLOCK, text)
    return f"{plain[1]:0>2}:{plain[2]}" if plain else None if text else ""


@lru_cache(maxsize=20_000)
def read_time_cell(cell: str) -> Reading:
    """Read one filled cell of a column of times: never a day, unless the whole moment stands there with its year.

    9-30 and 9.30 are half past nine, 0930 too, and a fraction of a day is what a spreadsheet keeps for a time.
    """
    folded = _fold(cell)
    try:
        return Reading(0, 0, 0, _read_any_clock(folded))
    except BadValue as bad:
        if _SERIAL.fullmatch(folded):
            raise BadValue(_explain_unreadable(folded)) from bad
        reading = _read_whole_moment(cell)
        if reading is None:
            raise
        return reading


def _read_whole_moment(cell: str) -> Reading | None:
    """A cell that holds a date with its year and a time beside it."""
    try:
        reading = read_cell(cell)
    except BadValue:
        return None
    return reading if reading.year and reading.clock else None


def date_of(year: int, month: int, day: int) -> str:
    """``YYYY-MM-DD``. Raises BadValue for a day that no calendar has."""
    try:
        return date(year, month, day).isoformat()
    except ValueError as impossible:
        raise BadValue(NO_SUCH_DATE) from impossible


def full_year(number: int, digits: int) -> int:
    """The year of a number of so many digits: 26 is 2026, 85 is 1985."""
    return number if digits > 2 else number + (1900 if number >= _CENTURY else 2000)


def _fold(cell: str) -> str:
    text = clean_entry(normalise(tidy(cell))).casefold().strip().rstrip(".,、。")
    text = re.sub(r"(?<=[一二三四五六七八九])[o0](?=[一二三四五六七八九])", "〇", text)
    text = re.sub(r"(?<=\d)\s*[。．、\\]\s*(?=\d)", lambda sign: "/" if sign[0].strip() == "\\" else ".", text)
    text = re.sub(r"(?<=\d)\s*[‐‑‒–—―−]\s*(?=\d)", "-", text)
    return _CHINESE_NUMBER.sub(_write_in_figures, text)


def _write_in_figures(number: re.Match[str]) -> str:
    text = number[0].replace("○", "〇")
    if len(text) == 4 or (len(text) == 2 and "十" not in text):
        return "".join(str("〇一二三四五六七八九".find(sign.replace("零", "〇"))) for sign in text)
    try:
        return str(parse_figure(text.replace("〇", "零")))
    except BadValue:
        return number[0]


def _read_date(found: re.Match[str], clock: str) -> Reading:
    part = found.groupdict()
    if part["n1"]:
        return _read_three_numbers(part, clock)
    if part["m4"]:
        return _read_month_and_day(part, clock)
    form = next(form for form in "123567" if part.get(f"d{form}"))
    word = part.get(f"w{form}")
    month = _MONTHS.index(word[:3]) + 1 if word else int(part[f"m{form}"] or 0)
    year = part.get(f"y{form}")
    if year and not int(year) and len(year) > 2:
        raise BadValue("there is no year 0; expected such as 2013-05-02")
    return Reading(full_year(int(year), len(year)) if year else 0, month, int(part[f"d{form}"] or 0), clock)


def _read_month_and_day(part: Mapping[str, str | None], clock: str) -> Reading:
    month, day = part["m4"] or "", part["d4"] or ""
    if part["sep3"] == "." and day in ("1", "2", "3"):
        raise BadValue("may be the first or the tenth, since a spreadsheet makes 11.1 of 11.10; write it as 11月1日")
    return Reading(0, int(month), int(day), clock)


def _read_three_numbers(part: Mapping[str, str | None], clock: str) -> Reading:
    first, second, last = part["n1"] or "", part["n2"] or "", part["n3"] or ""
    orders: dict[Order, tuple[str, str, str]] = {"mdy": (last, first, second), "dmy": (last, second, first)}
    if len(last) < 4:
        orders = {"ymd": (first, second, last)} | (orders if len(last) == 2 else {})
    choices = {order: day for order, numbers in orders.items() if (day := _day_or_nothing(*numbers))}
    if not choices:
        raise BadValue(NO_SUCH_DATE)
    if len(set(choices.values())) > 1:
        return Reading(0, 0, 0, clock, choices=choices, short=len(last) < 4)
    order, day = next(iter(choices.items()))
    meant = date.fromisoformat(day)
    return Reading(meant.year, meant.month, meant.day, clock, order if len(choices) == 1 else "", short=len(last) < 4)


def _day_or_nothing(year: str, month: str, day: str) -> str:
    if len(year) < 2:
        return ""
    try:
        found = date(full_year(int(year), len(year)), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat()


def _read_clock_behind(rest: str, folded: str) -> str:
    """The time behind a date."""
    text = rest.strip().removeprefix(",").lstrip()
    if text[:1] == "t" and text[1:2].isdigit():
        text = text[1:]
    if not text:
        return ""
    if rest[:1].isdigit() and folded[-len(rest) - 1] not in "日号":
        raise BadValue(_explain_unreadable(folded))
    try:
        return _read_any_clock(text)
    except BadValue as bad:
        if _CLOCK.fullmatch(text):
            raise
        raise BadValue(_explain_unreadable(folded)) from bad


def _read_plain_clock(folded: str) -> str:
    match = _CLOCK.fullmatch(folded)
    if not match:
        raise BadValue(_explain_unreadable(folded))
    return clock_of(match)


def _read_any_clock(text: str) -> str:
    """``HH:MM`` of a time, also as 9.30, 9-30, 9h30, 0930 or a fraction of a day."""
    if _DAY_FRACTION.fullmatch(text):
        return (datetime.min + timedelta(minutes=round(float(text) * 1440))).strftime("%H:%M")
    bare = _BARE_CLOCK.fullmatch(text)
    if bare:
        hour, minute = (bare["joined"][:-2], bare["joined"][-2:]) if bare["joined"] else (bare["hour"], bare["minute"])
        if int(hour) > 23 or int(minute) > 59:
            raise BadValue("no such time of day; hours go from 0 to 23 and minutes from 0 to 59")
        return f"{int(hour):02}:{minute}"
    match = _CLOCK.fullmatch(_ABOUT.sub("", text).strip())
    if not match:
        raise BadValue(NO_TIME)
    return clock_of(match)


def _read_zoned(zoned: re.Match[str]) -> Reading | None:
    """A moment with its time zone; None where it names no day with its year.

    A bare -08:00 is a zone behind seconds or a T only: 9:05-10:30 are two times.
    """
    if zoned["sign"] == "-" and not zoned["named"] and not _PRECISE.fullmatch(zoned["moment"]):
        return None
    try:
        reading = read_cell(zoned["moment"].strip())
    except BadValue:
        return None
    if not (reading.year and reading.clock):
        return None
    shift = int(zoned["hours"] or 0) * 60 + int(zoned["minutes"] or 0)
    if shift > _MOST_SHIFT:
        return None
    return reading._replace(shift=-shift if zoned["sign"] == "-" else shift)


def move_to_zone(reading: Reading, zone: str | None) -> Reading:
    """A moment that names its time zone, in the zone with this name (None: the machine's); others as they are."""
    if reading.shift is None:
        return reading
    day = date_of(reading.year, reading.month, reading.day)
    moment = datetime.fromisoformat(f"{day}T{reading.clock}").replace(tzinfo=timezone(timedelta(minutes=reading.shift)))
    try:
        here = moment.astimezone(ZoneInfo(zone) if zone else None)
    except OverflowError:  # the first or last day that there is
        return reading
    return Reading(here.year, here.month, here.day, here.strftime("%H:%M"))


def _explain_unreadable(folded: str) -> Sentence:
    if _SERIAL.fullmatch(folded):
        return Sentence("is the number a spreadsheet keeps for a day; format the column as a date")
    if key_of(folded) in DITTO:
        return Sentence("stands for the date above; say --fill-down date to read it so")
    if re.fullmatch(r"(?:\d{4}|\d\d)(?:年\d{1,2}月?份?|[-/.]\d{1,2})", folded):
        return Sentence("the day is missing; expected such as 2013-05-02")
    return Sentence(UNREADABLE)
