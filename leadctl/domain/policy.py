"""A store's policy: per grade the purchase horizon, the contact window and the aim of the contact.

A store may follow another policy from a day on. What happened before that day stays under the policy of its own
day; only what still runs on it is dated again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from functools import cached_property, lru_cache

from leadctl.annotations import TYPE_CHECKING
from leadctl.domain.built_in_policies import PARSED
from leadctl.domain.days import add_days
from leadctl.domain.policy_rules import (
    DISPATCH_KEYS,
    GRADE_KEYS,
    IN_TURN,
    NEGLECT_KEYS,
    GradeRule,
    Limits,
    Neglect,
    grade_rule,
    parse_dispatch,
    parse_limits,
    parse_neglect,
    whole_days,
)
from leadctl.domain.terms import GRADES, ORDERED
from leadctl.errors import Refused, Sentence, listing
from leadctl.named_tuple import NamedTuple

if TYPE_CHECKING:
    from typing import Any

OPENS, CLOSES = "08:30", "18:00"
"""Opening hours (house rule), unless the policy says otherwise."""

KEYS = (
    "name",
    "unknown",
    "first_follow_up_days",
    "retry_days",
    "letter_days",
    "closed",
    "hours",
    "grades",
    "audit",
    "neglect",
    "dispatch",
)
"""What a policy's file may say at its top."""


class _PolicyValues(NamedTuple):
    """What a policy says, and the policies that follow it."""

    name: str
    rules: Mapping[str, GradeRule]
    unknown: str
    first_follow_up_days: int
    retry_days: int
    letter_days: int
    closed: frozenset[str] = frozenset()
    opens: str = OPENS
    closes: str = CLOSES
    limits: Limits = Limits()
    neglect: Neglect = Neglect()
    dispatch: str = IN_TURN
    later: tuple[tuple[str, Policy], ...] = ()


class Policy(_PolicyValues):
    """Cadence, horizons and opening hours of a store.

    ``opens``, ``closes``: ``HH:MM`` of every day that is not in ``closed`` (ISO dates). ``later``: the policies that
    follow this one, each with the ISO date from which it holds, ascending. Any policy of a store finds all others:
    :meth:`policy_on`, :meth:`window` and :meth:`open_day` answer for every day, whichever of them is asked; all else is
    of this one alone.
    """

    _first: Policy | None = None
    """The store's first policy; None: this is the first one."""

    def join(self, later: Iterable[tuple[str, Policy]]) -> Policy:
        """The store's first policy, which knows those that follow it, and they it."""
        following: tuple[tuple[str, Policy], ...] = ()
        for begins, policy in reversed(tuple(later)):
            following = ((begins, policy._replace(later=following)), *following)
        first = self._replace(later=following)
        for _, policy in following:
            policy._first = first
        return first

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades a lead can be given under this policy, hot to cold."""
        return tuple(grade for grade in GRADES if grade in self.rules)

    @property
    def coldest(self) -> str:
        """What an ungraded lead is treated as."""
        return self.grades[-1]

    def policy_on(self, day: str) -> Policy:
        """The policy in force on an ISO date."""
        first = self._first or self
        for begins, policy in reversed(first.later):
            if begins <= day:
                return policy
        return first

    @property
    def versions(self) -> tuple[Policy, ...]:
        """All policies of the store, the first one first."""
        first = self._first or self
        return first, *(policy for _, policy in first.later)

    @property
    def begins(self) -> tuple[str, ...]:
        """The ISO dates on which the store's later policies begin, ascending."""
        return tuple(begins for begins, _ in (self._first or self).later)

    def find_known_policy(self, day: str) -> Policy:
        """The policy in force on an ISO date, as if none that began later had been set."""
        first = self._first or self
        begun = tuple(pair for pair in first.later if pair[0] <= day)
        return first.join(begun).policy_on(day)

    def rule(self, grade: str | None) -> GradeRule:
        """The rule of a grade; of the coldest one for an ungraded lead or a grade this policy lacks."""
        return self.rules.get(grade or "") or self.rules[self.coldest]

    def window(self, grade: str | None, last_contact: str) -> tuple[str, str]:
        """(due from, due by) as ISO dates: last contact + the grade's days, closed days passed over.

        The policy of the contact's day dates it. One that begins while the window still runs dates it again by its
        own days, but not to before its own first day; a window that ended before stays what it was.
        """
        _, due_from, due_by = self.rule_and_window(grade, last_contact)
        return due_from, due_by

    def rule_and_window(self, grade: str | None, last_contact: str) -> tuple[GradeRule, str, str]:
        """The same after the rule that dated it."""
        return self._date_window(grade, last_contact[:10])

    @cached_property
    def _date_window(self) -> Callable[[str | None, str], tuple[GradeRule, str, str]]:
        """Grade and day of the contact -> its rule and window, kept since many leads share both."""
        return lru_cache(maxsize=1 << 15)(self._find_window)

    def _find_window(self, grade: str | None, day: str) -> tuple[GradeRule, str, str]:
        policy = self.policy_on(day)
        rule = policy.rule(grade)
        due_from, due_by = self.open_day(add_days(day, rule.first)), self.open_day(add_days(day, rule.last))
        for begins, following in policy.later:
            if begins > due_by:
                break
            rule = following.rule(grade)
            due_from = self.open_day(max(begins, add_days(day, rule.first)))
            due_by = self.open_day(max(begins, add_days(day, rule.last)))
        return rule, due_from, due_by

    def first_follow_up(self, opened: str) -> str:
        """The ISO date on which a lead opened on an ISO date is first followed up."""
        return self.open_day(add_days(opened, self.policy_on(opened).first_follow_up_days))

    def retry_on(self, day: str) -> str:
        """The ISO date on which a try of an ISO date that reached nobody is repeated."""
        return self.open_day(add_days(day, self.policy_on(day).retry_days))

    def answer_by(self, day: str) -> str:
        """The ISO date by which a complaint of an ISO date is answered where nothing else was agreed: the next day."""
        return self.open_day(add_days(day, 1))

    def verify_by(self, day: str) -> str:
        """The last ISO date on which a churn of an ISO date may wait for its verification before it is listed."""
        return self.open_day(add_days(day, self.limits.verify_days))

    def open_day(self, day: str) -> str:
        """``day``, or the next day after it on which the store is open."""
        while day in self.policy_on(day).closed:
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


def parse_policy(text: str) -> Policy:
    """TOML text -> a checked policy. Raises Refused with the key that is wrong and what was expected."""
    policy, data = stored_policy(text), _parse_toml(text)
    _refuse_unknown(data, KEYS, Sentence("The policy"))
    for grade, table in data["grades"].items():
        _refuse_unknown(table, GRADE_KEYS, f"[grades.{grade}]")
    _refuse_unknown(data.get("neglect", {}), NEGLECT_KEYS, "[neglect]")
    _refuse_unknown(data.get("dispatch", {}), DISPATCH_KEYS, "[dispatch]")
    return policy


def _parse_toml(text: str) -> Mapping[str, Any]:
    if text in PARSED:
        return PARSED[text]
    from leadctl.domain.toml_text import BadToml, parse_toml

    try:
        return parse_toml(text)
    except BadToml as error:
        raise Refused("The policy is no TOML: {error}.", error=error.reason) from error


@lru_cache(maxsize=64)
def stored_policy(text: str) -> Policy:
    """The same of a policy that a store follows already: what an earlier leadctl let pass is passed over."""
    data = _parse_toml(text)
    tables = data.get("grades")
    if not isinstance(tables, dict) or not tables:
        raise Refused("The policy has no [grades.X] tables; see examples/three-step.toml.")
    rules = {grade: grade_rule(grade, table) for grade, table in tables.items()}
    opens, closes = _hours(data.get("hours", [OPENS, CLOSES]))
    policy = Policy(
        name=_text(data, "name"),
        rules=rules,
        unknown=_text(data, "unknown"),
        first_follow_up_days=whole_days(data, "first_follow_up_days", 1),
        retry_days=whole_days(data, "retry_days", 1),
        letter_days=whole_days(data, "letter_days", 3),
        closed=frozenset(_read_closed_days(data.get("closed", []))),
        opens=opens,
        closes=closes,
        limits=parse_limits(data.get("audit", {})),
        neglect=parse_neglect(data.get("neglect", {})),
        dispatch=parse_dispatch(data.get("dispatch", {})),
    )
    _check(policy)
    return policy


def _refuse_unknown(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    """A misspelt key would be passed over in silence, and the house rule hold where the store meant its own."""
    for key in table:
        if key not in known:
            from difflib import get_close_matches

            near = get_close_matches(key, known, n=2)
            meant = Sentence(" Did you mean {names}?", names=listing(near, " or ")) if near else ""
            raise Refused(
                "{where} knows no {key!r}.{meant} Its keys are: {known}.",
                where=where,
                key=key,
                meant=meant,
                known=" ".join(known),
            )


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Refused("The policy's {key} must be a text.", key=key)
    return value.strip()


def _read_closed_days(values: object) -> list[str]:
    if not isinstance(values, list):
        raise Refused('The policy\'s closed must be a list of dates such as ["2027-02-06"].')
    try:
        return [date.fromisoformat(str(value)).isoformat() for value in values]
    except ValueError as error:
        raise Refused("The policy's closed holds something that is no date: {error}.", error=error) from error


def _hours(values: object) -> tuple[str, str]:
    times = [str(value) for value in values] if isinstance(values, list) else []
    if len(times) != 2 or not all(map(_is_time, times)) or times[0] >= times[1]:
        raise Refused(
            'The policy\'s hours must be two times, as in hours = ["{opens}", "{closes}"].', opens=OPENS, closes=CLOSES
        )
    return times[0], times[1]


def _is_time(text: str) -> bool:
    """Whether a text is a time of day, ``HH:MM``."""
    with suppress(ValueError):
        return time.fromisoformat(text).isoformat("minutes") == text
    return False


def _check(policy: Policy) -> None:
    if not policy.grades or ORDERED not in policy.rules:
        raise Refused("The policy needs at least one grade of H A B C N, and [grades.O] for ordered leads.")
    if policy.unknown not in policy.grades:
        raise Refused("The policy's unknown is {grade!r}, which is none of its grades.", grade=policy.unknown)
    today = date(2026, 1, 1)
    ends = [policy.rules[grade].horizon(today) or date.max for grade in policy.grades]
    if ends != sorted(ends) or ends[-1] != date.max:
        raise Refused("The policy's horizons must grow from hot to cold, and the coldest grade have no within.")
