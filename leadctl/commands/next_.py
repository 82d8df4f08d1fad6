"""``leadctl next``: who is to be contacted next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadctl.commands.declaration import LISTING, Command
from leadctl.commands.due import Narrowing, call_through, due, has_terminal, read_wanted
from leadctl.commands.options import Consultant, Everybody
from leadctl.commands.session import Session
from leadctl.domain.due import work_order
from leadctl.store.queries.tasks import tasks

if TYPE_CHECKING:
    from leadctl.domain.due import Task
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.tasks.request import Wanted


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

    def read_lines(db: Database) -> tuple[Wanted, list[Task]]:
        wanted = read_wanted(session, db, consultant, everybody, None, None)
        wanted = replace(wanted, only=narrowing.read(db))
        return wanted, sorted(tasks(db, wanted), key=work_order)

    call_through(session, read_lines, only_one=True)


COMMAND = Command(next_, LISTING)
