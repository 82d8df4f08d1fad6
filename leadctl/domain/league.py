"""The place of each consultant among the others, by what they sold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from leadctl.named_tuple import NamedTuple


class Score(NamedTuple):
    """What a place follows from: cars sold first, then orders / leads (None: no lead was opened)."""

    cars: int
    conversion: Fraction | None


class Place(NamedTuple):
    """``rank``: 1 is best, and equal scores have equal ranks; ``quartile``: 1 is the best quarter of all."""

    rank: int
    quartile: int


def place_people(scores: Mapping[str, Score]) -> dict[str, Place]:
    """The place of each person."""
    keys = {name: (score.cars, -1 if score.conversion is None else score.conversion) for name, score in scores.items()}
    places = {}
    for name, key in keys.items():
        better = sum(other > key for other in keys.values())
        places[name] = Place(better + 1, better * 4 // len(keys) + 1)
    return places


def pace_of(sold: int, target: int | None, elapsed: int, days: int) -> float | None:
    """Sold / what should be sold after ``elapsed`` of ``days``: 1 is on schedule. None: nothing is planned yet."""
    return float(Fraction(sold * days, target * elapsed)) if target and elapsed else None
