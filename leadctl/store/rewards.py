"""What a store promises for referred visits, test drives and sales: its own rule, and those of campaigns."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.store.writer import Writer

Rules = dict[str | None, dict[str, float]]
"""Campaign (None: the store) -> occasion -> yuan each."""

KEY = "rewards"


def reward_rules(db: sqlite3.Connection) -> Rules:
    """The rules that were set; the store's own is always there, be it empty."""
    row = db.execute("SELECT value FROM settings WHERE key = :key", {"key": KEY}).fetchone()
    kept: list[tuple[str | None, str, float]] = [] if row is None else json.loads(row["value"])
    rules: Rules = {None: {}}
    for campaign, occasion, amount in kept:
        rules.setdefault(campaign, {})[occasion] = amount
    return rules


def rule_for(rules: Rules, campaign: str | None) -> dict[str, float]:
    """The rule for leads of a campaign: its own amounts, and the store's for what it leaves open."""
    return rules[None] | rules.get(campaign, {})


def set_reward(writer: Writer, occasion: str, amount: float, campaign: str | None) -> None:
    """Promise ``amount`` yuan for each visit, test drive or sale from now on, and for those that were."""
    rules = reward_rules(writer.db)
    rules.setdefault(campaign, {})[occasion] = amount
    text = json.dumps([(name, key, yuan) for name, rule in rules.items() for key, yuan in rule.items()])
    row = writer.db.execute("SELECT id FROM settings WHERE key = :key", {"key": KEY}).fetchone()
    if row is None:
        writer.insert("settings", key=KEY, value=text)
    else:
        writer.update("settings", row["id"], value=text)
