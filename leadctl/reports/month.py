"""The manager's page of a month or of other days: its plan, its funnel, its leaks, discipline, churn, and the month to
come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.domain.figures import FUNNEL_STEPS, Change, changes, known_then
from leadctl.domain.periods import QUARTER, SPAN, WEEK, YEAR, Period, month_period
from leadctl.domain.record_lists import Record
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple, to_dict
from leadctl.reports import (
    ACTIVITY,
    EVENTS,
    Answer,
    JsonObject,
    Plan,
    Report,
    Request,
    find_report,
    leaks,
    unknown_figure,
)
from leadctl.reports.channels import Online, channels
from leadctl.reports.defeats import Defeats, defeats
from leadctl.reports.followups import Discipline, count_overdue_by_name, followups
from leadctl.reports.forecast import Forecast, forecast_each, forecast_to_json
from leadctl.reports.funnel import READINGS, Funnel, funnel
from leadctl.reports.targets import Targets, targets
from leadctl.reports.traffic import SHAPES, Traffic, known_figures, traffic_of_each
from leadctl.reports.trend import build_trend
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.churn import BECAME
from leadctl.store.queries.figures.definitions import CHURN
from leadctl.store.records.closings import closing_of

_PARTS = {
    "funnel": "funnel",
    "traffic": "traffic",
    "churn": "defeats",
    "followups": "followups",
    "targets": "targets",
    "forecast": "forecast",
    "channels": "channels",
    "online": "channels",
    "trend": "trend",
}
"""Part of the page -> the report that it is."""

COMPARED = tuple(part for part in _PARTS if part not in ("online", "trend"))
"""Parts whose later changes show; leaks, the next month's plan and the sum of the channels are of their own day."""


class MonthPage(NamedTuple):
    """The reports of one period; ``month``: which calendar month it is, if it is one. Only a month has a plan, a
    forecast and ``next_month``, the plan of the month after it. ``team``: it is of everybody."""

    month: str | None
    funnel: Funnel
    traffic: Traffic
    followups: Discipline
    churn: Defeats
    targets: Targets | None
    forecast: Forecast | None
    online: Online
    leaks: list[dict[str, object]]
    next_month: Targets | None
    team: bool

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "funnel": to_dict(self.funnel),
            "traffic": self.traffic.to_json(),
            "followups": self.followups.to_json(),
            "churn": self.churn.to_json(),
            "targets": _plan_to_json(self.targets),
            "forecast": _forecast_to_json(self.forecast, self.targets),
            "channels": self.online.to_json(),
            "online": self.online.total_to_json(),
            "leaks": self.leaks,
            "next_month": _plan_to_json(self.next_month),
        }


def _plan_to_json(plan: Targets | None) -> dict[str, object] | None:
    return None if plan is None else plan.to_json()


def _forecast_to_json(found: Forecast | None, plan: Targets | None) -> dict[str, object] | None:
    return None if found is None or plan is None else forecast_to_json(found, plan)


def month_page(db: Database, period: Period, reading: str) -> MonthPage:
    """The page of one period."""
    return month_pages(db, [period], reading)[0]


def month_pages(db: Database, periods: Sequence[Period], reading: str) -> list[MonthPage]:
    """The pages of these periods, of the same consultant. What is open and what is overdue, which may be hundreds of
    thousands of leads, is counted once for all."""
    months = [period for period in periods if period.calendar_month is not None]
    expected = dict(zip(months, forecast_each(db, months), strict=True))
    analyses = traffic_of_each(db, periods, {month: found.active_by_grade for month, found in expected.items()})
    overdue = count_overdue_by_name(db, periods[0])
    return [_make_page(db, period, reading, analyses[period], overdue, expected.get(period)) for period in periods]


def _make_page(
    db: Database,
    period: Period,
    reading: str,
    analysis: Traffic,
    overdue: Mapping[str | None, int],
    expected: Forecast | None,
) -> MonthPage:
    return MonthPage(
        period.calendar_month,
        funnel(db, period, reading),
        analysis,
        followups(db, period, overdue),
        defeats(db, period),
        None if expected is None else targets(db, period),
        expected,
        channels(db, period),
        leaks.list_leaks(db, period),
        None if expected is None else targets(db, month_period(period.month.plus(1), period.today)),
        period.consultant is None,
    )


def list_changes_since(kept: Mapping[str, object], now: Mapping[str, object]) -> list[Change]:
    """The figures of a closed month that differ from the present ones; what is overdue now, and what became since of
    its churns and of its online leads, is of no month."""
    shared = {part: kept[part] for part in COMPARED if part in kept and part in now}
    found = changes(shared, {part: known_then(figures, now[part], part) for part, figures in shared.items()})
    return [change for change in found if not change.figure.endswith(".overdue_now") and not _is_to_date(change.figure)]


def _is_to_date(figure: str) -> bool:
    if figure.startswith("channels."):
        return not figure.endswith((".volume", ".sales"))
    return figure.startswith(tuple(f"churn.{name}." for name in BECAME))


def _build(db: Database, request: Request) -> Answer:
    first, *others = month_pages(db, (request.period, *request.pieces), request.reading)
    closed, data = _compare_with_closing(db, request.period, request.reading, first)
    pieces = [
        _compare_with_closing(db, piece, request.reading, page)[1]
        for piece, page in zip(request.pieces, others, strict=True)
    ]
    extra = {} if closed else {"team": first.team, "historic": first.churn.historic, "runs": request.period.runs}
    return Answer(data, extra, pieces)


def _compare_with_closing(db: Database, period: Period, reading: str, found: MonthPage) -> tuple[bool, JsonObject]:
    """Whether the period is a closed month, and its data: then the figures that were kept, and what has changed since.
    Of one consultant, or of the leads that were opened in it to date, the page is always the present one."""
    month = period.calendar_month
    closed = closing_of(db, month) if month and period.consultant is None and reading == ACTIVITY else None
    if closed is None:
        return False, found.to_json()
    changed = [to_dict(change) for change in list_changes_since(closed.figures, found.to_json())]
    closing = {"at": closed.at, "by": closed.by, "operation": closed.operation}
    return True, closed.figures | {"closed": closing, "changes": changed}


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind ``funnel.X``, ``traffic.X``, ``churn.X`` and so on; a bare name is looked for in these three.

    Of a closed month too they are those of the present. Raises WrongUsage for a name that none of them knows.
    """
    name, _, part = figure.partition(".")
    if name == "leaks" and part:
        return leaks.list_records(db, request.period, part)
    if name in _PARTS and part:
        return find_report(_PARTS[name]).list_records(db, request, part)
    if figure in FUNNEL_STEPS or figure in CHURN:
        return find_report("funnel").list_records(db, request, figure)
    if figure in known_figures(db):
        return find_report("traffic").list_records(db, request, figure)
    try:
        return find_report("defeats").list_records(db, request, figure)
    except WrongUsage as error:
        parts = (f"{part}.FIGURE" for part in COMPARED)
        shapes = (*FUNNEL_STEPS, *CHURN, *SHAPES, *parts, *leaks.SHAPES)
        raise unknown_figure(figure, tuple(dict.fromkeys(shapes))) from error


def _aim(data: JsonObject, plan: Plan) -> JsonObject:
    """What the plan says of the page: the aims of its funnel and of its traffic analysis."""
    parts = {name: find_report(_PARTS[name]).aims for name in ("funnel", "traffic")}
    known = {name: aims(data[name], plan) for name, aims in parts.items() if aims is not None}
    return {**dict.fromkeys(data), "month": data["month"], **known}


def _illustrate(db: Database, request: Request) -> Mapping[str, object]:
    """The trend of a month; a page of other days has no pictures of it."""
    return {} if request.period.calendar_month is None else {"trend": build_trend(db, request.period)}


REPORT = Report(
    N_("Monthly report"),
    _build,
    list_records,
    periods=EVENTS,
    readings=tuple(READINGS),
    aims=_aim,
    illustrate=_illustrate,
    titles={
        WEEK: N_("Weekly report"),
        QUARTER: N_("Quarterly report"),
        YEAR: N_("Yearly report"),
        SPAN: N_("Report"),
    },
)
