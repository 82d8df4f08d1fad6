"""The activity day sheet: what each consultant did in a day, and what is planned for the next.

Everything but the facts of orders, deliveries and churn is told as it stood on that day: whose a lead was, its grade
of the morning, what was due. A later hand-over changes no sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadctl.domain.days import add_days
from leadctl.domain.grades import GRADES, ORDERED
from leadctl.domain.windows import OWED, Conduct
from leadctl.reports.followups import Entry
from leadctl.reports.period import unknown_figure
from leadctl.store.connection import Database
from leadctl.store.figures.appointments import APPOINTMENTS, EXPECTED
from leadctl.store.figures.conduct import conducts_until, follow_ups_told, leads_told, owner_names
from leadctl.store.figures.definitions import ACTIVITY
from leadctl.store.figures.measures import Record, Span, records
from leadctl.store.figures.served import DRIVES, RECEIVED
from leadctl.store.lists import names
from leadctl.store.settings import policy_of
from leadctl.store.sign_offs import sign_offs_of
from leadctl.store.staff import staff

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


@dataclass(slots=True)
class DaySheet:
    """A day's entries by figure; ``people``: the rows; ``signed``: the manager's remarks."""

    day: str
    people: list[str | None] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {figure: [] for figure in FIGURES})
    signed: list[Record] = field(default_factory=list)

    def record(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "day": self.day,
            "consultants": [{"consultant": name, **self._row({name})} for name in self.people],
            "team": self._row(set(self.people)),
            "sign_offs": self.signed,
        }

    def _row(self, people: set[str | None]) -> dict[str, object]:
        own = {
            figure: [entry for entry in found if entry.consultant in people] for figure, found in self.entries.items()
        }
        counts: dict[str, object] = {figure: len(found) for figure, found in own.items()}
        return counts | {"by_grade": _by_grade(own)}


def _by_grade(own: Mapping[str, list[Entry]]) -> list[dict[str, object]]:
    graded = {figure: [entry.record["grade"] for entry in own[figure]] for figure in GRADED}
    return [
        {"grade": grade, **{figure: graded[figure].count(grade) for figure in GRADED}}
        for grade in _ORDER
        if any(grade in found for found in graded.values())
    ]


def day_sheet_of(db: Database, day: str, consultant: int | None = None) -> DaySheet:
    """The sheet of an ISO day, of one consultant's id or of all (None)."""
    sheet = DaySheet(day, signed=sign_offs_of(db, day, consultant))
    span = Span(day, add_days(day, 1), day)
    for figure, measure in _MEASURED.items():
        for record in records(db, measure, span):
            sheet.entries[figure].append(Entry(_text(record["consultant"]), record))
    tomorrow = Span(span.end, add_days(day, 2), day)
    for record in records(db, EXPECTED, tomorrow):
        sheet.entries["expected"].append(Entry(_text(record["consultant"]), record))
    _work(db, sheet)
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
    here = {member.name for member in staff(db) if member.role == "consultant" and member.left_on is None}
    sheet.people = sorted(found_of | here, key=lambda name: (name is None, name or ""))


def _work(db: Database, sheet: DaySheet) -> None:
    """What the morning's plan was, what came of it, and what the evening plans."""
    day, following, policy = sheet.day, add_days(sheet.day, 1), policy_of(db).known_on(sheet.day)
    owners = owner_names(db)
    planned = {lead: conduct for lead, conduct in conducts_until(db, day, day, policy) if _owes(conduct, day)}
    for lead, conduct in conducts_until(db, day, following, policy):
        morning = planned.get(lead)
        if morning is not None:
            entry = Entry(owners[morning.standing.consultant], _task_record(lead, morning))
            sheet.entries["planned"].append(entry)
            if (morning.standing.due_by or day) < day:
                sheet.entries["late"].append(entry)
            if (conduct.standing.last_contact or "").startswith(day):
                sheet.entries["done"].append(entry)
        _evening(sheet, lead, conduct, owners)


def _evening(sheet: DaySheet, lead: int, conduct: Conduct, owners: Mapping[int | None, str | None]) -> None:
    owner = owners[conduct.standing.consultant]
    if conduct.standing.opened_at.startswith(sheet.day):
        opened = {"lead": lead, "opened_at": conduct.standing.opened_at, "grade": conduct.standing.opened_grade}
        sheet.entries["new_cards"].append(Entry(owner, opened))
    for figure, found in (("follow_ups", conduct.contacts), ("tries", conduct.tries)):
        for contact in found:
            if contact.at.startswith(sheet.day):
                sheet.entries[figure].append(Entry(owners[contact.owner], {"id": contact.id}))
    if _owes(conduct, add_days(sheet.day, 1)):
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


def behind_day(db: Database, sheet: DaySheet, figure: str) -> list[Record]:
    """The records behind a figure of the sheet, or behind ``planned.H`` and the like. Raises WrongUsage for another."""
    name, _, grade = figure.partition(".")
    if name not in FIGURES or (grade and (name not in GRADED or grade not in (ORDERED, *GRADES, NONE))):
        raise unknown_figure(figure, SHAPES)
    found = sheet.entries[name]
    if grade:
        found = [entry for entry in found if (entry.record["grade"] or NONE) == grade]
    return _told(db, name, found)


def _told(db: Database, figure: str, found: list[Entry]) -> list[Record]:
    if figure in (*_MEASURED, "expected"):
        return [entry.record for entry in found]
    rows = [entry.record for entry in found]
    whose = [entry.consultant for entry in found]
    if figure in ("follow_ups", "tries"):
        owners = {int(str(entry.record["id"])): entry.consultant for entry in found}
        rows = follow_ups_told(db, owners)
        whose = [owners[int(str(row["followup"]))] for row in rows]
    leads = leads_told(db, [int(str(row["lead"])) for row in rows])
    return [row | leads[int(str(row["lead"]))] | {"consultant": name} for row, name in zip(rows, whose, strict=True)]
