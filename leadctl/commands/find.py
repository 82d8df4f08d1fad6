"""``leadctl find``: leads by whatever one remembers."""

from __future__ import annotations

import sys

from leadctl.annotations import Annotated
from leadctl.commands.declaration import LISTING, Argument, Command
from leadctl.commands.session import Session, warn
from leadctl.domain.record_lists import PackedRecords
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.locale.labels import STATUSES
from leadctl.plain_text import normalise
from leadctl.render.page import PEOPLE, PROGRAM, Column, Page, Table
from leadctl.store.queries.search import FoundLead, search_leads, suggest_leads

SearchText = Annotated[str, Argument("TEXT", "Part of a name, phone, model, tag, note, VIN; pinyin; a grade.")]

MOST = 20
"""Leads that a terminal shows, unless --limit says how many."""


def find(session: Session, text: SearchText) -> None:
    """Leads, the best fit first, by a part of what is known of them.

    That is the name, its pinyin or initials, the phone (three or more digits in a row), the model, a tag, the grade,
    the car's number, the store's own fields, and what was said in notes. Of several words all must fit.

    Examples:

      leadctl find 小明

      leadctl find 6622             digits of a phone

      leadctl find wxm              the initials of 王小明

      leadctl find "H X5"           leads of grade H that ask for an X5

      leadctl find 置换             what was said in a note
    """
    word = " ".join(normalise(text).split())
    if not word:
        raise WrongUsage("Say what to look for: part of a name, a phone, a model, or initials.")
    with session.read() as db:
        found = search_leads(db, word, session.read_clock(db)[:10])
        near = None if found else suggest_leads(db, word)
    if near is not None:
        warn("nothing is found by {word!r}; did you mean {names}?", word=word, names=near)
    elif not found:
        warn("nothing is found by {word!r}; a shorter part may find more", word=word)
    _show_leads(session, found)


def _show_leads(session: Session, found: list[tuple[FoundLead, str | None]]) -> None:
    limit = session.output.limit
    if limit is None and not session.for_programs and session.output.out is None and sys.stdout.isatty():
        limit = MOST
    shown = found if limit is None else found[:limit]
    leads = [lead for lead, _ in shown]
    rows = where = PackedRecords(FoundLead._fields, leads)
    beside: tuple[Column, ...] = ()
    if any(words for _, words in shown):
        where = PackedRecords((*FoundLead._fields, "where"), [(*lead, words) for lead, words in shown])
        beside = (Column("where", N_("Found in"), wrap=True, readers=PEOPLE),)
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
    note = "" if rows else N_("Nothing is found.")
    more = len(found) - len(shown)
    notes = [session.say(N_("{count} more: --limit {all} shows all"), count=more, all=len(found))] if more else []
    page = Page(rows, (Table((*columns, *beside), where, note=note),), notes=tuple(notes))
    session.show(page, reveal=True, people=len({lead.phone for lead in leads} - {None}))


COMMAND = Command(find, LISTING)
