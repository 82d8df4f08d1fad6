"""The funnel: from traffic to delivery, of what a month did or of the leads that it opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadctl.domain.figures import (
    FUNNEL_STEPS,
    Stage,
    Step,
    Value,
    funnel_stages,
    funnel_steps,
    funnel_values,
)
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple, to_dict
from leadctl.reports import EVENTS, Answer, JsonObject, Plan, Report, Request, unknown_figure
from leadctl.reports.grouping import (
    BY,
    count_groups,
    count_whole,
    list_group,
    name_group,
    name_shapes,
    share_counts,
    sort_groups,
)
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.definitions import (
    ACTIVITY,
    AMOUNTS,
    CHURN,
    COHORT,
    COHORT_AMOUNTS,
    COHORT_STEPS,
    STEPS,
)
from leadctl.store.queries.figures.measures import Measure, count, records

READINGS: Mapping[str, Mapping[str, Measure]] = {"activity": ACTIVITY, "cohort": COHORT}
"""``activity``: what happened in the month, whenever the lead was opened; ``cohort``: what became, to date,
of the leads opened in the month. Traffic, new traffic, contacts and churn are the month's in both; a cohort
adds to the contacts each lead that no new visit with a phone opened, such as a win-back."""

_COUNTED: Mapping[str, Mapping[str, Measure]] = {
    "activity": {**ACTIVITY, **STEPS, **AMOUNTS},
    "cohort": {**COHORT, **COHORT_STEPS, **COHORT_AMOUNTS},
}
"""Everything that the funnel counts."""


class Funnel(NamedTuple):
    """The funnel of a period; ``churn``: kind -> how many, overturned ones left out; ``steps``: finer ones;
    ``values``: what the stages are worth."""

    month: str | None
    span: dict[str, str | None]
    reading: str
    stages: list[Stage]
    churn: dict[str, int]
    steps: list[Step]
    values: list[Value]


class Group(NamedTuple):
    """The funnel of one source, consultant, ...; ``group`` None: of what has none; a list of two dimensions' names.
    ``shares``: of each stage what fraction of the whole falls under the group."""

    group: str | list[str | None] | None
    stages: list[Stage]
    churn: dict[str, int]
    shares: dict[str, float | None]
    steps: list[Step]
    values: list[Value]


class GroupedFunnel(NamedTuple):
    """The funnel of a period split into groups that add up to the whole, ``stages`` and ``churn``, at every stage."""

    month: str | None
    span: dict[str, str | None]
    reading: str
    groups: list[Group]
    stages: list[Stage]
    churn: dict[str, int]
    steps: list[Step]
    values: list[Value]


def funnel(db: Database, period: Period, reading: str) -> Funnel:
    """The funnel of one period, in one of ``READINGS``."""
    return _make_funnel(period, reading, count(db, _COUNTED[reading], period.span))


def _make_funnel(period: Period, reading: str, counts: Mapping[str, int]) -> Funnel:
    return Funnel(
        period.calendar_month,
        period.to_json(),
        reading,
        funnel_stages(counts),
        _churn(counts),
        funnel_steps(counts),
        funnel_values(counts),
    )


def count_funnel_by(db: Database, period: Period, reading: str, by: Sequence[str]) -> GroupedFunnel:
    """The funnel by one dimension or by two, the busiest group first.

    What has a lead falls under the lead's source, model and owner (an order or a churn under the owner of its
    day), other visits under their own.
    """
    found = count_groups(db, _COUNTED[reading], period.span, by)
    whole = _make_funnel(period, reading, count_whole(db, _COUNTED[reading], period.span, by, found))
    counted = {stage.stage: stage.count for stage in whole.stages}
    order = sort_groups(found, {group: (counts["leads"], counts["traffic"]) for group, counts in found.items()})
    groups = [
        Group(
            name_group(group),
            funnel_stages(found[group]),
            _churn(found[group]),
            share_counts({stage: found[group][stage] for stage in counted}, counted),
            funnel_steps(found[group]),
            funnel_values(found[group]),
        )
        for group in order
    ]
    return GroupedFunnel(whole.month, whole.span, reading, groups, whole.stages, whole.churn, whole.steps, whole.values)


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records that a stage, a finer step, ``defeat`` or ``lost_contact`` counts, or the value of a stage is of;
    with ``by`` also those of a group, ``showroom.leads``. Raises WrongUsage for another figure."""
    counted = _COUNTED[request.reading]
    found = list_group(db, counted, request.period.span, request.by, figure)
    if found is not None:
        return found
    measure = counted.get(figure)
    if measure is None:
        raise unknown_figure(figure, (*FUNNEL_STEPS, *CHURN, *STEPS, *AMOUNTS, *name_shapes(request.by)))
    return records(db, measure, request.period.span)


def _churn(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind: counts[kind] for kind in CHURN}


def _build(db: Database, request: Request) -> Answer:
    if not request.by:
        return Answer(to_dict(funnel(db, request.period, request.reading)))
    found = count_funnel_by(db, request.period, request.reading, request.by)
    return Answer(to_dict(found) | {"by": list(request.by)}, {"by": request.by})


def _aim(data: JsonObject, plan: Plan) -> JsonObject:
    """What the plan says of the stages: leads, and orders (a planned sale is an order) with their rate."""
    planned = {"leads": plan.leads, "orders": plan.sales}
    rate = None if plan.sales is None or not plan.leads else plan.sales / plan.leads
    stages = [
        {
            **dict.fromkeys(stage),
            "stage": stage["stage"],
            "count": planned.get(stage["stage"]),
            "step_rate": rate if stage["stage"] == "orders" else None,
        }
        for stage in data["stages"]
    ]
    nothing = {
        "churn": dict.fromkeys(data["churn"]),
        "steps": [{**dict.fromkeys(step), "step": step["step"]} for step in data["steps"]],
        "values": [{**dict.fromkeys(value), "stage": value["stage"]} for value in data["values"]],
    }
    return {**data, "stages": stages, **nothing}


REPORT = Report(
    N_("Funnel"),
    _build,
    list_records,
    periods=EVENTS,
    dimensions=BY,
    readings=tuple(READINGS),
    aims=_aim,
)
