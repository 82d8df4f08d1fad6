"""``leadctl operations``: who did what."""

from __future__ import annotations

from leadctl.annotations import Annotated
from leadctl.commands.declaration import LISTING, Command, Option
from leadctl.commands.session import Session
from leadctl.locale import N_
from leadctl.locale.summaries import translate_summary
from leadctl.render.page import PEOPLE, PROGRAM, Column, Page, Table
from leadctl.store.journal.operations import Operation, list_operations
from leadctl.store.privacy.access_log import Access, list_accesses

Everything = Annotated[bool, Option("--all", help="Every one, not only the latest 20.")]


OfAccess = Annotated[bool, Option("--access", help="Who took people's data out instead, and of how many.")]

LATEST = 20


def operations(session: Session, everything: Everything = False, access: OfAccess = False) -> None:
    """Every write, the newest first: who, when, what, and whether it was taken back.

    With --access: exports, backups, revealed phones, and lists with phones of more than 50 people.

    Examples:

      leadctl operations

      leadctl operations --all --format csv -o trail.csv

      leadctl operations --access --all
    """
    limit = session.output.limit if session.output.limit is not None else None if everything else LATEST
    with session.read() as db:
        if access:
            _show_accesses(session, list_accesses(db, limit))
            return
        found = list_operations(db, limit)
    rows = [
        row._asdict()
        | {
            "when": _describe_moment(row.at, row.imagined),
            "what": translate_summary(row.summary, session.translate),
        }
        for row in found
    ]
    columns = (
        Column("id", N_("Id"), "int", readers=PEOPLE),
        Column("when", N_("When"), readers=PEOPLE),
        Column("who", N_("Who"), readers=PEOPLE),
        Column("command", N_("Command"), drop=2, readers=PEOPLE),
        Column("what", N_("What"), wrap=True, least=12, readers=PEOPLE),
        Column("undone_by", N_("Undone by"), "int", drop=1, readers=PEOPLE),
        *(Column(key, key, readers=(PROGRAM,)) for key in Operation._fields),
    )
    session.show(Page([row._asdict() for row in found], (Table(columns, rows),), N_("Operations")))


def _describe_moment(at: str, imagined: bool) -> str:
    return at[:16].replace("T", " ") + (" (LEADCTL_NOW)" if imagined else "")


def _show_accesses(session: Session, found: list[Access]) -> None:
    rows = [row._asdict() | {"when": _describe_moment(row.at, row.imagined)} for row in found]
    columns = (
        Column("id", N_("Id"), "int", readers=PEOPLE),
        Column("when", N_("When"), readers=PEOPLE),
        Column("who", N_("Who"), readers=PEOPLE),
        Column("login", N_("Login"), drop=1, readers=PEOPLE),
        Column("host", N_("Machine"), drop=2, readers=PEOPLE),
        Column("command", N_("Command"), readers=PEOPLE),
        Column("people", N_("People"), "int", readers=PEOPLE),
        Column("revealed", N_("Phones in full"), readers=PEOPLE),
        *(Column(key, key, readers=(PROGRAM,)) for key in Access._fields),
    )
    note = "" if rows else N_("Nobody has taken many people's data out.")
    session.show(Page([row._asdict() for row in found], (Table(columns, rows, note=note),), N_("Data taken out")))


COMMAND = Command(operations, LISTING)
