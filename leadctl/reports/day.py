"""The activity day sheet: what each consultant did in a day, and what is planned for the next.

Everything is as it was on that day: whose a lead was, its grade of the morning, what was owed. A later hand-over
changes no sheet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadctl.domain.days import add_days
from leadctl.domain.periods import DAY, Span
from leadctl.domain.record_lists import Record
from leadctl.domain.terms import ALL_GRADES
from leadctl.locale import N_
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.reports.grouping import split_consultant
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.appointments import APPOINTMENTS, EXPECTED
from leadctl.store.queries.figures.definitions import ACTIVITY, NEW_LEADS, TRAFFIC
from leadctl.store.queries.figures.discipline import DAY_PLAN, DISCIPLINE, TRIES
from leadctl.store.queries.figures.measures import Measure, as_text, count_by, count_by_id, records
from leadctl.store.queries.figures.owners import REACHED, PlannedContact, contacts_planned
from leadctl.store.queries.lists import owner_names
from leadctl.store.records.closings import SignOff, sign_offs_of
from leadctl.store.records.staff import list_staff

GRADED = ("planned", "done", "tomorrow")
"""Figures that are also given by grade: the one of the morning, for tomorrow the one of the evening."""

_MEASURES: dict[str, Measure] = {
    "received": TRAFFIC["traffic"],
    "new_cards": NEW_LEADS,
    "planned": DAY_PLAN["planned"],
    "done": DAY_PLAN["done"],
    "late": DAY_PLAN["late"],
    "follow_ups": DISCIPLINE["follow_ups"],
    "tries": TRIES,
    "test_drives": TRAFFIC["test_drives"],
    "appointments": APPOINTMENTS["made"],
    "kept": APPOINTMENTS["kept"],
    **{figure: ACTIVITY[figure] for figure in ("orders", "deliveries", "defeat", "lost_contact")},
    "owner_contacts": REACHED,
    "tomorrow": DAY_PLAN["tomorrow"],
}
_PLAN = {figure: measure for figure, measure in _MEASURES.items() if figure in DAY_PLAN}

OWNERS = ("owners_planned", "owners_done", "owners_tomorrow")
"""Owners to contact on the day, those of them who were reached, and those to contact on the next day."""

FIGURES = (*_MEASURES, "expected")
NONE = "none"
_ORDER = (*ALL_GRADES, None)


@dataclass(slots=True)
class DaySheet:
    """A day's counts; ``people``: the rows; ``sign_offs``: the manager's remarks.

    ``counts``: consultant (None: nobody) -> figure -> count; ``graded``: the same of :data:`GRADED` by grade;
    ``owners``: the same of :data:`OWNERS`.
    """

    day: str
    consultant: int | None
    people: list[str | None] = field(default_factory=list)
    counts: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    graded: dict[str | None, dict[str | None, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    owners: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sign_offs: list[SignOff] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "day": self.day,
            "consultants": [{"consultant": name, **self._row([name])} for name in self.people],
            "team": self._row(self.people),
            "owners": {
                "consultants": [{"consultant": name, **_owner_row(self.owners[name])} for name in self._list_owning()],
                "team": _owner_row(sum(self.owners.values(), Counter())),
            },
            "sign_offs": [one._asdict() for one in self.sign_offs],
        }

    def _list_owning(self) -> list[str | None]:
        """The people, and who else has owners to contact; nobody's come last."""
        more = {name for name, counts in self.owners.items() if any(counts.values())} - set(self.people)
        return sorted({*self.people, *more}, key=lambda name: (name is None, name or ""))

    def _row(self, people: Sequence[str | None]) -> dict[str, object]:
        counts: Counter[str] = Counter()
        graded: dict[str | None, Counter[str]] = defaultdict(Counter)
        for name in people:
            counts += self.counts[name]
            for grade, found in self.graded[name].items():
                graded[grade] += found
        return {figure: counts[figure] for figure in FIGURES} | {
            "by_grade": [
                {"grade": grade, **{figure: graded[grade][figure] for figure in GRADED}}
                for grade in _ORDER
                if any(graded[grade].values())
            ]
        }


def _owner_row(counts: Mapping[str, int]) -> dict[str, int]:
    return {figure.removeprefix("owners_"): counts.get(figure, 0) for figure in OWNERS}


def day_sheet_of(db: Database, day: str, consultant: int | None = None) -> DaySheet:
    """The sheet of an ISO day, of one consultant's id or of all (None)."""
    sheet = DaySheet(day, consultant, sign_offs=sign_offs_of(db, day, consultant))
    owners = owner_names(db)
    plain = {figure: measure for figure, measure in _MEASURES.items() if figure not in DAY_PLAN}
    for owner, counts in count_by_id(db, plain, _span(day, consultant), "consultant").items():
        sheet.counts[owners[owner]] += Counter(counts)
    for owner, counts in count_by_id(db, {"expected": EXPECTED}, _next_span(day, consultant), "consultant").items():
        sheet.counts[owners[owner]] += Counter(counts)
    for figure in OWNERS:
        for one in _list_owners(db, day, consultant, figure):
            sheet.owners[one.consultant][figure] += 1
    # Whoever is owed a contact, which may be hundreds of thousands, is read once: each grade adds up to the figure.
    for (holder, grade), counts in count_by(db, _PLAN, _span(day, consultant), "consultant", "grade").items():
        sheet.counts[owners[holder]] += Counter(counts)
        sheet.graded[owners[holder]][as_text(grade)] += Counter({figure: counts[figure] for figure in GRADED})
    sheet.people = _people(db, sheet, owners)
    return sheet


def _span(day: str, consultant: int | None) -> Span:
    return Span(day, add_days(day, 1), day, consultant)


def _list_owners(db: Database, day: str, consultant: int | None, figure: str) -> list[PlannedContact]:
    """The owners that a figure counts."""
    if figure == "owners_tomorrow":
        return contacts_planned(db, add_days(day, 1), consultant)
    planned = contacts_planned(db, day, consultant)
    return [one for one in planned if one.answered_at] if figure == "owners_done" else planned


def _next_span(day: str, consultant: int | None) -> Span:
    return Span(add_days(day, 1), add_days(day, 2), day, consultant)


def _people(db: Database, sheet: DaySheet, owners: Mapping[object, str | None]) -> list[str | None]:
    """The consultants who work here and everybody who has a figure; or one consultant alone."""
    if sheet.consultant is not None:
        return [owners[sheet.consultant]]
    here = {member.name for member in list_staff(db) if member.role == "consultant" and member.left_on is None}
    counted = {name for name, counts in sheet.counts.items() if any(counts.values())}
    return sorted(here | counted, key=lambda name: (name is None, name or ""))


_ALSO: dict[str, Measure] = {
    "undone": DAY_PLAN["undone"],
    "lost": (*_MEASURES["defeat"], *_MEASURES["lost_contact"]),
}
"""What else ``--list`` takes: what was planned and not done, and defeats and lost contacts together."""

SHAPES = (*FIGURES, *OWNERS, *_ALSO, *(f"{figure}.GRADE" for figure in GRADED), "consultants.NAME.FIGURE")


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a figure of the sheet, or behind ``planned.H`` and the like, also those of one consultant,
    ``consultants.NAME.planned``. Raises WrongUsage for another."""
    day, consultant = request.period.first, request.period.consultant
    part, where = split_consultant(db, figure)
    name, _, grade = part.partition(".")
    if part in _ALSO:
        return records(db, _ALSO[part], _span(day, consultant), where)
    if name in OWNERS and not grade:
        return _owner_records(db, day, consultant, name, where)
    if name not in FIGURES or (grade and (name not in GRADED or grade not in (*ALL_GRADES, NONE))):
        raise unknown_figure(figure, SHAPES)
    if name == "expected":
        return records(db, EXPECTED, _next_span(day, consultant), where)
    if grade:
        where["grade"] = None if grade == NONE else grade
    return records(db, _MEASURES[name], _span(day, consultant), where)


def _owner_records(
    db: Database, day: str, consultant: int | None, name: str, where: Mapping[str, object]
) -> list[Record]:
    found = [one._asdict() for one in _list_owners(db, day, consultant, name)]
    chosen = [one for one in found if not where or one["consultant_id"] == where["consultant"]]
    return [{key: value for key, value in one.items() if key != "consultant_id"} for one in chosen]


def _build(db: Database, request: Request) -> Answer:
    return Answer(day_sheet_of(db, request.period.first, request.period.consultant).to_json())


REPORT = Report(N_("Day sheet"), _build, list_records, periods=(DAY,))
