"""The traffic analysis: a month's counts, the ratios made of them, and its leads by grade and model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from leadctl.domain.figures import TRAFFIC_RATIOS, traffic_ratios
from leadctl.domain.periods import MONTH, Period
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import GRADES, ORDERED
from leadctl.errors import WrongUsage
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, JsonObject, Plan, Report, Request, unknown_figure
from leadctl.reports.grouping import BY, count_groups, list_group, name_group, share_counts, sort_groups
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_on
from leadctl.store.queries.figures.definitions import NEW_LEADS, ORDERS_TAKEN, TRAFFIC
from leadctl.store.queries.figures.history import (
    Evening,
    count_active_by_grade,
    graded_records,
    list_active_grades,
    list_leads_of_grade,
)
from leadctl.store.queries.figures.measures import count, count_by_id, count_by_text, records
from leadctl.store.queries.lists import ids, names

NONE = "none"
"""The key of leads without a grade, or without a model."""


class Traffic(NamedTuple):
    """The traffic analysis of a period; ``month``: which calendar month it is, if it is one.

    ``days``: those of it that have begun; ``counts``: visits, customers and cars; ``ratios``:
    unrounded fractions, None where the divisor is 0; new leads by the grade given at opening (``O``: the
    orders of the period), active leads by grade at its end or, before it, now.
    """

    month: str | None
    span: dict[str, str | None]
    days: int
    counts: dict[str, int]
    ratios: dict[str, float | None]
    new_leads_by_grade: dict[str, int]
    new_leads_by_model: dict[str, int]
    open_leads_by_grade: dict[str, int]

    def to_json(self) -> dict[str, object]:
        """All of it under one key a figure, as JSON has it."""
        return {
            "month": self.month,
            "span": self.span,
            "days": self.days,
            **self.counts,
            **self.ratios,
            "new_leads_by_grade": self.new_leads_by_grade,
            "new_leads_by_model": self.new_leads_by_model,
            "open_leads_by_grade": self.open_leads_by_grade,
        }


def traffic(db: Database, period: Period) -> Traffic:
    """The analysis of one period."""
    return traffic_of_each(db, [period])[period]


def traffic_of_each(
    db: Database, periods: Iterable[Period], known: Mapping[Period, Mapping[str | None, int]] = MappingProxyType({})
) -> dict[Period, Traffic]:
    """The analysis of each of these periods, of the same consultant; the stock of all their evenings is read once.

    ``known``: the active leads by grade at the end of those of which they are counted already.
    """
    evenings = {period: _make_evening(period) for period in periods}
    active = {evenings[period]: grades for period, grades in known.items()}
    if wanted := sorted({*evenings.values()} - {*active}):
        active |= zip(wanted, count_active_by_grade(db, *wanted), strict=True)
    return {period: _analyse(db, period, active[evening]) for period, evening in evenings.items()}


def _analyse(db: Database, period: Period, active: Mapping[str | None, int]) -> Traffic:
    counts = count(db, TRAFFIC, period.span)
    return Traffic(
        period.calendar_month,
        period.to_json(),
        period.days,
        counts,
        traffic_ratios(counts, period.days),
        _count_new_by_grade(db, period),
        _count_new_by_model(db, period),
        _fill_grades(db, period, active),
    )


def _count_new_by_grade(db: Database, period: Period) -> dict[str, int]:
    found = count_by_text(db, {"leads": NEW_LEADS}, period.span, "opened_grade")
    orders = count(db, {"orders": ORDERS_TAKEN}, period.span)["orders"]
    return _fill_grades(db, period, {grade: counts["leads"] for grade, counts in found.items()}) | {ORDERED: orders}


def _fill_grades(db: Database, period: Period, found: Mapping[str | None, int]) -> dict[str, int]:
    """Counts by grade, hot to cold, the grades of the period's policy always, others where there are any; then none."""
    known = policy_on(db, period.last_day).grades
    shown = [grade for grade in GRADES if grade in known or grade in found]
    return {grade: found.get(grade, 0) for grade in shown} | {NONE: found.get(None, 0)}


def _count_new_by_model(db: Database, period: Period) -> dict[str, int]:
    models = {None: NONE} | names(db, "models")
    found = count_by_id(db, {"leads": NEW_LEADS}, period.span, "model")
    return _sort_models(db, {models[model]: each["leads"] for model, each in found.items()})


def _sort_models(db: Database, counts: Mapping[str, int]) -> dict[str, int]:
    """Counts by model in the order of the store's list; what has none comes last."""
    order = {model: place for place, model in enumerate(name for _, name in sorted(names(db, "models").items()))}
    return dict(sorted(counts.items(), key=lambda pair: order.get(pair[0], len(order))))


def _make_evening(period: Period) -> Evening:
    return Evening(period.last_day, period.consultant)


BREAKDOWNS = ("new_leads_by_grade", "new_leads_by_model", "open_leads_by_grade")

SHAPES = (
    *TRAFFIC,
    *TRAFFIC_RATIOS,
    "new_leads_by_grade[.GRADE]",
    "new_leads_by_model[.MODEL]",
    "open_leads_by_grade[.GRADE]",
)
"""The figures of this report, as a message names them."""


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a count, a ratio (its numerator's) or ``new_leads_by_grade.H`` and the like.

    Of a year: its months' one after the other, as its columns count them; with ``by`` also those of a group,
    ``showroom.contacts``. Raises WrongUsage for another figure.
    """
    period = request.period
    found = list_group(db, _OF_GROUPS, period.span, request.by, figure)
    if found is not None:
        return found
    if figure.startswith("open_leads_by_grade") and period.whole_year:
        raise WrongUsage("--list {figure} is of a month's end: name a --month, not a --year.", figure=figure)
    if not period.whole_year:
        return _list_of_period(db, period, figure)
    return [record for month in period.divide(MONTH) for record in _list_of_period(db, month, figure)]


_OF_GROUPS = TRAFFIC | {ratio: TRAFFIC[part] for ratio, (part, _) in TRAFFIC_RATIOS.items() if part in TRAFFIC}


def known_figures(db: Database) -> tuple[str, ...]:
    """What ``--list`` knows of this report."""
    return (
        *TRAFFIC,
        *TRAFFIC_RATIOS,
        *BREAKDOWNS,
        *(f"new_leads_by_grade.{grade}" for grade in (*GRADES, NONE, ORDERED)),
        *(f"open_leads_by_grade.{grade}" for grade in (*GRADES, NONE)),
        *(f"new_leads_by_model.{model}" for model in (*ids(db, "models"), NONE)),
    )


def _list_of_period(db: Database, period: Period, figure: str) -> Sequence[Record]:
    counted = TRAFFIC_RATIOS[figure][0] if figure in TRAFFIC_RATIOS else figure
    if counted in TRAFFIC:
        return records(db, TRAFFIC[counted], period.span)
    if figure not in known_figures(db):
        raise unknown_figure(figure, SHAPES)
    name, _, part = figure.partition(".")
    if name == "new_leads_by_model":
        return _list_new_of_model(db, period, part)
    return _list_active(db, period, part) if name == "open_leads_by_grade" else _list_new_of_grade(db, period, part)


def _list_new_of_grade(db: Database, period: Period, grade: str) -> list[Record]:
    if grade == ORDERED:
        return records(db, ORDERS_TAKEN, period.span)
    if not grade:
        return records(db, (*NEW_LEADS, *ORDERS_TAKEN), period.span)
    return records(db, NEW_LEADS, period.span, {"opened_grade": None if grade == NONE else grade})


def _list_new_of_model(db: Database, period: Period, model: str) -> list[Record]:
    where = {"model": None if model == NONE else ids(db, "models")[model]} if model else {}
    return records(db, NEW_LEADS, period.span, where)


def _list_active(db: Database, period: Period, grade: str) -> Sequence[Record]:
    evening = _make_evening(period)
    if not grade:
        grades = list_active_grades(db, evening)
        return graded_records(db, sorted(grades), grades.__getitem__, period.today)
    wanted = None if grade == NONE else grade
    return graded_records(db, list_leads_of_grade(db, evening, wanted), lambda _: wanted, period.today)


def _list_groups(db: Database, period: Period, by: Sequence[str], whole: Mapping[str, int]) -> list[JsonObject]:
    """The analysis of each group, most visits first; the stock at the end is of the whole alone."""
    found = count_groups(db, TRAFFIC, period.span, by)
    graded = count_groups(db, {"leads": NEW_LEADS}, period.span, by, "opened_grade")
    ordered = count_groups(db, {"orders": ORDERS_TAKEN}, period.span, by)
    models = count_groups(db, {"leads": NEW_LEADS}, period.span, (*by, "model"))
    groups = {group[: len(by)] for group in (*found, *graded, *models)} | set(ordered)
    nothing = dict.fromkeys(TRAFFIC, 0)
    size = {group: (found.get(group, nothing)["traffic"], sum(found.get(group, nothing).values())) for group in groups}
    rows: list[JsonObject] = []
    for group in sort_groups(groups, size):
        counts = found.get(group, nothing)
        grades = {names[-1]: one["leads"] for names, one in graded.items() if names[:-1] == group}
        cars = {names[-1] or NONE: one["leads"] for names, one in models.items() if names[:-1] == group}
        orders = ordered[group]["orders"] if group in ordered else 0
        rows.append(
            {
                "group": name_group(group),
                "shares": share_counts(counts, whole),
                **counts,
                **traffic_ratios(counts, period.days),
                "new_leads_by_grade": _fill_grades(db, period, grades) | {ORDERED: orders},
                "new_leads_by_model": _sort_models(db, cars),
            }
        )
    return rows


def _build(db: Database, request: Request) -> Answer:
    period, by = request.period, request.by
    months = period.list_begun(MONTH) if period.whole_year and not by else []
    found = traffic_of_each(db, (*months, *request.pieces, period))
    pieces = [_to_json(db, found[piece], piece, by) for piece in request.pieces]
    data = _to_json(db, found[period], period, by)
    if by:
        return Answer(data, {"by": by}, pieces)
    if not period.whole_year:
        return Answer(data, pieces=pieces)
    return Answer(
        {"year": period.month.year, "months": [found[month].to_json() for month in months], **data}, {}, pieces
    )


def _to_json(db: Database, found: Traffic, period: Period, by: Sequence[str]) -> JsonObject:
    data = found.to_json()
    return {**data, "by": list(by), "groups": _list_groups(db, period, by, found.counts)} if by else data


def _aim(data: JsonObject, plan: Plan) -> JsonObject:
    """What the plan says of these figures: the showroom's sales."""
    nothing = {key: dict.fromkeys(value) if isinstance(value, dict) else None for key, value in data.items()}
    return {**nothing, "month": data["month"], "span": data["span"], "showroom_sales": plan.sales}


REPORT = Report(N_("Traffic analysis"), _build, list_records, periods=EVENTS, dimensions=BY, aims=_aim)
