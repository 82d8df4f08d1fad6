"""The defeat analysis: why leads are lost, to whom, and how much of it customer service has verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from leadctl.domain.figures import share
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import Record
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple, to_dict
from leadctl.reports import EVENTS, Answer, JsonObject, Report, Request, unknown_figure
from leadctl.reports.grouping import BY, Names, count_groups, list_group, name_group, name_shapes, sort_groups
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.churn import BECAME, WON
from leadctl.store.queries.figures.definitions import CHURN, DEFEATS, HISTORIC, VERIFICATION
from leadctl.store.queries.figures.measures import Measure, as_id, count, count_by, count_by_id, count_by_text, records
from leadctl.store.queries.lists import ids, names, reason_groups

ListPart = Callable[[Database, Period, str], list[Record] | None]
"""The records behind a part of the report; None: it has no such part."""


class Row(NamedTuple):
    """A row of the matrix: defeats, and by reason how many and what fraction of the row's total."""

    total: int
    counts: dict[str, int]
    shares: dict[str, float | None]


class Defeats(NamedTuple):
    """The analysis of a period, by the day of the churn.

    ``models``: model (None: none known) -> its row; the matrix counts defeats that were not overturned, and
    lost contacts, which have no reason, only in ``verification`` and ``by_consultant``. ``groups``: group of
    reasons -> its defeats of that matrix. ``became``: what was overturned, and leads to win confirmed ones back, by
    where they stand now. ``historic``: churns taken over with an old register, which nobody is asked to verify and
    no other figure here counts.
    """

    period: str
    span: dict[str, str | None]
    reasons: list[str]
    models: list[tuple[str | None, Row]]
    total: Row
    groups: dict[str, int]
    verification: dict[str, int]
    by_consultant: list[tuple[str | None, dict[str, int]]]
    rivals: list[tuple[str, int]]
    became: dict[str, dict[str, int]]
    historic: int

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        found = self.verification
        return {
            "period": self.period,
            "span": self.span,
            "reasons": self.reasons,
            "models": [{"model": model, **to_dict(row)} for model, row in self.models],
            "total": to_dict(self.total),
            "verification": {
                **found,
                "coverage": share(found["confirmed"] + found["overturned"], found["churned"]),
            },
            "by_consultant": [{"consultant": name, **counts} for name, counts in self.by_consultant],
            "rivals": [{"rival": rival, "count": lost} for rival, lost in self.rivals],
            "groups": [
                {"group": group, "count": lost, "share": share(lost, self.total.total)}
                for group, lost in self.groups.items()
            ],
            **{name: _add_rate(counts) for name, counts in self.became.items()},
        }


def _add_rate(counts: Mapping[str, int]) -> dict[str, object]:
    return {**counts, "won_rate": share(sum(counts[state] for state in WON), counts["total"])}


def defeats(db: Database, period: Period) -> Defeats:
    """The analysis of a period."""
    reasons = _reason_codes(db)
    cells = _count_cells(db, period, reasons)
    return Defeats(
        str(period),
        period.to_json(),
        list(reasons.values()),
        _model_rows(cells, reasons.values()),
        _make_row(Counter({reason: sum(row[reason] for row in cells.values()) for reason in reasons.values()})),
        _count_groups(db, period),
        count(db, VERIFICATION, period.span),
        _count_by_consultant(db, period),
        _count_rivals(db, period),
        {name: count(db, states, period.span) for name, states in BECAME.items()},
        count(db, {"historic": HISTORIC}, period.span)["historic"],
    )


def _reason_codes(db: Database) -> dict[int, str]:
    """Id -> code, in the order of the store's list."""
    return dict(sorted(names(db, "reasons").items()))


def _count_cells(db: Database, period: Period, reasons: Mapping[int, str]) -> dict[str | None, Counter[str]]:
    """Model -> reason -> defeats."""
    models = {None: None} | names(db, "models")
    cells: dict[str | None, Counter[str]] = {}
    for (model, reason), counts in count_by(db, {"defeats": DEFEATS}, period.span, "model", "reason").items():
        code = as_id(reason)
        if counts["defeats"] and code is not None:
            row = cells.setdefault(models[as_id(model)], Counter(dict.fromkeys(reasons.values(), 0)))
            row[reasons[code]] += counts["defeats"]
    return cells


def _model_rows(cells: Mapping[str | None, Counter[str]], reasons: Iterable[str]) -> list[tuple[str | None, Row]]:
    rows = [(model, _make_row(Counter({reason: row[reason] for reason in reasons}))) for model, row in cells.items()]
    return sorted(rows, key=lambda pair: (pair[0] is None, -pair[1].total, pair[0] or ""))


def _make_row(counts: Counter[str]) -> Row:
    total = counts.total()
    return Row(total, dict(counts), {reason: share(found, total) for reason, found in counts.items()})


def _count_groups(db: Database, period: Period) -> dict[str, int]:
    found = count_by_text(db, {"defeats": DEFEATS}, period.span, "group")
    return {group: found[group]["defeats"] if group in found else 0 for group in reason_groups(db)}


def _count_by_consultant(db: Database, period: Period) -> list[tuple[str | None, dict[str, int]]]:
    staff = {None: None} | names(db, "staff")
    found = count_by_id(db, VERIFICATION, period.span, "consultant")
    rows = [(staff[owner], counts) for owner, counts in found.items() if counts["churned"]]
    return sorted(rows, key=lambda pair: (pair[0] is None, -pair[1]["churned"], pair[0] or ""))


def _count_rivals(db: Database, period: Period) -> list[tuple[str, int]]:
    found = count_by_text(db, {"defeats": DEFEATS}, period.span, "rival")
    rows = [(rival, counts["defeats"]) for rival, counts in found.items() if rival and counts["defeats"]]
    return sorted(rows, key=lambda pair: (-pair[1], pair[0]))


_VERIFIED: dict[str, Measure] = {
    **VERIFICATION,
    "coverage": (*VERIFICATION["confirmed"], *VERIFICATION["overturned"]),
}
_PLAIN: dict[str, Measure] = {
    "total": DEFEATS,
    **_VERIFIED,
    **CHURN,
    "historic": HISTORIC,
    "win_backs": BECAME["win_backs"]["total"],
}


def _build(db: Database, request: Request) -> Answer:
    found = defeats(db, request.period)
    if not request.by:
        return Answer(found.to_json(), {"historic": found.historic})
    rows = _list_groups(db, request.period, request.by, found.total.total)
    return Answer(
        {**found.to_json(), "by": list(request.by), "by_group": rows}, {"historic": found.historic, "by": request.by}
    )


def _list_groups(db: Database, period: Period, by: Sequence[str], whole: int) -> list[JsonObject]:
    """The defeats of each group by reason, most first; ``share``: of all defeats."""
    reasons = _reason_codes(db)
    found = count_groups(db, {"defeats": DEFEATS}, period.span, (*by, "reason"))
    cells: dict[Names, Counter[str]] = {}
    for (*group, reason), counts in found.items():
        row = cells.setdefault(tuple(group), Counter(dict.fromkeys(reasons.values(), 0)))
        row[str(reason)] += counts["defeats"]
    order = sort_groups(cells, {group: (counts.total(),) for group, counts in cells.items()})
    return [
        {"group": name_group(group), **to_dict(_make_row(cells[group])), "share": share(cells[group].total(), whole)}
        for group in order
    ]


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind ``total``, a reason, a figure of the verification, ``models.X5``, ``models.X5.price``,
    ``rivals.NAME``, ``groups.product``, ``by_consultant.NAME`` or ``by_consultant.NAME.pending``; and, by where they
    stand now, ``overturned.open`` or ``win_backs.ordered``; with ``by`` also ``GROUP.total`` or ``GROUP.price``. Raises
    WrongUsage for another."""
    period = request.period
    of_group = _list_of_by_group(db, request, figure)
    if of_group is not None:
        return of_group
    if figure in _PLAIN:
        return records(db, _PLAIN[figure], period.span)
    reasons = ids(db, "reasons")
    if figure in reasons:
        return records(db, DEFEATS, period.span, {"reason": reasons[figure]})
    name, _, part = figure.partition(".")
    list_part = _PARTS.get(name)
    found = None if list_part is None or not part else list_part(db, period, part)
    if found is None:
        raise unknown_figure(figure, (*_PLAIN, *_reason_codes(db).values(), *_SHAPES, *name_shapes(request.by)))
    return found


def _list_of_by_group(db: Database, request: Request, figure: str) -> list[Record] | None:
    """The defeats of a group, all of them or those of one reason."""
    if not request.by:
        return None
    group, _, last = figure.rpartition(".")
    if last not in ids(db, "reasons"):
        return list_group(db, {"total": DEFEATS, "share": DEFEATS}, request.period.span, request.by, figure)
    by = (*request.by, "reason")
    found = list_group(db, {"total": DEFEATS}, request.period.span, by, f"{group}.{last}.total")
    return found if group else None


def _list_of_model(db: Database, period: Period, part: str) -> list[Record] | None:
    models: dict[str, int | None] = {**ids(db, "models"), "none": None}
    if part in models:
        return records(db, DEFEATS, period.span, {"model": models[part]})
    model, _, reason = part.rpartition(".")
    reasons = ids(db, "reasons")
    if model not in models or reason not in reasons:
        return None
    return records(db, DEFEATS, period.span, {"model": models[model], "reason": reasons[reason]})


def _list_of_rival(db: Database, period: Period, part: str) -> list[Record] | None:
    return records(db, DEFEATS, period.span, {"rival": part}) or None


def _list_of_consultant(db: Database, period: Period, part: str) -> list[Record] | None:
    staff: dict[str, int | None] = {**ids(db, "staff"), "none": None}
    if part in staff:
        return records(db, VERIFICATION["churned"], period.span, {"consultant": staff[part]})
    name, _, figure = part.rpartition(".")
    if name not in staff or figure not in _VERIFIED:
        return None
    return records(db, _VERIFIED[figure], period.span, {"consultant": staff[name]})


def _list_of_group(db: Database, period: Period, part: str) -> list[Record] | None:
    return records(db, DEFEATS, period.span, {"group": part}) if part in reason_groups(db) else None


def _list_outcomes_of(name: str) -> ListPart:
    """Behind a rate stand the records of its numerator."""
    states = BECAME[name]
    rated: dict[str, Measure] = {**states, "won_rate": tuple(part for state in WON for part in states[state])}

    def list_part(db: Database, period: Period, part: str) -> list[Record] | None:
        return records(db, rated[part], period.span) if part in rated else None

    return list_part


_STATES = "|".join(BECAME["overturned"])
_SHAPES = (
    "models.MODEL[.REASON]",
    "groups.GROUP",
    "rivals.RIVAL",
    "by_consultant.NAME[.FIGURE]",
    *(f"{name}.{_STATES}" for name in BECAME),
)
_PARTS: dict[str, ListPart] = {
    "models": _list_of_model,
    "groups": _list_of_group,
    "rivals": _list_of_rival,
    "by_consultant": _list_of_consultant,
    **{name: _list_outcomes_of(name) for name in BECAME},
}


REPORT = Report(N_("Defeat analysis"), _build, list_records, periods=EVENTS, dimensions=(*BY, "reason", "reason-group"))
