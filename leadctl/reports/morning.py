"""The morning meeting: what yesterday brought, who comes today, what is overdue, who waits, and who is behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from leadctl.domain.days import Month, add_days, days_between
from leadctl.domain.first_calls import OpenHours
from leadctl.domain.league import pace_of
from leadctl.domain.periods import DAY, Period, Span
from leadctl.domain.phones import mask_phone
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import ALL_GRADES
from leadctl.locale import N_
from leadctl.reports import Answer, JsonObject, Report, Request, unknown_figure
from leadctl.reports.day import DaySheet, day_sheet_of
from leadctl.reports.day import list_records as list_of_day
from leadctl.reports.grouping import split_consultant
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.figures.appointments import EXPECTED
from leadctl.store.queries.figures.discipline import DAY_PLAN, DISCIPLINE
from leadctl.store.queries.figures.measures import Measure, as_id, as_text, count, count_by_id, records
from leadctl.store.queries.figures.waiting import UNSCREENED
from leadctl.store.queries.lists import owner_names
from leadctl.store.records.plans import read_consultant_targets, read_sales_target

YESTERDAY = "yesterday"
_LISTS: dict[str, Measure] = {"appointments": EXPECTED, "unscreened": UNSCREENED, "overdue": DAY_PLAN["late"]}
"""What the page lists record by record: who is expected on the day; who waits for a first call now (of a past day: at
its end); what was overdue as the day began."""

_ORDER = {grade: place for place, grade in enumerate((*ALL_GRADES, None))}


def morning(db: Database, period: Period, *, reveal: bool = False) -> JsonObject:
    """The page of a day as JSON has it; phones are masked unless ``reveal``."""
    day = period.first
    sheet = day_sheet_of(db, add_days(day, -1), period.consultant)
    found = {name: _list_rows(db, name, period) for name in _LISTS}
    rows = _count_arrears(db, period, sheet, found)
    behind = sorted(filter(_is_behind, rows), key=_sort_key)
    shown = {name: rows if reveal else [_mask(row) for row in rows] for name, rows in found.items()}
    return {"day": day, YESTERDAY: sheet.to_json(), **shown, "behind": behind, "team": _add_up(db, period, rows)}


def _list_rows(db: Database, name: str, period: Period) -> list[Record]:
    rows = records(db, _LISTS[name], period.span)
    if name == "overdue":
        rows = [row | {"days_over": days_between(as_text(row["due_by"]) or "", period.first)} for row in rows]
        return sorted(rows, key=lambda row: (as_text(row["due_by"]) or "", _ORDER[as_text(row["grade"])]))
    if name == "unscreened":
        hours, now = OpenHours(policy_of(db)), min(period.now, f"{period.first}T23:59")
        return [row | {"minutes": hours.minutes(as_text(row["opened_at"]) or now, now)} for row in rows]
    return rows


def _mask(row: Record) -> Record:
    return row | {"phone": mask_phone(as_text(row["phone"]))}


def _count_arrears(
    db: Database, period: Period, sheet: DaySheet, found: Mapping[str, Sequence[Record]]
) -> list[JsonObject]:
    """Of each consultant what is overdue, what is left undone of yesterday's plan, who waits for a first call, and the
    pace: cars sold / what the month's target asks for, both by the end of the day before."""
    overdue, waiting = (_count_owners(found[name]) for name in ("overdue", "unscreened"))
    longest: dict[str | None, int] = {}
    for row in found["overdue"]:
        longest.setdefault(as_text(row["consultant"]), days_between(as_text(row["due_by"]) or "", period.first))
    paces = _find_paces(db, period)
    return [
        {
            "consultant": name,
            "overdue": overdue[name],
            "longest": longest.get(name),
            "undone": sheet.counts[name]["planned"] - sheet.counts[name]["done"],
            "unscreened": waiting[name],
            "pace": paces.get(name),
        }
        for name in {*sheet.people, *overdue, *waiting, *paces}
    ]


def _sort_key(row: JsonObject) -> tuple[object, ...]:
    """The most overdue first."""
    return -row["overdue"], -row["undone"], row["consultant"] is None, row["consultant"] or ""


def _add_up(db: Database, period: Period, rows: Sequence[JsonObject]) -> JsonObject:
    """The team; its target is the store's."""
    found: JsonObject = {name: sum(row[name] for row in rows) for name in ("overdue", "undone", "unscreened")}
    found["longest"] = max((row["longest"] for row in rows if row["longest"] is not None), default=None)
    month = Month.of(period.first)
    target = read_sales_target(db, str(month)) if period.consultant is None else None
    sold = count(db, _SOLD, _month_so_far(period))["sales"]
    found["pace"] = pace_of(sold, target, days_between(month.first, period.first), month.days)
    return found


def _is_behind(row: JsonObject) -> bool:
    slow = row["pace"] is not None and row["pace"] < 1
    return bool(row["overdue"] or row["undone"] or row["unscreened"] or slow)


def _count_owners(rows: Sequence[Record]) -> Counter[str | None]:
    return Counter(as_text(row["consultant"]) for row in rows)


def _find_paces(db: Database, period: Period) -> dict[str | None, float | None]:
    """Who has a target of the month -> their pace by the end of the day before."""
    month, names = Month.of(period.first), owner_names(db)
    sold = count_by_id(db, _SOLD, _month_so_far(period), "consultant")
    elapsed = days_between(month.first, period.first)
    return {
        names[one]: pace_of(sold[one]["sales"] if one in sold else 0, target, elapsed, month.days)
        for one, target in read_consultant_targets(db, str(month)).items()
        if period.consultant in (None, one)
    }


def _month_so_far(period: Period) -> Span:
    """The days of the month before the day."""
    return Span(Month.of(period.first).first, period.first, period.today, period.consultant)


_SOLD: dict[str, Measure] = {"sales": DISCIPLINE["sales"]}


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records of a list of the page, or behind a figure of yesterday: ``yesterday.orders``. Raises WrongUsage."""
    period = request.period
    part, where = split_consultant(db, figure)
    if part in _LISTS:
        owner = owner_names(db)[as_id(where["consultant"])] if where else None
        return [row for row in _list_rows(db, part, period) if not where or row["consultant"] == owner]
    part, _, name = figure.partition(".")
    if part == YESTERDAY and name:
        before = period._replace(first=add_days(period.first, -1), end=period.first)
        return list_of_day(db, request._replace(period=before), name)
    raise unknown_figure(figure, (*_LISTS, "consultants.NAME.FIGURE", "yesterday.FIGURE"))


def _build(db: Database, request: Request) -> Answer:
    return Answer(morning(db, request.period, reveal=request.reveal))


REPORT = Report(N_("Morning meeting"), _build, list_records, periods=(DAY,))
