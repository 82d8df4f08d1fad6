"""Phones that stand somewhere in a text: found in whatever form they are written, and masked.

The patterns are compiled when a text first needs them, which most texts do not: to compile all takes a short command
as long as its work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import compress

from leadctl.domain.phones import MASK, mask_phone
from leadctl.domain.written_digits import ANY_DIGIT, WRITTEN_ZERO, any_form, fold_digits, write_out_numbers

FEWEST_DIGITS = 7
"""A value with fewer digits is no phone."""

_GAP = r"[ \u00a0\u2000-\u200a\u3000\-‐-―－./／\\·・_~*()（）\ufe0f\u20e3]{0,3}"
_DIGIT = rf"{_GAP}{ANY_DIGIT}"
_ZERO, _ONE, _SIX, _EIGHT = map(any_form, "0168")
_MOBILE = (
    rf"(?:(?:{_ZERO}{_GAP}{_ZERO}{_GAP})?{_EIGHT}{_GAP}{_SIX}{_GAP}|{_ZERO}{_GAP})?"
    rf"{_ONE}{_GAP}(?:{'|'.join(map(any_form, '3456789'))})(?:{_DIGIT}){{9}}"
)
_ABROAD = rf"[+＋]{_DIGIT}(?:{_DIGIT}){{6,14}}"
_LANDLINE = rf"0[0-9]{{2,3}}{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}"
_PHONE = rf"(?<![0-9])(?:{_ABROAD}|{_MOBILE}|{_LANDLINE})(?![0-9])"

_DAY = r"(?<![0-9])(?:19|20)[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_YEAR, _TWO = "(?:19|20)[0-9]{2}", "[0-9]{1,2}"
_MONTH, _DAY_OF_MONTH = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_MEANT_AS_DAY = (
    rf"(?:{_YEAR}\s*[-/.,、。\\年]\s*{_TWO}\s*[-/.,、。\\月]\s*{_TWO}\s*[日号]?"
    rf"|{_TWO}([-/.]){_TWO}\1(?:{_YEAR}|{_TWO})|(?:{_TWO}年)?{_TWO}月{_TWO}[日号]?"
    rf"|{_YEAR}\s{_MONTH}\s{_DAY_OF_MONTH}|{_YEAR}[0-9]{{4}}(?![0-9]))"
    r"(?:\s*\(?(?:周|星期|礼拜)[0-9日天]\)?)?"
)
_MEANT_AS_TIME = (
    rf"(?:(?:凌晨|早上|上午|中午|下午|晚上|am|pm)?\s*{_TWO}\s*(?:[:;.,。h-]\s*{_TWO}|[点时]\s*(?:{_TWO}分?|半|整|[13]刻)?)"
    rf"(?:\s*[:;.,。-]\s*{_TWO}秒?)?(?:\.[0-9]{{1,6}})?\s*(?:am|pm)?)"
)
_ZONE = r"\s*(?:z|(?:gmt|utc)?\s*[+-][0-9]{1,2}:?[0-9]{0,2})?"
_NUMBER_OF_DAY = r"[2-6][0-9]{4}"
_MEANT_AS_MOMENT = (
    rf"(?i:{_MEANT_AS_DAY}(?:[\sT,]*{_MEANT_AS_TIME}(?:\s*[-~至到]\s*{_MEANT_AS_TIME})?|\s(?:[01][0-9]|2[0-3])[0-5][0-9])?"
    rf"{_ZONE}"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[\sT]?(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
    rf"|{_MEANT_AS_TIME}\s*[-~至到]\s*{_MEANT_AS_TIME}"
    rf"|{_NUMBER_OF_DAY}\.[0-9]+|{_NUMBER_OF_DAY}\s+{_MEANT_AS_TIME}|0?\.[0-9]+)"
)
"""A day, a time, or both, in any form that people mean as such, and the numbers that a spreadsheet keeps for them."""
_FIGURES = {WRITTEN_ZERO + figure: str(figure) for figure in range(10)}
_TENS = "[0-9]?十[0-9]?"
_CHECKSUM = r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9A-Za-z])"


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class _Shapes(dict[int, str | None]):
    """Code point of a folded text -> ``0`` for any digit, ``+``, None for what stands in the gaps of a phone, else
    ``x``."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        shape: str | None = "x"
        if char in "0123456789" or WRITTEN_ZERO <= code <= WRITTEN_ZERO + 9:
            shape = "0"
        elif char in "+＋":
            shape = "+"
        elif _compile(_GAP).fullmatch(char):
            shape = None
        self[code] = shape
        return shape


_SHAPES = _Shapes()
_SHORTEST_SHAPES = ("0" * 10, "+" + "0" * 7)
"""What is left of the shortest phones of :data:`_PHONE` without their gaps."""


def _may_hold_phone(folded: str) -> bool:
    """Whether a folded text has as many digits in a row as a phone: quickly told, and seldom so."""
    shape = folded.translate(_SHAPES)
    return any(shortest in shape for shortest in _SHORTEST_SHAPES)


def may_hold_phones(texts: Iterable[str]) -> bool:
    """Whether :func:`mask_phones_in` may change any of these texts: told by one look at all of them together."""
    return _may_hold_phone(fold_digits(write_out_numbers("\n".join(texts))))  # no phone goes on in a new line


def _is_dialled(char: str) -> bool:
    """Whether a character of a folded text is one of a phone and not of its gaps."""
    return _SHAPES[ord(char)] in ("0", "+")


def mask_phones_in(text: str) -> str:
    """What was said, with the phones in it masked: mobiles, ``+CC...`` and numbers with an area code, in any digits and
    with gaps between them. Days and checksums stay."""
    if len(text) < FEWEST_DIGITS:
        return text
    written = write_out_numbers(text)
    folded = fold_digits(written)
    if not _may_hold_phone(folded) or _compile(_PHONE).search(folded) is None or _is_moment(folded):
        return text
    searched = _compile(_CHECKSUM).sub(_blank, _compile(_DAY).sub(_blank, folded))
    parts, end = [], 0
    for found in _compile(_PHONE).finditer(searched):
        kept = written[found.start() : found.end()]
        digits = "".join(compress(kept, map(_is_dialled, found.group())))
        parts += [written[end : found.start()], str(mask_phone(digits))]
        end = found.end()
    return "".join([*parts, written[end:]]) if parts else text


def mask_value(value: str) -> str:
    """A value of a file as an error may quote it: masked where it holds as many digits as a phone, unless it is a day
    or a time in shape."""
    folded = fold_digits(write_out_numbers(value))
    if _is_moment(folded):
        return value
    masked = mask_phones_in(value)
    if masked != value or MASK in value:
        return masked
    if sum(map(_is_dialled, folded)) < FEWEST_DIGITS:
        return value
    return str(mask_phone(value))


def _is_moment(folded: str) -> bool:
    """Whether a folded text is a day or a time in shape."""
    figures = unicodedata.normalize("NFKC", folded.translate(_FIGURES)).strip()
    return _compile(_MEANT_AS_MOMENT).fullmatch(_compile(_TENS).sub("10", figures)) is not None


def _blank(found: re.Match[str]) -> str:
    return "x" * len(found.group())
