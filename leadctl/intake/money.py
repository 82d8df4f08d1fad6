"""Budgets and prices in yuan, as typed: ``10-12万``, ``100000``, ``15万以上``."""

from __future__ import annotations

import re
import unicodedata

from leadctl.intake.faults import BadValue

Budget = tuple[float | None, float | None]
"""The low and the high end in yuan; None where a budget is open on that side."""

_WAN = 10_000
_SMALLEST_YUAN = 1000
_MOST = 1_000_000_000
_AMOUNT = r"(\d{1,12}(?:\.\d{1,4})?)(万|w|千|k)?"
_RANGE = re.compile(rf"{_AMOUNT}[-~到至—–]{_AMOUNT}")
_SINGLE = re.compile(_AMOUNT)
_NOISE = re.compile(r"[\s,¥元]|rmb|cny|人民币|左右|上下|大概|大约|约|预算")
_UP = re.compile(r"(以上|起|\+)$")
_DOWN = re.compile(r"(以内|以下|之内|内)$")
_UNITS = {"万": 10_000.0, "w": 10_000.0, "千": 1000.0, "k": 1000.0}


def parse_budget(text: str) -> Budget:
    """The low and high end in yuan. Numbers below 1000 without a unit count ten thousands (万).

    ``10-12万`` gives both, ``10万`` the same twice, ``15万以上`` the low end only, ``20万以内`` the high end only.
    """
    folded = _fold(text)
    if match := _RANGE.fullmatch(folded):
        low, high = _yuan(match[1], match[2] or match[4]), _yuan(match[3], match[4])
        if low > high:
            raise BadValue("the low end of the budget is above its high end")
        return low, high
    single = _SINGLE.fullmatch(_DOWN.sub("", _UP.sub("", folded)))
    if not single:
        raise BadValue("cannot be read as a budget; expected such as 10-12万, 10万 or 100000")
    amount = _yuan(single[1], single[2])
    return (None if _DOWN.search(folded) else amount), (None if _UP.search(folded) else amount)


def parse_price(text: str) -> float:
    """A price in yuan, with 万 also in ten thousands."""
    match = _SINGLE.fullmatch(_fold(text))
    if not match:
        raise BadValue("cannot be read as a price in yuan; expected such as 128800 or 12.88万")
    return _checked(float(match[1]) * _UNITS.get(match[2] or "", 1))


def _fold(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def _yuan(number: str, unit: str | None) -> float:
    value = float(number)
    return _checked(value * (_UNITS[unit] if unit else _WAN if value < _SMALLEST_YUAN else 1))


def _checked(amount: float) -> float:
    yuan = round(amount, 2)
    if not 0 < yuan <= _MOST:
        raise BadValue("the amount is not between 0 and {most} yuan", most=_MOST)
    return yuan
