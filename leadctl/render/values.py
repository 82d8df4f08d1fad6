"""Single values as people read them."""

from __future__ import annotations

from leadctl.annotations import TYPE_CHECKING
from leadctl.locale import N_

if TYPE_CHECKING:
    from fractions import Fraction

DASH = "–"
UNASSIGNED = N_("unassigned")
"""Whose a figure is that has no consultant, source or model."""


def format_rate(share: float | Fraction | None) -> str:
    """A fraction 0-1 as a percentage with one decimal, half away from zero; a dash for None (nothing to divide by)."""
    if share is None:
        return DASH
    return f"{_round_half_away(share, 100, 1)}%"


def format_number(number: float | Fraction | None, places: int = 1) -> str:
    """A number with ``places`` decimals, half away from zero; a dash for None."""
    return DASH if number is None else _round_half_away(number, 1, places)


def format_moment(moment: str) -> str:
    """``2026-11-24 10:00`` of an ISO moment, the day alone where no time was said: such a moment is the day's first
    minute, or its last one where it follows the day's visits."""
    day, time = moment[:10], moment[11:16]
    return day if time in ("", "00:00", "23:59") else f"{day} {time}"


def format_money(yuan: float | Fraction | None) -> str:
    """Yuan with thousands separated, the fen only where there are any; a dash for None."""
    if yuan is None:
        return DASH
    whole, _, fen = _round_half_away(yuan, 1, 2).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + ("" if fen == "00" else f".{fen}")


def round_significantly(number: float | Fraction, digits: int = 3) -> float:
    """A number with its first ``digits`` digits alone, half away from zero: what an estimate is worth."""
    from decimal import ROUND_HALF_UP, Decimal

    top, bottom = _exact_ratio(number)
    exact = Decimal(top) / Decimal(bottom)
    if not exact:
        return 0
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _round_half_away(number: float | Fraction, factor: int, places: int) -> str:
    top, bottom = _exact_ratio(number)
    scale: int = 10**places
    steps = (2 * abs(top) * factor * scale + bottom) // (2 * bottom)
    sign = "-" if top < 0 and steps else ""
    whole, rest = divmod(steps, scale)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def _exact_ratio(number: float | Fraction) -> tuple[int, int]:
    if not isinstance(number, float):
        return number.numerator, number.denominator
    from decimal import Decimal

    # The shortest decimal that reads back as this float: 89/400 must round as 0.2225, not as its binary neighbour.
    return Decimal(repr(number)).as_integer_ratio()
