"""The prospect table: active leads by grade and expected purchase month, and how each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadctl.domain.days import Month, add_days, days_between
from leadctl.domain.evidence import MAN, prospect_class
from leadctl.domain.grades import GRADES, WORK_ORDER
from leadctl.domain.standing import Standing
from leadctl.domain.windows import Conduct
from leadctl.reports.period import Period, unknown_figure
from leadctl.store.connection import Database
from leadctl.store.figures.conduct import conducts_until, importances, last_words, leads_told
from leadctl.store.figures.measures import Record
from leadctl.store.figures.stock import Stock
from leadctl.store.lists import names
from leadctl.store.settings import policy_of

PAST, LATER, UNKNOWN = "past", "later", "unknown"
"""Expected before the month, after the months that have a column of their own, and nobody can say."""

MONTHS_AHEAD = 3
TOTAL, NONE = "total", "none"


@dataclass(frozen=True, slots=True)
class Prospects:
    """The active leads at the end of ``day`` (ISO); ``columns``: when purchases are expected."""

    month: str
    day: str
    columns: tuple[str, ...]
    leads: list[Record]

    def record(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "day": self.day,
            "expected": list(self.columns),
            "matrix": [self._row(grade, self._of(grade)) for grade in _grades(self.leads)],
            "total": self._row(None, self.leads),
            "prospects": [{key: value for key, value in lead.items() if key != "phone"} for lead in self.leads],
        }

    def _of(self, grade: object) -> list[Record]:
        return [lead for lead in self.leads if lead["grade"] == grade]

    def _row(self, grade: object, leads: list[Record]) -> dict[str, object]:
        expected = [lead["expected"] for lead in leads]
        return {
            "grade": grade,
            "counts": {column: expected.count(column) for column in self.columns},
            "total": len(leads),
        }


def prospects(db: Database, period: Period) -> Prospects:
    """The table at the month's end as the facts of that time tell it; in the current month, now."""
    day, month = period.last_day, period.month
    columns = (PAST, *(str(month.plus(ahead)) for ahead in range(MONTHS_AHEAD + 1)), LATER, UNKNOWN)
    policies = policy_of(db)
    policy = policies if day == period.today else policies.known_on(day)
    stock = Stock(day, period.today, policy, period.consultant)
    found = {
        lead: conduct
        for lead, conduct in conducts_until(db, day, add_days(day, 1), stock.policy)
        if stock.holds(conduct.standing)
    }
    told, said = leads_told(db, found), last_words(db, found, f"{day}T23:59")
    staff, models, weights = names(db, "staff"), names(db, "models"), importances(db, found)
    leads = [
        {
            **told[lead],
            "consultant": staff.get(conduct.standing.consultant or 0),
            "model": models.get(int(str(conduct.standing.model or 0))),
            **_stands(conduct, day, columns),
            "last_note": said.get(lead),
            "importance": weights[lead],
            **_qualified(conduct.standing),
        }
        for lead, conduct in found.items()
    ]
    return Prospects(str(period), day, columns, sorted(leads, key=lambda lead: _nearest(lead, columns)))


def _stands(conduct: Conduct, day: str, columns: Sequence[str]) -> Record:
    standing = conduct.standing
    return {
        "grade": standing.grade,
        "need_by": standing.need_by,
        "expected": _expected(standing.need_by, columns),
        "days_in_grade": days_between(conduct.graded_at, day),
        "follow_ups": standing.contacts,
        "last_contact": standing.last_contact,
        "due_by": standing.due_by,
    }


def _qualified(standing: Standing) -> Record:
    """What stands beside the grade, as it was known at the time."""
    man = None if standing.man is None else str(standing.man)
    confidence = None if standing.confidence is None else str(standing.confidence)
    return {
        "man": man,
        "man_advice": None if man is None else MAN[man],
        "confidence": confidence,
        "prospect_class": prospect_class(man, confidence),
    }


def _expected(need_by: object, columns: Sequence[str]) -> str:
    """The column of an expected purchase date."""
    text = str(need_by or "")[:7]
    if text in columns:
        return text
    try:
        Month.parse(text)
    except ValueError:
        return UNKNOWN
    return PAST if text < columns[1] else LATER


def _grades(leads: list[Record]) -> list[object]:
    found = {lead["grade"] for lead in leads}
    return [grade for grade in (*GRADES, None) if grade in found]


def _nearest(lead: Record, columns: Sequence[str]) -> tuple[object, ...]:
    grade = None if lead["grade"] is None else str(lead["grade"])
    return (
        WORK_ORDER.get(grade, len(WORK_ORDER)),
        columns.index(str(lead["expected"])),
        -int(str(lead["days_in_grade"])),
        lead["lead"],
    )


SHAPES = (f"{TOTAL}[.MONTH]", "GRADE[.MONTH]", f"{NONE}[.MONTH]")
"""The figures of this report, as a message names them; MONTH: a column of the matrix."""


def behind_prospects(db: Database, period: Period, figure: str) -> list[Record]:
    """The leads behind ``total``, a grade, a column or ``H.2026-11``. Raises WrongUsage for another figure."""
    table = prospects(db, period)
    grade, _, column = (f"{TOTAL}.{figure}" if figure in table.columns else figure).partition(".")
    if grade not in (TOTAL, NONE, *GRADES) or (column and column not in table.columns):
        raise unknown_figure(figure, (*SHAPES, *table.columns))
    return [
        lead
        for lead in table.leads
        if (grade == TOTAL or (lead["grade"] or NONE) == grade) and (not column or lead["expected"] == column)
    ]
