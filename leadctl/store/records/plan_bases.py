"""What a plan was made with: what each source brought in the three months that had ended when the plan was set.

The counts are kept, so that later corrections of those months do not move the leads that a plan asks for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from leadctl.domain.days import Month
from leadctl.domain.planning import History, months_before, months_until
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import read_rows
from leadctl.store.core.writer import Writer


class PlanBase(NamedTuple):
    """``months``: those that the counts are of; ``sources``: a source's id, or None, -> what it brought in them."""

    months: list[Month]
    sources: Mapping[int | None, History]


class _Row(NamedTuple):
    id: int
    last_month: str
    source: int | None
    leads: int
    orders: int
    cars: int

    @property
    def history(self) -> History:
        return History(self.leads, self.orders, self.cars)


def read_plan_base(db: sqlite3.Connection, month: str) -> PlanBase | None:
    """What the plan of a month (``YYYY-MM``) was made with; None: it was not set yet."""
    rows = _read_rows(db, month)
    if not rows:
        return None
    found = {row.source: row.history for row in rows}
    return PlanBase(months_until(Month.parse(rows[0].last_month)), {key: one for key, one in found.items() if any(one)})


def keep_plan_base(writer: Writer, month: Month, sources: Mapping[int | None, History]) -> None:
    """Keep what a plan is made with today, in place of what it was made with before.

    A row without a source is always there, so that a plan that found no history is known to be set.
    """
    last = str(months_before(month, writer.today)[-1])
    rows = {row.source: row for row in _read_rows(writer.db, str(month))}
    wanted = {None: History()} | dict(sources)
    for source, row in rows.items():
        if source not in wanted:
            writer.delete("target_bases", row.id)
        elif (row.last_month, row.history) != (last, wanted[source]):
            writer.update("target_bases", row.id, last_month=last, **wanted[source]._asdict())
    for source in wanted.keys() - rows.keys():
        writer.insert("target_bases", month=str(month), last_month=last, source=source, **wanted[source]._asdict())


def _read_rows(db: sqlite3.Connection, month: str) -> list[_Row]:
    sql = "SELECT id, last_month, source, leads, orders, cars FROM target_bases WHERE month = ? ORDER BY id"
    return read_rows(db, _Row, sql, (month,))
