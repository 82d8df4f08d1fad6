"""Recording who took many people's data out of the file (docs/privacy.md, after a loss)."""

from __future__ import annotations

from leadctl.commands.os_account import find_host, find_login
from leadctl.commands.session import Session, is_clock_imagined, warn
from leadctl.errors import Refused, StoreUnusable
from leadctl.store.core.connection import Database
from leadctl.store.privacy.access_log import Access, add_access, write_accesses


def record_access(session: Session, command: str) -> None:
    """Record how many people's data the command took out, and who. A store that cannot be written stays readable: then
    a note says that nothing was recorded."""
    people = session.taken_out
    try:
        with write_accesses(session.file) as db:
            login = find_login()
            add_access(
                db,
                Access(
                    id=0,
                    at=session.read_clock(db),
                    who=_find_name(session, db) or login,
                    login=login,
                    host=find_host(),
                    command=command,
                    people=people,
                    revealed=session.revealed,
                    imagined=is_clock_imagined(),
                ),
            )
    except StoreUnusable as error:
        warn("that data of {count} people was taken out could not be recorded: {why}", count=people, why=error.sentence)


def _find_name(session: Session, db: Database) -> str | None:
    """Who acts, where they say so and may; a name that is refused elsewhere is none."""
    try:
        member = session.member(db)
    except Refused:
        return None
    return None if member is None else member.name
