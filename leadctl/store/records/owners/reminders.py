"""The store's own occasions to contact owners, kept among its settings."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from leadctl.domain.aftercare import Reminders
from leadctl.errors import Refused
from leadctl.store.core.settings import setting
from leadctl.store.records.owners.schedule import derive_all

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer

KEY = "reminders"


def reminders_of(db: sqlite3.Connection) -> Reminders:
    """What the store has set; nothing of its own where it has set nothing."""
    text = setting(db, KEY)
    if text is None:
        return Reminders()
    kept = json.loads(text)
    return Reminders(
        tuple((name, day) for name, day in kept["dated"]),
        tuple((name, months) for name, months in kept["recurring"]),
        kept["warranty_months"],
    )


def change_reminders(writer: Writer, reminders: Reminders) -> None:
    """Follow these from now on: the next contact of every car is derived again."""
    text = json.dumps(
        {
            "dated": sorted(reminders.dated, key=lambda one: (one[1], one[0])),
            "recurring": sorted(reminders.recurring),
            "warranty_months": reminders.warranty_months,
        },
        ensure_ascii=False,
    )
    row = writer.db.execute("SELECT id, value FROM settings WHERE key = :key", {"key": KEY}).fetchone()
    if row is None:
        writer.insert("settings", key=KEY, value=text)
    elif row["value"] == text:
        raise Refused("That is how it stands already; see: leadctl aftercare reminders")
    else:
        writer.update("settings", row["id"], value=text)
    derive_all(writer.db, reminders)
