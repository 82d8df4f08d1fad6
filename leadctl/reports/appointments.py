"""Appointments: how many were made, and how many of those whose day came were kept."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.domain.figures import share
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import EVENTS, Answer, Report, Request, unknown_figure
from leadctl.reports.grouping import count_groups, list_group, name_group, name_shapes, sort_groups, split_consultant
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import read_setting, store_mark
from leadctl.store.queries.figures.appointments import APPOINTMENTS, list_entries
from leadctl.store.queries.figures.measures import count, count_by_id, records
from leadctl.store.queries.lists import names

_DIMENSIONS = ("source", "channel", "consultant", "model", "campaign", "kind", "district")


class Appointments(NamedTuple):
    """The appointments of a period; ``rows``: consultant (None: nobody's leads) -> counts; ``team``: of all."""

    period: str
    rows: list[tuple[str | None, dict[str, int]]]
    team: dict[str, int]

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "period": self.period,
            "consultants": [{"consultant": name, **_figures(counts)} for name, counts in self.rows],
            "team": _figures(self.team),
        }


def _figures(counts: dict[str, int]) -> dict[str, object]:
    return {**counts, "show_rate": share(counts["kept"], counts["due"])}


def appointments(db: Database, period: Period) -> Appointments:
    """The appointments of a period, under whose lead it was when they were agreed."""
    staff = {None: None} | names(db, "staff")
    found = count_by_id(db, APPOINTMENTS, period.span, "consultant")
    rows = sorted(
        ((staff[owner], counts) for owner, counts in found.items()), key=lambda row: (row[0] is None, row[0] or "")
    )
    return Appointments(str(period), rows, count(db, APPOINTMENTS, period.span))


def _build(db: Database, request: Request) -> Answer:
    found = {"month": request.period.calendar_month, **appointments(db, request.period).to_json()}
    if not request.by:
        return Answer(found)
    groups = count_groups(db, APPOINTMENTS, request.period.span, request.by)
    order = sort_groups(groups, {group: (counts["due"], counts["made"]) for group, counts in groups.items()})
    rows = [{"group": name_group(group), **_figures(groups[group])} for group in order]
    return Answer({**found, "by": list(request.by), "groups": rows}, {"by": request.by})


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind a figure (``show_rate``: of its numerator), ``consultants.NAME.kept``, or that of a group.

    Raises WrongUsage for another.
    """
    measures = {**APPOINTMENTS, "show_rate": APPOINTMENTS["kept"]}
    found = list_group(db, measures, request.period.span, request.by, figure)
    if found is not None:
        return found
    one, where = split_consultant(db, figure)
    if one not in measures:
        raise unknown_figure(figure, (*APPOINTMENTS, "show_rate", "consultants.NAME.FIGURE", *name_shapes(request.by)))
    return records(db, measures[one], request.period.span, where)


def _list_for_calendar(db: Database, request: Request) -> Mapping[str, object]:
    """What of the period stands in a calendar."""
    entries = [entry._asdict() for entry in list_entries(db, request.period.span)]
    return {"entries": (store_mark(db), request.period.now, read_setting(db, "timezone"), entries)}


REPORT = Report(
    N_("Appointments"),
    _build,
    list_records,
    periods=EVENTS,
    dimensions=_DIMENSIONS,
    illustrate=_list_for_calendar,
)
