"""Files that leadctl makes: whole or not at all, for their owner only, and never over what is not ours to replace.

A file is written under a name that nobody can foresee, in the folder of its target, synced to the disk, and renamed.
What a killed run left behind is removed by the next run that makes a file in the same folder. Who makes a file holds a
lock on it, so a file without one is nobody's any more.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep, time

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence, UnsuitablePlace

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    # Loading pathlib takes a third of a bare start, and only who writes files needs it.
    from pathlib import Path

PREFIX, SUFFIX = ".leadctl-", ".tmp"
"""How the names of unfinished files and folders begin and end; what SQLite keeps beside one adds to the end."""

_DAY_SECONDS = 24 * 3600
_MOST_LINKS = 40
_SQLITE_SIDES = ("-journal", "-wal", "-shm")
_STANDARD = {"/dev/stdout": 1, "/dev/stderr": 2}


@contextmanager
def replace_file(
    target: Path, *, mode: int | None = None, over: bool = True, databases: bool = False
) -> Iterator[Path]:
    """An empty file to write into, by its path; at the end it is on the disk in the place of ``target``.

    When the block fails, nothing is left of it and ``target`` is what it was. A device or a pipe gets the content at
    the end. ``mode``: the permissions, 0600 or in a group's folder 0660 where None. ``over``: whether it may take the
    place of a file. ``databases``: whether that may be a database, which the caller has looked at.

    Raises UnsuitablePlace for what it must not replace, FileExistsError without ``over``, other OSErrors of the system.
    """
    real = find_place(target, databases=databases or not over)
    if real is not None and not over and real.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(real))
    if real is None:
        with _unfinished_file(_temporary_folder(target), 0o600) as path:
            yield path
            _copy_into_stream(path, target)
        return
    with _unfinished_file(real.parent, _mode_in(real.parent) if mode is None else mode) as path:
        _refuse_others_file(real, path)
        yield path
        _sync_file(path)
        _put_in_place(path, real, over)
        sync_folder(real.parent)


def find_place(target: Path, *, databases: bool = False) -> Path | None:
    """Where a file of this name goes, through one's own links; None: into a device or a pipe that stands there.

    Raises UnsuitablePlace for a place where no file can or may be put.
    """
    if _standard_descriptor(target) is not None:
        return None
    real = _follow_own_links(target)
    if _takes_a_stream(real):
        return None
    if real.is_dir():
        raise UnsuitablePlace(Sentence("it is a folder; name a file"))
    if not real.parent.is_dir():
        raise UnsuitablePlace(Sentence("there is no folder {folder}; make it first", folder=real.parent))
    if os.path.lexists(real) and not real.is_file():
        raise UnsuitablePlace(Sentence("it is no ordinary file"))
    if not databases and holds_database(real):
        raise UnsuitablePlace(Sentence("it holds a database, which is never overwritten"))
    return real


@contextmanager
def make_scratch_folder(parent: Path) -> Iterator[Path]:
    """A folder (0700) for what is only wanted meanwhile, gone at the end with all that is in it."""
    import shutil

    remove_leftovers(parent)
    folder = parent / _new_name()
    os.mkdir(folder, 0o700)
    handle = _lock_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner only (0700), whatever the umask is."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    with suppress(FileExistsError):
        os.mkdir(folder, 0o700)
        os.chmod(folder, 0o700)


def holds_database(path: Path) -> bool:
    """Whether a file is an SQLite database, of whatever program: no output may take its place."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError:
        return False


def remove_leftovers(folder: str | os.PathLike[str]) -> None:
    """Remove the unfinished files that killed runs of this account left in a folder."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(PREFIX)]
    except OSError:
        return
    for name in names:
        if name.endswith(SUFFIX):
            with suppress(OSError):
                _remove_if_abandoned(os.path.join(folder, name))
    for name in names:
        main, dot, side = name.rpartition(SUFFIX)
        if side in _SQLITE_SIDES and dot and not os.path.lexists(os.path.join(folder, main + SUFFIX)):
            with suppress(OSError):
                _remove_own(os.path.join(folder, name))


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems sync no folders
            raise
    finally:
        os.close(handle)


def _standard_descriptor(target: Path) -> int | None:
    """The descriptor that a name such as /dev/stdout or /dev/fd/3 stands for."""
    name = str(target)
    if name in _STANDARD:
        return _STANDARD[name]
    folder, _, number = name.rpartition("/")
    return int(number) if folder in ("/dev/fd", "/proc/self/fd") and number.isdecimal() else None


def _follow_own_links(target: Path) -> Path:
    """Where a name leads through one's own links. Raises UnsuitablePlace for a link of another account."""
    path = os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(target))), target.name)
    for _ in range(_MOST_LINKS):
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            break
        if not stat.S_ISLNK(found.st_mode):
            break
        if not _is_trusted(found.st_uid):
            raise UnsuitablePlace(Sentence("it is a link of another account"))
        onward = os.path.join(os.path.dirname(path), os.readlink(path))
        path = os.path.join(os.path.realpath(os.path.dirname(onward)), os.path.basename(onward))
    else:
        raise UnsuitablePlace(Sentence("its links lead in a circle"))
    return type(target)(path)


def _is_trusted(account: int) -> bool:
    """Whether a link of this account may be followed: one's own, or the administrator's."""
    return not hasattr(os, "getuid") or account in (os.getuid(), 0)


def _takes_a_stream(real: Path) -> bool:
    """Whether something stands there that is written directly. Raises UnsuitablePlace for another account's pipe."""
    try:
        found = os.stat(real)
    except OSError:
        return False
    if stat.S_ISFIFO(found.st_mode):
        if not _is_trusted(found.st_uid):
            raise UnsuitablePlace(Sentence("it is a pipe of another account"))
        return True
    return stat.S_ISCHR(found.st_mode)


def _temporary_folder(target: Path) -> Path:
    import tempfile

    return type(target)(tempfile.gettempdir())


def _copy_into_stream(path: Path, target: Path) -> None:
    import shutil

    descriptor = _standard_descriptor(target)
    if descriptor == 1:
        sys.stdout.flush()
    handle = _open_stream(target) if descriptor is None else os.dup(descriptor)
    with path.open("rb") as content, open(handle, "wb") as stream:
        shutil.copyfileobj(content, stream)


def _open_stream(target: Path) -> int:
    """A device, or a pipe that somebody reads; who is about to read it is given a second."""
    flags = os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0)
    until = monotonic() + 1
    while True:
        try:
            handle = os.open(target, flags)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if monotonic() > until:
                raise UnsuitablePlace(Sentence("it is no ordinary file but a pipe that nobody reads")) from error
            sleep(0.01)
        else:
            os.set_blocking(handle, True)
            return handle


def _refuse_others_file(real: Path, path: Path) -> None:
    """Refuse to take the place of a file of another account than the one that ``path`` was just made by."""
    with suppress(FileNotFoundError):
        # A file system without accounts gives every file to one, and so also the one just made.
        if os.lstat(real).st_uid != os.lstat(path).st_uid:
            raise UnsuitablePlace(Sentence("it is a file of another account"))


def _mode_in(folder: Path) -> int:
    """0660 in a folder that a group shares (2770), else 0600."""
    mode = folder.stat().st_mode
    shared = mode & stat.S_ISGID and mode & stat.S_IWGRP and not mode & stat.S_IWOTH
    return 0o660 if shared else 0o600


@contextmanager
def _unfinished_file(folder: Path, mode: int) -> Iterator[Path]:
    """An empty file of an unforeseeable name, locked while it is written; gone at the end unless it was renamed."""
    remove_leftovers(folder)
    path, handle = _create_locked(folder, mode)
    try:
        yield path
    finally:
        for name in (str(path), *(f"{path}{side}" for side in _SQLITE_SIDES)):
            with suppress(OSError):
                os.unlink(name)
        if handle is not None:
            os.close(handle)


def _new_name() -> str:
    return f"{PREFIX}{os.urandom(12).hex()}{SUFFIX}"


def _create_locked(folder: Path, mode: int) -> tuple[Path, int | None]:
    while True:
        path = folder / _new_name()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        if hasattr(os, "fchmod"):
            os.fchmod(handle, mode)  # the umask may have taken away more than is wanted
        if fcntl is None:
            os.close(handle)
            return path, None
        # Between the two steps another run may have taken the file for abandoned.
        if _try_lock(handle) and os.fstat(handle).st_nlink:
            return path, handle
        os.close(handle)


def _lock_folder(folder: Path) -> int | None:
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    _try_lock(handle)
    return handle


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: leftovers stay there
        return True
    return True


def _remove_if_abandoned(path: str) -> None:
    """Remove an unfinished file or folder that nobody holds."""
    found = os.lstat(path)
    if not _is_own(found):
        return
    # A file of two names is finished. It is not opened, since closing it would end SQLite's locks on its other name.
    if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
        _remove_own(path)
        return
    if fcntl is None:
        if found.st_mtime < time() - _DAY_SECONDS:
            _remove_own(path)
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove_own(path)
    finally:
        os.close(handle)


def _is_own(found: os.stat_result) -> bool:
    ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return ours and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))


def _remove_own(path: str) -> None:
    found = os.lstat(path)
    if not _is_own(found):
        return
    if stat.S_ISDIR(found.st_mode):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        os.unlink(path)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(path: Path, real: Path, over: bool) -> None:
    if over:
        os.replace(path, real)
        return
    try:
        os.link(path, real)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without hard links
        if os.path.lexists(real):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(real)) from error
        os.rename(path, real)
