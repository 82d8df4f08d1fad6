"""Erasures that a restore would take back: the replaced store knows them, the backup does not."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from leadctl.named_tuple import NamedTuple
from leadctl.store.access import write_store
from leadctl.store.core.connection import File, connect
from leadctl.store.core.key_file import make_key, read_key
from leadctl.store.core.writer import Author
from leadctl.store.privacy.forgetting import FindNational, FindPhone, clean_pages, forget_customer

_FORGOTTEN = (
    "SELECT c.id, o.at FROM customers AS c JOIN operations AS o ON o.id = c.operation"
    " WHERE c.forgotten_on IS NOT NULL ORDER BY c.id"
)
_KNOWN = (
    "SELECT c.id, o.at FROM customers AS c JOIN operations AS o ON o.id = c.operation"
    " WHERE c.forgotten_on IS NULL ORDER BY c.id"
)


class Reapplied(NamedTuple):
    """Customers that were forgotten once more, and their leads that are still ordered there and stay so."""

    customers: list[int]
    ordered: list[int]


def reapply_erasures(
    restored: File,
    replaced: File,
    *,
    now: str,
    author: Author,
    find_phone: FindPhone,
    find_national: FindNational,
) -> Reapplied:
    """Forget in ``restored``, a backup's copy of the present schema, whoever the store ``replaced`` has forgotten.

    The same customer is one with the same number that the same moment brought. Each is forgotten by an operation of its
    own, with the key of the replaced store, which stays where it is. Raises StoreUnusable where that store cannot be
    read: whom it had forgotten is not known then.
    """
    wanted = _find_missing(restored, replaced)
    ordered: list[int] = []
    for customer in wanted:
        with write_store(restored, command="forget", now=now, author=author) as writer:
            key = read_key(replaced) or make_key(replaced)
            left = forget_customer(writer, customer, find_phone, find_national, key=key, strict=False)
            writer.summary = f"c{customer}, as before the restore"
            ordered += left.ordered
    if wanted:
        clean_pages(restored)
    return Reapplied(wanted, ordered)


def _find_missing(restored: File, replaced: File) -> list[int]:
    with closing(connect(replaced, read_only=True, outdated=True)) as db:
        forgotten = _read_moments(db, _FORGOTTEN)
    with closing(connect(restored, read_only=True)) as db:
        known = _read_moments(db, _KNOWN)
    return [customer for customer, at in forgotten.items() if known.get(customer) == at]


def _read_moments(db: sqlite3.Connection, sql: str) -> dict[int, str]:
    """Customer -> the moment of the operation that brought them."""
    try:
        return dict(db.execute(sql).fetchall())
    except sqlite3.OperationalError:  # a schema from before anybody could be forgotten
        return {}
