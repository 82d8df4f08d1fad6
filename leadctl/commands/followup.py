"""``leadctl followup``: one contact, or one try, with a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.log_visit import what_next
from leadctl.commands.session import Session, warn
from leadctl.domain.terms import OUTCOMES, VIAS
from leadctl.errors import Refused

if TYPE_CHECKING:
    from leadctl import options as o
    from leadctl.store.writer import Writer


def followup(
    session: Session,
    lead: o.Lead,
    note: o.WhatWasSaid = None,
    via: o.Via = "phone",
    outcome: o.OutcomeOf = "continued",
    grade: o.Grade = None,
    next_: o.Next = None,
    at: o.At = None,
) -> None:
    """Record a contact: it restarts the grade's clock. no-answer only counts as a try and comes back tomorrow.

    Examples:

      leadctl followup 42 "comes on Saturday with his wife" --outcome advance --next sat

      leadctl followup 13800001234 --outcome no-answer

      leadctl followup 张伟 "wants the figures of the 1.5T" --via wechat --grade A
    """
    from leadctl.store.followups import add_follow_up
    from leadctl.store.leads import LIVE, lead_row, record

    inputs.choice(via, VIAS, "--via")
    inputs.choice(outcome, OUTCOMES, "--outcome")
    with session.write("followup") as writer:
        row = lead_row(writer.db, inputs.lead(writer.db, lead, LIVE))
        moment = inputs.after_opening(inputs.fact_moment(at, writer.now), row["opened_at"])
        if grade is not None and row["status"] == "ordered":
            raise Refused(f"Lead {row['lead']} is ordered and keeps grade O until it is delivered or cancelled.")
        next_on = inputs.day(next_, moment if at else writer.now, "plan", "--next") if next_ else None
        identity = add_follow_up(
            writer,
            lead=row["lead"],
            at=moment,
            via=via,
            outcome=outcome,
            grade=inputs.grade(grade, writer.policy),
            next_on=next_on,
            note=inputs.plain(note),
        )
        writer.settle()
        answer = record(writer.db, row["lead"], writer.today)
        _warn_of_late_plan(writer, answer, next_on)
        writer.summary = f"lead {row['lead']}: {outcome} by {via}"
        answer |= {"operation": writer.operation, "followup": identity}
    session.report(f"lead {answer['lead']}: {what_next(answer)}", answer)


def _warn_of_late_plan(writer: Writer, answer: dict[str, object], next_on: str | None) -> None:
    """A date beyond the grade's window is kept, and said to be late."""
    if next_on is None:
        return
    grade = str(answer["grade"]) if answer["grade"] else None
    _, latest = writer.policy.window(grade, writer.today)
    if next_on > latest:
        warn(f"{next_on} lies beyond the window of grade {grade or '-'} (by {latest}); an audit will list it")
