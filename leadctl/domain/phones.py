"""Phones on paper that leaves the house."""

from __future__ import annotations

import re
import unicodedata
from itertools import compress

from leadctl.domain.written_digits import ANY_DIGIT, WRITTEN_ZERO, any_form, fold_digits, write_out_numbers

MASK = "****"

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
_PHONE = re.compile(rf"(?<![0-9])(?:{_ABROAD}|{_MOBILE}|{_LANDLINE})(?![0-9])")

_IS_DIALLED = re.compile(rf"[+＋]|{ANY_DIGIT}").match
"""Whether a character of a folded text is one of a phone and not of its gaps."""

_DAY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])")
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
_MEANT_AS_MOMENT = re.compile(
    rf"{_MEANT_AS_DAY}(?:[\sT,]*{_MEANT_AS_TIME}(?:\s*[-~至到]\s*{_MEANT_AS_TIME})?|\s(?:[01][0-9]|2[0-3])[0-5][0-9])?"
    rf"{_ZONE}"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[\sT]?(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
    rf"|{_MEANT_AS_TIME}\s*[-~至到]\s*{_MEANT_AS_TIME}"
    rf"|{_NUMBER_OF_DAY}\.[0-9]+|{_NUMBER_OF_DAY}\s+{_MEANT_AS_TIME}|0?\.[0-9]+",
    re.IGNORECASE,
)
"""A day, a time, or both, in any form that people mean as such, and the numbers that a spreadsheet keeps for them."""
_FIGURES = {WRITTEN_ZERO + figure: str(figure) for figure in range(10)}
_TENS = re.compile("[0-9]?十[0-9]?")
_CHECKSUM = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9A-Za-z])")


def mask_phone(phone: str | None) -> str | None:
    """``13812345678`` -> ``138****5678``; of another number the last four digits and what leads it stay.
    Where there is none, nothing is hidden."""
    if not phone:
        return phone
    if len(phone) <= 4:
        return MASK
    head = phone[:3] if len(phone) >= 8 else ""
    return f"{head}{MASK}{phone[-4:]}"


def mask_phones_in(text: str) -> str:
    """What was said, with the phones in it masked: mobiles, ``+CC...`` and numbers with an area code, in any digits and
    with gaps between them. Days and checksums stay."""
    if len(text) < FEWEST_DIGITS:
        return text
    written = write_out_numbers(text)
    folded = fold_digits(written)
    if _PHONE.search(folded) is None or _is_moment(folded):
        return text
    searched = _CHECKSUM.sub(_blank, _DAY.sub(_blank, folded))
    parts, end = [], 0
    for found in _PHONE.finditer(searched):
        kept = written[found.start() : found.end()]
        digits = "".join(compress(kept, map(_IS_DIALLED, found.group())))
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
    if sum(map(bool, map(_IS_DIALLED, folded))) < FEWEST_DIGITS:
        return value
    return str(mask_phone(value))


def _is_moment(folded: str) -> bool:
    """Whether a folded text is a day or a time in shape."""
    figures = unicodedata.normalize("NFKC", folded.translate(_FIGURES)).strip()
    return _MEANT_AS_MOMENT.fullmatch(_TENS.sub("10", figures)) is not None


def _blank(found: re.Match[str]) -> str:
    return "x" * len(found.group())
