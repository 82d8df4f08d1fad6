"""Plans that were set before leadctl kept what a plan was made with (schema 5)."""

from __future__ import annotations

import sqlite3

from leadctl.domain.days import Month
from leadctl.domain.planning import History, months_before
from leadctl.store.queries.figures.sources import count_history, span_of_months

_PLANS = (
    "SELECT p.month, min(p.operation), max((SELECT max(o.at) FROM operations AS o WHERE o.id = p.operation"
    " OR o.id IN (SELECT g.operation FROM changes AS g WHERE g.tbl = p.tbl AND g.first_row <= p.id"
    " AND g.last_row >= p.id)))"
    " FROM (SELECT 'targets' AS tbl, id, month, operation FROM targets"
    " UNION ALL SELECT 'target_sources', id, month, operation FROM target_sources) AS p"
    " WHERE p.month NOT IN (SELECT month FROM target_bases) GROUP BY p.month ORDER BY p.month"
)
"""Each plan: its month, the operation that made it, and when the last one changed it."""


def keep_plan_bases(db: sqlite3.Connection) -> None:
    """Give each plan the base of the three months that had ended before its last operation.

    The rows belong to the operation that made the plan, which takes them away when it is undone. What the leads of
    those months brought must have been derived.
    """
    for month, operation, changed_at in db.execute(_PLANS).fetchall():
        _keep_base(db, Month.parse(month), operation, changed_at[:10])


def _keep_base(db: sqlite3.Connection, month: Month, operation: int, day: str) -> None:
    months = months_before(month, day)
    sources = {None: History()} | count_history(db, span_of_months(months, day))
    added = [
        db.execute(
            "INSERT INTO target_bases (operation, month, last_month, source, leads, orders, cars)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (operation, str(month), str(months[-1]), source, *history),
        ).lastrowid
        for source, history in sources.items()
    ]
    db.execute(
        "INSERT INTO changes (operation, tbl, action, first_row, last_row) VALUES (?, 'target_bases', 'insert', ?, ?)",
        (operation, added[0], added[-1]),
    )
