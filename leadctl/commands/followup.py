"""``leadctl followup``: one contact, or one try, with a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command, Option
from leadctl.commands.options import Agreed, At, Grade, Lead, Next
from leadctl.commands.sentences import add_effect, describe_lead
from leadctl.commands.session import Session, warn
from leadctl.domain.terms import OUTCOMES, VIAS
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.store.facts.followups import add_follow_up
from leadctl.store.queries.leads import LIVE, lead_row, record

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


WhatWasSaid = Annotated[str | None, Argument("NOTE", "What was said.")]
Via = Annotated[str, Option("--via", "VIA", "phone wechat qq sms email letter visit home-visit.")]
OutcomeOf = Annotated[str, Option("--outcome", "OUTCOME", "advance continued refused no-answer.")]


class FollowUpOptions(NamedTuple):
    """What is recorded of a contact, except whose it was and what was said."""

    via: Via = "phone"
    outcome: OutcomeOf = "continued"
    grade: Grade = None
    next_: Next = None
    at: At = None
    agreed: Agreed = None


def followup(session: Session, lead: Lead, options: FollowUpOptions, note: WhatWasSaid = None) -> None:
    """Record a contact: it restarts the grade's clock. no-answer only counts as a try and comes back tomorrow.

    Examples:

      leadctl followup 42 "comes on Saturday with his wife" --outcome advance --next sat

      leadctl followup 42 --next sat --agreed "test drive with his wife, keep the white X5"

      leadctl followup 13800001234 --outcome no-answer

      leadctl followup 张伟 "wants the figures of the 1.5T" --via wechat --grade A
    """
    inputs.read_choice(options.via, VIAS, "--via")
    inputs.read_choice(options.outcome, OUTCOMES, "--outcome")
    with session.write("followup") as writer:
        number, moment, next_on = _add_follow_up(writer, lead, options, inputs.read_line(note))
        writer.settle()
        writer.summary = f"lead {number}: {options.outcome} by {options.via}"
        answer = record(writer.db, number, writer.today)
        answer |= {"operation": writer.operation, "followup": writer.last_id("followups")}
        _warn_of_late_plan(writer, answer, next_on)
        retry_on = lead_row(writer.db, number, writer.today).retry_on
    sentence = describe_lead(session, answer)
    if options.outcome == "no-answer" and retry_on is not None:
        again = N_("lead {lead}: not reached, again on {retry_on}; the contact stays due by {due_by}")
        sentence = session.say(again, lead=number, retry_on=retry_on, due_by=answer["due_by"])
    session.report(add_effect(session, sentence, writer, number, moment), answer)


def _add_follow_up(
    writer: Writer, lead: str, options: FollowUpOptions, note: str | None
) -> tuple[int, str, str | None]:
    """Add the follow-up; returns its lead, its moment, and the day agreed for the next contact."""
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
    return row.lead, moment, next_on


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
