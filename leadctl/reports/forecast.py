"""The forecast of a month, how far it has come true, and whether the leads are enough for the target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from leadctl.domain.days import add_days, add_months
from leadctl.domain.forecast import Closed, Line, Prospect, forecast_lines
from leadctl.domain.periods import Period
from leadctl.domain.planning import leads_for
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import GRADES, ORDERED
from leadctl.locale import N_
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.reports.targets import Number, Targets, number, targets
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_on
from leadctl.store.queries.figures.definitions import DELIVERED_CARS, ORDERED_CARS, OUT_OF_FUNNEL
from leadctl.store.queries.figures.measures import count, records
from leadctl.store.queries.figures.prospects import (
    Moment,
    closed_by_grade,
    count_deliveries,
    count_prospects,
    list_prospects,
    prospect_records,
)

NONE = "none"
"""The part of ``--list open.none``: leads without a grade."""

_SOLD = {"sold": ORDERED_CARS, "out_of_funnel": OUT_OF_FUNNEL}


@dataclass(frozen=True, slots=True)
class Forecast:
    """A month's forecast. ``opening``: cars that were expected at the month's first moment; ``sold``: cars ordered
    in the month so far; ``progress``: sold of the opening (None: nothing was expected)."""

    month: str
    delivered_cars: int
    delivered_amount: Fraction
    open: list[Line]
    sold: int
    out_of_funnel: int
    opening: Fraction

    @property
    def expected_cars(self) -> Fraction:
        """Delivered cars, and those that the open leads are likely to bring."""
        return self.delivered_cars + sum((line.expected_cars for line in self.open), Fraction(0))

    @property
    def expected_amount(self) -> Fraction:
        """The same in yuan, as far as prices or budgets are known."""
        return self.delivered_amount + sum((line.expected_amount for line in self.open), Fraction(0))

    @property
    def progress(self) -> float | None:
        """Sold so far of what was expected as the month began."""
        return float(self.sold / self.opening) if self.opening else None


@dataclass(frozen=True, slots=True)
class Adequacy:
    """Whether the forecast reaches the sales target: cars short of it, and by source the further leads that takes."""

    sales_target: int | None
    short: Fraction | None
    sources: list[tuple[str | None, int | None]]

    def to_json(self) -> dict[str, object]:
        """As JSON has it."""
        sources = [{"source": source, "leads": leads} for source, leads in self.sources]
        return {"sales_target": self.sales_target, "short": number(self.short), "sources": sources}


def forecast(db: Database, period: Period) -> Forecast:
    """The forecast of one month: of a past one as of its last day."""
    cars, amount = count_deliveries(db, period.span)
    sold = count(db, _SOLD, period.span)
    now = forecast_lines(*_read_basis(db, _find_latest_moment(db, period)))
    begun = period.month.first <= period.today
    opening = forecast_lines(*_read_basis(db, _find_first_moment(db, period))) if begun else now
    return Forecast(
        str(period),
        cars,
        amount,
        now,
        sold["sold"],
        sold["out_of_funnel"],
        sum((line.expected_cars for line in opening), Fraction(0)),
    )


def _find_latest_moment(db: Database, period: Period) -> Moment:
    """Now, or the end of a past month."""
    day = period.last_day
    return Moment(day, day, policy_on(db, day), period.consultant)


def _find_first_moment(db: Database, period: Period) -> Moment:
    """The month's first moment: nothing of its first day has happened, but who was dormant until then is awake."""
    first = period.month.first
    return Moment(add_days(first, -1), first, policy_on(db, first), period.consultant)


def _read_basis(db: Database, moment: Moment) -> tuple[Mapping[Prospect, int], Mapping[str, Closed], Policy]:
    """What a forecast is made of at a moment; win rates are the store's, whosever leads are asked for."""
    until = add_days(moment.day, 1)
    since = add_months(date.fromisoformat(until), -12).isoformat()
    return count_prospects(db, moment), closed_by_grade(db, since, until, moment.policy), moment.policy


def adequacy(plan: Targets, expected_cars: Fraction) -> Adequacy:
    """How many more leads of which source the target takes beyond what is expected, at the planned rates."""
    if plan.sales_target is None:
        return Adequacy(None, None, [])
    short = max(Fraction(0), plan.sales_target - expected_cars)
    leads = [
        (source, leads_for(None if line.share is None else short * line.share, line.deal_rate))
        for source, line in plan.sources
        if line.share
    ]
    return Adequacy(plan.sales_target, short, leads if short else [])


def forecast_to_json(found: Forecast, plan: Targets | None) -> dict[str, object]:
    """The forecast as JSON has it, and whether it is enough for the plan (None: of one consultant, who has none)."""
    enough = Adequacy(None, None, []) if plan is None else adequacy(plan, found.expected_cars)
    return {
        "month": found.month,
        "delivered": {"cars": found.delivered_cars, "amount": number(found.delivered_amount)},
        "open": [_line(line) for line in found.open],
        "expected_cars": number(found.expected_cars),
        "expected_amount": number(found.expected_amount),
        "sold": found.sold,
        "opening": number(found.opening),
        "progress": found.progress,
        "out_of_funnel": found.out_of_funnel,
        "adequacy": enough.to_json(),
    }


def _line(line: Line) -> dict[str, Number | str | None]:
    return {
        "grade": line.grade,
        "cars": line.cars,
        "amount": number(line.amount),
        "win_rate": float(line.win_rate),
        "basis": line.basis,
        "closed": line.closed,
        "expected_cars": number(line.expected_cars),
        "expected_amount": number(line.expected_amount),
        "without_amount": line.without_amount,
    }


_PLAIN = {"delivered": DELIVERED_CARS, **_SOLD, "progress": ORDERED_CARS}
SHAPES = (*_PLAIN, "open[.GRADE]", "opening[.GRADE]")


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind ``delivered``, ``sold``, ``out_of_funnel``, ``progress`` (its numerator's), the leads that
    ``open`` counts on, or ``opening``, each also by grade (``open.H``). Raises WrongUsage for another figure."""
    period = request.period
    if figure in _PLAIN:
        return records(db, _PLAIN[figure], period.span)
    name, _, grade = figure.partition(".")
    if name not in ("open", "opening") or grade not in ("", ORDERED, *GRADES, NONE):
        raise unknown_figure(figure, SHAPES)
    begun = period.month.first <= period.today
    moment = _find_first_moment(db, period) if name == "opening" and begun else _find_latest_moment(db, period)
    wanted = None if grade == NONE else grade
    leads = list_prospects(db, moment)
    found = {lead: one for lead, one in leads.items() if not grade or one.grade == wanted}
    return prospect_records(db, found, period.today)


def _build(db: Database, request: Request) -> Answer:
    plan = targets(db, request.period) if request.period.consultant is None else None
    return Answer(forecast_to_json(forecast(db, request.period), plan))


REPORT = Report(N_("Forecast"), _build, list_records)
