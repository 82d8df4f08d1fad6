"""The report of owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record

REPORTS = ("owners",)


def page(session: Session, db: Database, name: str, period: Period, title: str) -> Page:
    """The report as a page."""
    from leadctl.render.page import Page
    from leadctl.render.pages.owners import owners_tables
    from leadctl.reports.owners import owners_report

    data = owners_report(db, period).record()
    return Page(data, owners_tables(data), title)


def behind(db: Database, name: str, period: Period, figure: str) -> list[Record]:
    """The records that a figure counts. Raises WrongUsage for another figure."""
    from leadctl.reports.owners import behind_owners

    return behind_owners(db, period, figure)
