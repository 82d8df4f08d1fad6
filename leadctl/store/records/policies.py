"""The policies that a store has followed and will follow, each from its day on."""

from __future__ import annotations

import sqlite3

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.policy import stored_policy
from leadctl.store.core.rows import find_value, has_rows, read_values
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
    # A policy is whose who set it last.
    if from_on is None:
        writer.put("settings", {"key": "policy"}, value=text, operation=writer.operation)
    else:
        writer.put("policies", {"from_on": from_on}, toml=text, operation=writer.operation)
    writer.policy = policy_on(writer.db, writer.today)
    leads = read_values(writer.db, int, "SELECT id FROM leads")
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


def _is_first(writer: Writer, begins: str) -> bool:
    """Whether nothing has happened yet under the first policy: none follows it, and the store is of today or empty."""
    db, today = writer.db, writer.today
    if begins > today or has_rows(db, "SELECT 1 FROM policies WHERE from_on <= ?", (begins,)):
        return False
    made = find_value(db, str, "SELECT at FROM operations WHERE command = 'init' ORDER BY id LIMIT 1")
    return (made or "")[:10] == today or not has_rows(db, "SELECT 1 FROM leads LIMIT 1")
