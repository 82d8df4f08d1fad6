"""Grades that look wrong: leads whose grade a manager should look at again.

A grade goes stale when the purchase comes nearer or its date has passed, when a hot lead stays hot longer than
its horizon, when it jumped two levels at once; and three contacts in a row without an advance ask for a
second look.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date

from leadctl.domain.checks import DOUBTS
from leadctl.domain.facts import Fact
from leadctl.domain.grades import GRADES, jump
from leadctl.domain.policy import Policy

FRUITLESS = 3
"""Contacts in a row without an advance, and without a visit of theirs between, that ask for a second look (house
rule)."""

BIG_JUMP = 2


def doubts_of(
    facts: Iterable[Fact], grade: str | None, need_by: str | None, policy: Policy, today: str
) -> dict[str, str | None]:
    """Which of ``DOUBTS`` hold for an open lead on the ISO day ``today``, each with the ISO day since which it does.

    That day is when the doubtful grade was given (of several contacts without an advance, the first of them), or for
    a need that has passed the day of the need; None: nothing dates it.
    """
    ordered = sorted(facts)
    given = [(fact.at, fact.grade) for fact in ordered if fact.grade is not None]
    latest = given[-1][0][:10] if given else None
    fruitless = _fruitless([fact for fact in _since_they_came(ordered) if fact.kind in ("contact", "letter")])
    found = {
        "ungraded": (grade is None, ordered[0].at[:10] if ordered else None),
        "not-in-policy": (grade is not None and grade not in policy.grades, latest),
        "need-passed": (need_by is not None and need_by < today, need_by),
        "need-nearer": (_nearer(grade, need_by, policy, today), latest),
        "hot-too-long": (_hot_too_long(given, grade, policy, today), _held_since(given, grade)),
        "jumped": _jumped(given),
        "no-advance": (fruitless is not None, fruitless),
    }
    return {doubt: found[doubt][1] for doubt in DOUBTS if found[doubt][0]}


def _nearer(grade: str | None, need_by: str | None, policy: Policy, today: str) -> bool:
    """The date of the need asks for a hotter grade than the lead has."""
    if grade not in GRADES or need_by is None or need_by < today:
        return False
    return GRADES.index(policy.grade_for(need_by, today)) < GRADES.index(grade)


def _hot_too_long(given: Sequence[tuple[str, str]], grade: str | None, policy: Policy, today: str) -> bool:
    """The hottest grade, held without a break for longer than its own horizon."""
    since = _held_since(given, grade)
    if since is None or grade != policy.grades[0]:
        return False
    end = policy.rule(grade).horizon(date.fromisoformat(since))
    return end is not None and today > end.isoformat()


def _held_since(given: Sequence[tuple[str, str]], grade: str | None) -> str | None:
    """The ISO day since which the grade was given without another one between; None: it never was."""
    held = list(itertools.takewhile(lambda pair: pair[1] == grade, reversed(given)))
    return held[-1][0][:10] if held else None


def _jumped(given: Sequence[tuple[str, str]]) -> tuple[bool, str | None]:
    """Whether the last change of grade was of two levels or more, and its day."""
    changes = [(at, one, two) for (_, one), (at, two) in itertools.pairwise(given) if one != two]
    if not changes:
        return False, None
    at, before, after = changes[-1]
    return jump(before, after) >= BIG_JUMP, at[:10]


def _since_they_came(ordered: Sequence[Fact]) -> list[Fact]:
    """What happened after the customer's own last visit, call or enquiry: who comes to us has moved."""
    return list(itertools.takewhile(lambda fact: fact.kind != "visit", reversed(ordered)))[::-1]


def _fruitless(contacts: Sequence[Fact]) -> str | None:
    """The day of the first of the last contacts, when none of these was an advance."""
    last = contacts[-FRUITLESS:]
    barren = len(last) == FRUITLESS and all(fact.result != "advance" for fact in last)
    return last[0].at[:10] if barren else None
