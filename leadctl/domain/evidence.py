"""Evidence for a grade, and the MAN qualification beside it.

Each answer votes for the grades that it fits, the date of the need with weight 2 and the others with 1; the
highest sum wins, and a tie goes to the colder grade. The date is read by the policy's own horizons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadctl.domain.policy import Policy

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


@dataclass(frozen=True, slots=True)
class Suggestion:
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
        for grade in {_known(grade, policy) for grade in CRITERIA[criterion][answer]}:
            votes[grade] += 1
    best = max(votes.values())
    return Suggestion([grade for grade in policy.grades if votes[grade] == best][-1], votes)


def _known(grade: str, policy: Policy) -> str:
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
