"""What the store is: its name, code, time zone and policy."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from leadctl.domain.policy import Policy, parse_policy

if TYPE_CHECKING:
    from leadctl.store.writer import Writer


def setting(db: sqlite3.Connection, key: str) -> str | None:
    """The value of a setting, None where it is not set."""
    row = db.execute("SELECT value FROM settings WHERE key = :key", {"key": key}).fetchone()
    return None if row is None else str(row["value"])


def policy_of(db: sqlite3.Connection) -> Policy:
    """The policy in force. Its text was checked before it was stored."""
    text = setting(db, "policy")
    assert text is not None, "init stores a policy"
    return parse_policy(text)


def change_policy(writer: Writer, text: str) -> int:
    """Follow the policy of this TOML text: every lead is derived again. Returns how many leads there are."""
    row = writer.db.execute("SELECT id FROM settings WHERE key = 'policy'").fetchone()
    writer.policy = parse_policy(text)
    writer.update("settings", row["id"], value=text)
    leads = [lead["id"] for lead in writer.db.execute("SELECT id FROM leads")]
    writer.touch(*leads)
    writer.settle()
    return len(leads)
