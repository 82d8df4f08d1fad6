"""Everything that is on somebody's list, and handing it over when they leave."""

from __future__ import annotations

import sqlite3

from leadctl.store.core.rows import read_value, read_values
from leadctl.store.core.writer import Writer
from leadctl.store.facts.assignments import add_assignment, unclosed_leads_of
from leadctl.store.queries.leads import status_on

STATES = ("open", "dormant", "ordered", "verification")
"""How a lead that is not closed stands: open, asleep, ordered, or churned and awaiting its verification."""

_STATES = "SELECT status, wake_on, verification FROM leads WHERE task IS NOT NULL AND consultant = :member"
_TO_DO = {
    "complaints": "SELECT id FROM complaints WHERE staff = :member AND until > '' AND solved_on IS NULL ORDER BY id",
    "campaign_tasks": "SELECT id FROM campaign_tasks WHERE staff = :member AND due_on > '' AND done_on IS NULL"
    " ORDER BY id",
}
"""What somebody still has to do beside their leads: table -> its open rows."""

_CARS = (
    "SELECT (SELECT count(*) FROM orders WHERE delivered_by = :member AND care_on > '')"
    " + (SELECT count(*) FROM owned_cars WHERE consultant = :member AND care_on > '')"
)


def leads_by_state(db: sqlite3.Connection, member: int, today: str) -> dict[str, int]:
    """Of ``STATES`` how many leads of somebody stand so."""
    counts = dict.fromkeys(STATES, 0)
    for status, wake_on, verification in db.execute(_STATES, {"member": member}):
        counts["verification" if verification == "pending" else status_on(status, wake_on, today)] += 1
    return counts


def count_duties(db: sqlite3.Connection, member: int) -> dict[str, int]:
    """How many open complaints somebody answers for, and campaign tasks they have not done."""
    return {table: len(read_values(db, int, sql, {"member": member})) for table, sql in _TO_DO.items()}


def owners_of(db: sqlite3.Connection, member: int) -> int:
    """How many cars are somebody's whose owners are to be contacted."""
    return read_value(db, int, _CARS, {"member": member})


def hand_over(writer: Writer, giver: int, taker: int, note: str | None) -> None:
    """Give everything that is on somebody's list to another: leads that are not closed, open complaints, and campaign
    tasks that are not done. What was sold stays the seller's."""
    for lead in unclosed_leads_of(writer, giver):
        add_assignment(writer, lead, writer.now, taker, note)
    for table, sql in _TO_DO.items():
        for row in read_values(writer.db, int, sql, {"member": giver}):
            writer.update(table, row, staff=taker)
