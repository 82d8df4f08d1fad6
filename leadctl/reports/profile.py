"""The profile: who comes and who buys, and how what is wanted changed over the last months."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from leadctl.domain.days import Month
from leadctl.domain.figures import share
from leadctl.domain.periods import Period, Span, month_period
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import GRADES
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple, to_dict
from leadctl.reports import EVENTS, Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.measures import as_id, as_text, count, count_by, records
from leadctl.store.queries.figures.people import PEOPLE
from leadctl.store.queries.lists import ids, names

TRAITS = ("gender", "age", "district", "occupation", "model", "budget")
NEEDS = ("model", "budget", "grade")
MONTHS = 6
"""Months side by side in the table of needs, the last being the one asked for."""

NONE = "none"

_IN_ORDER = {
    "age": ("under-25", "25-34", "35-44", "45-54", "55+"),
    "budget": ("under-80k", "80k-120k", "120k-160k", "160k-200k", "200k-300k", "300k+"),
    "grade": GRADES,
}
"""Groups that have an order of their own; of others the largest comes first."""

Counts = dict[str | None, dict[str, int]]


class Trait(NamedTuple):
    """One group of customers (None: not known): how many came and bought, and what part of all that is."""

    by: str
    group: str | None
    leads: int
    lead_share: float | None
    buyers: int
    buyer_share: float | None


class Need(NamedTuple):
    """What so many of each month's new leads wanted, and what part of that month's it is."""

    by: str
    group: str | None
    counts: list[int]
    shares: list[float | None]


class Profile(NamedTuple):
    """The profile of a period; ``months``: those of the needs, the latest last."""

    month: str | None
    leads: int
    buyers: int
    traits: list[Trait]
    months: list[str]
    needs: list[Need]

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "leads": self.leads,
            "buyers": self.buyers,
            "profile": [to_dict(trait) for trait in self.traits],
            "months": self.months,
            "needs": [to_dict(need) for need in self.needs],
        }


def profile(db: Database, period: Period) -> Profile:
    """The profile of one period; the needs are those of the six months up to the one in which it ends."""
    totals = count(db, PEOPLE, period.span)
    months = [str(Month.of(period.last).plus(back - MONTHS + 1)) for back in range(MONTHS)]
    return Profile(
        period.calendar_month,
        totals["leads"],
        totals["buyers"],
        [trait for by in TRAITS for trait in _list_traits(db, period, by, totals)],
        months,
        [need for by in NEEDS for need in _list_needs(db, period, by, months)],
    )


def _list_traits(db: Database, period: Period, by: str, totals: dict[str, int]) -> Iterator[Trait]:
    name_of = _group_names(db, by)
    found = {name_of(key): counts for (key,), counts in count_by(db, PEOPLE, period.span, by).items()}
    found = {group: counts for group, counts in found.items() if any(counts.values())}
    for group in _sort_groups(by, {group: (counts["leads"], counts["buyers"]) for group, counts in found.items()}):
        leads, buyers = found[group]["leads"], found[group]["buyers"]
        yield Trait(by, group, leads, share(leads, totals["leads"]), buyers, share(buyers, totals["buyers"]))


def _list_needs(db: Database, period: Period, by: str, months: list[str]) -> Iterator[Need]:
    """Every group that any of the months has."""
    leads = {"leads": PEOPLE["leads"]}
    span = Span(f"{months[0]}-01", Month.parse(months[-1]).end, period.today, period.consultant)
    cells: dict[str | None, dict[object, int]] = {}
    totals: dict[object, int] = dict.fromkeys(months, 0)
    name_of = _group_names(db, by)
    for (month, key), counts in count_by(db, leads, span, "month", by).items():
        cells.setdefault(name_of(key), {})[month] = counts["leads"]
        totals[month] += counts["leads"]
    for group in _sort_groups(by, {group: (sum(found.values()), 0) for group, found in cells.items()}):
        counts_of = [cells[group].get(month, 0) for month in months]
        shares = [share(part, totals[month]) for part, month in zip(counts_of, months, strict=True)]
        yield Need(by, group, counts_of, shares)


def _group_names(db: Database, by: str) -> Callable[[object], str | None]:
    """What turns a value of a grouping into the name of its group."""
    if by != "model":
        return as_text
    models = {None: None} | names(db, "models")
    return lambda model: models[as_id(model)]


def _sort_groups(by: str, sizes: dict[str | None, tuple[int, int]]) -> list[str | None]:
    order = _IN_ORDER.get(by, ())

    def place(group: str | None) -> tuple[bool, int, int, int, str]:
        leads, buyers = sizes[group]
        own = order.index(group) if group in order else 0
        return group is None, own, -leads, -buyers, group or ""

    return sorted(sizes, key=place)


SHAPES = ("leads", "buyers", "leads.BY.GROUP", "buyers.BY.GROUP", "needs.MONTH.BY.GROUP")
"""The figures of this report, as a message names them; BY: gender age district occupation model budget grade."""


def _build(db: Database, request: Request) -> Answer:
    return Answer(profile(db, request.period).to_json())


def list_records(db: Database, request: Request, figure: str) -> list[Record]:
    """The records behind ``leads``, ``buyers``, ``buyers.gender.male``, ``needs.2026-10.model.X5``.

    ``none`` is the group of what is not known. Raises WrongUsage for another figure.
    """
    period = request.period
    who, _, part = figure.partition(".")
    if who == "needs":
        month, _, part = part.partition(".")
        return _list_of_need(db, period, figure, month, part)
    if who not in PEOPLE:
        raise unknown_figure(figure, SHAPES)
    if not part:
        return records(db, PEOPLE[who], period.span)
    by, _, group = part.partition(".")
    shown = [trait.group for trait in profile(db, period).traits if trait.by == by]
    return records(db, PEOPLE[who], period.span, _group_filter(db, figure, by, group, shown))


def _list_of_need(db: Database, period: Period, figure: str, month: str, part: str) -> list[Record]:
    found = profile(db, period)
    by, _, group = part.partition(".")
    if month not in found.months:
        raise unknown_figure(figure, SHAPES)
    where = _group_filter(db, figure, by, group, [need.group for need in found.needs if need.by == by])
    own = month_period(Month.parse(month), period.today, period.consultant)
    return records(db, PEOPLE["leads"], own.span, where)


def _group_filter(db: Database, figure: str, by: str, group: str, shown: list[str | None]) -> dict[str, object]:
    known = {*shown, *_IN_ORDER.get(by, ())}
    wanted = None if group == NONE else group
    if wanted not in known or by not in (*TRAITS, *NEEDS):
        raise unknown_figure(figure, SHAPES)
    return {by: ids(db, "models")[group] if by == "model" and wanted is not None else wanted}


REPORT = Report(N_("Customer profile"), _build, list_records, periods=EVENTS)
