"""``leadctl dormant``: a lead sleeps until a day, outside the active stock."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option
from leadctl.commands.options import Lead, Note
from leadctl.commands.sentences import describe_lead, name_day
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.store.facts.dormancies import add_dormancy
from leadctl.store.queries.leads import OPEN, lead_row, record

Until = Annotated[str, Option("--until", "DATE", "When the lead wakes.")]


def dormant(session: Session, lead: Lead, until: Until, note: Note = None) -> None:
    """Lay a lead to sleep until a day: no contact is due before, and it leaves the active stock.

    Example: leadctl dormant 42 --until +6m --note "works abroad until summer"
    """
    with session.write("dormant") as writer:
        number = inputs.read_lead(writer.db, lead, OPEN)
        day = inputs.read_day(until, writer.now, "plan", "--until")
        if day == writer.today:
            raise Refused("--until must be a later day than today.")
        at = inputs.place_after_opening(writer.now, lead_row(writer.db, number).opened_at)
        add_dormancy(writer, number, at, day, inputs.read_line(note))
        writer.settle()
        writer.summary = f"lead {number}: dormant until {day}"
        answer = record(writer.db, number, writer.today) | {"operation": writer.operation}
    until_day = name_day(session, day)
    session.report(describe_lead(session, answer, N_("sleeps until {day}, then it is due"), day=until_day), answer)


COMMAND = Command(dormant)
