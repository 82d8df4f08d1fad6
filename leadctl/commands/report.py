"""``leadctl report``: the figures of a month or a year, and the records behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, NamedTuple

from leadctl.commands import acquisition, discipline, online, owner_figures, planning, show_rates
from leadctl.commands.behind import listed
from leadctl.commands.declaration import LISTING, Argument, Command, Option
from leadctl.commands.inputs import month_named
from leadctl.commands.options import Consultant, Month, Reveal
from leadctl.commands.session import Session
from leadctl.errors import Sentence, WrongUsage
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl.domain.periods import Period
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database
    from leadctl.store.queries.figures.measures import Record

ReportName = Annotated[
    str | None,
    Argument(
        "NAME",
        (
            "month, funnel, traffic, defeats, followups, appointments, day, prospects, profile, campaigns, referrals,"
            " targets, forecast, owners, channels; left out: month. Or close: keep a month's figures."
        ),
    ),
]
ReportYear = Annotated[
    int | None,
    Option(
        "--year",
        "YYYY",
        "A year of traffic, defeats, owners, appointments, channels, campaigns or referrals.",
        min=1990,
        max=2100,
    ),
]
By = Annotated[
    str | None,
    Option(
        "--by",
        help="The funnel or the campaigns in groups that add up to them.",
        choices=("source", "consultant", "model", "kind"),
    ),
]
Cohort = Annotated[bool, Option("--cohort", help="The funnel of the leads opened in the month, to date.")]
ListFigure = Annotated[str | None, Option("--list", "FIGURE", "The records behind this figure of the report.")]
AllTime = Annotated[bool, Option("--all", help="Campaigns and referrals of all time.")]
SheetDay = Annotated[str | None, Option("--on", "DATE", "The day sheet of this day; left out: today's.")]
Sign = Annotated[str | None, Option("--sign", "NOTE", "Sign the day sheet off with this remark.")]

TITLES = {
    "month": N_("Monthly report"),
    "funnel": N_("Funnel"),
    "traffic": N_("Traffic analysis"),
    "defeats": N_("Defeat analysis"),
    "followups": N_("Follow-up discipline"),
    "appointments": N_("Appointments"),
    "day": N_("Day sheet"),
    "prospects": N_("Prospect table"),
    "profile": N_("Customer profile"),
    "campaigns": N_("Campaigns"),
    "referrals": N_("Referrals"),
    "targets": N_("Plan of the month"),
    "forecast": N_("Forecast"),
    "owners": N_("Owners"),
    "channels": N_("Online channels"),
}
"""Report -> its title; the known reports."""

GROUPS = (discipline, planning, owner_figures, show_rates, online)
"""Modules that each know several reports."""

YEARLY = ("traffic", "defeats", "owners", "appointments", "channels", *acquisition.REPORTS)
"""Reports that can be of a year."""

GROUPED = {"funnel": ("source", "consultant", "model"), "campaigns": ("kind", "source")}
"""Report -> the groups that it can be put into."""

READING = {False: "activity", True: "cohort"}


class Asked(NamedTuple):
    """Of when, of whom, and how a report is asked for."""

    month: Month = None
    year: ReportYear = None
    by: By = None
    consultant: Consultant = None
    cohort: Cohort = False
    list_: ListFigure = None
    all_: AllTime = False
    reveal: Reveal = False
    on: SheetDay = None
    sign: Sign = None


def report(session: Session, asked: Asked, name: ReportName = None) -> None:
    """The figures of a month: the manager's page, or one report of it.

    Examples:

      leadctl report                                   this month on one page

      leadctl report funnel --month last --by source   where last month's sales came from

      leadctl report traffic --year 2026               a column a month

      leadctl report traffic --list contacts           the visits behind a figure

      leadctl report channels                          online leads: what the first calls found

      leadctl report close --month last                keep last month's figures as they are

      leadctl report day --on yesterday --consultant X --sign "call the three H again"
    """
    name = name or "month"
    if name == "close":
        _close(session, asked)
        return
    _check(name, asked.month, asked.year, asked.by, asked.cohort, asked.list_)
    acquisition.check(name, asked.month, asked.year, asked.consultant, asked.all_)
    if name == "day" or asked.on is not None or asked.sign is not None:
        _day(session, name, asked)
        return
    with session.read() as db:
        period = _period(session, db, asked)
        title = _title(session, db, name, period, asked.consultant)
        if asked.list_ is None:
            page = _page(session, db, name, period, title, asked)
        else:
            found = _behind(db, name, period, READING[asked.cohort], asked.list_)
            page = listed(found, f"{title} · {asked.list_}", asked.reveal, session.output.limit)
    session.show(page)


def _close(session: Session, asked: Asked) -> None:
    """Close a month, which no other option speaks of."""
    from leadctl.commands.closing import close

    if asked != Asked(month=asked.month):
        raise WrongUsage("report close takes nothing but --month: a month is closed as a whole.")
    close(session, asked.month)


def _day(session: Session, name: str, asked: Asked) -> None:
    from leadctl.commands.day_sheet import day_sheet

    day_sheet(
        session,
        name,
        asked.month,
        on=asked.on,
        sign=asked.sign,
        consultant=asked.consultant,
        list_=asked.list_,
        reveal=asked.reveal,
    )


def _check(name: str, month: str | None, year: int | None, by: str | None, cohort: bool, list_: str | None) -> None:
    """Refuse options that do not go together."""
    if name not in TITLES:
        hint = Sentence(" A month reads like 2026-11, or last.") if name[:1].isdecimal() else ""
        raise WrongUsage(
            "There is no report {name!r}; reports are: {known}.{hint}", name=name, known=" ".join(TITLES), hint=hint
        )
    _check_by(name, by, list_)
    if cohort and name not in ("funnel", "month"):
        raise WrongUsage("--cohort goes with: leadctl report funnel")
    if year is not None and name not in YEARLY:
        raise WrongUsage("--year goes with the reports: {reports}", reports=" ".join(YEARLY))
    if year is not None and month is not None:
        raise WrongUsage("--month and --year exclude each other; name one of them.")


def _check_by(name: str, by: str | None, list_: str | None) -> None:
    if by is None:
        return
    if name not in GROUPED:
        raise WrongUsage("--by goes with the reports: {reports}", reports=" ".join(GROUPED))
    if by not in GROUPED[name]:
        raise WrongUsage(
            "--by {by} is no grouping of this report; these are: {known}", by=by, known=" ".join(GROUPED[name])
        )
    if list_ is not None:
        raise WrongUsage("--list lists the records of the whole; leave --by out, or name a --consultant.")


def _period(session: Session, db: Database, asked: Asked) -> Period:
    from leadctl.domain.periods import Period, month_period, year_period

    today, time = session.now(db).split("T")
    member = None if asked.consultant is None else member_id(db, asked.consultant.strip())
    if asked.all_:
        return Period((), today, member)
    if asked.year is not None:
        return replace(year_period(asked.year, today, member), time=time[:5])
    return replace(month_period(month_named(asked.month, today), today, member), time=time[:5])


def member_id(db: Database, name: str) -> int:
    """Who the figures are of; also somebody who has left."""
    from leadctl.store.queries.lists import ids
    from leadctl.store.records.staff import unknown

    staff = ids(db, "staff")
    if name not in staff:
        raise unknown(Sentence("staff member"), name, list(staff), Sentence("See: leadctl staff list"))
    return staff[name]


def _title(session: Session, db: Database, name: str, period: Period, consultant: str | None) -> str:
    from leadctl.store.core.settings import setting

    time = str(period) or session.translate(N_("all time"))
    parts = (setting(db, "store"), f"{session.translate(TITLES[name])} {time}", consultant)
    return " · ".join(part for part in parts if part)


def _page(session: Session, db: Database, name: str, period: Period, title: str, asked: Asked) -> Page:
    csv, reading = session.output.format == "csv", READING[asked.cohort]
    if name in acquisition.REPORTS:
        return acquisition.page(session, db, name, period.span, asked.by, title, asked.reveal)
    for group in GROUPS:
        if name in group.REPORTS:
            page: Page = group.page(session, db, name, period, title)
            return page
    if asked.by is not None:
        return _grouped_page(db, period, reading, asked.by, title)
    makers: dict[str, Callable[[], Page]] = {
        "month": lambda: _month_page(session, db, period, reading, title),
        "funnel": lambda: _funnel_page(session, db, period, reading, title),
        "traffic": lambda: _traffic_page(session, db, period, title, csv),
        "defeats": lambda: _defeats_page(session, db, period, title, csv),
    }
    return makers[name]()


def _grouped_page(db: Database, period: Period, reading: str, by: str, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.funnel import funnel_groups_table
    from leadctl.reports.funnel import funnel_by

    data = asdict(funnel_by(db, period, reading, by))
    return Page(data, (funnel_groups_table(data["groups"], by, reading=reading),), title)


def _funnel_page(session: Session, db: Database, period: Period, reading: str, title: str) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.funnel import churn_line, funnel_table
    from leadctl.reports.funnel import funnel

    data = asdict(funnel(db, period, reading))
    table = funnel_table(data["stages"], reading=reading, note=churn_line(data["churn"], session.translate))
    return Page(data, (table,), title)


def _traffic_page(session: Session, db: Database, period: Period, title: str, csv: bool) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.traffic import HALF_YEAR, YEAR, traffic_tables
    from leadctl.reports.traffic import traffic, traffic_of_year

    if not period.whole_year:
        record = traffic(db, period).record()
        return Page(record, traffic_tables([record], session.translate), title)
    months = [month.record() for month in traffic_of_year(db, period)]
    tables = traffic_tables(months, session.translate, YEAR if csv else HALF_YEAR)
    return Page({"year": period.month.year, "months": months}, tables, title)


def _defeats_page(session: Session, db: Database, period: Period, title: str, csv: bool) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.pages.defeats import defeats_records, defeats_tables, historic_note
    from leadctl.reports.defeats import defeats

    found = defeats(db, period)
    data = found.record()
    tables = defeats_records(data) if csv else defeats_tables(data, session.translate)
    return Page(data, tables, title, historic_note(found.historic, session.translate))


def _month_page(session: Session, db: Database, period: Period, reading: str, title: str) -> Page:
    from leadctl.commands import monthly

    return monthly.page(session, db, period, reading, title)


def _behind(db: Database, name: str, period: Period, reading: str, figure: str) -> Sequence[Record]:
    """The records that a figure of a report counts."""
    if name in acquisition.REPORTS:
        return acquisition.behind(db, name, period.span, figure)
    for group in GROUPS:
        if name in group.REPORTS:
            found: Sequence[Record] = group.behind(db, name, period, figure)
            return found
    if name == "funnel":
        from leadctl.reports.funnel import behind_funnel

        return behind_funnel(db, period, reading, figure)
    if name == "traffic":
        from leadctl.reports.traffic import behind_traffic

        return behind_traffic(db, period, figure)
    if name == "defeats":
        from leadctl.reports.defeats import behind_defeats

        return behind_defeats(db, period, figure)
    from leadctl.reports.month import behind_month

    return behind_month(db, period, reading, figure)


COMMAND = Command(report, LISTING)
