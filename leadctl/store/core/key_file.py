"""The key beside a store, ``STORE.key``: who was forgotten is recognised by it, and it never goes into a backup."""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from pathlib import Path

from leadctl.domain.forgetting import KEY_BYTES
from leadctl.errors import StoreUnusable, os_reason
from leadctl.files import replace_file
from leadctl.store.core.connection import File, is_of_who_may_write
from leadctl.store.core.rows import read_value


def store_of(db: sqlite3.Connection) -> str:
    """The file of an open store; empty for one in memory."""
    return read_value(db, str, "SELECT file FROM pragma_database_list WHERE name = 'main'")


def key_path(store: File) -> str:
    """Where a store's key lies: beside its file, which a link may point at."""
    return f"{os.path.realpath(store)}.key"


def read_key(store: File) -> bytes | None:
    """The key of a store, None where there is none.

    Raises StoreUnusable for what is no key, such as a link, and for one of another account, which would know it.
    """
    path = key_path(store)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreUnusable("The key {path} cannot be read: {why}.", path=path, why=os_reason(error)) from error
    with open(handle, "rb") as file:
        found = os.fstat(handle)
        own = stat.S_ISREG(found.st_mode) and is_of_who_may_write(found, store)
        text = file.read(2 * KEY_BYTES + 2) if own else b""
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreUnusable(
            "{path} is no key of leadctl. Put the right one back; or move it away, and a new one is made: then who was "
            "forgotten before is no longer recognised.",
            path=path,
        )
    return key


def make_key(store: File) -> bytes:
    """A new random key for a store that has none, in a file with the store's mode and group.

    Called by a writer, so that no two make one at once. Raises StoreUnusable when it cannot be written.
    """
    path, key = key_path(store), secrets.token_bytes(KEY_BYTES)
    try:
        with replace_file(Path(path), mode=os.stat(store).st_mode & 0o660, over=False) as unfinished:
            unfinished.write_text(f"{key.hex()}\n", encoding="ascii")
            if hasattr(os, "chown") and unfinished.stat().st_gid != os.stat(store).st_gid:
                os.chown(unfinished, -1, os.stat(store).st_gid)
    except OSError as error:
        raise StoreUnusable("The key {path} cannot be written: {why}.", path=path, why=os_reason(error)) from error
    return key
