"""The reports of what brings customers: campaigns and referrals, over a month, a year or all time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.commands import inputs
from leadctl.commands.session import Session
from leadctl.errors import Refused, WrongUsage
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record, Span

REPORTS = ("campaigns", "referrals")


def check(name: str, month: str | None, year: int | None, consultant: str | None, all_: bool) -> None:
    """All time is of these reports, and excludes other times; a campaign's cost is nobody's in particular."""
    if all_ and name not in REPORTS:
        raise WrongUsage("--all goes with the reports: {reports}", reports=" ".join(REPORTS))
    if all_ and (month is not None or year is not None):
        raise WrongUsage("--all is all time; leave --month and --year out.")
    if name == "campaigns" and consultant is not None:
        raise WrongUsage("A campaign's cost is nobody's in particular; leave --consultant out.")


def page(session: Session, db: Database, name: str, span: Span, by: str | None, title: str, reveal: bool) -> Page:
    """The report's page; phones of referrers are masked unless they are to be revealed."""
    if name == "campaigns":
        return _campaigns_page(session, db, span, by, title)
    return _referrals_page(session, db, span, title, reveal)


def _campaigns_page(session: Session, db: Database, span: Span, by: str | None, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.campaigns import campaigns_csv, campaigns_tables, groups_tables
    from leadctl.reports.campaigns import campaigns, campaigns_by, total_of

    if by is not None:
        groups = campaigns_by(db, span, by)
        return Page(groups, groups_tables(groups, by), title)
    lines = campaigns(db, span)
    rows = [line.record() for line in lines]
    if session.output.format == "csv":
        return Page(rows, campaigns_csv(rows), title)
    total = total_of(lines, session.translate(N_("Total"))).record()
    return Page(rows, campaigns_tables(rows, total), title)


def _referrals_page(session: Session, db: Database, span: Span, title: str, reveal: bool) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.referrals import open_note, referrals_table
    from leadctl.reports.referrals import referrals

    rows = [referrer.record(reveal=reveal) for referrer in referrals(db, span, find_phone)]
    return Page(rows, (referrals_table(rows),), title, open_note(rows, session.translate))


def find_phone(text: str) -> str | None:
    """The phone in what was typed of a referrer, in its stored form; None where it is a name."""
    from leadctl.domain.referrers import number_in

    number = number_in(text)
    if number is None:
        return None
    try:
        return inputs.phone(number)
    except Refused:
        return None


def behind(db: Database, name: str, span: Span, figure: str) -> list[Record]:
    """The records that a figure counts."""
    if name == "campaigns":
        from leadctl.reports.campaigns import behind_campaigns

        return behind_campaigns(db, span, figure)
    from leadctl.reports.referrals import behind_referrals

    return behind_referrals(db, span, figure, find_phone)
