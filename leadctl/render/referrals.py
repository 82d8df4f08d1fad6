"""Who refers customers, and what is due to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.locale import N_
from leadctl.locale.campaigns import OCCASIONS
from leadctl.locale.labels import LABELS
from leadctl.render.page import Column, Table

Record = Mapping[str, object]

_COLUMNS = (
    Column("referrer", N_("Referrer"), wrap=True),
    Column("customer_id", LABELS["customer_id"], "int", drop=2),
    Column("phone", LABELS["phone"], drop=1),
    Column("leads", N_("Leads"), "int"),
    Column("came", N_("Came"), "int"),
    Column("test_drives", N_("Drives"), "int"),
    Column("sales", N_("Sales"), "int"),
    Column("reward", N_("Reward due"), "money"),
)


def referrals_table(rows: Sequence[Record]) -> Table:
    """A line a referrer."""
    return Table(_COLUMNS, rows, note="" if rows else N_("Nobody referred a customer in this time."))


def rewards_table(rows: Sequence[Record]) -> Table:
    """What is promised: the store's own rule, then those of campaigns."""
    columns = (
        Column("campaign", LABELS["campaign"], wrap=True),
        Column("occasion", N_("For each"), labels=OCCASIONS),
        Column("amount", N_("Amount"), "money"),
    )
    return Table(columns, rows, note="" if rows else N_("No rewards are promised: leadctl reward set sale AMOUNT"))
