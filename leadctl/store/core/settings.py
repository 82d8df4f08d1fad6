"""What the store is: its name, code, time zone, policy and reminders."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.policy import Policy, stored_policy
from leadctl.errors import Refused
from leadctl.store.core.rows import find_value, has_rows, make_damage, read_value

if TYPE_CHECKING:
    from leadctl.domain.aftercare import Reminders

REMINDERS = "reminders"
"""The setting that holds the store's own occasions to contact owners."""


def read_setting(db: sqlite3.Connection, key: str) -> str | None:
    """The value of a setting, None where it is not set."""
    return find_value(db, str, "SELECT value FROM settings WHERE key = :key", {"key": key})


def store_mark(db: sqlite3.Connection) -> str:
    """A short text that no other store has, and that every copy of this one has: of its first operation."""
    from hashlib import sha256

    (first,) = db.execute("SELECT at, login, host FROM operations ORDER BY id LIMIT 1")
    return sha256(repr((*first, read_setting(db, "store"))).encode()).hexdigest()[:12]


def read_last_time(db: sqlite3.Connection) -> str:
    """When the store's last operation was made, in store time with seconds."""
    return read_value(db, str, "SELECT at FROM operations ORDER BY id DESC LIMIT 1")


def has_forgotten(db: sqlite3.Connection) -> bool:
    """Whether anybody was ever forgotten here."""
    return has_rows(db, "SELECT 1 FROM forgotten_phones LIMIT 1")


def policy_of(db: sqlite3.Connection) -> Policy:
    """The store's first policy, which knows those that follow it. Their texts were checked before they were stored."""
    first = read_setting(db, "policy")
    assert first is not None, "init stores a policy"
    return _join_policies(first, tuple(map(tuple, db.execute("SELECT from_on, toml FROM policies ORDER BY from_on"))))


def policy_on(db: sqlite3.Connection, day: str) -> Policy:
    """The policy in force on an ISO date."""
    return policy_of(db).policy_on(day)


@lru_cache(maxsize=8)
def _join_policies(first: str, later: tuple[tuple[str, str], ...]) -> Policy:
    try:
        return stored_policy(first).join((day, stored_policy(text)) for day, text in later)
    except Refused as error:
        raise make_damage(f"a policy cannot be read: {error}") from error


def reminders_of(db: sqlite3.Connection) -> Reminders:
    """What the store has set; the festivals and nothing of its own where it has set nothing."""
    from leadctl.domain.aftercare import FESTIVALS, Reminders

    text = read_setting(db, REMINDERS)
    if text is None:
        return Reminders()
    import json

    kept = json.loads(text)
    return Reminders(
        tuple((name, day) for name, day in kept["dated"]),
        tuple((name, months) for name, months in kept["recurring"]),
        kept["warranty_months"],
        tuple(kept.get("festivals", FESTIVALS)),
    )
