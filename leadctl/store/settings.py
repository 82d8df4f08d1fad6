"""What the store is: its name, code, time zone and policy."""

from __future__ import annotations

import sqlite3

from leadctl.domain.policy import Policy, parse_policy


def setting(db: sqlite3.Connection, key: str) -> str | None:
    """The value of a setting, None where it is not set."""
    row = db.execute("SELECT value FROM settings WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else str(row["value"])


def policy_of(db: sqlite3.Connection) -> Policy:
    """The policy in force. Its text was checked before it was stored."""
    text = setting(db, "policy")
    assert text is not None, "init stores a policy"
    return parse_policy(text)
