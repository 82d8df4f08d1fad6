"""Months as people name them on the command line."""

from __future__ import annotations

from leadctl.domain.days import EARLIEST, LATEST, Month
from leadctl.errors import WrongUsage


def is_month_word(word: str) -> bool:
    """Whether a word is meant for ``--month``, well formed or not: nothing else that follows it begins with a digit."""
    return word == "last" or word[:1].isdigit()


def month_named(word: str | None, today: str) -> Month:
    """The month that ``--month`` means; left out or without a value: the current one. Raises WrongUsage."""
    current = Month.of(today)
    if word is None or word == "current":
        return current
    if word == "last":
        return current.plus(-1)
    month = _parsed(word)
    if month is None:
        raise WrongUsage("--month {word!r} is no month; it reads like 2026-11, or last.", word=word)
    if not EARLIEST <= month.first <= LATEST:
        raise WrongUsage(
            "--month {word!r} lies before {first} or after {last}; check its year.",
            word=word,
            first=EARLIEST[:4],
            last=LATEST[:4],
        )
    return month


def _parsed(word: str) -> Month | None:
    try:
        return Month.parse(word)
    except ValueError:
        return None
