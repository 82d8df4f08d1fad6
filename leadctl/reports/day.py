"""The activity day sheet: what each consultant did in a day, and what is planned for the next.

Everything but the facts of orders, deliveries and churn is told as it stood on that day: whose a lead was, its grade
of the morning, what was due. A later hand-over changes no sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from leadctl.domain.days import add_days
from leadctl.domain.grades import GRADES, ORDERED
from leadctl.domain.windows import OWED, Conduct
from leadctl.locale import N_
from leadctl.reports import DAY, Answer, Report, Request, unknown_figure
from leadctl.reports.followups import Entry, told_of_leads
from leadctl.store.core.connection import Database
from leadctl.store.core.settings import policy_of
from leadctl.store.queries.figures.appointments import APPOINTMENTS, EXPECTED
from leadctl.store.queries.figures.conduct import follow_ups_told, leads_told, owner_names
from leadctl.store.queries.figures.definitions import ACTIVITY
from leadctl.store.queries.figures.measures import Record, Span, records
from leadctl.store.queries.figures.owed import Day
from leadctl.store.queries.figures.served import DRIVES, RECEIVED
from leadctl.store.queries.lists import names
from leadctl.store.records.sign_offs import sign_offs_of
from leadctl.store.records.staff import staff

_MEASURED = {
    "received": RECEIVED,
    "test_drives": DRIVES,
    "appointments": APPOINTMENTS["made"],
    "kept": APPOINTMENTS["kept"],
    **{figure: ACTIVITY[figure] for figure in ("orders", "deliveries", "defeat", "lost_contact")},
}
GRADED = ("planned", "done", "tomorrow")
"""Figures that are also told by grade: the one of the morning, for tomorrow the one of the evening."""

FIGURES = (
    "received",
    "new_cards",
    *GRADED[:2],
    "late",
    "follow_ups",
    "tries",
    *tuple(_MEASURED)[1:],
    GRADED[2],
    "expected",
)
NONE = "none"
_ORDER = (ORDERED, *GRADES, None)

Owners = Mapping[int | None, str | None]
"""Id -> name of everybody ever; nobody has none."""


Counts = Counter[tuple[str | None, str | None]]
"""(owner's name, grade) -> how many leads."""


@dataclass(slots=True)
class DaySheet:
    """A day's entries by figure; ``people``: the rows; ``signed``: the manager's remarks.

    ``alike``: figure -> leads that nothing speaks of since the morning, which are only counted.
    """

    work: Day
    people: list[str | None] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {figure: [] for figure in FIGURES})
    alike: dict[str, Counts] = field(default_factory=lambda: {figure: Counter() for figure in FIGURES})
    signed: list[Record] = field(default_factory=list)

    def record(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "day": self.work.day,
            "consultants": [{"consultant": name, **self._row({name})} for name in self.people],
            "team": self._row(set(self.people)),
            "sign_offs": self.signed,
        }

    def _row(self, people: set[str | None]) -> dict[str, object]:
        counts: dict[str, object] = {figure: sum(self._grades(figure, people).values()) for figure in FIGURES}
        graded = {figure: self._grades(figure, people) for figure in GRADED}
        return counts | {
            "by_grade": [
                {"grade": grade, **{figure: graded[figure][grade] for figure in GRADED}}
                for grade in _ORDER
                if any(grade in found for found in graded.values())
            ]
        }

    def _grades(self, figure: str, people: set[str | None]) -> Counter[str | None]:
        """Grade (None too where the figure has none) -> how much a figure counts for these people."""
        found = Counter(_grade(entry) for entry in self.entries[figure] if entry.consultant in people)
        for (owner, grade), leads in self.alike[figure].items():
            found[grade] += leads if owner in people else 0
        return +found


def _grade(entry: Entry) -> str | None:
    grade = entry.record.get("grade")
    return None if grade is None else str(grade)


def day_sheet_of(db: Database, day: str, consultant: int | None = None) -> DaySheet:
    """The sheet of an ISO day, of one consultant's id or of all (None)."""
    sheet = DaySheet(Day(db, day, policy_of(db).known_on(day)), signed=sign_offs_of(db, day, consultant))
    span = Span(day, add_days(day, 1), day)
    for figure, measure in _MEASURED.items():
        for record in records(db, measure, span):
            sheet.entries[figure].append(Entry(_text(record["consultant"]), record))
    tomorrow = Span(span.end, add_days(day, 2), day)
    for record in records(db, EXPECTED, tomorrow):
        sheet.entries["expected"].append(Entry(_text(record["consultant"]), record))
    _work(sheet, owner_names(db))
    _choose(db, sheet, None if consultant is None else names(db, "staff")[consultant])
    return sheet


def _text(name: object) -> str | None:
    return None if name is None else str(name)


def _choose(db: Database, sheet: DaySheet, wanted: str | None) -> None:
    """Rows for those who sell here and whoever has a figure; or for one consultant alone."""
    if wanted is not None:
        sheet.people = [wanted]
        for figure, found in sheet.entries.items():
            sheet.entries[figure] = [entry for entry in found if entry.consultant == wanted]
        return
    found_of = {entry.consultant for found in sheet.entries.values() for entry in found}
    found_of |= {owner for counts in sheet.alike.values() for owner, _ in counts}
    here = {member.name for member in staff(db) if member.role == "consultant" and member.left_on is None}
    sheet.people = sorted(found_of | here, key=lambda name: (name is None, name or ""))


def _work(sheet: DaySheet, owners: Owners) -> None:
    """What the morning's plan was, what came of it, and what the evening plans."""
    work = sheet.work
    for lead, morning, evening in work.conducts():
        if morning is not None and _owes(morning, work.day):
            entry = Entry(owners[morning.standing.consultant], _task_record(lead, morning))
            sheet.entries["planned"].append(entry)
            if (morning.standing.due_by or work.day) < work.day:
                sheet.entries["late"].append(entry)
            if (evening.standing.last_contact or "").startswith(work.day):
                sheet.entries["done"].append(entry)
        _evening(sheet, lead, evening, owners)
    for owner, grade, late, leads in work.owed(work.day):
        sheet.alike["planned"][owners[owner], grade] += leads
        if late:
            sheet.alike["late"][owners[owner], grade] += leads
    for owner, grade, _, leads in work.owed(work.following):
        sheet.alike["tomorrow"][owners[owner], grade] += leads


def _evening(sheet: DaySheet, lead: int, conduct: Conduct, owners: Owners) -> None:
    owner = owners[conduct.standing.consultant]
    if conduct.standing.opened_at.startswith(sheet.work.day):
        opened = {"lead": lead, "opened_at": conduct.standing.opened_at, "grade": conduct.standing.opened_grade}
        sheet.entries["new_cards"].append(Entry(owner, opened))
    for figure, found in (("follow_ups", conduct.contacts), ("tries", conduct.tries)):
        for contact in found:
            if contact.at.startswith(sheet.work.day):
                sheet.entries[figure].append(Entry(owners[contact.owner], {"id": contact.id}))
    if _owes(conduct, sheet.work.following):
        sheet.entries["tomorrow"].append(Entry(owner, _task_record(lead, conduct)))


def _owes(conduct: Conduct, day: str) -> bool:
    standing = conduct.standing
    return standing.task in OWED and (standing.due_from or "") <= day


def _task_record(lead: int, conduct: Conduct) -> Record:
    standing = conduct.standing
    return {
        "lead": lead,
        "task": standing.task,
        "grade": standing.grade,
        "due_from": standing.due_from,
        "due_by": standing.due_by,
        "attempts": standing.attempts,
    }


SHAPES = (*FIGURES, *(f"{figure}.GRADE" for figure in GRADED))


def behind_day(db: Database, sheet: DaySheet, figure: str) -> Sequence[Record]:
    """The records behind a figure of the sheet, or behind ``planned.H`` and the like. Raises WrongUsage for another."""
    name, _, grade = figure.partition(".")
    if name not in FIGURES or (grade and (name not in GRADED or grade not in (ORDERED, *GRADES, NONE))):
        raise unknown_figure(figure, SHAPES)
    found = sheet.entries[name]
    if sheet.alike[name]:
        found = sorted(
            [*found, *_alike(sheet, name, owner_names(db))], key=lambda entry: int(str(entry.record["lead"]))
        )
    if grade:
        found = [entry for entry in found if (entry.record["grade"] or NONE) == grade]
    return _told(db, name, found)


def _alike(sheet: DaySheet, figure: str, owners: Owners) -> Iterator[Entry]:
    """The entries of the leads that the sheet only counts."""
    work = sheet.work
    for row in work.leads_owed(work.following if figure == "tomorrow" else work.day):
        owner = owners[_id(row.pop("consultant"))]
        if owner in sheet.people and (figure != "late" or str(row["due_by"]) < work.day):
            yield Entry(owner, row)


def _id(value: object) -> int | None:
    return None if value is None else int(str(value))


def _told(db: Database, figure: str, found: list[Entry]) -> Sequence[Record]:
    if figure in (*_MEASURED, "expected"):
        return [entry.record for entry in found]
    if figure not in ("follow_ups", "tries"):
        return told_of_leads(db, found)
    owners = {int(str(entry.record["id"])): entry.consultant for entry in found}
    rows = follow_ups_told(db, owners)
    leads = leads_told(db, [int(str(row["lead"])) for row in rows])
    return [row | leads[int(str(row["lead"]))] | {"consultant": owners[int(str(row["followup"]))]} for row in rows]


def _build(db: Database, request: Request) -> Answer:
    return Answer(day_sheet_of(db, request.period.day, request.period.consultant).record())


def list_records(db: Database, request: Request, figure: str) -> Sequence[Record]:
    """The records behind a figure of a day. Raises WrongUsage for what is none."""
    return behind_day(db, day_sheet_of(db, request.period.day, request.period.consultant), figure)


REPORT = Report(N_("Day sheet"), _build, list_records, periods=(DAY,))
