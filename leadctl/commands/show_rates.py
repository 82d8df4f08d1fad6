"""The report of appointments: made, due and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.commands.session import Session
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record

REPORTS = ("appointments",)


def page(session: Session, db: Database, name: str, period: Period, title: str) -> Page:
    """The report's page."""
    from leadctl.render.page import Page
    from leadctl.render.pages.appointments import appointments_records, appointments_table
    from leadctl.reports.appointments import appointments

    data = appointments(db, period).record()
    csv = session.output.format == "csv"
    table = appointments_records(data) if csv else appointments_table(data, session.translate)
    return Page(data, (table,), title)


def behind(db: Database, name: str, period: Period, figure: str) -> list[Record]:
    """The records that a figure counts."""
    from leadctl.reports.appointments import behind_appointments

    return behind_appointments(db, period, figure)
