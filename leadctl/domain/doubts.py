"""Grades that look wrong: leads whose grade a manager should look at again.

A grade goes stale when the purchase comes nearer or its date has passed, when a hot lead stays hot longer than
its horizon, when it jumped two levels at once; and three contacts in a row without an advance ask for a
second look.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date

from leadctl.domain.facts import Fact
from leadctl.domain.grades import GRADES, jump
from leadctl.domain.policy import Policy

FRUITLESS = 3
"""Contacts in a row without an advance that ask for a second look (house rule)."""

BIG_JUMP = 2

DOUBTS = (
    "ungraded",
    "not-in-policy",
    "need-passed",
    "need-nearer",
    "hot-too-long",
    "jumped",
    "no-advance",
)


def doubts_of(facts: Iterable[Fact], grade: str | None, need_by: str | None, policy: Policy, today: str) -> list[str]:
    """Which of ``DOUBTS`` hold for an open lead on the ISO day ``today``."""
    ordered = sorted(facts)
    given = [(fact.at, fact.grade) for fact in ordered if fact.grade is not None]
    found = {
        "ungraded": grade is None,
        "not-in-policy": grade is not None and grade not in policy.grades,
        "need-passed": need_by is not None and need_by < today,
        "need-nearer": _nearer(grade, need_by, policy, today),
        "hot-too-long": _hot_too_long(given, grade, policy, today),
        "jumped": _jumped([grade for _, grade in given]),
        "no-advance": _fruitless([fact for fact in ordered if fact.kind in ("contact", "letter")]),
    }
    return [doubt for doubt in DOUBTS if found[doubt]]


def _nearer(grade: str | None, need_by: str | None, policy: Policy, today: str) -> bool:
    """The date of the need asks for a hotter grade than the lead has."""
    if grade not in GRADES or need_by is None or need_by < today:
        return False
    return GRADES.index(policy.grade_for(need_by, today)) < GRADES.index(grade)


def _hot_too_long(given: Sequence[tuple[str, str]], grade: str | None, policy: Policy, today: str) -> bool:
    """The hottest grade, held without a break for longer than its own horizon."""
    if not given or grade != policy.grades[0]:
        return False
    since = given[-1][0]
    for at, earlier in reversed(given):
        if earlier != grade:
            break
        since = at
    end = policy.rule(grade).horizon(date.fromisoformat(since[:10]))
    return end is not None and today > end.isoformat()


def _jumped(grades: Sequence[str]) -> bool:
    """The last change of grade was of two levels or more."""
    changes = [(one, two) for one, two in itertools.pairwise(grades) if one != two]
    return bool(changes) and jump(*changes[-1]) >= BIG_JUMP


def _fruitless(contacts: Sequence[Fact]) -> bool:
    last = contacts[-FRUITLESS:]
    return len(last) == FRUITLESS and all(fact.result != "advance" for fact in last)
