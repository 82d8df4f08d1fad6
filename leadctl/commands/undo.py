"""``leadctl undo``: take a write back."""

from __future__ import annotations

from contextlib import suppress

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import COMMANDS, load
from leadctl.commands.declaration import Argument, Command, Group
from leadctl.commands.options import DryRun
from leadctl.commands.permissions import MANAGER
from leadctl.commands.sentences import describe_lead
from leadctl.commands.session import Session
from leadctl.errors import Refused
from leadctl.locale import N_
from leadctl.locale.summaries import translate_summary
from leadctl.store.journal.operations import command_of, first_undone, is_written_by, latest_operation_of
from leadctl.store.journal.undo import undo_operation
from leadctl.store.queries.leads import record

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer

OperationId = Annotated[int | None, Argument("ID", "The operation; left out: your latest one.")]


def undo(session: Session, operation: OperationId = None, dry_run: DryRun = False) -> None:
    """Take back your latest write, or the one with this ID (be it a whole batch); undoing an undo is a redo.

    Examples:

      leadctl undo                  what you did last

      leadctl undo 118              an operation that leadctl operations lists
    """
    with session.write("undo", dry_run=dry_run) as writer:
        target = operation
        if target is None:
            target = latest_operation_of(writer.db, writer.author.actor, writer.author.login)
        if target is None:
            raise Refused("You have written nothing that could be undone; somebody else's: leadctl undo ID")
        _demand_role(session, writer, target)
        done, leads = undo_operation(writer, target)
        writer.summary = f"took back {target} ({done.command})" + (f": {done.summary}" if done.summary else "")
        answer = {
            "undone": target,
            "command": done.command,
            "operation": None if dry_run else writer.operation,
            "rows": done.rows,
        }
        stands = None
        with suppress(Refused):  # the lead is gone with what opened it
            stands = record(writer.db, leads[0], writer.today) if len(leads) == 1 else None
    what = done.command
    if done.summary:
        summary = translate_summary(done.summary, session.translate)
        what = session.say(N_("{command}: {what}"), command=done.command, what=summary)
    sentence = N_("operation {id} ({what}) undone; to redo it: leadctl undo {redo}")
    if dry_run:
        sentence = N_("operation {id} ({what}) can be undone; nothing was changed")
    told = session.say(sentence, id=target, what=what, redo=answer["operation"])
    if stands is not None:
        beyond = N_("{done}; it would leave {what}") if dry_run else N_("{done}; {what}")
        told = session.say(beyond, done=told, what=describe_lead(session, stands))
    session.report(told, answer)


def _demand_role(session: Session, writer: Writer, operation: int) -> None:
    """What only a manager may do, only a manager takes back, or who did it."""
    if is_written_by(writer.db, operation, writer.author.actor, writer.author.login):
        return
    name, _, rest = (command_of(writer.db, first_undone(writer.db, operation)) or "").partition(" ")
    if name == "assign":  # it asks for the role where the leads are others', and these were given by somebody else
        session.demand_role_in(writer.db, MANAGER)
    found = load(name) if name in COMMANDS else None
    command = found.commands.get(rest) if isinstance(found, Group) else found
    if command is not None and command.needs is not None and command.needs.applies({"name": rest}):
        session.demand_role_in(writer.db, command.needs.role)


COMMAND = Command(undo)
