"""How long leads take from stage to stage: enquiry, first visit, test drive, order, delivery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from leadctl.domain.periods import Period
from leadctl.domain.quartiles import find_quartiles
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.reports import EVENTS, Answer, JsonObject, Report, Request, unknown_figure
from leadctl.reports.grouping import BY, Names, count_groups, list_group, name_group, name_shapes, sort_groups
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.measures import Measure, records
from leadctl.store.queries.figures.stages import DAYS, STEPS

_MEASURES: dict[str, Measure] = {step: measure for step, (_, measure) in STEPS.items()}

Times = Mapping[str, Mapping[int, int]]
"""Step -> days -> how many leads took them."""


def _count_times(db: Database, period: Period, by: Sequence[str]) -> dict[Names, dict[str, dict[int, int]]]:
    """Group -> its times."""
    found: dict[Names, dict[str, dict[int, int]]] = defaultdict(lambda: {step: {} for step in STEPS})
    for names, counts in count_groups(db, _MEASURES, period.span, by, DAYS).items():
        for step, leads in counts.items():
            if leads:
                found[names[:-1]][step][int(names[-1] or 0)] = leads
    return found


def _add_up(groups: Mapping[Names, Times]) -> Times:
    """All groups as one."""
    whole: dict[str, dict[int, int]] = {step: defaultdict(int) for step in STEPS}
    for times in groups.values():
        for step, counted in times.items():
            for days, leads in counted.items():
                whole[step][days] += leads
    return whole


def _list_steps(times: Times) -> list[JsonObject]:
    """The steps as JSON has them: days, None where no lead took the step."""
    rows = []
    for step, (begin, _) in STEPS.items():
        middle = find_quartiles(times[step])
        days = {
            name: None if value is None else float(value)
            for name, value in zip(("lower_quartile", "median", "upper_quartile"), middle, strict=True)
        }
        end = "order" if step == "deal" else step
        rows.append({"step": step, "from": begin, "to": end, "leads": sum(times[step].values()), **days})
    return rows


def _build(db: Database, request: Request) -> Answer:
    period = request.period
    groups = _count_times(db, period, request.by)
    data: JsonObject = {
        "month": period.calendar_month,
        "span": period.to_json(),
        "steps": _list_steps(_add_up(groups)),
    }
    if not request.by:
        return Answer(data)
    size = {names: [sum(times["deal"].values()), _count_leads(times)] for names, times in groups.items()}
    rows = [{"group": name_group(names), "steps": _list_steps(groups[names])} for names in sort_groups(groups, size)]
    return Answer({**data, "by": list(request.by), "groups": rows}, {"by": request.by})


def _count_leads(times: Times) -> int:
    return sum(sum(counted.values()) for counted in times.values())


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The leads that took a step in the period, each with its days, or those of a group, ``online.order``. Raises
    WrongUsage for another figure."""
    found = list_group(db, _MEASURES, request.period.span, request.by, figure)
    if found is not None:
        return found
    if figure not in STEPS:
        raise unknown_figure(figure, (*STEPS, *name_shapes(request.by)))
    return records(db, _MEASURES[figure], request.period.span)


REPORT = Report(N_("Time in stage"), _build, list_records, periods=EVENTS, dimensions=BY)
