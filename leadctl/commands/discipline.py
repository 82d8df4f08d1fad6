"""The reports on how leads are worked and who the customers are: followups, prospects and profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadctl.commands.session import Session

if TYPE_CHECKING:
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record

REPORTS = ("followups", "prospects", "profile")


def page(session: Session, db: Database, name: str, period: Period, title: str) -> Page:
    """One of ``REPORTS`` as a page."""
    return {"followups": _followups, "prospects": _prospects, "profile": _profile}[name](session, db, period, title)


def behind(db: Database, name: str, period: Period, figure: str) -> Sequence[Record]:
    """The records that a figure of one of ``REPORTS`` counts. Raises WrongUsage for another figure."""
    if name == "followups":
        from leadctl.reports.followups import behind_followups

        return behind_followups(db, period, figure)
    if name == "prospects":
        from leadctl.reports.prospects import behind_prospects

        return behind_prospects(db, period, figure)
    from leadctl.reports.profile import behind_profile

    return behind_profile(db, period, figure)


def _csv(session: Session) -> bool:
    return session.output.format == "csv"


def _followups(session: Session, db: Database, period: Period, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.followups import followups_records, followups_tables
    from leadctl.reports.followups import followups

    data = followups(db, period).record()
    return Page(data, followups_records(data) if _csv(session) else followups_tables(data, session.translate), title)


def _prospects(session: Session, db: Database, period: Period, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.prospects import prospects_records, prospects_tables
    from leadctl.reports.prospects import prospects

    data = prospects(db, period).record()
    if session.output.format in ("json", "jsonl"):
        return Page(data, (), title)  # a large store has hundreds of thousands of prospects to draw
    return Page(data, prospects_records(data) if _csv(session) else prospects_tables(data, session.translate), title)


def _profile(session: Session, db: Database, period: Period, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.profile import profile_records, profile_tables
    from leadctl.reports.profile import profile

    data = profile(db, period).record()
    return Page(data, profile_records(data) if _csv(session) else profile_tables(data, session.translate), title)
