"""Owners are found by an index, and an older store has its owners when it is brought up to date."""

from __future__ import annotations

import sqlite3

from leadctl.store.migrations import RULES_SINCE
from leadctl.store.queries import owned_cars
from leadctl.store.queries.owned_cars import OWN_AND_UNOWNED
from tests.owners.conftest import DELIVERED, Showroom


def plans(showroom: Showroom, owner: str) -> list[str]:
    """What SQLite says of how it finds cars."""
    found = []
    with sqlite3.connect(showroom.store) as db:
        for sql, car, of in ((owned_cars._DELIVERED, "o", "o.delivered_by"), (owned_cars._OTHERS, "w", "w.consultant")):
            asked = f"EXPLAIN QUERY PLAN {sql}{car}.care_on <= :until{owner.format(owner=of)}"
            values = {"until": DELIVERED, "today": DELIVERED, "consultant": 1}
            found.append("\n".join(row[3] for row in db.execute(asked, values)))
    return found


def test_the_owners_due_are_searched_by_day(showroom: Showroom) -> None:
    orders, others = plans(showroom, "")
    assert "SEARCH o USING INDEX orders_care" in orders
    assert "SEARCH w USING INDEX owned_cars_care" in others
    assert "SCAN" not in orders + others


def test_a_consultant_s_owners_are_searched_by_consultant_and_day(showroom: Showroom) -> None:
    for owner in OWN_AND_UNOWNED:
        orders, others = plans(showroom, owner)
        assert "SEARCH o USING INDEX orders_care" in orders
        assert "SEARCH w USING INDEX owned_cars_care" in others
        assert "SCAN o" not in orders
        assert "SCAN w" not in others


def test_deliveries_of_before_have_owners_after_an_upgrade(showroom: Showroom) -> None:
    with sqlite3.connect(showroom.store, isolation_level=None) as db:
        db.execute("UPDATE orders SET care_on = NULL")
        db.execute(f"PRAGMA user_version = {RULES_SINCE - 1}")
    assert showroom.owed("2026-09-03") == [("2026-09-03", ["day-3"])]
