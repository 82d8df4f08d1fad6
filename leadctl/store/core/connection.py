"""Opening a store's file, and refusing whatever is not one.

A store is one SQLite file with a rollback journal and full synchronisation: truly one file, safe under
several writers. Every connection checks that the file is ours and understood before it reads a row.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from time import monotonic, sleep

from leadctl import SCHEMA_VERSION
from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import StoreUnusable, listing, template
from leadctl.store.core.rows import read_value
from leadctl.store.core.schema_check import compare_schema, refuse_older_schema, refuse_schema

if TYPE_CHECKING:
    from typing import TypeVar

    Result = TypeVar("Result")

MINIMUM_SQLITE = (3, 37, 0)
"""The first release of SQLite with STRICT tables, of which every store consists."""

SQLITE = sqlite3.sqlite_version
"""The release of SQLite that this Python has."""

APPLICATION_ID = 1279607108
PATIENCE_SECONDS = 30
SAY_AFTER_SECONDS = 2
_PAUSE_SECONDS = 0.02
_SHORTEST_PAUSE = 0.002

Database = sqlite3.Connection
"""An open store, as the layers above name it."""

File = str | PathLike[str]

Waiting = Callable[[], None]
"""Called once when the database has been busy for two seconds."""


class Patience:
    """How long one command waits for others, over all that it opens and does: says so once, and gives up in the end.

    ``note`` is told what else the user should know of the opening, as a template and its values.
    """

    def __init__(self, say: Waiting, note: Callable[..., None] = lambda *_, **__: None) -> None:
        self._say = say
        self.note = note
        self._spent = 0.0
        self._said = False

    def __call__(self) -> None:
        self._said = True
        self._say()

    def wait_for(self, db: sqlite3.Connection, attempt: Callable[[], Result], *, holding: bool = False) -> Result:
        """What ``attempt`` answers as soon as others let it. Raises sqlite3.OperationalError when they never do.

        Everybody tries again after a short time that differs from try to try, and the sooner the longer they have
        waited. SQLite itself would wait ever longer, so that who came last would always be served first. ``holding``:
        others wait for this command meanwhile.
        """
        db.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                began = monotonic()
                try:
                    return attempt()
                except sqlite3.OperationalError as error:
                    if not is_busy(error) or (self._said and self._spent >= PATIENCE_SECONDS):
                        raise
                    if self._spent >= SAY_AFTER_SECONDS and not self._said:
                        self()
                    pause = 0 if holding else _PAUSE_SECONDS / (1 + self._spent)
                    sleep(max(_SHORTEST_PAUSE, pause * (0.25 + os.urandom(1)[0] / 256)))
                finally:
                    self._spent += monotonic() - began
        finally:
            db.execute(f"PRAGMA busy_timeout = {int(PATIENCE_SECONDS * 1000)}")


def patience_of(waiting: Waiting) -> Patience:
    """The command's patience, or that of something that waits alone."""
    return waiting if isinstance(waiting, Patience) else Patience(waiting)


class OutdatedStore(Exception):
    """The store has the schema of an older leadctl."""


def connect(
    path: File, *, read_only: bool, waiting: Waiting = lambda: None, outdated: bool = False
) -> sqlite3.Connection:
    """A checked connection to the existing store at ``path``. Raises StoreUnusable for anything else.

    Raises OutdatedStore for one of an older leadctl, unless ``outdated`` ones are wanted too.
    """
    _refuse_no_file(path)
    with explain_errors(path):
        db = _open(path, read_only)
        try:
            distrust(db)
            _check_header(db, path, patience_of(waiting), outdated)
            prepare(db, read_only=read_only)
            _check_schema(db, path)
        except BaseException:
            db.close()
            raise
    return db


def connect_unchecked(path: File, *, waiting: Waiting = lambda: None) -> sqlite3.Connection:
    """A connection to a leadctl database whose schema may be any, for who examines or replaces it.

    Raises StoreUnusable.
    """
    _refuse_no_file(path)
    with explain_errors(path):
        db = _open(path, True)
        try:
            distrust(db)
            _check_header(db, path, patience_of(waiting), True)
        except BaseException:
            db.close()
            raise
    return db


def _refuse_no_file(path: File) -> None:
    if not os.path.exists(path):
        raise _missing_store(path).with_code("no-store")
    if not os.path.isfile(path):
        raise StoreUnusable("{path} is no database file.", path=path).with_code("not-a-store")


def _missing_store(path: File) -> StoreUnusable:
    """No store at ``path``; the copies that leadctl kept beside it are named."""
    folder, name = os.path.split(os.path.abspath(path))
    try:
        beside = sorted(
            entry
            for entry in os.listdir(folder)
            if entry.startswith((f"{name}.before-", f"{name}.schema-")) and not entry.endswith("-journal")
        )
    except OSError:
        beside = []
    if not beside:
        return StoreUnusable(
            "No database at {path}; create one with: leadctl --db {path} init. To try leadctl on an example store "
            "first: leadctl --db {path} init --example",
            path=path,
        )
    return StoreUnusable(
        "No database at {path}, but leadctl kept copies beside it: {names}. To go on with one: cp {copy} {path}. "
        "A new, empty one is created with: leadctl --db {path} init",
        path=path,
        names=listing(beside),
        copy=os.path.join(folder, beside[-1]),
    )


def refuse_old_library() -> None:
    """Raises StoreUnusable where SQLite is too old for any store: it would call a sound one damaged."""
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise StoreUnusable(
            "This Python has SQLite {present}; leadctl needs {wanted} or newer: install a newer Python.",
            present=SQLITE,
            wanted=".".join(map(str, MINIMUM_SQLITE)),
        ).with_code("old-sqlite")


def _open(path: File, read_only: bool) -> sqlite3.Connection:
    refuse_old_library()
    refuse_foreign_journal(path)
    # A reader opens for writing where it may: only so can it roll back what a crashed writer left.
    mode = "ro" if read_only and not os.access(path, os.W_OK) else "rw"
    address = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    db = sqlite3.connect(f"file:{address}?mode={mode}", uri=True, isolation_level=None, timeout=0)
    db.row_factory = sqlite3.Row
    return db


def refuse_foreign_journal(path: File) -> None:
    """What SQLite would roll back into the store, or wait at for ever: a journal that nobody who may write it made.

    Raises StoreUnusable for one that is a link, a pipe, or of an account that may not write the store.
    """
    real = os.path.realpath(path)
    for journal in (f"{real}-journal", f"{real}-wal"):
        try:
            found = os.lstat(journal)
        except OSError:
            continue
        if not stat.S_ISREG(found.st_mode) or not is_of_who_may_write(found, real):
            raise StoreUnusable(
                "{journal} beside the database is no journal of its own: a link, a pipe, or a file of another account. "
                "Remove it, and keep the database in a folder that nobody else may write into.",
                journal=journal,
            ).with_code("foreign-journal")


def is_of_who_may_write(found: os.stat_result, store: File) -> bool:
    """Whether a file beside a store was made by who may write the store: this account, its owner, the administrator;
    where a group may, by anybody of it, and the folder is trusted."""
    owner = os.stat(store)
    shared = bool(owner.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
    return shared or not hasattr(os, "getuid") or found.st_uid in (os.getuid(), owner.st_uid, 0)


def distrust(db: sqlite3.Connection) -> None:
    """What a manipulated file holds is not run, and a damaged page is noticed; before anything of it is read."""
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")


def prepare(db: sqlite3.Connection, *, read_only: bool) -> None:
    """Settings of every connection to a store."""
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = ON")
    # The folder is synced too after the journal is gone, so that a power cut takes no committed write back.
    db.execute("PRAGMA synchronous = EXTRA")
    if read_only:
        # Most pages are read once: fresh memory for each costs more than reading again the few that were dropped.
        db.execute("PRAGMA cache_size = -16384")
        db.execute("PRAGMA query_only = ON")
    else:
        db.execute("PRAGMA cache_size = -65536")


def _check_header(db: sqlite3.Connection, path: File, patience: Patience, outdated: bool) -> None:
    # The first look at the file waits for who is writing it to the disk.
    application = patience.wait_for(db, lambda: read_value(db, int, "PRAGMA application_id"))
    db.execute(f"PRAGMA busy_timeout = {int(PATIENCE_SECONDS * 1000)}")
    version = read_value(db, int, "PRAGMA user_version")
    if application != APPLICATION_ID:
        raise StoreUnusable("{path} is not a leadctl database; it was left untouched.", path=path).with_code(
            "not-a-store"
        )
    if version > SCHEMA_VERSION:
        raise StoreUnusable(
            "{path} was written by a newer leadctl (schema {version}, this program knows {known}); upgrade leadctl.",
            path=path,
            version=version,
            known=SCHEMA_VERSION,
        ).with_code("newer-store")
    if version < SCHEMA_VERSION and not outdated:
        raise OutdatedStore
    if version < SCHEMA_VERSION:
        # The schemas before 5 call functions of JSON, which SQLite before 3.42 refuses where it trusts no schema.
        db.execute("PRAGMA trusted_schema = ON")


def _check_schema(db: sqlite3.Connection, path: File) -> None:
    if read_value(db, int, "PRAGMA user_version") < SCHEMA_VERSION:
        refuse_older_schema(path, db)
    else:
        refuse_schema(path, compare_schema(db), writing=False)


def begin(db: sqlite3.Connection, *, write: bool, waiting: Waiting) -> None:
    """Start the one transaction of a command, waiting up to 30 s for others and saying so after 2."""
    patience_of(waiting).wait_for(db, lambda: _begin_transaction(db, write))


def take_whole_store(db: sqlite3.Connection, waiting: Waiting) -> None:
    """Lock a store against all others until ``db`` is closed, waiting for them without holding anything."""
    patience_of(waiting).wait_for(db, lambda: db.execute("BEGIN EXCLUSIVE"))
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("COMMIT")


def commit(db: sqlite3.Connection, waiting: Waiting) -> None:
    """End a transaction; who is still reading is waited for in the same way."""
    patience_of(waiting).wait_for(db, lambda: db.execute("COMMIT"), holding=True)


def _begin_transaction(db: sqlite3.Connection, write: bool) -> None:
    if write:
        db.execute("BEGIN IMMEDIATE")
        return
    db.execute("BEGIN")
    try:
        read_value(db, int, "SELECT count(*) FROM settings")  # takes the shared lock now, not at some later row
    except sqlite3.OperationalError:
        db.execute("ROLLBACK")
        raise


@contextmanager
def explain_errors(path: File) -> Iterator[None]:
    """Turn what SQLite says of the file into a sentence and exit code 4."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if code == sqlite3.SQLITE_CANTOPEN and os.access(path, os.R_OK):
            code = sqlite3.SQLITE_READONLY  # it is the journal beside the file that cannot be made
        sentence = _SENTENCES.get(code)
        if sentence is None:
            raise
        raise StoreUnusable(sentence, path=path).with_code(_CODES.get(_code(error), "store-unusable")) from error


def damaged_store(path: File) -> StoreUnusable:
    """The refusal of a store whose content cannot be trusted."""
    return StoreUnusable(_SENTENCES[sqlite3.SQLITE_CORRUPT], path=path).with_code(_CODES[sqlite3.SQLITE_CORRUPT])


def is_busy(error: sqlite3.Error) -> bool:
    """Whether others were at work for too long."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code of an error, -1 where it has none."""
    return getattr(error, "sqlite_errorcode", -1) & 0xFF


_SENTENCES = {
    sqlite3.SQLITE_BUSY: template(
        "{path} is busy: another leadctl has been at it for more than 30 seconds. Try again."
    ),
    sqlite3.SQLITE_LOCKED: template("{path} is locked by another program. Try again."),
    sqlite3.SQLITE_READONLY: template(
        "{path} or its folder cannot be written by this account, or the disk is read-only."
    ),
    sqlite3.SQLITE_IOERR: template("The disk failed while {path} was used; nothing was changed."),
    sqlite3.SQLITE_CORRUPT: template("{path} is damaged. Keep it, and restore a backup: leadctl restore FILE"),
    sqlite3.SQLITE_FULL: template("The disk is full; nothing was changed in {path}."),
    sqlite3.SQLITE_CANTOPEN: template("{path} cannot be opened by this account."),
    sqlite3.SQLITE_NOTADB: template("{path} is not a leadctl database (or it is damaged); it was left untouched."),
    sqlite3.SQLITE_PERM: template("{path} cannot be opened by this account."),
}

_CODES = {
    sqlite3.SQLITE_BUSY: "store-busy",
    sqlite3.SQLITE_LOCKED: "store-busy",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_CORRUPT: "store-damaged",
    sqlite3.SQLITE_FULL: "disk-full",
    sqlite3.SQLITE_NOTADB: "not-a-store",
}
"""The words by which a program tells them apart."""
