"""Complaints of owners: which are open, and how one was solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.options import OnDay
from leadctl.commands.session import Session
from leadctl.domain.days import days_between
from leadctl.locale import N_
from leadctl.render.pages.owners import complaints_page
from leadctl.store.records.owners.contacts import open_complaints, solve_complaint

if TYPE_CHECKING:
    from leadctl.store.core.connection import Row


ComplaintId = Annotated[int, Argument("ID", "Its number: leadctl aftercare complaints")]
Solution = Annotated[str | None, Option("--note", "TEXT", "How it was solved.")]


def solved(session: Session, complaint: ComplaintId, note: Solution = None, on: OnDay = None) -> None:
    """A complaint is settled.

    Example: leadctl aftercare solved 3 --note "the door was adjusted"
    """
    with session.write("aftercare solved") as writer:
        day = writer.today if on is None else inputs.day(on, writer.now, "fact")
        row = solve_complaint(writer, complaint, day, inputs.plain(note))
        writer.summary = f"complaint {complaint}: solved"
        answer = _complaint(row, writer.today) | {"operation": writer.operation}
    session.report(session.say(N_("complaint {complaint}: solved on {day}"), complaint=complaint, day=day), answer)


def complaints(session: Session) -> None:
    """The complaints that are open, the most pressing first.

    Example: leadctl aftercare complaints
    """
    with session.read() as db:
        today = session.now(db)[:10]
        rows = [_complaint(row, today) for row in open_complaints(db)]
    session.show(complaints_page(rows))


def _complaint(row: Row, today: str) -> dict[str, object]:
    keys = ("complaint", "customer_id", "customer", "phone", "lead", "model", "what", "staff", "until")
    told: dict[str, object] = {key: row[key] for key in (*keys, "at", "solved_on", "solution")}
    return told | {"days_over": days_between(row["until"], row["solved_on"] or today)}
