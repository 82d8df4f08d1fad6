"""Recognising who was forgotten, by the prints of their phones and the key beside the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from leadctl.domain.forgetting import PRINT, mark_of, print_of
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.key_file import read_key, store_of
from leadctl.store.core.rows import has_rows, read_value, read_values


class ForgottenPeople(NamedTuple):
    """Who was forgotten: the print of a phone -> the customer that it belonged to.

    ``unreadable``: how many prints, of phones and of register rows, were made with a key that is not beside the store;
    whose they are nobody can tell any more.
    """

    key: bytes | None
    prints: Mapping[str, int]
    unreadable: int = 0

    def find(self, phone: str) -> int | None:
        """The customer who had this phone and was forgotten; None: nobody, as far as can be told."""
        return None if self.key is None or not self.prints else self.prints.get(print_of(phone, self.key))


class KnownAgain(NamedTuple):
    """A phone of somebody forgotten that a customer has again."""

    customer: int
    forgotten: int


def forgotten_people(db: sqlite3.Connection) -> ForgottenPeople:
    """Whoever was forgotten in an open store. Raises StoreUnusable for a key that is none."""
    prints = dict(map(tuple, db.execute("SELECT print, customer FROM forgotten_phones")))
    sql = "SELECT who FROM retired_rows WHERE tbl = 'visits' AND who >= ? AND who < ?"
    of_rows = read_values(db, str, sql, (PRINT, chr(ord(PRINT) + 1)))
    if not prints and not of_rows:
        return ForgottenPeople(None, {})
    key = read_key(store_of(db))
    own = None if key is None else f"{PRINT}{mark_of(key)}"
    unreadable = sum(own is None or not one.startswith(own) for one in (*prints, *of_rows))
    return ForgottenPeople(key, prints, unreadable)


def count_forgotten(db: sqlite3.Connection) -> int:
    """How many phones there are of people who were forgotten."""
    return read_value(db, int, "SELECT count(*) FROM forgotten_phones")


def is_retired_visit(db: sqlite3.Connection, at: object, kind: object, who: str, nth: int) -> bool:
    """Whether a register's row is known as one whose visit lost its identity: it writes nothing. ``who``: its print."""
    sql = "SELECT 1 FROM retired_rows WHERE tbl = 'visits' AND at = ? AND code = ? AND who = ? AND nth = ?"
    return has_rows(db, sql, (at, kind, who, nth))


def has_visit_of(db: sqlite3.Connection, at: object, kind: object, who: str) -> bool:
    """Whether a visit of this moment, kind and person of a register is there."""
    return has_rows(db, "SELECT 1 FROM visits WHERE at = ? AND kind = ? AND who = ? LIMIT 1", (at, kind, who))


def find_known_again(db: sqlite3.Connection, operation: int) -> list[KnownAgain]:
    """The phones that this operation gave to customers, and that somebody had who was forgotten."""
    people = forgotten_people(db)
    found = []
    rows = db.execute(
        "SELECT phone, customer FROM phones WHERE operation = :operation UNION"
        " SELECT p.phone, p.customer FROM changes AS h JOIN phones AS p ON p.id = h.first_row"
        " WHERE h.operation = :operation AND h.tbl = 'phones'",
        {"operation": operation},
    )
    for phone, customer in rows:
        forgotten = people.find(phone)
        if forgotten is not None:
            found.append(KnownAgain(customer, forgotten))
    return found
