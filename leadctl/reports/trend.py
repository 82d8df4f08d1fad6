"""How a month went: its days against the plan, the twelve months that end with it, the funnel beside the last month's,
and what each source brings. The pictures of the manager's page are drawn of it (docs/reports.md, Trend)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from leadctl.domain.days import Month, add_days
from leadctl.domain.figures import FUNNEL_STEPS, share
from leadctl.domain.periods import Period, Span, month_period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import ACTIVITY, Answer, JsonObject, Report, Request, find_report, unknown_figure
from leadctl.reports.funnel import READINGS
from leadctl.reports.targets import targets
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import NEW_LEADS, ORDERED_CARS, PLANNED, TRAFFIC
from leadctl.store.queries.figures.history import Evening, count_active_by_grade
from leadctl.store.queries.figures.measures import Measure, count, count_by_id, records
from leadctl.store.queries.lists import ids, names

MONTHS = 12
"""Months that are shown, the last of which is the one that is asked for."""

_NONE = "none"
_DAILY: dict[str, Measure] = {"sales": ORDERED_CARS, "leads": NEW_LEADS}
_MONTHLY: dict[str, Measure] = {
    "traffic": TRAFFIC["traffic"],
    "leads": NEW_LEADS,
    "showroom_sales": TRAFFIC["showroom_sales"],
}
_BY_SOURCE = {"leads": "leads", "sales": "cars"}
"""Figure of a source -> what is counted of the plan."""

SHAPES = (
    "days.YYYY-MM-DD.sales|leads",
    "months.YYYY-MM.traffic|leads|showroom_sales",
    "months.YYYY-MM.open_leads_by_grade.GRADE",
    "funnel.STAGE[.before]",
    "sources.SOURCE.leads|sales",
)


class Day(NamedTuple):
    """A day of the month. ``sold``, ``opened``: cars and leads from the 1st to it, None of a coming day;
    ``sales_planned``, ``leads_planned``: what the plan asks for by then, evenly over the days; None without a plan."""

    day: str
    sales: int | None
    sold: int | None
    sales_planned: float | None
    leads: int | None
    opened: int | None
    leads_planned: float | None


def _list_days(db: Database, period: Period) -> list[Day]:
    month, plan = period.month, targets(db, period._replace(consultant=None)) if period.consultant is None else None
    begun = [add_days(month.first, number) for number in range(month.elapsed(period.today))]
    counts = [count(db, _DAILY, _one_day(day, period)) for day in begun]
    sold = list(accumulate(each["sales"] for each in counts))
    opened = list(accumulate(each["leads"] for each in counts))
    days = []
    for number in range(month.days):
        done = number < len(begun)
        days.append(
            Day(
                add_days(month.first, number),
                counts[number]["sales"] if done else None,
                sold[number] if done else None,
                _planned(plan.sales_target if plan else None, number + 1, month.days),
                counts[number]["leads"] if done else None,
                opened[number] if done else None,
                _planned(plan.leads_needed if plan else None, number + 1, month.days),
            )
        )
    return days


def _one_day(day: str, period: Period) -> Span:
    return Span(day, add_days(day, 1), period.today, period.consultant)


def _planned(target: int | None, elapsed: int, days: int) -> float | None:
    """The plan of the first days of a month, as ``targets`` reckons its pace (docs/domain.md section 7)."""
    return None if target is None else target * elapsed / days


def _list_months(db: Database, period: Period) -> list[JsonObject]:
    months = [month_period(period.month.plus(back), period.today, period.consultant) for back in range(1 - MONTHS, 1)]
    begun = [month for month in months if month.first <= period.today]
    stocks = count_active_by_grade(db, *(Evening(one.last_day, period.consultant) for one in begun)) if begun else []
    grades = sorted({grade for stock in stocks for grade in stock}, key=_order_grade)
    return [
        {
            "month": str(one.month),
            **count(db, _MONTHLY, one.span),
            "open_leads_by_grade": {grade or _NONE: stock.get(grade, 0) for grade in grades},
        }
        for one, stock in zip(begun, stocks, strict=True)
    ]


def _order_grade(grade: str | None) -> int:
    return "HABCN".index(grade) if grade in tuple("HABCN") else 9


def _compare_funnels(db: Database, period: Period) -> list[JsonObject]:
    before = period.find_earlier("previous")
    stages: Mapping[str, Measure] = {stage: READINGS[ACTIVITY][stage] for stage in FUNNEL_STEPS}
    now, then = (count(db, stages, each.span) for each in (period, before))
    return [{"stage": stage, "count": now[stage], "before": then[stage]} for stage in FUNNEL_STEPS]


class _Brought(NamedTuple):
    """What a source brought; None: what has no source."""

    source: str | None
    leads: int
    sales: int


def _list_sources(db: Database, period: Period) -> list[JsonObject]:
    """The sources that brought anything, the one with most leads first, what has none last."""
    codes = {None: None} | names(db, "sources")
    found = count_by_id(db, PLANNED, period.span, "source")
    brought = [_Brought(codes[key], counts["leads"], counts["cars"]) for key, counts in found.items()]
    shown = sorted((one for one in brought if one.leads or one.sales), key=_order_source)
    leads, sales = sum(one.leads for one in shown), sum(one.sales for one in shown)
    return [
        {
            "source": one.source,
            "leads": one.leads,
            "lead_share": share(one.leads, leads),
            "sales": one.sales,
            "sale_share": share(one.sales, sales),
        }
        for one in shown
    ]


def _order_source(one: _Brought) -> tuple[bool, int, int, str]:
    return one.source is None, -one.leads, -one.sales, one.source or ""


def build_trend(db: Database, period: Period) -> JsonObject:
    """The trend of a month as JSON has it."""
    return {
        "month": period.calendar_month,
        "days": [day._asdict() for day in _list_days(db, period)],
        "months": _list_months(db, period),
        "funnel": _compare_funnels(db, period),
        "sources": _list_sources(db, period),
    }


def _build(db: Database, request: Request) -> Answer:
    return Answer(build_trend(db, request.period))


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a day's or a month's count, a stage of either month, or a source. Raises WrongUsage."""
    period = request.period
    part, _, rest = figure.partition(".")
    name, _, what = rest.partition(".")
    if part == "days" and what in _DAILY and name[:7] == str(period.month) and len(name) == 10:
        return records(db, _DAILY[what], _one_day(name, period))
    if part == "months" and (month := _read_month(name)) is not None:
        return _list_of_month(db, request, month, what, figure)
    if part == "funnel" and name in FUNNEL_STEPS and what in ("", "before"):
        return records(db, READINGS[ACTIVITY][name], (period.find_earlier("previous") if what else period).span)
    sources: dict[str, int | None] = {**ids(db, "sources"), _NONE: None}
    if part == "sources" and name in sources and what in _BY_SOURCE:
        return records(db, PLANNED[_BY_SOURCE[what]], period.span, {"source": sources[name]})
    raise unknown_figure(figure, SHAPES)


def _read_month(text: str) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        return None


def _list_of_month(db: Database, request: Request, month: Month, what: str, figure: str) -> Sequence[Record]:
    period = month_period(month, request.period.today, request.period.consultant)
    if what in _MONTHLY:
        return records(db, _MONTHLY[what], period.span)
    if what.startswith("open_leads_by_grade."):
        return find_report("traffic").list_records(db, request._replace(period=period), what)
    raise unknown_figure(figure, SHAPES)


REPORT = Report(N_("Trend"), _build, list_records)
