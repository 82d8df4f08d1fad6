"""Moments with a time zone, and seconds since 1970, as websites and form services write them, in store time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from leadctl.plain_text import normalise

_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ZONED = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:\s+|t)(?P<part>上午|下午|am|pm)?\s*"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?\s*(?P<after>am|pm)?\s*"
    r"[\[(]?(?:z|(?:gmt|utc)|(?:gmt|utc)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)[\])]?"
)


def turn_into_store_time(cells: Sequence[str], zone: str | None) -> list[str]:
    """A column with its moments of other zones, and its seconds or milliseconds since 1970, in the store's zone; other
    cells as they are. ``zone`` None: the machine's."""
    return [_turn(cell, zone) for cell in cells]


def _turn(cell: str, zone: str | None) -> str:
    folded = normalise(cell).strip().casefold()
    try:
        moment = _read_epoch(folded) if _EPOCH.fullmatch(folded) else _read_zoned(folded)
    except (ValueError, OverflowError):  # no such day, hour or zone: the reader of dates says so
        return cell
    if moment is None:
        return cell
    return moment.astimezone(ZoneInfo(zone) if zone else None).strftime("%Y-%m-%d %H:%M")


def _read_epoch(digits: str) -> datetime:
    return datetime.fromtimestamp(int(digits[:10]), UTC)


def _read_zoned(folded: str) -> datetime | None:
    match = _ZONED.fullmatch(folded)
    if match is None:
        return None
    hour, part = int(match["hour"]), match["part"] or match["after"]
    if part in ("下午", "pm") and hour < 12:
        hour += 12
    elif part in ("上午", "am") and hour == 12:
        hour = 0
    offset = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    zone = timezone(-offset if match["sign"] == "-" else offset)
    return datetime(int(match["year"]), int(match["month"]), int(match["day"]), hour, int(match["minute"]), tzinfo=zone)
