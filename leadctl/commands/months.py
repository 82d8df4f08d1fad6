"""Months as people name them on the command line."""

from __future__ import annotations

from leadctl.domain.days import Month
from leadctl.errors import WrongUsage

YEARS = range(1990, 2101)
"""Those that --year takes too: figures look months back and ahead of theirs."""


def is_month_word(word: str) -> bool:
    """Whether a word is a value of ``--month``: ``YYYY-MM`` or ``last``."""
    return word == "last" or _parsed(word) is not None


def month_named(word: str | None, today: str) -> Month:
    """The month that ``--month`` means; left out or without a value: the current one. Raises WrongUsage."""
    current = Month.of(today)
    if word is None or word == "current":
        return current
    if word == "last":
        return current.plus(-1)
    month = _parsed(word)
    if month is None:
        raise WrongUsage(f"--month {word!r} is no month; it reads like 2026-11, or last.")
    if month.year not in YEARS:
        raise WrongUsage(f"--month {word} is out of range: years go from {YEARS[0]} to {YEARS[-1]}.")
    return month


def _parsed(word: str) -> Month | None:
    try:
        return Month.parse(word)
    except ValueError:
        return None
