"""Putting a backup in the place of the present store, and saying what is lost by it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from leadctl import SCHEMA_VERSION
from leadctl.errors import Refused, StoreUnusable, os_reason
from leadctl.files import make_scratch_folder, sync_folder
from leadctl.named_tuple import NamedTuple
from leadctl.store.access import read_store, write_store
from leadctl.store.core.connection import (
    Patience,
    Waiting,
    connect_unchecked,
    explain_errors,
    patience_of,
    take_whole_store,
)
from leadctl.store.core.rows import has_rows, read_value
from leadctl.store.core.writer import Author
from leadctl.store.migrations import upgrade_store
from leadctl.store.privacy.access_log import carry_accesses
from leadctl.store.proof.copies import free_name, keep_old_store, prove_copy, write_copy
from leadctl.store.proof.examination import Findings
from leadctl.store.safety.backups import examine_file, store_name

_IDENTITY = "SELECT id, at, command, actor, login, host FROM operations ORDER BY id"


class Loss(NamedTuple):
    """What a restore takes away: the operations of the present store that the backup does not know.

    ``store``: the present store's name; ``first``, ``last``: their times, None where none is lost or it cannot be read;
    ``others``: whether the backup is of another store.
    """

    store: str | None = None
    operations: int | None = None
    first: str | None = None
    last: str | None = None
    others: bool = False


def check_restore(path: Path, source: Path, *, other_store: bool = False) -> Loss:
    """What restoring ``source`` would take away.

    Raises Refused unless it is a leadctl database, sound, not newer than the program, with nothing in it that leadctl
    did not make, and of the same store (unless ``other_store``, or the present one is new). Raises StoreUnusable when
    there is no store at ``path`` that it could take the place of.
    """
    if not path.is_file():
        connect_unchecked(path).close()  # refuses, naming the copies that are beside
    if not source.exists():
        raise Refused("There is no file {source}; a backup is made by: leadctl backup FILE", source=source)
    if source.samefile(path):
        raise Refused("{source} is the database itself.", source=source)
    try:
        found = examine_file(source)
    except StoreUnusable as error:
        raise Refused("{source} cannot be restored: {why}", source=source, why=error.sentence) from error
    _refuse_unsound(source, found)
    loss = _find_loss(path, source)
    if loss.others and not other_store:
        raise Refused(
            "{source} is a backup of another store; nothing was changed. If that is what is wanted, say --other-store",
            source=source,
        )
    return loss


def _refuse_unsound(source: Path, found: Findings) -> None:
    wrong = found.sentences or [str(difference.table) for difference in found.differences]
    if wrong:
        raise Refused(
            "{source} is damaged ({what}); take another backup. Nothing was changed.", source=source, what=wrong[0]
        )
    if found.extra and found.schema == SCHEMA_VERSION:
        raise Refused(
            "{source} holds what leadctl did not make ({name}); take another backup. Nothing was changed.",
            source=source,
            name=found.extra[0],
        )


def _find_loss(path: Path, source: Path) -> Loss:
    with closing(connect_unchecked(source)) as db:
        saved = [tuple(row) for row in db.execute(_IDENTITY)]
    try:
        with closing(connect_unchecked(path)) as db:
            present = [tuple(row) for row in db.execute(_IDENTITY)]
            name, empty = store_name(db), _is_new(db)
    except (StoreUnusable, sqlite3.Error, ValueError):
        return Loss()
    common = sum(1 for _ in _common_start(present, saved))
    lost = present[common:]
    times = [str(row[1]) for row in lost]
    return Loss(name, len(lost), min(times, default=None), max(times, default=None), others=common == 0 and not empty)


def _common_start(one: list[tuple[object, ...]], other: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return one[:place]
    return one[: len(other)]


def _is_new(db: sqlite3.Connection) -> bool:
    """Whether nobody has come to a store yet."""
    return not any(has_rows(db, f"SELECT 1 FROM {table} LIMIT 1") for table in ("customers", "visits"))


def restore_backup(
    path: Path,
    source: Path,
    *,
    now: str,
    author: Author,
    waiting: Waiting = lambda: None,
    amend: Callable[[Path], None] = lambda copy: None,
) -> Path:
    """Put ``source``, a backup that ``check_restore`` let pass, in the place of the store at ``path``; returns the file
    that keeps the present one.

    All work is done on a copy, which ``amend`` gets before it is put in place, and which is proved; then the present
    store is taken whole, kept, and filled. Recorded as an operation of the restored store. Raises Refused for a copy
    that is not sound: then nothing was changed.
    """
    patience = patience_of(waiting)
    kind = f"before-restore-{now.replace('-', '').replace(':', '')}"
    kept = free_name(path, kind)
    try:
        with make_scratch_folder(path.parent) as folder, explain_errors(path):
            copy = folder / "restored.db"
            _prepare_copy(source, copy, patience)
            with write_store(copy, command="restore", now=now, author=author) as writer:
                writer.summary = f"restored from {source.name}; what was there is kept as {kept.name}"
            amend(copy)
            _refuse_unsound(source, prove_copy(copy))
            return _replace_store(path, copy, kind, patience)
    except OSError as error:
        raise Refused(
            "{target} cannot be written: {why}. Nothing was changed.", target=path, why=os_reason(error)
        ) from error


def _prepare_copy(source: Path, copy: Path, patience: Patience) -> None:
    """The backup as a store of this version, in a file of its own."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with read_store(source, outdated=True) as db:
        write_copy(db, copy)
        outdated = read_value(db, int, "PRAGMA user_version") < SCHEMA_VERSION
    if outdated:
        upgrade_store(copy, patience, keep=False)


def _replace_store(path: Path, copy: Path, kind: str, patience: Patience) -> Path:
    """Keep the present store and put the copy in its place, under one lock from first to last."""
    try:
        present = connect_unchecked(path, waiting=patience)
    except StoreUnusable as error:
        if not _is_beyond_reading(error):
            raise
        return _replace_file(path, copy, kind)
    with closing(present):
        # Other programs have this very file open: it is filled anew under their locks, not renamed under their feet.
        take_whole_store(present, patience)
        kept = keep_old_store(present, path, kind, proved=False)
        with closing(sqlite3.connect(copy)) as filled:
            carry_accesses(present, filled)
            filled.backup(present)
    return kept


def _is_beyond_reading(error: StoreUnusable) -> bool:
    """Whether the present file is too damaged to be opened, and so nobody else has it open either."""
    code = getattr(error.__cause__, "sqlite_errorcode", -1) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _replace_file(path: Path, copy: Path, kind: str) -> Path:
    """Keep the file of a store that cannot be opened, and put another one in its place: the name is never free."""
    real = Path(os.path.realpath(path))
    kept, status = free_name(path, kind), real.stat()
    try:
        os.link(real, kept)
    except OSError:  # a file system without hard links
        import shutil

        shutil.copy2(real, kept)
    journal = Path(f"{real}-journal")
    with suppress(FileNotFoundError):  # it belongs to the file that is kept, and would damage the other
        os.rename(journal, f"{kept}-journal")
    os.chmod(copy, status.st_mode & 0o777)
    with suppress(OSError, AttributeError):
        os.chown(copy, -1, status.st_gid)
    os.replace(copy, real)
    sync_folder(real.parent)
    return kept
