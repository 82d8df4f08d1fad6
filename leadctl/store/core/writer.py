"""The one way to write: a command is one transaction and one operation.

Everything a command changes goes through a :class:`Writer`. Leaving its ``with`` block re-derives the
leads it touched, records what rows it added, and commits; leaving it by an error, or after a dry run,
leaves the file as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from leadctl.domain.policy import Policy
from leadctl.named_tuple import NamedTuple
from leadctl.plain_text import clean_entry
from leadctl.store.core.rows import find_value
from leadctl.store.core.schema import UNJOURNALLED
from leadctl.store.core.settings import policy_on


class Author(NamedTuple):
    """Who writes: the name declared (and its staff row, if any), the OS login and the host.

    ``imagined``: their clock was set by hand (``LEADCTL_NOW``).
    """

    actor: str
    login: str
    host: str
    staff: int | None = None
    imagined: bool = False


class Writer:
    """An open write transaction.

    ``now`` is store time, to the minute; ``operation`` its row; ``policy`` in force on that day. ``derivation``
    derives the touched leads and cars; None: nothing of the kind is written. ``unchanged``: of the leads that it
    derived last, those whose present state is what it was before.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        operation: int,
        now: str,
        author: Author,
        policy: Policy,
        *,
        summary: str = "",
        derivation: Callable[[Writer], None] | None = None,
    ) -> None:
        self.db, self.operation, self.now, self.author, self.policy = db, operation, now, author, policy
        self.summary, self.derivation = summary, derivation
        self.touched: set[int] = set()
        self.owners: set[int] = set()
        self.unchanged: set[int] = set()
        self.dry_run = False

    @property
    def today(self) -> str:
        """The ISO date of ``now``."""
        return self.now[:10]

    def insert(self, table: str, **values: object) -> int:
        """Add one row, known to this operation; returns its id."""
        values["operation"] = self.operation
        columns = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self.db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def update(self, table: str, row: int, **values: object) -> None:
        """Change facts of one row; what it held before is kept. Raises LookupError when there is none."""
        sets = ", ".join(f"{name} = :{name}" for name in values)
        cursor = self.db.execute(f"UPDATE {table} SET {sets} WHERE id = :id", {**values, "id": row})
        if cursor.rowcount != 1:
            raise LookupError(f"{table} {row}")

    def put(self, table: str, key: Mapping[str, object], **values: object) -> None:
        """Change facts of the row that has these values in its ``key`` columns; where there is none, add it."""
        same = " AND ".join(f"{name} IS :{name}" for name in key)
        row = find_value(self.db, int, f"SELECT id FROM {table} WHERE {same}", key)
        if row is None:
            self.insert(table, **key, **values)
        else:
            self.update(table, row, **values)

    def delete(self, table: str, row: int) -> None:
        """Remove one row; what it held is kept. Raises LookupError when there is none."""
        if self.db.execute(f"DELETE FROM {table} WHERE id = :id", {"id": row}).rowcount != 1:
            raise LookupError(f"{table} {row}")

    def last_id(self, table: str) -> int:
        """The id of the newest row that was ever added to a table, 0 where none was."""
        return find_value(self.db, int, "SELECT seq FROM main.sqlite_sequence WHERE name = ?", (table,)) or 0

    def note_file(self, name: str, sha256: str) -> None:
        """Keep which file this operation takes its rows from, and its content's hash."""
        told = clean_entry(name.encode("utf-8", "replace").decode())  # a file's name may be bytes that are no text
        self.db.execute(
            "UPDATE operations SET file = :file, sha256 = :sha256 WHERE id = :id",
            {"file": told, "sha256": sha256, "id": self.operation},
        )

    def touch(self, *leads: int) -> None:
        """These leads' facts changed: derive them again before the commit."""
        self.touched.update(leads)

    def touch_owner(self, *customers: int) -> None:
        """What these customers own, or what was said of it, changed: derive their cars again before the commit."""
        self.owners.update(customers)

    def settle(self) -> None:
        """Derive the touched leads and cars now, so that the rest of the command sees where they stand."""
        if self.derivation is not None:
            self.derivation(self)


def start_operation(
    db: sqlite3.Connection, *, command: str, now: str, author: Author, derivation: Callable[[Writer], None]
) -> Writer:
    """Record the operation inside the transaction that has begun."""
    db.execute("CREATE TEMP TABLE rows_before AS SELECT name, seq FROM main.sqlite_sequence")
    operation = record_operation(db, command, now, author)
    return Writer(db, operation, now[:16], author, policy_on(db, now[:10]), derivation=derivation)


def record_operation(db: sqlite3.Connection, command: str, now: str, author: Author) -> int:
    """Add the row of an operation; returns its id."""
    cursor = db.execute(
        "INSERT INTO operations (at, command, staff, actor, login, host, imagined)"
        " VALUES (:at, :command, :staff, :actor, :login, :host, :imagined)",
        {
            "at": now,
            "command": command,
            "staff": author.staff,
            "actor": author.actor,
            "login": author.login,
            "host": author.host,
            "imagined": int(author.imagined),
        },
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish_operation(writer: Writer) -> None:
    """Keep what the operation did: its sentence, and the ranges of rows it added.

    Ids only grow and one writer is at work, so what an operation adds to a table is one range.
    """
    writer.db.execute(
        "UPDATE operations SET summary = :summary WHERE id = :id",
        {"summary": writer.summary, "id": writer.operation},
    )
    writer.db.execute(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row)"
        " SELECT :operation, s.name, 'insert', coalesce(b.seq, 0) + 1, s.seq"
        " FROM main.sqlite_sequence AS s LEFT JOIN temp.rows_before AS b ON b.name = s.name"
        f" WHERE s.seq > coalesce(b.seq, 0) AND s.name NOT IN ({', '.join(map(repr, UNJOURNALLED))})",
        {"operation": writer.operation},
    )
    _drop_changes_of_new_rows(writer)


def _drop_changes_of_new_rows(writer: Writer) -> None:
    """What happened to a row that this same operation added is nobody's past."""
    made = writer.db.execute(
        "SELECT operation, tbl, first_row, last_row FROM changes WHERE operation = :operation AND action = 'insert'",
        {"operation": writer.operation},
    ).fetchall()
    writer.db.executemany(
        "DELETE FROM changes WHERE operation = ? AND tbl = ? AND first_row BETWEEN ? AND ? AND action <> 'insert'",
        [tuple(row) for row in made],
    )
