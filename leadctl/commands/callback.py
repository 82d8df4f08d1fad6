"""``leadctl callback``: a customer wants to be called at a time."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import Lead, Note
from leadctl.commands.sentences import describe_lead, name_day
from leadctl.commands.session import Session
from leadctl.locale import N_
from leadctl.render.values import format_moment
from leadctl.store.facts.callbacks import add_callback
from leadctl.store.queries.leads import LIVE, lead_row, record

CallAt = Annotated[str, Option("--at", "WHEN", "When to call them: today or later.")]
WhatTheySaid = Annotated[str | None, Argument("NOTE", "What they said.")]


def callback(session: Session, lead: Lead, at: CallAt, said: WhatTheySaid = None, note: Note = None) -> None:
    """A customer wants to be called at a time: the lead stands in that day's list with it. It is no contact.

    It stands until they are spoken with, or were called at that time; a second one replaces the first.

    Examples:

      leadctl callback 42 --at "15:00"

      leadctl callback 42 --at "tomorrow 10:00" "in a meeting until then"
    """
    text = inputs.read_note(said, note)
    with session.write("callback") as writer:
        number = inputs.read_lead(writer.db, lead, LIVE)
        moment = inputs.read_planned_moment(at, writer.now)
        made_at = inputs.place_after_opening(writer.now, lead_row(writer.db, number).opened_at)
        identity = add_callback(writer, number, made_at, moment, text)
        writer.settle()
        writer.summary = f"lead {number}: call back {format_moment(moment)}"
        added = {"operation": writer.operation, "callback": identity, "at": moment}
        answer = record(writer.db, number, writer.today) | added
    sentence = describe_lead(session, answer, N_("call back {when}; {next}"), when=name_day(session, moment))
    session.report(sentence, answer)


COMMAND = Command(callback)
