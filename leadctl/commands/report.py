"""``leadctl report``: figures and the records behind them; closing a month, and signing a day sheet off."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from leadctl.annotations import TYPE_CHECKING, Annotated
from leadctl.commands import inputs, periods
from leadctl.commands.declaration import LISTING, Argument, Command, Option
from leadctl.commands.options import Consultant, Month, Reveal
from leadctl.commands.permissions import MANAGER, Need
from leadctl.commands.session import Session
from leadctl.domain.periods import (
    ALL_TIME,
    DAY,
    MONTH,
    PIECES,
    QUARTER,
    SPAN,
    WEEK,
    YEAR,
    Period,
    day_period,
    month_period,
)
from leadctl.errors import Refused, Sentence, StoreUnusable, WrongUsage, unknown_name
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.render.formats import ICS
from leadctl.render.page import limit_page
from leadctl.render.pages import draw_report
from leadctl.reports import (
    ACTIVITY,
    COHORT,
    Report,
    Request,
    find_report,
    find_reports,
    report_names,
    unknown_dimension,
)
from leadctl.reports.comparison import COMPARED, TARGET, build_report
from leadctl.store.core.settings import read_setting
from leadctl.store.queries.figures.dimensions import OF_CUSTOMER, find_dimension, own_dimension
from leadctl.store.queries.lists import ids

if TYPE_CHECKING:
    from leadctl.domain.days import Month as CalendarMonth
    from leadctl.render.page import Page
    from leadctl.store.core.connection import Database


def _list_dimensions() -> list[str]:
    """What any of the reports divides by."""
    found = (find_report(name).dimensions for name in report_names())
    return list(dict.fromkeys(dimension for dimensions in found for dimension in dimensions))


TEXT_TO_SEND, CLOSE = "send-text", "close"
"""What ``report`` does beside printing a report."""

ReportName = Annotated[
    str | None,
    Argument(
        "NAME",
        "Left out: month. send-text: ten lines for a chat group; close: keep a month's figures.",
        lambda: (*report_names(), TEXT_TO_SEND, CLOSE),
    ),
]
By = Annotated[
    str | None, Option("--by", "DIMENSION[,DIMENSION]", "In groups that add up to the whole.", known=_list_dimensions)
]
Rows = Annotated[
    str | None, Option("--rows", "DIMENSION", "Of a pivot table: what its rows are.", known=_list_dimensions)
]
Columns = Annotated[
    str | None,
    Option("--columns", "DIMENSION", "Of a pivot table: what its columns are; or week, month (left out), quarter."),
]
Figures = Annotated[str | None, Argument("FIGURE[,FIGURE]", "Of a pivot table: what is counted, such as leads,orders.")]
Cohort = Annotated[bool, Option("--cohort", help="The funnel of the leads opened in the month, to date.")]
ListFigure = Annotated[str | None, Option("--list", "FIGURE", "The records behind this figure of the report.")]
Compare = Annotated[
    str | None,
    Option(
        "--compare", "|".join(COMPARED), "Beside the period before, the same a year ago, or the plan.", known=COMPARED
    ),
]
Per = Annotated[
    str | None, Option("--per", "|".join(PIECES), "A column for each, with total and average.", known=PIECES)
]
SheetDay = Annotated[str | None, Option("--on", "DATE", "Of a report of one day: which; left out: today.")]
SIGNED = "day"
"""The report that a manager signs."""

Sign = Annotated[str | None, Option("--sign", "NOTE", "Sign the day sheet off with this remark.")]


NoRecords = Annotated[bool, Option("--no-records", help="Of a web page: without the records behind its figures.")]


class Asked(NamedTuple):
    """Of when, of whom, and how a report is asked for."""

    month: Month = None
    week: periods.Week = None
    quarter: periods.Quarter = None
    year: periods.Year = None
    from_: periods.From = None
    to: periods.Until = None
    to_date: periods.ToDate = False
    compare: Compare = None
    per: Per = None
    by: By = None
    rows: Rows = None
    columns: Columns = None
    consultant: Consultant = None
    cohort: Cohort = False
    list_: ListFigure = None
    all_: periods.AllTime = False
    reveal: Reveal = False
    on: SheetDay = None
    sign: Sign = None
    no_records: NoRecords = False

    @property
    def words(self) -> periods.PeriodWords:
        """What was typed of the period."""
        return periods.PeriodWords(
            self.month, self.week, self.quarter, self.year, self.from_, self.to, self.all_, self.to_date
        )


def report(session: Session, asked: Asked, name: ReportName = None, figures: Figures = None) -> None:
    """The figures of a month, or of other days: the manager's page, or one report of it.

    Examples:

      leadctl report                                   this month on one page

      leadctl report funnel --month last --by source   where last month's sales came from

      leadctl report traffic --year --per month        a column a month, with total and average

      leadctl report --week last --compare previous    last week beside the week before

      leadctl report funnel --year --to-date --compare year    this year so far, beside the last

      leadctl report traffic --list contacts           the visits behind a figure

      leadctl report pivot leads,orders --rows source --columns consultant

      leadctl report channels                          online leads: what the first calls found

      leadctl report --month -o november.html          a page to mail, to print, and for a telephone

      leadctl report send-text                         ten lines for a chat group

      leadctl report close --month last                keep last month's figures as they are

      leadctl report day --on yesterday --consultant X --sign "call the three H again"
    """
    name = name or "month"
    if name == CLOSE:
        _close(session, asked)
        return
    if name == TEXT_TO_SEND:
        _send_text(session, asked)
        return
    wanted = find_report(name, (TEXT_TO_SEND, CLOSE))
    _refuse_pivot_words(name, asked, figures)
    if asked.sign is not None and name != SIGNED:
        raise WrongUsage("--sign goes with: leadctl report day")
    _refuse_unfit(session, wanted, asked)
    if asked.sign is not None:
        _sign(session, asked.sign, asked)
        return
    with session.read(at_length=True) as db:
        page = _page(session, db, name, wanted, asked, inputs.split_words([figures or ""]))
    session.show(limit_page(page, session.output.limit), reveal=asked.reveal)


def _send_text(session: Session, asked: Asked) -> None:
    """The month, or other days, in ten lines. Raises WrongUsage for what they have no place for."""
    from leadctl.render.pages.send_text import draw_page
    from leadctl.reports.summary import build_summary

    wanted = find_report("month")
    fitting = asked._replace(compare=None, per=None, by=None, rows=None, columns=None, list_=None, on=None, sign=None)
    if fitting != asked or asked.cohort or asked.all_:
        raise WrongUsage("report send-text takes a period and --consultant; ask the report itself for more.")
    _refuse_unfit(session, wanted, asked)
    with session.read(at_length=True) as db:
        period = _period(session, db, wanted, asked)
        title = _title(session, db, wanted, period, asked.consultant)
        page = draw_page(build_summary(db, Request(period)), title, session.translate)
    session.show(page)


def _refuse_unfit(session: Session, wanted: Report, asked: Asked) -> None:
    """Refuse options that do not go together, or not with this report."""
    _refuse_dimension(session, wanted, asked)
    if asked.cohort and COHORT not in wanted.readings:
        raise WrongUsage("--cohort goes with: leadctl report funnel")
    _refuse_period(wanted, asked)
    if wanted.store_only and asked.consultant is not None:
        raise WrongUsage(wanted.store_only)
    if asked.sign is not None and asked.list_ is not None:
        raise WrongUsage("--sign and --list exclude each other; sign first, then list.")


def _refuse_dimension(session: Session, wanted: Report, asked: Asked) -> None:
    if asked.by is None:
        return
    if not wanted.dimensions:
        known = find_reports(lambda report: report.dimensions)
        raise WrongUsage("--by goes with the reports: {reports}", reports=" ".join(known))
    if len(_dimensions(asked.by)) > wanted.most_dimensions:
        raise WrongUsage("--by {by} names too many; it takes two dimensions at most.", by=asked.by)
    for one in _dimensions(asked.by):
        if one not in wanted.dimensions and not _is_own_field(session, wanted, one):
            raise unknown_dimension(one, wanted.dimensions)
    if asked.list_ is not None and "." not in asked.list_:
        raise WrongUsage(
            "--list {figure} is of the whole; put the group before it, as in showroom.{figure}, or leave --by out.",
            figure=asked.list_,
        )


def _is_own_field(session: Session, wanted: Report, word: str) -> bool:
    """Whether it is a field of the store's own, of a report whose figures are of customers."""
    if OF_CUSTOMER not in wanted.dimensions:
        return False
    with suppress(StoreUnusable), session.read() as db:
        return own_dimension(db, word) is not None
    return False


def _refuse_period(wanted: Report, asked: Asked) -> None:
    periods.refuse_several(asked.words)
    if asked.on is not None and DAY not in wanted.periods:
        known = find_reports(lambda report: DAY in report.periods)
        raise WrongUsage("--on goes with the reports: {reports}", reports=" ".join(known))
    for option in asked.words.given:
        _refuse_option(wanted, option)
    for option, value in (("--to-date", asked.to_date), ("--compare", asked.compare), ("--per", asked.per)):
        if value and not wanted.of_events:
            raise _make_events_refusal(option)
    _refuse_comparison(asked)


def _refuse_option(wanted: Report, option: str) -> None:
    """Refuse an option of a period that the report cannot be of."""
    if option == "--all" and ALL_TIME not in wanted.periods:
        known = find_reports(lambda report: ALL_TIME in report.periods)
        raise WrongUsage("--all goes with the reports: {reports}", reports=" ".join(known))
    if option == "--month" and MONTH not in wanted.periods:
        raise WrongUsage("That report is of one day: name it with --on DATE, not with --month.")
    unit = _UNITS.get(option)
    if unit is not None and unit not in wanted.periods:
        raise WrongUsage(
            "{option} goes with the reports: {reports}",
            option=option,
            reports=" ".join(find_reports(lambda report: unit in report.periods)),
        )


_UNITS = {"--week": WEEK, "--quarter": QUARTER, "--year": YEAR, "--from": SPAN}
"""Option -> what a report that it goes with can be of."""


def _make_events_refusal(option: str) -> WrongUsage:
    known = find_reports(lambda report: report.of_events)
    return WrongUsage("{option} goes with the reports: {reports}", option=option, reports=" ".join(known))


def _refuse_comparison(asked: Asked) -> None:
    for option, value, known in (("--compare", asked.compare, COMPARED), ("--per", asked.per, PIECES)):
        if value is not None and value not in known:
            raise WrongUsage(
                "{option} {value!r} is none of: {known}.", option=option, value=value, known=" ".join(known)
            )
        if value is not None and asked.list_ is not None:
            raise WrongUsage("{option} and --list exclude each other; list the records of one period.", option=option)
        if value is not None and asked.all_:
            raise WrongUsage("{option} takes a period with two ends; --all has none.", option=option)
    if asked.by is not None and asked.compare == TARGET:
        raise WrongUsage("The plan has no groups; leave --by out to compare with the target.")


def _refuse_pivot_words(name: str, asked: Asked, figures: str | None) -> None:
    if name == "pivot":
        return
    if figures is not None:
        periods.refuse_value(asked.words, figures)
        raise WrongUsage("{word!r} is too much; figures go with: leadctl report pivot", word=figures)
    if asked.rows is not None or asked.columns is not None:
        raise WrongUsage("--rows and --columns go with: leadctl report pivot FIGURE")


def _dimensions(by: str | None) -> tuple[str, ...]:
    """The dimensions that are meant, each once; an unknown word is left as it is."""
    words = () if by is None else inputs.split_words([by]) or (by,)
    found = ((word, find_dimension(word)) for word in words)
    return tuple(dict.fromkeys(word if dimension is None else dimension.name for word, dimension in found))


def _page(
    session: Session, db: Database, name: str, wanted: Report, asked: Asked, figures: tuple[str, ...] = ()
) -> Page:
    """The report, or the records behind one of its figures."""
    period = _period(session, db, wanted, asked)
    title = _title(session, db, wanted, period, asked.consultant)
    request = Request(
        period,
        COHORT if asked.cohort else ACTIVITY,
        _dimensions(asked.by),
        asked.reveal,
        inputs.find_phone,
        figures,
        asked.rows,
        asked.columns,
    )
    if asked.list_ is None:
        page = _draw(session, db, name, wanted, request, asked, title)
        if not session.format.records or asked.no_records:
            return page
        # The links of a year are those of its total, where its list is of the months.
        whole = request.period._replace(unit=SPAN) if request.period.whole_year else request.period
        listed = partial(wanted.list_records, db, request._replace(period=whole))
        from leadctl.render.pages.records import add_listings

        return add_listings(page, listed, session.translate, reveal=asked.reveal)
    from leadctl.render.pages.records import records_page

    found = wanted.list_records(db, request, asked.list_)
    return records_page(found, f"{title} · {asked.list_}", reveal=asked.reveal, limit=session.output.limit)


def _draw(
    session: Session, db: Database, name: str, wanted: Report, request: Request, asked: Asked, title: str
) -> Page:
    """The report's page, or the page of what it is compared with."""
    answer = build_report(db, wanted, request, asked.compare, asked.per)
    if asked.compare is None and asked.per is None:
        extra = dict(answer.extra)
        if wanted.illustrate is not None and session.format.draws:
            extra |= wanted.illustrate(db, request)
        return draw_report(name, answer.data, title, session.translate, extra)
    from leadctl.render.pages.comparison import Sides, draw_comparison

    page = draw_report(name, answer.data, title, session.translate, answer.extra)
    period = request.period
    named = period.list_begun(asked.per) if asked.per is not None else []
    return draw_comparison(name, answer.data, page, Sides(period, asked.compare, named), session.translate)


def _period(session: Session, db: Database, wanted: Report, asked: Asked) -> Period:
    """Of when: a report of days is of today where nothing is said, another of the current month."""
    now = session.read_clock(db)
    today = now[:10]
    member = None if asked.consultant is None else _member_id(db, asked.consultant)
    if DAY in wanted.periods:
        return day_period(_day(asked.on, now), today, member)._replace(time=now[11:16])
    return periods.read_period(asked.words, now, member)


def _day(on: str | None, now: str) -> str:
    return now[:10] if on is None else inputs.read_day(on, now, "fact")


def _member_id(db: Database, name: str) -> int:
    """Who the figures are of; also somebody who has left."""
    staff, name = ids(db, "staff"), name.strip()
    if name not in staff:
        raise unknown_name(Sentence("staff member"), name, list(staff), Sentence("See: leadctl staff list"))
    return staff[name]


def _title(session: Session, db: Database, wanted: Report, period: Period, consultant: str | None) -> str:
    time = str(period) or session.translate(N_("all time"))
    title = wanted.titles.get(period.unit, wanted.title)
    parts = (read_setting(db, "store"), f"{session.translate(title)} {time}", consultant)
    return " · ".join(part for part in parts if part)


def _close(session: Session, asked: Asked) -> None:
    """Close a month that has ended. Raises Refused for the running one, a coming one, and one that is closed."""
    from leadctl.reports.month import month_page
    from leadctl.store.records.closings import close_month

    if asked != Asked(month=asked.month):
        raise WrongUsage("report close takes nothing but --month: a month is closed as a whole.")
    with session.write("report close") as writer:
        month = inputs.read_month(asked.month, writer.today)
        _refuse_closing(writer.db, month, writer.today)
        figures = month_page(writer.db, month_period(month, writer.today), ACTIVITY).to_json()
        close_month(writer, str(month), figures)
        writer.summary = f"{month} closed"
        operation = writer.operation
    sentence = N_("{month}: closed; its page keeps these figures, and later changes show against them")
    session.report(session.say(sentence, month=month), figures | {"operation": operation})


def _refuse_closing(db: Database, month: CalendarMonth, today: str) -> None:
    from leadctl.store.records.closings import closing_of

    if month.end > today:
        raise Refused(
            "{month} has not ended; a month is closed after its last day: leadctl report close --month last",
            month=month,
        )
    found = closing_of(db, str(month))
    if found is not None:
        raise Refused(
            "{month} was closed on {day}; to keep its present figures instead, take that back first: "
            "leadctl undo {operation}",
            month=month,
            day=found.at[:10],
            operation=found.operation,
        )


def _sign(session: Session, remark: str, asked: Asked) -> None:
    """The manager's remark on a day sheet; nobody signs the sheet of their own work."""
    from leadctl.store.records.closings import add_sign_off

    note, consultant = inputs.read_line(remark), asked.consultant
    if note is None:
        raise Refused("--sign needs a remark, such as: --sign seen")
    with session.write("report day --sign") as writer:
        day = _day(asked.on, writer.now)
        member = None if consultant is None else _member_id(writer.db, consultant)
        if member is not None and member == writer.author.staff:
            raise Refused("Nobody signs their own day sheet; a manager does: leadctl report day --sign NOTE --as NAME")
        identity = add_sign_off(writer, day=day, consultant=member, note=note)
        writer.summary = f"day sheet of {day} signed" + (f", {consultant}" if consultant else "")
        answer = {
            "sign_off": identity,
            "day": day,
            "consultant": consultant,
            "by": writer.author.actor,
            "note": note,
            "operation": writer.operation,
        }
    whose = consultant or session.translate(N_("team"))
    session.report(session.say(N_("day sheet of {day}, {whose}: signed off"), day=day, whose=whose), answer)


def _is_managers(given: Mapping[str, object]) -> bool:
    """Whether phones are to be shown in full, or a month to be closed."""
    return bool(given.get("reveal")) or given.get("name") == CLOSE


COMMAND = Command(report, LISTING, needs=Need(MANAGER, _is_managers), formats=(ICS,))
