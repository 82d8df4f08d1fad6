"""A report beside another period, or divided into shorter ones (docs/domain.md section 6, periods).

What is compared is always the whole report of the other period, so that its figures are those that the report prints
when it is asked for that period alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadctl.domain.periods import PREVIOUS, YEAR_BEFORE, Period
from leadctl.errors import WrongUsage
from leadctl.reports import Answer, JsonObject, Plan, Report, Request, find_reports
from leadctl.store.core.connection import Database

TARGET = "target"
COMPARED = (PREVIOUS, YEAR_BEFORE, TARGET)
"""What a report can be compared with."""


def build_report(db: Database, report: Report, request: Request, compare: str | None, per: str | None) -> Answer:
    """The report as JSON has it: with its ``span`` where it is one of events, ``compare`` with ``previous``, ``year``
    or ``target``, and ``periods``, its weeks, months or quarters that have begun, each beside its own target.

    In a report that is a list each row has what is compared of it, also one that only the other period has. Raises
    WrongUsage where there is no plan to compare.
    """
    pieces = () if per is None else tuple(request.period.list_begun(per))
    answer = report.build(db, request._replace(pieces=pieces))
    if not report.of_events:
        return answer
    more: dict[str, object] = {}
    if compare is not None:
        more["compare"] = _build_other(db, report, request, compare, answer.data)
    if per is not None:
        built = answer.pieces or [report.build(db, request._replace(period=piece)).data for piece in pieces]
        made = [_add_span(data, piece) for data, piece in zip(built, pieces, strict=True)]
        if compare == TARGET:
            made = [_add_target(db, report, piece, data) for piece, data in zip(pieces, made, strict=True)]
        more["periods"] = made
    if isinstance(answer.data, list):
        rows = _add_missing(answer.data, report.row_key, more.values())
        return answer._replace(data=[_add_to_row(row, report.row_key, more) for row in rows] if more else answer.data)
    assert isinstance(answer.data, dict)
    return answer._replace(data={**answer.data, "span": request.period.to_json(), **more})


def _add_span(data: object, period: Period) -> object:
    """The data of another period, with its span."""
    span = {"span": period.to_json()}
    if isinstance(data, list):
        return [{**row, **span} for row in data]
    assert isinstance(data, dict)
    return {**data, **span}


def _add_target(db: Database, report: Report, period: Period, data: object) -> object:
    """The data of a piece with its own target; none of a week, for which there is no plan."""
    assert isinstance(data, dict)
    return {**data, "compare": _build_target(db, report, period, data)} if period.whole_months else data


def _build_other(db: Database, report: Report, request: Request, compare: str, data: object) -> object:
    if compare == TARGET:
        return _build_target(db, report, request.period, data)
    earlier = request.period.find_earlier(compare)
    return _add_span(report.build(db, request._replace(period=earlier)).data, earlier)


def _add_missing(rows: list[JsonObject], keys: Sequence[str], others: Iterable[object]) -> list[JsonObject]:
    """The rows, and one in which nothing is counted for each name that only another period has."""
    found = list(rows)
    for other in others:
        pieces = other if isinstance(other, list) and other and isinstance(other[0], list) else [other]
        for row in (row for piece in pieces if isinstance(piece, list) for row in piece):
            if _find_row(found, row, keys) is None:
                found.append({key: value for key, value in _make_empty(row, keys).items() if key != "span"})
    return found


def _make_empty(row: JsonObject, keys: Sequence[str]) -> JsonObject:
    """A row of the same name in which nothing is counted: no counts, no money, and no rates."""
    return {key: value if key in keys or isinstance(value, str) else _nothing(key, value) for key, value in row.items()}


def _nothing(key: str, value: object) -> object:
    if isinstance(value, dict):
        return {name: _nothing(name, one) for name, one in value.items()}
    if isinstance(value, list):
        return []
    return 0 if isinstance(value, int) or key in _MONEY else None


_MONEY = ("cost", "reward", "paid")


def _add_to_row(row: JsonObject, keys: Sequence[str], more: dict[str, object]) -> JsonObject:
    """A row with its own entry of each list to compare; None where that period has none of this name."""
    return {**row, **{name: _find_row(found, row, keys) for name, found in more.items()}}


def _find_row(found: object, wanted: JsonObject, keys: Sequence[str]) -> object:
    if not isinstance(found, list):
        return None
    if found and isinstance(found[0], list):
        return [_find_row(piece, wanted, keys) for piece in found]
    return next((row for row in found if all(row.get(key) == wanted.get(key) for key in keys)), None)


def _build_target(db: Database, report: Report, period: Period, data: object) -> JsonObject:
    if report.aims is None:
        known = find_reports(lambda report: report.aims)
        raise WrongUsage("--compare target goes with the reports: {reports}", reports=" ".join(known))
    if not period.whole_months:
        raise WrongUsage("A plan is of whole months; name a --month, a --quarter or a --year to compare with it.")
    assert isinstance(data, dict)
    return {**report.aims(data, read_plan(db, period)), "span": period.to_json()}


def read_plan(db: Database, period: Period) -> Plan:
    """What the plans of a period's months ask for, the store's or the consultant's own."""
    from leadctl.reports.targets import targets

    plans = [targets(db, period._replace(first=month.first, end=month.end)) for month in period.whole_months]
    return Plan(
        _sum_of_all([plan.sales_target for plan in plans]),
        _sum_of_all([None if plan.sales_target is None else plan.leads_needed for plan in plans]),
    )


def _sum_of_all(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None
