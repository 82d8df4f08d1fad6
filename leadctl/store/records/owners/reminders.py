"""The store's own occasions to contact owners, kept among its settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from leadctl.domain.aftercare import Reminders
from leadctl.errors import Refused
from leadctl.store.core.settings import REMINDERS, reminders_of
from leadctl.store.derivation.cars import derive_all_cars

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer


def change_reminders(writer: Writer, reminders: Reminders) -> None:
    """Follow these from now on: the next contact of every car is derived again."""
    text = json.dumps(
        {
            "dated": sorted(reminders.dated, key=lambda one: (one[1], one[0])),
            "recurring": sorted(reminders.recurring),
            "warranty_months": reminders.warranty_months,
            "festivals": list(reminders.festivals),
        },
        ensure_ascii=False,
    )
    row = writer.db.execute("SELECT id FROM settings WHERE key = :key", {"key": REMINDERS}).fetchone()
    if row is None:
        writer.insert("settings", key=REMINDERS, value=text)
    elif reminders == reminders_of(writer.db):
        raise Refused("That is how it stands already; see: leadctl aftercare reminders")
    else:
        writer.update("settings", row[0], value=text)
    derive_all_cars(writer.db)
