"""The plan of a month: what each source must bring, its weeks, and where the month stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction

from leadctl.domain.days import Month, add_days
from leadctl.domain.periods import Period, Span, month_period
from leadctl.domain.planning import History, Override, Pace, SourcePlan, months_before, pace, plan_source, weeks_of
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import ORDERED_CARS, PLANNED, WEEKLY
from leadctl.store.queries.figures.measures import count, count_by_id, records
from leadctl.store.queries.lists import ids, names
from leadctl.store.records.plans import WeekTarget, list_actions, read_overrides, read_sales_target, read_week_targets

Number = int | float


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the plan, of the team (``consultant`` None) or of one consultant: targets beside what was reached."""

    week: int
    first: str
    last: str
    consultant: str | None
    leads_target: int | None
    leads: int
    orders_target: int | None
    orders: int
    deliveries_target: int | None
    deliveries: int
    focus: str | None
    actions: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Targets:
    """A month's plan. ``history``: the three months that stand in for what the store does not set itself."""

    month: str
    sales_target: int | None
    sources: list[tuple[str | None, SourcePlan]]
    weeks: list[Week]
    history: list[str]
    days: int
    elapsed: int
    sales: Pace
    leads: Pace

    @property
    def leads_needed(self) -> int | None:
        """What all sources together have to bring; None where no source is known to bring any."""
        needed = [plan.leads_needed for _, plan in self.sources if plan.leads_needed is not None]
        return sum(needed) if needed else None

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it: whole numbers as integers, rates as fractions."""
        return {
            "month": self.month,
            "sales_target": self.sales_target,
            "sources": [{"source": source, **_to_json(asdict(plan))} for source, plan in self.sources],
            "total": _to_json(self.total),
            "weeks": [asdict(week) for week in self.weeks],
            "history": self.history,
            "standing": {
                "days": self.days,
                "elapsed": self.elapsed,
                "remaining": self.days - self.elapsed,
                "sales": _to_json(asdict(self.sales)),
                "leads": _to_json(asdict(self.leads)),
            },
        }

    @property
    def total(self) -> dict[str, Fraction | int | None]:
        """The sums over the sources; None where no source has the figure."""
        return {name: _sum_known([getattr(plan, name) for _, plan in self.sources]) for name in SUMMED}


SUMMED = ("share", "sales", "leads_needed", "average_leads", "gap", "raised_leads_needed", "raised_gap")
_RATES = ("share", "deal_rate", "raised_deal_rate")


def _sum_known(values: list[Fraction | int | None]) -> Fraction | int | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known else None


def _to_json(values: Mapping[str, Fraction | int | None]) -> dict[str, Number | None]:
    return {name: number(value, whole=name not in _RATES) for name, value in values.items()}


def number(value: Fraction | int | None, *, whole: bool = True) -> Number | None:
    """An exact number as JSON has it: an integer where it is one (unless ``whole`` is no), else a float."""
    if value is None or isinstance(value, int):
        return value
    return value.numerator if whole and value.denominator == 1 else float(value)


def targets(db: Database, period: Period) -> Targets:
    """The plan of one month. Sources and pace are the store's; the weeks those of the period's consultant, if any.

    Sales are cars ordered through the showroom: sub-dealers and wholesale have no leads to plan.
    """
    month, today = period.month, period.today
    history = months_before(month, today)
    target = read_sales_target(db, str(month))
    sources = _plan_sources(db, target, _span_of(history, today), read_overrides(db, str(month)))
    done = count(db, PLANNED, month_period(month, today).span)
    needed = [plan.leads_needed for _, plan in sources if plan.leads_needed is not None]
    days, elapsed = month.days, month.elapsed(today)
    return Targets(
        str(month),
        target,
        sources,
        _list_weeks(db, period),
        [str(each) for each in history],
        days,
        elapsed,
        pace(target, done["cars"], elapsed, days),
        pace(sum(needed) if needed else None, done["leads"], elapsed, days),
    )


def _span_of(months: list[Month], today: str) -> Span:
    return Span(months[0].first, months[-1].end, today)


def _plan_sources(
    db: Database, target: int | None, span: Span, own: Mapping[int, Override]
) -> list[tuple[str | None, SourcePlan]]:
    """The sources that brought anything or that the store set something of, the biggest share first."""
    codes = {None: None} | names(db, "sources")
    counted = count_by_id(db, PLANNED, span, "source").items()
    found = {source: counts for source, counts in counted if any(counts.values())}
    cars = sum(counts["cars"] for counts in found.values())
    lines = []
    for key in dict.fromkeys((*found, *own)):
        history = History(**found[key]) if key in found else History()
        override = Override() if key is None else own.get(key, Override())
        lines.append((codes[key], plan_source(target, history, cars, override)))
    return sorted(lines, key=_sort_key)


def _sort_key(line: tuple[str | None, SourcePlan]) -> tuple[bool, Fraction, Fraction, str]:
    source, plan = line
    return source is None, -(plan.share or Fraction(0)), -plan.average_leads, source or ""


def _list_weeks(db: Database, period: Period) -> list[Week]:
    planned = {(each.week, each.consultant): each for each in read_week_targets(db, str(period.month))}
    work = _list_actions(db, period)
    staff = names(db, "staff")
    lines = []
    for week, first, last in weeks_of(period.month):
        span = Span(first, add_days(last, 1), period.today)
        whole = count(db, WEEKLY, span)
        own = count_by_id(db, WEEKLY, span, "consultant")
        people = {key for number_, key in (*planned, *work) if number_ == week and key is not None}
        wanted = [None, *sorted(people)] if period.consultant is None else [period.consultant]
        for key in wanted:
            target = planned.get((week, key), WeekTarget(week, key))
            reached = whole if key is None else own.get(key, dict.fromkeys(WEEKLY, 0))
            lines.append(
                _make_week(target, first, last, None if key is None else staff[key], reached, work.get((week, key), []))
            )
    return lines


def _list_actions(db: Database, period: Period) -> dict[tuple[int, int | None], list[dict[str, object]]]:
    """(week, whose: a staff id or None) -> what is to be done."""
    found: dict[tuple[int, int | None], list[dict[str, object]]] = {}
    for each in list_actions(db, str(period.month)):
        found.setdefault((each.week, each.consultant), []).append(
            {"action": each.action, "what": each.what, "count": each.count, "by": each.due_on, "done_on": each.done_on}
        )
    return found


def _make_week(
    target: WeekTarget,
    first: str,
    last: str,
    consultant: str | None,
    reached: Mapping[str, int],
    actions: list[dict[str, object]],
) -> Week:
    return Week(
        target.week,
        first,
        last,
        consultant,
        target.leads,
        reached["leads"],
        target.orders,
        reached["orders"],
        target.deliveries,
        reached["deliveries"],
        target.note,
        actions,
    )


SHAPES = (
    "sales",
    "leads",
    "average_leads[.SOURCE]",
    "share[.SOURCE]",
    "deal_rate[.SOURCE]",
    "weeks.N.leads|orders|deliveries",
)
_HISTORY = {"average_leads": "leads", "share": "cars", "deal_rate": "orders"}


def _build(db: Database, request: Request) -> Answer:
    return Answer(targets(db, request.period).to_json())


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind ``sales`` and ``leads`` of the month so far, behind a source's share (its sales), deal rate
    (its orders) and average leads in the months before, or behind what a week reached. Raises WrongUsage."""
    period = request.period
    span = month_period(period.month, period.today).span
    if figure in ("sales", "leads"):
        return records(db, ORDERED_CARS if figure == "sales" else PLANNED["leads"], span)
    name, _, part = figure.partition(".")
    sources: dict[str, int | None] = {**ids(db, "sources"), "none": None}
    if name in _HISTORY and (figure == name or part in sources):
        where = {"source": sources[part]} if part else {}
        before = _span_of(months_before(period.month, period.today), period.today)
        return records(db, PLANNED[_HISTORY[name]], before, where)
    if name == "weeks":
        return _list_of_week(db, period, figure, part)
    raise unknown_figure(figure, SHAPES)


def _list_of_week(db: Database, period: Period, figure: str, part: str) -> list[Record]:
    number_, _, what = part.partition(".")
    for week, first, last in weeks_of(period.month):
        if str(week) == number_ and what in WEEKLY:
            return records(db, WEEKLY[what], Span(first, add_days(last, 1), period.today, period.consultant))
    raise unknown_figure(figure, SHAPES)


REPORT = Report(N_("Plan of the month"), _build, list_records)
