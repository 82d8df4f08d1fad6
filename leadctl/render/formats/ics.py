"""What is to be done on a day or at a time, for a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from leadctl import __version__
from leadctl.errors import WrongUsage
from leadctl.plain_text import clean
from leadctl.render.formats import Format, Medium
from leadctl.render.page import TEXT, Page

_LENGTH = timedelta(hours=1)
"""How long a calendar shows what has a time."""


def write_calendar(page: Page, medium: Medium) -> Iterator[bytes]:
    """The events of the page. Those with a time stand in UTC, which every calendar shows in its own zone."""
    from icalendar import Calendar, Event

    if page.calendar is None:
        raise WrongUsage("This page has nothing for a calendar; these have: due, report appointments.")
    found = page.calendar()
    calendar = Calendar()
    calendar.add("prodid", f"-//leadctl//leadctl {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(medium.translate(page.title)))
    made = found.moment(found.now).astimezone(UTC)
    for one in found.events:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", made)
        # A calendar takes the entry with the higher number for the newer one.
        event.add("sequence", max(0, int(made.timestamp()) // 60 % 2**31))
        if len(one.at) == len("2026-11-22"):
            day = date.fromisoformat(one.at)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        else:
            begin = found.moment(one.at).astimezone(UTC)
            event.add("dtstart", begin)
            event.add("dtend", begin + _LENGTH)
        event.add("summary", clean(one.title))
        if one.note:
            event.add("description", one.note)
        event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    yield calendar.to_ical()


FORMAT = Format(TEXT, write_calendar, draws=True, calendar=True)
