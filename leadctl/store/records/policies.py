"""The policies that a store has followed and will follow, each from its day on."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from leadctl.domain.policy import stored_policy
from leadctl.store.core.settings import policy_on
from leadctl.store.core.writer import Writer

if TYPE_CHECKING:
    from typing import TypedDict

    PolicyRow = TypedDict(
        "PolicyRow",
        {
            "policy": str,
            "from": str | None,
            "in_force": bool,
            "set_at": str,
            "by": str,
            "operation": int,
        },
    )

KEYS = ("policy", "from", "in_force", "set_at", "by", "operation")

_FIRST = (
    "SELECT NULL AS from_on, s.value AS toml, o.at, o.actor, o.id AS operation"
    " FROM settings AS s JOIN operations AS o ON o.id = s.operation WHERE s.key = 'policy'"
)
_LATER = (
    "SELECT p.from_on, p.toml, o.at, o.actor, o.id AS operation"
    " FROM policies AS p JOIN operations AS o ON o.id = p.operation ORDER BY p.from_on"
)


def follow_policy(writer: Writer, text: str, begins: str) -> tuple[str | None, int]:
    """Follow the policy of this TOML text from an ISO date on, which is not past; every lead is derived again.

    Returns the date (None: it is the store's first policy, and holds for all that was) and how many leads there are.
    """
    from_on = None if _is_first(writer, begins) else begins
    if from_on is None:
        _replace(writer, "settings", _first_row(writer.db), value=text)
    else:
        _set(writer, from_on, text)
    writer.policy = policy_on(writer.db, writer.today)
    leads = [row["id"] for row in writer.db.execute("SELECT id FROM leads")]
    writer.touch(*leads)
    writer.settle()
    return from_on, len(leads)


def policies(db: sqlite3.Connection, today: str) -> list[PolicyRow]:
    """Every policy in the order of its first day (None: from the beginning), and who set it when."""
    rows = [*db.execute(_FIRST), *db.execute(_LATER)]
    begun = [row["from_on"] for row in rows if (row["from_on"] or "") <= today]
    return [
        {
            "policy": stored_policy(row["toml"]).name,
            "from": row["from_on"],
            "in_force": row["from_on"] == begun[-1],
            "set_at": row["at"],
            "by": row["actor"],
            "operation": row["operation"],
        }
        for row in rows
    ]


def _set(writer: Writer, from_on: str, text: str) -> None:
    row = writer.db.execute("SELECT id FROM policies WHERE from_on = :day", {"day": from_on}).fetchone()
    if row is None:
        writer.insert("policies", from_on=from_on, toml=text)
    else:
        _replace(writer, "policies", row["id"], toml=text)


def _replace(writer: Writer, table: str, row: int, **values: object) -> None:
    """A policy is whose who set it last."""
    writer.update(table, row, operation=writer.operation, **values)


def _is_first(writer: Writer, begins: str) -> bool:
    """Whether nothing has happened yet under the first policy: none follows it, and the store is of today or empty."""
    db, today = writer.db, writer.today
    if begins > today or db.execute("SELECT 1 FROM policies WHERE from_on <= :day", {"day": begins}).fetchone():
        return False
    made = db.execute("SELECT at FROM operations WHERE command = 'init' ORDER BY id LIMIT 1").fetchone()
    of_today = made is not None and str(made["at"])[:10] == today
    return of_today or db.execute("SELECT 1 FROM leads LIMIT 1").fetchone() is None


def _first_row(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT id FROM settings WHERE key = 'policy'").fetchone()["id"])
