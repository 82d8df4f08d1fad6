"""The worst leaks of a month, each with its figure and the command that lists its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote

from leadctl.domain.first_calls import LATE
from leadctl.domain.funnel import STEPS
from leadctl.domain.leaks import Leak, lost_leak, step_leaks, worst
from leadctl.domain.planning import MONTHS_BEFORE
from leadctl.reports.channels import Channel
from leadctl.reports.defeats import Defeats
from leadctl.reports.funnel import Funnel
from leadctl.reports.period import Period
from leadctl.reports.targets import number
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import ACTIVITY
from leadctl.store.queries.figures.measures import Span, count
from leadctl.store.queries.lists import names

_LISTS = {
    "step": "report funnel --month {month} --list {figure}",
    "overdue": "report followups --month {month} --list overdue_now",
    "waiting": "report channels --month {month} --list {figure}",
    "neglect": "report followups --month {month} --list {figure}",
    "defeat": "report defeats --month {month} --list {figure}",
    "lost_contact": "report funnel --month {month} --list lost_contact",
}
"""Kind of leak -> the command that lists its records."""


def leaks(
    db: Database, period: Period, found: Funnel, churn: Defeats, online: Channel, worked: Mapping[str, int]
) -> list[dict[str, object]]:
    """The three worst of a month as JSON has them: steps of the funnel of activity that fell against the three months
    before, leads that are overdue now (of the running month), online enquiries of the month that still wait for a
    first call that is late, leads released for neglect, defeats by reason, and lost contacts.

    ``worked``: the counts of the month's follow-up discipline."""
    before = _before(db, period)
    now = {stage.stage: stage.count for stage in found.stages} | found.churn
    here = [*step_leaks(now, before), *_lost(now, before, churn)]
    if str(period) == period.today[:7]:
        here.append(lost_leak("overdue", "overdue_now", worked["overdue_now"], None, before))
    here.append(lost_leak("neglect", "released", worked["released"], None, before))
    here.append(lost_leak("waiting", LATE, online.first_call.late, online.counts["volume"], before))
    owner = "" if period.consultant is None else f" --consultant {quote(names(db, 'staff')[period.consultant])}"
    return [_record(leak, str(period), owner) for leak in worst(here)]


def _before(db: Database, period: Period) -> Mapping[str, int]:
    month = period.month
    span = Span(month.plus(-MONTHS_BEFORE).first, month.first, period.today, period.consultant)
    return count(db, {stage: ACTIVITY[stage] for stage in STEPS}, span)


def _lost(now: Mapping[str, int], before: Mapping[str, int], churn: Defeats) -> Iterator[Leak]:
    for reason, defeated in churn.total.counts.items():
        yield lost_leak("defeat", reason, defeated, churn.total.total, before)
    lost = now["lost_contact"]
    yield lost_leak("lost_contact", "lost_contact", lost, lost + now["defeat"], before)


def _record(leak: Leak, month: str, owner: str) -> dict[str, object]:
    return {
        "leak": leak.kind,
        "figure": leak.figure,
        "count": leak.count,
        "of": leak.of,
        "rate": None if leak.rate is None else float(leak.rate),
        "rate_before": None if leak.before is None else float(leak.before),
        "missing": number(leak.missing),
        "sales": number(leak.sales),
        "command": f"leadctl {_LISTS[leak.kind].format(month=month, figure=leak.figure)}{owner}",
    }
