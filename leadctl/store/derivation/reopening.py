"""A closed lead that a late fact opens again takes back what came after it.

A visit may be registered hours after it happened: who came at ten had not churned, whatever customer service
noted at eleven, and what was opened since for the same purchase belongs to it, as if all had come in order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from leadctl.domain.replay import Replay
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.json_ids import json_ids
from leadctl.store.core.rows import read_rows, read_values
from leadctl.store.facts.registry import FACT_TABLES

SUSPENDED = "9999-12-31T23:59"
"""The closing of a lead that is taken out until it is derived again: it was closed by no fact."""


def take_back_successors(db: sqlite3.Connection, replays: Mapping[int, Replay]) -> set[int]:
    """Move the facts of leads that began after a closing which no longer holds; returns the leads concerned."""
    moved: set[int] = set()
    for row in _read_closed(db, replays):
        closed_at = replays[row.lead].state.closed_at
        if closed_at is not None and closed_at <= row.closed_at:
            continue
        for successor in _successors(db, row, closed_at or SUSPENDED):
            _absorb(db, row.lead, successor)
            moved |= {row.lead, successor}
    return moved


class _ClosedLead(NamedTuple):
    lead: int
    customer: int
    closed_at: str


def _read_closed(db: sqlite3.Connection, replays: Mapping[int, Replay]) -> list[_ClosedLead]:
    sql = (
        "SELECT id, customer, closed_at FROM leads WHERE id IN (SELECT value FROM json_each(:ids))"
        " AND closed_at < :suspended"
    )
    return read_rows(db, _ClosedLead, sql, {"ids": json_ids(replays), "suspended": SUSPENDED})


def _successors(db: sqlite3.Connection, lead: _ClosedLead, until: str) -> list[int]:
    sql = (
        "SELECT id FROM leads WHERE customer = :customer AND id <> :lead AND closed_at IS NOT :suspended"
        " AND opened_at >= :closed_at AND opened_at < :until ORDER BY opened_at"
    )
    return read_values(db, int, sql, lead._asdict() | {"until": until, "suspended": SUSPENDED})


def _absorb(db: sqlite3.Connection, lead: int, successor: int) -> None:
    """The successor is left without facts, so that its derivation drops it."""
    for table in FACT_TABLES:
        db.execute(f"UPDATE {table} SET lead = :lead WHERE lead = :gone", {"lead": lead, "gone": successor})
    db.execute("UPDATE aftercare SET new_lead = :lead WHERE new_lead = :gone", {"lead": lead, "gone": successor})
    db.execute(
        "UPDATE leads SET start_at = NULL, status = NULL, task = NULL, due_from = NULL, due_by = NULL, list_on = NULL,"
        " window_by = NULL,"
        " closed_at = :suspended WHERE id = :gone",
        {"suspended": SUSPENDED, "gone": successor},
    )
