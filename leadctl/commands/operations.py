"""``leadctl operations``: who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.session import Session
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl import options as o

LATEST = 20


def operations(session: Session, everything: o.Everything = False) -> None:
    """Every write, the newest first: who, when, what, and whether it was taken back.

    Examples:

      leadctl operations

      leadctl operations --all --format csv -o trail.csv
    """
    from leadctl.render.page import Column, Page, Table
    from leadctl.store.journal.operations import KEYS
    from leadctl.store.journal.operations import operations as read

    limit = session.output.limit if session.output.limit is not None else None if everything else LATEST
    with session.read() as db:
        found = read(db, limit)
    rows = [row | {"when": str(row["at"])[:16].replace("T", " ")} for row in found]
    people = ("table", "plain", "markdown")
    columns = (
        Column("id", N_("Id"), "int", only=people),
        Column("when", N_("When"), only=people),
        Column("who", N_("Who"), only=people),
        Column("command", N_("Command"), only=people),
        Column("summary", N_("What"), wrap=True, only=people),
        Column("undone_by", N_("Undone by"), "int", drop=1, only=people),
        *(Column(key, key, only=("csv",)) for key in KEYS),
    )
    session.show(Page(found, (Table(columns, rows),), N_("Operations")))
