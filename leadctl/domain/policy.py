"""A store's policy: per grade the purchase horizon, the contact window and the aim of the contact."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from leadctl.domain.days import add_days, add_months
from leadctl.domain.grades import GRADES, ORDERED
from leadctl.errors import Refused

NEGLECT = {"H": 3, "A": 7, "B": 14}
NEGLECT_OTHERS = 30
"""Days overdue after which a lead counts as neglected (house rule), unless the policy says otherwise."""


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


@dataclass(frozen=True, slots=True)
class Policy:
    """Cadence and horizons of a store."""

    name: str
    rules: Mapping[str, GradeRule]
    unknown: str
    first_follow_up_days: int
    retry_days: int
    letter_days: int
    closed: frozenset[str] = field(default_factory=frozenset)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades a lead can be given under this policy, hot to cold."""
        return tuple(grade for grade in GRADES if grade in self.rules)

    @property
    def coldest(self) -> str:
        """What an ungraded lead is treated as."""
        return self.grades[-1]

    def rule(self, grade: str | None) -> GradeRule:
        """The rule of a grade; of the coldest one for an ungraded lead or a grade this policy lacks."""
        return self.rules.get(grade or "") or self.rules[self.coldest]

    def window(self, grade: str | None, last_contact: str) -> tuple[str, str]:
        """(due from, due by) as ISO dates: last contact + the grade's days, closed days passed over."""
        rule = self.rule(grade)
        day = last_contact[:10]
        return self.open_day(add_days(day, rule.first)), self.open_day(add_days(day, rule.last))

    def open_day(self, day: str) -> str:
        """``day``, or the next day after it on which the store is open."""
        while day in self.closed:
            day = add_days(day, 1)
        return day

    def grade_for(self, need_by: str | None, today: str) -> str:
        """The grade whose horizon the expected purchase date fits; an unknown date has its own grade."""
        if need_by is None:
            return self.unknown
        wanted, now = date.fromisoformat(need_by[:10]), date.fromisoformat(today[:10])
        for grade in self.grades:
            end = self.rules[grade].horizon(now)
            if end is None or wanted <= end:
                return grade
        return self.coldest


@lru_cache(maxsize=8)
def parse_policy(text: str) -> Policy:
    """TOML text -> a checked policy. Raises Refused with the key that is wrong and what was expected."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"The policy is no TOML: {error}.") from error
    tables = data.get("grades")
    if not isinstance(tables, dict) or not tables:
        raise Refused("The policy has no [grades.X] tables; see examples/three-step.toml.")
    rules = {grade: _rule(grade, table) for grade, table in tables.items()}
    policy = Policy(
        name=_text(data, "name"),
        rules=rules,
        unknown=_text(data, "unknown"),
        first_follow_up_days=_days(data, "first_follow_up_days", 1),
        retry_days=_days(data, "retry_days", 1),
        letter_days=_days(data, "letter_days", 3),
        closed=frozenset(_closed(data.get("closed", []))),
    )
    _check(policy)
    return policy


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"The policy's {key} must be a text.")
    return value.strip()


def _days(data: Mapping[str, object], key: str, default: int) -> int:
    value = data.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 366:
        raise Refused(f"The policy's {key} must be a whole number of days from 1 to 366.")
    return value


def _closed(values: object) -> list[str]:
    if not isinstance(values, list):
        raise Refused('The policy\'s closed must be a list of dates such as ["2027-02-06"].')
    try:
        return [date.fromisoformat(str(value)).isoformat() for value in values]
    except ValueError as error:
        raise Refused(f"The policy's closed holds something that is no date: {error}.") from error


def _rule(grade: str, table: object) -> GradeRule:
    if grade not in (*GRADES, ORDERED):
        raise Refused(f"The policy names a grade {grade!r}; grades are {' '.join(GRADES)} and {ORDERED}.")
    if not isinstance(table, dict):
        raise Refused(f"[grades.{grade}] must be a table.")
    contact = table.get("contact")
    if (
        not isinstance(contact, list)
        or len(contact) != 2
        or not all(isinstance(day, int) and 1 <= day <= 366 for day in contact)
        or contact[0] > contact[1]
    ):
        raise Refused(f"contact of [grades.{grade}] must be two numbers of days, as in contact = [1, 2].")
    days, months = _horizon(grade, table.get("within"))
    return GradeRule(
        grade=grade,
        label=str(table.get("label", grade)),
        days=days,
        months=months,
        first=contact[0],
        last=contact[1],
        aim=str(table.get("aim", "")),
        neglect=_days(table, "neglect", NEGLECT.get(grade, NEGLECT_OTHERS)),
    )


def _horizon(grade: str, within: object) -> tuple[int | None, int | None]:
    """``"7 days"`` -> (7, None), ``"2 months"`` -> (None, 2), nothing -> (None, None)."""
    if within is None:
        return None, None
    count, _, unit = str(within).partition(" ")
    if not count.isdigit() or int(count) < 1 or unit.rstrip("s") not in ("day", "week", "month"):
        raise Refused(f'within of [grades.{grade}] must read like "7 days", "2 weeks" or "3 months".')
    if unit.startswith("month"):
        return None, int(count)
    return int(count) * (7 if unit.startswith("week") else 1), None


def _check(policy: Policy) -> None:
    if not policy.grades or ORDERED not in policy.rules:
        raise Refused("The policy needs at least one grade of H A B C N, and [grades.O] for ordered leads.")
    if policy.unknown not in policy.grades:
        raise Refused(f"The policy's unknown is {policy.unknown!r}, which is none of its grades.")
    today = date(2026, 1, 1)
    ends = [policy.rules[grade].horizon(today) or date.max for grade in policy.grades]
    if ends != sorted(ends) or ends[-1] != date.max:
        raise Refused("The policy's horizons must grow from hot to cold, and the coldest grade have no within.")
