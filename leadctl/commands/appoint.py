"""``leadctl appoint``: a customer is to come at a time."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Command, Option
from leadctl.commands.options import Lead, Note
from leadctl.commands.sentences import describe_lead, name_day
from leadctl.commands.session import Session, warn
from leadctl.locale import N_
from leadctl.render.values import format_moment
from leadctl.store.facts.appointments import add_appointment
from leadctl.store.queries.leads import LIVE, lead_row, record

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


ComesAt = Annotated[str, Option("--at", "WHEN", "When they are to come.")]


def appoint(session: Session, lead: Lead, at: ComesAt, note: Note = None) -> None:
    """Record when a customer is to come. It stands in the due list on its day, in place of a follow-up owed by then.

    A visit on that day keeps it; else the customer is to be invited again on the day after. A second
    appointment moves the first.

    Examples:

      leadctl appoint 42 --at "tomorrow 10:00"

      leadctl appoint 42 --at "sat 14:30" --note "brings his wife"
    """
    with session.write("appoint") as writer:
        number = inputs.read_lead(writer.db, lead, LIVE)
        moment = inputs.read_planned_moment(at, writer.now)
        warn_of_closed_day(writer, moment)
        made_at = inputs.place_after_opening(writer.now, lead_row(writer.db, number).opened_at)
        identity = add_appointment(writer, number, made_at, moment, inputs.read_line(note))
        writer.settle()
        writer.summary = f"lead {number}: comes {format_moment(moment)}"
        added = {"operation": writer.operation, "appointment": identity, "at": moment}
        answer = record(writer.db, number, writer.today) | added
    sentence = describe_lead(session, answer, N_("comes {when}; {next}"), when=name_day(session, moment))
    session.report(sentence, answer)


def warn_of_closed_day(writer: Writer, moment: str) -> None:
    """Say so when nobody will be in on the day of an appointment; who agreed to it may know better."""
    if writer.policy.open_day(moment[:10]) != moment[:10]:
        warn(
            "the store is closed on {day}, as its policy has it; the appointment was recorded all the same",
            day=moment[:10],
        )


COMMAND = Command(appoint)
