"""``leadctl operations``: who did what."""

from __future__ import annotations

from typing import Annotated

from leadctl.commands.declaration import LISTING, Command, Option
from leadctl.commands.session import Session
from leadctl.locale import N_
from leadctl.render.page import PEOPLE, PROGRAM, Column, Page, Table
from leadctl.store.journal.operations import Operation, list_operations

Everything = Annotated[bool, Option("--all", help="Every one, not only the latest 20.")]


LATEST = 20


def operations(session: Session, everything: Everything = False) -> None:
    """Every write, the newest first: who, when, what, and whether it was taken back.

    Examples:

      leadctl operations

      leadctl operations --all --format csv -o trail.csv
    """
    limit = session.output.limit if session.output.limit is not None else None if everything else LATEST
    with session.read() as db:
        found = list_operations(db, limit)
    rows = [
        row._asdict() | {"when": row.at[:16].replace("T", " ") + (" (LEADCTL_NOW)" if row.imagined else "")}
        for row in found
    ]
    columns = (
        Column("id", N_("Id"), "int", readers=PEOPLE),
        Column("when", N_("When"), readers=PEOPLE),
        Column("who", N_("Who"), readers=PEOPLE),
        Column("command", N_("Command"), readers=PEOPLE),
        Column("summary", N_("What"), wrap=True, readers=PEOPLE),
        Column("undone_by", N_("Undone by"), "int", drop=1, readers=PEOPLE),
        *(Column(key, key, readers=(PROGRAM,)) for key in Operation._fields),
    )
    session.show(Page([row._asdict() for row in found], (Table(columns, rows),), N_("Operations")))


COMMAND = Command(operations, LISTING)
