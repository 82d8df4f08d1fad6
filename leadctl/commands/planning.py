"""The reports of a month's plan: its targets and its forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.commands.session import Session
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record

REPORTS = ("targets", "forecast")


def page(session: Session, db: Database, name: str, period: Period, title: str) -> Page:
    """One of ``REPORTS`` of a month."""
    return (_targets if name == "targets" else _forecast)(session, db, period, title)


def behind(db: Database, name: str, period: Period, figure: str) -> Sequence[Record]:
    """The records that a figure of one of ``REPORTS`` counts."""
    if name == "targets":
        from leadctl.reports.targets import behind_targets

        return behind_targets(db, period, figure)
    from leadctl.reports.forecast import behind_forecast

    return behind_forecast(db, period, figure)


def _targets(session: Session, db: Database, period: Period, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.targets import targets_tables
    from leadctl.reports.targets import targets

    data = targets(db, period).record()
    return Page(data, targets_tables(data, session.translate), title)


def _forecast(session: Session, db: Database, period: Period, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.forecast import forecast_tables, progress_line
    from leadctl.reports.forecast import forecast, forecast_record
    from leadctl.reports.targets import targets

    plan = targets(db, period) if period.consultant is None else None
    data = forecast_record(forecast(db, period), plan)
    return Page(data, forecast_tables(data, session.translate), title, (progress_line(data, session.translate),))
