"""Batches of what else is kept in files: follow-ups, churn, orders, sales, owners, online enquiries - and visits."""

from __future__ import annotations

from collections.abc import Callable

from leadctl.annotations import Annotated
from leadctl.commands.batches import import_file
from leadctl.commands.declaration import Argument, Command, Group
from leadctl.commands.import_check import check_file
from leadctl.commands.import_options import BatchOptions, ClosedBefore
from leadctl.commands.imports import IMPORTS, ImportKind, help_of
from leadctl.commands.session import Session

BatchFile = Annotated[
    str, Argument("FILE", "A .csv, .jsonl, .xlsx, .xls, .ods or .html file, or a .zip of one; - for stdin.")
]


def _command(kind: ImportKind) -> Command:
    """The command of a kind: the same options for all of them, each with its own help."""

    def import_new(session: Session, file: BatchFile, batch: BatchOptions) -> None:
        import_file(session, kind, file, batch)

    def import_old(session: Session, file: BatchFile, batch: BatchOptions, closed_before: ClosedBefore = None) -> None:
        import_file(session, kind, file, batch, closed_before)

    function: Callable[..., None] = import_old if kind.may_be_old else import_new
    function.__doc__ = help_of(kind.file)
    return Command(function)


COMMAND = Group(
    __doc__,
    {name: _command(kind) for name, kind in IMPORTS.items()} | {"check": Command(check_file)},
    default="check",
)
