"""``leadctl undo``: take a write back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.session import Session
from leadctl.errors import Refused

if TYPE_CHECKING:
    from leadctl import options as o


def undo(session: Session, operation: o.OperationId = None, dry_run: o.DryRun = False) -> None:
    """Take back your latest write, or the one with this ID (be it a whole batch); undoing an undo is a redo.

    Examples:

      leadctl undo                  what you did last

      leadctl undo 118              an operation that leadctl operations lists
    """
    from leadctl.store.journal import latest_of
    from leadctl.store.journal import undo as take_back

    with session.write("undo", dry_run=dry_run) as writer:
        target = operation
        if target is None:
            target = latest_of(writer.db, writer.author.actor, writer.author.login)
        if target is None:
            raise Refused("You have written nothing that could be undone; somebody else's: leadctl undo ID")
        done = take_back(writer, target)
        writer.summary = f"took back {target} ({done.command})" + (f": {done.summary}" if done.summary else "")
        answer = {
            "undone": target,
            "command": done.command,
            "operation": None if dry_run else writer.operation,
            "rows": done.rows,
        }
    what = f"operation {target} ({done.command}" + (f": {done.summary})" if done.summary else ")")
    if dry_run:
        session.report(f"{what} can be undone; nothing was changed", answer)
    else:
        session.report(f"{what} undone; to redo it: leadctl undo {answer['operation']}", answer)
