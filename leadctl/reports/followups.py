"""Follow-up discipline: contacts owed and made, by consultant, and after how many follow-ups sales close."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from leadctl.domain.figures import DISCIPLINE_COUNTS, DISCIPLINE_RATIOS, RULE_OF_THUMB, Depth, depth_of, share
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple, to_dict
from leadctl.reports import EVENTS, Answer, JsonObject, Report, Request, unknown_figure
from leadctl.reports.grouping import count_groups, list_group, name_group, name_shapes, sort_groups, split_consultant
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.discipline import (
    DISCIPLINE,
    LATE,
    SALE_FOLLOW_UPS,
    count_overdue,
    list_overdue,
)
from leadctl.store.queries.figures.measures import Measure, as_id, count_by_id, records
from leadctl.store.queries.lists import names, owner_names
from leadctl.store.records.staff import list_staff

_SHOWN = (
    "due",
    "on_time",
    "on_time_rate",
    "first_next_day_rate",
    "overdue_now",
    "follow_ups",
    "per_sale",
    "released",
    "advance_rate",
)

_DIMENSIONS = ("source", "channel", "consultant", "model", "campaign", "kind", "district")

OVERDUE = "overdue_now"
"""The figure that is of no month."""


class Discipline(NamedTuple):
    """The discipline of a period; ``rows``: consultant (None: nobody's leads) -> counts; ``team``: of all of them."""

    month: str | None
    span: dict[str, str | None]
    rows: list[tuple[str | None, dict[str, int]]]
    team: dict[str, int]
    depth: list[Depth]

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "span": self.span,
            "consultants": [{"consultant": name, **_figures(counts)} for name, counts in self.rows],
            "team": _figures(self.team),
            "depth": [to_dict(step) for step in self.depth],
        }


def followups(db: Database, period: Period, overdue: Mapping[str | None, int] | None = None) -> Discipline:
    """The discipline of one period. ``overdue``: what is overdue now, where it is counted already."""
    owners = owner_names(db)
    counted = count_by_id(db, DISCIPLINE, period.span, "consultant")
    found = {owners[owner]: counts for owner, counts in counted.items()}
    late = count_overdue_by_name(db, period) if overdue is None else overdue
    shown = _people(db, period, {*found, *late})
    rows = [(name, {OVERDUE: late.get(name, 0), **found.get(name, dict.fromkeys(DISCIPLINE, 0))}) for name in shown]
    return Discipline(
        period.calendar_month, period.to_json(), rows, _total(counts for _, counts in rows), _depth(db, period)
    )


def count_overdue_by_name(db: Database, period: Period) -> dict[str | None, int]:
    """Consultant (None: nobody) -> the leads that are overdue now, whatever the period; its consultant's alone."""
    owners = owner_names(db)
    return {owners[owner]: leads for owner, leads in count_overdue(db, period.today, period.consultant).items()}


def _total(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = dict.fromkeys(DISCIPLINE_COUNTS, 0)
    for counts in rows:
        for figure, count in counts.items():
            total[figure] += count
    return total


def _figures(counts: Mapping[str, int]) -> dict[str, object]:
    """Counts and ratios: those that a page shows first, then what they are made of."""
    ratios = {name: share(counts[part], counts[whole]) for name, (part, whole) in DISCIPLINE_RATIOS.items()}
    found: dict[str, object] = {**counts, **ratios}
    return {name: found[name] for name in (*_SHOWN, *DISCIPLINE_COUNTS)}


def _people(db: Database, period: Period, named: set[str | None]) -> list[str | None]:
    """The consultants that work here and everybody who has a figure, by name; leads that nobody owns come last."""
    if period.consultant is not None:
        return [names(db, "staff")[period.consultant]]
    here = {member.name for member in list_staff(db) if member.role == "consultant" and member.left_on is None}
    return sorted(named | here, key=lambda name: (name is None, name or ""))


def _depth(db: Database, period: Period) -> list[Depth]:
    sold: dict[str, int] = defaultdict(int)
    for follow_ups, counts in count_by_id(db, {"sales": DISCIPLINE["sales"]}, period.span, "follow_ups").items():
        sold[depth_of(follow_ups or 0)] += counts["sales"]
    total = sum(sold.values())
    return [Depth(after, sold[after], share(sold[after], total), rule) for after, rule in RULE_OF_THUMB.items()]


SHAPES = (*DISCIPLINE_COUNTS, *DISCIPLINE_RATIOS, "late", "depth.AFTER", "consultants.NAME.FIGURE")
"""The figures of this report, as a message names them; ``late``: windows that were missed."""

_LISTED: dict[str, Measure] = {**DISCIPLINE, "late": LATE, "sale_follow_ups": SALE_FOLLOW_UPS}
_LISTED |= {ratio: _LISTED[part] for ratio, (part, _) in DISCIPLINE_RATIOS.items()}


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a count, a ratio (its numerator's), ``late``, ``depth.4-11`` or ``consultants.NAME.due``;
    with ``by`` also those of a group, ``online.due``. Raises WrongUsage for another figure.
    """
    period = request.period
    found = list_group(db, _LISTED, period.span, request.by, figure)
    if found is not None:
        return found
    report, _, part = figure.partition(".")
    if report == "depth" and part in RULE_OF_THUMB:
        sold = records(db, DISCIPLINE["sales"], period.span)
        return [order for order in sold if depth_of(as_id(order["follow_ups"]) or 0) == part]
    figure, where = split_consultant(db, figure)
    if figure == OVERDUE:
        return list_overdue_of(db, period, where)
    if figure not in _LISTED:
        raise unknown_figure(figure, (*SHAPES, *name_shapes(request.by)))
    return records(db, _LISTED[figure], period.span, where)


def list_overdue_of(db: Database, period: Period, where: Mapping[str, object]) -> list[Record]:
    """What is overdue now, of everybody or of one person (None: of nobody)."""
    people = names(db, "staff")
    wanted = [where["consultant"]] if where else [period.consultant] if period.consultant is not None else None
    chosen = None if wanted is None else {people[one] if isinstance(one, int) else None for one in wanted}
    return [row for row in list_overdue(db, period.today) if chosen is None or row["consultant"] in chosen]


def _build(db: Database, request: Request) -> Answer:
    overdue = count_overdue_by_name(db, request.period)
    data, *pieces = (_to_json(db, period, request.by, overdue) for period in (request.period, *request.pieces))
    extra: JsonObject = {"runs": request.period.runs}
    return Answer(data, extra | ({"by": request.by} if request.by else {}), pieces)


def _to_json(db: Database, period: Period, by: Sequence[str], overdue: Mapping[str | None, int]) -> JsonObject:
    data = followups(db, period, overdue).to_json()
    return {**data, "by": list(by), "groups": _list_groups(db, period, by)} if by else data


def _list_groups(db: Database, period: Period, by: Sequence[str]) -> list[JsonObject]:
    """The discipline of each group, most windows first; what is overdue now is of no period and left out."""
    found = count_groups(db, DISCIPLINE, period.span, by)
    size = {group: (counts["due"], counts["follow_ups"]) for group, counts in found.items()}
    rows: list[JsonObject] = []
    for group in sort_groups(found, size):
        figures = _figures({**found[group], OVERDUE: 0})
        rows.append({"group": name_group(group), **{key: one for key, one in figures.items() if key != OVERDUE}})
    return rows


REPORT = Report(N_("Follow-up discipline"), _build, list_records, periods=EVENTS, dimensions=_DIMENSIONS)
