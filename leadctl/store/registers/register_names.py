"""Registers that are sent again and again, and by what they are known."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from leadctl.store.core.writer import Writer


class KnownRegister(NamedTuple):
    """A register's row, and whether it was sent before."""

    id: int
    sent_before: bool


def find_register(writer: Writer, kind: str, name: str) -> KnownRegister:
    """The register of this kind of file and this name, which is added when new. Kept is a hash of its name only."""
    shown = hashlib.sha256(f"{kind}\n{name}".encode()).hexdigest()
    row = writer.db.execute("SELECT id FROM registers WHERE kind = ? AND print = ?", (kind, shown)).fetchone()
    if row is not None:
        return KnownRegister(int(row["id"]), True)
    return KnownRegister(writer.insert("registers", kind=kind, print=shown), False)
