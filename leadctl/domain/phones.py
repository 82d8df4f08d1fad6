"""Phones on paper that leaves the house."""

from __future__ import annotations

import re
from itertools import compress

from leadctl.domain.written_digits import ANY_DIGIT, any_form, fold_digits, write_out_numbers

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
_MEANT_AS_DAY = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?:[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}|[0-9]{4})(?![0-9])")
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
    if _PHONE.search(folded) is None:
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
    """A value of a file as an error may quote it: masked where it holds as many digits as a phone, days aside."""
    masked = mask_phones_in(value)
    if masked != value or "*" in value:
        return masked
    folded = _MEANT_AS_DAY.sub("", fold_digits(write_out_numbers(value)))
    if sum(map(bool, map(_IS_DIALLED, folded))) < FEWEST_DIGITS:
        return value
    return str(mask_phone(value))


def _blank(found: re.Match[str]) -> str:
    return "x" * len(found.group())
