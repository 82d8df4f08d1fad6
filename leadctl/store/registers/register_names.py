"""Registers that are sent again and again, and by what they are known."""

from __future__ import annotations

import hashlib
import sqlite3

from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_value
from leadctl.store.core.writer import Writer


class KnownRegister(NamedTuple):
    """A register's row, and whether it was sent before."""

    id: int
    sent_before: bool


def find_register(writer: Writer, kind: str, name: str) -> KnownRegister:
    """The register of this kind of file and this name, which is added when new. Kept is a hash of its name only."""
    known = _find_id(writer.db, kind, name)
    if known is not None:
        return KnownRegister(known, True)
    return KnownRegister(writer.insert("registers", kind=kind, print=_hash_name(kind, name)), False)


def was_sent_before(db: sqlite3.Connection, kind: str, name: str) -> bool:
    """Whether a register of this kind of file and this name is known."""
    return _find_id(db, kind, name) is not None


def _find_id(db: sqlite3.Connection, kind: str, name: str) -> int | None:
    sql = "SELECT id FROM registers WHERE kind = ? AND print = ?"
    return find_value(db, int, sql, (kind, _hash_name(kind, name)))


def _hash_name(kind: str, name: str) -> str:
    return hashlib.sha256(f"{kind}\n{name}".encode()).hexdigest()
