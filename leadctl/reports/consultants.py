"""The league of the consultants: what each of them did in a period, beside their target, and their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from leadctl.domain.figures import share
from leadctl.domain.league import Place, Score, pace_of, place_people
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, JsonObject, Plan, Report, Request, unknown_figure
from leadctl.reports.followups import OVERDUE, list_overdue_of
from leadctl.reports.grouping import split_consultant
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import ACTIVITY, COHORT, VERIFICATION
from leadctl.store.queries.figures.discipline import DISCIPLINE, SALE_FOLLOW_UPS, count_overdue
from leadctl.store.queries.figures.measures import Measure, count_by_id, records
from leadctl.store.queries.lists import names, owner_names
from leadctl.store.records.plans import read_consultant_targets, read_sales_target
from leadctl.store.records.staff import list_staff

_MEASURES: dict[str, Measure] = {
    **{stage: ACTIVITY[stage] for stage in ("leads", "met", "test_drives", "orders")},
    "cohort_orders": COHORT["orders"],
    **{figure: VERIFICATION[figure] for figure in ("confirmed", "overturned")},
    **{figure: DISCIPLINE[figure] for figure in ("due", "on_time", "follow_ups", "sales", "sale_follow_ups")},
}

_RATIOS = {
    "conversion": ("orders", "leads"),
    "cohort_conversion": ("cohort_orders", "leads"),
    "on_time_rate": ("on_time", "due"),
    "per_sale": ("sale_follow_ups", "sales"),
}
"""Ratio -> (numerator, denominator)."""

_KEYS = (
    *("leads", "met", "test_drives", "orders", "conversion", "on_time_rate", OVERDUE, "confirmed", "overturned"),
    *("follow_ups", "per_sale", "target", "pace", "rank", "quartile"),
    *("sales", "cohort_orders", "cohort_conversion", "due", "on_time", "sale_follow_ups"),
)

Counts = dict[str, int]


class Line(NamedTuple):
    """A consultant (None: nobody), or the team. ``target``: cars planned for the period's months (None: no plan);
    ``place``: None for who does not sell."""

    consultant: str | None
    counts: Counts
    target: int | None
    pace: float | None
    place: Place | None = None

    def figures(self) -> JsonObject:
        """All figures under their names."""
        ratios = {name: share(self.counts[part], self.counts[whole]) for name, (part, whole) in _RATIOS.items()}
        place = dict.fromkeys(Place._fields) if self.place is None else self.place._asdict()
        found = {**self.counts, **ratios, "target": self.target, "pace": self.pace, **place}
        return {key: found[key] for key in _KEYS}


class League(NamedTuple):
    """A period's league; ``lines``: best first, those without a place last."""

    period: Period
    lines: list[Line]
    team: Line

    def to_json(self) -> JsonObject:
        """All of it as JSON has it."""
        return {
            "month": self.period.calendar_month,
            "span": self.period.to_json(),
            "consultants": [{"consultant": line.consultant, **line.figures()} for line in self.lines],
            "team": self.team.figures(),
        }


def league(db: Database, period: Period) -> League:
    """The league of a period. Places are among all consultants, also where one of them is asked for."""
    everybody = period._replace(consultant=None)
    counts = _count_people(db, everybody)
    ranked = {name: counts[name] for name in _list_sellers(db, counts)}
    places = place_people({name: _score(found) for name, found in ranked.items()})
    plans = _read_targets(db, everybody)
    lines = [
        Line(name, found, plans.get(name), _pace(found, plans.get(name), period), places.get(name or ""))
        for name, found in counts.items()
    ]
    lines.sort(key=lambda line: (line.place is None, line.place, line.consultant is None, line.consultant or ""))
    if period.consultant is not None:
        wanted = names(db, "staff")[period.consultant]
        lines = [line for line in lines if line.consultant == wanted] or [_empty_line(wanted)]
        return League(period, lines, lines[0]._replace(place=None))
    total = {figure: sum(found[figure] for found in counts.values()) for figure in (*_MEASURES, OVERDUE)}
    planned = _sum_known([read_sales_target(db, str(month)) for month in period.whole_months])
    return League(period, lines, Line(None, total, planned, _pace(total, planned, period)))


def _count_people(db: Database, period: Period) -> dict[str | None, Counts]:
    """The counts of the consultants who work here, and of everybody who has a figure."""
    owners = owner_names(db)
    nothing = dict.fromkeys((*_MEASURES, OVERDUE), 0)
    found: dict[str | None, Counts] = {name: dict(nothing) for name in _list_consultants(db)}
    for owner, counts in count_by_id(db, _MEASURES, period.span, "consultant").items():
        if any(counts.values()):
            found.setdefault(owners[owner], dict(nothing)).update(counts)
    for owner, leads in count_overdue(db, period.today).items():
        found.setdefault(owners[owner], dict(nothing))[OVERDUE] = leads
    return found


def _list_consultants(db: Database) -> list[str]:
    return [member.name for member in list_staff(db) if member.role == "consultant" and member.left_on is None]


def _list_sellers(db: Database, counts: Mapping[str | None, Counts]) -> list[str]:
    """Who has a place: the consultants, also those who have left and have a figure of the period."""
    return [member.name for member in list_staff(db) if member.role == "consultant" and member.name in counts]


def _score(counts: Counts) -> Score:
    return Score(counts["sales"], Fraction(counts["orders"], counts["leads"]) if counts["leads"] else None)


def _pace(counts: Counts, target: int | None, period: Period) -> float | None:
    months = period.whole_months
    return pace_of(counts["sales"], target, period.days, sum(month.days for month in months)) if months else None


def _read_targets(db: Database, period: Period) -> dict[str | None, int]:
    """Name -> cars that the plans of all months of the period ask of them; who has no plan of one of them is left out.
    A period that is not of whole months has no target."""
    people = names(db, "staff")
    plans = [read_consultant_targets(db, str(month)) for month in period.whole_months]
    planned = set.intersection(*map(set, plans)) if plans else set()
    return {people[one]: sum(plan[one] for plan in plans) for one in planned}


def _sum_known(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def _empty_line(name: str) -> Line:
    """Of somebody who has no figure and is no consultant of the store any more."""
    return Line(name, dict.fromkeys((*_MEASURES, OVERDUE), 0), None, None)


_LISTED: dict[str, Measure] = {**_MEASURES, "sale_follow_ups": SALE_FOLLOW_UPS}
SHAPES = (*_MEASURES, *_RATIOS, OVERDUE, "consultants.NAME.FIGURE")


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a count, a ratio (its numerator's), or ``consultants.NAME.orders``. Raises WrongUsage."""
    period = request.period
    figure, where = split_consultant(db, figure)
    if figure == OVERDUE:
        return list_overdue_of(db, period, where)
    counted = _RATIOS[figure][0] if figure in _RATIOS else figure
    if counted not in _LISTED:
        raise unknown_figure(figure, SHAPES)
    return records(db, _LISTED[counted], period.span, where)


def _build(db: Database, request: Request) -> Answer:
    extra = {"runs": request.period.runs, "planned": bool(request.period.whole_months)}
    return Answer(league(db, request.period).to_json(), extra)


def _aim(data: JsonObject, plan: Plan) -> JsonObject:
    """What is asked of each consultant and of the team: cars."""
    return {
        "span": data["span"],
        "consultants": [_aim_line(line) for line in data["consultants"]],
        "team": _aim_line(data["team"]),
    }


def _aim_line(line: JsonObject) -> JsonObject:
    named = {"consultant": line["consultant"]} if "consultant" in line else {}
    return {**dict.fromkeys(line), **named, "sales": line["target"]}


REPORT = Report(N_("Consultants"), _build, list_records, periods=EVENTS, aims=_aim)
