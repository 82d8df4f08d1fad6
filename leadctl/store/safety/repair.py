"""Repairing a store: what can be made anew from its facts is made anew, after a copy of it is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from leadctl import OLDEST_SCHEMA, SCHEMA_VERSION
from leadctl.errors import Refused, StoreUnusable, os_reason
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.connection import (
    Waiting,
    begin,
    commit,
    connect_unchecked,
    explain_errors,
    patience_of,
    prepare,
)
from leadctl.store.core.rows import find_value, read_value
from leadctl.store.core.schema import journal_triggers, journalled_tables, quote_name, remake_journal_triggers
from leadctl.store.core.schema_check import compare_schema, made_objects
from leadctl.store.core.writer import Author, finish_operation, start_operation
from leadctl.store.derivation.derive import settle
from leadctl.store.migrations import derive_everything
from leadctl.store.proof.copies import keep_old_store
from leadctl.store.proof.examination import UNREADABLE, Findings
from leadctl.store.queries.customers import pinyin
from leadctl.store.safety.doctor import examine_store


class Repair(NamedTuple):
    """A repair: the copy of the store as it was, and what is still wrong with it."""

    kept: Path
    left: Findings


def repair_store(path: Path, *, now: str, author: Author, waiting: Waiting = lambda: None) -> Repair:
    """Take away what leadctl did not make, and make indexes, triggers, derived state, history and search keys anew.

    One transaction and one operation; the store as it was is kept beside it. Raises StoreUnusable where it cannot be
    done: then nothing was changed.
    """
    patience = patience_of(waiting)
    with explain_errors(path), closing(connect_unchecked(path, waiting=patience)) as db:
        begin(db, write=False, waiting=patience)
        kept = _keep_present(db, path, now)
        db.execute("ROLLBACK")
        prepare(db, read_only=False)
        db.execute("PRAGMA foreign_keys = OFF")  # what points at nothing stays, and is told at the end
        begin(db, write=True, waiting=patience)
        try:
            _mend_schema(db)
            _raise_sequences(db)
            writer = start_operation(db, command="repair", now=now, author=author, derivation=settle)
            _mend_search_keys(db)
            derive_everything(db)
            writer.summary = f"made anew what follows from the facts; what was there is kept as {kept.name}"
            finish_operation(writer)
            commit(db, patience)
        except UNREADABLE as error:
            raise StoreUnusable(
                "{path} cannot be repaired, and nothing was changed. Keep it, and restore a backup: "
                "leadctl restore FILE",
                path=path,
            ).with_code("damaged-store") from error
    return Repair(kept, examine_store(path, waiting))


def _keep_present(db: sqlite3.Connection, path: Path, now: str) -> Path:
    kind = f"before-repair-{now.replace('-', '').replace(':', '')}"
    try:
        return keep_old_store(db, path, kind, proved=False)
    except OSError as error:
        raise Refused("{target} cannot be written: {why}.", target=path.parent, why=os_reason(error)) from error


def _mend_schema(db: sqlite3.Connection) -> None:
    found = compare_schema(db)
    if found.lost:
        raise LookupError(f"no repair makes tables: {found.lost}")
    kinds = dict(db.execute("SELECT name, type FROM main.sqlite_schema").fetchall())
    for name in found.strange:
        if kinds[name] != "trigger":  # all triggers are made anew below
            db.execute(f"DROP {kinds[name].upper()} {quote_name(name)}")
    for name in compare_schema(db).other:
        db.execute(made_objects()[name][1])
    for name in found.incomplete:
        if name in kinds:
            db.execute(f"DROP {kinds[name].upper()} {quote_name(name)}")
        db.execute(made_objects()[name][1])
    if not compare_schema(db, journal_triggers(db)).matches:
        remake_journal_triggers(db)
    db.execute("REINDEX")
    if read_value(db, int, "PRAGMA user_version") < OLDEST_SCHEMA:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")  # it has this schema, or it would not be here


def _raise_sequences(db: sqlite3.Connection) -> None:
    """No number of a row that was ever there is given again."""
    for table in ("operations", "changes", *journalled_tables(db)):
        sql = (
            f"SELECT max((SELECT coalesce(max(id), 0) FROM {table}),"
            " (SELECT coalesce(max(last_row), 0) FROM changes WHERE tbl = ?))"
        )
        highest = read_value(db, int, sql, (table,))
        given = find_value(db, int, "SELECT max(seq) FROM sqlite_sequence WHERE name = ?", (table,)) or 0
        if given < highest:
            db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, highest))


def _mend_search_keys(db: sqlite3.Connection) -> None:
    for row, name, sound in db.execute("SELECT id, name, pinyin FROM customers").fetchall():
        wanted = pinyin(name) if name else None
        if sound != wanted:
            db.execute("UPDATE customers SET pinyin = ? WHERE id = ?", (wanted, row))
