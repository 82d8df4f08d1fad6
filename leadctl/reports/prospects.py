"""The prospect table: active leads by grade and expected purchase month, and how each of them stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from operator import itemgetter
from sys import intern

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.days import Month, days_between
from leadctl.domain.grading import MAN, prospect_class
from leadctl.domain.periods import Period
from leadctl.domain.record_lists import PackedRecords
from leadctl.domain.terms import GRADES, WORK_ORDER
from leadctl.locale import N_
from leadctl.named_tuple import NamedTuple
from leadctl.reports import Answer, Report, Request, unknown_figure
from leadctl.store.core.connection import Database
from leadctl.store.queries.figures.history import ActiveLead, Evening, read_active_leads

if TYPE_CHECKING:
    from typing import Any

PAST, LATER, UNKNOWN = "past", "later", "unknown"
"""Expected before the month, after the months that have a column of their own, and nobody can say."""

MONTHS_AHEAD = 3
TOTAL, NONE = "total", "none"


_KEYS = (
    "lead",
    "customer_id",
    "customer",
    "phone",
    "model",
    "consultant",
    "grade",
    "need_by",
    "expected",
    "days_in_grade",
    "follow_ups",
    "last_contact",
    "due_by",
    "last_note",
    "importance",
    "man",
    "man_advice",
    "confidence",
    "prospect_class",
)


class Prospects(NamedTuple):
    """The active leads at the end of ``day`` (ISO); ``columns``: when purchases are expected; ``counts``: (grade,
    column) -> how many; ``leads``: the nearest purchase first."""

    month: str
    day: str
    columns: tuple[str, ...]
    counts: Counter[tuple[str | None, str]]
    leads: PackedRecords

    def to_json(self) -> dict[str, object]:
        """All of it as JSON has it."""
        return {
            "month": self.month,
            "day": self.day,
            "expected": list(self.columns),
            "matrix": [self._row(grade, (grade,)) for grade in self._grades],
            "total": self._row(None, self._grades),
            "prospects": self.leads.drop_key("phone"),
        }

    @property
    def _grades(self) -> list[str | None]:
        found = {grade for grade, _ in self.counts}
        return [grade for grade in (*GRADES, None) if grade in found]

    def _row(self, grade: str | None, grades: Collection[str | None]) -> dict[str, object]:
        counts = {column: sum(self.counts[each, column] for each in grades) for column in self.columns}
        return {"grade": grade, "counts": counts, "total": sum(counts.values())}


def prospects(db: Database, period: Period) -> Prospects:
    """The table at the month's end as the facts of that time tell it; in the current month, now."""
    day, month = period.last_day, period.month
    columns = (PAST, *(str(month.plus(ahead)) for ahead in range(MONTHS_AHEAD + 1)), LATER, UNKNOWN)
    counts: Counter[tuple[str | None, str]] = Counter()
    found = []
    for lead in read_active_leads(db, Evening(day, period.consultant)):
        expected = _find_expected_column(lead.need_by, columns)
        counts[lead.grade, expected] += 1
        found.append(_values(lead, day, expected))
    _sort_leads(found, columns)
    return Prospects(str(period), day, columns, counts, PackedRecords(_KEYS, found))


def _values(lead: ActiveLead, day: str, expected: str) -> tuple[object, ...]:
    """The values of ``_KEYS``. Of what many leads have in common, such as a model or a day, one text is kept."""
    return (
        lead.lead,
        lead.customer_id,
        lead.customer,
        lead.phone,
        lead.model and intern(lead.model),
        lead.consultant and intern(lead.consultant),
        lead.grade,
        lead.need_by and intern(lead.need_by),
        expected,
        days_between(lead.graded_at, day),
        lead.follow_ups,
        lead.last_contact,
        lead.due_by and intern(lead.due_by),
        lead.last_note,
        intern(lead.importance),
        lead.man and intern(lead.man),
        None if lead.man is None else MAN[lead.man],
        lead.confidence and intern(lead.confidence),
        prospect_class(lead.man, lead.confidence),
    )


def _find_expected_column(need_by: str | None, columns: Sequence[str]) -> str:
    """The column of an expected purchase date."""
    return _column((need_by or "")[:7], columns)


@lru_cache
def _column(text: str, columns: Sequence[str]) -> str:
    if text in columns:
        return text
    try:
        Month.parse(text)
    except ValueError:
        return UNKNOWN
    return PAST if text < columns[1] else LATER


def _sort_leads(found: list[tuple[Any, ...]], columns: Sequence[str]) -> None:
    """Hot before cold, then by the expected month, then who has had the grade longest, then by number.

    From the last of these to the first, since the key of hundreds of thousands is smaller so.
    """
    lead, grade, expected, days = map(_KEYS.index, ("lead", "grade", "expected", "days_in_grade"))
    places = {column: place for place, column in enumerate(columns)}
    found.sort(key=itemgetter(lead))
    found.sort(key=itemgetter(days), reverse=True)
    found.sort(key=lambda values: places[values[expected]])
    found.sort(key=lambda values: WORK_ORDER[values[grade]])


SHAPES = (f"{TOTAL}[.MONTH]", "GRADE[.MONTH]", f"{NONE}[.MONTH]")
"""The figures of this report, as a message names them; MONTH: a column of the matrix."""


def list_records(db: Database, request: Request, figure: str) -> PackedRecords:
    """The leads behind ``total``, a grade, a column or ``H.2026-11``. Raises WrongUsage for another figure."""
    table = prospects(db, request.period)
    grade, _, column = (f"{TOTAL}.{figure}" if figure in table.columns else figure).partition(".")
    if grade not in (TOTAL, NONE, *GRADES) or (column and column not in table.columns):
        raise unknown_figure(figure, (*SHAPES, *table.columns))
    return table.leads.pick(
        place
        for place, (graded, expected) in enumerate(table.leads.read_values(("grade", "expected")))
        if (grade == TOTAL or (graded or NONE) == grade) and (not column or expected == column)
    )


def _build(db: Database, request: Request) -> Answer:
    return Answer(prospects(db, request.period).to_json())


REPORT = Report(N_("Prospect table"), _build, list_records)
