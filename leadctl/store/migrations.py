"""Bringing a store of an older leadctl up to the present schema.

``schema.sql`` alone says what the schema is. An older store is compared with it: what is missing is made, and a table
whose text differs is built anew and filled from the old one, column by column of the same name. So a store of any age
ends with the very schema of a fresh one, and with what follows from its facts derived by the present rules. A column
that a new version adds therefore needs a default, or allows NULL. Where neither the rules nor a table have changed,
what the store holds is what would be derived, and stays.

It is done when a store is first opened, in one transaction, and a copy of the store as it was is kept beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from leadctl import OLDEST_SCHEMA, SCHEMA_VERSION
from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Refused, Sentence, StoreUnusable, os_reason, template
from leadctl.store.core.connection import Patience, begin, commit, connect, explain_errors, is_busy
from leadctl.store.core.rows import find_value, read_value, read_values
from leadctl.store.core.schema import DERIVED_TABLES, drop_triggers, remake_journal_triggers, schema_sql
from leadctl.store.core.settings import policy_of
from leadctl.store.core.setup import trade_codes
from leadctl.store.derivation.cars import derive_all_cars
from leadctl.store.derivation.derive import derive
from leadctl.store.facts.visits import derive_visits_without_lead
from leadctl.store.plan_upgrade import keep_plan_bases
from leadctl.store.proof.copies import keep_old_store

if TYPE_CHECKING:
    from sqlite_utils import Database

RULES_SINCE = 6
"""The first schema of which a store holds what the present rules derive. A version that derives anything otherwise puts
its own number here."""


def upgrade_store(path: Path, patience: Patience, *, keep: bool = True) -> None:
    """Take the store at ``path`` to the present schema, and derive everything afresh if that can make a difference.

    One upgrades under the lock, whoever comes meanwhile waits. ``keep``: leave a proved copy of it as it was beside it,
    ``<path>.schema-N``. Raises StoreUnusable for a schema that never was in use, and where it cannot be done.
    """
    with closing(connect(path, read_only=False, waiting=patience, outdated=True)) as db, _explain_failure(path):
        # Tables are renamed and dropped: what points at them is not to follow, nor to be looked for.
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA legacy_alter_table = ON")
        begin(db, write=True, waiting=patience)
        present = read_value(db, int, "PRAGMA user_version")
        if present == SCHEMA_VERSION:  # somebody else was first
            return
        if present < OLDEST_SCHEMA:
            raise StoreUnusable(
                "{path} has schema {present}, which this leadctl cannot upgrade; it was left untouched.",
                path=path,
                present=present,
            )
        kept = _keep_old_store(path, present) if keep else None
        try:
            tables_changed = _match_schema(db)
            dropped = drop_old_prints(db)
            _add_codes(db)
            if tables_changed or present < RULES_SINCE:
                derive_everything(db)
            keep_plan_bases(db)
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            commit(db, patience)
        except BaseException:
            if kept is not None:
                kept.unlink()
            raise
    if dropped:
        patience.note(
            template(
                "old hashes of rows of people who were forgotten could be tried out, and were deleted: {count}. The "
                "registers that those rows came from bring them back, so take the rows out of the files"
            ),
            count=dropped,
        )


def drop_old_prints(db: sqlite3.Connection) -> int:
    """Delete the hashes that versions before schema 5 kept of forgotten people's rows; returns how many there were.

    They were made without a key: whoever had the file could try every phone out.
    """
    old = "tbl = 'visits' AND who LIKE '#%' AND length(who) > 41"
    gone = db.execute(f"DELETE FROM retired_rows WHERE {old}").rowcount
    db.execute(
        "UPDATE changes SET before = json_replace(before, '$.who', NULL) WHERE tbl = 'retired_rows'"
        " AND before IS NOT NULL AND json_extract(before, '$.who') LIKE '#%'"
    )
    return gone


@contextmanager
def _explain_failure(path: Path) -> Iterator[None]:
    """Say that an upgrade is due, and why it cannot be made; what waits for others is said as everywhere."""
    try:
        with explain_errors(path):
            yield
    except StoreUnusable as error:
        if not isinstance(error.__cause__, sqlite3.Error) or is_busy(error.__cause__):
            raise
        raise _upgrade_is_due(path, error.sentence) from error
    except Refused as error:
        raise _upgrade_is_due(path, error.sentence) from error
    except OSError as error:
        raise _upgrade_is_due(path, os_reason(error)) from error
    except (sqlite3.Error, ValueError, TypeError, LookupError, AssertionError) as error:
        why = Sentence("it is damaged; keep it, and restore a backup: leadctl restore FILE")
        raise _upgrade_is_due(path, why) from error


def _upgrade_is_due(path: Path, why: Sentence) -> StoreUnusable:
    return StoreUnusable(
        "{path} is of an older leadctl and has to be upgraded first, which cannot be done; it was left as it is. {why}",
        path=path,
        why=why,
    )


def _keep_old_store(path: Path, present: int) -> Path:
    """A copy of the store as it was; returns its path."""
    # Through a connection of its own: one that has begun to write can copy nothing.
    with closing(connect(path, read_only=True, outdated=True)) as db:
        return keep_old_store(db, path, f"schema-{present}")


def _match_schema(db: sqlite3.Connection) -> bool:
    """Make every table, index, view and trigger what ``schema.sql`` makes of a fresh store; returns whether a table
    was not so."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(schema_sql())
        wanted = {kind: _objects(fresh, kind) for kind in ("table", "index", "view")}
    drop_triggers(db)
    for name in _examine(db).view_names():
        db.execute(f"DROP VIEW {name}")
    present = _objects(db, "table")
    made = {name: sql for name, sql in wanted["table"].items() if present.get(name) != sql}
    for name, sql in made.items():
        if name in DERIVED_TABLES:  # what it held is derived afresh
            db.execute(f"DROP TABLE IF EXISTS {name}")
        if name in present and name not in DERIVED_TABLES:
            _rebuild_table(db, name, sql)
        else:
            db.execute(sql)
    db.execute("DROP TABLE IF EXISTS _sqlite_migrations")  # how the versions before 4 counted their steps
    present = _objects(db, "index")
    for name in present.keys() - {name for name, sql in wanted["index"].items() if present.get(name) == sql}:
        db.execute(f"DROP INDEX {name}")
    for name, sql in wanted["index"].items():
        if present.get(name) != sql:
            db.execute(sql)
    for sql in wanted["view"].values():
        db.execute(sql)
    remake_journal_triggers(db)
    return bool(made)


def _objects(db: sqlite3.Connection, kind: str) -> dict[str, str]:
    """Name -> text of the tables, indexes or views that somebody made; SQLite makes others for itself."""
    rows = db.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite!_%'"
        " ESCAPE '!'",
        (kind,),
    )
    return dict(rows.fetchall())


def _rebuild_table(db: sqlite3.Connection, table: str, sql: str) -> None:
    """Make a table anew by its present text, with the rows it had and the number of the newest it ever had."""
    old = f"{table}_before"
    db.execute(f"ALTER TABLE {table} RENAME TO {old}")
    db.execute(sql)
    known = _columns(db, old)
    columns = ", ".join(column for column in _columns(db, table) if column in known)
    db.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {old} ORDER BY id")
    newest = find_value(db, int, "SELECT max(seq) FROM sqlite_sequence WHERE name IN (?, ?)", (table, old))
    db.execute(f"DROP TABLE {old}")
    db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    if newest is not None:
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, newest))


def _examine(db: sqlite3.Connection) -> Database:
    """What sqlite-utils tells of a database. Plugins for it that happen to be installed are no part of leadctl."""
    from sqlite_utils import Database

    return Database(db, execute_plugins=False)


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    # For reading only: what sqlite-utils writes it also commits, and an upgrade is one transaction.
    return [column.name for column in _examine(db).table(table).columns]


def _add_codes(db: sqlite3.Connection) -> None:
    """The trade's sources and reasons that came since the store was made."""
    for table, rows in trade_codes().items():
        for row in rows:
            columns = ", ".join(row)
            db.execute(
                f"INSERT INTO {table} (operation, {columns}) SELECT min(id), {', '.join('?' * len(row))}"
                f" FROM operations WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE code = ?) HAVING min(id) IS NOT NULL",
                (*row.values(), row["code"]),
            )


def derive_everything(db: sqlite3.Connection) -> None:
    """Derive all leads, visits without one, and cars, by the rules of this version.

    Facts that these rules give to another lead are moved without a trace in the journal: an undo of what recorded them
    moves them again, if need be.
    """
    operation = find_value(db, int, "SELECT max(id) FROM operations")
    if operation is None:
        return
    last_change = find_value(db, int, "SELECT max(id) FROM changes") or 0
    policy = policy_of(db)
    leads = set(read_values(db, int, "SELECT id FROM leads"))
    while leads:
        leads = derive(db, leads, policy, operation)
    derive_visits_without_lead(db, 0, find_value(db, int, "SELECT max(id) FROM visits") or 0)
    derive_all_cars(db)
    db.execute("DELETE FROM changes WHERE id > ?", (last_change,))
