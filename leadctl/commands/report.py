"""``leadctl report``: the figures of a month or a year, and the records behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from leadctl.commands.months import month_named
from leadctl.commands.session import Session
from leadctl.errors import WrongUsage
from leadctl.locale import N_

if TYPE_CHECKING:
    from leadctl import options as o
    from leadctl.render.page import Page
    from leadctl.reports.period import Period
    from leadctl.store.connection import Database
    from leadctl.store.figures.measures import Record

TITLES = {
    "month": N_("Monthly report"),
    "funnel": N_("Funnel"),
    "traffic": N_("Traffic analysis"),
    "defeats": N_("Defeat analysis"),
}
"""Report -> its title; the known reports."""

READING = {False: "activity", True: "cohort"}


def report(
    session: Session,
    name: o.ReportName = None,
    month: o.Month = None,
    year: o.ReportYear = None,
    by: o.By = None,
    consultant: o.Consultant = None,
    cohort: o.Cohort = False,
    list_: o.ListFigure = None,
    reveal: o.Reveal = False,
) -> None:
    """The figures of a month: the manager's page, or one report of it.

    Examples:

      leadctl report                                   this month on one page

      leadctl report funnel --month last --by source   where last month's sales came from

      leadctl report traffic --year 2026               a column a month

      leadctl report traffic --list contacts           the visits behind a figure
    """
    name = name or "month"
    _check(name, month, year, by, cohort, list_)
    with session.read() as db:
        period = _period(session, db, month, year, consultant)
        title = _title(session, db, name, period, consultant)
        if list_ is None:
            page = _page(session, db, name, period, READING[cohort], by, title)
        else:
            page = _listed(_behind(db, name, period, READING[cohort], list_), f"{title} · {list_}", reveal)
    session.show(page)


def _check(name: str, month: str | None, year: int | None, by: str | None, cohort: bool, list_: str | None) -> None:
    """Refuse options that do not go together."""
    if name not in TITLES:
        hint = " A month reads like 2026-11, or last." if name[:1].isdecimal() else ""
        raise WrongUsage(f"There is no report {name!r}; reports are: {' '.join(TITLES)}.{hint}")
    if by is not None and name != "funnel":
        raise WrongUsage("--by goes with: leadctl report funnel")
    if by is not None and list_ is not None:
        raise WrongUsage("--list lists the records of the whole; leave --by out, or name a --consultant.")
    if cohort and name not in ("funnel", "month"):
        raise WrongUsage("--cohort goes with: leadctl report funnel")
    if year is not None and name not in ("traffic", "defeats"):
        raise WrongUsage("--year goes with: leadctl report traffic, and leadctl report defeats")
    if year is not None and month is not None:
        raise WrongUsage("--month and --year exclude each other; name one of them.")


def _period(session: Session, db: Database, month: str | None, year: int | None, consultant: str | None) -> Period:
    from leadctl.reports.period import month_period, year_period

    today = session.now(db)[:10]
    member = None if consultant is None else _member(db, consultant.strip())
    if year is not None:
        return year_period(year, today, member)
    return month_period(month_named(month, today), today, member)


def _member(db: Database, name: str) -> int:
    """Who the figures are of; also somebody who has left."""
    from leadctl.store.lists import ids
    from leadctl.store.staff import unknown

    staff = ids(db, "staff")
    if name not in staff:
        raise unknown("staff member", name, list(staff), "See: leadctl staff list")
    return staff[name]


def _title(session: Session, db: Database, name: str, period: Period, consultant: str | None) -> str:
    from leadctl.store.settings import setting

    parts = (setting(db, "store"), f"{session.translate(TITLES[name])} {period}", consultant)
    return " · ".join(part for part in parts if part)


def _page(session: Session, db: Database, name: str, period: Period, reading: str, by: str | None, title: str) -> Page:
    csv = session.output.format == "csv"
    if by is not None:
        return _grouped_page(db, period, reading, by, title)
    makers: dict[str, Callable[[], Page]] = {
        "month": lambda: _month_page(session, db, period, reading, title, csv),
        "funnel": lambda: _funnel_page(session, db, period, reading, title),
        "traffic": lambda: _traffic_page(session, db, period, title, csv),
        "defeats": lambda: _defeats_page(session, db, period, title, csv),
    }
    return makers[name]()


def _grouped_page(db: Database, period: Period, reading: str, by: str, title: str) -> Page:
    from leadctl.render.funnel import funnel_groups_table
    from leadctl.render.page import Page
    from leadctl.reports.funnel import funnel_by

    data = asdict(funnel_by(db, period, reading, by))
    return Page(data, (funnel_groups_table(data["groups"], by, reading=reading),), title)


def _funnel_page(session: Session, db: Database, period: Period, reading: str, title: str) -> Page:
    from leadctl.render.funnel import churn_line, funnel_table
    from leadctl.render.page import Page
    from leadctl.reports.funnel import funnel

    data = asdict(funnel(db, period, reading))
    table = funnel_table(data["stages"], reading=reading, note=churn_line(data["churn"], session.translate))
    return Page(data, (table,), title)


def _traffic_page(session: Session, db: Database, period: Period, title: str, csv: bool) -> Page:
    from leadctl.render.page import Page
    from leadctl.render.traffic import HALF_YEAR, YEAR, traffic_tables
    from leadctl.reports.traffic import traffic, traffic_of_year

    if not period.whole_year:
        record = traffic(db, period).record()
        return Page(record, traffic_tables([record], session.translate), title)
    months = [month.record() for month in traffic_of_year(db, period)]
    tables = traffic_tables(months, session.translate, YEAR if csv else HALF_YEAR)
    return Page({"year": period.month.year, "months": months}, tables, title)


def _defeats_page(session: Session, db: Database, period: Period, title: str, csv: bool) -> Page:
    from leadctl.render.defeats import defeats_records, defeats_tables, historic_note
    from leadctl.render.page import Page
    from leadctl.reports.defeats import defeats

    found = defeats(db, period)
    data = found.record()
    tables = defeats_records(data) if csv else defeats_tables(data, session.translate)
    return Page(data, tables, title, historic_note(found.historic, session.translate))


def _month_page(session: Session, db: Database, period: Period, reading: str, title: str, csv: bool) -> Page:
    from leadctl.render.defeats import defeats_records, historic_note
    from leadctl.render.month import month_tables
    from leadctl.render.page import Page
    from leadctl.reports.month import month_page

    found = month_page(db, period, reading)
    data = found.record()
    tables = month_tables(data, session.translate)
    if csv:
        tables = (*tables[:2], *defeats_records(found.churn.record()))
    return Page(data, tables, title, historic_note(found.churn.historic, session.translate))


def _behind(db: Database, name: str, period: Period, reading: str, figure: str) -> list[Record]:
    """The records that a figure of a report counts."""
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


def _listed(found: list[Record], title: str, reveal: bool) -> Page:
    from leadctl.domain.phones import mask_phone
    from leadctl.render.records import records_page

    for record in found:
        phone = record.get("phone")
        if phone is not None and not reveal:
            record["phone"] = mask_phone(str(phone))
        record.update({key: bool(record[key]) for key in ("is_new", "test_drive") if record.get(key) is not None})
    return records_page(found, title)
