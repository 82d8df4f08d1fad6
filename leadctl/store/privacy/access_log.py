"""Who took many people's data out of the file: written past the journal, after a command that only reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence, StoreUnusable
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import File, Patience, connect, explain_errors, is_busy

if TYPE_CHECKING:
    from leadctl.store.core.connection import Result

PATIENCE_MILLISECONDS = 2000
"""How long a record waits for others: whoever has their answer is not kept waiting for it."""


class Access(NamedTuple):
    """People's data that left the file. ``at``: store time with seconds; ``people``: how many; ``revealed``: with their
    phones in full; ``imagined``: the clock was set by hand."""

    id: int
    at: str
    who: str
    login: str
    host: str
    command: str
    people: int
    revealed: bool
    imagined: bool


class _ShortPatience(Patience):
    """Waits for two seconds, and says nothing of it."""

    def wait_for(self, db: sqlite3.Connection, attempt: Callable[[], Result], *, holding: bool = False) -> Result:
        db.execute(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}")
        return attempt()


@contextmanager
def write_accesses(path: File) -> Iterator[sqlite3.Connection]:
    """The store open for adding accesses, and for nothing else. Raises StoreUnusable where it cannot be written."""
    patience = _ShortPatience(lambda: None)
    try:
        with explain_errors(path), closing(connect(path, read_only=False, waiting=patience)) as db:
            patience.wait_for(db, lambda: db.execute("BEGIN IMMEDIATE"))
            yield db
            db.execute("COMMIT")
    except StoreUnusable as error:
        if isinstance(error.__cause__, sqlite3.Error) and is_busy(error.__cause__):
            raise StoreUnusable("{why}", why=Sentence("another command is writing")) from error
        raise


def add_access(db: sqlite3.Connection, access: Access) -> None:
    """Add one; its ``id`` is left to the store."""
    db.execute(
        "INSERT INTO accesses (at, actor, login, host, command, people, revealed, imagined)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        access[1:],
    )


def list_accesses(db: sqlite3.Connection, limit: int | None) -> list[Access]:
    """The newest first, ``limit`` of them (None: all)."""
    rows = db.execute(f"{_ACCESSES} ORDER BY id DESC LIMIT ?", (-1 if limit is None else limit,))
    return [_read(row) for row in rows]


def carry_accesses(replaced: sqlite3.Connection, restored: sqlite3.Connection) -> int:
    """Add to a backup that takes a store's place what it does not know; returns how many were added.

    Nothing where the replaced store is of an older leadctl, or damaged: it is kept as a file.
    """
    try:
        present = [_read(row) for row in replaced.execute(f"{_ACCESSES} ORDER BY id")]
    except sqlite3.DatabaseError:
        return 0
    known = {_read(row) for row in restored.execute(_ACCESSES)}
    missing = [access for access in present if access not in known]
    for access in missing:
        add_access(restored, access)
    restored.commit()
    return len(missing)


_ACCESSES = "SELECT id, at, actor, login, host, command, people, revealed, imagined FROM accesses"


def _read(row: sqlite3.Row) -> Access:
    return Access._make(row)._replace(revealed=bool(row[-2]), imagined=bool(row[-1]))
