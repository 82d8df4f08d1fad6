"""The leaks of a period: where customers are lost that the store used to keep, and the records behind each.

They are a part of the manager's page, and have no page of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

from leadctl.domain.days import add_days
from leadctl.domain.leaks import OF_VISITS, STEPS, Leak, find_leaks, span_of_leads, spans_before
from leadctl.domain.periods import Period, Span
from leadctl.domain.record_lists import Record
from leadctl.reports import unknown_figure
from leadctl.reports.targets import number
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import CAPTURED, JUDGED, LOST
from leadctl.store.queries.figures.measures import count, records
from leadctl.store.queries.lists import names

LOST_PART = ".lost"
"""Ends the name of the records that were not converted."""

SHAPES = tuple(f"leaks.{figure}[{LOST_PART}]" for figure in STEPS)


def list_leaks(db: Database, period: Period) -> list[dict[str, object]]:
    """The worst leaks of a period as JSON has them."""
    leads = span_of_leads(period)
    found = find_leaks(_count(db, period.span, leads), _count(db, *spans_before(period)))
    asked = f"{_options_of(period)}{_owner_of(db, period)}"
    return [_leak_to_json(leak, None if leak.figure in OF_VISITS else leads, asked) for leak in found]


def list_records(db: Database, period: Period, figure: str) -> list[Record]:
    """The records that a leak counts (``met``), or those of its base that it lacks (``met.lost``). Raises WrongUsage
    for what is no such conversion."""
    step = figure.removesuffix(LOST_PART)
    if step not in STEPS:
        raise unknown_figure(f"leaks.{figure}", SHAPES)
    measures = {**CAPTURED, **JUDGED}
    measure = LOST[step] if figure.endswith(LOST_PART) else measures[step]
    return records(db, measure, period.span if step in OF_VISITS else span_of_leads(period))


def _count(db: Database, visits: Span, leads: Span) -> Mapping[str, int]:
    return count(db, CAPTURED, visits) | count(db, JUDGED, leads)


def _options_of(period: Period) -> str:
    """The options that ask for this period."""
    if period.calendar_month is not None:
        return f"--month {period.calendar_month}"
    return f"--from {period.first} --to {period.last}"


def _owner_of(db: Database, period: Period) -> str:
    return "" if period.consultant is None else f" --consultant {quote(names(db, 'staff')[period.consultant])}"


def _leak_to_json(leak: Leak, leads: Span | None, asked: str) -> dict[str, object]:
    """``opened``: the days on which its leads were opened; None: it is of the period's own visits."""
    command = f"leadctl report {asked} --list leaks.{leak.figure}"
    return {
        "leak": "step",
        "figure": leak.figure,
        "base": STEPS[leak.figure],
        "count": leak.count,
        "of": leak.of,
        "lost": leak.of - leak.count,
        "rate": float(leak.rate),
        "rate_before": float(leak.before),
        "missing": number(leak.missing),
        "sales": number(leak.sales),
        "opened": None if leads is None else {"from": leads.first, "to": add_days(leads.end, -1)},
        "command": command,
        "lost_command": f"{command}{LOST_PART}",
    }
