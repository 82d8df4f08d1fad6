"""What a store promises for referred visits, test drives and sales and for flyers, by its own rule and those of
campaigns; the flyers that were handed out; and what was paid."""

from __future__ import annotations

import json
import sqlite3

from leadctl.annotations import TYPE_CHECKING
from leadctl.errors import Sentence, unknown_name
from leadctl.store.core.rows import read_values
from leadctl.store.core.settings import read_setting

if TYPE_CHECKING:
    from leadctl.store.core.writer import Writer

Rules = dict[str | None, dict[str, float]]
"""Campaign (None: the store) -> occasion -> yuan each."""

KEY = "rewards"


def reward_rules(db: sqlite3.Connection) -> Rules:
    """The rules that were set; the store's own is always there, be it empty."""
    kept: list[tuple[str | None, str, float]] = json.loads(read_setting(db, KEY) or "[]")
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
    writer.put("settings", {"key": KEY}, value=text)


def add_payment(
    writer: Writer,
    *,
    customer: int | None,
    referrer: str | None,
    amount: float,
    paid_on: str,
    campaign: str | None,
    note: str | None,
) -> int:
    """Record yuan paid out by the acting person to a customer, or to a referrer known by name or phone only;
    returns the payment's id."""
    return writer.insert(
        "reward_payments",
        paid_on=paid_on,
        customer=customer,
        referrer=referrer,
        campaign=campaign,
        amount=amount,
        by=writer.author.staff,
        note=note,
    )


def add_handout(
    writer: Writer,
    *,
    staff: int,
    count: int,
    handed_on: str,
    place: str | None,
    campaign: str | None,
    note: str | None,
) -> int:
    """Record flyers that a staff member handed out; returns the id."""
    return writer.insert(
        "handouts", handed_on=handed_on, staff=staff, count=count, place=place, campaign=campaign, note=note
    )


def refuse_unknown_campaign(db: sqlite3.Connection, name: str) -> None:
    """Raises Refused, with near names, for a campaign that neither a card nor a lead names."""
    sql = "SELECT name FROM campaigns UNION SELECT campaign FROM leads WHERE campaign IS NOT NULL"
    known = read_values(db, str, sql)
    if name not in known:
        raise unknown_name(Sentence("campaign"), name, known, Sentence("See them with: leadctl campaign list"))


def name_in_texts(writer: Writer, gone: int, kept: int) -> None:
    """Visits that name customer ``gone`` as their referrer by number name ``kept`` from now on."""
    for visit in read_values(writer.db, int, "SELECT id FROM visits WHERE lower(trim(referrer)) = ?", (f"c{gone}",)):
        writer.update("visits", visit, referrer=f"c{kept}")
