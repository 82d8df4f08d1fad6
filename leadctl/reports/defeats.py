"""The defeat analysis: why leads are lost, to whom, and how much of it customer service has verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from leadctl.domain.figures import share
from leadctl.reports.period import Period, unknown_figure
from leadctl.store.connection import Database
from leadctl.store.figures.definitions import CHURN, DEFEATS, HISTORIC, VERIFICATION
from leadctl.store.figures.measures import Measure, Record, count, count_by, records
from leadctl.store.lists import ids, names


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the matrix: defeats, and by reason how many and what fraction of the row's total."""

    total: int
    counts: dict[str, int]
    shares: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Defeats:
    """The analysis of a month or a year, by the day of the churn.

    ``models``: model (None: none known) -> its row; the matrix counts defeats that were not overturned, and
    lost contacts, which have no reason, only in ``verification`` and ``by_consultant``. ``historic``: churns
    taken over with an old register, which nobody is asked to verify and no other figure here counts.
    """

    period: str
    reasons: list[str]
    models: list[tuple[str | None, Row]]
    total: Row
    verification: dict[str, int]
    by_consultant: list[tuple[str | None, dict[str, int]]]
    rivals: list[tuple[str, int]]
    historic: int

    def record(self) -> dict[str, object]:
        """All of it as JSON has it."""
        found = self.verification
        return {
            "period": self.period,
            "reasons": self.reasons,
            "models": [{"model": model, **asdict(row)} for model, row in self.models],
            "total": asdict(self.total),
            "verification": {
                **found,
                "coverage": share(found["confirmed"] + found["overturned"], found["churned"]),
            },
            "by_consultant": [{"consultant": name, **counts} for name, counts in self.by_consultant],
            "rivals": [{"rival": rival, "count": lost} for rival, lost in self.rivals],
        }


def defeats(db: Database, period: Period) -> Defeats:
    """The analysis of a period."""
    reasons = _reasons(db)
    cells = _cells(db, period, reasons)
    return Defeats(
        str(period),
        list(reasons.values()),
        _models(cells, reasons.values()),
        _row(Counter({reason: sum(row[reason] for row in cells.values()) for reason in reasons.values()})),
        count(db, VERIFICATION, period.span),
        _by_consultant(db, period),
        _rivals(db, period),
        count(db, {"historic": HISTORIC}, period.span)["historic"],
    )


def _reasons(db: Database) -> dict[int, str]:
    """Id -> code, in the order of the store's list."""
    return dict(sorted(names(db, "reasons").items()))


def _cells(db: Database, period: Period, reasons: Mapping[int, str]) -> dict[str | None, Counter[str]]:
    """Model -> reason -> defeats."""
    models = names(db, "models")
    cells: dict[str | None, Counter[str]] = {}
    for (model, reason), counts in count_by(db, {"defeats": DEFEATS}, period.span, "model", "reason").items():
        if counts["defeats"]:
            row = cells.setdefault(_named(models, model), Counter(dict.fromkeys(reasons.values(), 0)))
            row[reasons[int(str(reason))]] += counts["defeats"]
    return cells


def _models(cells: Mapping[str | None, Counter[str]], reasons: Iterable[str]) -> list[tuple[str | None, Row]]:
    rows = [(model, _row(Counter({reason: row[reason] for reason in reasons}))) for model, row in cells.items()]
    return sorted(rows, key=lambda pair: (pair[0] is None, -pair[1].total, pair[0] or ""))


def _row(counts: Counter[str]) -> Row:
    total = counts.total()
    return Row(total, dict(counts), {reason: share(found, total) for reason, found in counts.items()})


def _by_consultant(db: Database, period: Period) -> list[tuple[str | None, dict[str, int]]]:
    staff = names(db, "staff")
    found = count_by(db, VERIFICATION, period.span, "consultant")
    rows = [(_named(staff, key), counts) for (key,), counts in found.items() if counts["churned"]]
    return sorted(rows, key=lambda pair: (pair[0] is None, -pair[1]["churned"], pair[0] or ""))


def _rivals(db: Database, period: Period) -> list[tuple[str, int]]:
    found = count_by(db, {"defeats": DEFEATS}, period.span, "rival")
    rows = [(str(rival), counts["defeats"]) for (rival,), counts in found.items() if rival and counts["defeats"]]
    return sorted(rows, key=lambda pair: (-pair[1], pair[0]))


def _named(listed: Mapping[int, str], key: object) -> str | None:
    return None if key is None else listed[int(str(key))]


_PLAIN: dict[str, Measure] = {
    "total": DEFEATS,
    **VERIFICATION,
    "coverage": (*VERIFICATION["confirmed"], *VERIFICATION["overturned"]),
    **CHURN,
    "historic": HISTORIC,
}


def behind_defeats(db: Database, period: Period, figure: str) -> list[Record]:
    """The records behind ``total``, a reason, a figure of the verification, ``models.X5``, ``models.X5.price``,
    ``rivals.NAME``, ``by_consultant.NAME`` or ``by_consultant.NAME.pending``. Raises WrongUsage for another."""
    if figure in _PLAIN:
        return records(db, _PLAIN[figure], period.span)
    reasons = ids(db, "reasons")
    if figure in reasons:
        return records(db, DEFEATS, period.span, {"reason": reasons[figure]})
    name, _, part = figure.partition(".")
    behind = _PARTS.get(name)
    found = None if behind is None or not part else behind(db, period, part)
    if found is None:
        raise unknown_figure(figure, (*_PLAIN, *_reasons(db).values(), *_SHAPES))
    return found


def _behind_model(db: Database, period: Period, part: str) -> list[Record] | None:
    models: dict[str, int | None] = {**ids(db, "models"), "none": None}
    if part in models:
        return records(db, DEFEATS, period.span, {"model": models[part]})
    model, _, reason = part.rpartition(".")
    reasons = ids(db, "reasons")
    if model not in models or reason not in reasons:
        return None
    return records(db, DEFEATS, period.span, {"model": models[model], "reason": reasons[reason]})


def _behind_rival(db: Database, period: Period, part: str) -> list[Record] | None:
    return records(db, DEFEATS, period.span, {"rival": part}) or None


def _behind_consultant(db: Database, period: Period, part: str) -> list[Record] | None:
    staff: dict[str, int | None] = {**ids(db, "staff"), "none": None}
    if part in staff:
        return records(db, VERIFICATION["churned"], period.span, {"consultant": staff[part]})
    name, _, figure = part.rpartition(".")
    if name not in staff or figure not in VERIFICATION:
        return None
    return records(db, VERIFICATION[figure], period.span, {"consultant": staff[name]})


_SHAPES = ("models.MODEL[.REASON]", "rivals.RIVAL", "by_consultant.NAME[.FIGURE]")
_PARTS = {"models": _behind_model, "rivals": _behind_rival, "by_consultant": _behind_consultant}
