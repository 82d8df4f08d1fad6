"""Grading: the evidence for a grade with the MAN qualification beside it, and the grades that look wrong.

Each answer votes for the grades that it fits, the date of the need with weight 2 and the others with 1; the
highest sum wins, and a tie goes to the colder grade. The date is read by the policy's own horizons.

A grade is doubtful when the purchase comes nearer or its date has passed, when a hot lead stays hot longer than
its horizon, when it jumped two levels at once; and three contacts in a row without an advance ask for a
second look.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from leadctl.domain.policy import Policy
from leadctl.domain.terms import GRADES
from leadctl.named_tuple import NamedTuple

DATE_WEIGHT = 2

CRITERIA: dict[str, dict[str, str]] = {
    "decision": {"made": "H", "comparing": "A", "surveying": "B", "none": "CN"},
    "money": {"ready": "HA", "preparing": "BC", "none": "N"},
    "deciders": {"all": "HA", "some": "BCN"},
    "interest": {"price": "H", "rivals": "A", "equipment": "B", "range": "C", "basics": "N"},
    "behaviour": {"active": "H", "agrees": "A", "reserved": "BC", "silent": "N"},
}
"""Criterion -> answer -> the grades it fits."""

MAN: dict[str, str] = {
    "MAN": "ideal: money, authority and need are all there",
    "MA": "skilled selling may win it: the need has to be woken",
    "MN": "find the decider",
    "AN": "look at credit and financing",
    "M": "watch and nurture",
    "A": "watch and nurture",
    "N": "watch and nurture",
    "": "stop spending time",
}
"""What of money, authority and need is there -> what to do."""


CLASSES: dict[tuple[bool, bool, bool], str] = {
    (True, True, True): "first",
    (True, True, False): "second",
    (False, True, True): "third",
}
"""Need, money, confidence in the brand -> the class of the prospect; other combinations have none."""


class Suggestion(NamedTuple):
    """The suggested grade and the sum of votes each grade got, hot to cold."""

    grade: str
    votes: dict[str, int]


def suggest(answers: Mapping[str, str], need: str | None, policy: Policy, today: str) -> Suggestion:
    """A grade from the evidence.

    ``answers``: criterion -> answer, both of ``CRITERIA``. ``need``: the ISO day on which the car is needed,
    ``unknown``, or None when it was not asked. A vote for a grade that the policy does not have goes to its
    coldest one. Raises KeyError for an answer that is none, ValueError without any evidence.
    """
    if not answers and need is None:
        raise ValueError("no evidence")
    votes = dict.fromkeys(policy.grades, 0)
    if need is not None:
        votes[policy.grade_for(None if need == "unknown" else need, today)] += DATE_WEIGHT
    for criterion, answer in answers.items():
        for grade in {_find_known_grade(grade, policy) for grade in CRITERIA[criterion][answer]}:
            votes[grade] += 1
    best = max(votes.values())
    return Suggestion([grade for grade in policy.grades if votes[grade] == best][-1], votes)


def _find_known_grade(grade: str, policy: Policy) -> str:
    return grade if grade in policy.grades else policy.coldest


def prospect_class(man: str | None, confidence: str | None) -> str | None:
    """``first``, ``second`` or ``third``: MAN (``MN``, ``""``) and ``yes`` or ``no`` to confidence in the brand.

    Need and money without confidence make a second-class prospect, confidence and money without need a third-class
    one; all three the first (house rule). None while one of the two is not known, and for what is no prospect.
    """
    if man is None or confidence is None:
        return None
    return CLASSES.get(("N" in man, "M" in man, confidence == "yes"))


def normal_man(text: str) -> str | None:
    """``nam``, ``M+A+N`` -> ``MAN``; ``none`` -> ``""``; None for what is no MAN."""
    word = text.strip().upper()
    if word in ("NONE", "-", "0"):
        return ""
    letters = {char for char in word if char not in "+, &"}
    if not letters or not letters <= set("MAN"):
        return None
    return "".join(char for char in "MAN" if char in letters)


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


def jump(before: str, after: str) -> int:
    """How many levels lie between two grades, whichever way."""
    return abs(GRADES.index(before) - GRADES.index(after))
