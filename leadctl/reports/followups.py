"""Follow-up discipline: who keeps the windows, who works late, and after how many follow-ups the sales closed.

A figure and its list are made of the same entries: each names whose it is, what it counts, and its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

from leadctl.domain.days import Month
from leadctl.domain.discipline import COUNTS, RATIOS, RULE_OF_THUMB, Depth, depth_of
from leadctl.domain.figures import share
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import LazyRecords
from leadctl.domain.windows import FIRST, Conduct, Window
from leadctl.locale import N_
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.figures.conduct import (
    conducts,
    entered_late,
    follow_ups_told,
    leads_told,
    overdue_now,
    overdue_of,
    owner_names,
)
from leadctl.store.queries.figures.definitions import ORDERS_TAKEN
from leadctl.store.queries.figures.measures import Record, records
from leadctl.store.queries.figures.releases import RELEASED
from leadctl.store.queries.lists import names
from leadctl.store.records.staff import staff

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a figure counts: whose it is (a name, None: nobody's), its record, and its weight (cars)."""

    consultant: str | None
    record: Record
    weight: int = 1


OVERDUE = "overdue_now"
"""The figure that is of no month: its leads are counted here, and told one by one only where they are listed."""


@dataclass(slots=True)
class Gathered:
    """The entries of each figure of ``COUNTS`` but ``OVERDUE``, in the order in which leads and months run;
    ``overdue``: whose (a name, None: nobody's) -> how many leads."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in COUNTS if name != OVERDUE})
    overdue: dict[str | None, int] = field(default_factory=dict)

    def counts(self, consultants: Iterable[str | None]) -> dict[str, int]:
        """What the figures count for these people together."""
        wanted = set(consultants)
        counted = {OVERDUE: sum(leads for name, leads in self.overdue.items() if name in wanted)}
        for figure, found in self.entries.items():
            counted[figure] = sum(entry.weight for entry in found if entry.consultant in wanted)
        return {figure: counted[figure] for figure in COUNTS}

    @property
    def people(self) -> set[str | None]:
        """Whoever any figure is of."""
        return {entry.consultant for found in self.entries.values() for entry in found} | set(self.overdue)


@dataclass(frozen=True, slots=True)
class Discipline:
    """A month's discipline; ``rows``: consultant (None: nobody's leads) -> counts; ``team``: of all of them."""

    month: str
    rows: list[tuple[str | None, dict[str, int]]]
    team: dict[str, int]
    depth: list[Depth]

    def record(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "consultants": [{"consultant": name, **_figures(counts)} for name, counts in self.rows],
            "team": _figures(self.team),
            "depth": [asdict(step) for step in self.depth],
        }


def followups(db: Database, period: Period) -> Discipline:
    """The discipline of one month."""
    gathered = gather(db, period)
    shown = _people(db, period, gathered)
    rows = [(name, gathered.counts([name])) for name in shown]
    return Discipline(str(period), rows, gathered.counts(shown), _depth(gathered))


def _figures(counts: dict[str, int]) -> dict[str, object]:
    """Counts and ratios: those that a page shows first, then what they are made of."""
    ratios = {name: share(counts[part], counts[whole]) for name, (part, whole) in RATIOS.items()}
    found: dict[str, object] = {**counts, **ratios}
    return {name: found[name] for name in (*_SHOWN, *COUNTS)}


def _people(db: Database, period: Period, gathered: Gathered) -> list[str | None]:
    """The consultants that work here and whoever has a figure, by name; leads that nobody owns come last."""
    if period.consultant is not None:
        return [names(db, "staff")[period.consultant]]
    here = {member.name for member in staff(db) if member.role == "consultant" and member.left_on is None}
    return sorted(gathered.people | here, key=lambda name: (name is None, name or ""))


def _depth(gathered: Gathered) -> list[Depth]:
    sold: dict[str, int] = defaultdict(int)
    for entry in gathered.entries["sales"]:
        sold[_after(entry)] += entry.weight
    total = sum(sold.values())
    return [Depth(after, sold[after], share(sold[after], total), rule) for after, rule in RULE_OF_THUMB.items()]


def _after(sale: Entry) -> str:
    return depth_of(int(str(sale.record["follow_ups"])))


def gather(db: Database, period: Period) -> Gathered:
    """Every entry of a month, of one consultant or of all."""
    gathered, before = Gathered(), {}
    owners, month, late = owner_names(db), period.month, entered_late(db, period.span)
    policy = policy_of(db)
    for lead, conduct in conducts(db, period.span, policy):
        before.update(conduct.orders)
        for figure, owner, record in _of_lead(lead, conduct, month, period.today, late):
            gathered.entries[figure].append(Entry(owners[owner], record))
    gathered.overdue = {owners[owner]: leads for owner, leads in overdue_of(db, period.today, policy).items()}
    for lost in records(db, RELEASED, period.span):
        gathered.entries["released"].append(Entry(str(lost.pop("consultant")), lost))
    for order in records(db, ORDERS_TAKEN, period.span):
        contacts = before.get(int(str(order["order"])), ())
        owner_name = None if order["consultant"] is None else str(order["consultant"])
        sale = Entry(owner_name, order | {"follow_ups": len(contacts)}, int(str(order["count"])))
        gathered.entries["sales"].append(sale)
        gathered.entries["sale_follow_ups"] += [Entry(owner_name, {"id": contact.id}) for contact in contacts]
    return _only(gathered, None if period.consultant is None else {owners[period.consultant]})


def _id(value: object) -> int | None:
    return None if value is None else int(str(value))


def _only(gathered: Gathered, wanted: set[str | None] | None) -> Gathered:
    if wanted is None:
        return gathered
    kept = {name: [entry for entry in found if entry.consultant in wanted] for name, found in gathered.entries.items()}
    return Gathered(kept, {name: leads for name, leads in gathered.overdue.items() if name in wanted})


def _of_lead(
    lead: int, conduct: Conduct, month: Month, today: str, late: set[int]
) -> Iterator[tuple[str, int | None, Record]]:
    """(figure, owner's id, record) of everything that one lead brings into the month."""
    for window in conduct.windows:
        record = _window_record(lead, window)
        counted = window.counted_on(today)
        if counted is not None and Month.of(counted) == month:
            yield "due", window.owner, record
            if window.on_time:
                yield "on_time", window.owner, record
    first = conduct.windows[0] if conduct.windows else None
    opened = conduct.standing.opened_at
    if first is not None and first.task == FIRST and opened and Month.of(opened) == month:
        yield from _of_first(first, _window_record(lead, first), today)
    for contact in conduct.contacts:
        if Month.of(contact.at) == month:
            yield "follow_ups", contact.owner, {"id": contact.id}
            if contact.id in late:
                yield "late_entries", contact.owner, {"id": contact.id}
            if contact.advance:
                yield "advances", contact.owner, {"id": contact.id}


def _of_first(first: Window, record: Record, today: str) -> Iterator[tuple[str, int | None, Record]]:
    if not first.cut and first.due_by < today:
        yield "first_due", first.owner, record
        if first.on_time:
            yield "first_on_time", first.owner, record


def _window_record(lead: int, window: Window) -> Record:
    return {
        "lead": lead,
        "task": window.task,
        "grade": window.grade,
        "since": window.since,
        "due_from": window.due_from,
        "due_by": window.due_by,
        "answered_at": window.answered_at,
    }


SHAPES = (*COUNTS, *RATIOS, "late", "depth.AFTER", "consultants.NAME.FIGURE")
"""The figures of this report, as a message names them; ``late``: windows that were missed."""

_OF_FOLLOW_UPS = ("follow_ups", "late_entries", "advances", "sale_follow_ups")


def behind_followups(db: Database, period: Period, figure: str) -> Sequence[Record]:
    """The records behind a count, a ratio (its numerator's), ``late``, ``depth.4-11`` or ``consultants.NAME.due``.

    Raises WrongUsage for another figure.
    """
    gathered = gather(db, period)
    report, _, part = figure.partition(".")
    if report == "depth" and part in RULE_OF_THUMB:
        return _told(db, "sales", [entry for entry in gathered.entries["sales"] if _after(entry) == part])
    if report == "consultants" and "." in part:
        name, _, figure = part.rpartition(".")
        gathered = _only(gathered, {None if name == "none" else name})
        if name not in (*names(db, "staff").values(), "none"):
            raise unknown_figure(f"consultants.{part}", SHAPES)
    if figure == OVERDUE:
        return _told(db, figure, _overdue(db, period, gathered.overdue))
    return _behind(db, gathered, RATIOS[figure][0] if figure in RATIOS else figure)


def _overdue(db: Database, period: Period, whose: Collection[str | None]) -> list[Entry]:
    owners = owner_names(db)
    rows = ((owners[_id(row.pop("consultant"))], row) for row in overdue_now(db, period.today, policy_of(db)))
    return [Entry(owner, row) for owner, row in rows if owner in whose]


def _behind(db: Database, gathered: Gathered, figure: str) -> Sequence[Record]:
    if figure == "late":
        kept = {id(entry.record) for entry in gathered.entries["on_time"]}
        return _told(db, "due", [entry for entry in gathered.entries["due"] if id(entry.record) not in kept])
    if figure not in COUNTS:
        raise unknown_figure(figure, SHAPES)
    return _told(db, figure, gathered.entries[figure])


def _told(db: Database, figure: str, entries: list[Entry]) -> Sequence[Record]:
    """The records of entries with the customer's and the consultant's names."""
    if figure == "sales":
        return [entry.record for entry in entries]
    if figure in _OF_FOLLOW_UPS:
        owners = {int(str(entry.record["id"])): entry.consultant for entry in entries}
        found = follow_ups_told(db, owners)
        leads = leads_told(db, [int(str(row["lead"])) for row in found])
        return [_named(leads, row, owners[int(str(row["followup"]))]) for row in found]
    return told_of_leads(db, entries)


def told_of_leads(db: Database, entries: Sequence[Entry]) -> LazyRecords[Entry]:
    """Entries that are each about a lead, told with its customer and model, and with whose figure it is."""
    return LazyRecords(entries, partial(_of_leads, db))


def _of_leads(db: Database, entries: Sequence[Entry]) -> list[Record]:
    leads = leads_told(db, [int(str(entry.record["lead"])) for entry in entries])
    return [_named(leads, entry.record, entry.consultant) for entry in entries]


def _named(leads: dict[int, Record], record: Record, consultant: str | None) -> Record:
    """The record with its lead's customer and model, and with the one whose figure it is."""
    return record | leads[int(str(record["lead"]))] | {"consultant": consultant}


def _build(db: Database, request: Request) -> Answer:
    return Answer(followups(db, request.period).record())


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a figure. Raises WrongUsage for what is none."""
    return behind_followups(db, request.period, figure)


REPORT = Report(N_("Follow-up discipline"), _build, list_records)
