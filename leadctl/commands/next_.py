"""``leadctl next``: who is to be contacted next."""

from __future__ import annotations

from leadctl.commands.declaration import LISTING, Command
from leadctl.commands.due import Narrowing, call_through, due, has_terminal, read_lines
from leadctl.commands.options import Consultant, Everybody
from leadctl.commands.session import Session


def next_(
    session: Session,
    consultant: Consultant = None,
    everybody: Everybody = False,
    narrowing: Narrowing = Narrowing(),  # noqa: B008 - a tuple
) -> None:
    """Whom to contact next; on a terminal the keys of due --work record what comes of it.

    Without a terminal, and in a format for programs, it is the first line of leadctl due.

    Examples:

      leadctl next

      leadctl next --grade H --json
    """
    if session.for_programs or session.output.out is not None or not has_terminal():
        session.output = session.output._replace(limit=1)
        due(session, consultant, everybody, narrowing=narrowing)
        return

    call_through(session, lambda db: read_lines(session, db, consultant, everybody, narrowing), only_one=True)


COMMAND = Command(next_, LISTING)
