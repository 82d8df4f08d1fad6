"""The manager's page: of a closed month with the figures that were kept, and what has changed since."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from leadctl.commands.session import Session
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.reports.month import MonthPage
    from leadctl.store.core.connection import Database
    from leadctl.store.records.closed_months import Closing


def page(session: Session, db: Database, period: Period, reading: str, title: str) -> Page:
    """The page of one month. Of one consultant, or of the leads opened in it to date, it is always the present one."""
    from leadctl.reports.month import READING, month_page
    from leadctl.store.records.closed_months import closing_of

    found = month_page(db, period, reading)
    closed = closing_of(db, str(period)) if period.consultant is None and reading == READING else None
    if closed is None:
        return _present(session, found, title, team=period.consultant is None)
    return _kept(session, closed, found, title)


def _present(session: Session, found: MonthPage, title: str, *, team: bool) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.defeats import historic_note
    from leadctl.render.pages.month import month_records, month_tables

    data, translate = found.record(), session.translate
    tables = month_records(data) if session.output.format == "csv" else month_tables(data, translate, team=team)
    return Page(data, tables, title, historic_note(found.churn.historic, translate))


def _kept(session: Session, closed: Closing, found: MonthPage, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.month import changes_table, month_records, month_tables
    from leadctl.reports.month import changed_since

    changed = [asdict(change) for change in changed_since(closed.figures, found.record())]
    closing = {"at": closed.at, "by": closed.by, "operation": closed.operation}
    data = closed.figures | {"closed": closing, "changes": changed}
    csv, translate = session.output.format == "csv", session.translate
    tables = month_records(data) if csv else month_tables(data, translate)
    when = session.say(N_("closed on {day} by {who}"), day=closed.at[:10], who=closed.by)
    return Page(data, (*tables, changes_table(changed, translate, every=csv)), f"{title} · {when}")
