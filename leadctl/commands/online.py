"""The report of online channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record

REPORTS = ("channels",)


def page(session: Session, db: Database, name: str, period: Period, title: str) -> Page:
    """The report as a page."""
    from leadctl.render.page import Page
    from leadctl.render.pages.channels import channels_records, channels_tables
    from leadctl.reports.channels import channels

    found = channels(db, period)
    if session.output.format == "csv":
        return Page(found.records(), channels_records(found.records()), title)
    return Page(found.records(), channels_tables(found.records(), found.total.record(), session.translate), title)


def behind(db: Database, name: str, period: Period, figure: str) -> list[Record]:
    """The records that a figure counts. Raises WrongUsage for another figure."""
    from leadctl.reports.channels import behind_channels

    return behind_channels(db, period, figure)
