"""Batches of what else is kept in files: follow-ups, churn, orders, sales, owners, online enquiries - and visits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from leadctl.commands.batches import import_file
from leadctl.commands.declaration import Argument, Command, Group
from leadctl.commands.import_options import BatchOptions, ClosedBefore
from leadctl.commands.imports import IMPORTS, help_of
from leadctl.commands.session import Session

BatchFile = Annotated[str, Argument("FILE", "A .csv, .tsv, .xlsx or .jsonl file; - for stdin.")]


def visits(session: Session, file: BatchFile, batch: BatchOptions, closed_before: ClosedBefore = None) -> None:
    """Take a register of visits; old leads of it may be closed at once."""
    import_file(session, "visits", file, batch, closed_before)


def _import_kind(kind: str) -> Callable[..., None]:
    """The function of the command of another kind of file."""

    def importing(session: Session, file: BatchFile, batch: BatchOptions) -> None:
        import_file(session, kind, file, batch)

    return importing


def _command(kind: str) -> Command:
    function = visits if kind == "visits" else _import_kind(kind)
    function.__doc__ = help_of(IMPORTS[kind].file)
    return Command(function)


COMMAND = Group(__doc__, {kind: _command(kind) for kind in IMPORTS})
