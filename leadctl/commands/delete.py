"""Remove a fact that never happened; what follows is derived again, and undo brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.rewording import told
from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl import options as o


def visit(session: Session, id_: o.FactId) -> None:
    """Remove a visit; a lead and a customer of whom nothing else speaks go with it.

    Example: leadctl delete visit 812
    """
    from leadctl.store.journal.corrections import delete_visit

    with session.write("delete visit") as writer:
        answer = told(session, writer, "visit", id_, delete_visit(writer, id_), "deleted")
    session.report(*answer)


def followup(session: Session, id_: o.FactId) -> None:
    """Remove a follow-up: its contact, or its try, no longer counts.

    Example: leadctl delete followup 93
    """
    from leadctl.store.journal.corrections import delete_follow_up

    with session.write("delete followup") as writer:
        answer = told(session, writer, "followup", id_, delete_follow_up(writer, id_), "deleted")
    session.report(*answer)


VERBS = (("visit", visit, "record"), ("followup", followup, "record"))
