"""``leadctl screen``: the first call to an online lead."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.appoint import warn_of_closed_day
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import At, Lead, Note, To
from leadctl.commands.sentences import describe_lead, name_day
from leadctl.commands.session import Session
from leadctl.domain.days import days_between
from leadctl.domain.screening import COMES_WITHIN, GAVE_UP, RESULTS
from leadctl.errors import Refused, Sentence, WrongUsage
from leadctl.locale import N_
from leadctl.store.facts.appointments import add_appointment
from leadctl.store.facts.assignments import add_assignment
from leadctl.store.facts.churns import add_churn
from leadctl.store.facts.screenings import add_screening, is_online_lead
from leadctl.store.queries.leads import OPEN, lead_row, record
from leadctl.store.queries.lists import reason_id
from leadctl.store.records.pool import RULE_NOTES, make_chooser, refuse_barred

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer
    from leadctl.store.queries.leads import LeadRow


ScreenResult = Annotated[str, Argument("RESULT", known=RESULTS)]
Appointment = Annotated[str | None, Option("--appointment", "WHEN", "When they agreed to come.")]


def screen(
    session: Session,
    lead: Lead,
    result: ScreenResult,
    appointment: Appointment = None,
    to: To = None,
    note: Note = None,
    at: At = None,
) -> None:
    """Record the call that screens an online lead. The result speaks of the visit and sets no grade.

    A comes within 7 days: to a consultant, with the appointment. B comes within 15 days: called again 2 days
    before. C is interested, without a date: called again in 15 days. D gives up: a defeat, to be verified.
    unreached comes back tomorrow.

    Examples:

      leadctl screen 42 A --appointment "sat 10:00"

      leadctl screen 42 B --appointment +12d --note "after the holidays"

      leadctl screen 42 unreached
    """
    _refuse_misplaced(result, appointment, to)
    with session.write("screen") as writer:
        row = lead_row(writer.db, inputs.read_lead(writer.db, lead, OPEN))
        _refuse_screened(writer, row)
        moment = inputs.place_after_opening(inputs.read_fact_moment(at, writer.now), row.opened_at)
        comes_at = _read_appointment(appointment, result, moment, writer.now)
        _add_call(writer, row, moment, result, comes_at, inputs.read_line(note))
        if result == "A":
            _assign_owner(writer, row, moment, to)
        writer.settle()
        writer.summary = f"lead {row.lead}: screened {result}"
        added = {"operation": writer.operation, "screening": result, "appointment": comes_at}
        answer = record(writer.db, row.lead, writer.today) | added
        retry_on = lead_row(writer.db, row.lead, writer.today).retry_on
    sentence = describe_lead(session, answer)
    if result == "unreached" and retry_on is not None:
        sentence = describe_lead(session, answer, N_("not reached, again on {day}"), day=name_day(session, retry_on))
    elif comes_at is not None:
        sentence = describe_lead(session, answer, N_("comes {when}; {next}"), when=name_day(session, comes_at))
    session.report(sentence, answer)


def _refuse_misplaced(result: str, appointment: str | None, to: str | None) -> None:
    inputs.read_choice(result, RESULTS, "RESULT")
    if appointment is not None and result not in COMES_WITHIN:
        raise WrongUsage("--appointment goes with A and B: only they agree to come.")
    if to is not None and result != "A":
        raise WrongUsage("--to goes with A: the others stay with who screens them.")


def _refuse_screened(writer: Writer, row: LeadRow) -> None:
    number = row.lead
    if not is_online_lead(writer.db, number):
        raise Refused(
            "Lead {number} was not opened by an online enquiry; record the call with: leadctl followup {number}",
            number=number,
        )
    if row.screened == "A":
        raise Refused(
            "Lead {number} is screened already (A); record the call with: leadctl followup {number}", number=number
        )


def _read_appointment(appointment: str | None, result: str, called_at: str, now: str) -> str | None:
    """When they agreed to come, ISO to the minute; it must fit what the result says."""
    if appointment is None:
        return None
    moment = inputs.read_planned_moment(appointment, now, "--appointment")
    days = days_between(called_at, moment)
    if days > COMES_WITHIN[result]:
        fitting = Sentence("B, or C without a date") if result == "A" and days <= COMES_WITHIN["B"] else "C"
        raise Refused(
            "{result} comes within {most} days, {day} is in {days}; screen {fitting}.",
            result=result,
            most=COMES_WITHIN[result],
            day=moment[:10],
            days=days,
            fitting=fitting,
        )
    return moment


def _add_call(writer: Writer, row: LeadRow, at: str, result: str, comes_at: str | None, note: str | None) -> None:
    """The call, and what it brings with it: an appointment, or a defeat."""
    number = row.lead
    add_screening(writer, number, at, result, None if comes_at is None else comes_at[:10], note)
    if comes_at is not None:
        warn_of_closed_day(writer, comes_at)
        add_appointment(writer, number, at, comes_at, None)
    if result == "D":
        reason = reason_id(writer.db, GAVE_UP)
        add_churn(writer, lead=number, at=at, kind="defeat", reason=reason, rival=None, note=note)


def _assign_owner(writer: Writer, row: LeadRow, at: str, to: str | None) -> None:
    """Who is to come gets a consultant: the one named, else by the store's rule, unless somebody owns the lead."""
    if to is not None:
        new = inputs.read_consultant(writer.db, to)
        refuse_barred(writer.db, [row.lead], new, writer.today, writer.policy)
        add_assignment(writer, row.lead, at, new.id, "screened A")
    elif row.consultant_id is None:
        owner = make_chooser(writer)(row.lead)
        if owner is not None:
            add_assignment(writer, row.lead, at, owner, RULE_NOTES[writer.policy.dispatch])


COMMAND = Command(screen)
