"""Grades that look wrong: leads whose grade a manager should look at again.

A grade goes stale when the purchase comes nearer or its date has passed, when a hot lead stays hot longer than
its horizon, when it jumped two levels at once; and three contacts in a row without an advance ask for a
second look.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from leadctl.domain.grades import GRADES, jump
from leadctl.domain.policy import Policy

FRUITLESS = 3
"""Contacts in a row without an advance, and without a visit of theirs between, that ask for a second look (house
rule)."""

BIG_JUMP = 2


class GradedLead(NamedTuple):
    """What is asked of an open lead's grade. ``graded_at``: since when it has it, an ISO moment; ``grade_before``: the
    one it had before that; ``need_by``: an ISO date; ``fruitless_since``: the first of the last contacts, when none of
    these was an advance."""

    grade: str | None
    opened_at: str
    graded_at: str
    grade_before: str | None = None
    need_by: str | None = None
    fruitless_since: str | None = None


def doubts_of(lead: GradedLead, policy: Policy, today: str) -> dict[str, str | None]:
    """Which of ``DOUBTS`` hold for an open lead on the ISO day ``today``, each with the ISO day since which it does.

    That day is when the lead got the doubtful grade (of several contacts without an advance, the first of them), or for
    a need that has passed the day of the need.
    """
    grade, need_by, graded_on = lead.grade, lead.need_by, lead.graded_at[:10]
    checks = {
        "ungraded": (grade is None, lead.opened_at[:10]),
        "not-in-policy": (grade is not None and grade not in policy.grades, graded_on),
        "need-passed": (need_by is not None and need_by < today, need_by),
        "need-nearer": (_is_need_nearer(grade, need_by, policy, today), graded_on),
        "hot-too-long": (_is_hot_too_long(grade, graded_on, policy, today), graded_on),
        "jumped": (_has_jumped(lead.grade_before, grade), graded_on),
        "no-advance": (lead.fruitless_since is not None, (lead.fruitless_since or "")[:10]),
    }
    return {doubt: since for doubt, (holds, since) in checks.items() if holds}


def _is_need_nearer(grade: str | None, need_by: str | None, policy: Policy, today: str) -> bool:
    """The date of the need asks for a hotter grade than the lead has."""
    if grade not in GRADES or need_by is None or need_by < today:
        return False
    return GRADES.index(policy.grade_for(need_by, today)) < GRADES.index(grade)


def _is_hot_too_long(grade: str | None, graded_on: str, policy: Policy, today: str) -> bool:
    """Whether the hottest grade is held for longer than its own horizon."""
    hottest = policy.grades[0]
    end = policy.rule(hottest).horizon(date.fromisoformat(graded_on))
    return grade == hottest and end is not None and today > end.isoformat()


def _has_jumped(before: str | None, grade: str | None) -> bool:
    """Whether the last change of grade was of two levels or more."""
    return before in GRADES and grade in GRADES and jump(before, grade) >= BIG_JUMP
