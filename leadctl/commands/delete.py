"""Remove a fact that never happened; what follows is derived again, and undo brings it back."""

from __future__ import annotations

from leadctl.commands.declaration import Command, Group
from leadctl.commands.edit.changes import describe_change
from leadctl.commands.options import FactId
from leadctl.commands.session import Session
from leadctl.store.journal.corrections import delete_follow_up, delete_visit


def visit(session: Session, id_: FactId) -> None:
    """Remove a visit; a lead and a customer of whom nothing else speaks go with it.

    Example: leadctl delete visit 812
    """
    with session.write("delete visit") as writer:
        answer = describe_change(session, writer, "visit", id_, delete_visit(writer, id_), "deleted")
    session.report(*answer)


def followup(session: Session, id_: FactId) -> None:
    """Remove a follow-up: its contact, or its try, no longer counts.

    Example: leadctl delete followup 93
    """
    with session.write("delete followup") as writer:
        answer = describe_change(session, writer, "followup", id_, delete_follow_up(writer, id_), "deleted")
    session.report(*answer)


COMMAND = Group(
    __doc__,
    {
        "visit": Command(visit),
        "followup": Command(followup),
    },
)
