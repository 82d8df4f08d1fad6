"""``leadctl followup``: one contact, or one try, with a customer."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import Agreed, At, Grade, Leads, Next, Note
from leadctl.commands.sentences import add_effect, describe_lead, name_day
from leadctl.commands.session import Session, warn
from leadctl.domain.terms import OUTCOMES, VIAS
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.store.facts.followups import add_follow_up
from leadctl.store.queries.leads import LIVE, lead_row, record

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


OneLead = Annotated[str | None, Argument("LEAD", "A lead's number, a phone, or the customer's exact name.")]
WhatWasSaid = Annotated[str | None, Argument("NOTE", "What was said.")]
Via = Annotated[str, Option("--via", "VIA", known=VIAS)]
ComesAt = Annotated[str | None, Option("--appointment", "WHEN", "When they agreed to come.")]
OutcomeOf = Annotated[str, Option("--outcome", "OUTCOME", known=OUTCOMES)]


class FollowUpOptions(NamedTuple):
    """What is recorded of a contact, except whose it was and what was said."""

    via: Via = "phone"
    outcome: OutcomeOf = "continued"
    grade: Grade = None
    next_: Next = None
    at: At = None
    agreed: Agreed = None
    appointment: ComesAt = None


_LEFT_OUT = FollowUpOptions()


def followup(
    session: Session,
    lead: OneLead = None,
    options: FollowUpOptions = _LEFT_OUT,
    said: WhatWasSaid = None,
    note: Note = None,
    leads: Leads = None,
) -> None:
    """Record a contact: it restarts the grade's clock. no-answer only counts as a try and comes back tomorrow.

    Examples:

      leadctl followup 42 "comes on Saturday with his wife" --outcome advance --next sat

      leadctl followup 42 --next sat --agreed "test drive with his wife, keep the white X5"

      leadctl followup 42 "will bring his wife" --outcome advance --appointment "sat 14:30"

      leadctl followup 13800001234 --outcome no-answer

      leadctl followup 张伟 "wants the figures of the 1.5T" --via wechat --grade A

      leadctl followup --leads 12,15,18 "sent the new price list" --via wechat
    """
    named, text = _split_words(lead, said, note, leads)
    inputs.read_choice(options.via, VIAS, "--via")
    inputs.read_choice(options.outcome, OUTCOMES, "--outcome")
    if options.appointment is not None and options.outcome == "no-answer":
        raise WrongUsage("--appointment does not go with --outcome no-answer: nobody agreed to it.")
    with session.write("followup") as writer:
        added = [_add_follow_up(writer, one, options, text) for one in named]
        _refuse_twice(added)
        writer.settle()
        numbers = ", ".join(str(one.lead) for one in added)
        writer.summary = f"lead {numbers}: {options.outcome} by {options.via}"
        answers = [_answer(writer, one) for one in added]
        retries = {one.lead: lead_row(writer.db, one.lead, writer.today).retry_on for one in added}
    told = []
    for one, answer in zip(added, answers, strict=True):
        sentence, retry_on = describe_lead(session, answer), retries[one.lead]
        if options.outcome == "no-answer" and retry_on is not None:
            again = N_("not reached, again on {retry_on}; the contact stays due by {due_by}")
            days = {"retry_on": name_day(session, retry_on), "due_by": name_day(session, answer["due_by"])}
            sentence = describe_lead(session, answer, again, **days)
        elif one.comes_at is not None:
            sentence = describe_lead(session, answer, N_("comes {when}; {next}"), when=name_day(session, one.comes_at))
        told.append(add_effect(session, sentence, writer, one.lead, one.moment))
    session.report("\n".join(told), answers[0] if leads is None else answers)


def _split_words(
    lead: str | None, said: str | None, note: str | None, leads: str | None
) -> tuple[tuple[str, ...], str | None]:
    """The leads that are meant, and what was said; with --leads the first word is the note. Raises WrongUsage."""
    if leads is not None:
        if said is not None:
            raise WrongUsage("{word!r} is too much: with --leads only the NOTE follows.", word=said)
        lead, said = None, lead
    named = inputs.split_words([leads or ""]) if lead is None else (lead,)
    if not named:
        raise WrongUsage("Which lead? leadctl followup LEAD [NOTE], or several: --leads 12,15,18 [NOTE]")
    return named, inputs.read_note(said, note)


class _Added(NamedTuple):
    """A follow-up: its id, its lead, its moment, the day agreed for the next contact, and when they come."""

    id: int
    lead: int
    moment: str
    next_on: str | None
    comes_at: str | None


def _refuse_twice(added: list[_Added]) -> None:
    """Raises Refused where two of the words named one lead."""
    numbers = [one.lead for one in added]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        raise Refused("Lead {lead} is named twice in --leads; nothing was recorded.", lead=twice)


def _answer(writer: Writer, added: _Added) -> dict[str, object]:
    """A lead's record after its follow-up."""
    answer = record(writer.db, added.lead, writer.today)
    _warn_of_late_plan(writer, answer, added.next_on)
    return answer | {"operation": writer.operation, "followup": added.id}


def _add_follow_up(writer: Writer, lead: str, options: FollowUpOptions, note: str | None) -> _Added:
    """Add the follow-up of a lead."""
    row = lead_row(writer.db, inputs.read_lead(writer.db, lead, LIVE))
    if options.grade is not None and row.status == "ordered":
        raise Refused("Lead {lead} is ordered and keeps grade O until it is delivered or cancelled.", lead=row.lead)
    moment = inputs.place_after_opening(inputs.read_fact_moment(options.at, writer.now), row.opened_at)
    since = moment if options.at else writer.now
    next_on = inputs.read_day(options.next_, since, "plan", "--next") if options.next_ else None
    add_follow_up(
        writer,
        lead=row.lead,
        at=moment,
        via=options.via,
        outcome=options.outcome,
        grade=inputs.read_grade(options.grade, writer.policy.policy_on(moment[:10])),
        next_on=next_on,
        note=note,
        agreed=inputs.read_line(options.agreed),
    )
    added = writer.last_id("followups")
    comes_at = None if options.appointment is None else _add_appointment(writer, row.lead, moment, options.appointment)
    return _Added(added, row.lead, moment, next_on, comes_at)


def _add_appointment(writer: Writer, lead: int, agreed_at: str, text: str) -> str:
    """What was agreed in the contact: when they come, ISO to the minute."""
    from leadctl.commands.appoint import warn_of_closed_day
    from leadctl.store.facts.appointments import add_appointment

    comes_at = inputs.read_planned_moment(text, writer.now, "--appointment")
    warn_of_closed_day(writer, comes_at)
    add_appointment(writer, lead, agreed_at, comes_at, None)
    return comes_at


def _warn_of_late_plan(writer: Writer, answer: dict[str, object], next_on: str | None) -> None:
    """A date beyond the grade's window is kept, and said to be late."""
    if next_on is None:
        return
    grade = str(answer["grade"]) if answer["grade"] else None
    _, latest = writer.policy.window(grade, writer.today)
    if next_on > latest:
        warn(
            "{next_on} lies beyond the window of grade {grade} (by {latest}); an audit will list it",
            next_on=next_on,
            grade=grade or "-",
            latest=latest,
        )


COMMAND = Command(followup)
