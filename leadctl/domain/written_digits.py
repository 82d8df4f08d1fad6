"""Digits as people write them: in any script and width, in Chinese (一三八), in circles, with gaps between them.

A phone is looked for, and masked, by this normal form of its digits, whatever stands in a text.
"""

from __future__ import annotations

import unicodedata

WRITTEN_ZERO = 0xE000
"""Code point that stands for a zero written as a numeral (零), nine more for the others; nothing uses them in texts."""


def fold_digits(text: str) -> str:
    """The text with each digit of any script as ``0`` to ``9``, and each numeral (一, 〇, 壹) as the character of
    ``WRITTEN_ZERO`` that many places on. Every other character stays, so places stay too.

    The two are kept apart, since a numeral beside a number is a word: 一共, 三人. Characters of several digits have to
    be written out before: :func:`write_out_numbers`.
    """
    return text if text.isascii() else text.translate(_FOLDED)


def any_form(digit: str) -> str:
    """What a pattern has for an ASCII digit to find it in a folded text."""
    return f"[{digit}{chr(WRITTEN_ZERO + int(digit))}]"


ANY_DIGIT = f"[0-9{chr(WRITTEN_ZERO)}-{chr(WRITTEN_ZERO + 9)}]"
"""What a pattern has for any digit of a folded text."""


def write_out_numbers(text: str) -> str:
    """The text with characters that hold two digits (⑬, ⒔) as these digits."""
    return text if text.isascii() else text.translate(_WRITTEN_OUT)


class _FoldedDigits(dict[int, str]):
    """Code point -> what it is folded to; worked out once a character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = unicodedata.numeric(char, None)
        if value is None:
            value = _UNLISTED.get(char)
        found = char
        if value is not None and value in range(10):
            figure = unicodedata.category(char) in ("Nd", "No")
            found = chr((ord("0") if figure else WRITTEN_ZERO) + int(value))
        self[code] = found
        return found


class _WrittenOutNumbers(dict[int, str]):
    """Code point of a number of two digits -> these digits, else itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = unicodedata.numeric(char, None)
        wanted = value is not None and unicodedata.category(char) == "No" and value in range(10, 100)
        found = str(int(value)) if value is not None and wanted else char
        self[code] = found
        return found


_UNLISTED = {"○": 0, "◯": 0, "两": 2, "兩": 2}
"""Characters that stand for digits where numbers are written out, and which Unicode does not list as such."""

_FOLDED = _FoldedDigits()
_WRITTEN_OUT = _WrittenOutNumbers()
