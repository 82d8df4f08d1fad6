"""``leadctl find``: leads by whatever one remembers."""

from __future__ import annotations

from typing import Annotated

from leadctl.commands.declaration import LISTING, Argument, Command
from leadctl.commands.session import Session, warn
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import STATUSES
from leadctl.plain_text import normalise
from leadctl.render.page import PROGRAM, Column, Page, Table
from leadctl.store.queries.customers import find_leads

SearchText = Annotated[str, Argument("TEXT", "Part of a name, phone, model, or pinyin initials.")]


_SEPARATORS = " -().·/"


def find(session: Session, text: SearchText) -> None:
    """Leads, open ones first, by a part of the name, the phone, the model, the pinyin or its initials.

    Examples:

      leadctl find 小明

      leadctl find 6622             the last digits of a phone

      leadctl find wxm              the initials of 王小明
    """
    word = " ".join(normalise(text).split())
    if not word:
        raise WrongUsage("Say what to look for: part of a name, a phone, a model, or initials.")
    with session.read() as db:
        found = find_leads(db, word, _read_digits(word), session.read_clock(db)[:10], session.output.limit)
    if not found:
        warn("nothing is found by {word!r}; a shorter part may find more", word=word)
    _show_leads(session, [lead._asdict() for lead in found])


def _read_digits(word: str) -> str | None:
    """The text as part of a stored phone; None when it cannot be one."""
    plain = "".join(char for char in word if char not in _SEPARATORS)
    number = plain.removeprefix("+")
    if not number.isascii() or not number.isdecimal():
        return None
    for prefix in ("+86", "0086", "86"):
        rest = plain.removeprefix(prefix)
        if rest != plain and len(rest) == 11 and rest.startswith("1"):
            return rest
    return plain


def _show_leads(session: Session, found: list[dict[str, object]]) -> None:
    columns = (
        Column("lead", N_("Lead"), "int"),
        Column("customer", N_("Customer")),
        Column("customer_id", N_("Customer no."), "int", readers=(PROGRAM,)),
        Column("phone", N_("Phone")),
        Column("grade", N_("Grade")),
        Column("model", N_("Model"), wrap=True),
        Column("consultant", N_("Consultant"), drop=1),
        Column("status", N_("Status"), labels=STATUSES),
        Column("due_by", N_("Due by"), "date", drop=2),
    )
    session.show(Page(found, (Table(columns, found, note="" if found else N_("Nothing is found.")),)), reveal=True)


COMMAND = Command(find, LISTING)
