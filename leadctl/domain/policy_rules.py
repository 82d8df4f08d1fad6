"""The rules that a policy is made of, and how the tables of its TOML file are read.

[grades.H]               # what holds for a grade: label, within, contact, aim, neglect

[audit]                  # what a store puts up with
no-leaving-time = 0      # a check: so many records at most
complete = 0.9           # a share: this fraction at least
verify-days = 2          # days that a churn may wait for its verification

[neglect]                # of neglected leads, beside the days of each grade
announce = 3             # days before a lead goes to the common pool in which `due` says so
keep_away = 7            # days in which who neglected it may not have it back

[dispatch]               # who gets the next lead that nobody owns
rule = "weighted"        # or "in-turn", the default
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from leadctl.domain.days import add_months
from leadctl.domain.terms import CHECKS, GRADES, ORDERED, SHARES
from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple

NEGLECT = {"H": 3, "A": 7, "B": 14}
NEGLECT_OTHERS = 30
"""Days overdue after which a lead counts as neglected (house rule), unless the policy says otherwise."""

GRADE_KEYS = ("label", "within", "contact", "aim", "neglect")
"""What a policy's file may say of one grade."""


class GradeRule(NamedTuple):
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


VERIFY_DAYS = 1
"""A churn is to be called back by the next day (house rule)."""


class Limits(NamedTuple):
    """``most``: check -> records at most; ``least``: share -> the fraction 0-1 at least; none of them: no limits.

    ``verify_days``: days after which a churn that is not verified yet is listed.
    """

    most: Mapping[str, int] = MappingProxyType({})
    least: Mapping[str, float] = MappingProxyType({})
    verify_days: int = VERIFY_DAYS

    @property
    def by_name(self) -> dict[str, int | float]:
        """Check or share -> its limit."""
        return {**self.most, **self.least}

    def find_exceeded(self, counts: Mapping[str, int], shares: Mapping[str, float | None]) -> list[str]:
        """Which checks count more, and which shares are less, than the store puts up with.

        A share of nothing (None) is not less than anything.
        """
        found = [name for name in CHECKS if name in self.most and counts[name] > self.most[name]]
        return found + [name for name in SHARES if name in self.least and _short(shares[name], self.least[name])]


def _short(share: float | None, least: float) -> bool:
    return share is not None and share < least


def parse_limits(table: object) -> Limits:
    """The policy's ``[audit]`` table, checked. Raises Refused with the key that is wrong and what was expected."""
    if not isinstance(table, dict):
        raise Refused("The policy's [audit] must be a table of limits, such as complete = 0.9.")
    unknown = [str(key) for key in table if key not in (*CHECKS, *SHARES, "verify-days")]
    if unknown:
        raise Refused(
            "[audit] of the policy has an unknown {key!r}.{hint}", key=unknown[0], hint=_near_limits(unknown[0])
        )
    return Limits(
        most={name: _most(name, table[name]) for name in CHECKS if name in table},
        least={name: _least(name, table[name]) for name in SHARES if name in table},
        verify_days=_verify_days(table.get("verify-days", VERIFY_DAYS)),
    )


def _near_limits(key: str) -> Sentence:
    from difflib import get_close_matches

    near = get_close_matches(key, (*CHECKS, *SHARES, "verify-days"), n=3, cutoff=0.5)
    meant = Sentence(" Did you mean {names}?", names=listing(near, " or ")) if near else ""
    return Sentence(
        "{meant} Counts: {counts}. Shares: {shares}. Days: verify-days.",
        meant=meant,
        counts=" ".join(CHECKS),
        shares=" ".join(SHARES),
    )


def _most(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused("{name} of [audit] must be a whole number, 0 or more: so many at most.", name=name)
    return value


def _least(name: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise Refused("{name} of [audit] must be a fraction from 0 to 1, such as 0.9: this much at least.", name=name)
    return float(value)


def _verify_days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 366:
        raise Refused("verify-days of [audit] must be a whole number of days from 0 to 366.")
    return value


ANNOUNCE_DAYS, KEEP_AWAY_DAYS = 3, 7
"""House rules, unless the policy says otherwise."""

NEGLECT_KEYS = ("announce", "keep_away")
"""What a policy's file may say in ``[neglect]``."""


class Neglect(NamedTuple):
    """``announce``: days before its release in which a lead's line says so (0: only once it may be released);
    ``keep_away``: days from the release in which the lead is not given to who neglected it (0: none)."""

    announce: int = ANNOUNCE_DAYS
    keep_away: int = KEEP_AWAY_DAYS


def parse_neglect(table: object) -> Neglect:
    """The policy's ``[neglect]`` table, checked. Raises Refused with the key that is wrong and what was expected."""
    if not isinstance(table, dict):
        raise Refused("The policy's [neglect] must be a table, with days such as announce = 3 and keep_away = 7.")
    return Neglect(_neglect_days(table, "announce", ANNOUNCE_DAYS), _neglect_days(table, "keep_away", KEEP_AWAY_DAYS))


def _neglect_days(table: Mapping[str, object], key: str, default: int) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 366:
        raise Refused("{key} of [neglect] must be a whole number of days from 0 to 366.", key=key)
    return value


IN_TURN, WEIGHTED = "in-turn", "weighted"
DISPATCH_RULES = (IN_TURN, WEIGHTED)

DISPATCH_KEYS = ("rule",)
"""What a policy's file may say in ``[dispatch]``."""


def parse_dispatch(table: object) -> str:
    """The rule of the policy's ``[dispatch]`` table. Raises Refused for one that does not exist."""
    rule = table.get("rule", IN_TURN) if isinstance(table, dict) else None
    if rule not in DISPATCH_RULES:
        raise Refused(
            'The policy\'s [dispatch] must name a rule: {rules}, as in rule = "{weighted}".',
            rules=listing(DISPATCH_RULES, " or "),
            weighted=WEIGHTED,
        )
    return str(rule)
