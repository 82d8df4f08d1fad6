"""The manager's page of a month or of other days: its plan, its funnel, its leaks, discipline, churn, and the month to
come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from shlex import quote

from leadctl.domain.figures import FUNNEL_STEPS, Change, Leak, changes, known_then, lost_leak, step_leaks, worst_leaks
from leadctl.domain.first_calls import LATE
from leadctl.domain.periods import Period, Span, month_period
from leadctl.domain.planning import MONTHS_BEFORE
from leadctl.domain.record_lists import Record
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.reports import ACTIVITY, EVENTS, Answer, JsonObject, Plan, Report, Request, find_report, unknown_figure
from leadctl.reports.channels import Channel, Online, channels
from leadctl.reports.defeats import Defeats, defeats
from leadctl.reports.followups import Discipline, followups
from leadctl.reports.forecast import Forecast, forecast, forecast_to_json
from leadctl.reports.funnel import READINGS, Funnel, funnel
from leadctl.reports.targets import Targets, number, targets
from leadctl.reports.traffic import SHAPES, Traffic, known_figures, traffic
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.churn import BECAME
from leadctl.store.queries.figures.definitions import CHURN
from leadctl.store.queries.figures.measures import count
from leadctl.store.queries.lists import names
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
}
"""Part of the page -> the report that it is."""

COMPARED = tuple(part for part in _PARTS if part != "online")
"""Parts whose later changes show; leaks, the next month's plan and the sum of the channels are of their own day."""


@dataclass(frozen=True, slots=True)
class MonthPage:
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
            "funnel": asdict(self.funnel),
            "traffic": self.traffic.to_json(),
            "followups": self.followups.to_json(),
            "churn": self.churn.to_json(),
            "targets": _plan_to_json(self.targets),
            "forecast": None
            if self.forecast is None
            else forecast_to_json(self.forecast, self.targets if self.team else None),
            "channels": self.online.to_json(),
            "online": self.online.total_to_json(),
            "leaks": self.leaks,
            "next_month": _plan_to_json(self.next_month),
        }


def _plan_to_json(plan: Targets | None) -> dict[str, object] | None:
    return None if plan is None else plan.to_json()


def month_page(db: Database, period: Period, reading: str) -> MonthPage:
    """The page of one period."""
    month = None if period.calendar_month is None else period.month
    found, churn, discipline = funnel(db, period, reading), defeats(db, period), followups(db, period)
    online = channels(db, period)
    happened = found if reading == ACTIVITY else funnel(db, period, ACTIVITY)
    return MonthPage(
        period.calendar_month,
        found,
        traffic(db, period),
        discipline,
        churn,
        None if month is None else targets(db, period),
        None if month is None else forecast(db, period),
        online,
        leaks(db, period, happened, churn, online.total, discipline.team),
        None if month is None else targets(db, month_period(month.plus(1), period.today)),
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
    """Of a closed month the figures that were kept, and what has changed since. Of one consultant, or of the leads that
    were opened in it to date, the page is always the present one."""
    period, reading = request.period, request.reading
    found = month_page(db, period, reading)
    month = period.calendar_month
    closed = closing_of(db, month) if month and period.consultant is None and reading == ACTIVITY else None
    if closed is None:
        extra = {"team": found.team, "historic": found.churn.historic, "runs": period.runs}
        return Answer(found.to_json(), extra)
    changed = [asdict(change) for change in list_changes_since(closed.figures, found.to_json())]
    closing = {"at": closed.at, "by": closed.by, "operation": closed.operation}
    return Answer(closed.figures | {"closed": closing, "changes": changed})


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind ``funnel.X``, ``traffic.X``, ``churn.X`` and so on; a bare name is looked for in these three.

    Of a closed month too they are those of the present. Raises WrongUsage for a name that none of them knows.
    """
    name, _, part = figure.partition(".")
    if name in _PARTS and part:
        return find_report(_PARTS[name]).list_records(db, request, part)
    if figure in FUNNEL_STEPS or figure in CHURN:
        return find_report("funnel").list_records(db, request, figure)
    if figure in known_figures(db):
        return find_report("traffic").list_records(db, request, figure)
    try:
        return find_report("defeats").list_records(db, request, figure)
    except WrongUsage as error:
        shapes = (*FUNNEL_STEPS, *CHURN, *SHAPES, *(f"{part}.FIGURE" for part in COMPARED))
        raise unknown_figure(figure, tuple(dict.fromkeys(shapes))) from error


_LEAK_COMMANDS = {
    "step": "report funnel {period} --list {figure}",
    "overdue": "report followups {period} --list overdue_now",
    "waiting": "report channels {period} --list {figure}",
    "neglect": "report followups {period} --list {figure}",
    "defeat": "report defeats {period} --list {figure}",
    "lost_contact": "report funnel {period} --list lost_contact",
}
"""Kind of leak -> the command that lists its records."""


def leaks(
    db: Database, period: Period, found: Funnel, churn: Defeats, online: Channel, worked: Mapping[str, int]
) -> list[dict[str, object]]:
    """The three worst of a month as JSON has them: steps of the funnel of activity that fell against the three months
    before, leads that are overdue now (of the running month), online enquiries of the month that still wait for a
    first call that is late, leads released for neglect, defeats by reason, and lost contacts.

    ``worked``: the counts of the month's follow-up discipline."""
    before = _count_before(db, period)
    now = {stage.stage: stage.count for stage in found.stages} | found.churn
    here = [*step_leaks(now, before), *_find_lost_leaks(now, before, churn)]
    if period.runs:
        here.append(lost_leak("overdue", "overdue_now", worked["overdue_now"], None, before))
    here.append(lost_leak("neglect", "released", worked["released"], None, before))
    here.append(lost_leak("waiting", LATE, online.first_call.late, online.counts["volume"], before))
    owner = "" if period.consultant is None else f" --consultant {quote(names(db, 'staff')[period.consultant])}"
    return [_leak_record(leak, _options_of(period), owner) for leak in worst_leaks(here)]


def _count_before(db: Database, period: Period) -> Mapping[str, int]:
    month = period.month
    span = Span(month.plus(-MONTHS_BEFORE).first, month.first, period.today, period.consultant)
    return count(db, {stage: READINGS[ACTIVITY][stage] for stage in FUNNEL_STEPS}, span)


def _find_lost_leaks(now: Mapping[str, int], before: Mapping[str, int], churn: Defeats) -> Iterator[Leak]:
    for reason, defeated in churn.total.counts.items():
        yield lost_leak("defeat", reason, defeated, churn.total.total, before)
    lost = now["lost_contact"]
    yield lost_leak("lost_contact", "lost_contact", lost, lost + now["defeat"], before)


def _options_of(period: Period) -> str:
    """The options that ask for this period."""
    if period.calendar_month is not None:
        return f"--month {period.calendar_month}"
    return f"--from {period.first} --to {period.last}"


def _leak_record(leak: Leak, period: str, owner: str) -> dict[str, object]:
    return {
        "leak": leak.kind,
        "figure": leak.figure,
        "count": leak.count,
        "of": leak.of,
        "rate": None if leak.rate is None else float(leak.rate),
        "rate_before": None if leak.before is None else float(leak.before),
        "missing": number(leak.missing),
        "sales": number(leak.sales),
        "command": f"leadctl {_LEAK_COMMANDS[leak.kind].format(period=period, figure=leak.figure)}{owner}",
    }


def _aim(data: JsonObject, plan: Plan) -> JsonObject:
    """What the plan says of the page: the aims of its funnel and of its traffic analysis."""
    parts = {name: find_report(_PARTS[name]).aims for name in ("funnel", "traffic")}
    known = {name: aims(data[name], plan) for name, aims in parts.items() if aims is not None}
    return {**dict.fromkeys(data), "month": data["month"], **known}


REPORT = Report(N_("Monthly report"), _build, list_records, periods=EVENTS, readings=tuple(READINGS), aims=_aim)
