"""Backups of a store: made while others write, proved before they take a name, rotated, listed."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

from leadctl.errors import Refused, Sentence, StoreUnusable, os_reason
from leadctl.files import find_place, replace_file
from leadctl.named_tuple import NamedTuple
from leadctl.store.access import read_store
from leadctl.store.core.connection import Waiting, begin, connect, connect_unchecked, explain_errors
from leadctl.store.core.private_copies import copy_into_memory
from leadctl.store.core.rows import read_value
from leadctl.store.core.settings import read_setting
from leadctl.store.proof.copies import mode_of_copies, prove_copy, write_copy
from leadctl.store.proof.examination import Findings, examine_database
from leadctl.store.queries.exports import count_people
from leadctl.store.safety.encryption import SUFFIX, Secret, encrypt_into, is_encrypted

SUM = ".sha256"
"""What is added to a backup's name for the file that holds its SHA-256."""

_NAMED = re.compile(
    r"leadctl-(?P<day>\d{4}-\d\d-\d\d)T(?P<second>\d{6})(?:-(?P<number>\d{1,9}))?\.db(?:\.age)?", re.ASCII
)
_CHUNK = 1 << 20


class Backup(NamedTuple):
    """A backup that was made. ``file``: where; ``size``: in bytes; ``operations``: how many the store had done;
    ``people``: how many customers it knew."""

    file: Path
    size: int
    sha256: str
    operations: int
    people: int


class ListedBackup(NamedTuple):
    """A backup in a folder, as its name and its first look tell. ``last``: the time of its newest operation. Of one
    that is encrypted nothing of what it holds is told."""

    file: Path
    size: int
    schema: int | None
    operations: int | None
    last: str | None
    sha256: str | None


class _Moment(NamedTuple):
    """When a backup was made, as its name says. ``number``: which one it is of those of the same second, from 1."""

    day: date
    second: str
    number: int


class Rotation(NamedTuple):
    """How many days, weeks and months keep their newest backup."""

    daily: int
    weekly: int
    monthly: int


def back_up_store(
    path: Path, target: Path, waiting: Waiting = lambda: None, *, secret: Secret | None = None, over: bool = True
) -> Backup:
    """Copy the store at ``path`` into the file ``target`` (0600), as it stands at one moment.

    The copy is proved before it takes the name; with ``secret`` it is encrypted then, and lies nowhere in the clear but
    in memory or a file without a name. Raises Refused for a target that cannot or must not be written, and
    StoreUnusable for a store that is damaged: an older backup there stays. ``over``: whether it may take the place of
    one; FileExistsError without.
    """
    with read_store(path, waiting) as db:
        _refuse_target(path, target)
        operations = read_value(db, int, "SELECT count(*) FROM operations")
        people = count_people(db)
        mode = _mode_at(path, target)
        with _explain_errors(target), replace_file(target, mode=mode, over=over, databases=True) as copy:
            with explain_errors(target):
                if secret is None:
                    write_copy(db, copy)
                    db.execute("ROLLBACK")  # nobody waits for the proof
                    _refuse_unsound(path, prove_copy(copy), operations)
                else:
                    _write_encrypted(db, path, copy, secret, operations)
                digest = compute_sha256(copy)
            size = copy.stat().st_size
    return Backup(target, size, digest, operations, people)


def _write_encrypted(db: sqlite3.Connection, path: Path, target: Path, secret: Secret, operations: int) -> None:
    """Write what ``db`` reads into ``target``, proved and encrypted."""
    with closing(copy_into_memory(db)) as copy:
        db.execute("ROLLBACK")  # nobody waits for the proof
        content = copy.serialize()
        _refuse_unsound(path, examine_database(copy), operations)
    with target.open("wb") as file:
        encrypt_into(file, content, secret)


def back_up_into_folder(
    path: Path,
    folder: Path,
    rotation: Rotation | None,
    now: str,
    waiting: Waiting = lambda: None,
    *,
    secret: Secret | None = None,
) -> tuple[Backup, list[Path]]:
    """Make a backup named by its moment in ``folder``, its SHA-256 beside it, and remove those that are not kept.

    ``rotation`` None: all are kept. Returns the backup and what was removed. ``now``: store time with seconds.
    """
    stem = f"leadctl-{now[:10]}T{now[11:19].replace(':', '')}"
    while True:
        target = folder / f"{_find_free_stem(folder, stem)}.db{SUFFIX if secret is not None else ''}"
        try:
            made = back_up_store(path, target, waiting, secret=secret, over=False)
            break
        except FileExistsError:  # another backup of this second took the name meanwhile
            continue
    sum_file = Path(f"{target}{SUM}")
    with _explain_errors(sum_file), replace_file(sum_file, mode=_mode_at(path, target)) as unfinished:
        unfinished.write_text(f"{made.sha256}  {target.name}\n", encoding="utf-8")
    return made, _remove_older(folder, rotation, target) if rotation is not None else []


def _find_free_stem(folder: Path, stem: str) -> str:
    """The stem itself, or the first one counted on from it that no backup in the folder has."""
    with _explain_errors(folder):
        taken = {entry.name for entry in folder.iterdir()}
    return next(name for name in (stem, *(f"{stem}-{count}" for count in range(2, 10_000))) if not _names(name) & taken)


def _names(stem: str) -> set[str]:
    """The names that a backup and its sum may have, encrypted or not: of those of a second each counts one on."""
    return {f"{stem}.db{end}{beside}" for end in ("", SUFFIX) for beside in ("", SUM)}


def _remove_older(folder: Path, rotation: Rotation, newest: Path) -> list[Path]:
    """Remove the backups of a folder that the rotation does not keep, those without such a name left alone."""
    named = {entry: moment for entry in folder.iterdir() if (moment := _moment_of(entry)) and entry.is_file()}
    kept = _choose_kept(sorted(named.items(), key=lambda backup: (backup[1], backup[0])), rotation)
    removed = []
    for old in sorted(named):
        if old != newest and old not in kept:
            with suppress(OSError):
                old.unlink()
                removed.append(old)
                Path(f"{old}{SUM}").unlink(missing_ok=True)
    return removed


def _choose_kept(backups: Sequence[tuple[Path, _Moment]], rotation: Rotation) -> set[Path]:
    """The newest backup of each of the last so many days, weeks and months that have one; and the newest of all.

    ``backups``: the oldest first.
    """
    kept = {backup for backup, _ in backups[-1:]}
    periods = (
        (rotation.daily, lambda day: day.isoformat()),
        (rotation.weekly, lambda day: "{}-W{:02}".format(*day.isocalendar()[:2])),
        (rotation.monthly, lambda day: day.isoformat()[:7]),
    )
    for count, period_of in periods:
        newest = {period_of(moment.day): backup for backup, moment in backups}
        kept |= {newest[period] for period in sorted(newest)[-count:]} if count else set()
    return kept


def _moment_of(file: Path) -> _Moment | None:
    """When a backup of a folder was made, by its name; None: it has no such name, and no rotation touches it."""
    found = _NAMED.fullmatch(file.name)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return None
    return _Moment(day, found["second"], int(found["number"] or 1))


def list_backups(folder: Path) -> list[ListedBackup]:
    """The stores in a folder with what a first look tells of each: by name, and those of our names by their moments.

    Raises Refused for what is no folder.
    """
    try:
        entries = sorted(folder.iterdir(), key=_place_in_list)
    except OSError as error:
        raise Refused("cannot read {folder}: {why}", folder=folder, why=os_reason(error)) from error
    return [found for entry in entries if entry.is_file() and (found := _look_at(entry)) is not None]


def _place_in_list(entry: Path) -> tuple[str, int, str]:
    """By what a backup is named: the tenth of a second stands after the second one."""
    moment = _moment_of(entry)
    return (
        (entry.name, 0, "") if moment is None else (f"leadctl-{moment.day}T{moment.second}", moment.number, entry.name)
    )


def _look_at(file: Path) -> ListedBackup | None:
    with file.open("rb") as content:
        start = content.read(16)
    if start == b"SQLite format 3\x00":
        schema, operations, last = _look_into(file)
    elif is_encrypted(file):
        schema = operations = last = None
    else:
        return None
    return ListedBackup(file, file.stat().st_size, schema, operations, last, _read_sum(file))


def _look_into(file: Path) -> tuple[int | None, int | None, str | None]:
    """Schema, number of operations and moment of the last; None where they cannot be read."""
    schema = operations = last = None
    with suppress(StoreUnusable, sqlite3.Error), closing(connect_unchecked(file)) as db:
        schema = read_value(db, int, "PRAGMA user_version")
        ((operations, last),) = db.execute("SELECT count(*), max(at) FROM operations")
    return schema, operations, last


def verify_backup(file: Path, plain: Path) -> tuple[Findings, str | None]:
    """Examine a backup as doctor examines a store, and compare it with the SHA-256 beside it, if there is one.

    ``plain``: where it lies decrypted; else ``file`` itself. Returns what was found and the SHA-256 that the file has,
    None where it is not the one beside it.
    """
    if not file.is_file():
        raise Refused("There is no file {source}; a backup is made by: leadctl backup FILE", source=file)
    noted, has = _read_sum(file), compute_sha256(file)
    found = examine_file(plain)
    return found, has if noted in (None, has) else None


def examine_file(file: Path) -> Findings:
    """Examine a store's file, which is only read. Raises StoreUnusable for a file that is none."""
    with explain_errors(file), closing(connect_unchecked(file)) as db:
        begin(db, write=False, waiting=lambda: None)
        copy = copy_into_memory(db)
    with closing(copy):
        return examine_database(copy)


def compute_sha256(file: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal digits."""
    import hashlib

    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _read_sum(file: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        return Path(f"{file}{SUM}").read_text(encoding="utf-8").partition(" ")[0].strip() or None
    return None


@contextmanager
def open_snapshot(path: Path, waiting: Waiting = lambda: None) -> Iterator[sqlite3.Connection]:
    """A private copy of the store as it stands at one moment, for reading at length: nobody waits for its end.

    It is in memory, and where that is not enough in a file without a name.
    """
    with read_store(path, waiting) as db:
        copy = copy_into_memory(db)
    with closing(copy):
        copy.execute("PRAGMA query_only = ON")
        with explain_errors(path):
            yield copy


def store_name(db: sqlite3.Connection) -> str:
    """The name of a store, empty where it has none."""
    return read_setting(db, "store") or ""


def _mode_at(path: Path, target: Path) -> int | None:
    """A copy of one account's store is for that account only, wherever it lies."""
    return None if mode_of_copies(path) == 0o660 else 0o600


def _refuse_unsound(path: Path, found: Findings, operations: int) -> None:
    """Raises StoreUnusable for a copy that does not prove whole: the store that it was made of is not."""
    if found.healthy and found.operations == operations:
        return
    if found.sentences:
        what: object = found.sentences[0]
    elif found.differences:
        first = found.differences[0]
        what = Sentence("{table} {row} does not follow from the facts", table=first.table, row=first.id)
    else:
        what = Sentence("operations are missing")
    raise StoreUnusable(
        "{path} is not sound ({what}): no backup was made, and an older one stays as it is. See: leadctl doctor",
        path=path,
        what=what,
    ).with_code("damaged-store")


def _refuse_target(path: Path, target: Path) -> None:
    real, store = Path(os.path.realpath(target)), Path(os.path.realpath(path))
    if real in (store, Path(f"{store}-journal")) or (real.exists() and real.samefile(store)):
        raise Refused("{target} is the database itself; name another file for its backup.", target=target)
    if not real.parent.is_dir():
        raise Refused("There is no folder {folder}; make it first.", folder=real.parent)
    with _explain_errors(target):
        if find_place(target, databases=True) is None:
            raise Refused("{target} is no ordinary file; name one for the backup.", target=target)
    if real.exists() and not _is_store(real) and not is_encrypted(real):
        raise Refused("{target} exists and is no backup of leadctl; name another file.", target=target)


def _is_store(path: Path) -> bool:
    try:
        connect(path, read_only=True, outdated=True).close()
    except StoreUnusable:
        return False
    return True


@contextmanager
def _explain_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise Refused("{target} cannot be written: {why}.", target=target, why=os_reason(error)) from error
