"""What a store plans of a month: its sales target, what it sets of each source, and its weeks with their actions."""

from __future__ import annotations

import sqlite3
from fractions import Fraction

from leadctl.domain.planning import Override
from leadctl.errors import Refused
from leadctl.named_tuple import NamedTuple
from leadctl.store.core.rows import find_row, find_value, read_rows
from leadctl.store.core.writer import Writer

SOURCE_FIELDS = ("share", "deal_rate", "raised_rate")
WEEK_FIELDS = ("leads", "orders", "deliveries", "note")

_ACTIONS = "SELECT id, week, consultant, what, count, due_on, done_on FROM target_actions"


class WeekTarget(NamedTuple):
    """What a week is to bring, of a consultant (a staff id) or, None, of the team; ``note``: its focus and work."""

    week: int
    consultant: int | None
    leads: int | None = None
    orders: int | None = None
    deliveries: int | None = None
    note: str | None = None


class Action(NamedTuple):
    """One action: ``what``, how often (``count``), by which day, and the day on which it was done.

    ``consultant``: a staff id; None: the team's.
    """

    action: int
    week: int
    consultant: int | None
    what: str
    count: int | None  # type: ignore[assignment]
    due_on: str | None
    done_on: str | None


def read_sales_target(db: sqlite3.Connection, month: str) -> int | None:
    """The cars that a month (``YYYY-MM``) is to sell; None: no target was set."""
    return find_value(db, int, "SELECT sales FROM targets WHERE month = ?", (month,))


def read_overrides(db: sqlite3.Connection, month: str) -> dict[int, Override]:
    """Source id -> what the store set of it for a month."""
    rows = db.execute(
        "SELECT source, share, deal_rate, raised_rate FROM target_sources WHERE month = :month", {"month": month}
    )
    return {source: Override(*map(_read_fraction, shares)) for source, *shares in rows}


def read_week_targets(db: sqlite3.Connection, month: str) -> list[WeekTarget]:
    """The weeks of a month that were planned: the team before its consultants."""
    sql = (
        "SELECT week, consultant, leads, orders, deliveries, note FROM target_weeks WHERE month = :month"
        " ORDER BY week, consultant"
    )
    return read_rows(db, WeekTarget, sql, {"month": month})


def read_consultant_targets(db: sqlite3.Connection, month: str) -> dict[int, int]:
    """Staff id -> the cars that they are to sell in a month: their own target, else the orders that its weeks ask of
    them; who has neither is left out."""
    rows = db.execute(
        "SELECT consultant, sum(orders) FROM target_weeks WHERE month = :month AND consultant IS NOT NULL"
        " AND orders IS NOT NULL GROUP BY consultant",
        {"month": month},
    )
    return dict(rows.fetchall()) | read_person_sales(db, month)


def set_sales(writer: Writer, month: str, sales: int) -> None:
    """Set the month's sales target, in place of an earlier one."""
    writer.put("targets", {"month": month}, sales=sales)


def read_person_sales(db: sqlite3.Connection, month: str) -> dict[int, int]:
    """Consultant (a staff id) -> the cars that they are to sell in a month (``YYYY-MM``)."""
    rows = db.execute(
        "SELECT consultant, sales FROM target_people WHERE month = :month ORDER BY consultant", {"month": month}
    )
    return dict(rows.fetchall())


def set_person_sales(writer: Writer, month: str, consultant: int, sales: int) -> None:
    """Set the cars that a consultant is to sell in a month, in place of an earlier target."""
    writer.put("target_people", {"month": month, "consultant": consultant}, sales=sales)


def set_source(writer: Writer, month: str, source: int, values: dict[str, float | None]) -> None:
    """Set some of ``SOURCE_FIELDS`` of a source; None takes what was set back."""
    writer.put("target_sources", {"month": month, "source": source}, **values)


def set_week(writer: Writer, month: str, week: int, consultant: int | None, values: dict[str, object]) -> None:
    """Set some of ``WEEK_FIELDS`` of a week of the team or of one consultant."""
    writer.put("target_weeks", {"month": month, "week": week, "consultant": consultant}, **values)


def list_actions(db: sqlite3.Connection, month: str) -> list[Action]:
    """The actions of a month (``YYYY-MM``), week by week, the earliest due first."""
    return read_rows(db, Action, f"{_ACTIONS} WHERE month = ? ORDER BY week, due_on IS NULL, due_on, id", (month,))


def find_action(db: sqlite3.Connection, identity: int) -> Action:
    """The action of this id. Raises Refused where there is none."""
    action = find_row(db, Action, f"{_ACTIONS} WHERE id = ?", (identity,))
    if action is None:
        raise Refused("There is no action {identity}; see: leadctl report targets", identity=identity)
    return action


def add_action(
    writer: Writer, month: str, week: int, what: str, *, consultant: int | None, count: int | None, due_on: str | None
) -> int:
    """Plan an action; returns its id."""
    return writer.insert(
        "target_actions", month=month, week=week, consultant=consultant, what=what, count=count, due_on=due_on
    )


def finish_action(writer: Writer, identity: int, done_on: str) -> None:
    """An action was done on a day."""
    writer.update("target_actions", identity, done_on=done_on)


def _read_fraction(value: float | None) -> Fraction | None:
    """The decimal that was typed: 0.35 is 35 %, not its binary neighbour."""
    return None if value is None else Fraction(repr(value))
