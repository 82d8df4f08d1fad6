"""Copies of a store: making one while others write, and putting one back."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from leadctl.errors import Refused, StoreUnusable, os_reason
from leadctl.store.access import read_store, write_store
from leadctl.store.core.connection import PATIENCE_SECONDS, Waiting, begin, connect, explain_errors, patience_of
from leadctl.store.core.writer import Author
from leadctl.store.migrations import upgrade_store
from leadctl.store.safety.doctor import find_damage


def back_up_store(path: Path, target: Path, waiting: Waiting = lambda: None) -> int:
    """Copy the store at ``path`` into the file ``target`` (0600), as it stands at one moment; returns its bytes.

    Written beside the target, synced and renamed. Raises Refused for a target that cannot or must not be written.
    """
    with read_store(path, waiting) as db:
        _refuse_target(path, target)
        with _open_unfinished_copy(target) as copy:
            _copy_pages(db, copy)
            os.replace(copy, target)
    return target.stat().st_size


@contextmanager
def open_snapshot(path: Path, waiting: Waiting = lambda: None) -> Iterator[sqlite3.Connection]:
    """A private copy of the store as it stands at one moment, for reading at length: nobody waits for its end.

    The copy (0600, in the machine's folder for temporary files) has no name any more while it is read.
    """
    with tempfile.TemporaryDirectory(prefix="leadctl-") as folder:
        copy = Path(folder) / "snapshot.db"
        with read_store(path, waiting) as db, _open_unfinished_copy(copy) as unfinished:
            _copy_pages(db, unfinished)
            os.replace(unfinished, copy)
        with read_store(copy) as db:
            with suppress(PermissionError):  # where an open file keeps its name, the folder goes at the end
                copy.unlink()
            yield db


def restore_backup(
    path: Path,
    source: Path,
    *,
    now: str,
    author: Author,
    waiting: Waiting = lambda: None,
    amend: Callable[[Path], None] = lambda copy: None,
) -> Path:
    """Put the backup ``source`` in the place of the store at ``path``; returns the file that keeps the present one.

    ``amend`` gets the copy before it is put in place. Recorded as an operation of the restored store. Raises Refused
    for a file that is no whole backup.
    """
    kept = _name_for_kept(path, now)
    check_restore(path, source)
    with _open_unfinished_copy(path) as copy:
        with read_store(source, outdated=True) as db:
            _copy_pages(db, copy)
        upgrade_store(copy, patience_of(waiting), keep=False)
        with write_store(copy, command="restore", now=now, author=author) as writer:
            writer.summary = f"restored from {source.name}; what was there is kept as {kept.name}"
        amend(copy)
        _replace_store(path, copy, kept, waiting)
    return kept


def check_restore(path: Path, source: Path) -> None:
    """Raises Refused unless ``source`` is a leadctl database, whole and not newer than the program.

    Raises StoreUnusable when there is no store at ``path`` that it could take the place of.
    """
    if not path.is_file():
        raise StoreUnusable("No database at {path}; create one with: leadctl --db {path} init", path=path)
    if not source.exists():
        raise Refused("There is no file {source}; a backup is made by: leadctl backup FILE", source=source)
    if source.samefile(path):
        raise Refused("{source} is the database itself.", source=source)
    try:
        with read_store(source, outdated=True) as db:
            wrong = find_damage(db)
    except StoreUnusable as error:
        raise Refused("{source} cannot be restored: {why}", source=source, why=error.sentence) from error
    if wrong:
        raise Refused(
            "{source} is damaged ({what}); take another backup. Nothing was changed.", source=source, what=wrong[0]
        )


def _refuse_target(path: Path, target: Path) -> None:
    real, store = Path(os.path.realpath(target)), Path(os.path.realpath(path))
    if real in (store, Path(f"{store}-journal")) or (real.exists() and real.samefile(store)):
        raise Refused("{target} is the database itself; name another file for its backup.", target=target)
    if not real.parent.is_dir():
        raise Refused("There is no folder {folder}; make it first.", folder=real.parent)
    if real.exists() and not _is_store(real):
        raise Refused("{target} exists and is no backup of leadctl; name another file.", target=target)


def _is_store(path: Path) -> bool:
    try:
        connect(path, read_only=True, outdated=True).close()
    except StoreUnusable:
        return False
    return True


@contextmanager
def _open_unfinished_copy(target: Path) -> Iterator[Path]:
    """An empty file 0600 beside the target, gone at the end unless it was renamed. Raises Refused."""
    copy = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise Refused("{target} cannot be written: {why}.", target=target, why=os_reason(error)) from error
    try:
        with explain_errors(copy):
            yield copy
    except OSError as error:
        raise Refused("{target} cannot be written: {why}.", target=target, why=os_reason(error)) from error
    finally:
        copy.unlink(missing_ok=True)


def _copy_pages(db: sqlite3.Connection, target: Path) -> None:
    """All pages at once, so that the copy is of one moment; on the disk before it is renamed."""
    with closing(sqlite3.connect(target)) as copy:
        db.backup(copy)
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace_store(path: Path, copy: Path, kept: Path, waiting: Waiting) -> None:
    """Keep the present store as ``kept``, then fill its file from the copy, under one lock from first to last."""
    present = _open_present(path)
    if present is None:
        os.chmod(copy, path.stat().st_mode & 0o777)
        os.rename(path, kept)
        os.rename(copy, path)
        return
    with closing(present), explain_errors(path):
        # Other programs have this very file open: it is filled anew under their locks, not renamed under their feet.
        present.execute("PRAGMA locking_mode = EXCLUSIVE")
        begin(present, write=True, waiting=waiting)
        present.execute("COMMIT")
        present.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
        present.execute("BEGIN EXCLUSIVE")
        present.execute("COMMIT")
        with _open_unfinished_copy(kept) as aside:
            _copy_pages(present, aside)
            os.rename(aside, kept)
        with closing(sqlite3.connect(copy)) as source:
            source.backup(present)


def _open_present(path: Path) -> sqlite3.Connection | None:
    """The present store, or None when it is too damaged to be opened. Raises StoreUnusable for anything else."""
    try:
        return connect(path, read_only=False, outdated=True)
    except StoreUnusable as error:
        cause = error.__cause__
        code = getattr(cause, "sqlite_errorcode", -1) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return None
        raise


def _name_for_kept(path: Path, now: str) -> Path:
    """``<db>.before-restore-20261122T083000``, numbered where that is taken."""
    stem = f"{path.name}.before-restore-{now.replace('-', '').replace(':', '')}"
    names = [stem, *(f"{stem}-{count}" for count in range(2, 1000))]
    return next(path.with_name(name) for name in names if not path.with_name(name).exists())
