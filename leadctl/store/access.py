"""Opening a store for reading, or for one write; one of an older leadctl is brought up to date first.

It stands above the rest of the store: an upgrade and the end of every write derive.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from leadctl.annotations import TYPE_CHECKING
from leadctl.store.core import connection
from leadctl.store.core.connection import (
    File,
    OutdatedStore,
    Patience,
    Waiting,
    begin,
    commit,
    damaged_store,
    explain_errors,
    patience_of,
)
from leadctl.store.core.rows import read_value
from leadctl.store.core.schema_check import compare_schema, refuse_schema

MOST_CHECKED = 2 << 20
"""Bytes of a store that is looked through before each write, which takes some 6 ms of processor time a megabyte. Of a
larger one only the pages that a write reads are checked; the rest is by each backup and by ``doctor``."""

MOST_COPIED = 16 << 20
"""Bytes of a store that is copied in some milliseconds where it is to be read at length."""

if TYPE_CHECKING:
    from leadctl.store.core.writer import Author, Writer


def connect(path: File, *, read_only: bool, waiting: Waiting = lambda: None) -> sqlite3.Connection:
    """A connection to the store at ``path``, of the present schema. Raises StoreUnusable for what is no store."""
    try:
        db = connection.connect(path, read_only=read_only, waiting=waiting)
    except OutdatedStore:
        from pathlib import Path

        from leadctl.store.migrations import upgrade_store

        upgrade_store(Path(path), patience_of(waiting))
        db = connection.connect(path, read_only=read_only, waiting=waiting)
    if not read_only:
        _refuse_incomplete(db, path)
    return db


def _refuse_incomplete(db: sqlite3.Connection, path: File) -> None:
    """A store whose journal or indexes are not whole is read, and not written. Raises StoreUnusable."""
    try:
        with explain_errors(path):
            refuse_schema(path, compare_schema(db, _read_triggers(db)), writing=True)
    except BaseException:
        db.close()
        raise


_TRIGGERS: dict[str, tuple[str, str]] = {}
"""The journal's triggers, once they were needed: they follow from the tables, which are the same in every store."""


def _read_triggers(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """The triggers that a store must have whose tables were compared with the schema before."""
    if not _TRIGGERS:
        from leadctl.store.core.schema import journal_triggers

        _TRIGGERS.update(journal_triggers(db))
    return _TRIGGERS


@contextmanager
def read_store(
    path: File, waiting: Waiting = lambda: None, *, outdated: bool = False, copied: bool = False
) -> Iterator[sqlite3.Connection]:
    """A store open for reading one consistent state; ``outdated``: also one of an older leadctl, as it is.

    ``copied``: it is read at length, so a copy is read where the store is not too large, and nobody waits for the end.
    """
    patience = patience_of(waiting)
    if outdated:
        db = connection.connect(path, read_only=True, waiting=patience, outdated=True)
    else:
        db = connect(path, read_only=True, waiting=patience)
    with explain_errors(path):
        try:
            begin(db, write=False, waiting=patience)
            if copied and os.path.getsize(path) <= MOST_COPIED:
                db = _exchange_for_copy(db)
            yield db
        finally:
            db.close()


def _exchange_for_copy(db: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of what ``db`` reads, which is closed."""
    from leadctl.store.core.private_copies import copy_into_memory

    with closing(db):
        copy = copy_into_memory(db)
    copy.execute("PRAGMA query_only = ON")
    return copy


@contextmanager
def write_store(
    path: File,
    *,
    command: str,
    now: str,
    author: Author,
    waiting: Waiting = lambda: None,
    dry_run: bool = False,
    filling: bool = False,
) -> Iterator[Writer]:
    """Open the store at ``path`` and write one operation; ``now`` is store time with seconds.

    ``filling``: many rows may come, and possibly the first ones of the store.
    """
    with (
        open_for_writing(path, waiting) as db,
        write_operation(db, command, now, author, waiting, dry_run=dry_run, filling=filling) as writer,
    ):
        yield writer


@contextmanager
def open_for_writing(path: File, waiting: Waiting = lambda: None) -> Iterator[sqlite3.Connection]:
    """A sound store of which something may be read before the lock is taken to write to it. Raises StoreUnusable."""
    patience = patience_of(waiting)
    db = connect(path, read_only=False, waiting=patience)
    with explain_errors(path):
        try:
            _refuse_damaged(db, path, patience)
            yield db
        finally:
            db.close()


@contextmanager
def read_transaction(db: sqlite3.Connection, waiting: Waiting = lambda: None) -> Iterator[None]:
    """One consistent state of an open store."""
    begin(db, write=False, waiting=waiting)
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def write_operation(
    db: sqlite3.Connection,
    command: str,
    now: str,
    author: Author,
    waiting: Waiting = lambda: None,
    *,
    dry_run: bool = False,
    filling: bool = False,
) -> Iterator[Writer]:
    """The one write transaction of a store that was opened for writing; as ``write_store``."""
    from leadctl.store.core.writer import finish_operation, start_operation

    patience = patience_of(waiting)
    _begin(db, patience, filling)
    writer = start_operation(db, command=command, now=now, author=author, derivation=_settle)
    writer.dry_run = dry_run
    yield writer
    writer.settle()
    finish_operation(writer)
    if filling:
        _refuse_dangling(db)
    if writer.dry_run:
        db.execute("ROLLBACK")
    else:
        commit(db, patience)


def _settle(writer: Writer) -> None:
    """Derive what was touched; a visit that opens a lead touches none."""
    if writer.touched or writer.owners:
        from leadctl.store.derivation.derive import settle

        settle(writer)


def _refuse_damaged(db: sqlite3.Connection, path: File, waiting: Patience) -> None:
    """Nothing is added to a store whose pages or rows are damaged, be it where this write never looks.

    It is looked at before the lock is taken, so that nobody waits for it. Raises StoreUnusable.
    """
    if os.path.getsize(path) > MOST_CHECKED:
        return
    if waiting.wait_for(db, lambda: read_value(db, str, "PRAGMA main.quick_check(1)")) != "ok":
        raise damaged_store(path)


def _begin(db: sqlite3.Connection, waiting: Waiting, filling: bool) -> None:
    if filling:
        from leadctl.store.core.bulk_insert import begin_filling

        begin_filling(db, waiting)
    else:
        begin(db, write=True, waiting=waiting)


def _refuse_dangling(db: sqlite3.Connection) -> None:
    from leadctl.store.core.bulk_insert import refuse_dangling

    refuse_dangling(db)
