"""Complaints of owners: which are open, and how one was solved."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Option
from leadctl.commands.options import OnDay
from leadctl.commands.sentences import name_customer, name_day
from leadctl.commands.session import Session
from leadctl.domain.days import days_between
from leadctl.locale import N_
from leadctl.render.pages.owners import complaints_page
from leadctl.store.queries.complaints import Complaint, open_complaints
from leadctl.store.records.aftercare import solve_complaint

ComplaintId = Annotated[int, Argument("ID", "Its number: leadctl aftercare complaints")]
Solution = Annotated[str | None, Option("--note", "TEXT", "How it was solved.")]


def solve(session: Session, complaint: ComplaintId, note: Solution = None, on: OnDay = None) -> None:
    """A complaint is settled.

    Example: leadctl aftercare solved 3 --note "the door was adjusted"
    """
    with session.write("aftercare solved") as writer:
        day = writer.today if on is None else inputs.read_day(on, writer.now, "fact")
        row = solve_complaint(writer, complaint, day, inputs.read_line(note))
        writer.summary = f"complaint {complaint}: solved"
        answer = _complaint_record(row, writer.today) | {"operation": writer.operation}
    owner = name_customer(session, row.customer_id, row.customer, row.consultant)
    sentence = N_("{owner}: complaint {complaint} solved on {day}")
    session.report(session.say(sentence, owner=owner, complaint=complaint, day=name_day(session, day)), answer)


def complaints(session: Session) -> None:
    """The complaints that are open, the most pressing first.

    Example: leadctl aftercare complaints
    """
    with session.read() as db:
        today = session.read_clock(db)[:10]
        rows = [_complaint_record(row, today) for row in open_complaints(db)]
    session.show(complaints_page(rows), reveal=True)


_KEYS = (
    "complaint", "customer_id", "customer", "phone", "lead", "model", "what", "staff", "until", "at", "solved_on",
    "solution",
)  # fmt: skip


def _complaint_record(complaint: Complaint, today: str) -> dict[str, object]:
    values = complaint._asdict()
    days = days_between(complaint.until, complaint.solved_on or today)
    return {key: values[key] for key in _KEYS} | {"days_over": days}
