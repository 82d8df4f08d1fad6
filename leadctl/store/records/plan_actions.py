"""What is to be done in the weeks of a plan."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from leadctl.errors import Refused
from leadctl.store.core.writer import Writer


@dataclass(frozen=True, slots=True)
class Action:
    """One action: ``what``, how often (``count``), by which day, and the day on which it was done.

    ``consultant``: a staff id; None: the team's.
    """

    action: int
    week: int
    consultant: int | None
    what: str
    count: int | None
    due_on: str | None
    done_on: str | None


_SELECT = "SELECT id, week, consultant, what, count, due_on, done_on FROM target_actions"


def actions_of(db: sqlite3.Connection, month: str) -> list[Action]:
    """The actions of a month (``YYYY-MM``), week by week, the earliest due first."""
    rows = db.execute(f"{_SELECT} WHERE month = :month ORDER BY week, due_on IS NULL, due_on, id", {"month": month})
    return [Action(*row) for row in rows]


def action_named(db: sqlite3.Connection, identity: int) -> Action:
    """The action of this id. Raises Refused where there is none."""
    row = db.execute(f"{_SELECT} WHERE id = :id", {"id": identity}).fetchone()
    if row is None:
        raise Refused("There is no action {identity}; see: leadctl report targets", identity=identity)
    return Action(*row)


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
