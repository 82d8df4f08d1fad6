"""The plan of a month: what each source must bring, its weeks, and where the month stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from leadctl.domain.days import Month, add_days
from leadctl.domain.periods import MONTH, QUARTER, YEAR, Period, Span, month_period
from leadctl.domain.planning import History, Override, Pace, SourcePlan, months_before, pace, plan_source, weeks_of
from leadctl.domain.record_lists import Record
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple, to_dict
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import ORDERED_CARS, PLANNED, WEEKLY
from leadctl.store.queries.figures.measures import count, count_by_id, records
from leadctl.store.queries.figures.sources import count_history, span_of_months
from leadctl.store.queries.lists import ids, names
from leadctl.store.records.plan_bases import PlanBase, read_plan_base
from leadctl.store.records.plans import (
    WeekTarget,
    list_actions,
    read_overrides,
    read_person_sales,
    read_sales_target,
    read_week_targets,
)

Number = int | float


class Week(NamedTuple):
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


class PersonTarget(NamedTuple):
    """One consultant's part of the plan: the cars to sell, and where that stands."""

    consultant: str
    sales: Pace

    def to_json(self) -> dict[str, object]:
        """As JSON has it."""
        sales = self.sales
        named: dict[str, object] = {"consultant": self.consultant, "sales_target": sales.target, "sales": sales.actual}
        rest = {"should": sales.should, "ahead": sales.ahead, "per_remaining_day": sales.per_remaining_day}
        return {**named, **to_json(rest)}


class Targets(NamedTuple):
    """A month's plan, the store's or (``consultant``) that of one of them. ``history``: the three months that stand in
    for what the store does not set itself; ``kept``: they are those of the day on which the plan was set, else the
    newest. ``people``: the consultants who have a target of their own, or the one whose plan it is."""

    month: str
    consultant: str | None
    sales_target: int | None
    sources: list[tuple[str | None, SourcePlan]]
    weeks: list[Week]
    people: list[PersonTarget]
    history: list[str]
    kept: bool
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
            "sources": [{"source": source, **to_json(to_dict(plan))} for source, plan in self.sources],
            "total": to_json(self.total),
            "weeks": [to_dict(week) for week in self.weeks],
            "history": self.history,
            "history_kept": self.kept,
            "consultant": self.consultant,
            "consultants": [person.to_json() for person in self.people],
            "given_out": self.given_out,
            "standing": {
                "days": self.days,
                "elapsed": self.elapsed,
                "remaining": self.days - self.elapsed,
                "sales": to_json(to_dict(self.sales)),
                "leads": to_json(to_dict(self.leads)),
            },
        }

    @property
    def given_out(self) -> dict[str, int | None]:
        """What the consultants are to sell together, and how much that is above the store's target."""
        sales = sum(person.sales.target or 0 for person in self.people)
        return {"sales": sales, "difference": None if self.sales_target is None else sales - self.sales_target}

    @property
    def total(self) -> dict[str, Fraction | int | None]:
        """The sums over the sources; None where no source has the figure."""
        return {name: _sum_known([getattr(plan, name) for _, plan in self.sources]) for name in SUMMED}


SUMMED = ("share", "sales", "leads_needed", "average_leads", "gap", "raised_leads_needed", "raised_gap")
_RATES = ("share", "deal_rate", "raised_deal_rate")


def _sum_known(values: list[Fraction | int | None]) -> Fraction | int | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known else None


def to_json(values: Mapping[str, Fraction | int | None]) -> dict[str, Number | None]:
    """Exact numbers as JSON has them; rates stay fractions of 1."""
    return {name: number(value, whole=name not in _RATES) for name, value in values.items()}


def number(value: Fraction | int | None, *, whole: bool = True) -> Number | None:
    """An exact number as JSON has it: an integer where it is one (unless ``whole`` is no), else a float."""
    if value is None or isinstance(value, int):
        return value
    return value.numerator if whole and value.denominator == 1 else float(value)


def targets(db: Database, period: Period) -> Targets:
    """The plan of one month: the store's, or what one consultant's own target asks for.

    Sales are cars ordered through the showroom: sub-dealers and wholesale have no leads to plan. The plan keeps the
    months that it was set with (docs/domain.md section 7); one that was not set yet has the newest.
    """
    month, today = period.month, period.today
    base = _find_base(db, month, today)
    history = months_before(month, today) if base is None else base.months
    found = count_history(db, span_of_months(history, today)) if base is None else base.sources
    people = read_person_sales(db, str(month))
    target = read_sales_target(db, str(month)) if period.consultant is None else people.get(period.consultant)
    own = None if period.consultant is None else count_history(db, span_of_months(history, today, period.consultant))
    sources = _plan_sources(db, target, found, own, read_overrides(db, str(month)))
    done = count(db, PLANNED, month_period(month, today, period.consultant).span)
    needed = [plan.leads_needed for _, plan in sources if plan.leads_needed is not None]
    days, elapsed = month.days, month.elapsed(today)
    return Targets(
        str(month),
        None if period.consultant is None else names(db, "staff")[period.consultant],
        target,
        sources,
        _list_weeks(db, period),
        _list_people(db, period, people),
        [str(each) for each in history],
        base is not None,
        days,
        elapsed,
        pace(target, done["cars"], elapsed, days),
        pace(sum(needed) if needed else None, done["leads"], elapsed, days),
    )


def _find_base(db: Database, month: Month, today: str) -> PlanBase | None:
    """What a plan was made with; None where it was not set, or is looked at from a day before that."""
    base = read_plan_base(db, str(month))
    return None if base is None or base.months[-1].end > today else base


def count_base(db: Database, month: Month, today: str) -> Mapping[int | None, History]:
    """What a plan of a month is made with when it is set today."""
    return count_history(db, span_of_months(months_before(month, today), today))


def _plan_sources(
    db: Database,
    target: int | None,
    found: Mapping[int | None, History],
    mine: Mapping[int | None, History] | None,
    own: Mapping[int, Override],
) -> list[tuple[str | None, SourcePlan]]:
    """The sources that brought anything or that the store set something of, the biggest share first. ``mine``: what the
    one consultant brought whose plan it is."""
    codes = {None: None} | names(db, "sources")
    cars = sum(history.cars for history in found.values())
    lines = []
    for key in dict.fromkeys((*found, *own)):
        override = Override() if key is None else own.get(key, Override())
        leads = None if mine is None else mine.get(key, History()).leads
        lines.append((codes[key], plan_source(target, found.get(key, History()), cars, override, leads)))
    return sorted(lines, key=_sort_key)


def _list_people(db: Database, period: Period, targets_: Mapping[int, int]) -> list[PersonTarget]:
    """The consultants who have a target of their own, as the staff list has them; of one consultant's plan that one."""
    month, today = period.month, period.today
    sold = count_by_id(db, {"cars": ORDERED_CARS}, month_period(month, today).span, "consultant")
    wanted = targets_ if period.consultant is None else [key for key in targets_ if key == period.consultant]
    staff = names(db, "staff")
    return [
        PersonTarget(
            staff[key],
            pace(targets_[key], sold[key]["cars"] if key in sold else 0, month.elapsed(today), month.days),
        )
        for key in wanted
    ]


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
        people = {key for number_, key in (*planned, *work) if number_ == week and key is not None}
        wanted = [None, *sorted(people)] if period.consultant is None else [period.consultant]
        counts = count_by_id(db, WEEKLY, span, "consultant") if wanted != [None] else {}
        counts[None] = count(db, WEEKLY, span)
        for key in wanted:
            target = planned.get((week, key), WeekTarget(week, key))
            reached = counts.get(key, dict.fromkeys(WEEKLY, 0))
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
    "consultants.NAME",
    "weeks.N.leads|orders|deliveries",
)
_HISTORY = {"average_leads": "leads", "share": "cars", "deal_rate": "orders"}


def _build(db: Database, request: Request) -> Answer:
    period = request.period
    if period.calendar_month is None:
        return Answer(_sum_months(db, period))
    return Answer(targets(db, period).to_json())


def _sum_months(db: Database, period: Period) -> dict[str, object]:
    """The plans of the months of a quarter or year, each, together, and by consultant. A sum of targets is None where a
    month has none; leads are needed only where there is a target."""
    months = [targets(db, month_period(each, period.today, period.consultant)) for each in period.whole_months]
    sales = _sum_all([month.sales_target for month in months])
    leads = _sum_all([None if month.sales_target is None else month.leads_needed for month in months])
    days, elapsed = sum(month.days for month in months), sum(month.elapsed for month in months)
    sold, opened = (sum(pace_.actual for pace_ in paces) for paces in _paces_of(months))
    return {
        "month": None,
        "span": period.to_json(),
        "sales_target": sales,
        "leads_needed": leads,
        "months": [_month_to_json(month) for month in months],
        "consultants": _sum_people(months, elapsed, days),
        "standing": {
            "days": days,
            "elapsed": elapsed,
            "remaining": days - elapsed,
            "sales": to_json(to_dict(pace(sales, sold, elapsed, days))),
            "leads": to_json(to_dict(pace(leads, opened, elapsed, days))),
        },
    }


def _paces_of(months: Sequence[Targets]) -> tuple[list[Pace], list[Pace]]:
    return [month.sales for month in months], [month.leads for month in months]


def _sum_people(months: Sequence[Targets], elapsed: int, days: int) -> list[dict[str, object]]:
    """Each consultant's targets of the months together."""
    mine: dict[str, list[Pace]] = {}
    for person in (person for month in months for person in month.people):
        mine.setdefault(person.consultant, []).append(person.sales)
    return [
        PersonTarget(
            name, pace(sum(one.target or 0 for one in paces), sum(one.actual for one in paces), elapsed, days)
        ).to_json()
        for name, paces in mine.items()
    ]


def _month_to_json(month: Targets) -> dict[str, Number | str | None]:
    return {
        "month": month.month,
        "sales_target": month.sales_target,
        "sales": month.sales.actual,
        "given_out": month.given_out["sales"],
        "leads_needed": None if month.sales_target is None else month.leads_needed,
        "leads": month.leads.actual,
    }


def _sum_all(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind ``sales`` and ``leads`` of the month so far, behind a source's share (its sales), deal rate
    (its orders) and average leads in the months that the plan was made with, or behind what a week or a consultant
    reached. Raises WrongUsage."""
    period = request.period
    span = month_period(period.month, period.today, period.consultant).span
    if figure in ("sales", "leads"):
        return records(db, ORDERED_CARS if figure == "sales" else PLANNED["leads"], period.span)
    if period.calendar_month is None:
        raise WrongUsage("--list {figure} lists the records of one month; name it with --month.", figure=figure)
    name, _, part = figure.partition(".")
    sources: dict[str, int | None] = {**ids(db, "sources"), "none": None}
    if name in _HISTORY and (figure == name or part in sources):
        where = {"source": sources[part]} if part else {}
        return records(db, PLANNED[_HISTORY[name]], _span_of_base(db, period, name), where)
    if name == "consultants" and part in (staff := ids(db, "staff")):
        return records(db, ORDERED_CARS, span._replace(consultant=staff[part]))
    if name == "weeks":
        return _list_of_week(db, period, figure, part)
    raise unknown_figure(figure, SHAPES)


def _span_of_base(db: Database, period: Period, name: str) -> Span:
    """The months that a plan was made with; the leads of a consultant's plan are theirs, its rates the store's."""
    base = _find_base(db, period.month, period.today)
    months = months_before(period.month, period.today) if base is None else base.months
    return span_of_months(months, period.today, period.consultant if name == "average_leads" else None)


def _list_of_week(db: Database, period: Period, figure: str, part: str) -> list[Record]:
    number_, _, rest = part.partition(".")
    whose, _, what = rest.removeprefix("consultants.").rpartition(".")
    staff = ids(db, "staff")
    owner = staff.get(whose) if whose else period.consultant
    for week, first, last in weeks_of(period.month):
        if str(week) == number_ and what in WEEKLY and (not whose or whose in staff):
            return records(db, WEEKLY[what], Span(first, add_days(last, 1), period.today, owner))
    raise unknown_figure(figure, SHAPES)


REPORT = Report(
    N_("Plan of the month"),
    _build,
    list_records,
    periods=(MONTH, QUARTER, YEAR),
    titles={QUARTER: N_("Plan of the quarter"), YEAR: N_("Plan of the year")},
)
