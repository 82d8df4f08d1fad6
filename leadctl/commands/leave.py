"""``leadctl leave``: a visitor has left."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands import inputs
from leadctl.commands.declaration import Argument, Command
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session
from leadctl.domain.days import minutes_between
from leadctl.domain.due import DAY_ONLY
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.store.core.connection import Database
from leadctl.store.facts.visits import Visit, find_open_visit, read_visit
from leadctl.store.journal.corrections import edit_visit
from leadctl.store.queries.customers import owner_of
from leadctl.store.queries.leads import record

WhoLeft = Annotated[str, Argument("VISIT|PHONE", "A visit's number, or the visitor's phone.")]
LeftAt = Annotated[str | None, Argument("TIME", "When they left; left out: now.")]


def leave(session: Session, visit: WhoLeft, time: LeftAt = None) -> None:
    """Close a visit: the visitor has left, now or at a time of the day of the visit.

    In the evening, leadctl visits --open lists the walk-ins that are not closed.

    Examples:

      leadctl leave 812

      leadctl leave 13800001234 11:20
    """
    with session.write("leave") as writer:
        row = _find_visit(writer.db, visit)
        if row.left_at is not None:
            raise Refused(
                "Visit {visit} was closed at {left}; to correct it: leadctl edit visit {visit} --left TIME",
                visit=row.id,
                left=row.left_at.replace("T", " "),
            )
        left = _read_time(time, row, writer.now)
        lead = edit_visit(writer, row.id, {"left_at": left})
        writer.settle()
        writer.summary = f"visit {row.id} closed" + (f", lead {lead}" if lead else "")
        answer = record(writer.db, lead, writer.today)
        answer |= {"operation": writer.operation, "visit": row.id, "arrived_at": row.at, "left_at": left}
    minutes = minutes_between(row.at, left)
    sentence = N_("visit {visit}: left at {left}, after {minutes} min")
    if row.at[11:] == DAY_ONLY:  # nobody knows when they came
        sentence = N_("visit {visit}: left at {left}")
    told = session.say(sentence, visit=row.id, left=left[11:16], minutes=minutes)
    if lead is not None:
        told = session.say(N_("{done}; {what}"), done=told, what=describe_lead(session, answer))
    session.report(told, answer)


def _find_visit(db: Database, text: str) -> Visit:
    """The visit of a number, or the newest of a phone that is not closed."""
    word = text.strip().removeprefix("#")
    if word.isascii() and word.isdecimal() and len(word) <= inputs.MOST_DIGITS_OF_ID:
        return read_visit(db, int(word))
    customer = owner_of(db, inputs.read_phone(word))
    row = None if customer is None else find_open_visit(db, customer)
    if row is None:
        raise Refused("No visit of that phone is open; see: leadctl visits --open").with_code("no-such-visit")
    return row


def _read_time(text: str | None, row: Visit, now: str) -> str:
    if text is None:
        if row.at[:10] != now[:10]:
            raise Refused(
                "Visit {visit} was on {day}; say when they left: leadctl leave {visit} 17:30",
                visit=row.id,
                day=row.at[:10],
            )
        return now[:16]
    left = inputs.read_leaving_time(text, row.at, now, "TIME")
    assert left is not None
    return left


COMMAND = Command(leave)
