"""The forecast of a month, how far it has come true, and whether the leads are enough for the target.

Two questions, which are not the same (docs/domain.md section 7): what the stock is worth in the end (the pipeline), and
what the month will have sold when it ends. Only the second is set against the month's target, while the month runs; of
a month that has ended it stands beside what was sold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from leadctl.domain.days import add_days, add_months
from leadctl.domain.forecast import (
    MIDDLE,
    PAST,
    Closed,
    End,
    Line,
    Prospect,
    PurchaseMonth,
    expect_cars,
    find_end,
    forecast_lines,
    list_purchase_months,
)
from leadctl.domain.periods import MONTH, QUARTER, YEAR, Period, month_period
from leadctl.domain.planning import leads_for
from leadctl.domain.policy import Policy
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import GRADES, ORDERED
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.reports.targets import Number, Targets, number, targets
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_on
from leadctl.store.queries.figures.definitions import DELIVERED_CARS, ORDERED_CARS, OUT_OF_FUNNEL
from leadctl.store.queries.figures.measures import count, records
from leadctl.store.queries.figures.prospects import (
    Closings,
    Delivered,
    Moment,
    count_closed,
    count_deliveries,
    count_prospects,
    count_sold,
    list_prospects,
    prospect_records,
)
from leadctl.store.records.plans import read_person_sales, read_sales_target

NONE = "none"
"""The part of ``--list open.none``: leads without a grade; of ``by_month.none``: without a date."""

_SOLD = {"sold": ORDERED_CARS, "out_of_funnel": OUT_OF_FUNNEL}


class MonthEnd(NamedTuple):
    """What the running month will have sold: cars sold so far, those expected of the active leads until its end, the
    target (None: none is set), and the days after today."""

    sold: int
    expected: Fraction
    target: int | None
    days_left: int

    @property
    def total(self) -> Fraction:
        """Sold and expected together."""
        return self.sold + self.expected

    @property
    def short(self) -> Fraction | None:
        """Cars that are missing to reach the target; None where there is no target."""
        return None if self.target is None else max(Fraction(0), self.target - self.total)

    def to_json(self) -> dict[str, Number | None]:
        """As JSON has it."""
        return {
            "sold": self.sold,
            "expected": number(self.expected),
            "total": number(self.total),
            "target": self.target,
            "days_left": self.days_left,
        }


class Outcome(NamedTuple):
    """The cars that an ended month was expected to sell, at its first moment and on the evening of its 15th (with those
    sold by then), beside those that it sold."""

    at_start: Fraction
    at_middle: Fraction
    sold: int

    def to_json(self) -> dict[str, Number | None]:
        """As JSON has it."""
        return {"at_start": number(self.at_start), "at_middle": number(self.at_middle), "sold": self.sold}


class Forecast(NamedTuple):
    """A month's forecast. ``opening``: cars that the pipeline held at the month's first moment (None: it
    has not begun); ``sold``: cars ordered
    in the month so far; ``progress``: sold of the opening (None: nothing was expected). ``month_end``: of the
    running month only; ``outcome``: of an ended one."""

    month: str
    delivered: Delivered
    open: list[Line]
    by_month: list[PurchaseMonth]
    sold: int
    out_of_funnel: int
    opening: Fraction | None
    month_end: MonthEnd | None
    outcome: Outcome | None

    @property
    def with_amount(self) -> int:
        """The ordered and active leads of which an amount is known."""
        return sum(line.with_amount for line in self.open)

    @property
    def leads(self) -> int:
        """All of them."""
        return sum(line.leads for line in self.open)

    @property
    def active_by_grade(self) -> dict[str | None, int]:
        """The active leads by grade, the ordered ones left out."""
        return {line.grade: line.leads for line in self.open if line.grade != ORDERED and line.leads}

    @property
    def expected_cars(self) -> Fraction:
        """Delivered cars, and those that the open leads are likely to bring in the end."""
        return self.delivered.cars + sum((line.expected_cars for line in self.open), Fraction(0))

    @property
    def expected_amount(self) -> Fraction:
        """The same in yuan, as far as prices or budgets are known."""
        return self.delivered.amount + sum((line.expected_amount for line in self.open), Fraction(0))

    @property
    def progress(self) -> float | None:
        """Sold so far of what the pipeline held as the month began."""
        return float(self.sold / self.opening) if self.opening else None


class Adequacy(NamedTuple):
    """Whether the running month is likely to reach its target: cars short of it, and by source the further leads that
    takes. ``short`` None: there is no target, or the month does not run."""

    sales_target: int | None
    short: Fraction | None
    sources: list[tuple[str | None, int | None]]

    def to_json(self) -> dict[str, object]:
        """As JSON has it."""
        sources = [{"source": source, "leads": leads} for source, leads in self.sources]
        return {"sales_target": self.sales_target, "short": number(self.short), "sources": sources}


class _Basis(NamedTuple):
    """What a forecast is made of at a moment; win rates are the store's, whosever leads are asked for."""

    moment: Moment
    leads: Mapping[Prospect, int]
    closed: Mapping[str, Closed]

    @property
    def policy(self) -> Policy:
        return self.moment.policy

    def list_lines(self) -> list[Line]:
        return forecast_lines(self.leads, self.closed, self.policy)

    def expect(self, end: End) -> Fraction:
        """The cars that the active leads are likely to order by a month's end."""
        return sum((self.expect_of(lead, end) * alike for lead, alike in self.leads.items()), Fraction(0))

    def expect_of(self, lead: Prospect, end: End) -> Fraction:
        """Those that one of them is."""
        return expect_cars(lead, self.closed, self.policy, end)


def forecast(db: Database, period: Period) -> Forecast:
    """The forecast of one month: of a past one as of its last day."""
    return forecast_each(db, [period])[0]


def forecast_each(db: Database, periods: Sequence[Period]) -> list[Forecast]:
    """The forecasts of these months; the stock of all their moments is read once."""
    moments = [_list_moments(db, period) for period in periods]
    wanted = {moment.days: moment for each in moments for moment in each}
    ordered = [wanted[days] for days in sorted(wanted)]
    bases = {basis.moment.days: basis for basis in (_read_bases(db, ordered) if ordered else ())}
    return [
        _make_forecast(db, period, [bases[moment.days] for moment in each])
        for period, each in zip(periods, moments, strict=True)
    ]


def _list_moments(db: Database, period: Period) -> list[Moment]:
    """What a month's forecast is made of: its first moment if it has begun, its middle if it has ended, the latest."""
    now = _find_latest_moment(db, period)
    if period.month.first > period.today:
        return [now]
    middle = [] if period.runs else [_find_middle(db, period)]
    return [_find_first_moment(db, period), *middle, now]


def _make_forecast(db: Database, period: Period, bases: Sequence[_Basis]) -> Forecast:
    sold = count(db, _SOLD, period.span)
    begun = period.month.first <= period.today
    ended = begun and not period.runs
    latest, opening = bases[-1], bases[0]
    return Forecast(
        str(period),
        count_deliveries(db, period.span),
        latest.list_lines(),
        list_purchase_months(latest.leads, latest.closed, latest.policy),
        sold["sold"],
        sold["out_of_funnel"],
        sum((line.expected_cars for line in opening.list_lines()), Fraction(0)) if begun else None,
        _expect_month_end(db, period, latest, sold["sold"]) if period.runs else None,
        _find_outcome(db, period, opening, bases[1], sold["sold"]) if ended else None,
    )


def _expect_month_end(db: Database, period: Period, now: _Basis, sold: int) -> MonthEnd:
    end = find_end(period.first, period.end, period.today)
    return MonthEnd(sold, now.expect(end), _read_target(db, period), end.days_left)


def _read_target(db: Database, period: Period) -> int | None:
    """The store's target, or the consultant's own."""
    month = str(period.month)
    if period.consultant is None:
        return read_sales_target(db, month)
    return read_person_sales(db, month).get(period.consultant)


def _find_outcome(db: Database, period: Period, opening: _Basis, middle: _Basis, sold: int) -> Outcome:
    so_far = count_sold(db, period.first, middle.moment)
    at_middle = so_far + middle.expect(find_end(period.first, period.end, middle.moment.day))
    return Outcome(opening.expect(_find_opening_end(period)), at_middle, sold)


def _find_opening_end(period: Period) -> End:
    """The month's end as seen from its first moment, when all its days are left."""
    return find_end(period.first, period.end, add_days(period.first, -1))


def _find_latest_moment(db: Database, period: Period) -> Moment:
    """Now, or the end of a past month."""
    day = period.last_day
    return Moment(day, day, policy_on(db, day), period.consultant)


def _find_middle(db: Database, period: Period) -> Moment:
    """The evening of the month's 15th."""
    day = add_days(period.first, MIDDLE)
    return Moment(day, day, policy_on(db, day), period.consultant)


def _find_first_moment(db: Database, period: Period) -> Moment:
    """The month's first moment: nothing of its first day has happened, but who was dormant until then is awake."""
    first = period.month.first
    return Moment(add_days(first, -1), first, policy_on(db, first), period.consultant)


def _read_bases(db: Database, moments: Sequence[Moment]) -> list[_Basis]:
    """What the forecasts of these moments, in the order of their time, are made of."""
    leads, closed = count_prospects(db, moments), count_closed(db, [_find_closings(one) for one in moments])
    return [_Basis(*each) for each in zip(moments, leads, closed, strict=True)]


def _find_closings(moment: Moment) -> Closings:
    """The leads by which a moment's win rates are known: those closed in the twelve months before it."""
    until = add_days(moment.day, 1)
    return Closings(add_months(date.fromisoformat(until), -12).isoformat(), until, moment.policy.coldest)


def find_adequacy(found: Forecast, plan: Targets) -> Adequacy:
    """How many more leads of which source the target takes beyond what the month's end is expected to bring, at the
    planned rates."""
    if plan.sales_target is None or found.month_end is None:
        return Adequacy(plan.sales_target, None, [])
    short = max(Fraction(0), plan.sales_target - found.month_end.total)
    leads = [
        (source, leads_for(None if line.share is None else short * line.share, line.deal_rate))
        for source, line in plan.sources
        if line.share
    ]
    return Adequacy(plan.sales_target, short, leads if short else [])


def forecast_to_json(found: Forecast, plan: Targets) -> dict[str, object]:
    """The forecast as JSON has it, and whether it is enough for the plan."""
    delivered = found.delivered
    return {
        "month": found.month,
        "delivered": {"cars": delivered.cars, "amount": number(delivered.amount)},
        "delivered_with_amount": delivered.with_amount,
        "open": [_line_to_json(line) for line in found.open],
        "expected_cars": number(found.expected_cars),
        "expected_amount": number(found.expected_amount),
        "sold": found.sold,
        "opening": number(found.opening),
        "progress": found.progress,
        "out_of_funnel": found.out_of_funnel,
        "adequacy": find_adequacy(found, plan).to_json(),
        "month_end": None if found.month_end is None else found.month_end.to_json(),
        "outcome": None if found.outcome is None else found.outcome.to_json(),
        "by_month": [_purchase_month_to_json(line) for line in found.by_month],
        "leads": found.leads,
        "with_amount": found.with_amount,
    }


def _line_to_json(line: Line) -> dict[str, Number | str | None]:
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
        "with_amount": line.with_amount,
    }


def _purchase_month_to_json(line: PurchaseMonth) -> dict[str, Number | str | None]:
    return {
        "month": line.month,
        "cars": line.cars,
        "amount": number(line.amount),
        "with_amount": line.with_amount,
        "expected_cars": number(line.expected_cars),
        "expected_amount": number(line.expected_amount),
    }


_PLAIN = {"delivered": DELIVERED_CARS, **_SOLD, "progress": ORDERED_CARS}
SHAPES = (*_PLAIN, "open[.GRADE]", "opening[.GRADE]", "expected[.GRADE]", f"by_month.YYYY-MM|{PAST}|{NONE}")


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind ``delivered``, ``sold``, ``out_of_funnel``, ``progress`` (its numerator's), the leads that
    ``open`` counts on, ``opening``, or ``expected`` (of the running month: the active ones, each with the cars that it
    is expected to bring by its end), each also by grade (``open.H``), or those of a month of purchase. Raises
    WrongUsage for another figure."""
    period = request.period
    if period.calendar_month is None:
        month, _, part = figure.partition(".")
        months = {str(piece): piece for piece in period.list_begun(MONTH)}
        if month not in months or not part:
            raise unknown_figure(figure, ("YYYY-MM.FIGURE",))
        own = months[month]._replace(unit=MONTH)
        return list_records(db, request._replace(period=own), part)
    if figure in _PLAIN:
        return records(db, _PLAIN[figure], period.span)
    name, _, part = figure.partition(".")
    fits = _find_condition(name, part)
    if fits is None or (name == "expected" and not period.runs):
        raise unknown_figure(figure, SHAPES)
    begun = period.month.first <= period.today
    moment = _find_first_moment(db, period) if name == "opening" and begun else _find_latest_moment(db, period)
    found = {lead: one for lead, one in list_prospects(db, moment).items() if fits(one.prospect)}
    if name != "expected":
        return prospect_records(db, found, {}, period.today)
    [basis], end = _read_bases(db, [moment]), find_end(period.first, period.end, period.today)
    chances = {one.prospect: basis.expect_of(one.prospect, end) for one in found.values()}
    return prospect_records(db, found, chances, period.today)


def _find_condition(name: str, part: str) -> Callable[[Prospect], bool] | None:
    """Which ordered or active leads a figure counts; None: it is no such figure."""
    wanted = None if part == NONE else part
    if name == "by_month" and part:
        return lambda lead: lead.grade != ORDERED and lead.need == wanted
    if name not in ("open", "opening", "expected") or part not in ("", ORDERED, *GRADES, NONE):
        return None
    return lambda lead: (not part or lead.grade == wanted) and (name != "expected" or lead.grade != ORDERED)


def _build(db: Database, request: Request) -> Answer:
    period = request.period
    if period.calendar_month is None:
        return Answer(_compare_months(db, period))
    return Answer(forecast_to_json(forecast(db, period), targets(db, period)))


def _compare_months(db: Database, period: Period) -> dict[str, object]:
    """The forecasts of a quarter's or a year's months that have begun beside what they sold, month by month."""
    months = [month_period(piece.month, period.today, period.consultant) for piece in period.list_begun(MONTH)]
    compared = [_compare_month(db, *each) for each in zip(months, forecast_each(db, months), strict=True)]
    return {"month": None, "span": period.to_json(), "months": compared}


def _compare_month(db: Database, period: Period, found: Forecast) -> dict[str, Number | str | None]:
    """``total``: what the running month is expected to have sold at its end; null of an ended one."""
    was = {"at_start": None, "at_middle": None} if found.outcome is None else found.outcome.to_json()
    total = None if found.month_end is None else number(found.month_end.total)
    return {"month": found.month, **was, "sold": found.sold, "total": total, "target": _read_target(db, period)}


REPORT = Report(N_("Forecast"), _build, list_records, periods=(MONTH, QUARTER, YEAR))
