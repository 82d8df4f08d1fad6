"""``leadctl report close``: a month's figures are kept as they are, and later changes show against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.inputs import month_named
from leadctl.commands.session import Session
from leadctl.domain.days import Month
from leadctl.errors import Refused
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.store.core.connection import Database


def close(session: Session, month: str | None) -> None:
    """Close a month that has ended. Raises Refused for the running one, a coming one, and one that is closed."""
    from leadctl.domain.periods import month_period
    from leadctl.reports.month import READING, month_page
    from leadctl.store.records.closed_months import close_month

    with session.write("report close") as writer:
        closed = month_named(month, writer.today)
        _refuse_unended(closed, writer.today)
        _refuse_twice(writer.db, str(closed))
        figures = month_page(writer.db, month_period(closed, writer.today), READING).record()
        close_month(writer, str(closed), figures)
        writer.summary = f"{closed} closed"
        operation = writer.operation
    sentence = N_("{month}: closed; its page keeps these figures, and later changes show against them")
    session.report(session.say(sentence, month=closed), figures | {"operation": operation})


def _refuse_unended(month: Month, today: str) -> None:
    if month.end > today:
        raise Refused(
            "{month} has not ended; a month is closed after its last day: leadctl report close --month last",
            month=month,
        )


def _refuse_twice(db: Database, month: str) -> None:
    from leadctl.store.records.closed_months import closing_of

    found = closing_of(db, month)
    if found is not None:
        raise Refused(
            "{month} was closed on {day}; to keep its present figures instead, take that back first: "
            "leadctl undo {operation}",
            month=month,
            day=found.at[:10],
            operation=found.operation,
        )
