"""One person for the address book of a phone (vCard 3.0, RFC 2426)."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.errors import WrongUsage
from leadctl.plain_text import clean
from leadctl.render.formats import Format, Medium
from leadctl.render.page import TEXT, Page


def write_contact(page: Page, medium: Medium) -> Iterator[bytes]:
    """The contact of the page.

    vCard folds and escapes its lines as a calendar does, so what makes those makes these. Which part of a name is the
    family's cannot be told from what is typed: it stands whole in the first place of N.
    """
    from icalendar import vText
    from icalendar.parser import Contentline, Contentlines, Parameters

    if page.contact is None:
        raise WrongUsage("This page is no contact for an address book; that is: show LEAD --format vcard")
    found = page.contact()
    name = clean(found.name)
    lines = [
        ("BEGIN", {}, "VCARD"),
        ("VERSION", {}, "3.0"),
        ("UID", {}, found.uid),
        ("FN", {}, vText(name)),
        *(("TEL", {"TYPE": "CELL"}, clean(phone)) for phone in found.phones),
    ]
    if found.birthday:
        lines.append(("BDAY", {}, found.birthday))
    if found.note:
        lines.append(("NOTE", {}, vText(found.note)))
    lines.append(("END", {}, "VCARD"))
    content = [Contentline.from_parts(key, Parameters(given), value) for key, given, value in lines]
    # The parts of N have semicolons between them, which from_parts would escape.
    content.insert(4, Contentline(f"N:{vText(name).to_ical().decode()};;;;"))  # type: ignore[no-untyped-call]
    yield bytes(Contentlines(content).to_ical())  # type: ignore[no-untyped-call]


FORMAT = Format(TEXT, write_contact, draws=True)
