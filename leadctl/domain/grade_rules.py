"""What a policy says of one grade, and how its TOML table is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from leadctl.domain.days import add_months
from leadctl.domain.grades import GRADES, ORDERED
from leadctl.errors import Refused

NEGLECT = {"H": 3, "A": 7, "B": 14}
NEGLECT_OTHERS = 30
"""Days overdue after which a lead counts as neglected (house rule), unless the policy says otherwise."""

GRADE_KEYS = ("label", "within", "contact", "aim", "neglect")
"""What a policy's file may say of one grade."""


@dataclass(frozen=True, slots=True)
class GradeRule:
    """What a policy says of one grade.

    ``months``/``days``: the horizon of the expected purchase (both None: later than all others);
    ``first``/``last``: the contact window in days since the last contact.
    """

    grade: str
    label: str
    days: int | None
    months: int | None
    first: int
    last: int
    aim: str
    neglect: int

    def horizon(self, today: date) -> date | None:
        """The last day on which a purchase still fits this grade; None: no end."""
        if self.days is not None:
            return today + timedelta(days=self.days)
        return None if self.months is None else add_months(today, self.months)


def grade_rule(grade: str, table: object) -> GradeRule:
    """A ``[grades.X]`` table, checked. Raises Refused with the key that is wrong and what was expected."""
    if grade not in (*GRADES, ORDERED):
        raise Refused(
            "The policy names a grade {grade!r}; grades are {grades} and {ordered}.",
            grade=grade,
            grades=" ".join(GRADES),
            ordered=ORDERED,
        )
    if not isinstance(table, dict):
        raise Refused("[grades.{grade}] must be a table.", grade=grade)
    first, last = _contact(grade, table.get("contact"))
    days, months = _horizon(grade, table.get("within"))
    return GradeRule(
        grade=grade,
        label=str(table.get("label", grade)),
        days=days,
        months=months,
        first=first,
        last=last,
        aim=str(table.get("aim", "")),
        neglect=whole_days(table, "neglect", NEGLECT.get(grade, NEGLECT_OTHERS)),
    )


def whole_days(table: Mapping[str, object], key: str, default: int) -> int:
    """A number of days of a policy, 1 to 366. Raises Refused for anything else."""
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 366:
        raise Refused("The policy's {key} must be a whole number of days from 1 to 366.", key=key)
    return value


def _contact(grade: str, contact: object) -> tuple[int, int]:
    if (
        not isinstance(contact, list)
        or len(contact) != 2
        or not all(isinstance(day, int) and 1 <= day <= 366 for day in contact)
        or contact[0] > contact[1]
    ):
        raise Refused("contact of [grades.{grade}] must be two numbers of days, as in contact = [1, 2].", grade=grade)
    return contact[0], contact[1]


def _horizon(grade: str, within: object) -> tuple[int | None, int | None]:
    """``"7 days"`` -> (7, None), ``"2 months"`` -> (None, 2), nothing -> (None, None)."""
    if within is None:
        return None, None
    count, _, unit = str(within).partition(" ")
    if not count.isdigit() or int(count) < 1 or unit.rstrip("s") not in ("day", "week", "month"):
        raise Refused('within of [grades.{grade}] must read like "7 days", "2 weeks" or "3 months".', grade=grade)
    if unit.startswith("month"):
        return None, int(count)
    return int(count) * (7 if unit.startswith("week") else 1), None
