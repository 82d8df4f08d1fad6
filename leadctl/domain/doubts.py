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
    said = [(fact.at, fact.grade) for fact in ordered]
    found = doubts_of_visits(said, grade, need_by, policy, today)
    fruitless = _fruitless([fact for fact in _since_they_came(ordered) if fact.kind in ("contact", "letter")])
    return found if fruitless is None else found | {"no-advance": fruitless}


def doubts_of_visits(
    said: Sequence[tuple[str, str | None]], grade: str | None, need_by: str | None, policy: Policy, today: str
) -> dict[str, str | None]:
    """The same of a lead that visits alone speak of: nobody has contacted it in vain.

    ``said``: (moment, the grade given then or None) of each visit, in the order of their time.
    """
    given = [(at, graded) for at, graded in said if graded is not None]
    latest = given[-1][0][:10] if given else None
    grades = policy.grades
    checks = {
        "ungraded": (grade is None, said[0][0][:10] if said else None),
        "not-in-policy": (grade is not None and grade not in grades, latest),
        "need-passed": (need_by is not None and need_by < today, need_by),
        "need-nearer": (_nearer(grade, need_by, policy, today), latest),
        "hot-too-long": _hot_too_long(given, policy, today) if grade == grades[0] else (False, None),
        "jumped": _jumped(given),
    }
    return {doubt: since for doubt, (holds, since) in checks.items() if holds}


def _nearer(grade: str | None, need_by: str | None, policy: Policy, today: str) -> bool:
    """The date of the need asks for a hotter grade than the lead has."""
    if grade not in GRADES or need_by is None or need_by < today:
        return False
    return GRADES.index(policy.grade_for(need_by, today)) < GRADES.index(grade)


def _hot_too_long(given: Sequence[tuple[str, str]], policy: Policy, today: str) -> tuple[bool, str | None]:
    """Whether the hottest grade is held without a break for longer than its own horizon, and since when."""
    hottest = policy.grades[0]
    since = _held_since(given, hottest)
    if since is None:
        return False, None
    end = policy.rule(hottest).horizon(date.fromisoformat(since))
    return end is not None and today > end.isoformat(), since


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
