"""The middle of many numbers, and the middles of its halves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

from leadctl.named_tuple import NamedTuple


class Quartiles(NamedTuple):
    """A quarter of the numbers is at most ``lower``, half of them ``median``, three quarters ``upper``; None: of no
    number at all."""

    lower: Fraction | None
    median: Fraction | None
    upper: Fraction | None


def find_quartiles(counted: Mapping[int, int]) -> Quartiles:
    """The quartiles of numbers, given as number -> how often; between two of them in proportion, as Excel's
    QUARTILE.INC has it."""
    numbers = sorted(number for number, times in counted.items() if times)
    ends = list(accumulate(counted[number] for number in numbers))
    if not ends:
        return Quartiles(None, None, None)
    lower, median, upper = (_find_at(Fraction((ends[-1] - 1) * part, 4), numbers, ends) for part in (1, 2, 3))
    return Quartiles(lower, median, upper)


def _find_at(place: Fraction, numbers: list[int], ends: list[int]) -> Fraction:
    """The value at a place, counted from 0, between the two numbers around it."""
    whole, rest = divmod(place, 1)
    first = numbers[bisect_right(ends, whole)]
    return first + rest * (numbers[bisect_right(ends, whole + 1)] - first) if rest else Fraction(first)
