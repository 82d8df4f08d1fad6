"""The time of day and small numbers as people write them, in figures and in Chinese."""

from __future__ import annotations

import re

from leadctl.intake.faults import BadValue

TIME = (
    r"(?P<part>凌晨|清晨|早上|早晨|早|上午|午前|中午|下午|午后|傍晚|晚上|晚|am|pm)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?::[0-5]\d(?:\.\d+)?)?|[点时點時](?:(?P<minutes>\d{1,2})(?:分钟?|分鐘)?(?:[0-5]?\d秒)?|(?P<half>半)|(?P<quarters>[13一三])刻|整|钟|鐘)?|h|(?=\s*[ap]m))"
    r"\s*(?P<after>am|pm)?"
)
"""Pattern of a time of day in NFKC-folded, case-folded text; :func:`clock_of` reads its match."""

_TIME = re.compile(TIME)
_MORNING = {"am", "上午", "午前", "凌晨", "清晨", "早上", "早晨", "早"}
_EVENING = {"pm", "下午", "午后", "傍晚", "晚上", "晚"}
_FIGURES = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def clock_of(match: re.Match[str]) -> str:
    """``HH:MM`` of a match of :data:`TIME`. Raises BadValue for an hour or minute that no day has."""
    hour = _full_hour(int(match["hour"]), match["part"] or match["after"])
    minute = 30 if match["half"] else int(match["minute"] or match["minutes"] or 0)
    if match["quarters"]:
        minute = 15 if match["quarters"] in "1一" else 45
    if hour > 23 or minute > 59:
        raise BadValue("no such time of day; hours go from 0 to 23 and minutes from 0 to 59")
    return f"{hour:02}:{minute:02}"


def parse_figure(text: str) -> int:
    """A whole number of up to four figures, or a Chinese one up to 九十九. Raises BadValue."""
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not text or any(sign not in _FIGURES for sign in tens + ones):
        raise BadValue("cannot be read as a number; expected such as 3 or 三")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + _FIGURES.get(ones, 0)


def _full_hour(hour: int, part: str | None) -> int:
    if part in _MORNING:
        if hour > 12:
            raise BadValue("the hour does not fit the part of the day; expected such as 上午9:05 or 15:20")
        return hour % 12
    if part in {"晚上", "晚"} and hour == 12:
        raise BadValue("midnight belongs to the next day; expected such as 23:59 or 00:00")
    if part in _EVENING or (part == "中午" and hour < 3):
        return hour + 12 if hour < 12 else hour
    return hour
